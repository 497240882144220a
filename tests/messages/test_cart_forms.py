"""Carts of every form through every builder and the reader, and what the reader names."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages import numbers
from simulators.messages.cart import (
    CONTENT,
    FORM,
    FORM_CART,
    FORMS,
    LIFERAY_0,
    LIFERAY_1,
    LIFERAY_2,
    MEANINGS,
    STANDARD,
    Cart,
    CartForm,
    CartLine,
    CartRejected,
    ShippingAddress,
    Total,
    build_cart,
    build_cart_as,
    build_form_cart,
    build_standard_cart,
    carried,
    judge_total,
    read_cart,
    read_cart_as,
)
from simulators.messages.units import is_unit_code

without_files = settings(deadline=None, database=None, derandomize=True)

LINE = CartLine(
    sku_id=20123,
    supplier_id="MOWER-1",
    auxiliary_id="4001/4002",
    description="A mower",
    quantity=Decimal(3),
    unit_price=Decimal("41.15"),
    final_price=Decimal("123.45"),
    unspsc="27112000",
)
CART = Cart("EUR", Decimal("142.09"), (LINE,), shipping=Decimal("10.00"), tax=Decimal("8.64"))
ITEM = {"supplierid": "S", "supplierauxid": "1/2", "quantity": 3, "unitprice": 41.15}
ITEM |= {"description": "x", "uom": "EA", "currency": "EUR", "classification": "27112000", "classdomain": "UNSPSC"}
DATA = {"edit_mode": 1, "shipping": 10.00, "tax": 8.64}


def _standard(**changes: object) -> dict[str, Any]:
    """Return the standard cart with members of its line changed; `...` takes one away."""
    line = {key: value for key, value in {**ITEM, **changes}.items() if value is not ...}
    return {"body": {"total": 142.09, "currency": "EUR", "data": dict(DATA), "items": [line]}}


def _body(**changes: object) -> dict[str, Any]:
    """Return the standard cart with members of it changed; `...` takes one away."""
    members = {**_standard()["body"], **changes}
    return {"body": {key: value for key, value in members.items() if value is not ...}}


def _bytes(document: object) -> bytes:
    return document if isinstance(document, bytes) else json.dumps(document).encode()


def _noticed(document: object) -> set[str]:
    return set(read_cart(_bytes(document)).noticed)


def _faults(document: object, read: Callable[[bytes], object] = read_cart) -> tuple[str, ...]:
    try:
        read(_bytes(document))
    except CartRejected as rejected:
        return rejected.faults
    return ()


def _form(**fields_: str) -> bytes:
    params = base64.b64encode(json.dumps(_body(data=..., edit_mode=1)).encode()).decode()
    return urlencode({"apikey": "key", "version": "1.0", "params": params, **fields_}).encode()


# --- built and read

_PIECES = st.sampled_from(
    ["Ω", "芝刈り機", "מכסחה", "😀", '"', "'", "&", "]]>", "</script>", "<p>", "\\", "+", "%", "a", " ", "\n", ",", "é"]
)
texts = st.lists(_PIECES, max_size=4).map("".join)
needed = st.lists(_PIECES, min_size=1, max_size=4).map("".join)
amounts = st.integers(0, 10**9).flatmap(lambda digits: st.integers(0, 4).map(lambda n: Decimal(digits).scaleb(-n)))
quantities = st.integers(0, 99_999).map(Decimal) | st.integers(1, 99_999_999).map(lambda n: Decimal(n).scaleb(-3))
longs = st.integers(0, 2**63 - 1)
own = st.dictionaries(
    st.sampled_from(["manufacturer", "lead_time", "image_url", "is_catchweight", "grand_total", "τιμή"]),
    texts | st.integers(0, 9) | amounts | st.none() | st.just([{"a": 1}]),
    max_size=3,
).map(lambda members: tuple(members.items()))
addresses = st.just(ShippingAddress()) | st.builds(
    ShippingAddress, st.sampled_from([0, 1, 2**63 - 1]), *[texts for _ in range(13)]
)


@st.composite
def carts(draw: st.DrawFn) -> Cart:
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    line = st.builds(
        CartLine,
        **dict.fromkeys(["supplier_id", "auxiliary_id"], needed),
        **dict.fromkeys(["description", "unit_of_measure", "delivery_group", "printed_note", "language"], texts),
        **dict.fromkeys(["external_reference_code", "create_date", "modified_date", "requested_delivery_date"], texts),
        **dict.fromkeys(["unit_price", "final_price", "promo_price", "discount"], amounts),
        **dict.fromkeys(["quantity", "shipped_quantity"], quantities),
        **dict.fromkeys(["sku_id", "price_list_id", "parent_order_item_id"], longs),
        unspsc=st.sampled_from(["", "27112000", "2711"]),
        classification=st.sampled_from(["", "A,B,", "27112000", "0173-1"]),
        class_domain=st.sampled_from(["", "UNSPSC", "unspsc", "ECLASS"]),
        currency=st.sampled_from(["", currency]),
        data=own,
        shipping_address=addresses,
    )
    values: dict[str, Any] = {name: draw(amounts) for name in ("total", "discount", "shipping", "tax")}
    values |= {f"{name}_description": draw(texts) for name in ("discount", "shipping", "tax")}
    return Cart(
        currency=currency,
        lines=tuple(draw(st.lists(line, max_size=2))),
        edit_mode=draw(st.sampled_from([None, 0, 1])),
        data=draw(own),
        contract_id=draw(texts),
        quote_id=draw(texts),
        **values,
    )


@settings(without_files, max_examples=150)
@given(carts(), st.sampled_from(FORMS))
def test_what_a_form_has_a_place_for_comes_out_as_it_went_in(cart: Cart, form: CartForm) -> None:
    body = build_cart_as(form, cart, api_key="key")
    read = read_cart(body)
    assert read.cart == carried(cart, form)
    assert read.api_key == ("key" if form is FORM_CART else "")
    # Without lines nothing tells the two apart.
    assert read.form == form.name or (not cart.lines and form is LIFERAY_1)
    assert read_cart_as(form, body).form == form.name


def test_what_is_carried_is_stated_by_each_form() -> None:
    line = CartLine(**{field.name: _filled(field.name) for field in fields(CartLine)})
    everything = Cart(**{field.name: _filled(field.name) for field in fields(Cart)} | {"lines": (line,)})
    empty, zero = Cart("", Decimal(0), ()), Decimal(0)
    nothing = CartLine(0, "", "", "", zero, zero, zero, unit_of_measure="")
    for form in FORMS:
        left = carried(everything, form)
        kept = {field.name for field in fields(Cart) if getattr(left, field.name) != getattr(empty, field.name)}
        of_line = {f.name for f in fields(CartLine) if getattr(left.lines[0], f.name) != getattr(nothing, f.name)}
        # A UNSPSC code takes the one place there is.
        taken = {"classification", "class_domain"} if form.classifies_by_code else set()
        assert (kept, of_line) == (set(form.cart_fields), set(form.line_fields) - taken), form.name


def _filled(name: str) -> Any:
    amounts_ = ("total", "discount", "shipping", "tax", "unit_price", "final_price", "promo_price")
    special = {
        **dict.fromkeys((*amounts_, "quantity", "shipped_quantity"), Decimal(1)),
        **dict.fromkeys(("sku_id", "price_list_id", "parent_order_item_id", "edit_mode"), 1),
        "data": (("a", "b"),),
        "shipping_address": ShippingAddress(1, "Ann"),
        "unspsc": "27112000",
    }
    return special.get(name, "x")


def test_the_standard_cart_is_written_as_the_sample() -> None:
    cart = replace(
        CART, edit_mode=1, lines=(replace(LINE, currency="EUR", language="en-US", data=(("lead_time", 3),)),)
    )
    assert json.loads(build_standard_cart(cart), parse_float=str) == {
        "body": {
            "total": "142.09",
            "currency": "EUR",
            "data": {"edit_mode": 1, "shipping": "10.00", "tax": "8.64"},
            "items": [
                {
                    "quantity": 3,
                    "supplierid": "MOWER-1",
                    "supplierauxid": "4001/4002",
                    "description": "A mower",
                    "unitprice": "41.15",
                    "currency": "EUR",
                    "uom": "EA",
                    "classification": "27112000",
                    "classdomain": "UNSPSC",
                    "language": "en-US",
                    "data": {"lead_time": 3},
                }
            ],
        }
    }
    assert read_cart(build_standard_cart(cart)).noticed == {"total-includes-tax-and-shipping"}


def test_the_form_cart_is_written_as_the_hubs_script_does() -> None:
    form = parse_qs(build_form_cart(replace(CART, data=(("grand_total", 5),)), "the key").decode())
    (params,) = form.pop("params")
    assert form == {"apikey": ["the key"], "version": ["1.0"]}
    cart = json.loads(base64.b64decode(params))["body"]
    assert (cart["shipping"], cart["tax"], cart["grand_total"]) == ("10.00", 8.64, 5)
    assert "the key" not in repr(read_cart(build_form_cart(CART, "the key")))


def test_the_forms_of_liferay_differ_by_their_keys() -> None:
    cart = replace(CART, lines=(replace(LINE, shipping_address=ShippingAddress(7, "Ann"), create_date="x"),))
    newest, older, oldest = (json.loads(build_cart_as(form, cart)) for form in (LIFERAY_2, LIFERAY_1, LIFERAY_0))
    assert newest == json.loads(build_cart(cart))
    assert older["items"][0]["shippingAddressId"] == "7"
    assert set(newest["items"][0]) - set(older["items"][0]) == {
        *("skuid", "shippingAddress", "modifiedDate", "requestedDeliveryDate")
    }
    assert set(older) - set(oldest) == {"currencyCode"}
    assert set(older["items"][0]) - set(json.loads(oldest["items"])[0]) == {"unspsc"}


@pytest.mark.parametrize(
    ("form", "cart"),
    [
        (STANDARD, replace(CART, data=(("Tax", 1),))),
        (STANDARD, replace(CART, data=(("a", 1), ("a", 2)))),
        (FORM_CART, replace(CART, data=(("items", []),))),
        (FORM_CART, replace(CART, lines=(replace(LINE, data=(("unitPrice", 1),)),))),
    ],
)
def test_a_shops_own_member_may_not_be_taken_for_another(form: CartForm, cart: Cart) -> None:
    with pytest.raises(ValueError, match=r"^data: expected names of a shop's own"):
        build_cart_as(form, cart)


# --- strict


def test_a_strict_reader_takes_its_own_form_and_no_other() -> None:
    bodies = {form.name: build_cart_as(form, CART, api_key="key") for form in FORMS}
    taken = {(form.name, name) for form in FORMS for name, body in bodies.items() if not _faults(body, _strictly(form))}
    assert taken == {(name, name) for name in bodies}


def _strictly(form: CartForm) -> Callable[[bytes], object]:
    return lambda body: read_cart_as(form, body)


@pytest.mark.parametrize(
    "document",
    [
        _standard(supplierid=..., supplierId="S"),
        _standard(unitprice="41.15"),
        _standard(quantity=Decimal("3E-7")),
        _standard(supplierid=5),
        _standard(colour="red"),
        _standard(unspsc="27112000"),
        _body(currency=..., currencyCode="EUR"),
        _body(data=..., shipping=10, tax=8.64),
        _body(data={"edit_mode": "1"}),
        _body(items=[], discount=5),
    ],
)
def test_a_strict_reader_of_the_standard_refuses(document: Any) -> None:
    body = numbers.dumps(document).encode()
    assert not _faults(body)
    faults = _faults(body, _strictly(STANDARD))
    assert faults
    assert all("not as in the form standard" in fault for fault in faults)


# --- noticed


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("sent-through-browser", _form()),
        ("api-key-in-browser", _form()),
        ("no-api-key", _form(apikey="")),
        ("other-version", _form(version="2")),
        ("no-body-wrapper", _standard()["body"]),
        ("other-wrapper", {"requestBody": _standard()["body"]}),
        ("items-in-object", _body(items={"items": [ITEM]})),
        ("items-as-text", _body(items=json.dumps([ITEM]))),
        ("sums-outside-data", _body(data={"edit_mode": 1}, shipping=10, tax=8.64)),
        ("currency-code-key", _body(currency=..., currencyCode="EUR")),
        ("no-currency", _body(currency=...)),
        ("no-item-currency", _standard(currency=...)),
        ("no-edit-mode", _body(data={"shipping": 10, "tax": 8.64})),
        ("edit-mode-not-0-or-1", _body(data={**DATA, "edit_mode": "1"})),
        ("no-auxiliary-id", _standard(supplierauxid=...)),
        ("unspsc-outside-classification", _standard(unspsc="27112000", classification="A")),
        ("other-spelling", _standard(unitprice=..., unit_price=41.15)),
        ("said-twice", _standard(unit_price=5)),
        ("unknown-member", _standard(colour="red")),
        ("number-as-text", _standard(quantity="3")),
        ("number-with-exponent", b'{"body":{"total":0E-16,"currency":"EUR","items":[]}}'),
        ("id-as-text", {**json.loads(build_cart(CART))}),
        ("text-as-number", _standard(supplierid=5)),
        ("currency-not-iso", _body(currency="euro", items=[])),
        ("classification-names", _standard(classification="Mowers", classdomain=...)),
        ("classification-trailing-comma", _standard(classification="Mowers,", classdomain=...)),
        ("classification-not-eight-digits", _standard(classification="2711")),
        ("no-classification-domain", _standard(classdomain=...)),
        ("no-classification", _standard(classification=..., classdomain=...)),
        ("html-in-description", _standard(description="<b>x</b>")),
        ("unit-fixed", {**json.loads(build_cart(CART))}),
        ("unit-not-a-code", _standard(uom="each")),
        ("no-unit", _standard(uom=...)),
        ("date-with-literal-z", _standard(createDate="2024-01-01T05:30:00Z")),
        ("date-without-offset", _standard(createDate="2024-01-01T05:30:00")),
        ("date-not-readable", _standard(createDate="01.02.2024")),
        ("line-price-differs", _standard(finalPrice=100)),
        ("discount", _body(data={**DATA, "discount": 1}, total=141.09)),
        ("discount-not-in-total", _body(data={**DATA, "discount": 1})),
        ("total-includes-tax-and-shipping", _standard()),
        ("total-excludes-tax-and-shipping", _body(total=123.45)),
        ("total-does-not-add-up", _body(total=100)),
    ],
)
def test_a_mismatch_is_named(name: str, document: object) -> None:
    assert name in _noticed(document)
    if name != "total-includes-tax-and-shipping":
        assert name not in _noticed(_standard())


def test_ids_and_blanks_of_base64_are_named() -> None:
    cart = json.loads(build_cart(CART))
    cart["items"][0]["skuid"] = 20123
    assert "id-as-number" in _noticed(cart)
    params = base64.b64encode(json.dumps(_body(currency="EUR", note="~~~>>>???"), indent=1).encode())
    assert b"+" in params
    assert "base64-with-blanks" in _noticed(b"apikey=k&version=1.0&params=" + params)


@pytest.mark.parametrize(
    ("form", "counts"), [(STANDARD, Decimal(7)), (FORM_CART, Decimal(5))], ids=lambda value: getattr(value, "name", "")
)
def test_what_is_said_twice_counts_where_the_form_has_it(form: CartForm, counts: Decimal) -> None:
    document = _body(tax=5, data={"tax": 7, "shipping": 1})
    body = _form(params=base64.b64encode(_bytes(document)).decode()) if form is FORM_CART else _bytes(document)
    read = read_cart(body)
    assert (read.form, read.cart.tax) == (form.name, counts)
    assert "said-twice" in read.noticed


def test_a_number_for_a_text_keeps_its_characters() -> None:
    body = b'{"body":{"total":0,"currency":"EUR","items":[{"supplierid":1.50,"quantity":1,"unitprice":0}]}}'
    assert read_cart(body).cart.lines[0].supplier_id == "1.50"
    assert read_cart(body.replace(b"1.50", b"150")).cart.lines[0].supplier_id == "150"


def test_a_promotion_is_what_a_line_costs_when_no_price_of_the_line_is_told() -> None:
    line = replace(LINE, promo_price=Decimal(40), final_price=Decimal(0))
    assert judge_total(Cart("EUR", Decimal(120), (line,))) == (Total.LINES, True)
    assert judge_total(Cart("EUR", Decimal(100), (replace(line, final_price=Decimal(100)),))) == (Total.LINES, True)


def test_every_name_has_a_meaning_of_one_kind() -> None:
    assert set(FORM) | set(CONTENT) == set(MEANINGS)
    assert not set(FORM) & set(CONTENT)
    assert all(form.usual <= set(FORM) for form in FORMS)


def test_an_advisory_counts_its_places() -> None:
    body = _bytes(_body(items=[{**ITEM, "uom": "each"}] * 30))
    (advisory,) = [found for found in read_cart(body).advisories if found.name == "unit-not-a-code"]
    assert (advisory.count, len(advisory.places), advisory.saw) == (30, 20, "'each'")
    assert advisory.places[:2] == ("body.items[0].uom", "body.items[1].uom")
    assert "and 10 more (saw 'each')" in str(advisory)


@pytest.mark.parametrize(
    ("currency", "price", "quantity", "off", "total"),
    [
        ("EUR", "41.1500", 3, "0.00", Total.LINES),
        ("EUR", "0.3333", 3, "0.0001", Total.LINES),
        ("EUR", "41.15", 3, "0.02", Total.NEITHER),
        ("JPY", "33.3333", 3, "0.0001", Total.LINES),
        ("JPY", "100", 3, "1", Total.NEITHER),
        ("KWD", "1.234", 99_999, "0.0009", Total.LINES),
        ("KWD", "1.234", 99_999, "0.001", Total.NEITHER),
    ],
)
def test_a_total_is_judged_to_the_smallest_amount(
    currency: str, price: str, quantity: int, off: str, total: Total
) -> None:
    line = replace(LINE, unit_price=Decimal(price), quantity=Decimal(quantity), final_price=Decimal(0))
    cart = Cart(currency, line.unit_price * line.quantity + Decimal(off), (line,))
    assert judge_total(cart) == (total, True)


def test_units_are_those_of_the_recommendation() -> None:
    known = ["EA", "BX", "KGM", "C62", "H87", "MTR", "LTR", "XBX", "5A", "A10", "D03", "Q42", "PK"]
    unknown = ["", "each", "ea", "EACH", "A1", "A25", "D04 ", "UN", "G22", "J37", "Q43", "STK-"]
    assert [unit for unit in known if not is_unit_code(unit)] == []
    assert [unit for unit in unknown if is_unit_code(unit)] == []


# --- refused


@pytest.mark.parametrize(
    ("fault", "document"),
    [
        ("the cart is not JSON", b"{"),
        ("the cart is not JSON", b""),
        ("the cart is not a JSON object", b"[]"),
        ("body: expected an object", {"body": []}),
        ("items: missing", {}),
        ("body.items: expected a list", _body(items=5)),
        ("body.items: expected JSON in the string", _body(items="[")),
        ("body.items.items: missing", _body(items={})),
        ("body.items[0]: expected an object", _body(items=[5])),
        ("body.total: missing", _body(total=...)),
        ("body.currency: missing", {"body": {"total": 1, "items": [{**ITEM, "currency": ""}]}}),
        ("body.data: expected an object", _body(data=5)),
        ("body.items[0].supplierid: missing", _standard(supplierid="")),
        ("body.items[0].quantity: missing", _standard(quantity=...)),
        ("body.items[0].unitprice: missing", _standard(unitprice=None)),
        ("body.items[0].unitprice: expected a number", _standard(unitprice="12,50")),
        ("body.items[0].unitprice: expected zero or more", _standard(unitprice=-1)),
        ("body.items[0].quantity: expected zero or more", _standard(quantity="-0.5")),
        ("body.items[0].finalPrice: expected zero or more", _standard(finalPrice=-1)),
        ("body.data.tax: expected zero or more", _body(data={"tax": -1})),
        ("body.items[0].currency: expected the cart's 'EUR', got 'USD'", _standard(currency="USD")),
        ("body.items[1].currency: expected", _body(currency=..., items=[ITEM, {**ITEM, "currency": "USD"}])),
        ("body.items[0].description: expected text", _standard(description=["x"])),
        ("body.items[0].skuid: expected a whole number of 64 bits", _standard(skuid=2**63)),
        ("body.items[0].skuid: expected a whole number of 64 bits", _standard(skuid="1.5")),
        ("body.items[0].description: expected text, got True", _standard(description=True)),
        ("params: missing", b"apikey=k&version=1.0"),
        ("params: expected base64", _form(params="%")),
        ("params is not JSON", _form(params="eA==")),
        ("the cart is not an urlencoded form", b"params=\xff"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(fault: str, document: object) -> None:
    assert [found for found in _faults(document) if found.startswith(fault)] != []


def test_every_fault_of_a_cart_is_told() -> None:
    faults = _faults(_standard(quantity="x", supplierid=..., currency="USD", unitprice=-1))
    places = ["supplierid", "quantity", "unitprice", "currency"]
    assert [fault.partition(":")[0] for fault in faults] == [f"body.items[0].{place}" for place in places]


_KEYS = [*{**ITEM, **DATA, **json.loads(build_cart(CART))["items"][0]}, "body", "items", "data", "total", "region", "0"]
_KEYS += ["requestBody", "currencyCode", "supplierId", "\ud800"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["1e999999", "[]", "0E-16", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(_KEYS)), inner, max_size=5),
    max_leaves=8,
)


@settings(without_files, max_examples=200)
@given(
    st.dictionaries(st.sampled_from(sorted(_KEYS)), anything), st.sampled_from(["", "line", "cart", "form"]), anything
)
def test_whatever_comes_is_read_or_refused(members: dict[str, Any], where: str, items: Any) -> None:
    document: Any = (
        {"line": _standard(**members), "cart": _body(**members, items=items)}.get(where)
        if (where in ("line", "cart") and "items" not in members)
        else members
    )
    body = json.dumps(document).encode()
    if where == "form":
        body = urlencode({"params": base64.b64encode(body)}).encode()
    for read in (read_cart, _strictly(STANDARD), _strictly(FORM_CART), _strictly(LIFERAY_2)):
        faults = _faults(body, read)
        assert all(": " in fault or fault.startswith("the cart is not ") for fault in faults)


@settings(without_files, max_examples=100)
@given(st.binary(max_size=30) | st.binary(max_size=20).map(lambda body: b"params=" + body))
def test_bytes_that_are_no_cart_are_refused(body: bytes) -> None:
    assert _faults(body)


def test_a_description_that_never_closes_a_tag_is_read_in_time() -> None:
    body = _bytes(_standard(description="<a" * 50_000))
    start = time.process_time()
    noticed = read_cart(body).noticed
    assert time.process_time() - start < 0.5
    assert "html-in-description" not in noticed
