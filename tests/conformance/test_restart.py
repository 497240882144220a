"""Runs features/restart.feature."""

from pytest_bdd import scenarios

scenarios("restart.feature")
