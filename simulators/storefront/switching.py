"""Switches: small changes of a storefront's parts, which add up when several are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from simulators.messages.cart import Cart, CartLine
from simulators.storefront.checkout import Checkout
from simulators.storefront.editing import LineCheck
from simulators.storefront.generation import Generation
from simulators.storefront.model import Order
from simulators.storefront.order_intake import OrderCheck
from simulators.storefront.parts import Parts
from simulators.storefront.session_api import Check

Switch = Callable[[Parts], Parts]


def part(name: str, changed: type[Any]) -> Switch:
    """Put a class before the one that is the part by now: several switches of one part add up."""

    def switch(parts: Parts) -> Parts:
        mixed: dict[str, Any] = {name: type(changed.__name__, (changed, getattr(parts, name)), {})}
        return replace(parts, **mixed)

    return switch


def posted(change: Callable[[Cart], Cart]) -> Switch:
    """Change every cart before it is handed over; what the buyer sees of it is as it was."""

    class ChangedCart(Checkout):
        def cart_of(self, order: Order) -> Cart:
            return change(super().cart_of(order))

    return part("checkout", ChangedCart)


def posted_line(change: Callable[[CartLine], CartLine]) -> Switch:
    """Change every line of a cart before it is handed over; the sums below the lines are as they were."""
    return posted(lambda cart: replace(cart, lines=tuple(map(change, cart.lines))))


def check(asked: Check, instead: Check | None = None) -> Switch:
    """Ask something else in the place of a check of the session API, or nothing."""
    return lambda parts: replace(parts, session_checks=_exchanged(parts.session_checks, asked, instead))


def line_check(asked: LineCheck, instead: LineCheck | None = None) -> Switch:
    """Ask something else of each line in the place of a check of an edit, or nothing."""
    return lambda parts: replace(parts, line_checks=_exchanged(parts.line_checks, asked, instead))


def order_check(asked: OrderCheck, instead: OrderCheck | None = None) -> Switch:
    """Ask something else of an order in the place of a check, or nothing."""
    return lambda parts: replace(parts, order_checks=_exchanged(parts.order_checks, asked, instead))


def released(change: Callable[[Generation], Generation]) -> Switch:
    """Change what is peculiar to the generation of the storefront."""

    def switch(parts: Parts) -> Parts:
        before = parts.released
        return replace(parts, released=lambda generation: change(before(generation)))

    return switch


def both(*switches: Switch) -> Switch:
    """Make several changes, one after the other."""

    def switch(parts: Parts) -> Parts:
        for each in switches:
            parts = each(parts)
        return parts

    return switch


def _exchanged(asked: tuple[Any, ...], one: Any, other: Any | None) -> tuple[Any, ...]:
    exchanged = [other if each is one else each for each in asked]
    return tuple(each for each in exchanged if each is not None)
