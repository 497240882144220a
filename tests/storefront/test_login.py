"""Signing in: by access token on any page, by password, and what a punch-out session then has."""

from __future__ import annotations

import pytest

from simulators.messages.session import access_token_of
from simulators.storefront.generation import TRADECENTRIC_7_4
from simulators.storefront.visits import ORDER_COOKIE
from tests.storefront.storefront_bench import (
    AUTO_LOGIN_PID,
    CHECKOUT,
    LOGIN,
    OPEN_CARTS,
    Bench,
    Browser,
    Buyer,
    at_once,
)

CATALOG_PAGE = "/web/punch-out-store/catalog"
PANEL = "/group/control_panel/manage"


def _token(bench: Bench, buyer: Buyer) -> str:
    token = access_token_of(bench.start_url(buyer))
    assert token
    return token


def _orders_of(bench: Bench, buyer: Buyer) -> list[int]:
    return [order.id for order in bench.company.orders.values() if order.owner_id == buyer.user.id]


@pytest.mark.parametrize(
    "path", ["/", "/web/punch-out-store", CATALOG_PAGE, OPEN_CARTS, CHECKOUT, "/c/portal/login", "/c/portal/layout"]
)
def test_a_token_signs_in_on_any_page(bench: Bench, buyer: Buyer, path: str) -> None:
    browser = bench.browser()

    browser.open(f"{path}?punchOutAccessToken={_token(bench, buyer)}")
    browser.open(CATALOG_PAGE)

    assert browser.is_signed_in
    assert buyer.user.full_name in browser.page


def test_a_token_signs_in_by_post(bench: Bench, buyer: Buyer) -> None:
    browser = bench.browser()

    response = browser.post(bench.url + CATALOG_PAGE, data={"punchOutAccessToken": _token(bench, buyer)}, timeout=10)

    assert response.status_code == 200
    assert "isSignedIn: function() { return true; }" in response.text


def test_a_second_use_is_an_ordinary_anonymous_visit(bench: Bench, buyer: Buyer) -> None:
    start_url = bench.start_url(buyer)
    first, second = bench.browser(), bench.browser()

    first.open(start_url)
    response = second.open(start_url)

    assert first.is_signed_in
    assert (response.status_code, second.is_signed_in) == (200, False)


def test_a_late_token_is_an_ordinary_anonymous_visit(bench: Bench, buyer: Buyer) -> None:
    start_url = bench.start_url(buyer)
    bench.clock.advance(15)
    browser = bench.browser()

    assert browser.open(start_url).status_code == 200
    assert not browser.is_signed_in
    assert _orders_of(bench, buyer) == []


@pytest.mark.parametrize("token", ["", "x", "%00", "%ff%fe", "%F0%9F%94%A9", "a" * 5000])
def test_a_token_that_is_none_is_an_ordinary_anonymous_visit(bench: Bench, token: str) -> None:
    browser = bench.browser()

    assert browser.open(f"{CATALOG_PAGE}?punchOutAccessToken={token}").status_code == 200
    assert not browser.is_signed_in


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("HEAD", {}, 200),
        ("GET", {"Sec-Purpose": "prefetch"}, 503),
        ("GET", {"Sec-Purpose": "prefetch;prerender"}, 503),
        ("GET", {"Purpose": "prefetch"}, 503),
        ("GET", {"X-Moz": "Prefetch"}, 503),
    ],
)
def test_who_looks_ahead_leaves_the_token_to_the_buyer(
    bench: Bench, buyer: Buyer, method: str, headers: dict[str, str], status: int
) -> None:
    start_url = bench.start_url(buyer)

    response = bench.browser().request(method, start_url, headers=headers, timeout=10)

    assert (response.status_code, response.headers["Cache-Control"]) == (status, "no-store")
    assert (response.text, _orders_of(bench, buyer)) == ("", [])
    browser = bench.browser()
    browser.open(start_url)
    assert browser.is_signed_in


