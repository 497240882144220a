"""Runs features/hostile_recovery.feature."""

from pytest_bdd import scenarios

scenarios("hostile_recovery.feature")
