"""Runs features/oci.feature."""

from pytest_bdd import scenarios

scenarios("oci.feature")
