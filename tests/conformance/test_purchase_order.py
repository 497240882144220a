"""Runs features/purchase_order.feature."""

from pytest_bdd import scenarios

scenarios("purchase_order.feature")
