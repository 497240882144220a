"""Runs features/browser_habits.feature."""

from pytest_bdd import scenarios

scenarios("browser_habits.feature")
