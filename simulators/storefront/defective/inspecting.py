"""Defects of inspect: a cart that is looked at and changed, not shown, or not to be transferred afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulators.storefront.editing import CartItems
from simulators.storefront.session_api import Asked, SessionApi
from simulators.storefront.switching import Switch, part
from simulators.storefront.tokens import Grant


class _Inspected(Asked):
    @property
    def is_inspected(self) -> bool:
        """Whether the buyer comes to look at a cart."""
        return self.request.session_type.lower() == "inspect"


class QuantitiesWritten(_Inspected):
    """Gives the lines of a cart that is looked at the quantities the hub says they have."""

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have; at inspect, all of them if the hub knows them all."""
        items, known = self.request.items or (), {line.id for line in self.order.lines} if self.is_inspected else set()
        return items if self.is_inspected and {item.id for item in items} == known else super().edited_items


class NewLinesWritten(_Inspected):
    """Adds to a cart that is looked at what the hub says is new in it."""

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have; at inspect, those of the hub if it has one more."""
        items = self.request.items or ()
        return items if self.is_inspected and any(not item.id for item in items) else super().edited_items


class NoLinesWritten(_Inspected):
    """Empties a cart that is looked at when the hub says nothing is in it."""

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have; at inspect, none where the hub has none."""
        return () if self.is_inspected and self.request.items == () else super().edited_items


class ShownEmpty(SessionApi):
    """Shows an empty cart to whoever comes to look at one."""

    def grant(self, asked: Asked) -> Grant:
        """Return what the token stands for; at inspect, a cart that is made then."""
        grant = super().grant(asked)
        return replace(grant, order_uuid=None) if asked.request.session_type.lower() == "inspect" else grant


class NotToBeTransferred(SessionApi):
    """Takes a visit to look at a cart for no punch out."""

    def grant(self, asked: Asked) -> Grant:
        """Return what the token stands for; at inspect, without an address for the cart."""
        grant = super().grant(asked)
        return replace(grant, return_url="") if asked.request.session_type == "inspect" else grant


DEFECTS: Mapping[str, Switch] = {
    "inspect-writes-quantities": part("asked", QuantitiesWritten),
    "inspect-shows-another-cart": part("session_api", ShownEmpty),
    "inspect-adds-lines": part("asked", NewLinesWritten),
    "inspect-empties": part("asked", NoLinesWritten),
    "inspect-is-no-punch-out": part("session_api", NotToBeTransferred),
}
