"""Runs features/messages.feature."""

from pytest_bdd import scenarios

scenarios("messages.feature")
