"""Runs features/role_matrix.feature."""

from pytest_bdd import scenarios

scenarios("role_matrix.feature")
