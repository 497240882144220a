"""Orders through the hub: mapped field by field, sent once, answered by a Status, and confirmed to the buyer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import JSONResponse, Response

from simulators.hub.fronts.order_message import order_message, paid_unit_price
from simulators.hub.fronts.purchase_order import purchase_order
from simulators.hub.relationships import Relationship, ShopAccess
from simulators.hub.routes.orders import SENDINGS
from simulators.hub.sessions import SeenLine
from simulators.messages.cart import Cart
from simulators.messages.cxml import (
    Address,
    Charge,
    Comment,
    Credential,
    Envelope,
    Header,
    Money,
    OrderRequest,
    PaymentCard,
    PostalAddress,
    SetupRequest,
    Status,
    Telephone,
    Text,
    build_order_message,
    build_order_request,
    ordered_item,
    parse_confirmation_request,
    parse_order_message,
    parse_order_request,
    parse_setup_response,
)
from simulators.messages.markup import text_of
from simulators.messages.purchase_orders import (
    AcknowledgedLine,
    Acknowledgment,
    PurchaseOrder,
    build_acknowledgment,
    build_purchase_order,
    parse_purchase_order,
)
from simulators.wire import Incoming
from tests.hub.hub_bench import SUPPLIER, Bench, Company, cart, line

NOW = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
SECRET = "order-s3cret-of-the-shop"
CARD = "4111111111111111"
BILL_TO = Address(Text("en", "Payables"), PostalAddress(("2 Ledger Road",), "Springfield", "US", "United States"))
SHIP_TO = Address(
    Text("en", "Head office"),
    PostalAddress(
        ("1 Market Street", "Floor 2"), "Springfield", "US", "United States", "IL", "62701", deliver_to=("Ada", "Desk")
    ),
    "ada@buyer.example",
    Telephone("US", "1", "217", "5550100"),
    address_id="HQ",
)


def request_of(brought: Cart, company: Credential, **changes: Any) -> OrderRequest:
    """Return the order of a whole cart, as it was brought back."""
    relationship = Relationship(company, SUPPLIER, ShopAccess("http://shop", "Store"), "ACME", "USD")
    sender = (replace(company, shared_secret=None),)
    setup = SetupRequest(
        Envelope("p", "2026-01-01T09:00:00+00:00"),
        Header(sender, (SUPPLIER,), (company,), "test"),
        "test",
        "create",
        "b",
    )
    document = build_order_message(order_message(relationship, setup, brought, NOW, "hub.example"))
    message = parse_order_message(document)
    request = OrderRequest(
        envelope=Envelope("order-1@buyer.example", "2026-01-31T23:30:00-05:00"),
        header=Header(sender, (SUPPLIER,), (company,), "test"),
        deployment_mode="test",
        order_id="PO-1",
        order_date="2026-01-31T23:30:00-05:00",
        total=message.total,
        bill_to=BILL_TO,
        ship_to=SHIP_TO,
        items=tuple(ordered_item(item, number) for number, item in enumerate(message.items, 1)),
        shipping=message.shipping,
        tax=message.tax,
    )
    return replace(request, **changes)


def mapped(brought: Cart, **changes: Any) -> PurchaseOrder:
    """Return the JSON a shop gets of a cart, read again."""
    buyer = Credential("NetworkID", "BUYER-1", "s3cret")
    relationship = Relationship(buyer, SUPPLIER, ShopAccess("http://shop", "Store"), "ACME", "USD")
    request = parse_order_request(build_order_request(request_of(brought, buyer, **changes)))
    places = {one.auxiliary_id: SeenLine(one, "USD", "session-1", place) for place, one in enumerate(brought.lines, 1)}
    order = purchase_order(relationship, request, places.get, 7, SECRET)
    return parse_purchase_order(build_purchase_order(order))


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=60)
_AMOUNT = st.decimals(Decimal("0.01"), Decimal(99999), places=2)


@st.composite
def carts(draw: st.DrawFn) -> Cart:
    """Return carts of up to five lines, each with a price of its own for any quantity."""
    lines = tuple(
        line(
            supplier_id=f"SKU-{number}{draw(_TEXT).strip()}",
            auxiliary_id=f"41/{number}",
            description=draw(_TEXT),
            quantity=Decimal(draw(st.integers(1, 99999))),
            unit_price=draw(_AMOUNT),
            final_price=draw(_AMOUNT),
            unit_of_measure=draw(st.sampled_from(["EA", "BX", "KGM"])),
            unspsc=draw(st.sampled_from(["", "31161600"])),
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    )
    return cart(*lines, currency=draw(st.sampled_from(["USD", "EUR", "JPY"])))


@given(carts())
@settings(deadline=None, database=None, max_examples=40)
def test_what_the_shop_is_sent_is_the_cart_it_posted(brought: Cart) -> None:
    order = mapped(brought)

    assert order.details.currency == brought.currency
    assert order.details.total == brought.total
    for place, (posted, sent) in enumerate(zip(brought.lines, order.items, strict=True), 1):
        assert (sent.supplier_aux_id, sent.supplier_id) == (posted.auxiliary_id, posted.supplier_id)
        assert (sent.quantity, sent.unit_price) == (posted.quantity, paid_unit_price(posted))
        assert (sent.currency, sent.unit_of_measure) == (brought.currency, posted.unit_of_measure)
        assert sent.description == text_of(posted.description)
        assert (sent.line_number, sent.session_key, sent.cart_position) == (place, "session-1", str(place))


def test_every_member_is_filled_and_a_card_is_not_passed_on() -> None:
    order = mapped(
        cart(line(), total=Decimal(40), shipping=Decimal(5), tax=Decimal("3.5"), tax_description="VAT"),
        payment=PaymentCard(CARD, "2030-01-01"),
        comments=(Comment("ring twice"),),
    )

    assert vars(order.header) == {
        "po_order_id": "PO-1",
        "po_order_date": "2026-01-31",
        "po_order_type": "new",
        "po_payload_id": "order-1@buyer.example",
        "from_domain": "NetworkID",
        "from_identity": "ACME",
        "to_domain": SUPPLIER.domain,
        "to_identity": SUPPLIER.identity,
        "shared_secret": SECRET,
        "order_request_id": 7,
    }
    assert (order.mode, order.shared_secret) == ("test", SECRET)
    details = order.details
    assert (details.total, details.shipping, details.tax) == (Decimal("31.50"), Decimal(5), Decimal("3.5"))
    assert (details.shipping_description, details.tax_description) == ("Shipping", "VAT")
    assert details.ship_to is not None
    assert vars(details.ship_to) == {
        "address_id": "HQ",
        "address_name": "Head office",
        "deliver_to": ("Ada", "Desk"),
        "streets": ("1 Market Street", "Floor 2"),
        "city": "Springfield",
        "state": "IL",
        "postal_code": "62701",
        "country": "United States",
        "country_code": "US",
        "email": "ada@buyer.example",
        "phone": "12175550100",
    }
    extra = order.items[0].extra_data
    assert extra["classifications"] == [{"domain": "UNSPSC", "code": "31161600"}]
    assert {"name": "skuid", "value": "30007"} in extra["extrinsics"]
    assert CARD not in repr(vars(order))


def taking(incoming: Incoming) -> Response:
    """Answer an order as a shop that takes it."""
    order = parse_purchase_order(incoming.body)
    lines = tuple(
        AcknowledgedLine(one.quantity, one.supplier_id, one.supplier_aux_id, one.unit_price, po_line_number=place)
        for place, one in enumerate(order.items, 1)
    )
    taken = Acknowledgment(order.header.po_order_id, items=lines, order_number="9001")
    return Response(build_acknowledgment(taken), media_type="application/json")


def ordering_company(bench: Bench, **changes: str) -> Company:
    """Return a company that may order at the shop."""
    orders = {"url": f"{bench.shop.url}/orders", "shared_secret": SECRET}
    return bench.relate(orders=orders | {"confirmation_url": f"{bench.shop.url}/confirmations"} | changes)


def send(bench: Bench, request: OrderRequest | bytes) -> Status:
    """Send an order; return the status, which always comes in HTTP 200."""
    document = request if isinstance(request, bytes) else build_order_request(request)
    headers = {"Content-Type": "text/xml; charset=UTF-8"}
    response = requests.post(f"{bench.hub.url}/cxml/order", data=document, headers=headers, timeout=10)
    assert response.status_code == 200
    assert SECRET not in response.text
    return parse_setup_response(response.content).status


def booked(bench: Bench, payload_id: str) -> dict[str, Any]:
    """Return what the hub's book says of the last order with a payload id."""
    url = f"{bench.hub.url}/operator/orders"
    response = requests.get(url, params={"payload_id": payload_id}, timeout=10)
    assert SECRET not in response.text
    return dict(response.json()[-1])


