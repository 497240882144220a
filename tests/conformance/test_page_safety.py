"""Runs features/page_safety.feature."""

from pytest_bdd import scenarios

scenarios("page_safety.feature")
