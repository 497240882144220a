"""Runs features/procurement_systems.feature."""

from pytest_bdd import scenarios

scenarios("procurement_systems.feature")
