"""Runs features/deployment_restart.feature."""

from pytest_bdd import scenarios

scenarios("deployment_restart.feature")
