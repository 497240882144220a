"""Carts of every form at the hub: each taken by its name and brought back field by field, or refused by name."""

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
    CXML,
    FORM_CART,
    FORMS,
    Cart,
    CartForm,
    CartLine,
    ShippingAddress,
    build_cart,
    build_cart_as,
    build_form_cart,
    build_standard_cart,
    carried,
    cart_of_order_message,
    line_price,
)
from simulators.messages.cxml import (
    OrderMessage,
    decode_form_field,
    parse_order_message,
)
from simulators.messages.markup import text_of
from tests.hub.hub_bench import FORM_POST, Bench, Company, cart

API_KEY = "the-api-key-of-the-supplier"
FULL = CartLine(
    sku_id=30007,
    supplier_id="SKU-001",
    auxiliary_id="41/42 ",
    description="<p>A <b>b\u00f6lt</b> &amp; nut</p>",
    quantity=Decimal("2.5"),
    unit_price=Decimal("10.50"),
    final_price=Decimal("22.50"),
    promo_price=Decimal("9.00"),
    discount=Decimal("1.50"),
    unit_of_measure="BX",
    unspsc="31161600",
    classification="Bolts,",
    shipped_quantity=Decimal(1),
    price_list_id=5,
    parent_order_item_id=6,
    delivery_group="G",
    printed_note="N",
    external_reference_code="E",
    create_date="2026-01-01T09:00:00Z",
    modified_date="2026-01-02T09:00:00Z",
    requested_delivery_date="2026-01-03T09:00:00Z",
    shipping_address=ShippingAddress(7, "Gate 4", "A-1", "Street 1", city="K\u00f6ln", zip="50667", country_code="DE"),
    language="de-DE",
    data=(("manufacturer", "Acme"), ("lead_time", 3), ("is_catchweight", 1), ("image_url", "http://x.example/?a&b")),
)
OTHER = replace(FULL, supplier_id="SKU-002", unspsc="", classification="21-01", class_domain="ECLASS", data=())
CART = Cart(
    currency="EUR",
    total=Decimal("49.00"),
    lines=(FULL, OTHER),
    discount=Decimal("9.50"),
    discount_description="Spring",
    shipping=Decimal("4.50"),
    shipping_description="UPS",
    tax=Decimal("9.00"),
    tax_description="VAT",
    contract_id="K-1",
    quote_id="Q-1",
    edit_mode=0,
    data=(("promised", "soon"),),
)
# Extrinsics by what of a line, or of the cart, they tell.
OF_LINE = {
    "skuid": "sku_id",
    "classification": "classification",
    "promoPrice": "promo_price",
    "discountAmount": "discount",
    "finalPrice": "final_price",
    "listPrice": "unit_price",
    "shippedQuantity": "shipped_quantity",
    "commercePriceListId": "price_list_id",
    "parentCommerceOrderItemId": "parent_order_item_id",
    "deliveryGroup": "delivery_group",
    "printedNote": "printed_note",
    "externalReferenceCode": "external_reference_code",
    "createDate": "create_date",
    "modifiedDate": "modified_date",
    "requestedDeliveryDate": "requested_delivery_date",
}
OF_CART = {
    "cartDiscount": "discount",
    "cartDiscountDescription": "discount_description",
    "cartContractId": "contract_id",
    "cartQuoteId": "quote_id",
}
AMOUNTS = ("promoPrice", "discountAmount", "finalPrice", "listPrice", "shippedQuantity", "cartDiscount")
PLACED = {"manufacturer": str, "lead_time": int}


