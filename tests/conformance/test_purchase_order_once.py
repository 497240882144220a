"""Runs features/purchase_order_once.feature."""

from pytest_bdd import scenarios

scenarios("purchase_order_once.feature")
