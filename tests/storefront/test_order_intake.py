"""The intake of purchase orders: what the cart said is taken, anything else is refused by line and field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
import requests

from simulators.messages.purchase_orders import (
    AcknowledgedLine,
    Acknowledgment,
    PurchaseOrder,
    build_purchase_order,
    parse_acknowledgment,
)
from simulators.storefront.model import Order
from simulators.storefront.order_intake import PATH
from tests.storefront.order_bench import ordering, transferred
from tests.storefront.storefront_bench import CHECKOUT, OPEN_CARTS, Bench, Buyer, StubHub, at_once, redirecting

Change = Callable[[PurchaseOrder], PurchaseOrder]


def send(bench: Bench, order: PurchaseOrder | bytes, **headers: str) -> requests.Response:
    body = order if isinstance(order, bytes) else build_purchase_order(order, strict=False)
    sent = {"Content-Type": "application/json"} | headers
    return requests.post(bench.storefront.orders_url, data=body, headers=sent, timeout=10)


def accepted(bench: Bench, order: PurchaseOrder) -> Acknowledgment:
    response = send(bench, order)
    assert response.status_code == 200, response.text
    return parse_acknowledgment(response.content)


def placed(bench: Bench, buyer: Buyer, *quantities: int, currency: str = "USD") -> tuple[Order, PurchaseOrder]:
    """Return a transferred cart and the purchase order of it, which is not sent yet."""
    order = transferred(bench, buyer, *quantities, currency=currency)
    assert order.transferred is not None
    return order, ordering(bench, buyer, order.transferred)


@contextmanager
def nothing_changed(bench: Bench, order: Order) -> Iterator[None]:
    before = dict(bench.company.purchases), order.is_open
    yield
    assert (dict(bench.company.purchases), order.is_open) == before


def line(index: int = 0, **changes: Any) -> Change:
    def change(order: PurchaseOrder) -> PurchaseOrder:
        items = list(order.items)
        items[index] = replace(items[index], **changes)
        return replace(order, items=tuple(items))

    return change


def details(**changes: Any) -> Change:
    return lambda order: replace(order, details=replace(order.details, **changes))


# --- taken


@pytest.mark.parametrize("generation", ["bench", "bench_2_1"])
def test_a_cart_that_came_to_the_hub_can_be_ordered_and_is_closed_then(
    request: pytest.FixtureRequest, hub: StubHub, generation: str
) -> None:
    bench: Bench = request.getfixturevalue(generation)
    buyer, return_url = bench.buyer(), hub.answering(redirecting())
    browser = bench.enter(buyer, return_url)
    order = bench.company.orders[browser.order_id or max(bench.company.orders)]
    bench.orders.add(order, bench.products[0], 2)
    assert order.transferred is None
    browser.open(CHECKOUT)
    assert order.transferred is not None

    accepted(bench, ordering(bench, buyer, order.transferred))

    assert not order.is_open
    refused = bench.ask(bench.document(buyer, punchOutSessionType="edit", cart__id=order.id, cart__cartItems=[]))
    assert (refused.status_code, refused.json()["title"]) == (400, "Cart is not open")
    assert f'"{order.id}"' not in browser.open(OPEN_CARTS).text


def test_every_line_is_acknowledged_as_it_was_taken(bench: Bench, buyer: Buyer) -> None:
    order, asked = placed(bench, buyer, 2, 3, 1, 5, 7)
    asked = replace(asked, details=replace(asked.details, currency="USD"))

    said = accepted(bench, asked)

    assert order.transferred is not None
    assert said == Acknowledgment(
        po_order_id="PO-1",
        order_request_id=77,
        ext_notice_id=said.order_number,
        notice_date=bench.clock.now().strftime("%Y-%m-%d"),
        po_payload_id="1@buyer.example",
        po_order_date="2026-01-31",
        order_number=said.order_number,
        items=tuple(
            AcknowledgedLine(
                quantity=carted.quantity,
                part_id=carted.supplier_id,
                auxiliary_id=carted.auxiliary_id,
                unit_price=wanted.unit_price,
                currency="USD",
                unit_of_measure="EA",
                description=wanted.description,
                classification=carted.unspsc,
                line_number=int(carted.auxiliary_id.partition("/")[2]),
                po_line_number=number,
                position=number,
            )
            for number, (carted, wanted) in enumerate(zip(order.transferred.lines, asked.items, strict=True), 1)
        ),
    )
    assert said.order_number.isdecimal()


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_less_may_be_ordered_and_lines_may_be_missing(bench: Bench, buyer: Buyer, currency: str) -> None:
    _, asked = placed(bench, buyer, 2, 3, 4, 5, 7, currency=currency)
    # The last line has a discount, and a price for one that does not divide.
    items = (replace(asked.items[0], quantity=Decimal(1)), replace(asked.items[4], quantity=Decimal(3)))
    total = sum(item.unit_price * item.quantity for item in items)
    shorter = replace(asked, items=items, details=replace(asked.details, total=round(Decimal(total), 2)))

    said = accepted(bench, shorter if currency != "JPY" else details(total=round(Decimal(total)))(shorter))

    assert [(taken.auxiliary_id, taken.quantity, taken.po_line_number) for taken in said.items] == [
        (item.supplier_aux_id, item.quantity, item.line_number) for item in items
    ]


def test_the_total_may_hold_shipping_and_tax(bench: Bench, buyer: Buyer) -> None:
    order, asked = placed(bench, buyer, 2)
    assert order.transferred is not None
    cart = order.transferred
    accepted(bench, details(total=cart.total, shipping=cart.shipping, tax=cart.tax)(asked))


def test_a_line_need_not_say_what_the_order_says(bench: Bench, buyer: Buyer) -> None:
    _, asked = placed(bench, buyer, 2, 3)
    bare = replace(asked, items=tuple(replace(item, currency="", line_number=None) for item in asked.items))
    said = accepted(bench, bare)
    assert [(taken.currency, taken.po_line_number) for taken in said.items] == [("USD", 1), ("USD", 2)]


# --- refused


_WHOLE = "items[0].quantity: line 1, expected a whole number from 1 to 2, got"
REFUSED: dict[str, tuple[Change, str]] = {
    "an unknown line": (
        line(1, supplier_aux_id="900/1"),
        "items[1].supplier_aux_id: line 2, expected that of a line that was transferred, got '900/1'",
    ),
    "no line": (
        line(1, supplier_aux_id=""),
        "items[1].supplier_aux_id: line 2, expected that of a line that was transferred, got ''",
    ),
    "another price": (line(0, unit_price=Decimal("0.01")), "items[0].unitprice: line 1, expected "),
    "another currency of a line": (
        line(0, currency="EUR"),
        "items[0].currency: line 1, expected USD, which the cart is in, got 'EUR'",
    ),
    "another currency": (details(currency="EUR"), "details.currency: expected USD, which the cart is in, got 'EUR'"),
    "no currency": (details(currency="XXX"), "details.currency: expected USD, which the cart is in, got 'XXX'"),
    "none of it": (line(0, quantity=Decimal(0)), f"{_WHOLE} 0"),
    "less than none": (line(0, quantity=Decimal(-2)), f"{_WHOLE} -2"),
    "half of one": (line(0, quantity=Decimal("1.5")), f"{_WHOLE} 1.5"),
    "more than the cart has": (line(0, quantity=Decimal(3)), f"{_WHOLE} 3"),
    "more than anybody has": (line(0, quantity=Decimal("1E+99")), f"{_WHOLE} 1000"),
    "an unknown SKU": (
        line(0, supplier_id="SKU-999"),
        "items[0].supplier_id: line 1, expected an SKU that is sold here, got 'SKU-999'",
    ),
    "the SKU of another line": (
        line(0, supplier_id="SKU-002"),
        "items[0].supplier_id: line 1, expected SKU-001, which the cart has, got 'SKU-002'",
    ),
    "another unit": (line(0, unit_of_measure="BX"), "items[0].uom: line 1, expected EA, which the cart has, got 'BX'"),
    "no unit": (line(0, unit_of_measure=""), "items[0].uom: line 1, expected EA, which the cart has, got ''"),
    "a number twice": (
        line(1, line_number=1),
        "items[1].line_number: line 1, expected another number for each line, got 1 again",
    ),
    "a total that does not add up": (details(total=Decimal("0.01")), "details.total: expected "),
    "a total nobody pays": (details(total=Decimal("-1E+99")), "details.total: expected "),
    "nothing": (lambda order: replace(order, items=()), "items: expected a line, got none"),
    "an unknown buyer": (
        lambda order: replace(order, header=replace(order.header, from_identity="NOBODY")),
        "header.from_identity: no account has the code 'NOBODY'",
    ),
    "a line twice": (
        lambda order: replace(order, items=(order.items[0], replace(order.items[0], line_number=5))),
        "items[1].supplier_aux_id: line 5, expected it once, got that of line 1 again",
    ),
}


@pytest.mark.parametrize(("change", "said"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_the_cart_is_refused_by_line_and_field(
    bench: Bench, buyer: Buyer, change: Change, said: str
) -> None:
    order, asked = placed(bench, buyer, 2, 3)

    with nothing_changed(bench, order):
        response = send(bench, change(asked))

    assert response.status_code == 400
    assert any(fault.startswith(said) for fault in response.json()["title"].split("; ")), response.text
    accepted(bench, asked)


def test_a_cart_of_another_account_is_refused_and_nothing_of_it_is_told(bench: Bench, buyer: Buyer) -> None:
    order, asked = placed(bench, bench.buyer(), 2)
    foreign = replace(
        line(0, unit_price=Decimal(1), unit_of_measure="BX")(asked),
        header=replace(asked.header, from_identity=buyer.account.external_reference_code),
    )

    with nothing_changed(bench, order):
        response = send(bench, details(currency="EUR", total=Decimal(2))(foreign))

    assert (response.status_code, response.json()["title"]) == (
        400,
        "items[0].supplier_aux_id: line 1, expected that of a line of the buyer's account, got another account's",
    )


def test_an_order_is_of_one_cart(bench: Bench, buyer: Buyer) -> None:
    first, asked = placed(bench, buyer, 2)
    second, more = placed(bench, buyer, 3)
    both = replace(asked, items=(*asked.items, replace(more.items[0], line_number=2)))

    with nothing_changed(bench, first), nothing_changed(bench, second):
        response = send(bench, details(total=asked.details.total + more.details.total)(both))

    assert response.status_code == 400
    assert response.json()["title"].startswith("items[1].supplier_aux_id: line 2, expected that of a line of the order")


def test_a_cart_that_was_not_handed_over_cannot_be_ordered(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 2)

    with nothing_changed(bench, order):
        response = send(bench, ordering(bench, buyer, bench.orders.cart(order)))

    assert "items[0].supplier_aux_id: line 1, " in response.json()["title"]


def test_it_is_the_cart_the_hub_took_that_counts(bench: Bench, buyer: Buyer) -> None:
    order, asked = placed(bench, buyer, 2)
    bench.orders.set_quantity(order, order.lines[0], 9)

    more = line(0, quantity=Decimal(9))(asked)

    assert "from 1 to 2" in send(bench, details(total=asked.items[0].unit_price * 9)(more)).text
    accepted(bench, asked)


def test_every_fault_is_told_at_once(bench: Bench, buyer: Buyer) -> None:
    _, asked = placed(bench, buyer, 2, 3)
    wrong = line(1, supplier_id="?")(line(0, quantity=Decimal(0), unit_of_measure="BX")(asked))

    title = send(bench, wrong).json()["title"]

    for place in ("items[0].quantity", "items[0].uom", "items[1].supplier_id", "details.total"):
        assert f"{place}: " in title


# --- the same order again, and other versions of it


def test_the_same_number_twice_is_a_conflict_for_one_buyer(bench: Bench, buyer: Buyer) -> None:
    _, asked = placed(bench, buyer, 2)
    number = accepted(bench, asked).order_number
    _, another = placed(bench, buyer, 3)
    _, of_another_buyer = placed(bench, bench.buyer(), 1)

    again, reused = send(bench, asked), send(bench, another)

    for response in (again, reused):
        assert (response.status_code, response.json()["title"]) == (
            409,
            "header.po_order_id: 'PO-1' is ordered already",
        )
    assert accepted(bench, of_another_buyer).order_number != number


def test_a_cart_is_ordered_once(bench: Bench, buyer: Buyer) -> None:
    _, asked = placed(bench, buyer, 2)
    accepted(bench, asked)

    response = send(bench, replace(asked, header=replace(asked.header, po_order_id="PO-2")))

    assert (response.status_code, response.json()["title"]) == (
        409,
        "items[0].supplier_aux_id: the cart is ordered already by 'PO-1'",
    )


def test_of_the_same_order_twice_at_once_one_is_taken(
    bench: Bench, buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, asked = placed(bench, buyer, 2)
    both, next_id = Barrier(2), bench.company.next_id

    def when_both_are_here() -> int:
        with suppress(BrokenBarrierError):
            both.wait(0.2)
        return next_id()

    monkeypatch.setattr(bench.company, "next_id", when_both_are_here)
    statuses = [response.status_code for response in at_once(*[lambda: send(bench, asked)] * 2)]

    assert sorted(statuses) == [200, 409]


def test_an_order_is_updated_and_deleted(bench: Bench, buyer: Buyer) -> None:
    order, asked = placed(bench, buyer, 2, 3)
    number = accepted(bench, asked).order_number
    _, another = placed(bench, buyer, 1)

    def of_kind(kind: str, order: PurchaseOrder = asked) -> PurchaseOrder:
        return replace(order, header=replace(order.header, po_order_type=kind))

    shorter = replace(asked, items=asked.items[1:])
    updated = accepted(bench, of_kind("update", details(total=shorter.items[0].unit_price * 3)(shorter)))
    elsewhere = send(bench, of_kind("update", another))
    deleted = accepted(bench, replace(of_kind("delete"), items=()))

    assert (updated.order_number, [taken.po_line_number for taken in updated.items]) == (number, [2])
    assert "items[0].supplier_aux_id: line 1, expected that of a line of the order's cart" in elsewhere.text
    assert (deleted.order_number, deleted.items) == (number, ())
    assert not order.is_open
    for kind, said in (
        ("delete", "is cancelled already"),
        ("update", "is cancelled already"),
        ("new", "is ordered alr"),
    ):
        response = send(bench, of_kind(kind))
        assert response.status_code == 409
        assert said in response.json()["title"]


@pytest.mark.parametrize("kind", ["update", "delete"])
def test_an_order_nobody_knows_is_neither_updated_nor_deleted(bench: Bench, buyer: Buyer, kind: str) -> None:
    order, asked = placed(bench, buyer, 2)

    with nothing_changed(bench, order):
        response = send(bench, replace(asked, header=replace(asked.header, po_order_type=kind)))

    assert (response.status_code, response.json()["title"]) == (
        404,
        f"header.po_order_id: there is no order 'PO-1' to {kind}",
    )


def test_orders_outlive_a_restart(bench: Bench, buyer: Buyer) -> None:
    _, asked = placed(bench, buyer, 2)
    accepted(bench, asked)
    bench.storefront.restart()
    assert send(bench, asked).status_code == 409


# --- who may order


@pytest.mark.parametrize("holder", ["root", "header", "api key"])
def test_the_secret_may_stand_in_each_of_its_places(bench: Bench, buyer: Buyer, holder: str) -> None:
    _, asked = placed(bench, buyer, 1)
    secret = asked.shared_secret
    asked = replace(
        asked,
        shared_secret=secret if holder == "root" else "",
        api_key=secret if holder == "api key" else "",
        header=replace(asked.header, shared_secret=secret if holder == "header" else "of-the-buyer"),
    )
    assert secret not in send(bench, asked).text
    assert send(bench, asked).status_code == 409


@pytest.mark.parametrize("secret", ["", "wrong", "\u00e9", "\ud800"])
def test_whoever_does_not_know_the_secret_is_refused_before_anything_else(
    bench: Bench, buyer: Buyer, secret: str
) -> None:
    order, asked = placed(bench, buyer, 2)

    with nothing_changed(bench, order):
        for wrong in (asked, replace(asked, items=()), replace(asked, header=replace(asked.header, po_order_id=""))):
            response = send(bench, replace(wrong, shared_secret=secret))
            assert (response.status_code, response.json()["title"]) == (
                401,
                "The shared secret is missing or wrong",
            )


def test_no_refusal_repeats_the_secret(bench: Bench, buyer: Buyer) -> None:
    _, asked = placed(bench, buyer, 2)
    secret = asked.shared_secret
    for body in (
        build_purchase_order(line(0, unit_of_measure=secret, supplier_id=secret)(asked), strict=False),
        json.dumps({"shared_secret": secret, "header": [{"shared_secret": secret}]}).encode(),
        json.dumps({"shared_secret": secret, "header": {"po_order_id": {"shared_secret": secret}}}).encode(),
    ):
        response = send(bench, body)
        assert response.status_code == 400
        assert secret not in response.text
        assert secret[:12] not in response.text


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b"<cXML/>", b"[" * 100_000])
def test_what_is_no_order_is_refused(bench: Bench, body: bytes) -> None:
    response = send(bench, body)
    assert response.status_code == 400
    assert " is not " in response.json()["title"]


def test_what_is_missing_is_told_and_json_is_asked_for(bench: Bench, buyer: Buyer) -> None:
    _, asked = placed(bench, buyer, 2)
    document = json.loads(build_purchase_order(asked))
    del document["items"][0]["quantity"], document["details"]

    response = send(bench, json.dumps(document).encode())
    as_text = send(bench, asked, **{"Content-Type": "text/plain"})

    assert (response.status_code, response.json()["title"]) == (400, "details: missing; items[0].quantity: missing")
    assert as_text.status_code == 415
    assert requests.get(bench.url + PATH, timeout=10).status_code == 405
