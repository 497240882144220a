"""Runs features/redirect.feature."""

from pytest_bdd import scenarios

scenarios("redirect.feature")
