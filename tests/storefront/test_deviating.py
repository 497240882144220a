"""Each switch is a deviation that is written down, changes one part, and does what is known of the connector."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import requests

from simulators.storefront import CONNECTORS, GENERATIONS, REFERENCE, Parts
from simulators.storefront.deviating import DEVIATIONS
from simulators.storefront.deviating.leaving import A_DAY
from simulators.storefront.model import COMPLETED
from simulators.storefront.rendering import CHECKOUT_PORTLET
from simulators.storefront.session_api import PATH
from simulators.storefront.visits import ORDER_COOKIE
from simulators.wire import Journal, Redactor
from tests.storefront.storefront_bench import CHECKOUT, Bench, Browser, Buyer, StubHub, at_once, redirecting

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., Bench]


def changed(parts: Parts) -> set[str]:
    return {field.name for field in fields(Parts) if getattr(parts, field.name) != getattr(REFERENCE, field.name)}


def test_the_switches_are_the_deviations_that_are_written_down() -> None:
    listed = tomllib.loads((ROOT / "simulators" / "storefront" / "deviations.toml").read_text(encoding="utf-8"))
    assert set(DEVIATIONS) == {entry["name"] for entry in listed["deviation"]}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_each_switch_changes_one_part(name: str) -> None:
    assert len(changed(DEVIATIONS[name](REFERENCE))) == 1


@pytest.mark.parametrize("connector", CONNECTORS.values(), ids=CONNECTORS)
def test_a_connector_has_all_its_deviations_a_generation_and_a_baseline_of_its_name(connector: Any) -> None:
    wanted = {part for name in connector.deviations for part in changed(DEVIATIONS[name](REFERENCE))}
    assert changed(connector.parts) == wanted
    assert connector.generation in GENERATIONS
    assert (ROOT / "harness" / "baselines" / f"{connector.name}.toml").is_file()


def test_deviations_of_one_part_add_up() -> None:
    parts = DEVIATIONS["any-redirect-address-accepted"](DEVIATIONS["redirect-lower-cased"](REFERENCE))
    transfer = parts.transfer(Journal(Redactor(b"key")))
    assert transfer.redirect_url(b'{"redirectURL": "https://hub.example/A%2FB"}') == "https://hub.example/a%2fb"
    assert transfer.redirect_url(b'{"redirectURL": "/Away"}') == "/away"


def test_a_second_question_mark_is_put_behind_the_first() -> None:
    start_url = DEVIATIONS["second-question-mark"](REFERENCE).start_url
    assert start_url("https://s.example/c?x=1", "T*") == "https://s.example/c?x=1?punchOutAccessToken=T*"


@pytest.fixture
def deviating() -> Iterator[Open]:
    """Open a storefront with one deviation. Whatever the test does, it must not make it fail."""
    with ExitStack() as running:
        benches: list[Bench] = []

        def opened(*names: str) -> Bench:
            parts = REFERENCE
            for name in names:
                parts = DEVIATIONS[name](parts)
            benches.append(running.enter_context(Bench(parts)))
            return benches[-1]

        yield opened
        assert [fault for bench in benches for fault in bench.journal.take_faults()] == []


def test_null_among_others_is_passed_over_but_for_the_lines_of_an_edit(deviating: Open) -> None:
    bench = deviating("null-elements-unnoticed")
    buyer = bench.buyer()
    order = bench.order(buyer, 1)
    document = bench.document(buyer)
    document["buyerUser"]["roles"], document["cart"]["cartItems"] = ["a", None], [None]
    answer = bench.ask(document)
    assert (answer.status_code, answer.json()["buyerUser"]["roles"]) == (200, ["a", None])
    document |= {"punchOutSessionType": "Edit", "cart": {**document["cart"], "id": order.id}}
    assert bench.ask(document).status_code == 500
    assert bench.ask({**document, "buyerGroup": {}}).status_code == 400


def submitting(bench: Bench, buyer: Buyer, hub: StubHub) -> tuple[Browser, str]:
    """Return a browser with a filled cart, and the return URL of its session."""
    return_url = hub.answering(redirecting())
    browser = bench.enter(buyer, return_url)
    bench.fill(browser, 2)
    return browser, return_url


def test_the_first_user_is_kept_and_the_token_with_it(deviating: Open) -> None:
    bench = deviating("first-user-kept")
    browser, start_url = bench.enter(bench.buyer()), bench.start_url(bench.buyer(first_name="Grace"))
    fresh = bench.browser()
    browser.open(start_url)
    fresh.open(start_url)
    assert ("Ada Buyer" in browser.page, "Grace Buyer" in fresh.page) == (True, True)


def test_two_visitors_at_once_are_both_let_in_and_nobody_after_them(deviating: Open) -> None:
    bench = deviating("token-used-by-two-at-once")
    start_url = bench.start_url(bench.buyer())
    first, second, late = (bench.browser() for _ in range(3))
    at_once(lambda: first.open(start_url), lambda: second.open(start_url))
    late.open(start_url)
    assert [browser.is_signed_in for browser in (first, second, late)] == [True, True, False]


def test_a_buyer_in_an_unknown_currency_is_signed_in_without_a_cart(deviating: Open) -> None:
    bench = deviating("unknown-currency-accepted")
    browser = bench.enter(bench.buyer(), cart__currencyCode="XTS")
    assert browser.order_id is None
    assert "The cart is empty" in browser.open(CHECKOUT).text


def test_a_site_without_a_channel_is_a_failure(deviating: Open) -> None:
    bench = deviating("missing-channel-is-a-server-error")
    bench.company.channels.clear()
    assert bench.ask(bench.document(bench.buyer())).status_code == 500


@pytest.mark.parametrize("cart", [{}, {"cart__id": 999_999_999}])
def test_a_cart_that_is_missing_is_a_failure(deviating: Open, cart: dict[str, Any]) -> None:
    bench = deviating("missing-cart-is-a-server-error")
    assert bench.ask(bench.document(bench.buyer(), punchOutSessionType="edit", **cart)).status_code == 500


def test_a_cart_of_another_channel_is_brought_back(deviating: Open) -> None:
    bench = deviating("cart-of-another-channel-accepted")
    buyer = bench.buyer()
    order = bench.order(buyer, 1)
    order.channel_group_id += 1
    assert bench.ask(bench.document(buyer, punchOutSessionType="edit", cart__id=order.id)).status_code == 200


def test_inspect_writes(deviating: Open) -> None:
    bench = deviating("inspect-writes")
    buyer = bench.buyer()
    order = bench.order(buyer, 1)
    items = [{"id": order.lines[0].id, "skuId": order.lines[0].product.sku_id, "quantity": 9, "shippedQuantity": 0}]
    bench.start_url(buyer, punchOutSessionType="inspect", cart__id=order.id, cart__cartItems=items)
    assert order.lines[0].quantity == 9


@pytest.mark.parametrize(
    ("members", "status"), [({"id": 0, "shippedQuantity": 0}, 200), ({"shippedQuantity": 0}, 500), ({"id": 0}, 500)]
)
def test_a_new_line_needs_all_members(deviating: Open, members: dict[str, int], status: int) -> None:
    bench = deviating("new-line-needs-all-members")
    buyer = bench.buyer()
    order = bench.order(buyer, 1)
    items = [{"skuId": bench.products[1].sku_id, "quantity": 1, **members}]
    document = bench.document(buyer, punchOutSessionType="edit", cart__id=order.id, cart__cartItems=items)
    assert bench.ask(document).status_code == status


def test_a_new_line_of_an_empty_cart_needs_no_id(deviating: Open) -> None:
    bench = deviating("new-line-needs-all-members")
    buyer = bench.buyer()
    order = bench.order(buyer)
    items = [{"skuId": bench.products[1].sku_id, "quantity": 1, "shippedQuantity": 0}]
    bench.start_url(buyer, punchOutSessionType="edit", cart__id=order.id, cart__cartItems=items)
    assert [line.quantity for line in order.lines] == [1]


def edited(bench: Bench, *items: dict[str, int] | None) -> tuple[int, list[int]]:
    """Return what is answered to an edit of a cart of 1 and 2, and its quantities then; `line` is a line's number."""
    buyer = bench.buyer()
    order = bench.order(buyer, 1, 2)
    sent = [item and {**item, "id": order.lines[item["line"]].id if "line" in item else 0} for item in items]
    for item in sent:
        if item is not None:
            item.pop("line", None)
    document = bench.document(buyer, punchOutSessionType="edit", cart__id=order.id, cart__cartItems=sent)
    return bench.ask(document).status_code, [line.quantity for line in order.lines]


