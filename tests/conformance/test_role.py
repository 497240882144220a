"""Runs features/role.feature."""

from pytest_bdd import scenarios

scenarios("role.feature")
