"""Checks of what is brought back to procurement: each line as the storefront posted it, field by field.

From the hub on it is the harness that carries the cart: what differs there is its own fault, never the target's.
Source: reference, hub and protocols, 2.7; Liferay connector, 6.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.actors import PunchOut
from harness.actors.desks import HeldLine
from harness.errors import HarnessFault
from harness.evidence import Evidence
from simulators.messages.cart import Cart, CartLine
from simulators.messages.markup import text_of
from simulators.messages.oci import Charset, arrives_as

_PRICE_STEP = Decimal("1E-10")


def check_brought_back(posted: Cart, punch_out: PunchOut) -> None:
    """What was brought back to procurement is what the storefront posted, line by line.

    Raises:
        HarnessFault: when it does not, for hub and procurement system are ours.

    """
    if len(punch_out.documents) != 1:
        raise HarnessFault(f"procurement took {len(punch_out.documents)} order messages of one cart")
    ids = [line.auxiliary_id for line in posted.lines]
    if (brought := [line.auxiliary_id for line in punch_out.brought]) != ids:
        raise HarnessFault(f"the hub lost or changed lines: it was given {ids} and passed on {brought}")
    changes = [
        f"the {what} of {line.auxiliary_id} from {given!r} to {got!r}"
        for line, kept in zip(posted.lines, punch_out.brought, strict=True)
        for what, given, got in _changes(line, kept, posted.currency)
        if what != "description" or not _is_as_oci_has_it(line, kept, punch_out)
    ]
    if changes:
        raise HarnessFault(f"the hub changed {'; '.join(changes[:5])}")


def check_unchanged(evidence: Evidence, before: Sequence[HeldLine], punch_out: PunchOut) -> None:
    """The buyer came back, and procurement holds the lines it held before.

    Raises:
        HarnessFault: when it holds others, for hub and procurement system are ours.

    """
    evidence.expect("The buyer comes back to procurement", expected="returned", got=punch_out.state)
    told = [(line.auxiliary_id, line.quantity, line.unit_price) for line in before]
    now = [(line.auxiliary_id, line.quantity, line.unit_price) for line in punch_out.held]
    if now != told:
        raise HarnessFault(f"procurement held {told} and holds {now} by now, though no cart came back")
    evidence.expect("Procurement holds what it held", expected=len(told), got=len(now))


def _changes(line: CartLine, held: HeldLine, currency: str) -> Iterator[tuple[str, object, object]]:
    """Yield what is not held of a line as it was posted: name, as posted, as held."""
    code = ("UNSPSC", line.unspsc)
    for what, given, got in (
        ("part id", line.supplier_id, held.part_id),
        ("quantity", line.quantity, held.quantity),
        ("currency", currency, held.currency),
        ("unit of measure", line.unit_of_measure, held.unit_of_measure),
        ("description", text_of(line.description), held.description),
        ("UNSPSC code", code, code if code in held.classifications or not line.unspsc else held.classifications),
    ):
        if given != got:
            yield what, given, got
    worth = value_of(held)
    # The hub's unit price has ten decimals: of many units, what is behind them adds up.
    if worth is None or abs(worth - line.final_price) > held.quantity * _PRICE_STEP:
        yield "price", line.final_price, worth


def _is_as_oci_has_it(line: CartLine, held: HeldLine, punch_out: PunchOut) -> bool:
    """Tell whether a description is what OCI makes of it: the part id of none, and references for what is lost.

    References count only where procurement was told of them: the hub may not lose characters without a word.
    """
    text = text_of(line.description)
    told = any("character reference" in words for words in punch_out.advisories)
    return held.description == (text or line.supplier_id) or (
        told and held.description == arrives_as(text, Charset.LATIN_1)
    )


def value_of(held: HeldLine) -> Decimal | None:
    """Return what a line is worth, or None when procurement was told no price of it."""
    return None if held.unit_price is None else held.quantity * held.unit_price / held.price_unit
