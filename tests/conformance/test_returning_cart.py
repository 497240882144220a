"""Runs features/returning_cart.feature."""

from pytest_bdd import scenarios

scenarios("returning_cart.feature")
