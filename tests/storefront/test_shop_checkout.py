"""Submit: who may, when the cart goes to the hub, how often, what the hub may answer, and the way out."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
import requests
from starlette.responses import JSONResponse, RedirectResponse, Response

from simulators.messages.cart import parse_cart
from simulators.storefront import REFERENCE
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, VIEW_OPEN_ORDERS
from simulators.storefront.transfer import CartTransfer, TransferFailed
from simulators.wire import Incoming, Journal, Redactor, Streamed
from tests.storefront.storefront_bench import (
    CART,
    CHECKOUT,
    LOGIN,
    OPEN_CARTS,
    Bench,
    Browser,
    Buyer,
    StubHub,
    at_once,
    redirecting,
)

URL = "http://hub.example/Return/AbC?x=1&y=%2F&Z=\"'<>;|"
FAILED = "Punch out cart transfer failed. Please try again."
LOGOUT = "/c/portal/logout"
UUID = "_com_liferay_commerce_checkout_web_internal_portlet_CommerceCheckoutPortlet_commerceOrderUuid"


def _submitting(bench: Bench, buyer: Buyer, return_url: str, *quantities: int) -> Browser:
    browser = bench.enter(buyer, return_url)
    bench.fill(browser, *(quantities or (2, 3)))
    return browser


def test_the_cart_is_posted_as_it_is_and_the_way_out_leads_to_the_hub(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    return_url = hub.answering(redirecting(URL))
    browser = _submitting(bench, buyer, return_url)

    page = browser.open(CHECKOUT)
    posted = hub.posted(return_url)
    way_out = browser.open(LOGOUT)

    assert page.status_code == 200
    assert 'window.location.href = "/c/portal/logout"' in page.text
    assert [post.headers["content-type"] for post in posted] == ["application/json"]
    assert parse_cart(posted[0].body) == bench.orders.cart(bench.company.orders[_only_order(bench, buyer)])
    assert (way_out.status_code, way_out.headers["location"]) == (302, URL)


def _only_order(bench: Bench, buyer: Buyer) -> int:
    (order,) = [order.id for order in bench.company.orders.values() if order.owner_id == buyer.user.id]
    return order


def test_sign_out_ends_the_session_and_takes_the_cookies(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    browser = _submitting(bench, buyer, hub.answering(redirecting(URL)))
    browser.open(CHECKOUT)
    session = browser.cookies["JSESSIONID"]

    browser.open(LOGOUT)
    left = dict(browser.cookies)
    browser.cookies.set("JSESSIONID", session)
    browser.open(CHECKOUT)

    assert left == {}
    assert not browser.is_signed_in


def test_who_has_transferred_nothing_is_not_sent_to_the_hub(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    return_url = hub.answering(redirecting(URL))
    browser = _submitting(bench, buyer, return_url)

    assert browser.open(LOGOUT).headers["location"] == "/"
    assert hub.posted(return_url) == []


def test_a_guest_may_sign_out(bench: Bench) -> None:
    response = bench.browser().open(LOGOUT, headers={"Cookie": "com.liferay.commerce.model.CommerceOrder#\u00e9=1"})

    assert (response.status_code, response.headers["location"]) == (302, "/")


def test_reloads_and_double_clicks_post_the_cart_once(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    return_url = hub.answering(redirecting(URL))
    browser = _submitting(bench, buyer, return_url)
    cookies = {cookie.name: cookie.value or "" for cookie in browser.cookies}

    def click() -> requests.Response:
        return requests.get(bench.url + CHECKOUT, cookies=cookies, timeout=10)

    pages = at_once(*[click] * 8)
    browser.open(CHECKOUT)

    assert all("transfer of your cart has begun" in page.text for page in pages)
    assert len(hub.posted(return_url)) == 1


def test_a_cart_changed_after_the_transfer_is_posted_again(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    return_url = hub.answering(redirecting("http://hub.example/1"))
    browser = _submitting(bench, buyer, return_url, 1)
    browser.open(CHECKOUT)

    bench.fill(browser, 5)
    hub.change(return_url, redirecting("http://hub.example/2"))
    browser.open(CHECKOUT)

    assert [len(parse_cart(post.body).lines) for post in hub.posted(return_url)] == [1, 2]
    assert browser.open(LOGOUT).headers["location"] == "http://hub.example/2"


def test_when_the_changed_cart_is_not_taken_the_way_out_is_not_that_of_the_old_one(
    bench: Bench, hub: StubHub, buyer: Buyer
) -> None:
    return_url = hub.answering(redirecting(URL))
    browser = _submitting(bench, buyer, return_url, 1)
    browser.open(CHECKOUT)
    bench.fill(browser, 5)
    hub.change(return_url, lambda _: Response(status_code=500))

    assert FAILED in browser.open(CHECKOUT).text
    assert browser.open(LOGOUT).headers["location"] == "/"


def test_an_empty_cart_is_not_posted(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    return_url = hub.answering(redirecting(URL))
    browser = bench.enter(buyer, return_url)

    assert "The cart is empty" in browser.open(CHECKOUT).text
    assert hub.posted(return_url) == []


@pytest.mark.parametrize("actions", [("",), (VIEW_OPEN_ORDERS,), (CHECK_OUT_OPEN_ORDERS,)])
def test_submit_takes_both_permissions(bench: Bench, hub: StubHub, actions: tuple[str, ...]) -> None:
    return_url = hub.answering(redirecting(URL))
    browser = _submitting(bench, bench.buyer(*actions), return_url)

    page = browser.open(CHECKOUT)

    assert page.status_code == 403
    assert "required permissions" in page.text
    assert hub.posted(return_url) == []


def test_the_two_permissions_may_come_from_two_roles(bench: Bench, hub: StubHub) -> None:
    buyer = bench.buyer(VIEW_OPEN_ORDERS)
    buyer.account.roles_of[buyer.user.id].add(bench.role(buyer.account, CHECK_OUT_OPEN_ORDERS).id)
    return_url = hub.answering(redirecting(URL))

    _submitting(bench, buyer, return_url).open(CHECKOUT)

    assert len(hub.posted(return_url)) == 1


def test_a_role_on_another_account_permits_nothing(bench: Bench, hub: StubHub) -> None:
    buyer, other = bench.buyer(""), bench.account()
    other.roles_of[buyer.user.id] = {bench.role(other, VIEW_OPEN_ORDERS, CHECK_OUT_OPEN_ORDERS).id}
    return_url = hub.answering(redirecting(URL))

    assert _submitting(bench, buyer, return_url).open(CHECKOUT).status_code == 403
    assert hub.posted(return_url) == []


def test_a_channel_switched_off_takes_no_part(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    return_url = hub.answering(redirecting(URL))
    browser = _submitting(bench, buyer, return_url)
    bench.channel.settings.enabled = False

    assert "Shipping Address" in browser.open(CHECKOUT).text
    assert hub.posted(return_url) == []


def test_a_session_without_return_url_checks_out_as_usual(bench: Bench, buyer: Buyer) -> None:
    buyer.user.password = "buyer-password"
    order, browser = bench.order(buyer, 1), bench.browser()
    browser.open("/c/portal/login")
    form = {f"{LOGIN}login": buyer.user.email, f"{LOGIN}password": "buyer-password"}
    browser.post(bench.url + "/c/portal/login", data=form, allow_redirects=False, timeout=10)

    assert "Shipping Address" in browser.open(f"{CHECKOUT}?{UUID}={order.uuid}").text


def test_a_cart_of_another_company_does_not_go_to_this_ones_hub(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    other = bench.buyer()
    other.account.roles_of[buyer.user.id] = other.account.roles_of[other.user.id]
    foreign = bench.order(replace(other, user=buyer.user), 1)
    return_url = hub.answering(redirecting(URL))
    browser = bench.enter(buyer, return_url)

    browser.open(f"{CHECKOUT}?{UUID}={foreign.uuid}")

    assert hub.posted(return_url) == []


def test_a_cart_of_another_buyer_is_denied_without_the_permissions(bench: Bench, hub: StubHub) -> None:
    buyer = bench.buyer("")
    colleague = bench.user()
    order = bench.order(replace(buyer, user=colleague), 1)
    return_url = hub.answering(redirecting(URL))

    assert bench.enter(buyer, return_url).open(f"{CHECKOUT}?{UUID}={order.uuid}").status_code == 403
    assert hub.posted(return_url) == []


ANSWERS_TAKEN: dict[str, tuple[bytes, str]] = {
    "redirectURL": (b'{"redirectURL": "http://hub.example/A"}', "http://hub.example/A"),
    "REDIRECTURL": (b'{"REDIRECTURL": "http://hub.example/A"}', "http://hub.example/A"),
    "redirecturl": (b'{"redirecturl": "http://hub.example/A"}', "http://hub.example/A"),
    "two keys": (
        b'{"redirect_url": "http://no.example", "redirectUrl": "http://hub.example/A"}',
        "http://hub.example/A",
    ),
    "two that differ in case": (
        b'{"redirectUrl": null, "redirectURL": "http://hub.example/A"}',
        "http://hub.example/A",
    ),
    "https in capitals": (b'{"redirectUrl": "HTTPS://Hub.Example/A"}', "HTTPS://Hub.Example/A"),
    "an escape": (b'{"redirectUrl": "http://hub.example/\\u0041%2fb"}', "http://hub.example/A%2fb"),
    "a byte order mark": (b'\xef\xbb\xbf{"redirectUrl": "http://hub.example/A"}', "http://hub.example/A"),
}
_HUGE = b'{"redirectUrl": "http://hub.example/' + b"a" * 100_000 + b'"}'
ANSWERS_REFUSED: dict[str, bytes] = {
    "redirect_url only": b'{"redirect_url": "http://hub.example/A"}',
    "empty body": b"",
    "empty": b'{"redirectUrl": ""}',
    "blank": b'{"redirectUrl": "   "}',
    "null": b'{"redirectUrl": null}',
    "number": b'{"redirectUrl": 5}',
    "list": b'{"redirectUrl": ["http://hub.example/A"]}',
    "a list around": b'[{"redirectUrl": "http://hub.example/A"}]',
    "two answers": b'{"redirectUrl": "http://hub.example/A"}{"redirectUrl": "http://hub.example/A"}',
    "script": b'{"redirectUrl": "javascript:alert(1)"}',
    "relative": b'{"redirectUrl": "/return"}',
    "without host": b'{"redirectUrl": "http:///return"}',
    "line break": b'{"redirectUrl": "http://hub.example/\\r\\nSet-Cookie: a=b"}',
    "line break at the end": b'{"redirectUrl": "http://hub.example/A\\n"}',
    "blank inside": b'{"redirectUrl": "http://hub.example/A B"}',
    "not ASCII": '{"redirectUrl": "http://hub.example/\u00e9"}'.encode(),
    "half a character": b'{"redirectUrl": "http://hub.example/\\ud800"}',
    "huge": _HUGE,
    "nested for ever": b"[" * 100_000,
    "HTML": b"<html></html>",
    "a backslash": b'{"redirectUrl": "http://hub.example\\\\@elsewhere.example/A"}',
    "backslashes": b'{"redirectUrl": "http:\\\\\\\\hub.example\\\\A"}',
    "a name before the host": b'{"redirectUrl": "http://shop.example@hub.example/A"}',
    "credentials before the host": b'{"redirectUrl": "http://shop.example:443@hub.example/A"}',
    "without its scheme": b'{"redirectUrl": "//hub.example/A"}',
    "nested deeply beside it": b'{"redirectUrl": "http://hub.example/A", "a": '
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}",
    "not UTF-8": b'{"redirectUrl": "http://hub.example/\xff"}',
}


def _reading() -> CartTransfer:
    return CartTransfer(Journal(Redactor(b"test")))


@pytest.mark.parametrize("name", ANSWERS_TAKEN)
def test_the_redirect_url_is_read_and_kept_byte_for_byte(name: str) -> None:
    body, url = ANSWERS_TAKEN[name]

    assert _reading().redirect_url(body) == url


@pytest.mark.parametrize("name", ANSWERS_REFUSED)
def test_an_answer_that_names_no_address_is_a_failed_transfer(name: str) -> None:
    with pytest.raises(TransferFailed):
        _reading().redirect_url(ANSWERS_REFUSED[name])


GOOD = {"redirectUrl": "http://hub.example/A"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: JSONResponse(GOOD, 201),
        lambda _: JSONResponse(GOOD, 202),
        lambda _: Response(status_code=204),
        lambda _: RedirectResponse("http://hub.example/A", 302),
        lambda _: JSONResponse(GOOD, 404),
        lambda _: JSONResponse(GOOD, 500),
        lambda _: Response("secret of the hub"),
    ],
    ids=["201", "202", "204", "302", "404", "500", "not JSON"],
)
def test_the_buyer_is_told_of_a_failure_keeps_the_cart_and_may_try_again(
    bench: Bench, hub: StubHub, buyer: Buyer, answer: Callable[[Incoming], Response]
) -> None:
    return_url = hub.answering(answer)
    browser = _submitting(bench, buyer, return_url)

    page = browser.open(CHECKOUT)
    kept = browser.tell("GET", f"{CART}/carts/{browser.order_id}/items").json()["totalCount"]
    hub.change(return_url, redirecting(URL))
    again = browser.open(CHECKOUT)

    assert FAILED in page.text
    assert "secret of the hub" not in page.text
    assert return_url not in page.text
    assert kept == 2
    assert "transfer of your cart has begun" in again.text
    assert len(hub.posted(return_url)) == 2
    assert browser.open(LOGOUT).headers["location"] == URL


def test_after_a_failure_sign_out_leads_home(bench: Bench, hub: StubHub, buyer: Buyer) -> None:
    browser = _submitting(bench, buyer, hub.answering(lambda _: Response(status_code=500)))
    browser.open(CHECKOUT)

    assert browser.open(LOGOUT).headers["location"] == "/"


def _hang_up(server: socket.socket) -> None:
    server.accept()[0].close()


@contextmanager
def _mute_hub(*, closing_at_once: bool) -> Iterator[str]:
    """Give the address of a hub that takes connections and says nothing, or hangs up."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        if closing_at_once:
            threading.Thread(target=_hang_up, args=(server,), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/return"


def _transfer(return_url: str) -> str:
    hasty = CartTransfer(Journal(Redactor(b"test")), deadline=0.1)
    return hasty.send(return_url, parse_cart(b'{"currencyCode": "USD", "total": 1, "items": []}'))


@pytest.mark.parametrize(
    ("closing_at_once", "reason"), [(False, "no whole answer came within 0.1 s"), (True, "cart transfer failed")]
)
def test_a_hub_that_hangs_up_or_is_silent_is_a_failed_transfer(closing_at_once: bool, reason: str) -> None:
    with _mute_hub(closing_at_once=closing_at_once) as return_url, pytest.raises(TransferFailed, match=reason):
        _transfer(return_url)


def _more_and_more(piece: bytes, pause: float, over: threading.Event) -> Iterator[bytes]:
    """Yield the beginning of a good answer, and more and more of nothing."""
    yield json.dumps(GOOD)[:-1].encode()
    while not over.wait(pause):
        yield piece


@pytest.mark.parametrize(
    ("piece", "pause", "reason"),
    [(b" ", 0.02, "no whole answer came within 0.1 s"), (b" " * 500_000, 0.0, "longer than 1048576 bytes")],
    ids=["too slow", "too long"],
)
def test_an_answer_without_an_end_is_a_failed_transfer(hub: StubHub, piece: bytes, pause: float, reason: str) -> None:
    over = threading.Event()
    return_url = hub.answering(lambda _: Streamed(_more_and_more(piece, pause, over)))
    transfer = CartTransfer(Journal(Redactor(b"test")), deadline=0.1 if pause else 30)
    try:
        with pytest.raises(TransferFailed, match=reason):
            transfer.send(return_url, parse_cart(b'{"currencyCode": "USD", "total": 1, "items": []}'))
    finally:
        over.set()


@pytest.mark.parametrize("return_url", ["javascript:alert(1)", "file:///etc/passwd", "free text", "http://", "\ud800"])
def test_a_return_url_that_is_none_is_a_failed_transfer(return_url: str) -> None:
    with pytest.raises(TransferFailed):
        _transfer(return_url)


def test_an_unreachable_hub_is_a_failed_transfer(bench: Bench, buyer: Buyer) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        gone = f"http://127.0.0.1:{server.getsockname()[1]}/return"

    assert FAILED in _submitting(bench, buyer, gone).open(CHECKOUT).text


def test_the_parts_of_a_storefront_can_be_replaced(buyer: Buyer) -> None:
    class Shut(Checkout):
        def show(self, incoming: Incoming) -> Response:  # noqa: ARG002
            return Response("closed today")

    with Bench(replace(REFERENCE, checkout=Shut)) as bench:
        assert buyer.user.id
        assert bench.browser().open(CHECKOUT).text == "closed today"


XSS = "<script>alert(1)</script>\"'&"


def test_names_and_addresses_are_escaped_on_every_page(bench: Bench, hub: StubHub) -> None:
    buyer = bench.buyer(first_name=XSS, last_name=XSS)
    buyer.account.name = XSS
    url = "http://hub.example/</script><script>alert(1)</script>\"'"
    browser = _submitting(bench, buyer, hub.answering(redirecting(url)))
    pages = [browser.page, *(browser.open(path).text for path in (OPEN_CARTS, "/c/portal/login", CHECKOUT))]

    assert "Continue to your procurement system" in pages[-1]
    for page in pages:
        assert "<script>alert" not in page
        assert "alert(1)&lt;/script&gt;" in page
    assert browser.open(LOGOUT).headers["location"] == url


def test_product_texts_are_escaped_on_the_catalog_page(bench: Bench) -> None:
    page = bench.browser().open("/web/punch-out-store/catalog").text

    assert page.count("</script>") == 1
    assert "]]&gt;" in page


def test_a_half_character_in_a_name_does_not_break_the_page(bench: Bench) -> None:
    browser = bench.enter(bench.buyer(first_name="Ada \ud800"))

    assert "Ada ?" in browser.page
