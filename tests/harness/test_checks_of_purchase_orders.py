"""Checks of purchase orders, seen to hold and to fail; and what they read out of carts, orders and answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from harness.checks import purchase_orders as checks
from harness.checks.order_comparison import (
    QUANTITY,
    UNIT_PRICE,
    Answer,
    Comparison,
    LineFacts,
    OrderFacts,
    compare,
)
from harness.errors import HarnessFault, NonConformance, Untestable
from harness.evidence import Evidence
from simulators.messages.purchase_orders import (
    AcknowledgedLine,
    Acknowledgment,
    OrderDetails,
    OrderHeader,
    OrderLine,
    PurchaseOrder,
    build_acknowledgment,
)
from tests.harness.judge_bench import posted_cart, posted_line

CART = posted_cart(
    posted_line(1, unspsc="31161600"),
    posted_line(2, quantity=Decimal(3), unit_price=Decimal("10.50"), final_price=Decimal("29.92"), discount=Decimal(1)),
)
ORDER = PurchaseOrder(
    OrderHeader("PO-1", "2026-01-31"),
    OrderDetails(Decimal("32.92"), "USD"),
    (
        OrderLine("SKU-1", "900/1", Decimal(2), Decimal("1.50"), 1, "", "A bolt & a nut", "EA"),
        OrderLine("SKU-2", "900/2", Decimal(3), Decimal("9.9733333333"), 2, "USD", "A bolt & a nut", "EA"),
    ),
)
TAKEN = Acknowledgment(
    "PO-1",
    items=tuple(
        AcknowledgedLine(
            line.quantity, line.supplier_id, line.supplier_aux_id, line.unit_price, "USD", "EA", po_line_number=number
        )
        for number, line in enumerate(ORDER.items, 1)
    ),
)
REFUSED = Answer(400, "items[0].unitprice: line 1, expected 1.5")
SILENT = Answer(400, "Bad Request")


def accepted(**changes: Any) -> Answer:
    """Return the answer that takes the order, with a change in the first line."""
    first, *others = TAKEN.items
    return answered(replace(TAKEN, items=(replace(first, **changes), *others)))


def answered(acknowledgment: Acknowledgment) -> Answer:
    return checks.answer_of(200, "application/json", build_acknowledgment(acknowledgment))


def compared(answer: Answer, **changes: Any) -> Comparison:
    """Compare the cart with the order of it, with a change in the first line."""
    first, *others = ORDER.items
    order = replace(ORDER, items=(replace(first, **changes), *others))
    return compare(checks.facts_of_cart(CART), checks.facts_of_order(order), answer)


DEARER = {"unit_price": Decimal("1.51")}
Check = Callable[[Evidence], Any]
HOLDING: dict[str, Check] = {
    "kept": lambda e: checks.check_preserved(e, compared(accepted())),
    "not corrupted": lambda e: checks.check_nothing_corrupted(e, compared(accepted())),
    "not corrupted by a refusal": lambda e: checks.check_nothing_corrupted(e, compared(SILENT, **DEARER)),
    "acknowledged in full": lambda e: checks.check_acknowledged_in_full(e, compared(accepted())),
    "refused": lambda e: checks.check_refused(e, compared(SILENT, **DEARER)),
    "refused clearly": lambda e: checks.check_refused_clearly(e, compared(REFUSED, **DEARER)),
    "refused for a field": lambda e: checks.check_refused_for(e, SILENT, QUANTITY, clearly=False),
    "refused clearly for a field": lambda e: checks.check_refused_for(e, REFUSED, UNIT_PRICE, clearly=True),
}
FAILING: dict[str, tuple[Check, str]] = {
    "a good order refused": (
        lambda e: checks.check_preserved(e, compared(REFUSED)),
        "An order that says what the cart says is accepted (answer to the purchase order): expected accepted, got "
        "rejected clearly",
    ),
    "a good order refused vaguely": (lambda e: checks.check_preserved(e, compared(SILENT)), "got rejected vaguely"),
    "a good order corrupted": (
        lambda e: checks.check_preserved(e, compared(accepted(quantity=Decimal(1)))),
        "The quantity of line 900/1 is that of the cart and of the order (answer to the purchase order): expected 2, "
        "got 1, accepted",
    ),
    "a wrong order taken": (
        lambda e: checks.check_nothing_corrupted(e, compared(accepted(**DEARER), **DEARER)),
        "expected 1.5 in the cart and 1.51 in the order, got 1.51, accepted",
    ),
    "a line that is not acknowledged": (
        lambda e: checks.check_nothing_corrupted(e, compared(answered(replace(TAKEN, items=TAKEN.items[:1])))),
        "The auxiliary id of line 900/2 is that of the cart and of the order",
    ),
    "an acknowledgment without units": (
        lambda e: checks.check_acknowledged_in_full(e, compared(accepted(unit_of_measure=""))),
        "expected none, got no unit of measure of line 900/1",
    ),
    "an acknowledgment of nothing": (
        lambda e: checks.check_acknowledged_in_full(e, compared(Answer(200))),
        "got no part id of line 900/1, no quantity of line 900/1, no unit price of line 900/1, no currency of",
    ),
    "a wrong order not refused": (
        lambda e: checks.check_refused(e, compared(accepted(), **DEARER)),
        "expected refused, got accepted",
    ),
    "a wrong order refused vaguely": (
        lambda e: checks.check_refused_clearly(e, compared(SILENT, **DEARER)),
        "The refusal of another unit price of line 900/1 names field or line (answer to the purchase order): expected "
        "rejected clearly, got rejected vaguely",
    ),
    "a wrong order taken, and a refusal wanted": (
        lambda e: checks.check_refused_clearly(e, compared(accepted(), **DEARER)),
        "expected rejected clearly, got accepted and corrupted",
    ),
    "taken for a field": (
        lambda e: checks.check_refused_for(e, accepted(), QUANTITY, clearly=False),
        "expected refused, got accepted and corrupted",
    ),
    "refused vaguely for a field": (
        lambda e: checks.check_refused_for(e, SILENT, QUANTITY, clearly=True),
        "The order is refused for its quantity (answer to the purchase order): expected rejected clearly, got rejected",
    ),
}


@pytest.mark.parametrize("check", HOLDING.values(), ids=HOLDING)
def test_a_check_holds(evidence: Evidence, check: Check) -> None:
    check(evidence)
    assert evidence.checks


@pytest.mark.parametrize(("check", "said"), FAILING.values(), ids=FAILING)
def test_a_check_fails_and_says_why(evidence: Evidence, check: Check, said: str) -> None:
    with pytest.raises(NonConformance) as failed:
        check(evidence)
    assert said in str(failed.value)


def test_an_answer_that_says_nothing_of_lines_cannot_be_judged(evidence: Evidence) -> None:
    with pytest.raises(Untestable, match="says nothing of the lines it accepts"):
        checks.check_nothing_corrupted(evidence, compared(Answer(200)))


@pytest.mark.parametrize("answer", [REFUSED, SILENT, accepted(), Answer(200)])
def test_an_order_that_says_what_the_cart_says_is_no_example_of_a_wrong_one(evidence: Evidence, answer: Answer) -> None:
    for check in (checks.check_refused, checks.check_refused_clearly):
        with pytest.raises(HarnessFault, match="wants an order refused that says what the cart says"):
            check(evidence, compared(answer))


def test_facts_are_what_cart_order_and_acknowledgment_say() -> None:
    first, second = checks.facts_of_cart(CART)
    assert first == LineFacts(
        *("900/1", "SKU-1", Decimal(2), Decimal("1.50"), "USD", "EA", "<p>A bolt &amp; a <b>nut</b></p>", "31161600"),
        line_value=Decimal("3.00"),
    )
    assert (second.unit_price, second.line_value) == (Decimal("29.92") / 3, Decimal("29.92"))
    unpriced = checks.facts_of_cart(posted_cart(posted_line(1, final_price=Decimal(0))))[0]
    assert (unpriced.unit_price, unpriced.line_value) == (Decimal("1.50"), Decimal(3))
    given = checks.facts_of_cart(posted_cart(posted_line(1, final_price=Decimal(0), discount=Decimal(3))))[0]
    assert (given.unit_price, given.line_value) == (Decimal(0), Decimal(0))
    order = replace(ORDER, details=replace(ORDER.details, shipping=Decimal(4), tax=Decimal(1)))
    assert checks.facts_of_order(order) == OrderFacts(
        tuple(
            LineFacts(
                f"900/{number}",
                f"SKU-{number}",
                line.quantity,
                line.unit_price,
                "USD",
                "EA",
                "A bolt & a nut",
                number=number,
            )
            for number, line in enumerate(ORDER.items, 1)
        ),
        Decimal("32.92"),
        Decimal(5),
    )
    line = replace(TAKEN.items[0], description="D", classification="C", line_number=77)
    said = checks.facts_of_acknowledgment(replace(TAKEN, items=(line, replace(line, po_line_number=None))))
    assert [fact.number for fact in said] == [1, 77]
    assert said[0] == LineFacts("900/1", "SKU-1", Decimal(2), Decimal("1.50"), "USD", "EA", "D", "C", number=1)


@pytest.mark.parametrize(
    ("content_type", "body", "reason"),
    [
        ("application/json", {"title": "No price", "status": "BAD"}, "No price BAD"),
        ("application/json; charset=utf-8", {"errors": [{"field": "uom", "line": 2}]}, "errors field uom line 2"),
        ("application/json", {"errors": {"quantity": ["must be 1"]}, "ok": False}, "errors quantity must be 1 ok"),
        ("application/problem+json", {"error": "x", "error_description": "y"}, "x y"),
        ("application/json", ["a", None], "a"),
        ("text/plain", "No price", "No price"),
        ("text/html", "<p>price</p>", ""),
        ("", "price", ""),
    ],
)
def test_the_reason_of_a_refusal_is_what_a_hub_can_read(content_type: str, body: object, reason: str) -> None:
    written = body if isinstance(body, str) else json.dumps(body)
    assert checks.answer_of(422, content_type, written.encode()) == Answer(422, reason)


def test_a_body_that_is_none_has_no_reason_and_no_lines() -> None:
    assert checks.answer_of(400, "application/json", b"{") == Answer(400)
    assert checks.answer_of(400, "application/json", b"[" * 100_000) == Answer(400)
    assert checks.answer_of(200, "application/json", b"4711") == Answer(200)
    assert answered(replace(TAKEN, items=())) == Answer(200)
    assert len(checks.answer_of(400, "text/plain", b"x" * 9999).reason) == 2000


def test_an_acknowledgment_may_say_no() -> None:
    answer = answered(replace(TAKEN, confirmation_status="reject"))
    assert (answer.accepts, answer.lines) == (False, None)
    assert answer.rejects
