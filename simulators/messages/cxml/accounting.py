"""Who pays for a line of an order: its distribution over accounts, and the card of a payment."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulators.messages.cxml import building, parsing
from simulators.messages.cxml.building import add
from simulators.messages.cxml.reading import Element
from simulators.messages.cxml.values import Money, PostalAddress, Text


@dataclass(frozen=True, slots=True)
class AccountingSegment:
    """One segment of an account, such as a cost centre: its value, what kind it is, and what it is called."""

    id: str
    name: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment in the older form: kind, value and description as plain words."""

    type: str
    id: str
    description: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """A part of a line's price and the account it is charged to; the segments are all of one form."""

    name: str
    segments: tuple[AccountingSegment, ...] | tuple[Segment, ...]
    charge: Money


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """A purchasing card; `expiration` is a date. Its number is never shown."""

    number: str = field(repr=False)
    expiration: str
    name: str | None = None
    postal: PostalAddress | None = None


def add_distribution(parent: Element, distribution: Distribution) -> None:
    """Append a `Distribution`. Raises `CxmlRejected` ("invalid") for a value that cannot be carried."""
    element = add(parent, "Distribution")
    accounting = add(element, "Accounting", {"name": distribution.name})
    for segment in distribution.segments:
        if isinstance(segment, Segment):
            add(
                accounting,
                "Segment",
                {"type": segment.type, "id": segment.id, "description": segment.description},
            )
        else:
            written = add(accounting, "AccountingSegment", {"id": segment.id})
            building.add_text(written, "Name", segment.name)
            building.add_text(written, "Description", segment.description)
    building.add_money(add(element, "Charge"), distribution.charge)


def parse_distribution(element: Element) -> Distribution:
    """Read a `Distribution`. Raises `CxmlRejected`: "incomplete" or "invalid"."""
    accounting = parsing.needed(element, "Accounting")
    older = tuple(
        Segment(*(parsing.needed_attribute(segment, name) for name in ("type", "id", "description")))
        for segment in accounting.iterfind("Segment")
    )
    newer = tuple(
        AccountingSegment(
            parsing.needed_attribute(segment, "id"),
            parsing.text(parsing.needed(segment, "Name")),
            parsing.text(parsing.needed(segment, "Description")),
        )
        for segment in accounting.iterfind("AccountingSegment")
    )
    return Distribution(
        name=accounting.get("name", ""),
        segments=newer or older,
        charge=parsing.money(parsing.needed(element, "Charge")),
    )


def add_payment(parent: Element, card: PaymentCard | None) -> None:
    """Append a `Payment` by card, or nothing for None. Raises as `add` does."""
    if card is None:
        return
    labels = {"number": card.number, "expiration": card.expiration, "name": card.name}
    element = add(add(parent, "Payment"), "PCard", labels)
    if card.postal is not None:
        building.add_postal_address(element, card.postal)


def parse_payment(parent: Element) -> PaymentCard | None:
    """Read the card of a `Payment` below an element, or None. Raises `CxmlRejected` ("incomplete")."""
    card = parent.find("Payment/PCard")
    if card is None:
        return None
    postal = card.find("PostalAddress")
    return PaymentCard(
        number=parsing.needed_attribute(card, "number"),
        expiration=parsing.needed_attribute(card, "expiration"),
        name=card.get("name"),
        postal=None if postal is None else parsing.postal_address(postal),
    )
