"""Runs features/attested_pages.feature."""

from pytest_bdd import scenarios

scenarios("attested_pages.feature")
