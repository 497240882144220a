"""Carts: who sees, fills, changes and submits which, on the open carts page and by the interfaces."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import requests

from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, COMPLETED, VIEW_OPEN_ORDERS
from tests.storefront.storefront_bench import CART, CHECKOUT, OPEN_CARTS, Bench, Browser, Buyer, at_once

UUID = "_com_liferay_commerce_checkout_web_internal_portlet_CommerceCheckoutPortlet_commerceOrderUuid"
NAMESPACE = "_com_liferay_commerce_order_content_web_internal_portlet_CommerceOpenOrderContentPortlet_"


def _submit(browser: Browser, order_id: object, csrf: str | None = None) -> requests.Response:
    form = {"p_auth": browser.csrf if csrf is None else csrf, f"{NAMESPACE}commerceOrderId": str(order_id)}
    return browser.post(browser.base + OPEN_CARTS, data=form, allow_redirects=False, timeout=10)


def test_submit_on_the_open_carts_page_leads_to_the_checkout_of_that_cart(bench: Bench, buyer: Buyer) -> None:
    order, browser = bench.order(buyer, 1), bench.enter(buyer)
    browser.open(OPEN_CARTS)

    response = _submit(browser, order.id)

    assert response.status_code == 302
    assert response.headers["location"].endswith(f"{UUID}={order.uuid}")


@pytest.mark.parametrize("csrf", ["", "wrong", "\u00e9"])
def test_submit_without_the_csrf_token_is_forbidden(bench: Bench, buyer: Buyer, csrf: str) -> None:
    order, browser = bench.order(buyer, 1), bench.enter(buyer)

    assert _submit(browser, order.id, csrf).status_code == 403


@pytest.mark.parametrize("order_id", ["", "x", "-1", "9" * 5000, "\u0663", "1e3", 0])
def test_submit_of_what_is_no_cart_is_not_found(bench: Bench, buyer: Buyer, order_id: object) -> None:
    assert _submit(bench.enter(buyer), order_id).status_code == 404


def test_nobody_learns_anything_of_a_cart_they_may_not_see(bench: Bench, buyer: Buyer) -> None:
    foreign = bench.order(bench.buyer(), 1)

    response = _submit(bench.enter(buyer), foreign.id)

    assert response.status_code == 404
    assert foreign.uuid not in response.text


def _shown(browser: Browser) -> list[int]:
    page = browser.open(OPEN_CARTS).text
    return [int(part.partition('"')[0]) for part in page.split('data-order-id="')[1:]]


def test_open_carts_are_those_of_account_and_channel_the_buyer_may_view(bench: Bench, buyer: Buyer) -> None:
    colleagues = bench.order(replace(buyer, user=bench.user()), 1)
    bench.order(bench.buyer(), 1)
    bench.order(replace(bench.buyer(), user=buyer.user), 1)
    elsewhere, closed = bench.order(buyer, 1), bench.order(buyer, 1)
    elsewhere.channel_group_id += 1
    closed.status = COMPLETED

    browser = bench.enter(buyer)

    assert set(_shown(browser)) == {colleagues.id, browser.order_id}
    assert _shown(bench.enter(bench.buyer(CHECK_OUT_OPEN_ORDERS))) == []


def test_submit_is_offered_only_to_who_may_check_out(bench: Bench) -> None:
    may, may_not = bench.enter(bench.buyer()), bench.enter(bench.buyer(VIEW_OPEN_ORDERS))

    assert "Submit</button>" in may.open(OPEN_CARTS).text
    assert "Submit</button>" not in may_not.open(OPEN_CARTS).text


def test_an_order_cookie_of_another_account_or_buyer_names_no_cart(bench: Bench, buyer: Buyer) -> None:
    foreign = bench.order(bench.buyer(), 1)
    browser = bench.enter(buyer)
    name = next(cookie.name for cookie in browser.cookies if "CommerceOrder" in cookie.name)
    browser.cookies.clear(domain=next(iter(browser.cookies)).domain, path="/", name=name)
    browser.cookies.set(name, foreign.uuid)

    browser.open("/web/punch-out-store/catalog")

    assert browser.order_id is None


def _bodies(**members: Any) -> bytes:
    return json.dumps(members).encode()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (_bodies(skuId=1, quantity=1), 404),
        (_bodies(quantity=1), 400),
        (_bodies(skuId="1", quantity=1), 400),
        (_bodies(skuId=True, quantity=1), 400),
        (b"", 400),
        (b"[]", 400),
        (b"[" * 100_000, 400),
    ],
)
def test_what_cannot_be_put_into_the_cart_is_refused(bench: Bench, buyer: Buyer, body: bytes, status: int) -> None:
    browser = bench.enter(buyer)

    response = browser.tell("POST", f"{CART}/carts/{browser.order_id}/items", data=body)

    assert response.status_code == status


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "1", None, True, 100_000, 2**31, 10**40])
def test_a_quantity_is_a_whole_number_from_one_to_what_an_int32_holds(
    bench: Bench, buyer: Buyer, quantity: object
) -> None:
    browser = bench.enter(buyer)
    bench.fill(browser, 1)
    (item,) = browser.tell("GET", f"{CART}/carts/{browser.order_id}/items").json()["items"]

    added = browser.tell(
        "POST", f"{CART}/carts/{browser.order_id}/items", json={"skuId": item["skuId"], "quantity": quantity}
    )
    changed = browser.tell("PATCH", f"{CART}/cart-items/{item['id']}", json={"quantity": quantity})

    assert (added.status_code, changed.status_code) == (400, 400)
    assert [line.quantity for line in bench.company.orders[browser.order_id or 0].lines] == [1]


def test_a_line_can_be_changed_and_taken_out(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    bench.fill(browser, 1, 2)
    first, second = browser.tell("GET", f"{CART}/carts/{browser.order_id}/items").json()["items"]

    changed = browser.tell("PUT", f"{CART}/cart-items/{first['id']}", json={"quantity": 10_000}).json()
    removed = browser.tell("DELETE", f"{CART}/cart-items/{second['id']}")
    twice = browser.tell("DELETE", f"{CART}/cart-items/{second['id']}")
    cart = browser.tell("GET", f"{CART}/carts/{browser.order_id}").json()

    assert changed["quantity"] == cart["summary"]["itemsQuantity"] == 10_000
    assert (removed.status_code, twice.status_code) == (204, 404)


def test_taking_a_line_out_twice_at_once_takes_it_out(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1, 2)
    line = order.lines[0]

    at_once(*[lambda: bench.orders.remove(order, line)] * 4)

    assert [left.quantity for left in order.lines] == [2]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "carts/{order}"),
        ("GET", "carts/{order}/items"),
        ("POST", "carts/{order}/items"),
        ("PATCH", "cart-items/{line}"),
        ("DELETE", "cart-items/{line}"),
    ],
)
def test_nobody_sees_or_changes_a_cart_of_somebody_else(bench: Bench, buyer: Buyer, method: str, path: str) -> None:
    order = bench.order(bench.buyer(), 1)
    filled = path.format(order=order.id, line=order.lines[0].id)
    document = {"skuId": bench.products[0].sku_id, "quantity": 5}

    response = bench.enter(buyer).tell(method, f"{CART}/{filled}", json=document)

    assert response.status_code == 403
    assert [line.quantity for line in order.lines] == [1]


def test_a_closed_cart_is_no_cart_any_more(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    order_id = bench.fill(browser, 1)
    bench.company.orders[order_id].status = COMPLETED

    assert browser.tell("GET", f"{CART}/carts/{order_id}").status_code == 404
    assert "The cart is empty" in browser.open(CHECKOUT).text


def test_the_list_of_carts_is_that_of_the_account_and_what_the_buyer_may_see(bench: Bench, buyer: Buyer) -> None:
    foreign = bench.order(bench.buyer(), 1)
    browser = bench.enter(buyer)
    path = f"{CART}/channels/{bench.channel.id}/carts"

    everything = [cart["id"] for cart in browser.tell("GET", path).json()["items"]]
    nothing = browser.tell("GET", f"{path}?accountId={foreign.account_id}").json()["items"]

    assert everything == [browser.order_id]
    assert nothing == []
