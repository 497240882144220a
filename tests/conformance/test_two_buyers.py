"""Runs features/two_buyers.feature."""

from pytest_bdd import scenarios

scenarios("two_buyers.feature")
