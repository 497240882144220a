"""Runs features/access_token.feature."""

from pytest_bdd import scenarios

scenarios("access_token.feature")
