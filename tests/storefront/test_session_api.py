"""Session requests: what is refused with which words and in which order, and what a success answers and changes."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
import requests

from simulators.messages.session import access_token_of, parse_session_request
from simulators.storefront.model import COMPLETED, Channel, ChannelSettings, Site
from simulators.storefront.problems import Problem
from simulators.storefront.session_api import PATH, SESSION_CHECKS, Asked, start_url_with_token
from tests.storefront.storefront_bench import Bench, Buyer


@dataclass
class Scene:
    """A request that would be granted, to be spoilt."""

    bench: Bench
    buyer: Buyer
    document: dict[str, Any]

    def edit(self, *quantities: int) -> None:
        """Make it an edit of the buyer's own cart."""
        order = self.bench.order(self.buyer, *quantities)
        self.document["punchOutSessionType"] = "edit"
        self.document["cart"]["id"] = order.id


@pytest.fixture
def scene(bench: Bench, buyer: Buyer) -> Scene:
    return Scene(bench, buyer, bench.document(buyer))


def _no_site(scene: Scene) -> None:
    scene.document["buyerGroup"]["name"] = "No Such Site"


def _no_channel(scene: Scene) -> None:
    site = Site(scene.bench.company.next_id(), "Bare Site", "bare-site")
    scene.bench.company.sites[site.id] = site
    scene.buyer.user.site_ids.add(site.id)
    scene.document["buyerGroup"]["name"] = site.key


def _switched_off(scene: Scene) -> None:
    scene.bench.channel.settings.enabled = False


def _start_url(text: str) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        scene.bench.channel.settings.start_url = text

    return spoil


def _stranger(scene: Scene, **members: Any) -> None:
    scene.document["buyerUser"] = {"email": "stranger@buyer.example", **members}


def _blank_email(scene: Scene) -> None:
    scene.document["buyerUser"]["email"] = "  "


def _nameless(scene: Scene) -> None:
    _stranger(scene, firstName=" ", lastName="")


def _unwelcome(scene: Scene) -> None:
    scene.bench.company.strangers_may_join = False
    _stranger(scene, firstName="Eve", lastName="Stranger")


def _half_named(scene: Scene) -> None:
    _stranger(scene, firstName="Eve")


def _no_email_address(scene: Scene) -> None:
    _stranger(scene, firstName="Eve", lastName="Stranger", email="eve")


def _not_in_site(scene: Scene) -> None:
    scene.buyer.user.site_ids.clear()


def _no_account(scene: Scene) -> None:
    scene.document["buyerAccountReferenceCode"] = "NOBODY"


def _currency(code: str) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        scene.document["cart"]["currencyCode"] = code

    return spoil


def _return_url(url: str) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        scene.document["punchOutReturnURL"] = url

    return spoil


def _no_cart_id(scene: Scene) -> None:
    scene.edit(1)
    del scene.document["cart"]["id"]


def _unknown_cart(scene: Scene) -> None:
    scene.edit(1)
    scene.document["cart"]["id"] = 999_999_999


def _closed_cart(scene: Scene) -> None:
    scene.edit(1)
    scene.bench.company.orders[scene.document["cart"]["id"]].status = COMPLETED


def _cart_of_another_channel(scene: Scene) -> None:
    scene.edit(1)
    scene.bench.company.orders[scene.document["cart"]["id"]].channel_group_id += 1


def _cart_of_another_account(scene: Scene) -> None:
    scene.edit(1)
    scene.bench.company.orders[scene.document["cart"]["id"]].account_id += 1


def _cart_of_another_buyer(scene: Scene) -> None:
    scene.edit(1)
    scene.bench.company.orders[scene.document["cart"]["id"]].owner_id += 1


def _items(*items: dict[str, int]) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        scene.edit(1)
        scene.document["cart"]["cartItems"] = list(items)

    return spoil


def _quantity(quantity: int) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        scene.edit(1)
        sku = scene.bench.products[0].sku_id
        scene.document["cart"]["cartItems"] = [{"id": 0, "skuId": sku, "quantity": quantity}]

    return spoil


