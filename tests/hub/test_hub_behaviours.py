"""Named ways in which the hub asks for sessions, and its silence, which nobody has to wait for in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from simulators.hub import ANSWERS
from simulators.hub.behaviour import REQUESTS, SILENCE
from simulators.messages.session import parse_session_request
from tests.hub.hub_bench import Bench, Company, cart, item_out, line


def ask_so(bench: Bench, cookie: str, request: object) -> int:
    """Let the hub ask for the session of one buyer in a named way."""
    url = f"{bench.hub.url}/operator/sessions/{cookie}/request"
    return requests.put(url, json={"request": request}, timeout=10).status_code


def asked(bench: Bench, company: Company, name: str, **changes: Any) -> dict[str, Any]:
    """Return what the shop is asked with."""
    request = bench.request(company, **changes)
    assert ask_so(bench, str(request.buyer_cookie), name) == 200
    bench.begin(company, buyer_cookie=request.buyer_cookie, **changes)
    body = bench.shop.asked[-1].body
    parse_session_request(body)
    return dict(bench.shop.asked[-1].json())


SENT: dict[str, Callable[[dict[str, Any]], Any]] = {
    "in an unknown currency": lambda sent: sent["cart"]["currencyCode"] == "XTS",
    "with a file for a return URL": lambda sent: sent["punchOutReturnURL"] == "file:///etc/passwd",
    "with a script for a return URL": lambda sent: sent["punchOutReturnURL"] == "javascript:alert(1)",
    "with words for a return URL": lambda sent: sent["punchOutReturnURL"] == "back to the hub",
    "in capital letters": lambda sent: sent["punchOutSessionType"] == "CREATE",
    "in letters of both cases": lambda sent: sent["punchOutSessionType"] == "Create",
    "for a site that does not exist": lambda sent: sent["buyerGroup"] == {"name": "No Such Site"},
    "with a type nobody knows": lambda sent: sent["punchOutSessionType"] == "browse",
    "as ordered": lambda sent: sent["cart"]["currencyCode"] == "USD" and "/gateway/" in sent["punchOutReturnURL"],
}
FIRST: dict[str, int] = {"id": 42, "quantity": 3, "shippedQuantity": 0, "skuId": 30007}
LAST: dict[str, int] = {"id": 43, "quantity": 1, "shippedQuantity": 0, "skuId": 30008}
LINES: dict[str, list[dict[str, int]] | None] = {
    "with another line": [FIRST, LAST, {"id": 0, "quantity": 1, "shippedQuantity": 0, "skuId": 30007}],
    "with another line without an id": [FIRST, LAST, {"quantity": 1, "shippedQuantity": 0, "skuId": 30007}],
    "with another line without a shipped quantity": [FIRST, LAST, {"id": 0, "quantity": 1, "skuId": 30007}],
    "for no lines": [],
    "without a list of lines": None,
    "for the same line twice": [FIRST, LAST, {**FIRST, "quantity": 4}],
    "for another product in the last line": [FIRST, {**LAST, "skuId": 30007}],
    "with a product that nobody sells": [
        FIRST,
        LAST,
        {"id": 0, "quantity": 1, "shippedQuantity": 0, "skuId": 2**63 - 1},
    ],
    "for none in the last line": [FIRST, {**LAST, "quantity": 0}],
    "for fewer than none in the last line": [FIRST, {**LAST, "quantity": -1}],
    "for more in the last line than may be ordered": [FIRST, {**LAST, "quantity": 2**31 - 1}],
}


def test_each_way_of_asking_is_tested() -> None:
    assert set(REQUESTS) == {*SENT, *LINES}


@pytest.mark.parametrize("name", SENT)
def test_a_session_is_asked_for_in_a_named_way(bench: Bench, company: Company, name: str) -> None:
    assert SENT[name](asked(bench, company, name))


@pytest.mark.parametrize("name", LINES)
def test_lines_are_asked_for_in_a_named_way(bench: Bench, company: Company, name: str) -> None:
    first = bench.begin(company)
    bench.post_cart(bench.seen(first)["return_url"], cart(line(), line(auxiliary_id="41/43", sku_id=30008)))

    sent = asked(bench, company, name, operation="edit", items=(item_out("41/42", "3"), item_out("41/43", "1")))

    assert (sent["cart"]["id"], sent["cart"].get("cartItems")) == (41, LINES[name])


def test_a_session_without_lines_is_asked_for_as_it_was_ordered(bench: Bench, company: Company) -> None:
    assert "cartItems" not in asked(bench, company, "for the same line twice")["cart"]


def test_one_buyers_way_of_asking_is_not_anothers(bench: Bench, company: Company) -> None:
    asked(bench, company, "in an unknown currency")
    bench.begin(company)

    assert bench.shop.asked[-1].json()["cart"]["currencyCode"] == "USD"


@pytest.mark.parametrize("name", [None, "", "politely", 5])
def test_a_way_of_asking_the_hub_does_not_know_is_a_bad_request(bench: Bench, name: object) -> None:
    assert ask_so(bench, "bc-1", name) == 400


@contextmanager
def held(bench: Bench, company: Company) -> Iterator[tuple[str, Future[requests.Response]]]:
    """Yield the BuyerCookie of a session whose hub is silent, and the cart that waits there."""
    cookie = bench.begin(company)
    return_url = bench.seen(cookie)["return_url"]
    bench.behave(cookie, SILENCE)
    with ThreadPoolExecutor(1) as pool:
        posted = pool.submit(bench.post_cart, return_url, cart())
        while not bench.seen(cookie)["cart_posts"]:
            assert not posted.done()
        yield cookie, posted


def test_a_silent_hub_holds_the_cart_until_it_is_let_go(bench: Bench, company: Company) -> None:
    with held(bench, company) as (cookie, posted):
        assert not posted.done()
        bench.behave(cookie, "accept")
        assert posted.result(10).status_code == 503

    assert bench.seen(cookie)["carts_accepted"] == 0
    assert bench.post_cart(bench.seen(cookie)["return_url"], cart()).status_code == 200


def test_a_silent_hub_closes_all_the_same() -> None:
    with Bench() as bench, held(bench, bench.relate()) as (_, posted):
        bench.hub.close()
        assert posted.exception(10) is not None or posted.result().status_code == 503


def test_silence_is_no_answer() -> None:
    assert SILENCE not in ANSWERS
