"""The flat cart: the exact forms a connector writes, and all that a hub may be sent instead."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.cart import Cart, CartLine, CartRejected, ShippingAddress, build_cart, parse_cart

without_files = settings(deadline=None, database=None, derandomize=True)

LINE = CartLine(
    sku_id=20123,
    supplier_id="MOWER-1",
    auxiliary_id="4001/4002",
    description="<p>A mower</p> 10 € · “quiet”",
    quantity=Decimal("2"),
    unit_price=Decimal("199.50"),
    final_price=Decimal("399.00"),
)
CART = Cart("EUR", Decimal("400.10"), (LINE,), tax=Decimal("1.10"))
ADDRESS = ShippingAddress(
    7, "Ann", "A-7", "Street 1", "2", "3", "Bonn", "53113", "NW", "Nordrhein", "DE", "Germany", "0228", "gate"
)


def _written(cart: Cart) -> dict[str, Any]:
    document = json.loads(build_cart(cart), parse_float=str, parse_int=int)
    assert isinstance(document, dict)
    return document


def _with(**changes: object) -> dict[str, Any]:
    """Return a cart as JSON with members of its one line changed; `...` takes one away."""
    document = json.loads(build_cart(CART))
    line = document["items"][0] | changes
    document["items"] = [{key: value for key, value in line.items() if value is not ...}]
    return dict(document)


def _faults(document: object) -> tuple[str, ...]:
    try:
        parse_cart(document if isinstance(document, bytes) else json.dumps(document).encode())
    except CartRejected as rejected:
        return rejected.faults
    return ()


# --- built


def test_a_cart_is_written_as_the_connector_writes_it() -> None:
    assert _written(CART) == {
        "contract_id": "",
        "discount": "0E-16",
        "discount_description": "",
        "quote_id": "",
        "shipping": "0E-16",
        "shipping_description": "",
        "tax": "1.1",
        "tax_description": "",
        "total": "400.1",
        "currencyCode": "EUR",
        "items": [
            {
                "skuid": "20123",
                "supplierauxid": "4001/4002",
                "supplierid": "MOWER-1",
                "description": "<p>A mower</p> 10 € · “quiet”",
                "classification": "",
                "unspsc": "",
                "uom": "EA",
                "quantity": 2,
                "shippedQuantity": 0,
                "unitprice": "199.5",
                "promoPrice": "0E-16",
                "discountAmount": "0E-16",
                "finalPrice": 399,
                "commercePriceListId": "0",
                "parentCommerceOrderItemId": "0",
                "deliveryGroup": "",
                "printedNote": "",
                "externalReferenceCode": "",
                "shippingAddress": {"shippingAddressId": "0"},
                "createDate": "",
                "modifiedDate": "",
                "requestedDeliveryDate": "",
            }
        ],
    }


def test_text_is_escaped_in_the_connectors_way() -> None:
    body = build_cart(CART).decode()
    assert "<p>A mower<\\/p> 10 \\u20ac · \\u201cquiet\\u201d" in body
    assert '"4001/4002"' in body
    assert "中é" in build_cart(replace(CART, quote_id="中é")).decode()


@pytest.mark.parametrize(
    ("quantity", "written"), [("2", 2), ("2.00", 2), ("1E+2", 100), ("2.50", "2.5"), ("0", 0), ("0E-16", 0)]
)
def test_a_quantity_is_whole_when_it_can_be(quantity: str, written: object) -> None:
    line = replace(LINE, quantity=Decimal(quantity))
    assert _written(replace(CART, lines=(line,)))["items"][0]["quantity"] == written


def test_long_ids_are_strings_and_lose_no_digit() -> None:
    line = replace(LINE, sku_id=2**63 - 1, price_list_id=2**53 + 1, parent_order_item_id=9)
    written = _written(replace(CART, lines=(line,)))["items"][0]
    assert (written["skuid"], written["commercePriceListId"], written["parentCommerceOrderItemId"]) == (
        "9223372036854775807",
        "9007199254740993",
        "9",
    )


def test_an_address_is_written_only_when_there_is_one() -> None:
    nameless = replace(LINE, shipping_address=replace(ADDRESS, id=0))
    named = replace(LINE, shipping_address=ADDRESS)
    addresses = [item["shippingAddress"] for item in _written(replace(CART, lines=(nameless, named)))["items"]]
    assert addresses == [
        {"shippingAddressId": "0"},
        {
            "shippingAddressId": "7",
            "name": "Ann",
            "externalReferenceCode": "A-7",
            "street1": "Street 1",
            "street2": "2",
            "street3": "3",
            "city": "Bonn",
            "zip": "53113",
            "phoneNumber": "0228",
            "description": "gate",
            "region": {"id": "0", "code": "NW", "name": "Nordrhein"},
            "country": {"id": "0", "name": "Germany", "twoLettersISOCode": "DE"},
        },
    ]


# --- parsed


@pytest.mark.parametrize(
    "form", [399, 399.0, "399", "399.00", "3.99E+2", " 399 "], ids=lambda form: f"{type(form).__name__} {form}"
)
def test_an_amount_may_be_a_number_or_a_string_of_any_form(form: object) -> None:
    cart = parse_cart(json.dumps(_with(finalPrice=form, unitprice=form, quantity=form, skuid=form)).encode())
    line = cart.lines[0]
    assert {line.final_price, line.unit_price, line.quantity, line.sku_id} == {399}


@pytest.mark.parametrize("key", ["currencyCode", "total", "items"])
def test_a_cart_needs(key: str) -> None:
    document = json.loads(build_cart(CART))
    assert _faults({k: v for k, v in document.items() if k != key}) == (f"{key}: missing",)
    assert _faults({**document, key: None}) == (f"{key}: missing",)


@pytest.mark.parametrize("key", ["supplierid", "supplierauxid", "quantity", "unitprice"])
def test_a_line_needs(key: str) -> None:
    assert _faults(_with(**{key: ...})) == (f"items[0].{key}: missing",)
    assert _faults(_with(**{key: None})) == (f"items[0].{key}: missing",)
    assert [fault.partition(":")[0] for fault in _faults(_with(**{key: ""}))] == [f"items[0].{key}"]


def test_whatever_else_is_missing_is_taken_as_empty() -> None:
    line = {"supplierid": "S", "supplierauxid": "1/2", "quantity": 1, "unitprice": 0.1}
    cart = parse_cart(json.dumps({"currencyCode": "EUR", "total": "0E-16", "items": [line]}).encode())
    nothing = CartLine(0, "S", "1/2", "", Decimal(1), Decimal("0.1"), Decimal(0), unit_of_measure="")
    assert cart == Cart("EUR", Decimal(0), (nothing,))


def test_members_nobody_knows_are_ignored() -> None:
    document = _with(punchoutExtra={"a": [1]}, shippingAddress={"shippingAddressId": 7, "isGeolocated": True})
    assert parse_cart(json.dumps({**document, "more": None}).encode()).lines[0].shipping_address.id == 7


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"supplierid": 5}, "items[0].supplierid"),
        ({"description": ["x"]}, "items[0].description"),
        ({"uom": True}, "items[0].uom"),
        ({"quantity": "two"}, "items[0].quantity"),
        ({"quantity": True}, "items[0].quantity"),
        ({"unitprice": "12,50"}, "items[0].unitprice"),
        ({"unitprice": {}}, "items[0].unitprice"),
        ({"unitprice": "1e999999"}, "items[0].unitprice"),
        ({"finalPrice": "NaN"}, "items[0].finalPrice"),
        ({"skuid": "12.5"}, "items[0].skuid"),
        ({"skuid": 2**63}, "items[0].skuid"),
        ({"skuid": "1e90"}, "items[0].skuid"),
        ({"skuid": "1e999999999"}, "items[0].skuid"),
        ({"shippingAddress": "Bonn"}, "items[0].shippingAddress"),
        ({"shippingAddress": []}, "items[0].shippingAddress"),
        ({"shippingAddress": {"shippingAddressId": "x"}}, "items[0].shippingAddress.shippingAddressId"),
        ({"shippingAddress": {"city": 5}}, "items[0].shippingAddress.city"),
        ({"shippingAddress": {"region": "NW"}}, "items[0].shippingAddress.region"),
        ({"shippingAddress": {"country": {"name": 5}}}, "items[0].shippingAddress.country.name"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value)[:40],
)
def test_a_wrong_type_is_named_by_its_place(changes: dict[str, object], place: str) -> None:
    (fault,) = _faults(_with(**changes))
    assert fault.startswith(f"{place}: expected ")


@pytest.mark.parametrize(
    ("items", "places"),
    [
        ("[]", ["items"]),
        ({}, ["items"]),
        ([None], ["items[0]"]),
        ([5, []], ["items[0]", "items[1]"]),
    ],
)
def test_items_are_a_list_of_objects(items: object, places: list[str]) -> None:
    faults = _faults({"currencyCode": "EUR", "total": 1, "items": items})
    assert [fault.partition(":")[0] for fault in faults] == places


def test_every_fault_is_told() -> None:
    document = _with(quantity="x", supplierid=...)
    del document["total"]
    with pytest.raises(CartRejected) as rejected:
        parse_cart(json.dumps(document).encode())
    faults = rejected.value.faults
    assert [fault.partition(":")[0] for fault in faults] == ["total", "items[0].supplierid", "items[0].quantity"]
    assert str(rejected.value) == "; ".join(faults)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"cXML-urlencoded=x",
        b"[]",
        b"null",
        b'"x"',
        b"\xff",
        b"[" * 100_000,
        b'{"items":' * 100_000,
        b'{"total": NaN}',
        b'{"total": -Infinity}',
        b'{"total": 1e99999999999999999999}',
        json.dumps({"a": "é"}, ensure_ascii=False).encode("latin-1"),
    ],
    ids=lambda body: repr(body[:16]) + str(len(body)),
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    (fault,) = _faults(body)
    assert fault.startswith("the cart is not ")


@pytest.mark.parametrize("number", ["1e999999", "1e-999999", "1e999999999", "-1E+101", "0.1e-999999999"])
def test_a_huge_exponent_is_refused_at_once(number: str) -> None:
    for key in ("skuid", "quantity", "unitprice"):
        document = json.dumps(_with(**{key: "HERE"}))
        for written in (number, f'"{number}"'):
            (fault,) = _faults(document.replace('"HERE"', written).encode())
            assert fault.startswith(f"items[0].{key}: expected ")


def test_of_equal_names_the_last_counts() -> None:
    body = build_cart(CART).replace(b'"total": 400.1', b'"total": 1, "total": 2')
    assert parse_cart(body).total == 2


def test_a_cart_without_lines_is_a_cart() -> None:
    assert parse_cart(build_cart(replace(CART, lines=()))).lines == ()


# --- both

texts = st.text()
needed = st.text(min_size=1)
longs = st.integers(0, 2**63 - 1)
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=16, min_value=-(10**14), max_value=10**14)
addresses = st.just(ShippingAddress()) | st.builds(
    ShippingAddress, st.integers(1, 2**63 - 1), *[texts for _ in range(13)]
)
lines = st.builds(
    CartLine,
    sku_id=longs,
    supplier_id=needed,
    auxiliary_id=needed,
    description=texts,
    quantity=amounts,
    unit_price=amounts,
    final_price=amounts,
    promo_price=amounts,
    discount=amounts,
    unit_of_measure=texts,
    unspsc=texts,
    classification=texts,
    shipped_quantity=amounts,
    price_list_id=longs,
    parent_order_item_id=longs,
    delivery_group=texts,
    printed_note=texts,
    external_reference_code=texts,
    create_date=texts,
    modified_date=texts,
    requested_delivery_date=texts,
    shipping_address=addresses,
)
carts = st.builds(
    Cart,
    currency=needed,
    total=amounts,
    lines=st.lists(lines, max_size=2).map(tuple),
    discount=amounts,
    discount_description=texts,
    shipping=amounts,
    shipping_description=texts,
    tax=amounts,
    tax_description=texts,
    contract_id=texts,
    quote_id=texts,
)


# Thirty texts and numbers in each: a few carts hold as many odd ones as hundreds of single values.
@settings(without_files, max_examples=25)
@given(carts)
def test_a_cart_is_the_same_after_the_way(cart: Cart) -> None:
    assert parse_cart(build_cart(cart)) == cart


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.just("1e999999"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["region", "country", "name"]), inner),
    max_leaves=5,
)


@settings(without_files, max_examples=150)
@given(st.dictionaries(st.sampled_from(sorted(_with()["items"][0])), anything, max_size=4))
def test_a_spoilt_line_is_read_or_refused(changes: dict[str, object]) -> None:
    faults = _faults(_with(**changes))
    assert all(fault.startswith("items[0].") for fault in faults)
