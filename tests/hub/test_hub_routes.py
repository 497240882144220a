"""Shops that are no Liferay: asked by the standard JSON, or launched through the browser, in success and failure."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import requests

from simulators.messages.cart import build_cart_answer, build_form_cart, build_standard_cart
from simulators.messages.cxml import (
    Address,
    Contact,
    ItemID,
    ItemOut,
    PostalAddress,
    Text,
    XmlContent,
    build_setup_request,
)
from simulators.messages.standard import (
    KNOWN_KEYS,
    SECRET_THROUGH_BROWSER,
    Declined,
    LaunchHeader,
    Party,
    StandardContact,
    StandardItem,
    StandardRequest,
    build_standard_declined,
    build_standard_started,
)
from tests.hub.hub_bench import FORM_POST, START_URL, SUPPLIER, Bench, Company, cart
from tests.hub.standard_shop import StandardShop, launch_form
from tests.hub.test_hub_forms import browser_posts, order_message_on
from tests.hub.test_hub_setup import GOOD

SHIP_TO = Address(
    Text("en", "Site A"),
    PostalAddress(("Street 1", "Gate 4"), "K\u00f6ln", "DE", "Germany", "NW", "50667", ("Ada", "Desk 5"), "Plant"),
    address_id="A1",
)
LINES = (ItemOut(ItemID("SKU-1", "cart9/line1 "), Decimal("2.5")), ItemOut(ItemID("SKU-2"), Decimal(1)))
EXTRINSICS = (("UserEmail", "ada@buyer.example"), ("UniqueName", "a.buyer"), ("Size", XmlContent("<a>1</a>")))
PAGE = "https://shop.example/error?why=a&b"


def expected(bench: Bench, company: Company, cookie: str, **changes: Any) -> StandardRequest:
    """Return what a shop must have been asked for a punch out with the extrinsics and address above."""
    session = bench.seen(cookie)
    request = StandardRequest(
        pos=session["id"],
        return_url=session["return_url"],
        contact=StandardContact("ada@buyer.example", "Somebody Else", "a.buyer"),
        buyer_cookie=cookie,
        post_form=FORM_POST,
        data=(*EXTRINSICS[:2], ("Size", "<a>1</a>")),
        shipping=(
            ("address_name", "Site A"),
            ("shipping_id", "A1"),
            ("shipping_business", "Plant"),
            ("shipping_to", "Ada, Desk 5"),
            ("shipping_street", "Street 1\nGate 4"),
            ("shipping_city", "K\u00f6ln"),
            ("shipping_state", "NW"),
            ("shipping_zip", "50667"),
            ("shipping_country", "Germany"),
            ("country_id", "DE"),
        ),
        custom=(("organisation_id", company.code),),
        mode="test",
    )
    return replace(request, **changes)


# --- the standard JSON


def test_a_shop_is_asked_in_the_standard_words_and_its_start_url_told(
    bench: Bench, standard_shop: StandardShop
) -> None:
    company = standard_shop.relate(bench, "standard")
    request = bench.request(company, extrinsics=EXTRINSICS, ship_to=SHIP_TO)

    response = bench.answer_to(build_setup_request(request))

    assert (response.status.code, response.start_page) == (200, START_URL)
    (asked,) = standard_shop.asked
    assert asked.request == expected(bench, company, str(request.buyer_cookie))
    assert asked.noticed == frozenset()
    assert company.secret not in json.dumps(asked.request, default=vars)


@pytest.mark.parametrize("operation", ["create", "edit", "inspect"])
def test_lines_are_those_the_buyer_comes_back_to(bench: Bench, standard_shop: StandardShop, operation: str) -> None:
    company = standard_shop.relate(bench, "standard")

    bench.begin(company, operation=operation, items=LINES)

    (asked,) = standard_shop.asked
    lines = (StandardItem("SKU-1", "cart9/line1 ", Decimal("2.5"), "out"), StandardItem("SKU-2"))
    assert (asked.request.operation, asked.request.items) == (operation, () if operation == "create" else lines)


@pytest.mark.parametrize(
    ("selected", "ignored", "items"),
    [
        ("SKU-9", "AAA", (StandardItem("SKU-9", type="in"),)),
        ("AAA", "AAA", ()),
        ("AAA", "", (StandardItem("AAA", type="in"),)),
        ("SKU-9", "SKU-9", ()),
    ],
)
def test_a_selected_item_is_told_unless_it_is_the_one_that_means_none(
    bench: Bench, standard_shop: StandardShop, selected: str, ignored: str, items: tuple[StandardItem, ...]
) -> None:
    changes: dict[str, Any] = {} if ignored == "AAA" else {"selected_item_ignore": ignored}
    company = standard_shop.relate(bench, "standard", **changes)

    bench.begin(company, selected_item=ItemID(selected))

    assert standard_shop.asked[0].request.items == items


@pytest.mark.parametrize("key", KNOWN_KEYS)
def test_the_key_of_the_start_url_is_the_relationships(bench: Bench, standard_shop: StandardShop, key: str) -> None:
    standard_shop.answer = lambda: build_standard_started(START_URL, key=key)

    assert bench.set_up(standard_shop.relate(bench, "standard", start_url_key=key)).start_page == START_URL
    if key != "start_url":
        refused = bench.set_up(standard_shop.relate(bench, "standard")).status
        assert (refused.code, f"an address in {key}; configure that key" in refused.detail) == (550, True)


DECLINED = Declined("no such buyer <b>", PAGE)
FAILURES: dict[str, tuple[tuple[int, bytes], int, str, bool]] = {
    "a message and a page": (build_standard_declined(DECLINED), 400, "no such buyer <b>", True),
    "an envelope": (build_standard_declined(DECLINED, shape="envelope"), 400, "no such buyer <b>", False),
    "a list of errors": (build_standard_declined(DECLINED, shape="errors"), 400, "no such buyer <b>", False),
    "forbidden": ((403, b'{"title": "not enabled"}'), 403, "not enabled", False),
    "the hub is not let in": ((401, b'{"title": "who?"}'), 500, "who?", False),
    "a fault of the shop": ((500, b"{}"), 550, "the store answered 500 without a reason", False),
    "no JSON": ((200, b"<html>"), 550, "not JSON", False),
    "no object": ((200, b"[]"), 550, "not an object", False),
    "no start URL": ((200, b'{"message": "later"}'), 550, "start_url: missing from the answer: later", False),
    "a script": ((200, b'{"start_url": "javascript:alert(1)"}'), 550, "expected an absolute", False),
    "a redirect": ((302, b"{}"), 550, "302", False),
    "half a character": ((400, b'{"message": "\\ud800 no"}'), 400, "no", False),
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("session_request", ["eager", "lazy"])
def test_a_refusal_is_told_to_the_buyer_with_the_shops_words_and_page(
    bench: Bench, standard_shop: StandardShop, name: str, session_request: str
) -> None:
    answer, code, said, has_page = FAILURES[name]
    standard_shop.answer = lambda: answer
    company = standard_shop.relate(bench, "standard", session_request=session_request)
    request = bench.request(company)

    response = bench.answer_to(build_setup_request(request))

    if session_request == "eager":
        assert (response.status.code, response.start_page) == (code, None)
        told = response.status.detail
    else:
        arrived = requests.get(str(response.start_page), timeout=10, allow_redirects=False)
        assert arrived.status_code == 502
        told = arrived.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&#39;", "'")
        assert (f'href="{PAGE.replace("&", "&amp;")}"' in arrived.text) is has_page
    assert said in told
    assert (PAGE in told) is has_page
    assert said in bench.seen(str(request.buyer_cookie))["refusal"]


def test_a_lazy_session_is_asked_for_at_each_arrival(bench: Bench, standard_shop: StandardShop) -> None:
    start_page = bench.set_up(standard_shop.relate(bench, "standard", session_request="lazy")).start_page or ""
    assert standard_shop.asked == []

    arrivals = [requests.get(start_page, timeout=10, allow_redirects=False) for _ in range(2)]

    assert [(a.status_code, a.headers["location"]) for a in arrivals] == [(303, START_URL)] * 2
    # Named by the same pos, the second is a retry; what the shop makes of it is its own affair.
    assert len({asked.request.pos for asked in standard_shop.asked}) == 1


@pytest.mark.parametrize(
    ("access", "scheme"),
    [
        ({"user": "hub@shop.example", "password": "pass"}, "Basic "),
        ({"client_id": "hub", "client_secret": "cl13nt"}, "Bearer bearer-"),
        ({}, None),
    ],
    ids=["password", "client", "nothing"],
)
def test_a_shop_is_asked_with_the_credentials_it_wants(
    bench: Bench, standard_shop: StandardShop, access: dict[str, str], scheme: str | None
) -> None:
    assert bench.set_up(standard_shop.relate(bench, "standard", shop=access)).status.code == 200
    (authorization,) = standard_shop.authorizations
    assert authorization == scheme or (scheme and str(authorization).startswith(scheme))


def test_the_address_for_session_requests_may_be_whole(bench: Bench, standard_shop: StandardShop) -> None:
    for shop in ({"session_path": f"{standard_shop.url}/punchout"}, {"session_path": "punchout"}):
        assert bench.set_up(standard_shop.relate(bench, "standard", shop=shop)).status.code == 200
    whole = {"url": f"{standard_shop.url}/punchout", "session_path": ""}
    assert bench.set_up(standard_shop.relate(bench, "standard", shop=whole)).status.code == 200


def test_a_shop_that_is_not_reached_is_told_without_a_secret(bench: Bench, standard_shop: StandardShop) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        gone = f"http://127.0.0.1:{server.getsockname()[1]}"

    response = bench.set_up(standard_shop.relate(bench, "standard", shop={"url": gone}))

    assert (response.status.code, "not reached" in response.status.detail) == (550, True)


@pytest.mark.parametrize("route", ["standard", "browser"])
def test_a_request_no_shop_could_read_is_not_sent(bench: Bench, standard_shop: StandardShop, route: str) -> None:
    company = standard_shop.relate(bench, route, session_request="lazy")
    start_page = bench.set_up(company, operation="edit", items=(ItemOut(ItemID(""), Decimal(1)),)).start_page or ""

    arrived = requests.get(start_page, timeout=10, allow_redirects=False)

    assert (arrived.status_code, "primaryId: missing" in arrived.text) == (502, True)
    assert (standard_shop.asked, standard_shop.launched) == ([], [])


@pytest.mark.parametrize("route", ["standard", "browser"])
def test_a_way_of_asking_that_only_liferay_has_words_for_is_refused(
    bench: Bench, standard_shop: StandardShop, route: str
) -> None:
    request = bench.request(standard_shop.relate(bench, route, session_request="lazy"))
    url = f"{bench.hub.url}/operator/sessions/{request.buyer_cookie}/request"
    assert requests.put(url, json={"request": "for no lines"}, timeout=10).status_code == 200

    arrived = requests.get(bench.answer_to(build_setup_request(request)).start_page or "", timeout=10)

    assert (arrived.status_code, "cannot be asked for no lines" in arrived.text) == (502, True)


def test_a_cart_of_a_standard_shop_comes_back(bench: Bench, standard_shop: StandardShop) -> None:
    cookie = bench.begin(standard_shop.relate(bench, "standard"))

    response = bench.post_cart(standard_shop.asked[0].request.return_url, build_standard_cart(cart()))

    session = bench.seen(cookie)
    assert response.content == build_cart_answer(session["redirect_url"])
    assert bench.brought_back(response.json()["redirect_url"])[2].buyer_cookie == cookie


# --- the launch through the browser


def test_the_browser_takes_the_launch_to_the_shop(bench: Bench, standard_shop: StandardShop) -> None:
    company = standard_shop.relate(bench, "browser")
    request = bench.request(company, extrinsics=EXTRINSICS, ship_to=SHIP_TO)
    response = bench.answer_to(build_setup_request(request))
    cookie = str(request.buyer_cookie)
    session = bench.seen(cookie)
    assert response.start_page == f"{bench.hub.url}/gateway/link/start/id/{session['id']}"

    action, fields = launch_form(response.start_page)
    arrived = requests.post(action, data=fields, timeout=10, allow_redirects=False)

    assert (action, arrived.status_code, arrived.headers["location"]) == (f"{standard_shop.url}/start", 301, "/shop")
    (launch,) = standard_shop.launched
    back = f"{bench.hub.url}/gateway/link/return/id/{session['id']}"
    assert launch.request == expected(bench, company, cookie, return_url=back)
    party = Party("NetworkID", str(company.credential.identity))
    shop = Party(SUPPLIER.domain, str(SUPPLIER.identity))
    assert launch.header == LaunchHeader((party,), (shop,), (party,), "test")
    assert bench.seen(cookie)["start_url"] == action


@pytest.mark.parametrize("variant", ["", SECRET_THROUGH_BROWSER])
def test_the_secret_passes_through_the_browser_only_by_name(
    bench: Bench, standard_shop: StandardShop, variant: str
) -> None:
    changes: dict[str, Any] = {"launch_variant": variant} if variant else {}
    company = standard_shop.relate(bench, "browser", **changes)
    start_page = bench.set_up(company).start_page or ""

    action, fields = launch_form(start_page)
    requests.post(action, data=fields, timeout=10, allow_redirects=False)

    assert (company.secret in requests.get(start_page, timeout=10).text) is bool(variant)
    (launch,) = standard_shop.launched
    assert launch.secret_in_browser is bool(variant)
    assert ("secret-in-browser" in launch.noticed) is bool(variant)
    assert company.secret not in str(bench.journal.exchanges())


def test_the_page_of_a_launch_is_not_stored_and_escapes_what_it_holds(
    bench: Bench, standard_shop: StandardShop
) -> None:
    contacts = (Contact(Text("en", "</script><script>alert('1')</script>"), role="endUser", emails=("a@b.example",)),)
    company = standard_shop.relate(bench, "browser")
    start_page = bench.set_up(company, contacts=contacts, extrinsics=()).start_page or ""

    page = requests.get(start_page, timeout=10)
    action, fields = launch_form(start_page)
    requests.post(action, data=fields, timeout=10, allow_redirects=False)

    assert page.headers["cache-control"] == "no-store"
    assert "alert('1')" not in page.text
    assert standard_shop.launched[0].request.contact.name == contacts[0].name.value


@pytest.mark.parametrize("sends", ["a form cart", "JSON to the return URL", "nothing"])
def test_a_launched_buyer_comes_back(bench: Bench, standard_shop: StandardShop, sends: str) -> None:
    request = bench.request(standard_shop.relate(bench, "browser"))
    action, fields = launch_form(bench.answer_to(build_setup_request(request)).start_page or "")
    requests.post(action, data=fields, timeout=10, allow_redirects=False)
    launched = standard_shop.launched[0].request

    if sends == "a form cart":
        url = f"{bench.hub.url}/gateway/link/punchin/id/{launched.pos}"
        message = order_message_on(browser_posts(url, build_form_cart(cart(), "key")).content)
    elif sends == "nothing":
        _, _, message = bench.brought_back(launched.return_url)
    else:
        answer = bench.post_cart(launched.return_url, build_standard_cart(cart())).json()
        _, _, message = bench.brought_back(answer["redirect_url"])

    assert message.buyer_cookie == request.buyer_cookie
    assert [item.item_id.supplier_part_id for item in message.items] == ([] if sends == "nothing" else ["SKU-001"])


@pytest.mark.parametrize(
    "change",
    [
        {"route": "carrier pigeon"},
        {"route": "standard", "shop": {"url": "shop.example"}},
        {"route": "browser", "shop": {"url": "http://a b"}},
        {"route": "standard", "shop": {"url": "http://a.example", "session_path": 5}},
        {"route": "standard", "start_url_key": 5},
        {"selected_item_ignore": None},
        {"launch_variant": "the secret, please"},
        {"route": "liferay", "shop": {"url": "http://a.example", "session_path": "/x"}},
    ],
    ids=repr,
)
def test_a_relationship_no_route_could_serve_is_a_bad_request(bench: Bench, change: dict[str, object]) -> None:
    response = requests.post(f"{bench.hub.url}/operator/relationships", json=GOOD | change, timeout=10)

    assert (response.status_code, "cannot be made" in response.json()["error"]) == (400, True)
