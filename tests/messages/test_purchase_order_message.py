"""The purchase order in JSON and its acknowledgment: the forms we write, all that is read, and each fault by place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.numbers import NotANumber
from simulators.messages.purchase_orders import (
    AcknowledgedLine,
    Acknowledgment,
    OrderAddress,
    OrderDetails,
    OrderHeader,
    OrderLine,
    PurchaseOrder,
    PurchaseOrderRejected,
    build_acknowledgment,
    build_purchase_order,
    parse_acknowledgment,
    parse_purchase_order,
    presented_secrets,
    purchase_order_faults,
)

without_files = settings(deadline=None, database=None, derandomize=True)

LINE = OrderLine(
    supplier_id="SKU-1",
    supplier_aux_id="900/1 ",
    quantity=Decimal(2),
    unit_price=Decimal("10.50"),
    line_number=1,
    currency="USD",
    description="Bolt <M6> & nut \u20ac",
    unit_of_measure="EA",
    requested_delivery_date="2026-02-01",
    comments="Soon",
    session_key="s-1",
    cart_position="1",
    extra_data={"a": {"b": [1]}},
)
ADDRESS = OrderAddress(
    "7", "Plant", ("Ann",), ("Street 1", "Gate 2"), "Bonn", "NW", "53113", "Germany", "DE", "a@b.example", "0228"
)
ORDER = PurchaseOrder(
    header=OrderHeader(
        "PO-1", "2026-01-31", "new", "1@buyer.example", "NetworkID", "B-1", "DUNS", "1", "secret-of-the-header", 77
    ),
    details=OrderDetails(
        Decimal("25.90"), "USD", Decimal("4.90"), "Parcel", Decimal(0), "", ADDRESS, None, OrderAddress(email="c@d")
    ),
    items=(LINE,),
    mode="test",
    shared_secret="secret-of-the-root",
)
ACKNOWLEDGMENT = Acknowledgment(
    po_order_id="PO-1",
    order_request_id=77,
    ext_notice_id="N-1",
    notice_date="2026-02-01",
    po_payload_id="1@buyer.example",
    po_order_date="2026-01-31",
    contact=OrderAddress(address_name="Sales", email="s@shop.example"),
    order_number="30017",
    items=(
        AcknowledgedLine(
            Decimal(2), "SKU-1", "900/1 ", Decimal("10.50"), "USD", "EA", "Bolt", "31161600", 30018, 1, position=1
        ),
    ),
)


def _written(order: PurchaseOrder) -> dict[str, Any]:
    document = json.loads(build_purchase_order(order, strict=False), parse_float=str)
    assert isinstance(document, dict)
    return document


def _faults(document: object, parse: Callable[[bytes], object] = parse_purchase_order) -> tuple[str, ...]:
    try:
        parse(document if isinstance(document, bytes) else json.dumps(document).encode())
    except PurchaseOrderRejected as rejected:
        return rejected.faults
    return ()


def _with(place: str, value: object, order: PurchaseOrder = ORDER) -> dict[str, Any]:
    """Return the order as JSON with one member changed, `header.po_order_id` or `0.quantity`; `...` takes it away."""
    document = json.loads(build_purchase_order(order))
    outer, _, key = place.rpartition(".")
    holder = document["items"][0] if outer == "0" else document[outer] if outer else document
    if value is ...:
        del holder[key]
    else:
        holder[key] = value
    return dict(document)


# --- built


def test_an_order_is_written_with_the_names_of_the_reference() -> None:
    assert _written(ORDER) == {
        "mode": "test",
        "shared_secret": "secret-of-the-root",
        "header": {
            "from_domain": "NetworkID",
            "from_identity": "B-1",
            "to_domain": "DUNS",
            "to_identity": "1",
            "po_payload_id": "1@buyer.example",
            "po_order_id": "PO-1",
            "po_order_date": "2026-01-31",
            "shared_secret": "secret-of-the-header",
            "po_order_type": "new",
            "order_request_id": 77,
        },
        "details": {
            "total": "25.9",
            "shipping": "4.9",
            "tax": 0,
            "currency": "USD",
            "shipping_description": "Parcel",
            "tax_description": "",
            "ship_to": {
                "address_id": "7",
                "address_name": "Plant",
                "deliver_to": ["Ann"],
                "streets": ["Street 1", "Gate 2"],
                "city": "Bonn",
                "state": "NW",
                "postalcode": "53113",
                "country": "Germany",
                "country_code": "DE",
                "email": "a@b.example",
                "phone": "0228",
            },
            "contact": _written(ORDER)["details"]["contact"],
        },
        "items": [
            {
                "supplier_id": "SKU-1",
                "supplier_aux_id": "900/1 ",
                "currency": "USD",
                "description": "Bolt <M6> & nut \u20ac",
                "uom": "EA",
                "requested_delivery_date": "2026-02-01",
                "comments": "Soon",
                "session_key": "s-1",
                "cart_position": "1",
                "quantity": 2,
                "unitprice": "10.5",
                "line_number": 1,
                "extra_data": {"a": {"b": [1]}},
            }
        ],
    }
    older = replace(ORDER, api_key="k", punchout_session="s", store_code="c")
    assert {key: _written(older)[key] for key in ("api_key", "punchout_session", "store_code")} == {
        "api_key": "k",
        "punchout_session": "s",
        "store_code": "c",
    }


def _line(**changes: Any) -> PurchaseOrder:
    return replace(ORDER, items=(replace(LINE, **changes),))


@pytest.mark.parametrize(
    ("order", "fault"),
    [
        (replace(ORDER, mode="live"), "mode: expected production or test, got 'live'"),
        (replace(ORDER, header=replace(ORDER.header, po_order_id=" ")), "header.po_order_id: missing"),
        (
            replace(ORDER, header=replace(ORDER.header, po_order_date="20260131")),
            "header.po_order_date: expected YYYY-MM-DD, got '20260131'",
        ),
        (
            replace(ORDER, header=replace(ORDER.header, po_order_type="change")),
            "header.po_order_type: expected new, update or delete, got 'change'",
        ),
        (
            replace(_line(currency="usd"), details=replace(ORDER.details, currency="usd")),
            "details.currency: expected a code of three letters, got 'usd'",
        ),
        (
            replace(ORDER, items=(), details=replace(ORDER.details, total=Decimal(0))),
            "items: expected a line, got none",
        ),
        (
            replace(ORDER, items=(LINE, LINE), details=replace(ORDER.details, total=Decimal(42))),
            "items: expected line numbers that are all different, got 1, 1",
        ),
        (_line(line_number=0), "items[0].line_number: expected a number from 1 up, got 0"),
        (_line(line_number=None), "items[0].line_number: expected a number from 1 up, got None"),
        (_line(supplier_id=""), "items[0].supplier_id: missing"),
        (_line(supplier_aux_id=""), "items[0].supplier_aux_id: missing"),
        (_line(unit_of_measure=""), "items[0].uom: missing"),
        (_line(currency="EUR"), "items[0].currency: expected USD, which the order is in, got 'EUR'"),
        (_line(unit_price=Decimal("10.60")), "details.total: expected 21.2 or 26.1, got 25.9"),
        (
            replace(_line(quantity=Decimal(0)), details=replace(ORDER.details, total=Decimal(0))),
            "items[0].quantity: expected more than 0, got 0",
        ),
        (
            replace(_line(unit_price=Decimal(-1)), details=replace(ORDER.details, total=Decimal(-2))),
            "items[0].unitprice: expected 0 or more, got -1",
        ),
        (_line(unit_price=Decimal("NaN")), "items[0].unitprice: expected a number, got Decimal('NaN')"),
    ],
)
def test_an_order_of_ours_is_checked_before_it_leaves(order: PurchaseOrder, fault: str) -> None:
    assert tuple(purchase_order_faults(order)) == (fault,)
    with pytest.raises(PurchaseOrderRejected) as rejected:
        build_purchase_order(order)
    assert rejected.value.faults == (fault,)
    if "NaN" in fault:
        assert _faults_of_building(order) == (fault,)
    else:
        assert _faults_of_building(order) == ()


def _faults_of_building(order: PurchaseOrder) -> tuple[str, ...]:
    try:
        build_purchase_order(order, strict=False)
    except PurchaseOrderRejected as rejected:
        return rejected.faults
    return ()


@pytest.mark.parametrize(
    ("currency", "total", "good"),
    [
        ("USD", "21.00", True),
        ("USD", "25.90", True),
        ("USD", "20.995", True),
        ("USD", "21.01", False),
        ("KWD", "21.0006", False),
        ("JPY", "21.5", True),
        ("JPY", "22", False),
    ],
)
def test_a_total_may_hold_shipping_and_tax_or_not_and_is_good_but_for_rounding(
    currency: str, total: str, good: bool
) -> None:
    details = replace(ORDER.details, total=Decimal(total), currency=currency)
    order = replace(ORDER, details=details, items=(replace(LINE, currency=currency),))
    assert (tuple(purchase_order_faults(order)) == ()) is good


def test_a_total_of_very_many_may_be_off_by_what_the_price_is() -> None:
    line = replace(LINE, quantity=Decimal(10**9), unit_price=Decimal("0.3333333333"))
    order = replace(ORDER, details=replace(ORDER.details, total=Decimal("333333333.33")), items=(line,))
    assert tuple(purchase_order_faults(order)) == ()


# --- parsed


@pytest.mark.parametrize("form", [2, 2.0, "2", "2.00", "2E0", " 2 "], ids=repr)
def test_a_number_may_be_a_number_or_a_string_of_any_form(form: object) -> None:
    for place in ("0.quantity", "0.unitprice", "0.line_number", "details.total", "header.order_request_id"):
        order = parse_purchase_order(json.dumps(_with(place, form)).encode())
        line = order.items[0]
        values = (
            line.quantity,
            line.unit_price,
            line.line_number,
            order.details.total,
            order.header.order_request_id,
        )
        assert 2 in values


def test_a_text_may_be_a_number_where_it_looks_like_one() -> None:
    document = _with("0.supplier_id", 4711)
    document["details"]["ship_to"] |= {"postalcode": 53113, "streets": "Street 1", "deliver_to": None}
    order = parse_purchase_order(json.dumps(document).encode())
    assert order.items[0].supplier_id == "4711"
    assert order.details.ship_to is not None
    assert (order.details.ship_to.postal_code, order.details.ship_to.streets) == ("53113", ("Street 1",))
    assert order.details.ship_to.deliver_to == ()


def test_the_older_members_are_read_in_both_spellings() -> None:
    for names in (
        ("punchout_session", "api_key", "store_code", "shared_secret"),
        ("punchoutSession", "apiKey", "storeCode", "sharedSecret"),
    ):
        document = _with("shared_secret", ...) | dict(zip(names, ["s", "k", "c", "x"], strict=True))
        order = parse_purchase_order(json.dumps(document).encode())
        assert (order.punchout_session, order.api_key, order.store_code, order.shared_secret) == ("s", "k", "c", "x")


def test_an_order_that_deletes_another_needs_its_number_only() -> None:
    order = parse_purchase_order(b'{"header": {"po_order_type": "delete", "po_order_id": "PO-1"}}')
    assert (order.header.po_order_id, order.items, order.mode) == ("PO-1", (), "production")
    assert tuple(purchase_order_faults(replace(order, header=replace(order.header, po_order_date="2026-01-31")))) == ()


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        ("header", ..., "header: missing"),
        ("header.po_order_id", ..., "header.po_order_id: missing"),
        ("header.po_order_id", "", "header.po_order_id: missing"),
        ("header.po_order_type", "change", "header.po_order_type: expected new, update or delete, got 'change'"),
        ("header.order_request_id", "x", "header.order_request_id: expected a number, got 'x'"),
        ("header.order_request_id", 1.5, "header.order_request_id: expected a whole number of 64 bits, got '1.5'"),
        ("details", ..., "details: missing"),
        ("details", [], "details: expected an object, got []"),
        ("details.total", ..., "details.total: missing"),
        ("details.total", "12,50", "details.total: expected a number, got '12,50'"),
        ("details.currency", "", "details.currency: missing"),
        ("details.ship_to", "Bonn", "details.ship_to: expected an object, got 'Bonn'"),
        ("details.ship_to", {"city": []}, "details.ship_to.city: expected text, got []"),
        ("details.ship_to", {"streets": ["a", {}]}, "details.ship_to.streets[1]: expected text, got {}"),
        ("items", ..., "items: missing"),
        ("items", {}, "items: expected a list, got {}"),
        ("items", ["x"], "items[0]: expected an object, got 'x'"),
        ("0.supplier_id", ..., "items[0].supplier_id: missing"),
        ("0.quantity", ..., "items[0].quantity: missing"),
        ("0.quantity", "two", "items[0].quantity: expected a number, got 'two'"),
        ("0.quantity", True, "items[0].quantity: expected a number, got True"),
        ("0.unitprice", None, "items[0].unitprice: missing"),
        ("0.line_number", 1.5, "items[0].line_number: expected a whole number of 64 bits, got '1.5'"),
        ("0.description", ["x"], "items[0].description: expected text, got ['x']"),
        ("0.uom", False, "items[0].uom: expected text, got False"),
        ("0.extra_data", "x", "items[0].extra_data: expected an object, got 'x'"),
        ("shared_secret", {"a": "hidden"}, "shared_secret: expected text, got a value of type dict"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(place: str, value: object, fault: str) -> None:
    assert _faults(_with(place, value)) == (fault,)


def test_every_fault_is_told() -> None:
    assert str(PurchaseOrderRejected(("a: missing", "b: missing"))) == "a: missing; b: missing"
    document = _with("0.quantity", "x")
    del document["details"]["total"], document["header"]["po_order_id"]
    assert [fault.partition(":")[0] for fault in _faults(document)] == [
        "header.po_order_id",
        "details.total",
        "items[0].quantity",
    ]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b"<cXML/>", b"[" * 100_000, b'{"a": NaN}'])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    for parse in (parse_purchase_order, parse_acknowledgment, presented_secrets):
        (fault,) = _faults(body, parse)
        assert " is not " in fault


# --- secrets


def test_the_secrets_presented_are_found_whatever_else_is_wrong() -> None:
    document = {"shared_secret": "a", "apikey": 5, "header": {"shared_secret": "c"}, "items": "x"}
    assert presented_secrets(json.dumps(document).encode()) == ("a", "5", "c")
    assert presented_secrets(b'{"shared_secret": ["a"], "api_key": "", "header": "x"}') == ()


def test_no_secret_is_shown() -> None:
    shown = repr(replace(ORDER, api_key="secret-key")) + repr(replace(ACKNOWLEDGMENT, api_key="secret-key"))
    assert "secret-" not in shown
    assert "PO-1" in shown


# --- acknowledged


def test_an_acknowledgment_is_written_with_the_names_of_the_reference() -> None:
    assert json.loads(build_acknowledgment(replace(ACKNOWLEDGMENT, api_key="k")), parse_float=str) == {
        "apikey": "k",
        "order_number": "30017",
        "params": {
            "order_request_id": 77,
            "confirmation": {
                "header": {
                    "ext_notice_id": "N-1",
                    "notice_date": "2026-02-01",
                    "po_payload_id": "1@buyer.example",
                    "po_order_id": "PO-1",
                    "po_order_date": "2026-01-31",
                    "confirmation_status": "accept",
                    "contact": {"email": "s@shop.example", "name": "Sales"},
                    "data": {},
                },
                "items": [
                    {
                        "line_number": 30018,
                        "po_line_number": 1,
                        "_position": 1,
                        "quantity": 2,
                        "unitprice": "10.5",
                        "part_id": "SKU-1",
                        "supplier_aux_id": "900/1 ",
                        "currency": "USD",
                        "uom": "EA",
                        "description": "Bolt",
                        "classification": "31161600",
                    }
                ],
            },
        },
    }
    with pytest.raises(NotANumber):
        build_acknowledgment(replace(ACKNOWLEDGMENT, items=(AcknowledgedLine(Decimal("NaN")),)))


def test_an_acknowledgment_is_read_in_other_spellings_and_says_what_it_says() -> None:
    line = {"supplier_id": 4711, "part_aux_id": "900/1", "unit_price": "10.50", "quantity": "2"}
    document = {"params": {"confirmation": {"header": {"po_order_id": "PO-1"}, "items": [line, {}]}}}
    full, empty = parse_acknowledgment(json.dumps(document).encode()).items
    assert full == AcknowledgedLine(Decimal(2), "4711", "900/1", Decimal("10.5"))
    assert empty == AcknowledgedLine()


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({}, "params: missing"),
        ({"params": 5}, "params: expected an object, got 5"),
        ({"params": {}}, "params.confirmation: missing"),
        ({"params": {"confirmation": {}}}, "params.confirmation.header: missing"),
        ({"params": {"confirmation": {"header": {}}}}, "params.confirmation.header.po_order_id: missing"),
        (
            {"params": {"confirmation": {"header": {"po_order_id": 1}, "items": [{"quantity": "x"}]}}},
            "params.confirmation.items[0].quantity: expected a number, got 'x'",
        ),
    ],
)
def test_what_is_no_acknowledgment_is_refused_by_place(document: object, fault: str) -> None:
    assert _faults(document, parse_acknowledgment) == (fault,)


# --- both

texts = st.text(max_size=8)
needed = st.text(min_size=1, max_size=8)
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**12), max_value=10**12)
longs = st.none() | st.integers(0, 2**63 - 1)
some_lines = st.lists(needed, max_size=2).map(tuple)
addresses = st.none() | st.builds(
    OrderAddress, texts, texts, some_lines, some_lines, texts, texts, texts, texts, texts, texts, texts
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | amounts | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
lines = st.builds(
    OrderLine,
    supplier_id=needed,
    supplier_aux_id=texts,
    quantity=amounts,
    unit_price=amounts,
    line_number=longs,
    currency=texts,
    description=texts,
    unit_of_measure=texts,
    requested_delivery_date=texts,
    comments=texts,
    session_key=texts,
    cart_position=texts,
    extra_data=st.dictionaries(texts, json_values, max_size=2),
)
orders = st.builds(
    PurchaseOrder,
    header=st.builds(
        OrderHeader, needed, texts, st.sampled_from(["new", "update", "delete"]), *[texts] * 6, order_request_id=longs
    ),
    details=st.builds(OrderDetails, amounts, needed, amounts, texts, amounts, texts, addresses, addresses, addresses),
    items=st.lists(lines, max_size=2).map(tuple),
    mode=st.sampled_from(["production", "test"]),
    shared_secret=texts,
    api_key=texts,
    punchout_session=texts,
    store_code=texts,
)
acknowledgments = st.builds(
    Acknowledgment,
    po_order_id=needed,
    confirmation_status=texts,
    items=st.lists(
        st.builds(
            AcknowledgedLine,
            st.none() | amounts,
            texts,
            texts,
            st.none() | amounts,
            *[texts] * 4,
            line_number=longs,
            po_line_number=longs,
            position=longs,
        ),
        max_size=2,
    ).map(tuple),
    order_request_id=longs,
    ext_notice_id=texts,
    notice_date=texts,
    po_payload_id=texts,
    po_order_date=texts,
    ship_to=addresses,
    bill_to=addresses,
    contact=st.none() | st.builds(OrderAddress, address_name=texts, email=texts),
    order_number=texts,
    api_key=texts,
)


@settings(without_files, max_examples=60)
@given(orders)
def test_an_order_is_the_same_after_the_way(order: PurchaseOrder) -> None:
    assert parse_purchase_order(build_purchase_order(order, strict=False)) == order


@settings(without_files, max_examples=60)
@given(acknowledgments)
def test_an_acknowledgment_is_the_same_after_the_way(acknowledgment: Acknowledgment) -> None:
    assert parse_acknowledgment(build_acknowledgment(acknowledgment)) == acknowledgment


@settings(without_files, max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(sorted(_with("mode", "test")["items"][0])),
        json_values.filter(lambda value: "Decimal" not in repr(value)),
        max_size=4,
    )
)
def test_a_spoilt_line_is_read_or_refused(changes: dict[str, object]) -> None:
    document = json.loads(build_purchase_order(ORDER))
    document["items"][0] |= changes
    assert all(fault.startswith("items[0].") for fault in _faults(document))
