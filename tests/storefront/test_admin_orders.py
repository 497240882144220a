"""Orders as an administrator gives them another status or deletes them: what buyers see of it, and who may not."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from simulators.storefront.administration.admin_orders import PATH
from simulators.storefront.model import OPEN, PENDING
from tests.storefront.storefront_bench import OPEN_CARTS, Bench, Buyer


def _call(bench: Bench, method: str, order_id: object, **options: Any) -> requests.Response:
    """Call as the administrator, unless `auth` says otherwise."""
    options = {"auth": bench.administrator()} | options
    return requests.request(method, f"{bench.url}{PATH}/{order_id}", timeout=10, **options)


def test_an_order_that_is_placed_is_no_open_cart_and_may_be_opened_again(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1)
    browser = bench.enter(buyer)

    placed = _call(bench, "PATCH", order.id, json={"orderStatus": PENDING})
    seen = f'data-order-id="{order.id}"' in browser.open(OPEN_CARTS).text
    _call(bench, "PATCH", order.id, json={"orderStatus": OPEN})

    assert (placed.status_code, placed.json()["orderStatus"], seen) == (200, PENDING, False)
    assert f'data-order-id="{order.id}"' in browser.open(OPEN_CARTS).text


def test_an_order_that_is_deleted_is_gone(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1)

    assert [_call(bench, "DELETE", order.id).status_code for _ in range(2)] == [204, 404]
    assert order.id not in bench.company.orders


@pytest.mark.parametrize("status", [None, "1", True, 3, 1.5, [], {}])
def test_a_status_that_no_order_has_is_a_bad_request(bench: Bench, buyer: Buyer, status: object) -> None:
    order = bench.order(buyer, 1)

    assert _call(bench, "PATCH", order.id, json={"orderStatus": status}).status_code == 400
    assert order.is_open


@pytest.mark.parametrize("order_id", [0, 999_999, "x"])
def test_an_order_that_is_not_there_is_not_found(bench: Bench, order_id: object) -> None:
    assert _call(bench, "PATCH", order_id, json={"orderStatus": PENDING}).status_code == 404


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_it_is_for_administrators(bench: Bench, buyer: Buyer, method: str) -> None:
    order = bench.order(buyer, 1)
    path = f"{PATH}/{order.id}"

    assert _call(bench, method, order.id, json={"orderStatus": PENDING}, auth=None).status_code == 401
    assert bench.enter(buyer).tell(method, path, json={"orderStatus": PENDING}).status_code == 403
    assert bench.company.orders[order.id].is_open
