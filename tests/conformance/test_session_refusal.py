"""Runs features/session_refusal.feature."""

from pytest_bdd import scenarios

scenarios("session_refusal.feature")
