"""Runs features/edit_lines.feature."""

from pytest_bdd import scenarios

scenarios("edit_lines.feature")
