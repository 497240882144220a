"""Runs features/inspect.feature."""

from pytest_bdd import scenarios

scenarios("inspect.feature")