def test_many_browsers_with_one_start_url_are_one_login_and_one_order(bench: Bench, buyer: Buyer) -> None:
    start_url = bench.start_url(buyer)
    browsers = [bench.browser() for _ in range(12)]

    at_once(*[lambda browser=browser: browser.open(start_url) for browser in browsers])

    assert [browser.is_signed_in for browser in browsers].count(True) == 1
    assert len(_orders_of(bench, buyer)) == 1


def test_with_auto_login_off_nobody_is_signed_in_and_the_token_is_kept(bench: Bench, buyer: Buyer) -> None:
    start_url, browser = bench.start_url(buyer), bench.browser()
    bench.settings.update(AUTO_LOGIN_PID, {})

    browser.open(start_url)
    refused = browser.is_signed_in
    bench.settings.update(AUTO_LOGIN_PID, {"enabled": "true"})
    browser.open(start_url)

    assert (refused, browser.is_signed_in) == (False, True)


def test_a_start_url_signs_its_own_buyer_in_where_somebody_else_is_signed_in(bench: Bench, buyer: Buyer) -> None:
    other = bench.buyer(first_name="Grace", last_name="Second")
    browser = bench.enter(buyer)
    first = browser.cookies["JSESSIONID"]

    browser.open(bench.start_url(other))

    assert other.user.full_name in browser.page
    assert other.account.name in browser.page
    assert buyer.account.name not in browser.page
    assert browser.cookies["JSESSIONID"] != first


def test_a_used_start_url_leaves_whoever_is_signed_in_alone(bench: Bench, buyer: Buyer) -> None:
    browser, start_url = bench.enter(buyer), bench.start_url(bench.buyer())
    bench.browser().open(start_url)
    order_id = browser.order_id

    browser.open(start_url)

    assert buyer.user.full_name in browser.page
    assert browser.order_id == order_id


def test_the_session_id_is_a_new_one_after_the_login(bench: Bench, buyer: Buyer) -> None:
    browser = bench.browser()
    browser.open(CATALOG_PAGE)
    planted, csrf = browser.cookies["JSESSIONID"], browser.csrf

    browser.open(bench.start_url(buyer))
    thief = bench.browser()
    thief.cookies.set("JSESSIONID", planted)
    thief.open(CATALOG_PAGE)

    assert browser.is_signed_in
    assert browser.cookies["JSESSIONID"] != planted
    assert browser.csrf != csrf
    assert not thief.is_signed_in


def test_a_session_id_of_the_visitors_own_making_is_not_taken(bench: Bench, buyer: Buyer) -> None:
    browser = bench.browser()
    browser.cookies.set("JSESSIONID", "CHOSEN")

    browser.open(bench.start_url(buyer))

    assert "CHOSEN" not in [cookie.value for cookie in browser.cookies if cookie.domain != ""]


def test_cookies_are_kept_from_scripts_and_foreign_posts(bench: Bench, buyer: Buyer) -> None:
    response = bench.browser().open(bench.start_url(buyer))
    cookies = response.raw.headers.getlist("set-cookie")

    assert len(cookies) == 2
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie


def test_in_a_frame_cookies_are_for_every_site_and_kept_apart_until_the_buyer_signs_out(
    bench: Bench, buyer: Buyer
) -> None:
    framed = {"Sec-Fetch-Dest": "iframe"}
    response = bench.browser().open(bench.start_url(buyer), headers=framed)
    cookies = response.raw.headers.getlist("set-cookie")
    named = {cookie.partition("=")[0]: cookie.partition("=")[2].partition(";")[0] for cookie in cookies}
    headers = framed | {"Cookie": "; ".join(f"{name}={value}" for name, value in named.items())}
    left = bench.browser().open("/c/portal/logout", headers=headers)
    deleted = [each for each in left.raw.headers.getlist("set-cookie") if "SameSite=none" in each]

    assert (len(cookies), len(deleted)) == (2, 2)
    for cookie in cookies + deleted:
        assert {"HttpOnly", "Secure", "SameSite=none", "Path=/", "Partitioned"} <= set(cookie.split("; "))
    assert all("Max-Age=0" in each for each in deleted)