def browser_posts(url: str, body: bytes) -> requests.Response:
    """Post a form as a browser does."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return requests.post(url, data=body, headers=headers, timeout=10, allow_redirects=False)


def order_message_on(page: bytes) -> OrderMessage:
    """Return the order message a page of the hub takes back."""
    (form,) = html.document_fromstring(page.decode()).forms
    assert form.get("action") == FORM_POST
    found = decode_form_field([(str(name), str(value)) for name, value in form.form_values()])
    return parse_order_message(found.document, encoding=found.encoding)


def post(bench: Bench, return_url: str, form: CartForm, body: bytes) -> OrderMessage:
    """Post a cart as the shops of a form do, and return the order message the browser takes back."""
    if form is FORM_CART:
        response = browser_posts(return_url.replace("/api/", "/punchin/"), body)
        assert response.status_code == 200, response.text
        assert response.headers["cache-control"] == "no-store"
        return order_message_on(response.content)
    response = bench.post_cart(return_url, body)
    assert response.status_code == 200, response.text
    return bench.brought_back(response.json()["redirect_url"])[2]


def compare(message: OrderMessage, sent: Cart, currency: str) -> None:
    """Every field of a cart is found in the order message, and nothing else but what belongs there."""
    brought = cart_of_order_message(message).cart
    assert brought.currency == (sent.currency or currency)
    assert (message.total.amount, brought.shipping, brought.tax) == (
        sent.total - sent.shipping - sent.tax,
        sent.shipping,
        sent.tax,
    )
    assert brought.shipping_description == (sent.shipping_description or "Shipping" if sent.shipping else "")
    assert brought.tax_description == (sent.tax_description or "Tax" if sent.tax else "")
    assert brought.edit_mode == (1 if sent.edit_mode is None else sent.edit_mode)
    assert len(brought.lines) == len(sent.lines)
    for item, one, line_ in zip(message.items, brought.lines, sent.lines, strict=True):
        same = ("supplier_id", "auxiliary_id", "quantity", "unit_of_measure", "unspsc")
        assert {name: getattr(one, name) for name in same} == {name: getattr(line_, name) for name in same}
        assert abs(one.unit_price * one.quantity - line_price(line_)) <= one.quantity * Decimal("1E-9")
        assert (one.description, one.language) == (text_of(line_.description), line_.language or "en-US")
        if line_.class_domain:
            assert (one.classification, one.class_domain) == (line_.classification, line_.class_domain)
        assert one.shipping_address == address_of(line_)
        said = {name: plain(name, text) for name, text in item.extrinsics}
        assert said == extrinsics_of(line_, sent), set(said.items()) ^ set(extrinsics_of(line_, sent).items())
        assert len(said) == len(item.extrinsics)
        placed = {key: value for key, value in line_.data if isinstance(value, PLACED.get(key, ()))}
        assert (item.manufacturer_name, item.lead_time) == (placed.get("manufacturer"), placed.get("lead_time"))


def address_of(line_: CartLine) -> ShippingAddress:
    """Return what the order message has a place for of an address; the rest is in extrinsics."""
    address = line_.shipping_address
    if address == ShippingAddress():
        return address
    code = address.external_reference_code or (str(address.id) if address.id > 0 else "")
    return replace(address, id=0, external_reference_code=code, region_code="", description="")


def extrinsics_of(line_: CartLine, sent: Cart) -> dict[str, str]:
    """Return the extrinsics an item must have."""
    address = line_.shipping_address
    told = {name: getattr(line_, said) for name, said in OF_LINE.items()}
    told |= {name: getattr(sent, said) for name, said in OF_CART.items()}
    told |= {"shippingRegionCode": address.region_code, "shippingDescription": address.description}
    told |= {"shippingAddressId": max(address.id, 0)} | ({"classification": ""} if line_.class_domain else {})
    texts = {name: shown(value) for name, value in told.items() if value}
    texts |= {key: shown(value) for key, value in line_.data if not isinstance(value, PLACED.get(key, ()))}
    return texts | {f"cart.{key}": shown(value) for key, value in sent.data}


def plain(name: str, text: Any) -> str:
    """Return the text of an extrinsic, an amount without the zeros at its end, which some forms leave out."""
    return shown(Decimal(text)) if name in AMOUNTS else str(text)


def shown(value: Any) -> str:
    """Return a value as an extrinsic has it."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_cart_of_each_form_is_brought_back_field_by_field(bench: Bench, form: CartForm) -> None:
    cookie = bench.begin(bench.relate(currency="CHF"))
    return_url = bench.seen(cookie)["return_url"]

    message = post(bench, return_url, form, build_cart_as(form, CART, api_key=API_KEY))
    session = bench.seen(cookie)

    compare(message, carried(CART, form), "CHF")
    assert message.buyer_cookie == cookie
    assert (session["cart_form"], session["cart_faults"], session["carts_accepted"]) == ([form.name], [[]], 1)
    assert set(session["cart_advisories"][0]) >= form.usual & {"no-body-wrapper", "items-as-text", "other-wrapper"}
    assert session["returns"] == 1
    assert (session["redirect_url"] == "") is (form is FORM_CART)
    assert API_KEY not in json.dumps(session)


