"""Order messages shops send to the hub through the browser: brought back as they were, or refused on a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import requests
from lxml import html

from simulators.messages.cart import (
    STANDARD,
    Cart,
    build_standard_cart,
)
from simulators.messages.cxml import (
    Credential,
    Envelope,
    Header,
    OrderMessage,
    Status,
    XmlContent,
    build_order_message,
    encode_form_field,
    parse_order_message,
)
from tests.hub.hub_bench import Bench, Company
from tests.hub.test_hub_forms import CART, browser_posts, order_message_on, post

DOMAIN = Credential("DUNS", "000000001")


def cxml_cart(bench: Bench, company: Company, cookie: str, sent: Cart = CART) -> OrderMessage:
    """Return the order message of a shop: what the hub makes of a standard cart, as if a shop had made it."""
    return_url = bench.seen(cookie)["return_url"]
    made = post(bench, return_url, STANDARD, build_standard_cart(sent))
    secret = replace(company.credential, shared_secret="not-for-any-record")
    header = Header((DOMAIN,), (secret,), (secret,), "A shop")
    own = (("Colour", "red"), ("Colour", "blue"), ("manufacturer", "twice"), ("Size", XmlContent("<a>1</a>")))
    # Of two manufacturers the second stays an extrinsic.
    items = tuple(replace(item, extrinsics=own, manufacturer_name="Acme") for item in made.items)
    envelope = Envelope("cart@shop.example", "2026-01-01T09:00:00+00:00")
    return replace(made, envelope=envelope, header=header, items=items)


def fields_of(message: OrderMessage, style: Any = "cXML-urlencoded") -> dict[str, str]:
    """Return the field of a form that carries an order message."""
    return dict([encode_form_field(build_order_message(message, encoding="UTF-8"), style=style)])


@pytest.mark.parametrize("style", ["cXML-urlencoded", "cXML-base64"])
@pytest.mark.parametrize("way", ["api", "return", "punchin"])
def test_an_order_message_through_the_browser_is_brought_back(
    bench: Bench, company: Company, style: str, way: str
) -> None:
    cookie = bench.begin(company)
    sent = cxml_cart(bench, company, cookie)
    url = bench.seen(cookie)["return_url"].replace("/api/", f"/{way}/")

    response = requests.post(url, data=fields_of(sent, style), timeout=10)
    message, session = order_message_on(response.content), bench.seen(cookie)

    items = tuple(
        replace(item, extrinsics=tuple(one for one in item.extrinsics if one != ("listPrice", "10.50")))
        for item in message.items
    )
    assert replace(message, envelope=sent.envelope, header=sent.header, items=items) == sent
    assert session["cart_form"] == ["standard", style.lower()]
    assert session["cart_faults"] == [[], []]
    assert "sent-through-browser" in session["cart_advisories"][1]
    assert "not-for-any-record" not in json.dumps(session)
    assert "<PunchOutOrderMessage>" in session["cart_posts"][1]


def test_an_order_message_whose_total_has_shipping_in_it_comes_to_the_same(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    sent = cxml_cart(bench, company, cookie, replace(CART, total=Decimal("66.00")))
    included = replace(sent, total=replace(sent.total, amount=sent.total.amount + Decimal("13.50")))
    url = bench.seen(cookie)["return_url"]

    message = order_message_on(requests.post(url, data=fields_of(included), timeout=10).content)

    assert message.total == sent.total
    assert "total-includes-tax-and-shipping" in bench.seen(cookie)["cart_advisories"][-1]


def test_an_order_message_without_a_cart_brings_no_change(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    sent = replace(cxml_cart(bench, company, cookie), status=Status(204, "No Content"), items=())

    message = order_message_on(
        requests.post(bench.seen(cookie)["return_url"], data=fields_of(sent), timeout=10).content
    )

    assert (message.status, message.items) == (Status(204, "No Content"), ())
    assert bench.seen(cookie)["carts_accepted"] == 1


def _spoilt(**changes: Any) -> Callable[[OrderMessage], OrderMessage]:
    return lambda message: replace(message, items=(replace(message.items[0], **changes), *message.items[1:]))


CXML_FAULTS: dict[str, tuple[Callable[[OrderMessage], OrderMessage], str]] = {
    "a failure": (lambda m: replace(m, status=Status(500, "Oops")), "Status: expected a cart, got 500 Oops"),
    "a negative quantity": (_spoilt(quantity=Decimal(-1)), "expected a number that is not negative, got '-1'"),
    "another currency": (
        lambda m: replace(m, total=replace(m.total, currency="USD")),
        "Shipping: expected the total's currency 'USD', got 'EUR'",
    ),
    "a negative total": (
        lambda m: replace(m, total=replace(m.total, amount=Decimal(-1))),
        "Total: expected zero or more, got '-1'",
    ),
}


@pytest.mark.parametrize("name", CXML_FAULTS)
def test_an_order_message_that_is_no_cart_is_refused_on_a_page_that_says_why(
    bench: Bench, company: Company, name: str
) -> None:
    spoil, fault = CXML_FAULTS[name]
    cookie = bench.begin(company)
    document = build_order_message(cxml_cart(bench, company, cookie), encoding="US-ASCII")
    spoilt = spoil(parse_order_message(document))
    try:
        document = build_order_message(spoilt, encoding="US-ASCII")
    except ValueError:
        document = document.replace(b'quantity="2.5"', b'quantity="-1"', 1)

    response = requests.post(bench.seen(cookie)["return_url"], data={"cXML-urlencoded": document.decode()}, timeout=10)
    found = html.document_fromstring(response.content.decode()).xpath("//li/text()")

    assert response.status_code == 400
    assert any(fault in one for one in found), found
    assert bench.seen(cookie)["cart_faults"][-1] == found
    assert bench.seen(cookie)["carts_accepted"] == 1


def test_an_auxiliary_id_of_xml_is_refused(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    sent = cxml_cart(bench, company, cookie)
    item_id = replace(sent.items[0].item_id, auxiliary_id=XmlContent("<a/>"))

    response = requests.post(
        bench.seen(cookie)["return_url"], data=fields_of(_spoilt(item_id=item_id)(sent)), timeout=10
    )

    assert (response.status_code, "expected text, got XML" in response.text) == (400, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"cXML-urlencoded": "<html>"}, "well-formed XML"),
        ({"cXML-base64": "?"}, "base64"),
        ({"apikey": "k", "version": "1.0", "params": "!"}, "base64"),
        ({"apikey": "k", "version": "1.0", "params": ""}, "params: missing"),
    ],
    ids=["no cXML", "no base64", "no base64 of a form cart", "empty"],
)
def test_what_is_no_cart_in_a_form_is_refused_on_a_page(
    bench: Bench, company: Company, fields: dict[str, str], said: str
) -> None:
    cookie = bench.begin(company)

    response = requests.post(bench.seen(cookie)["return_url"], data=fields, timeout=10)

    assert (response.status_code, response.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert said in response.text
    assert bench.seen(cookie)["cart_faults"] == [html.document_fromstring(response.text).xpath("//li/text()")]


def test_an_order_message_in_another_charset_is_refused_not_guessed(bench: Bench, company: Company) -> None:
    return_url = bench.seen(bench.begin(company))["return_url"]

    response = browser_posts(return_url, b"cXML-urlencoded=%3CcXML%3E%E4%3C/cXML%3E")

    assert (response.status_code, "urlencoded form in UTF-8" in response.text) == (400, True)


def test_an_order_message_with_faults_of_the_schema_or_of_another_buyer_is_taken_and_named(
    bench: Bench, company: Company
) -> None:
    cookie = bench.begin(company)
    sent = replace(cxml_cart(bench, company, cookie), buyer_cookie="bc-another")
    document = build_order_message(sent, encoding="US-ASCII").replace(b"<UnitOfMeasure>BX</UnitOfMeasure>", b"", 1)
    whole = build_order_message(sent, encoding="US-ASCII").replace(b"<ItemDetail>", b"<ItemDetail><Odd/>", 1)

    refused, taken = (
        requests.post(bench.seen(cookie)["return_url"], data={"cxml-urlencoded": one.decode()}, timeout=10)
        for one in (document, whole)
    )

    assert (refused.status_code, "UnitOfMeasure" in refused.text) == (400, True)
    assert taken.status_code == 200
    assert set(bench.seen(cookie)["cart_advisories"][-1]) >= {"not-valid-cxml", "other-buyer-cookie"}
    assert order_message_on(taken.content).buyer_cookie == cookie