def test_a_page_says_which_liferay_made_it(bench: Bench) -> None:
    assert bench.browser().open("/c/portal/layout").headers["Liferay-Portal"] == TRADECENTRIC_7_4.release


def test_the_page_with_the_token_is_neither_stored_nor_told_to_strangers(bench: Bench, buyer: Buyer) -> None:
    response = bench.browser().open(bench.start_url(buyer))

    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "same-origin"


def test_the_token_of_a_deleted_user_is_an_anonymous_visit(bench: Bench, buyer: Buyer) -> None:
    start_url, browser = bench.start_url(buyer), bench.browser()
    bench.company.remove_user(buyer.user.id)

    assert browser.open(start_url).status_code == 200
    assert not browser.is_signed_in


def test_the_session_of_a_deleted_user_takes_the_next_token(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    bench.company.remove_user(buyer.user.id)

    browser.open(bench.start_url(bench.buyer(first_name="Grace")))

    assert "Grace Buyer" in browser.page


def test_login_makes_one_order_and_names_it_in_the_order_cookie(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer, cart__currencyCode="EUR")
    orders = _orders_of(bench, buyer)
    order = bench.company.orders[orders[0]]

    assert len(orders) == 1
    assert browser.order_id == order.id
    assert browser.cookies[ORDER_COOKIE.format(bench.channel.group_id)] == order.uuid
    assert (order.account_id, order.currency, order.is_open, order.lines) == (buyer.account.id, "EUR", True, [])


def test_no_order_is_made_before_the_login(bench: Bench, buyer: Buyer) -> None:
    bench.start_url(buyer)

    assert _orders_of(bench, buyer) == []


def test_an_edit_login_makes_no_order(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1)

    bench.enter(buyer, punchOutSessionType="edit", cart__id=order.id)

    assert _orders_of(bench, buyer) == [order.id]


def test_the_account_of_the_request_is_the_one_in_context(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)

    assert f'"accountId": "{buyer.account.id}"' in browser.page


def test_every_punch_out_has_a_cart_of_its_own(bench: Bench, buyer: Buyer) -> None:
    first, second = bench.enter(buyer), bench.enter(buyer)

    assert first.order_id != second.order_id


def _sign_in(browser: Browser, email: str, password: str) -> int:
    browser.open("/c/portal/login")
    form = {f"{LOGIN}login": email, f"{LOGIN}password": password, "p_auth": browser.csrf}
    return browser.post(browser.base + "/c/portal/login", data=form, allow_redirects=False, timeout=10).status_code


def test_a_password_signs_in_in_a_new_session(bench: Bench) -> None:
    browser = bench.browser()
    browser.open("/c/portal/login")
    before = browser.cookies["JSESSIONID"]

    status = _sign_in(browser, *bench.administrator())
    browser.open(CATALOG_PAGE)

    assert (status, browser.is_signed_in) == (302, True)
    assert browser.cookies["JSESSIONID"] != before


@pytest.mark.parametrize("password", ["wrong", "", "\u00e9\u20ac"])
def test_a_wrong_password_signs_nobody_in(bench: Bench, password: str) -> None:
    browser = bench.browser()

    assert _sign_in(browser, bench.administrator()[0], password) == 200
    browser.open(CATALOG_PAGE)
    assert not browser.is_signed_in


def test_signing_in_as_somebody_else_leaves_nothing_of_the_punch_out(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)

    _sign_in(browser, *bench.administrator())
    browser.open(CATALOG_PAGE)

    assert "Test Test" in browser.page
    assert browser.order_id is None
    assert buyer.account.name not in browser.page
