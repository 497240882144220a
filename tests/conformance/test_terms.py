"""Runs features/terms.feature."""

from pytest_bdd import scenarios

scenarios("terms.feature")