_NO_RETURN_URL = "Punch out return URL must be an http or https address"
_NO_START_URL = "Punch out start URL is not configured for channel"
_NEEDS_NAMES = "Buyer user needs a valid email address, a first and a last name"


def _second(item: dict[str, int] | None) -> Callable[[Scene], None]:
    """Ask for 9 in the first line and then for another one, whose id is the number of a line of the cart."""

    def spoil(scene: Scene) -> None:
        scene.edit(1, 2)
        lines = scene.bench.company.orders[scene.document["cart"]["id"]].lines
        named = {"id": lines[item["id"]].id} if item and "id" in item else {}
        second = None if item is None else {"quantity": 3, **item, **named}
        scene.document["cart"]["cartItems"] = [{"id": lines[0].id, "quantity": 9}, second]

    return spoil


_QUANTITY = "Cart item quantity must be from 1 to 99999"

REFUSALS: dict[str, tuple[Callable[[Scene], None], int, str]] = {
    "unknown site": (_no_site, 404, "Site not found"),
    "site without channel": (_no_channel, 404, "Site has no channel"),
    "channel switched off": (_switched_off, 403, "Punch out not allowed for channel"),
    "start URL unset": (_start_url(""), 403, _NO_START_URL),
    "start URL relative": (_start_url("/web/shop"), 403, _NO_START_URL),
    "start URL a script": (_start_url("javascript:alert(1)"), 403, _NO_START_URL),
    "start URL without host": (_start_url("http://"), 403, _NO_START_URL),
    "start URL broken": (_start_url("http://[shop\n/"), 403, _NO_START_URL),
    "blank e-mail address": (_blank_email, 400, "Buyer user email is required"),
    "unknown buyer without names": (_nameless, 400, "Buyer user first and last name are required"),
    "unknown buyer, no strangers": (
        _unwelcome,
        403,
        "Buyer user is unknown and the company does not allow strangers",
    ),
    "unknown buyer with half a name": (_half_named, 400, _NEEDS_NAMES),
    "unknown buyer with no e-mail address": (_no_email_address, 400, _NEEDS_NAMES),
    "buyer not in the site": (_not_in_site, 400, "Buyer user does not belong to group"),
    "unknown account": (_no_account, 400, "Business commerce account not found"),
    "return URL of a file": (_return_url("file:///etc/passwd"), 400, _NO_RETURN_URL),
    "return URL a script": (_return_url("javascript:alert(1)"), 400, _NO_RETURN_URL),
    "return URL in words": (_return_url("to the hub"), 400, _NO_RETURN_URL),
    "return URL without host": (_return_url("https:///cart"), 400, _NO_RETURN_URL),
    "unknown currency": (_currency("XTS"), 400, "Currency not found"),
    "currency in small letters": (_currency("usd"), 400, "Currency not found"),
    "edit without a cart": (_no_cart_id, 400, "Cart ID is required"),
    "edit of an unknown cart": (_unknown_cart, 400, "Cart not found"),
    "edit of a closed cart": (_closed_cart, 400, "Cart is not open"),
    "edit of another channel's cart": (_cart_of_another_channel, 400, "Cart not found"),
    "edit of another account's cart": (_cart_of_another_account, 400, "Cart not found"),
    "edit of another buyer's cart": (_cart_of_another_buyer, 400, "Buyer user does not belong to cart"),
    "edit with an unknown SKU": (_items({"skuId": 1, "quantity": 1}), 404, "Cart item SKU not found"),
    "edit with a quantity of none": (_quantity(0), 400, _QUANTITY),
    "edit with a negative quantity": (_quantity(-1), 400, _QUANTITY),
    "edit with more than may be ordered": (_quantity(100_000), 400, _QUANTITY),
    "edit with a line twice": (_second({"id": 0}), 400, "Cart item is named twice"),
    "edit with another SKU in a line": (_second({"id": 1, "skuId": 1}), 400, "Cart item holds another SKU"),
    "edit with a new line of nothing": (_second({"skuId": 1, "quantity": 1}), 404, "Cart item SKU not found"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_says_why_and_leaves_nothing_behind(scene: Scene, name: str) -> None:
    spoil, status, title = REFUSALS[name]
    spoil(scene)
    before = scene.bench.everything()

    response = scene.bench.ask(scene.document)

    assert (response.status_code, response.json()["title"]) == (status, title)
    assert scene.bench.everything() == before


# One fault for each check, in the order of the checks.
FAULTS = {
    "site_exists": _no_site,
    "site_has_a_channel": _no_channel,
    "channel_allows_punch_out": _switched_off,
    "channel_has_a_start_url": _start_url(""),
    "buyer_has_an_email": _blank_email,
    "buyer_is_known_or_can_be_created": _half_named,
    "buyer_belongs_to_the_site": _not_in_site,
    "account_exists": _no_account,
    "return_url_is_an_address": _return_url("file:///etc/passwd"),
    "currency_is_sold_in": _currency("XTS"),
    "cart_is_there": _unknown_cart,
    "cart_is_open": _closed_cart,
    "cart_is_of_the_channel": _cart_of_another_channel,
    "cart_is_of_the_account": _cart_of_another_account,
    "cart_belongs_to_the_buyer": _cart_of_another_buyer,
}


def _refusal(scene: Scene) -> str | None:
    """Return which check refuses the request as it stands."""
    asked = Asked(scene.bench.company, parse_session_request(json.dumps(scene.document).encode())[0])
    for check in SESSION_CHECKS:
        try:
            check(asked)
        except Problem:
            return check.__name__
    return None


def test_every_check_has_a_fault_in_the_order_of_the_checks() -> None:
    assert [check.__name__ for check in SESSION_CHECKS] == list(FAULTS)


@pytest.mark.parametrize(("earlier", "later"), list(itertools.combinations(FAULTS, 2)))
def test_of_two_faults_the_earlier_check_answers(scene: Scene, earlier: str, later: str) -> None:
    # A fault of the cart makes the request an edit, so it comes first; one of the buyer then spoils the rest.
    for name in (later, earlier):
        FAULTS[name](scene)

    assert _refusal(scene) == earlier


def test_a_good_request_passes_every_check(scene: Scene) -> None:
    assert _refusal(scene) is None


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"{}", "buyerUser must not be null"),
        (b"\xff{}", "not JSON"),
        (b'{"punchoutReturnURL": "http://a"}', "is not defined in PunchOutSession"),
    ],
)
def test_a_body_that_is_no_session_request_is_a_bad_request(bench: Bench, body: bytes, part: str) -> None:
    response = bench.ask(body)

    assert response.status_code == 400
    assert response.json()["status"] == "BAD_REQUEST"
    assert part in response.json()["title"]


