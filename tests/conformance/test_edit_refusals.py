"""Runs features/edit_refusals.feature."""

from pytest_bdd import scenarios

scenarios("edit_refusals.feature")
