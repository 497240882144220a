"""Runs features/session_fields.feature."""

from pytest_bdd import scenarios

scenarios("session_fields.feature")
