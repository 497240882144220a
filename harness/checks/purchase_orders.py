"""Checks of purchase orders: what the storefront makes of the order of a cart it handed over.

Accepted and corrupted is never right; a refusal that says what is wrong is better than one that does not. What the
storefront does not say of a line can be neither preserved nor corrupted: that is a check of its own.
Source: plain sense (a corrupted order loses money); reference, hub and protocols, 1.13, 2.7 and 7.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from harness.checks.order_comparison import (
    CURRENCY,
    ORDER,
    PART_ID,
    QUANTITY,
    UNIT_OF_MEASURE,
    UNIT_PRICE,
    Answer,
    Comparison,
    LineFacts,
    OrderFacts,
    Outcome,
    refusal,
)
from harness.errors import HarnessFault, Untestable
from harness.evidence import Evidence
from simulators.messages.cart import Cart, CartLine
from simulators.messages.purchase_orders import (
    Acknowledgment,
    PurchaseOrder,
    PurchaseOrderRejected,
    parse_acknowledgment,
)

_WHERE = "answer to the purchase order"
_SAID = (PART_ID, QUANTITY, UNIT_PRICE, CURRENCY, UNIT_OF_MEASURE)
_LONGEST_REASON = 2000
# What refusals are made of whatever they are about; the name of any other member may be that of a field.
_PROBLEM_MEMBERS = {"status", "title", "type", "detail", "message", "code", "description", "error", "error_description"}


def facts_of_cart(cart: Cart) -> tuple[LineFacts, ...]:
    """Return what a cart says of its lines."""
    return tuple(
        LineFacts(
            auxiliary_id=line.auxiliary_id,
            part_id=line.supplier_id,
            quantity=line.quantity,
            unit_price=_paid(line),
            currency=cart.currency,
            unit_of_measure=line.unit_of_measure,
            description=line.description,
            classification=line.unspsc,
            line_value=_paid(line) * line.quantity if _is_unpriced(line) else line.final_price,
        )
        for line in cart.lines
    )


def facts_of_order(order: PurchaseOrder) -> OrderFacts:
    """Return what a purchase order says; lines without a currency are in that of the order."""
    details = order.details
    return OrderFacts(
        lines=tuple(
            LineFacts(
                auxiliary_id=line.supplier_aux_id,
                part_id=line.supplier_id,
                quantity=line.quantity,
                unit_price=line.unit_price,
                currency=line.currency or details.currency,
                unit_of_measure=line.unit_of_measure,
                description=line.description,
                number=place if line.line_number is None else line.line_number,
            )
            for place, line in enumerate(order.items, 1)
        ),
        total=details.total,
        charges=details.shipping + details.tax,
    )


def facts_of_acknowledgment(acknowledgment: Acknowledgment) -> tuple[LineFacts, ...]:
    """Return what an acknowledgment says of the lines it accepts."""
    return tuple(
        LineFacts(
            auxiliary_id=line.auxiliary_id,
            part_id=line.part_id,
            quantity=line.quantity,
            unit_price=line.unit_price,
            currency=line.currency,
            unit_of_measure=line.unit_of_measure,
            description=line.description,
            classification=line.classification,
            number=line.line_number if line.po_line_number is None else line.po_line_number,
        )
        for line in acknowledgment.items
    )


def answer_of(status: int, content_type: str, body: bytes) -> Answer:
    """Return what a storefront answered to an order.

    What a refusal says for people are the texts in its JSON or its plain text; a page says nothing a hub could read.
    """
    if not 200 <= status < 300:
        return Answer(status, _reason(content_type, body))
    try:
        acknowledgment = parse_acknowledgment(body)
    except PurchaseOrderRejected:
        return Answer(status)
    if acknowledgment.confirmation_status.lower().startswith("reject"):
        return Answer(status, _reason(content_type, body), rejects=True)
    return Answer(status, lines=facts_of_acknowledgment(acknowledgment) or None)


def check_nothing_corrupted(evidence: Evidence, comparison: Comparison) -> None:
    """Nothing of the order was accepted otherwise than cart and order say it; a refusal corrupts nothing.

    Raises:
        Untestable: when the order was accepted and the answer says nothing of what.

    """
    if not comparison.findings:
        raise Untestable(
            "the storefront accepts the order and says nothing of the lines it accepts: nobody can tell whether they "
            "are those of the cart; answer with an acknowledgment"
        )
    for finding in comparison.findings:
        evidence.expect(
            f"The {finding.field} of {_named(finding.line)} is that of the cart and of the order",
            expected=_wanted(finding.cart, finding.ordered),
            got=finding.accepted if finding.outcome is not Outcome.CORRUPTED else f"{finding.accepted}, accepted",
            holds=finding.outcome is not Outcome.CORRUPTED,
            where=_WHERE,
        )


def check_preserved(evidence: Evidence, comparison: Comparison) -> None:
    """The order was accepted, and nothing of it corrupted."""
    evidence.expect(
        "An order that says what the cart says is accepted",
        expected="accepted",
        got="accepted" if comparison.accepted else ", ".join(sorted({f.outcome for f in comparison.findings})),
        where=_WHERE,
    )
    check_nothing_corrupted(evidence, comparison)


def check_acknowledged_in_full(evidence: Evidence, comparison: Comparison) -> None:
    """The acknowledgment says of each line what was accepted: part, quantity, price, currency and unit."""
    evidence.expect(
        "The acknowledgment says what is accepted of each line",
        expected=[],
        got=[f"no {field} of {_named(line)}" for line, field in comparison.unsaid if field in _SAID],
        where=_WHERE,
    )


def check_refused(evidence: Evidence, comparison: Comparison) -> None:
    """An order that says otherwise than the cart was refused, in whatever words.

    Raises:
        HarnessFault: when it says nothing otherwise.

    """
    _must_differ(comparison)
    evidence.expect(
        "An order that says otherwise than the cart is refused",
        expected="refused",
        got="accepted" if comparison.accepted else "refused",
        where=_WHERE,
    )


def check_refused_clearly(evidence: Evidence, comparison: Comparison) -> None:
    """An order that says otherwise than the cart was refused with a reason that names the field or the line.

    Raises:
        HarnessFault: when it says nothing otherwise.

    """
    _must_differ(comparison)
    for finding in comparison.findings:
        if finding.outcome is not Outcome.PRESERVED:
            evidence.expect(
                f"The refusal of another {finding.field} of {_named(finding.line)} names field or line",
                expected=Outcome.REJECTED_CLEARLY,
                got=finding.outcome,
                where=_WHERE,
            )


def check_refused_for(evidence: Evidence, answer: Answer, field: str, *, clearly: bool) -> None:
    """An order that had to be refused for a field of its own, such as a number used before, was refused for it."""
    outcome = refusal(answer, field)
    evidence.expect(
        f"The order is refused for its {field}",
        expected=Outcome.REJECTED_CLEARLY if clearly else "refused",
        got=outcome,
        holds=outcome is Outcome.REJECTED_CLEARLY or (not clearly and outcome is Outcome.REJECTED_VAGUELY),
        where=_WHERE,
    )


def _must_differ(comparison: Comparison) -> None:
    """Raise HarnessFault for an order that was compared to be refused and says what the cart says."""
    if not comparison.differs:
        raise HarnessFault("the scenario wants an order refused that says what the cart says")


def _paid(line: CartLine) -> Decimal:
    if _is_unpriced(line):
        return line.promo_price or line.unit_price
    return line.final_price / line.quantity if line.quantity else line.unit_price


def _is_unpriced(line: CartLine) -> bool:
    """Tell whether a shop does not say what a line costs; a gift has a discount."""
    return not line.final_price and not line.discount


def _wanted(cart: str, ordered: str) -> str:
    return cart if cart == ordered or ordered == "nothing" else f"{cart} in the cart and {ordered} in the order"


def _named(line: str) -> str:
    return "the order" if line == ORDER else f"line {line}" if line else "a line without auxiliary id"


def _reason(content_type: str, body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    if "json" in content_type.lower():
        try:
            return " ".join(_texts(json.loads(text)))[:_LONGEST_REASON]
        except (ValueError, RecursionError):
            return ""
    return text[:_LONGEST_REASON] if content_type.lower().startswith("text/plain") else ""


def _texts(document: Any) -> Iterator[str]:
    """Yield what a JSON document says: its texts and numbers, each below the name of its member if that says more."""
    if isinstance(document, dict):
        for name, inner in document.items():
            if name.lower() not in _PROBLEM_MEMBERS:
                yield name
            yield from _texts(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from _texts(inner)
    elif isinstance(document, str | int) and not isinstance(document, bool):
        yield str(document)