@pytest.mark.parametrize(
    "missing",
    [
        "buyerAccountReferenceCode",
        "buyerGroup",
        "buyerUser",
        "buyerUser__email",
        "cart",
        "cart__currencyCode",
        "punchOutReturnURL",
        "punchOutSessionType",
    ],
)
def test_each_required_member_is_asked_for_by_its_path(bench: Bench, buyer: Buyer, missing: str) -> None:
    response = bench.ask(bench.document(buyer, **{missing: None}))

    assert response.status_code == 400
    assert response.json()["title"] == f"{missing.replace('__', '.')} must not be null"


def test_another_content_type_is_unsupported(bench: Bench, buyer: Buyer) -> None:
    response = bench.ask(bench.document(buyer), headers={"Content-Type": "text/plain"})

    assert response.status_code == 415


def test_the_session_api_is_not_there_to_be_read(bench: Bench) -> None:
    assert requests.get(bench.url + PATH, timeout=10).status_code == 405


def test_success_echoes_the_request_with_channel_and_start_url(bench: Bench, buyer: Buyer) -> None:
    document = bench.document(buyer, punchOutStartURL="http://elsewhere.example/")
    document["cart"] |= {"printedNote": "L\u00f6ffel \u20ac", "summary": {"total": 1.5, "currency": "USD"}}

    response = bench.ask(document)
    answer = response.json()

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert answer.pop("punchOutStartURL").startswith(f"{bench.storefront.start_url}?punchOutAccessToken=")
    assert answer["cart"].pop("channelId") == bench.channel.id
    del document["punchOutStartURL"]
    assert answer == document