def arrange(bench: Bench, company: Company, sending: str) -> None:
    """Let the orders of a company be sent in a named way."""
    said = {"domain": "networkid", "identity": company.credential.identity, "sending": sending}
    response = requests.put(f"{bench.hub.url}/operator/orders/sending", json=said, timeout=10)
    assert response.status_code == 200, response.text


def test_an_order_is_taken_by_the_shop_and_confirmed_to_the_buyer(bench: Bench) -> None:
    company = ordering_company(bench)
    cookie = bench.begin(company)
    bench.post_cart(bench.seen(cookie)["return_url"], cart(line(), line(auxiliary_id="41/43")))
    bench.shop.order = taking
    request = request_of(cart(line(auxiliary_id="41/43")), company.credential)

    assert send(bench, request).code == 200

    sent = parse_purchase_order(bench.shop.orders[-1].body)
    assert bench.shop.orders[-1].headers["content-type"] == "application/json"
    assert (sent.shared_secret, sent.header.from_identity) == (SECRET, company.code)
    assert (sent.items[0].session_key, sent.items[0].cart_position) == (bench.seen(cookie)["id"], "2")
    (confirmation,) = map(parse_confirmation_request, [incoming.body for incoming in bench.shop.confirmations])
    assert (confirmation.order_id, confirmation.order_payload_id) == ("PO-1", request.envelope.payload_id)
    assert (confirmation.type, confirmation.confirm_id) == ("detail", "9001")
    assert confirmation.header.sender[0].shared_secret == company.secret
    (told,) = confirmation.items
    assert (told.line_number, told.quantity, told.statuses[0].quantity) == (1, Decimal(3), Decimal(3))
    assert told.statuses[0].unit_price == Money(Decimal("10.5"), "USD")
    entry = booked(bench, request.envelope.payload_id)
    assert (entry["confirmed"], entry["status"]["code"], entry["sent"][0]["status"]) == (200, 200, 200)
    assert company.secret not in json.dumps(entry)
    assert json.loads(entry["sent"][0]["answer"])["order_number"] == "9001"


