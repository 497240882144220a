"""From the flat cart to the order message: every field is found again, and the message is valid cXML."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulators.hub.fronts.order_message import order_message, paid_unit_price
from simulators.hub.punch_outs import CannotBringBack
from simulators.hub.relationships import Relationship, ShopAccess
from simulators.messages.cart import Cart, CartLine, ShippingAddress, build_cart, parse_cart
from simulators.messages.cxml import (
    Classification,
    Credential,
    Envelope,
    Header,
    Money,
    OrderMessage,
    SetupRequest,
    build_order_message,
    parse_order_message,
)
from simulators.messages.markup import text_of
from tests.hub.hub_bench import SUPPLIER, cart, line

NOW = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
BUYER = Credential("NetworkID", "BUYER-1", "s3cret")
SETUP = SetupRequest(
    Envelope("p", "2026-01-01T09:00:00+00:00"),
    Header((BUYER,), (SUPPLIER,), (BUYER,), "test"),
    "test",
    "create",
    "bc-1",
)
RELATIONSHIP = Relationship(BUYER, SUPPLIER, ShopAccess("http://shop", "Store"), "ACME", "USD")


def _message(brought: Cart | None) -> OrderMessage:
    return order_message(RELATIONSHIP, SETUP, brought, NOW, "hub.example")


def _extrinsics(**changes: Any) -> dict[str, Any]:
    return dict(_message(cart(line(**changes))).items[0].extrinsics)


def test_what_cxml_has_a_place_for_goes_there() -> None:
    message = _message(cart(line(unit_of_measure="BX"), currency="EUR"))
    item = message.items[0]

    assert (item.item_id.supplier_part_id, item.item_id.auxiliary_id) == ("SKU-001", "41/42")
    assert (item.quantity, item.unit_price) == (Decimal(3), Money(Decimal("10.50"), "EUR"))
    assert (item.unit_of_measure, item.descriptions[0].value) == ("BX", "A bolt")
    assert item.classifications == (Classification("UNSPSC", "31161600"),)
    assert (message.total, message.buyer_cookie) == (Money(Decimal("31.50"), "EUR"), "bc-1")
    assert (message.operation_allowed, message.quote_status) == ("edit", "final")


def test_total_is_that_of_the_lines_with_shipping_and_tax_beside_it() -> None:
    brought = cart(
        total=Decimal("39.00"), shipping=Decimal(5), shipping_description="UPS", tax=Decimal("2.50"), tax_description=""
    )

    message = _message(brought)

    assert message.total.amount == Decimal("31.50")
    assert message.shipping is not None
    assert message.tax is not None
    assert (message.shipping.money.amount, message.shipping.description.value) == (Decimal(5), "UPS")
    assert (message.tax.money.amount, message.tax.description.value) == (Decimal("2.50"), "Tax")


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({}, "10.50"),
        ({"promo_price": "9.45", "final_price": "28.35"}, "9.45"),
        ({"discount": "1.58", "final_price": "29.92"}, "9.9733333333"),
        ({"discount": "31.50", "final_price": "0"}, "0.00"),
        ({"final_price": "0"}, "10.50"),
        ({"final_price": "0", "promo_price": "9.45"}, "9.45"),
        ({"quantity": "0", "final_price": "0"}, "10.50"),
        ({"quantity": "100", "final_price": "1000"}, "10.00"),
    ],
)
def test_the_unit_price_is_what_the_buyer_pays(changes: dict[str, str], price: str) -> None:
    paid = paid_unit_price(line(**{name: Decimal(value) for name, value in changes.items()}))

    assert str(paid) == price


@pytest.mark.parametrize(
    ("classification", "expected"),
    [
        ("Brake System,", (Classification("SupplierCategory", "Brake System"),)),
        ("A,B,", (Classification("SupplierCategory", "A"), Classification("SupplierCategory", "B"))),
        ("", (Classification("UNSPSC", ""),)),
    ],
)
def test_without_unspsc_the_categories_classify(classification: str, expected: tuple[Classification, ...]) -> None:
    message = _message(cart(line(unspsc="", classification=classification)))

    assert message.items[0].classifications == expected


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("  \n ", ""),
        ("<p>A <b>bolt</b> M<i>6</i></p>", "A bolt M6"),
        ("a < b &amp;&amp; c > d", "a < b && c > d"),
        ("x ]]> </script> y", "x ]]> y"),
        ("<script>alert(1)</script><style>p {}</style>text", "text"),
        ("<!-- no --> yes <?no?>", "yes"),
        ("<html></html>", ""),
        ("<html><head><title>T</title></head><body>B</body></html>", "TB"),
        ("<!DOCTYPE html><p>x", "x"),
        ("<![CDATA[x]]>", ""),
        ("\x00a\x0bb\ud800c&#1;d", "a b c d"),
        ("3/4\u2033 \u2013 \u20ac \u30dc\u30eb\u30c8", "3/4\u2033 \u2013 \u20ac \u30dc\u30eb\u30c8"),
        ("</div></div>after", "after"),
        ("&nbsp;a&nbsp;b&nbsp;", "a b"),
    ],
)
def test_the_description_loses_its_markup(markup: str, text: str) -> None:
    plain = text_of(markup)

    build_order_message(_message(cart(line(description=markup))))
    assert plain == text


@given(st.text(max_size=60) | st.text(alphabet="<>&;!-[]?/=\"' abpdivscrtyle#0x1\x00\ud800", max_size=40))
@settings(deadline=None, database=None, max_examples=300)
def test_any_description_can_be_brought_back(markup: str) -> None:
    message = _message(cart(line(description=markup)))

    assert parse_order_message(build_order_message(message)) == message


def test_what_cxml_has_no_place_for_goes_into_extrinsics() -> None:
    found = _extrinsics(
        classification="A,B,",
        promo_price=Decimal("9.45"),
        discount=Decimal("1.5"),
        shipped_quantity=Decimal(2),
        price_list_id=7,
        parent_order_item_id=8,
        delivery_group="G",
        printed_note="N",
        external_reference_code="E",
        create_date="C",
        modified_date="M",
        requested_delivery_date="R",
    )

    assert found == {
        "skuid": "30007",
        "classification": "A,B,",
        "promoPrice": "9.45",
        "discountAmount": "1.5",
        "finalPrice": "31.50",
        "listPrice": "10.50",
        "shippedQuantity": "2",
        "commercePriceListId": "7",
        "parentCommerceOrderItemId": "8",
        "deliveryGroup": "G",
        "printedNote": "N",
        "externalReferenceCode": "E",
        "createDate": "C",
        "modifiedDate": "M",
        "requestedDeliveryDate": "R",
    }


def test_what_is_said_of_the_whole_cart_stands_at_each_item() -> None:
    brought = cart(
        line(), line(), discount=Decimal(5), discount_description="Spring", contract_id="K-1", quote_id="Q-1"
    )

    for item in _message(brought).items:
        assert (
            dict(item.extrinsics).items()
            >= {
                "cartDiscount": "5",
                "cartDiscountDescription": "Spring",
                "cartContractId": "K-1",
                "cartQuoteId": "Q-1",
            }.items()
        )


def test_the_address_of_a_line_is_where_it_is_shipped() -> None:
    address = ShippingAddress(
        9,
        "Gate 4",
        "ADDR-1",
        "Street 1",
        "",
        "Building C",
        "K\u00f6ln",
        "50667",
        "NW",
        "Nordrhein",
        "DE",
        "Germany",
        "123",
        "Ring",
    )
    item = _message(cart(line(shipping_address=address))).items[0]
    ship_to = item.ship_to

    assert ship_to is not None
    assert ship_to.postal is not None
    assert ship_to.phone is not None
    assert (ship_to.name.value, ship_to.address_id, ship_to.phone.number) == ("Gate 4", "ADDR-1", "123")
    assert ship_to.postal.streets == ("Street 1", "Building C")
    assert (ship_to.postal.city, ship_to.postal.postal_code) == ("K\u00f6ln", "50667")
    assert (ship_to.postal.state, ship_to.postal.iso_country_code) == ("Nordrhein", "DE")
    assert (
        dict(item.extrinsics).items()
        >= {
            "shippingAddressId": "9",
            "shippingRegionCode": "NW",
            "shippingDescription": "Ring",
        }.items()
    )
    assert _message(cart(line())).items[0].ship_to is None


def test_what_no_form_told_is_no_extrinsic_but_a_price_of_zero_is() -> None:
    assert set(_extrinsics(sku_id=0, final_price=Decimal(0))) == {"listPrice"}
    assert _extrinsics(final_price=Decimal(0), discount=Decimal("31.50"))["finalPrice"] == "0"


def test_members_of_a_shops_own_go_where_cxml_has_a_place_or_by_a_name_that_is_nobody_elses() -> None:
    data: tuple[tuple[str, Any], ...] = (
        *(("manufacturer", "Acme"), ("manufacturer_id", 7), ("lead_time", 3), ("lead_time", 4), ("colour", "red")),
        *(("skuid", None), ("data.x", {"a": [1]}), ("cart.x", Decimal("1.50"))),
    )
    brought = cart(line(sku_id=9, data=data, language="de", class_domain="ECLASS", classification="21"))
    item = _message(replace(brought, data=(("colour", "blue"),), edit_mode=0)).items[0]

    assert (item.manufacturer_name, item.manufacturer_part_id, item.lead_time) == ("Acme", None, 3)
    said = item.extrinsics
    assert [(name, value) for name, value in said if name.startswith(("data.", "cart.")) or name == "colour"] == [
        ("colour", "red"),
        ("data.skuid", "null"),
        ("data.data.x", '{"a": [1]}'),
        ("data.cart.x", "1.50"),
        ("cart.colour", "blue"),
    ]
    assert [value for name, value in said if name in ("skuid", "manufacturer_id", "lead_time")] == ["9", "7", "4"]
    assert item.descriptions[0].language == "de"
    assert item.classifications == (Classification("UNSPSC", "31161600"), Classification("ECLASS", "21"))


@pytest.mark.parametrize(("edit_mode", "operation"), [(None, "edit"), (1, "edit"), (0, "create")])
def test_whether_the_buyer_may_edit_is_told(edit_mode: int | None, operation: str) -> None:
    assert _message(cart(edit_mode=edit_mode)).operation_allowed == operation


@pytest.mark.parametrize("total", ["36.50", "31.50"])
def test_a_total_is_that_of_the_lines_whether_it_came_with_shipping_or_not(total: str) -> None:
    message = _message(cart(shipping=Decimal(5), total=Decimal(total)))

    assert message.total.amount == Decimal("31.50")


def test_a_total_below_what_is_in_it_cannot_be_brought_back() -> None:
    with pytest.raises(CannotBringBack, match="its total 4 is less than its shipping 5 and tax 0"):
        _message(cart(shipping=Decimal(5), total=Decimal(4)))


def test_a_number_with_a_monstrous_exponent_is_not_written_out() -> None:
    assert _extrinsics(promo_price=Decimal("1E+999999999"))["promoPrice"] == "1E+999999999"


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12)
_AMOUNTS = st.decimals(0, 10**6, places=2)
_IDS = st.integers(1, 2**53)
_ADDRESSES = st.builds(
    ShippingAddress,
    id=st.integers(0, 99),
    **dict.fromkeys(("name", "street1", "street2", "city", "zip", "region_name", "country_code"), _TEXTS),
)
_LINES = st.builds(
    CartLine,
    sku_id=_IDS,
    supplier_id=_TEXTS.filter(bool),
    auxiliary_id=st.builds("{}/{}".format, _IDS, _IDS),
    description=_TEXTS,
    quantity=st.integers(1, 10**6).map(Decimal),
    unit_price=_AMOUNTS,
    final_price=_AMOUNTS,
    promo_price=_AMOUNTS,
    discount=_AMOUNTS,
    unit_of_measure=st.sampled_from(["EA", "BX", ""]),
    unspsc=st.sampled_from(["31161600", ""]),
    classification=st.sampled_from(["", "A,", "A,B,"]),
    printed_note=_TEXTS,
    shipping_address=_ADDRESSES,
)


@given(
    st.builds(
        Cart,
        currency=st.sampled_from(["USD", "JPY", "KWD"]),
        total=_AMOUNTS,
        lines=st.lists(_LINES, max_size=4).map(tuple),
        discount=_AMOUNTS,
        shipping=_AMOUNTS,
        tax=_AMOUNTS,
        shipping_description=_TEXTS,
    ).map(lambda made: replace(made, total=made.total + made.shipping + made.tax))
)
@settings(deadline=None, database=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_cart_comes_through_post_mapping_and_browser_unharmed(brought: Cart) -> None:
    message = _message(parse_cart(build_cart(brought)))

    document = build_order_message(message, encoding="US-ASCII")

    assert parse_order_message(document) == message
    assert len(message.items) == len(brought.lines)
    for item, posted in zip(message.items, brought.lines, strict=True):
        said = dict(item.extrinsics)
        assert (item.item_id.supplier_part_id, item.item_id.auxiliary_id, item.quantity) == (
            posted.supplier_id,
            posted.auxiliary_id,
            posted.quantity,
        )
        assert Decimal(str(said.get("finalPrice", 0))) == posted.final_price
        assert Decimal(str(said.get("listPrice", 0))) == posted.unit_price
        if posted.final_price:
            assert abs(item.unit_price.amount * item.quantity - posted.final_price) < Decimal("0.001")
