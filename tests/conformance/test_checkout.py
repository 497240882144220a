"""Runs features/checkout.feature."""

from pytest_bdd import scenarios

scenarios("checkout.feature")
