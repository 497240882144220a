"""Runs features/session_request.feature."""

from pytest_bdd import scenarios

scenarios("session_request.feature")