@pytest.mark.parametrize(
    ("status", "body", "media", "code", "said"),
    [
        (201, "{}", "application/json", 201, ""),
        (200, "taken", "text/plain", 200, ""),
        (400, '{"title": "uom of line 1"}', "application/json", 400, "HTTP 400: uom of line 1"),
        (422, '{"message": "no", "detail": "price"}', "application/json", 400, "HTTP 422: price; no"),
        (401, "{}", "application/json", 500, "HTTP 401"),
        (404, "[]", "application/json", 417, "HTTP 404"),
        (406, "not so", "text/plain", 406, "HTTP 406: not so"),
        (409, f'{{"title": "{SECRET} again"}}', "application/json", 409, "HTTP 409: [secret] again"),
        (500, "<p>Exception</p>", "text/html", 550, "HTTP 500"),
        (302, "", "text/plain", 550, "HTTP 302"),
    ],
)
def test_what_a_shop_answers_is_told_in_a_status(
    bench: Bench, status: int, body: str, media: str, code: int, said: str
) -> None:
    company = ordering_company(bench)
    bench.shop.order = lambda _: Response(body, status, media_type=media)

    told = send(bench, request_of(cart(), company.credential))

    assert told.code == code
    assert told.detail == (f"The order was refused: the shop answered {said}" if said else "")
    assert bench.shop.confirmations == []


def test_a_shop_that_rejects_in_an_answer_of_success_is_not_taken_for_one_that_accepts(bench: Bench) -> None:
    company = ordering_company(bench)
    rejected = build_acknowledgment(Acknowledgment("PO-1", confirmation_status="reject"))
    bench.shop.order = lambda _: Response(rejected, media_type="application/json")

    assert send(bench, request_of(cart(), company.credential)).code == 400
    assert parse_confirmation_request(bench.shop.confirmations[0].body).type == "reject"


