"""Runs features/start_url_ahead.feature."""

from pytest_bdd import scenarios

scenarios("start_url_ahead.feature")
