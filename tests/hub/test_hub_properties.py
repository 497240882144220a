"""Any cart and any set-up request, through the whole hub over HTTP: nothing crashes and nothing changes silently."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulators.messages.cart import (
    FORM_CART,
    FORMS,
    Cart,
    CartForm,
    CartLine,
    ShippingAddress,
    build_cart_as,
    carried,
    parse_cart,
    read_cart,
)
from simulators.messages.cart import CartRejected as Rejected
from simulators.messages.cxml import Address, ItemID, ItemOut, PostalAddress, Text, build_setup_request
from simulators.messages.standard import StandardItem
from tests.hub.hub_bench import FORM_POST, START_URL, Bench, Company
from tests.hub.standard_shop import StandardShop, launch_form
from tests.hub.test_hub_forms import browser_posts, compare, post

over_http = settings(
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

_PIECES = st.sampled_from(
    [
        "Ω",
        "芝刈り機",
        "מכסחה",
        "😀",
        '"',
        "'",
        "&",
        "]]>",
        "</script>",
        "<p>",
        "\\",
        "+",
        "%",
        "a",
        " ",
        ",",
        "é",
        "&amp;",
    ]
)
texts = st.lists(_PIECES, max_size=4).map("".join)
words = st.lists(_PIECES.filter(lambda piece: piece != " "), min_size=1, max_size=4).map("".join)
amounts = st.integers(0, 10**9).flatmap(lambda digits: st.integers(0, 4).map(lambda n: Decimal(digits).scaleb(-n)))
quantities = st.integers(1, 99_999).map(Decimal) | st.integers(1, 99_999_999).map(lambda n: Decimal(n).scaleb(-3))
longs = st.integers(0, 2**63 - 1)
own = st.dictionaries(
    st.sampled_from(["manufacturer", "lead_time", "image_url", "grand_total", "τιμή"]),
    texts | st.integers(0, 9),
    max_size=3,
).map(lambda members: tuple(members.items()))
addresses = st.just(ShippingAddress()) | st.builds(ShippingAddress, longs, *[words for _ in range(13)])


@st.composite
def carts(draw: st.DrawFn) -> Cart:
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    line = st.builds(
        CartLine,
        **dict.fromkeys(["supplier_id", "auxiliary_id"], words),
        **dict.fromkeys(["description", "delivery_group", "printed_note", "language"], texts),
        **dict.fromkeys(["external_reference_code", "create_date", "modified_date", "requested_delivery_date"], texts),
        **dict.fromkeys(["unit_price", "final_price", "promo_price", "discount"], amounts),
        **dict.fromkeys(["quantity", "shipped_quantity"], quantities),
        **dict.fromkeys(["sku_id", "price_list_id", "parent_order_item_id"], longs),
        unit_of_measure=words,
        unspsc=st.sampled_from(["", "27112000", "2711"]),
        classification=st.sampled_from(["", "27112000", "0173-1"]),
        class_domain=st.sampled_from(["", "UNSPSC", "ECLASS"]),
        currency=st.sampled_from(["", currency]),
        data=own,
        shipping_address=addresses,
    )
    lines = tuple(draw(st.lists(line, max_size=2)))
    values: dict[str, Any] = {name: draw(amounts) for name in ("total", "discount", "shipping", "tax")}
    values["total"] += values["shipping"] + values["tax"]
    values |= {f"{name}_description": draw(words) for name in ("discount", "shipping", "tax")}
    values |= {"contract_id": draw(texts), "quote_id": draw(texts), "edit_mode": draw(st.sampled_from([None, 0, 1]))}
    return Cart(
        currency=currency,
        lines=lines,
        data=draw(own),
        **values,
    )


@pytest.fixture(scope="session")
def return_url(_bench: Bench) -> str:
    """Return the return URL of one session for all examples: of carts posted again the last counts."""
    return str(_bench.seen(_bench.begin(_bench.relate()))["return_url"])


@pytest.fixture(scope="session")
def companies(_bench: Bench, _standard_shop: StandardShop) -> dict[str, Company]:
    """Return a company for each route to the standard shop."""
    return {route: _standard_shop.relate(_bench, route) for route in ("standard", "browser")}


@given(cart=carts(), form=st.sampled_from(FORMS))
@over_http
def test_any_cart_of_any_form_comes_through_the_hub_as_it_was(
    bench: Bench, return_url: str, cart: Cart, form: CartForm
) -> None:
    message = post(bench, return_url, form, build_cart_as(form, cart, api_key="key"))

    compare(message, carried(cart, form), "USD")
    assert bench.journal.take_faults() == ()


_SPOILT: st.SearchStrategy[object] = st.sampled_from(
    [-1, "-1", "1e999", "", None, True, [], {}, "\ud800", "\x00", "a" * 300, 10**120, 1.5, "x"]
)


@given(cart=carts(), form=st.sampled_from(FORMS), spoilt=_SPOILT, where=st.integers(0, 99), cut=st.integers(0, 4000))
@over_http
def test_whatever_is_posted_is_taken_or_refused_by_name(
    bench: Bench, return_url: str, cart: Cart, form: CartForm, spoilt: object, where: int, cut: int
) -> None:
    body = build_cart_as(form, _spoil(cart, spoilt, where), api_key="key")
    body = body[:cut] if where % 3 == 0 else body
    url = return_url.replace("/api/", "/punchin/") if form is FORM_CART and where % 2 else return_url

    response = browser_posts(url, body) if form is FORM_CART else bench.post_cart(url, body)

    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert 'class="problem"' in response.text or response.json()["faults"]
        assert "cannot be brought back" in response.text or not _is_read(body)
    assert bench.journal.take_faults() == ()


@given(cart=carts(), key=st.sampled_from(["data", "language", "tax", "items", "uom", "shippingAddress"]), value=_SPOILT)
@over_http
def test_what_liferays_own_reader_takes_is_refused_only_for_what_is_wrong(cart: Cart, key: str, value: object) -> None:
    body = build_cart_as(FORMS[1], _spoil(cart, value, len(key)))
    body = body.replace(b'"items": [{', b'"items": [{"%s": null, "language": [], "edit_mode": {}, ' % key.encode(), 1)
    try:
        parse_cart(body)
    except Rejected:
        return
    try:
        read_cart(body)
    except Rejected as rejected:
        assert all("expected zero or more" in fault for fault in rejected.faults), rejected  # noqa: PT017  # the refusal


def _is_read(body: bytes) -> bool:
    try:
        read_cart(body)
    except Rejected:
        return False
    return True


def _spoil(cart: Cart, value: object, where: int) -> Cart:
    """Put a value where it does not belong, in the cart or in its first line."""
    if where % 2 or not cart.lines:
        name = ("total", "currency", "tax", "discount")[where // 2 % 4]
        return replace(cart, **{name: _fitting(name, value)})
    name = ("quantity", "unit_price", "supplier_id", "description", "sku_id", "unspsc")[where // 2 % 6]
    return replace(cart, lines=(replace(cart.lines[0], **{name: _fitting(name, value)}), *cart.lines[1:]))


def _fitting(name: str, value: object) -> Any:
    """Return a value its builder can write at all: numbers where it writes numbers, else texts."""
    if name in ("currency", "supplier_id", "description", "unspsc"):
        return value if isinstance(value, str) else str(value)
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
    return int(number) if name == "sku_id" else Decimal(str(number))


lines_out = st.lists(st.builds(ItemOut, st.builds(ItemID, words, words), quantities), max_size=3).map(tuple)
ship_tos = st.none() | st.builds(
    Address,
    st.builds(Text, st.just("en"), words),
    st.builds(PostalAddress, st.tuples(words, words), words, st.just("DE"), words, words, words, st.tuples(words)),
    address_id=words,
)
extrinsics = st.dictionaries(st.sampled_from(["CostCenter", "τιμή", "a b", "x.y"]), texts, max_size=3)


@given(
    route=st.sampled_from(["standard", "browser"]),
    operation=st.sampled_from(["create", "edit", "inspect"]),
    items=lines_out,
    selected=st.sampled_from(["", "AAA"]) | words,
    ship_to=ship_tos,
    said=extrinsics,
    mode=st.sampled_from(["production", "test"]),
)
@over_http
def test_any_set_up_request_comes_to_the_shop_as_it_was(
    bench: Bench,
    standard_shop: StandardShop,
    companies: dict[str, Company],
    route: str,
    operation: str,
    items: tuple[ItemOut, ...],
    selected: str,
    ship_to: Address | None,
    said: dict[str, str],
    mode: str,
) -> None:
    standard_shop.reset()
    request = bench.request(
        companies[route],
        operation=operation,
        items=items,
        selected_item=ItemID(selected) if selected else None,
        ship_to=ship_to,
        extrinsics=(("UserEmail", "ada@buyer.example"), *said.items()),
        deployment_mode=mode,
    )

    start_page = bench.answer_to(build_setup_request(request)).start_page or ""
    if route == "standard":
        assert start_page == START_URL
        asked = standard_shop.asked[-1].request
    else:
        action, fields = launch_form(start_page)
        requests.post(action, data=fields, timeout=10, allow_redirects=False)
        asked = standard_shop.launched[-1].request

    assert (asked.operation, asked.mode, asked.type) == (operation, mode, "setuprequest")
    assert (asked.buyer_cookie, asked.post_form) == (request.buyer_cookie, FORM_POST)
    assert asked.data == request.extrinsics
    out = tuple(StandardItem(i.item_id.supplier_part_id, str(i.item_id.auxiliary_id), i.quantity) for i in items)
    wanted = () if selected in ("", "AAA") else (StandardItem(selected, type="in"),)
    assert asked.items == (out if operation != "create" else ()) + wanted
    shipping = dict(asked.shipping)
    if ship_to is None or ship_to.postal is None:
        assert shipping == {}
    else:
        assert (shipping["address_name"], shipping["shipping_id"]) == (ship_to.name.value, ship_to.address_id)
        assert shipping["shipping_street"] == "\n".join(ship_to.postal.streets)
        assert (shipping["shipping_city"], shipping["shipping_zip"]) == (
            ship_to.postal.city,
            ship_to.postal.postal_code,
        )
    assert bench.journal.take_faults() == ()


@pytest.mark.parametrize("body", [b"params=", b"cXML-base64=AA==", b"params=%FF", b"=", b"&&&params"])
def test_odd_forms_are_refused_on_a_page(return_url: str, body: bytes) -> None:

    response = browser_posts(return_url.replace("/api/", "/punchin/"), body)

    assert (response.status_code, 'class="problem"' in response.text) == (400, True)
