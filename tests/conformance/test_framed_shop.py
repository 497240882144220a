"""Runs features/framed_shop.feature."""

from pytest_bdd import scenarios

scenarios("framed_shop.feature")
