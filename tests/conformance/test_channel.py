"""Runs features/channel.feature."""

from pytest_bdd import scenarios

scenarios("channel.feature")