def test_the_answer_is_in_alphabetical_order_without_nulls(bench: Bench, buyer: Buyer) -> None:
    document = bench.document(buyer)
    document["buyerUser"] |= {"roles": [], "jobTitle": None, "externalReferenceCode": "X"}

    answer = json.loads(bench.ask(document).content, object_pairs_hook=list)

    def check(pairs: list[Any]) -> None:
        names = [name for name, _ in pairs]
        assert names == sorted(names)
        assert all(value is not None for _, value in pairs)

    check(answer)
    check(dict(answer)["buyerUser"])
    check(dict(answer)["cart"])


def test_amounts_in_the_request_are_echoed_digit_by_digit(bench: Bench, buyer: Buyer) -> None:
    body = json.dumps(bench.document(buyer)).replace(
        '"cart": {', '"cart": {"summary": {"total": 12345678901234567.123456789, "taxValue": 1.50}, '
    )

    answer = json.loads(bench.ask(body.encode()).content, parse_float=Decimal)

    assert str(answer["cart"]["summary"]["total"]) == "12345678901234567.123456789"
    assert str(answer["cart"]["summary"]["taxValue"]) == "1.50"


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        ("http://shop.example/a", "http://shop.example/a?punchOutAccessToken=T-_*"),
        ("http://shop.example/a?x=1", "http://shop.example/a?x=1&punchOutAccessToken=T-_*"),
        ("http://shop.example/a?", "http://shop.example/a?punchOutAccessToken=T-_*"),
        ("http://shop.example/a?x=1&", "http://shop.example/a?x=1&punchOutAccessToken=T-_*"),
        ("http://shop.example/a#part", "http://shop.example/a?punchOutAccessToken=T-_*#part"),
        ("http://shop.example/a?x=1#p?q", "http://shop.example/a?x=1&punchOutAccessToken=T-_*#p?q"),
    ],
)
def test_the_token_joins_the_query_of_the_start_url_before_the_fragment(configured: str, expected: str) -> None:
    assert start_url_with_token(configured, "T-_*") == expected


@pytest.mark.parametrize("suffix", ["", "?x=1", "?", "?x=1&y=%2F", "#top", "?x=1#top"])
def test_a_start_url_of_any_shape_signs_the_buyer_in(bench: Bench, buyer: Buyer, suffix: str) -> None:
    bench.channel.settings = ChannelSettings(True, bench.storefront.start_url + suffix)

    browser = bench.enter(buyer)

    assert buyer.user.full_name in browser.page


@pytest.mark.parametrize("kind", ["create", "CREATE", "whatever", " edit ", "source"])
def test_any_type_but_edit_and_inspect_creates_a_cart_at_login(bench: Bench, buyer: Buyer, kind: str) -> None:
    earlier = bench.order(buyer, 2)

    browser = bench.enter(buyer, punchOutSessionType=kind, cart__id=earlier.id)

    assert browser.order_id not in (None, earlier.id)


@pytest.mark.parametrize("kind", ["edit", "EDIT", "Edit", "inspect", "InSpect"])
def test_edit_and_inspect_in_any_case_bring_the_cart_back(bench: Bench, buyer: Buyer, kind: str) -> None:
    earlier = bench.order(buyer, 2)

    browser = bench.enter(buyer, punchOutSessionType=kind, cart__id=earlier.id)

    assert browser.order_id == earlier.id


def test_edit_sets_quantities_adds_lines_and_removes_what_is_not_named(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1, 2, 3)
    first, _, third = order.lines
    items = [
        {"id": first.id, "skuId": first.product.sku_id, "quantity": 7, "shippedQuantity": 0},
        {"id": 0, "skuId": bench.products[5].sku_id, "quantity": 4, "shippedQuantity": 0},
        {"id": third.id, "skuId": third.product.sku_id, "quantity": 3, "shippedQuantity": 0},
    ]

    bench.start_url(buyer, punchOutSessionType="edit", cart={"id": order.id, "currencyCode": "USD", "cartItems": items})

    assert [(line.product.sku, line.quantity) for line in order.lines] == [
        ("SKU-001", 7),
        ("SKU-003", 3),
        ("SKU-006", 4),
    ]
    assert order.lines[0].id == first.id
    assert order.lines[0].final_price == first.unit_price * 7


