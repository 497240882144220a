"""Runs features/purchase_order_refusals.feature."""

from pytest_bdd import scenarios

scenarios("purchase_order_refusals.feature")
