"""Checks of carts that come back, and of what a browser keeps of them, seen to hold and to fail."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from harness.checks import carts, redirects
from harness.errors import NonConformance
from harness.evidence import Evidence
from tests.harness.judge_bench import seen_line

Check = Callable[[Evidence], Any]
LINES = (seen_line(1, quantity=Decimal(2)), seen_line(2, quantity=Decimal(5)))
ASKED = {"900/1": 2, "900/2": 5}
NEW = seen_line(3, sku=LINES[0].sku, quantity=Decimal(1))
COOKIE = "com.liferay.commerce.model.CommerceOrder#30005"

HOLDING: dict[str, Check] = {
    "as asked": lambda e: carts.check_as_asked(e, ASKED, LINES[::-1]),
    "one line more": lambda e: carts.check_one_line_more(e, LINES, (*LINES, NEW)),
    "no cookie": lambda e: redirects.check_no_order_cookie(e, {"JSESSIONID": "A"}),
    "emptied cookie": lambda e: redirects.check_no_order_cookie(e, {COOKIE: ""}),
}
FAILING: dict[str, tuple[Check, str]] = {
    "another quantity": (
        lambda e: carts.check_as_asked(e, {**ASKED, "900/2": 4}, LINES),
        "expected 2 in line 900/1, 4 in line 900/2, got 2 in line 900/1, 5 in line 900/2",
    ),
    "another order": (
        lambda e: carts.check_as_asked(e, {"901/1": 2, "901/2": 5}, LINES),
        "expected 2 in line 901/1, 5 in line 901/2, got 2 in line 900/1, 5 in line 900/2",
    ),
    "a line that was left out": (
        lambda e: carts.check_as_asked(e, {"900/1": 2}, LINES),
        "expected 2 in line 900/1, got 2 in line 900/1, 5 in line 900/2",
    ),
    "no line more": (
        lambda e: carts.check_one_line_more(e, LINES, LINES),
        f"The new line is added: expected 1 of {LINES[0].sku}, got none",
    ),
    "added to the line that was there": (
        lambda e: carts.check_one_line_more(e, LINES, (seen_line(1, quantity=Decimal(3)), LINES[1])),
        "The cart is kept",
    ),
    "another product": (
        lambda e: carts.check_one_line_more(e, LINES, (*LINES, seen_line(3, sku="SKU-9", quantity=Decimal(1)))),
        "got 1 of SKU-9",
    ),
    "the cookie": (
        lambda e: redirects.check_no_order_cookie(e, {COOKIE: "4f1c"}),
        f"The cookie that names the cart is gone: expected none, got {COOKIE}",
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