ZERO_OR_MORE = "expected zero or more"
REFUSED: dict[str, tuple[Callable[[Cart], Cart], str]] = {
    "a negative price": (lambda c: replace(c, lines=(replace(FULL, unit_price=Decimal(-1)),)), ZERO_OR_MORE),
    "a negative quantity": (
        lambda c: replace(c, lines=(replace(FULL, quantity=Decimal(-1)),)),
        "expected zero or more",
    ),
    "a negative total": (lambda c: replace(c, total=Decimal(-1)), ZERO_OR_MORE),
    "no SKU": (lambda c: replace(c, lines=(replace(FULL, supplier_id=""),)), "missing"),
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_cart_that_costs_money_or_names_nothing_is_refused_by_name(
    bench: Bench, company: Company, form: CartForm
) -> None:
    cookie = bench.begin(company)
    return_url = bench.seen(cookie)["return_url"]
    for spoil, fault in REFUSED.values():
        body = build_cart_as(form, spoil(CART), api_key=API_KEY)
        if form is FORM_CART:
            response = browser_posts(return_url.replace("/api/", "/punchin/"), body)
            found = html.document_fromstring(response.content.decode()).xpath("//li/text()")
        else:
            response = bench.post_cart(return_url, body)
            found = response.json()["faults"]
            assert response.json()["error"] == "; ".join(found)
        assert response.status_code == 400
        assert any(fault in one for one in found), found
        assert bench.seen(cookie)["cart_faults"][-1] == found
    session = bench.seen(cookie)
    assert (session["cart_form"], session["carts_accepted"], session["returns"]) == ([""] * len(REFUSED), 0, 0)


def test_all_faults_of_a_cart_are_told(bench: Bench, company: Company) -> None:
    body = build_standard_cart(CART).replace(b'"quantity": 2.5', b'"quantity": "two"')

    response = bench.post_cart(bench.seen(bench.begin(company))["return_url"], body)

    assert [fault.partition(":")[0] for fault in response.json()["faults"]] == [
        "body.items[0].quantity",
        "body.items[1].quantity",
    ]


def test_what_liferays_own_reader_took_is_taken_whatever_stands_beside_it(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    document = json.loads(build_cart(cart()))
    more = {
        "data": "x",
        "language": ["de"],
        "class_domain": True,
        "edit_mode": "maybe",
        "body": 1,
        "custom": {"a": None},
    }
    document |= more
    document["items"][0] |= {**more, "options": [1], "currency": {"code": "USD"}}

    response = bench.post_cart(bench.seen(cookie)["return_url"], json.dumps(document).encode())
    session = bench.seen(cookie)

    assert response.status_code == 200, response.text
    assert (session["cart_form"], "unknown-member" in session["cart_advisories"][0]) == (["liferay-2"], True)


def test_each_post_has_its_own_form_in_the_record(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    return_url = bench.seen(cookie)["return_url"]

    bench.post_cart(return_url, cart())
    bench.post_cart(return_url, b"{}")
    bench.post_cart(return_url, build_standard_cart(cart()))
    session = bench.seen(cookie)

    assert (session["cart_form"], session["carts_accepted"]) == (["liferay-2", "", "standard"], 2)
    assert [len(session[name]) for name in ("cart_posts", "cart_advisories", "cart_faults")] == [3, 3, 3]


@pytest.mark.parametrize("way", ["api", "return", "punchin"])
def test_a_form_cart_is_answered_with_the_page_back_wherever_the_browser_posts_it(
    bench: Bench, company: Company, way: str
) -> None:
    cookie = bench.begin(company)
    url = bench.seen(cookie)["return_url"].replace("/api/", f"/{way}/")

    message = order_message_on(browser_posts(url, build_form_cart(cart(), API_KEY)).content)

    assert [item.item_id.supplier_part_id for item in message.items] == ["SKU-001"]
    exchanges = [e for e in bench.journal.exchanges() if e.url.endswith(url.rpartition("/")[2]) and e.method == "POST"]
    assert [exchange.sender for exchange in exchanges][-1] == "browser"


def test_a_server_may_post_where_the_browser_returns(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    url = bench.seen(cookie)["return_url"].replace("/api/", "/return/")

    answer = bench.post_cart(url, build_standard_cart(cart())).json()

    assert bench.brought_back(answer["redirectUrl"])[2].buyer_cookie == cookie


def test_a_browser_whose_session_the_hub_does_not_know_gets_a_page(bench: Bench) -> None:
    response = browser_posts(f"{bench.hub.url}/gateway/link/punchin/id/0", build_form_cart(cart(), API_KEY))

    assert (response.status_code, "knows no punch-out session" in response.text) == (404, True)


def test_names_of_forms_are_their_own() -> None:
    assert len({form.name for form in (*FORMS, CXML)}) == len(FORMS) + 1
