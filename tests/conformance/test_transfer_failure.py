"""Runs features/transfer_failure.feature."""

from pytest_bdd import scenarios

scenarios("transfer_failure.feature")
