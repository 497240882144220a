"""Runs features/hostile_addresses.feature."""

from pytest_bdd import scenarios

scenarios("hostile_addresses.feature")
