"""The hub's ways to a shop and back: where it connects to, how long it waits, and the origin of the return URL."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from simulators.wire.faults import FaultProxy, fault_named
from tests.hub.hub_bench import Bench, cart, document_of


@pytest.fixture
def proxy(bench: Bench) -> Iterator[FaultProxy]:
    """A way to the shop."""
    parts = urlsplit(bench.shop.url)
    with FaultProxy((parts.hostname or "", parts.port or 0)) as proxy:
        yield proxy


def test_a_shop_is_reached_elsewhere_under_its_own_name(bench: Bench, proxy: FaultProxy) -> None:
    company = bench.relate(shop={"url": "http://shop.invalid", "connect_to": proxy.place})
    assert bench.set_up(company).status.code == 200
    assert [incoming.headers["host"] for incoming in bench.shop.asked] == ["shop.invalid"]
    assert len(proxy.acts) == 2


@pytest.mark.parametrize(
    ("fault", "asked"),
    [
        ("reset before the request", 0),
        ("reset after the request", 1),
        ("reset in the middle of the answer", 1),
        ("truncated answer", 1),
        ("half-open", 0),
        ("refused", 0),
    ],
)
def test_a_way_to_the_shop_that_fails_is_told_as_such(bench: Bench, proxy: FaultProxy, fault: str, asked: int) -> None:
    company = bench.relate(shop={"connect_to": proxy.place, "patience": 0.2})
    proxy.switch(fault_named(fault).aimed_at("session/request"))
    response = bench.set_up(company)
    assert (response.status.code, response.start_page) == (550, None)
    assert response.status.detail.startswith("the shop was not reached: ")
    assert len(bench.shop.asked) == asked
    proxy.switch(None)
    assert bench.set_up(company).status.code == 200


def test_a_return_url_may_be_at_another_origin(bench: Bench) -> None:
    parts = urlsplit(bench.hub.bound_url)
    with FaultProxy((parts.hostname or "", parts.port or 0)) as proxy:
        company = bench.relate(return_origin=f"http://{proxy.place}")
        cookie = bench.begin(company)
        seen = bench.seen(cookie)
        assert seen["return_url"] == f"http://{proxy.place}/gateway/link/api/id/{seen['id']}"
        assert document_of(bench.shop.asked[0])["punchOutReturnURL"] == seen["return_url"]
        assert bench.post_cart(seen["return_url"], cart()).status_code == 200
        after = bench.seen(cookie)
        assert (after["carts_accepted"], len(proxy.acts)) == (1, 1)
        # The browser is led to the hub itself.
        assert after["redirect_url"].startswith(bench.hub.url)
