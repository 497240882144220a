"""Runs features/attested_shopping.feature."""

from pytest_bdd import scenarios

scenarios("attested_shopping.feature")
