"""Runs features/session_order.feature."""

from pytest_bdd import scenarios

scenarios("session_order.feature")
