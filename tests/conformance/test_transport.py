"""Runs features/transport.feature."""

from pytest_bdd import scenarios

scenarios("transport.feature")
