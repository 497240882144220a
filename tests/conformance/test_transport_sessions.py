"""Runs features/transport_sessions.feature."""

from pytest_bdd import scenarios

scenarios("transport_sessions.feature")
