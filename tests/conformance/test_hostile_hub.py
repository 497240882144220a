"""Runs features/hostile_hub.feature."""

from pytest_bdd import scenarios

scenarios("hostile_hub.feature")