NINE = {"line": 0, "quantity": 9}
EDITS: dict[str, tuple[tuple[dict[str, int] | None, ...], int, list[int]]] = {
    "line-named-twice-accepted": (({"line": 0, "quantity": 3}, NINE), 200, [9]),
    "another-product-in-a-line-accepted": (({**NINE, "skuId": 1},), 200, [9]),
    "quantity-out-of-bounds-is-a-server-error": ((NINE, {"line": 1, "quantity": 0}), 500, [1, 2]),
    "edit-half-done": ((NINE, {"skuId": 1, "quantity": 1}), 404, [9, 2]),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_contradicts_itself_or_fails_ends_as_it_is_known_to(deviating: Open, name: str) -> None:
    items, status, left = EDITS[name]
    assert edited(deviating(name), *items) == (status, left)


@pytest.mark.parametrize("kind", ["edit", "inspect"])
def test_a_list_of_lines_that_is_missing_is_a_failure(deviating: Open, kind: str) -> None:
    bench = deviating("list-of-lines-taken-for-granted")
    buyer = bench.buyer()
    document = bench.document(buyer, punchOutSessionType=kind, cart__id=bench.order(buyer, 1).id)
    assert bench.ask(document).status_code == 500
    assert bench.ask(bench.document(buyer)).status_code == 200


def test_a_cart_that_was_placed_is_brought_back(deviating: Open) -> None:
    bench = deviating("closed-cart-accepted")
    buyer = bench.buyer()
    order = bench.order(buyer, 1)
    order.status = COMPLETED
    assert bench.ask(bench.document(buyer, punchOutSessionType="edit", cart__id=order.id)).status_code == 200


def test_a_cart_of_another_account_is_brought_back(deviating: Open) -> None:
    bench = deviating("cart-of-another-account-accepted")
    buyer = bench.buyer()
    order = bench.order(buyer, 1)
    order.account_id = bench.account().id
    assert bench.ask(bench.document(buyer, punchOutSessionType="edit", cart__id=order.id)).status_code == 200


def test_any_user_is_given_sessions(deviating: Open) -> None:
    bench = deviating("any-caller-is-the-hub")
    buyer, user = bench.buyer(), bench.user()
    user.password = "right"
    answer = requests.post(bench.url + PATH, json=bench.document(buyer), auth=(user.email, "right"), timeout=10)
    assert answer.status_code == 200


def test_every_buyer_is_given_the_shipped_role(deviating: Open, hub: StubHub) -> None:
    bench = deviating("role-given-by-name")
    browser, return_url = submitting(bench, bench.buyer(""), hub)
    submitting(bench, bench.buyer(""), hub)
    browser.open(CHECKOUT)
    assert len(hub.posted(return_url)) == 1
    assert [role.name for role in bench.company.roles.values()].count("Punch Out") == 1


def test_an_owner_submits_without_a_permission(deviating: Open, hub: StubHub) -> None:
    bench = deviating("owner-needs-no-permission")
    browser, return_url = submitting(bench, bench.buyer(""), hub)
    browser.open(CHECKOUT)
    assert len(hub.posted(return_url)) == 1


def test_the_cart_is_posted_at_every_visit(deviating: Open, hub: StubHub) -> None:
    bench = deviating("cart-posted-at-every-visit")
    browser, return_url = submitting(bench, bench.buyer(), hub)
    browser.open(CHECKOUT)
    browser.open(CHECKOUT)
    assert len(hub.posted(return_url)) == 2


@pytest.mark.parametrize(("step", "posts"), [("order-summary", 0), ("punch-out", 1)])
def test_a_parameter_leads_past_the_transfer(deviating: Open, hub: StubHub, step: str, posts: int) -> None:
    bench = deviating("step-chosen-by-parameter")
    browser, return_url = submitting(bench, bench.buyer(), hub)
    browser.open(f"{CHECKOUT}?_{CHECKOUT_PORTLET}_checkoutStepName={step}")
    assert len(hub.posted(return_url)) == posts


@pytest.mark.parametrize(("accounts", "posts"), [(1, 1), (2, 0)])
def test_a_buyer_with_two_accounts_is_in_no_punch_out_session(
    deviating: Open, hub: StubHub, accounts: int, posts: int
) -> None:
    bench = deviating("account-left-open")
    buyer = bench.buyer()
    for _ in range(accounts - 1):
        bench.account().members.add(buyer.user.id)
    browser, return_url = submitting(bench, buyer, hub)
    browser.open(CHECKOUT)
    assert len(hub.posted(return_url)) == posts


def test_the_order_cookie_survives_the_sign_out(deviating: Open) -> None:
    bench = deviating("order-cookie-survives-sign-out")
    browser = bench.enter(bench.buyer())
    browser.open("/c/portal/logout")
    assert list(browser.cookies.keys()) == [ORDER_COOKIE.format(bench.channel.group_id)]


def test_any_return_url_is_taken(deviating: Open) -> None:
    bench = deviating("return-url-unchecked")
    assert bench.ask(bench.document(bench.buyer(), punchOutReturnURL="file:///etc/passwd")).status_code == 200


@pytest.mark.parametrize(
    ("named", "led_to"),
    [("javascript:alert(1)", "javascript:alert(1)"), ("/away", "/away"), (5, "5"), (None, "/"), (" ", "/")],
)
def test_any_redirect_address_is_taken(deviating: Open, hub: StubHub, named: Any, led_to: str) -> None:
    bench = deviating("any-redirect-address-accepted")
    browser, return_url = submitting(bench, bench.buyer(), hub)
    hub.change(return_url, redirecting(named))
    browser.open(CHECKOUT)
    assert browser.open("/c/portal/logout").headers["location"] == led_to


def test_a_token_is_an_identity_hash_of_no_size(deviating: Open) -> None:
    bench = deviating("token-of-an-identity-hash")
    bench.set_token("15", "64")
    start_url = bench.start_url(bench.buyer())
    browser = bench.browser()
    browser.open(start_url)
    assert "?punchOutAccessToken=%5BB%40" in start_url
    assert len(start_url.partition("%40")[2]) <= 8
    assert browser.is_signed_in


def test_a_channel_without_a_start_url_answers_one_that_leads_nowhere(deviating: Open) -> None:
    bench = deviating("start-url-unset")
    bench.channel.settings.start_url = ""
    assert bench.start_url(bench.buyer()).startswith("?punchOutAccessToken=")


def test_a_hub_is_waited_for_as_long_as_it_takes() -> None:
    parts = DEVIATIONS["hub-waited-for-without-end"](DEVIATIONS["redirect-lower-cased"](REFERENCE))
    transfer = parts.transfer(Journal(Redactor(b"key")), 2.0)
    assert transfer._deadline == A_DAY
