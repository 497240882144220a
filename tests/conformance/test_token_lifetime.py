"""Runs features/token_lifetime.feature."""

from pytest_bdd import scenarios

scenarios("token_lifetime.feature")
