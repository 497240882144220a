"""Runs features/role_assignment.feature."""

from pytest_bdd import scenarios

scenarios("role_assignment.feature")
