"""Runs features/channel_separation.feature."""

from pytest_bdd import scenarios

scenarios("channel_separation.feature")
