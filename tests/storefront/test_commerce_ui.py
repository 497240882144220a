"""The cart interface of Commerce 2.1: orders, texts for amounts, refusals within HTTP 200; no junk breaks it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, COMPLETED, Product
from simulators.storefront.money import formatted
from tests.storefront.storefront_bench import CHECKOUT, OPEN_CARTS, Bench, Browser, Buyer, StubHub, redirecting

UI = "/o/commerce-ui"
ORDER_ID = "_com_liferay_commerce_checkout_web_internal_portlet_CommerceCheckoutPortlet_commerceOrderId"
NAMESPACE = "_com_liferay_commerce_order_content_web_internal_portlet_CommerceOpenOrderContentPortlet_"


@pytest.fixture
def bench(bench_2_1: Bench) -> Bench:
    return bench_2_1


def _fields(bench: Bench, buyer: Buyer, product: Product | None, **changes: Any) -> dict[str, str]:
    sku_id = (product or bench.products[0]).sku_id
    known = {"groupId": bench.site.id, "languageId": "en_US", "commerceAccountId": buyer.account.id, "quantity": 1}
    fields: dict[str, object] = {**known, "productId": sku_id, "options": "[]", "orderId": 0, **changes}
    return {name: str(value) for name, value in fields.items()}


def _add(bench: Bench, browser: Browser, buyer: Buyer, product: Product | None = None, **changes: Any) -> Any:
    response = browser.tell("POST", f"{UI}/cart-item", data=_fields(bench, buyer, product, **changes))
    assert response.status_code == 200
    return response.json()


def _call(browser: Browser, method: str, path: str, **options: Any) -> Any:
    response = browser.tell(method, UI + path, **options)
    assert response.status_code == 200
    return response.json()


def _is_refusal(cart: Any) -> bool:
    return bool(cart["errorMessages"]) and cart["success"] is False and "products" not in cart


def _priced(bench: Bench, *, promo: bool, discount: bool) -> Product:
    (product, *_) = [p for p in bench.products if (p.promo_price > 0, p.discount_percent > 0) == (promo, discount)]
    assert isinstance(product, Product)
    return product


def test_products_go_into_the_current_order(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)

    first = _add(bench, browser, buyer, bench.products[0], quantity=2)
    second = _add(bench, browser, buyer, bench.products[1])

    assert first["orderId"] == second["orderId"]
    assert bench.company.orders[first["orderId"]].owner_id == buyer.user.id
    assert [(line["sku"], line["quantity"]) for line in second["products"]] == [
        (bench.products[0].sku, 2),
        (bench.products[1].sku, 1),
    ]
    assert (second["success"], second["valid"], second["summary"]["itemsQuantity"]) == (True, True, 3)
    assert _call(browser, "GET", f"/cart/{first['orderId']}") == second


def test_one_sku_is_one_line(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)

    _add(bench, browser, buyer, quantity=2)
    (line,) = _add(bench, browser, buyer, quantity=3)["products"]

    assert (line["quantity"], line["cpinstanceId"]) == (5, bench.products[0].sku_id)


def test_a_line_can_be_changed_and_taken_out(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    cart = _add(bench, browser, buyer)
    path = f"/cart/cart-item/{cart['products'][0]['id']}"

    by_address = _call(browser, "PUT", f"{path}?quantity=4")
    by_body = _call(browser, "PUT", path, json={"quantity": 10_000})
    removed = _call(browser, "DELETE", path)
    twice = _call(browser, "DELETE", path)

    assert [cart["products"][0]["quantity"] for cart in (by_address, by_body)] == [4, 10_000]
    assert (removed["products"], _is_refusal(twice)) == ([], True)


@pytest.mark.parametrize(
    ("currency", "amount", "text"),
    [
        ("USD", "1234.5", "$ 1,234.50"),
        ("EUR", "0.005", "\u20ac 0.00"),
        ("GBP", "1e6", "\u00a3 1,000,000.00"),
        ("JPY", "1510", "\u00a5 1,510"),
        ("KWD", "0.307", "KD 0.307"),
    ],
)
def test_amounts_are_texts_in_the_currency_of_the_order(currency: str, amount: str, text: str) -> None:
    assert formatted(Decimal(amount), currency) == text


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_the_cart_shows_the_currency_that_was_asked_for(bench: Bench, buyer: Buyer, currency: str) -> None:
    browser = bench.enter(buyer, cart__currencyCode=currency)

    prices = _add(bench, browser, buyer)["products"][0]["prices"]

    assert prices["price"].partition(" ")[0] == {"USD": "$", "JPY": "\u00a5", "KWD": "KD"}[currency]


@pytest.mark.parametrize(("promo", "discount"), [(False, False), (True, False), (False, True)])
def test_the_price_of_a_line_is_shown_where_it_is_discounted(
    bench: Bench, buyer: Buyer, promo: bool, discount: bool
) -> None:
    product = _priced(bench, promo=promo, discount=discount)

    (line,) = _add(bench, bench.enter(buyer), buyer, product, quantity=2)["products"]

    shown = {"price"} | ({"promoPrice"} if promo else set()) | ({"discount", "finalPrice"} if discount else set())
    assert set(line["prices"]) == shown


REFUSED: dict[str, dict[str, Any]] = {
    "no SKU": {"productId": 1},
    "an SKU that is no number": {"productId": "x"},
    "no quantity": {"quantity": 0},
    "less than none": {"quantity": -1},
    "more than may be ordered": {"quantity": 100_000},
    "half of one": {"quantity": "1.5"},
    "no account": {"commerceAccountId": 0},
    "no such site": {"groupId": 1},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_put_into_the_cart_is_refused_within_http_200(
    bench: Bench, buyer: Buyer, changes: dict[str, Any]
) -> None:
    browser = bench.enter(buyer)
    order = next(order for order in bench.company.orders.values() if order.owner_id == buyer.user.id)

    assert _is_refusal(_add(bench, browser, buyer, **changes))
    assert order.lines == []


def test_nothing_is_bought_for_an_account_of_others(bench: Bench, buyer: Buyer) -> None:
    other = bench.buyer()

    assert _is_refusal(_add(bench, bench.enter(buyer), buyer, commerceAccountId=other.account.id))


def test_nobody_sees_or_changes_a_cart_of_somebody_else(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(bench.buyer(), 1)
    browser, line = bench.enter(buyer), f"/cart/cart-item/{order.lines[0].id}"

    answers = [
        _call(browser, "GET", f"/cart/{order.id}"),
        _add(bench, browser, buyer, orderId=order.id),
        _call(browser, "PUT", f"{line}?quantity=5"),
        _call(browser, "DELETE", line),
    ]

    assert all(map(_is_refusal, answers))
    assert [line.quantity for line in order.lines] == [1]


def test_a_guest_is_refused_within_http_200(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1)

    guest = bench.browser()
    guest.open("/web/punch-out-store/catalog")

    assert _is_refusal(_add(bench, guest, buyer, orderId=order.id))
    assert _is_refusal(_call(guest, "GET", f"/cart/{order.id}"))
    assert [line.quantity for line in order.lines] == [1]


def test_a_closed_cart_is_no_cart_any_more(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    order_id = _add(bench, browser, buyer)["orderId"]
    bench.company.orders[order_id].status = COMPLETED

    assert _is_refusal(_call(browser, "GET", f"/cart/{order_id}"))


# --- the pages around it


def test_submit_leads_to_the_checkout_that_names_the_order_by_its_id(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    order_id = _add(bench, browser, buyer)["orderId"]
    page = browser.open(OPEN_CARTS).text
    form = {"p_auth": browser.csrf, f"{NAMESPACE}commerceOrderId": str(order_id)}

    response = browser.post(browser.base + OPEN_CARTS, data=form, allow_redirects=False, timeout=10)

    assert f"{NAMESPACE}javax.portlet.action=editCommerceOrder" in page
    assert response.headers["location"].endswith(f"{ORDER_ID}={order_id}")


def test_the_named_cart_is_handed_over_and_nobody_elses(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    return_url = hub.answering(redirecting())
    browser, foreign = bench.enter(buyer, return_url), bench.order(bench.buyer(), 1)
    order_id = _add(bench, browser, buyer)["orderId"]
    uuid = bench.company.orders[order_id].uuid

    refused = browser.open(f"{CHECKOUT}?{ORDER_ID}={foreign.id}").text
    misnamed = browser.open(f"{CHECKOUT}?{ORDER_ID}={uuid}").text
    posted_before = len(hub.posted(return_url))
    browser.open(f"{CHECKOUT}?{ORDER_ID}={order_id}")

    assert ("The cart is empty" in refused, "The cart is empty" in misnamed, posted_before) == (True, True, 0)
    assert len(hub.posted(return_url)) == 1


def test_the_permissions_count_here_as_well(bench: Bench) -> None:
    may, may_not = bench.buyer(), bench.buyer(CHECK_OUT_OPEN_ORDERS)
    pages = {}
    for buyer in (may, may_not):
        browser = bench.enter(buyer)
        _add(bench, browser, buyer)
        pages[buyer.user.id] = browser.open(OPEN_CARTS).text

    assert "Submit</button>" in pages[may.user.id]
    assert "Submit</button>" not in pages[may_not.user.id]


def test_a_page_tells_its_scripts_site_and_account_and_nothing_of_the_order(bench: Bench, buyer: Buyer) -> None:
    page = bench.enter(buyer).open("/web/punch-out-store/catalog").text

    assert f"getScopeGroupId: function() {{ return '{bench.site.id}'; }}" in page
    assert f'commerceAccountId: "{buyer.account.id}"' in page
    assert "Liferay.CommerceContext" not in page


# --- junk

_CALM = settings(
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
JUNK_IDS = ["0", "x", "-1", "9" * 5000, "1e3", "%D9%A3", "%00", "%FF", "..%2F", "a%20b", "\u00e9", "1;2"]
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=20) | st.integers().map(str)


@pytest.fixture
def shopper(bench: Bench, buyer: Buyer) -> Browser:
    return bench.enter(buyer)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/cart/{}"), ("PUT", "/cart/cart-item/{}?quantity={}"), ("DELETE", "/cart/cart-item/{}")],
)
def test_a_junk_id_is_refused_and_breaks_nothing(shopper: Browser, method: str, path: str) -> None:
    answers = {junk: shopper.tell(method, UI + path.replace("{}", junk)) for junk in JUNK_IDS}

    assert {junk: a.status_code for junk, a in answers.items() if a.status_code >= 500} == {}
    assert all(_is_refusal(a.json()) for a in answers.values() if a.status_code == 200)


@_CALM
@given(
    fields=st.dictionaries(
        st.sampled_from(["groupId", "languageId", "commerceAccountId", "quantity", "productId", "options", "orderId"]),
        _TEXTS,
        max_size=7,
    )
)
def test_junk_in_a_form_is_refused_and_breaks_nothing(bench: Bench, shopper: Browser, fields: dict[str, str]) -> None:
    response = shopper.tell("POST", f"{UI}/cart-item", data=fields)

    assert response.status_code == 200
    assert _is_refusal(response.json())
    assert bench.journal.take_faults() == ()


@_CALM
@given(body=st.binary(max_size=30) | st.recursive(st.none() | st.integers() | _TEXTS, st.lists).map(json.dumps))
def test_junk_for_a_quantity_changes_nothing(bench: Bench, buyer: Buyer, shopper: Browser, body: bytes | str) -> None:
    order = bench.order(buyer, 1)

    response = shopper.tell("PUT", f"{UI}/cart/cart-item/{order.lines[0].id}", data=body)

    assert _is_refusal(response.json())
    assert [line.quantity for line in order.lines] == [1]
