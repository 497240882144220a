"""Orders and their confirmations: built and read again, and from the line of a cart to the line of an order."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulators.messages.cxml import (
    AccountingSegment,
    Address,
    Charge,
    Classification,
    Comment,
    ConfirmationItem,
    ConfirmationRequest,
    ConfirmationStatus,
    Contact,
    CxmlRejected,
    Distribution,
    Envelope,
    ItemDetail,
    ItemID,
    ItemIn,
    Money,
    OrderedItem,
    OrderRequest,
    PaymentCard,
    Text,
    build_confirmation_request,
    build_order_request,
    document_kind,
    ordered_item,
    parse_confirmation_request,
    parse_order_message,
    parse_order_request,
    read,
    schema_faults,
)
from tests.messages.cxml.cxml_corpus import (
    BILL_TO,
    CONFIRMATION,
    CONFIRMATION_SAMPLES,
    ITEM_OUT,
    ORDER,
    PURCHASE,
    PURCHASE_FULL,
    SEGMENTS,
    SETUP,
    TOTAL,
    Sample,
    changed,
    purchase,
)
from tests.messages.cxml.cxml_strategies import confirmation_requests, items_in, order_requests, profile

ENCODINGS = st.sampled_from(["UTF-8", "US-ASCII"])


@profile
@given(order_requests, ENCODINGS)
def test_an_order_request_comes_back_as_it_was(request: OrderRequest, encoding: Any) -> None:
    assert parse_order_request(build_order_request(request, encoding=encoding)) == request


@profile
@given(confirmation_requests, ENCODINGS)
def test_a_confirmation_comes_back_as_it_was(request: ConfirmationRequest, encoding: Any) -> None:
    assert parse_confirmation_request(build_confirmation_request(request, encoding=encoding)) == request


@profile
@given(items_in, order_requests)
def test_a_line_of_a_cart_goes_into_an_order_and_nothing_of_it_is_dropped(item: ItemIn, request: OrderRequest) -> None:
    ordered = replace(request, items=(ordered_item(item, 7),))

    (line,) = parse_order_request(build_order_request(ordered)).items

    assert line.detail is not None
    assert {name: getattr(line.detail, name) for name in (field.name for field in fields(ItemDetail))} == {
        field.name: getattr(item, field.name) for field in fields(ItemDetail)
    }
    assert (line.item_id, line.quantity, line.line_number) == (item.item_id, item.quantity, 7)
    assert (line.ship_to, line.shipping, line.tax) == (item.ship_to, item.shipping, item.tax)


def test_less_than_the_line_takes_neither_shipping_nor_tax_of_the_whole_along() -> None:
    charge = Charge(Money(Decimal("4.90"), "EUR"), Text("en", "Parcel"))
    item = replace(parse_order_message(ORDER.encode()).items[0], shipping=charge, tax=charge)

    whole, less = ordered_item(item, 1, Decimal("2.0")), ordered_item(item, 1, Decimal(1))

    assert (whole.shipping, whole.tax) == (charge, charge)
    assert (less.quantity, less.shipping, less.tax, less.detail) == (Decimal(1), None, None, item.detail)


def test_an_order_request_is_read_value_by_value() -> None:
    request = parse_order_request(PURCHASE_FULL.encode())

    assert request == OrderRequest(
        envelope=Envelope("1@buyer.example", "2026-01-01T09:00:00+00:00"),
        header=request.header,
        deployment_mode="production",
        order_id="PO-1",
        order_date="2026-01-01",
        total=Money(Decimal("20.50"), "EUR"),
        bill_to=Address(Text("en", "Accounts")),
        items=(
            OrderedItem(
                item_id=ItemID("SKU-1", "cart9/line1 "),
                quantity=Decimal(1),
                line_number=1,
                detail=ItemDetail(
                    unit_price=Money(Decimal("10.25"), "EUR"),
                    descriptions=(Text("en", "Bolt M6 & nut"),),
                    unit_of_measure="EA",
                    classifications=(Classification("UNSPSC", "31161600"),),
                ),
                requisition_id="R",
                requested_delivery_date="2026-02-01",
                distributions=(
                    Distribution(
                        "x",
                        (AccountingSegment("1", Text("en", "Cost"), Text("en", "centre")),),
                        Money(Decimal("10.25"), "EUR"),
                    ),
                ),
                comments=(Comment("Soon"),),
            ),
        ),
        type="update",
        order_type="release",
        payment=PaymentCard("4111", "2030-01-01"),
        contacts=(Contact(Text("en", "A User"), role="endUser", emails=("user@buyer.example",)),),
        comments=(Comment("See ", "en", attachments=("cid:1",)),),
        document_reference="0@x",
        supplier_order_id="S",
        extrinsics=(("a", "b"),),
    )
    assert document_kind(read(PURCHASE_FULL.encode())) == "OrderRequest"


def test_a_confirmation_is_read_value_by_value() -> None:
    confirmation = parse_confirmation_request(CONFIRMATION.encode())

    assert confirmation == ConfirmationRequest(
        envelope=Envelope("1@buyer.example", "2026-01-01T09:00:00+00:00"),
        header=confirmation.header,
        deployment_mode="production",
        type="detail",
        notice_date="2026-01-02T09:00:00+00:00",
        order_payload_id="1@buyer.example",
        order_id="PO-1",
        order_date="2026-01-01",
        confirm_id="C-1",
        items=(
            ConfirmationItem(
                line_number=1,
                quantity=Decimal(2),
                unit_of_measure="EA",
                statuses=(
                    ConfirmationStatus(
                        Decimal(1),
                        "detail",
                        "EA",
                        unit_price=Money(Decimal("10.25"), "EUR"),
                        delivery_date="2026-02-01",
                    ),
                    ConfirmationStatus(Decimal(1), "backordered", "EA", comments=(Comment("Later"),)),
                ),
            ),
        ),
    )
    assert document_kind(read(CONFIRMATION.encode())) == "ConfirmationRequest"


def test_defaults_of_an_order_are_those_of_the_dtd() -> None:
    request = parse_order_request(PURCHASE.encode())
    assert (request.deployment_mode, request.type, request.order_type) == ("production", "new", "regular")


def test_the_older_form_of_accounting_is_read_too() -> None:
    line = f"{ITEM_OUT.removesuffix('</ItemOut>')}{SEGMENTS}</ItemOut>"
    (item,) = parse_order_request(purchase(f"{TOTAL}{BILL_TO}", line).encode()).items
    assert [vars_of(segment) for segment in item.distributions[0].segments] == [("Cost", "1", "centre")]


def vars_of(value: Any) -> tuple[Any, ...]:
    return tuple(getattr(value, field.name) for field in fields(value))


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-31",
        "20260131",
        "2026-01-31T23:30:00-08:00",
        "2026-01-31T23:30:00-0800",
        "2026-01-31T00:30:00+14",
        "2026-01-31T09:00:00Z",
        "2026-01-31T09:00:00.1234567Z",
        "2026-01-31T09:00:00",
        "2026-01-31T09:00",
        "2026-01-31 09:00:00",
        "2026-01-31 09:00:00 -0700",
        "2026-01-31 09:00:00 UTC",
        "20260131T090000+0000",
        "Sat, 31 Jan 2026 09:00:00 +0000",
        "Sat Jan 31 09:00:00 2026",
        " 2026-01-31\n",
    ],
)
def test_a_date_of_an_order_is_read_in_every_form_seen(written: str) -> None:
    document = changed(PURCHASE, 'orderDate="2026-01-01"', f'orderDate="{written}"')

    assert parse_order_request(document.encode()).order_date == written.replace("\n", " ")


@pytest.mark.parametrize(
    "written",
    ["", "tomorrow", "Sat Jan 31 09:00:00 PST 2026", "2026-02-30", "31.01.2026", "2026", "Sat Foo 31 09:00:00 2026"],
)
def test_what_is_no_date_is_refused_with_what_came(written: str) -> None:
    document = changed(PURCHASE, 'orderDate="2026-01-01"', f'orderDate="{written}"').encode()

    with pytest.raises(CxmlRejected, match="expected an orderDate such as 2026-01-31, got") as refused:
        parse_order_request(document)
    assert refused.value.reason == "invalid"
    with pytest.raises(CxmlRejected, match="orderDate"):
        build_order_request(replace(parse_order_request(PURCHASE.encode()), order_date=written))
    assert parse_order_request(document, strict=False).order_date == written


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (BILL_TO, "", "BillTo"),
        (TOTAL, "", "Total"),
        (' orderID="PO-1"', "", "orderID"),
        ('quantity="2"', 'quantity="-1"', "not negative"),
        ('quantity="2"', 'quantity="two"', "a number"),
        ('quantity="2"', 'quantity="2" lineNumber="one"', "a whole number"),
        (">20.50<", ">dear<", "a number"),
    ],
)
def test_an_order_with_something_wrong_is_refused_strictly_or_not(old: str, new: str, words: str) -> None:
    document = changed(PURCHASE, old, new).encode()
    for strict in (True, False):
        with pytest.raises(CxmlRejected, match=words):
            parse_order_request(document, strict=strict)


def test_an_order_without_lines_is_not_built() -> None:
    with pytest.raises(CxmlRejected, match="ItemOut"):
        build_order_request(replace(parse_order_request(PURCHASE.encode()), items=()))


def test_the_number_of_a_card_is_not_shown() -> None:
    assert "4111" not in repr(parse_order_request(PURCHASE_FULL.encode()))


# --- confirmations, which the cXML.dtd files do not declare


@pytest.mark.parametrize("sample", CONFIRMATION_SAMPLES, ids=lambda sample: sample.name)
def test_the_schema_of_confirmations_takes_what_is_good_and_nothing_else(sample: Sample) -> None:
    found = schema_faults(etree.fromstring(sample.document), "fulfill")

    assert (found == ()) == sample.valid
    assert all("expected" in fault.message and "got" in fault.message for fault in found)


def test_a_document_is_judged_by_the_schema_of_its_kind_only() -> None:
    for document, own, other in (
        (CONFIRMATION, "fulfill", "punchout"),
        (PURCHASE, "punchout", "fulfill"),
        (SETUP, "punchout", "fulfill"),
    ):
        root = etree.fromstring(document)
        assert schema_faults(root, own) == ()  # type: ignore[arg-type]  # the names are those of the schemas
        assert schema_faults(root, other) != ()  # type: ignore[arg-type]


def test_a_confirmation_names_its_own_dtd() -> None:
    confirmation = parse_confirmation_request(CONFIRMATION.encode())

    assert b'"http://xml.cxml.org/schemas/cXML/1.2.014/Fulfill.dtd"' in build_confirmation_request(confirmation)
    with pytest.raises(CxmlRejected, match="accept"):
        build_confirmation_request(replace(confirmation, type="maybe"))
