"""Runs features/message_judgement.feature."""

from pytest_bdd import scenarios

scenarios("message_judgement.feature")
