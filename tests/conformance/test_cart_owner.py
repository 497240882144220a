"""Runs features/cart_owner.feature."""

from pytest_bdd import scenarios

scenarios("cart_owner.feature")
