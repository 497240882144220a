"""Addresses a browser can be sent to: those that travel in messages."""

from simulators.messages.addresses import is_address, names_a_user

__all__ = ["is_address", "names_a_user"]