@pytest.mark.parametrize(("items", "left"), [([], 0), (None, 2)])
def test_edit_with_an_empty_list_empties_the_cart_and_without_one_leaves_it(
    bench: Bench, buyer: Buyer, items: list[Any] | None, left: int
) -> None:
    order = bench.order(buyer, 1, 2)

    bench.start_url(buyer, punchOutSessionType="edit", cart__id=order.id, cart__cartItems=items)

    assert len(order.lines) == left


def test_a_line_that_is_known_needs_no_sku_and_no_place_in_the_list(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1, 2)
    items = [{"id": line.id, "quantity": 4, "shippedQuantity": 0} for line in reversed(order.lines)]

    bench.start_url(buyer, punchOutSessionType="edit", cart__id=order.id, cart__cartItems=items)

    assert [(line.product.sku, line.quantity) for line in order.lines] == [("SKU-001", 4), ("SKU-002", 4)]


def test_inspect_never_writes_to_the_cart(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1, 2)
    before = bench.everything()["orders"]
    items = [{"id": order.lines[0].id, "skuId": order.lines[0].product.sku_id, "quantity": 9, "shippedQuantity": 0}]

    bench.start_url(buyer, punchOutSessionType="inspect", cart__id=order.id, cart__cartItems=items)

    assert bench.everything()["orders"] == before


def test_a_quantity_beyond_int32_is_a_bad_request(scene: Scene) -> None:
    _quantity(2**31)(scene)

    assert scene.bench.ask(scene.document).status_code == 400


def test_create_ignores_the_items_it_is_sent(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1)

    bench.start_url(buyer, cart__id=order.id, cart__cartItems=[])

    assert len(order.lines) == 1


def test_an_unknown_buyer_is_created_a_member_of_site_and_account_and_signed_in(bench: Bench, buyer: Buyer) -> None:
    email = f"new-{buyer.user.id}@buyer.example"
    names = {"firstName": "Grace", "middleName": "B.", "lastName": "New"}

    browser = bench.browser()
    browser.open(bench.start_url(buyer, buyerUser={"email": f" {email} ", **names}))

    created = bench.company.user_by_email(email)
    assert created is not None
    assert (created.email, created.full_name, created.administrator) == (email, "Grace B. New", False)
    assert created.site_ids == {bench.site.id}
    assert created.id in buyer.account.members
    assert created.id not in buyer.account.roles_of
    assert browser.is_signed_in


def test_a_known_buyer_is_found_in_any_letter_case_and_not_renamed(bench: Bench, buyer: Buyer) -> None:
    count = len(bench.company.users)

    bench.start_url(buyer, buyerUser={"email": buyer.user.email.upper(), "firstName": "Other", "lastName": "Name"})

    assert len(bench.company.users) == count
    assert buyer.user.full_name == "Ada Buyer"


def test_each_site_has_its_own_channel_settings(bench: Bench, buyer: Buyer) -> None:
    company = bench.company
    site = Site(company.next_id(), f"Other {buyer.user.id}", f"other-{buyer.user.id}")
    channel = Channel(company.next_id(), company.next_id(), site.id, "Other", "EUR", Decimal(0))
    company.sites[site.id], company.channels[channel.id] = site, channel
    buyer.user.site_ids.add(site.id)

    refused = bench.ask(bench.document(buyer, buyerGroup__name=site.key))
    channel.settings = ChannelSettings(True, f"{bench.url}/web/{site.friendly_url}/catalog")
    granted = bench.ask(bench.document(buyer, buyerGroup__name=site.key))

    assert refused.status_code == 403
    assert granted.json()["cart"]["channelId"] == channel.id
    assert granted.json()["punchOutStartURL"].startswith(channel.settings.start_url)


def test_half_a_character_in_the_request_does_not_break_the_answer(bench: Bench, buyer: Buyer) -> None:
    body = json.dumps(bench.document(buyer, cart__printedNote="note \ud800")).encode()

    response = bench.ask(body)

    assert response.status_code == 200
    assert access_token_of(response.json()["punchOutStartURL"])
