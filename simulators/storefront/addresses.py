"""Addresses a browser can be sent to: those that travel in messages."""

from simulators.messages.addresses import is_address

__all__ = ["is_address"]
