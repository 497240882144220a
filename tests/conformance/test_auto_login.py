"""Runs features/auto_login.feature."""

from pytest_bdd import scenarios

scenarios("auto_login.feature")
