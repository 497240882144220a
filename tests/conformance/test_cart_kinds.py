"""Runs features/cart_kinds.feature."""

from pytest_bdd import scenarios

scenarios("cart_kinds.feature")
