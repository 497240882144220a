"""Runs features/session_formats.feature."""

from pytest_bdd import scenarios

scenarios("session_formats.feature")
