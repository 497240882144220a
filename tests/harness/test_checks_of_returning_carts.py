"""Checks of carts that come back, and of what a browser keeps of them, seen to hold and to fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from harness.actors import Buyer
from harness.actors.returns import RETURNS
from harness.checks import edits, redirects
from harness.errors import HarnessFault, NonConformance
from harness.evidence import Evidence
from simulators.hub import SESSION_PATH
from simulators.messages.cart import build_cart
from simulators.messages.cxml import (
    Credential,
    Envelope,
    Header,
    ItemID,
    ItemOut,
    SetupRequest,
    build_setup_request,
)
from simulators.wire import Body, Exchange
from tests.harness.judge_bench import posted_cart, posted_line, seen_line

Check = Callable[[Evidence], Any]
LINES = (seen_line(1, quantity=Decimal(2)), seen_line(2, quantity=Decimal(5)))
NEW = seen_line(3, sku_id=71, quantity=Decimal(1))
COOKIE = "com.liferay.commerce.model.CommerceOrder#30005"
IDS = ("900/1", "900/2")


def exchange(sender: str, receiver: str, body: bytes, url: str = "http://x/") -> Exchange:
    return Exchange(1, "s", "now", sender, receiver, "POST", url, Body((), body.decode(), len(body)))


def asked(items: list[Any] | None, kind: str = "edit", order: int = 900) -> Exchange:
    """Return what the hub asks for, to edit a cart of these lines."""
    cart = {"id": order} | ({} if items is None else {"cartItems": items})
    body = json.dumps({"punchOutSessionType": kind, "cart": cart}).encode()
    return exchange("hub", "storefront", body, f"http://shop.example{SESSION_PATH}")


def item(line_id: int, quantity: int, sku_id: int = 0) -> dict[str, int]:
    return {"id": line_id, "quantity": quantity, "skuId": sku_id}


def posted(*ids: str) -> Exchange:
    lines = (posted_line(number, auxiliary_id=name) for number, name in enumerate(ids, start=1))
    return exchange("storefront", "hub", build_cart(posted_cart(*lines)))


def sent(*ids: str, operation: str = "edit") -> Exchange:
    credential = Credential("NetworkID", "AN-1")
    header = Header((credential,), (credential,), (credential,), "a test")
    items = tuple(ItemOut(ItemID("SKU-1", name), Decimal(1)) for name in ids)
    setup = SetupRequest(Envelope("1@x", "2026-01-01T00:00:00Z"), header, "test", operation, "bc-1", items=items)
    return exchange("procurement system", "hub", build_setup_request(setup))


def holding(*carts: Sequence[str]) -> Buyer:
    """Return a buyer in whose procurement system these carts are, by their ids."""
    messages = [[SimpleNamespace(item_id=SimpleNamespace(auxiliary_id=name)) for name in cart] for cart in carts]
    held = [SimpleNamespace(order_messages=[SimpleNamespace(items=items)]) for items in messages]
    return cast("Buyer", SimpleNamespace(punch_outs=held, procurement=SimpleNamespace(see=lambda one: one)))


WAY = (sent(operation="create"), posted(*IDS), sent(*IDS), asked([item(1, 2), item(2, 5)]), posted(*IDS[::-1]))

HOLDING: dict[str, Check] = {
    "as asked, in any order": lambda e: edits.check_as_asked(
        e, LINES, [asked([]), asked([item(2, 5), item(1, 2)])], LINES
    ),
    "as asked, with a new line": lambda e: edits.check_as_asked(
        e, LINES, [asked([item(1, 2), item(0, 1, 71), item(2, 5)])], (*LINES, NEW)
    ),
    "as asked, with a line that is gone": lambda e: edits.check_as_asked(e, LINES, [asked([item(2, 5)])], LINES[1:]),
    "as asked, none": lambda e: edits.check_as_asked(e, LINES, [asked([])], ()),
    "without a list": lambda e: edits.check_as_asked(e, LINES, [asked(None, "EDIT")], LINES),
    "one more": lambda e: edits.check_goes_on(e, LINES, (*LINES, NEW)),
    "one more in a line that is there": lambda e: edits.check_goes_on(e, (), (NEW,)),
    "ids on the way": lambda e: edits.check_ids_on_the_way(e, holding(IDS, IDS), WAY),
    "no cookie": lambda e: redirects.check_no_order_cookie(e, {"JSESSIONID": "A"}),
    "emptied cookie": lambda e: redirects.check_no_order_cookie(e, {COOKIE: ""}),
}
FAILING: dict[str, tuple[Check, str]] = {
    "another quantity": (
        lambda e: edits.check_as_asked(e, LINES, [asked([item(1, 2), item(2, 4)])], LINES),
        "expected 2 in line 1, 4 in line 2, got 2 in line 1, 5 in line 2",
    ),
    "a line that was left out": (
        lambda e: edits.check_as_asked(e, LINES, [asked([item(1, 2)])], LINES),
        "expected 2 in line 1, got 2 in line 1, 5 in line 2",
    ),
    "a line that is missing": (
        lambda e: edits.check_as_asked(e, LINES, [asked(None)], LINES[:1]),
        "expected 2 in line 1, 5 in line 2, got 2 in line 1",
    ),
    "added to the line that was there": (
        lambda e: edits.check_as_asked(
            e, LINES, [asked([item(1, 2), item(2, 5), item(0, 1, 71)])], (seen_line(1, quantity=Decimal(3)), LINES[1])
        ),
        "expected 1 of SKU 71 in a new line, 2 in line 1, 5 in line 2, got 3 in line 1, 5 in line 2",
    ),
    "another product in a new line": (
        lambda e: edits.check_as_asked(e, LINES[:1], [asked([item(1, 2), item(0, 1, 72)])], (LINES[0], NEW)),
        "expected 1 of SKU 72 in a new line",
    ),
    "another product in a known line": (
        lambda e: edits.check_as_asked(
            e, LINES[:1], [asked([item(1, 2)])], (seen_line(1, sku="SKU-9", quantity=Decimal(2)),)
        ),
        "A line that stays keeps its product: expected SKU-1 in line 1, got SKU-9 in line 1",
    ),
    "into another cart": (
        lambda e: edits.check_goes_on(e, LINES, LINES),
        "goes into the cart that came back: expected 8, got 7",
    ),
    "never posted again": (
        lambda e: edits.check_ids_on_the_way(e, holding(IDS), WAY[:-1]),
        "posted again: expected twice or more, got 1",
    ),
    "a line with a new id": (
        lambda e: edits.check_ids_on_the_way(e, holding(IDS), (*WAY, posted("900/1", "900/3"))),
        "byte for byte (cart number 3 posted to the hub): expected 900/1, 900/2, got 900/1, 900/3",
    ),
    "an id with a blank": (
        lambda e: edits.check_ids_on_the_way(e, holding(IDS), (*WAY, posted("900/1", "900/2 "))),
        "got 900/1, 900/2 ",
    ),
    "no cart": (
        lambda e: edits.check_ids_on_the_way(e, holding(IDS), (*WAY, exchange("storefront", "hub", b"{}"))),
        "got no cart: ",
    ),
    "the cookie": (
        lambda e: redirects.check_no_order_cookie(e, {COOKIE: "4f1c"}),
        f"The cookie that names the cart is gone: expected none, got {COOKIE}",
    ),
}
OTHER = ("900/1", "901/2")
OUR_FAULTS: dict[str, tuple[Check, str]] = {
    "a hub that asked for no cart": (
        lambda e: edits.check_as_asked(e, LINES, [asked([], "create")], ()),
        "which came for no cart",
    ),
    "another id in procurement": (
        lambda e: edits.check_ids_on_the_way(e, holding(IDS, OTHER), WAY),
        r"what procurement holds is \['900/1', '901/2'\]",
    ),
    "nothing in procurement": (
        lambda e: edits.check_ids_on_the_way(e, holding(), WAY),
        "what procurement holds is nothing",
    ),
    "another id sent by procurement": (
        lambda e: edits.check_ids_on_the_way(e, holding(IDS), (*WAY, sent(*OTHER))),
        r"what procurement sends is \['900/1', '901/2'\]",
    ),
    "another id asked for by the hub": (
        lambda e: edits.check_ids_on_the_way(e, holding(IDS), (*WAY, asked([item(1, 2), item(2, 5)], order=901))),
        r"what the hub asks for is \['901/1', '901/2'\]",
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


@pytest.mark.parametrize(("check", "said"), OUR_FAULTS.values(), ids=OUR_FAULTS)
def test_what_our_own_parties_get_wrong_is_no_failure_of_the_storefront(
    evidence: Evidence, check: Check, said: str
) -> None:
    with pytest.raises(HarnessFault, match=said):
        check(evidence)


# What is asked for, as pairs of an auxiliary id and a quantity.
ASKED: dict[str, list[tuple[str, int]]] = {
    "": [("900/1", 2), ("900/2", 5)],
    "with 1 of each product": [("900/1", 1), ("900/2", 1)],
    "with 5 of each product": [("900/1", 5), ("900/2", 5)],
    "with 9 of each product": [("900/1", 9), ("900/2", 9)],
    "with 7 in its last line": [("900/1", 2), ("900/2", 7)],
    "without its first line": [("900/2", 5)],
    "without its last line": [("900/1", 2)],
    "with its lines the other way round": [("900/2", 5), ("900/1", 2)],
    "without naming it": [],
    "by an id that no cart has": [("999999999/999999998", 1)],
}


def test_each_kind_of_return_asks_for_what_it_is_called() -> None:
    found = {kind: [(one["auxiliary_id"], one["quantity"]) for one in RETURNS[kind](LINES)] for kind in RETURNS}
    assert found == ASKED