def test_the_same_document_is_one_order_and_another_under_its_name_is_none(bench: Bench) -> None:
    company = ordering_company(bench)
    bench.shop.order = taking
    request = request_of(cart(), company.credential)

    assert [send(bench, request).code for _ in range(2)] == [200, 200]
    assert send(bench, replace(request, order_id="PO-2")).code == 409
    assert len(bench.shop.orders) == 1


def test_after_a_temporary_fault_the_same_document_is_tried_again_under_the_same_number(bench: Bench) -> None:
    company = ordering_company(bench)
    bench.shop.order = lambda _: Response("", 503)
    request = request_of(cart(), company.credential)
    assert send(bench, request).is_transient
    bench.shop.order = taking

    assert send(bench, request).code == 200
    numbers = {parse_purchase_order(order.body).header.order_request_id for order in bench.shop.orders}
    assert (len(bench.shop.orders), len(numbers)) == (2, 1)
    assert [sent["status"] for sent in booked(bench, request.envelope.payload_id)["sent"]] == [503, 200]


def test_a_shop_that_is_not_there_is_a_temporary_fault(bench: Bench) -> None:
    company = ordering_company(bench, url="http://127.0.0.1:1/orders", confirmation_url="")

    told = send(bench, request_of(cart(), company.credential))

    assert told.code == 550
    assert "not reached" in told.detail


def test_who_orders_has_to_prove_it_and_needs_a_shop_that_takes_orders(bench: Bench, company: Company) -> None:
    request = request_of(cart(), company.credential)
    wrong = replace(request, header=replace(request.header, sender=(replace(company.credential, shared_secret="no"),)))

    assert send(bench, request).code == 450
    assert send(bench, wrong).code == 401
    assert send(bench, b"<cXML/>").code == 406
    assert bench.shop.orders == []


def test_what_no_hub_would_send_is_sent_only_when_it_was_arranged(bench: Bench) -> None:
    company = ordering_company(bench)
    bench.shop.order = taking
    request = request_of(cart(), company.credential, total=Money(Decimal("1.00"), "USD"))

    told = send(bench, request)
    assert (told.code, bench.shop.orders) == (400, [])
    assert "details.total: expected 31.5" in told.detail
    arrange(bench, company, "as ordered")
    assert send(bench, replace(request, envelope=replace(request.envelope, payload_id="p2@buyer.example"))).code == 200
    assert parse_purchase_order(bench.shop.orders[0].body).details.total == 1


def test_each_way_of_sending_is_what_it_is_called(bench: Bench) -> None:
    company = ordering_company(bench)
    bench.shop.order = lambda incoming: JSONResponse({"title": incoming.json()["shared_secret"]}, 400)
    shown = {}
    for number, sending in enumerate(SENDINGS):
        arrange(bench, company, sending)
        request = request_of(cart(), company.credential)
        request = replace(request, envelope=replace(request.envelope, payload_id=f"p-{number}@buyer.example"))
        before = len(bench.shop.orders)
        send(bench, request)
        orders = [parse_purchase_order(order.body) for order in bench.shop.orders[before:]]
        shown[sending] = [order.shared_secret for order in orders]
        assert [order.header.shared_secret for order in orders] == shown[sending]
        repeated = [sent["repeats_secret"] for sent in booked(bench, request.envelope.payload_id)["sent"]]
        assert repeated == [bool(secret) for secret in shown[sending]]

    another = shown.pop("with another secret")
    assert another not in ([SECRET], [""])
    assert shown == {
        "checked": [SECRET],
        "as ordered": [SECRET],
        "twice": [SECRET, SECRET],
        "without the secret": [""],
        "with the secret in other letters": ["ORDER-S3CRET-OF-THE-SHOP"],
    }


@pytest.mark.parametrize("said", [[], {}, {"domain": "d", "identity": "i", "sending": "by pigeon"}])
def test_an_arrangement_that_makes_no_sense_is_refused(bench: Bench, said: object) -> None:
    response = requests.put(f"{bench.hub.url}/operator/orders/sending", json=said, timeout=10)
    assert response.status_code == 400


def test_a_charge_of_a_line_goes_along() -> None:
    brought = cart()
    buyer = Credential("NetworkID", "BUYER-1", "s3cret")
    (item,) = request_of(brought, buyer).items
    charged = replace(item, shipping=Charge(Money(Decimal("4.5"), "USD"), Text("en", "Freight")))

    assert mapped(brought, items=(charged,)).items[0].extra_data["shipping"] == "4.5"
