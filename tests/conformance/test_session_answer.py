"""Runs features/session_answer.feature."""

from pytest_bdd import scenarios

scenarios("session_answer.feature")
