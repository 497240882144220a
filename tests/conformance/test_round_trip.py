"""Runs features/round_trip.feature."""

from pytest_bdd import scenarios

scenarios("round_trip.feature")
