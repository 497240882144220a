"""Carts at the hub: taken, answered in named ways, and brought back by the browser byte for byte."""

from __future__ import annotations

import pytest
import requests

from simulators.hub import ANSWERS, UNREACHABLE
from simulators.hub.hostile_answers import HOSTILE_ANSWERS
from simulators.messages.cart import build_cart, cart_answer_faults
from simulators.messages.cxml import Status
from tests.hub.hub_bench import FORM_POST, Bench, Company, cart, document_of, item_out, line


def test_a_cart_is_taken_and_the_way_back_told_in_both_spellings(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    return_url = bench.seen(cookie)["return_url"]

    response = bench.post_cart(return_url, cart())
    session = bench.seen(cookie)

    back = f"{bench.hub.url}/gateway/link/return/id/{session['id']}?redirect=1"
    assert response.status_code == 200
    assert response.json() == {"redirect_url": back, "redirectUrl": back}
    assert (session["redirect_url"], session["carts_accepted"], session["returns"]) == (back, 1, 0)
    assert session["cart_posts"] == [build_cart(cart()).decode()]


def test_of_a_cart_posted_twice_the_last_counts_and_both_are_kept(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    return_url = bench.seen(cookie)["return_url"]

    bench.post_cart(return_url, cart(line(supplier_id="FIRST")))
    back = bench.post_cart(return_url, cart(line(supplier_id="SECOND"))).json()["redirectUrl"]
    _, _, message = bench.brought_back(back)

    assert [item.item_id.supplier_part_id for item in message.items] == ["SECOND"]
    assert len(bench.seen(cookie)["cart_posts"]) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"currencyCode": "USD", "total": "much", "items": []}',
        build_cart(cart()).replace(b'"quantity": 3', b'"quantity": -3'),
        build_cart(cart(line(supplier_id="SKU\x0b"))),
        build_cart(cart()).replace(b"31.5", b"1E+60"),
        build_cart(cart()).replace(b"SKU-001", b"\\ud800"),
    ],
    ids=["empty", "no members", "list", "not UTF-8", "no number", "negative", "control", "out of bounds", "half"],
)
def test_a_cart_that_cannot_be_brought_back_is_a_bad_request(bench: Bench, company: Company, body: bytes) -> None:
    cookie = bench.begin(company)

    response = bench.post_cart(bench.seen(cookie)["return_url"], body)
    session = bench.seen(cookie)

    assert response.status_code == 400
    assert response.json()["error"]
    assert (len(session["cart_posts"]), session["carts_accepted"], session["redirect_url"]) == (1, 0, "")


def test_an_unknown_session_is_not_found(bench: Bench) -> None:
    url = f"{bench.hub.url}/gateway/link"

    assert bench.post_cart(f"{url}/api/id/unknown", cart()).status_code == 404
    assert requests.get(f"{url}/return/id/unknown", timeout=10).status_code == 404
    assert requests.get(f"{bench.hub.url}/operator/sessions/unknown", timeout=10).status_code == 404


def test_a_session_is_found_in_any_letter_case(bench: Bench, company: Company) -> None:
    return_url = bench.seen(bench.begin(company))["return_url"]
    base, _, session_id = return_url.rpartition("/")

    response = bench.post_cart(f"{base}/{session_id.upper()}", cart())

    assert response.status_code == 200
    base, _, rest = response.json()["redirectUrl"].partition("/id/")
    assert requests.get(f"{base}/id/{rest.upper()}", timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        ("accept", 200, {"redirect_url", "redirectUrl"}),
        ("redirect in mixed case", 200, {"redirect_url", "redirectUrl"}),
        ("key redirectURL", 200, {"redirectURL"}),
        ("key REDIRECTURL", 200, {"REDIRECTURL"}),
        ("key redirectUrl", 200, {"redirectUrl"}),
        ("key redirecturl", 200, {"redirecturl"}),
        ("key redirect_url", 200, {"redirect_url"}),
        ("server error", 500, {"error"}),
        ("no content", 204, None),
        ("created", 201, {"redirectUrl"}),
        ("no redirect URL", 200, {"message"}),
        ("empty redirect URL", 200, {"redirect_url", "redirectUrl"}),
        ("not JSON", 200, None),
        ("two answers", 200, None),
        ("a script for an address", 200, {"redirectUrl"}),
        ("a path for an address", 200, {"redirectUrl"}),
        ("a number for an address", 200, {"redirectUrl"}),
    ],
)
def test_the_hub_answers_as_it_is_told(
    bench: Bench, company: Company, answer: str, status: int, body: set[str] | None
) -> None:
    cookie = bench.begin(company)
    assert bench.behave(cookie, answer).json() == {"answer": answer}

    response = bench.post_cart(bench.seen(cookie)["return_url"], cart())

    assert response.status_code == status
    # What is not arranged to be bad is read by the code that reads hubs' answers, as a lower-casing store would.
    good = answer in ("accept", "created") or (answer.startswith("key ") and answer != "key redirect_url")
    assert (cart_answer_faults(response.content) == ()) is good
    if body is None:
        with pytest.raises(requests.JSONDecodeError):
            response.json()
    else:
        assert set(response.json()) == body


def test_every_answer_is_tested() -> None:
    assert len(ANSWERS) == 18 + len(HOSTILE_ANSWERS)


def test_a_redirect_in_mixed_case_is_found_again(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    bench.behave(cookie, "redirect in mixed case")

    back = bench.post_cart(bench.seen(cookie)["return_url"], cart()).json()["redirectUrl"]

    assert back.endswith("?redirect=1&Trace=AbC%2FdE&Lang=EN")
    assert bench.brought_back(back)[0] == FORM_POST


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"{}", b'{"answer": 5}', b'{"answer": "dance"}'])
def test_an_answer_the_hub_does_not_know_is_a_bad_request(bench: Bench, body: bytes) -> None:
    url = f"{bench.hub.url}/operator/sessions/bc-1/behaviour"

    assert requests.put(url, data=body, timeout=10).status_code == 400


def test_an_unreachable_gateway_recovers_on_the_same_port(bench: Bench, company: Company) -> None:
    request = bench.request(company)
    cookie = str(request.buyer_cookie)
    bench.behave(cookie, UNREACHABLE)
    bench.behave(cookie, UNREACHABLE)
    bench.begin(company, buyer_cookie=cookie)
    return_url = bench.seen(cookie)["return_url"]

    with pytest.raises(requests.ConnectionError):
        bench.post_cart(return_url, cart())
    bench.behave(cookie, "accept")
    back = bench.post_cart(return_url, cart()).json()["redirectUrl"]

    assert not return_url.startswith(bench.hub.url)
    assert bench.brought_back(back)[0] == FORM_POST
    assert bench.behave(cookie, UNREACHABLE).status_code == 409


def test_one_buyers_unreachable_gateway_is_nobody_elses(bench: Bench, company: Company) -> None:
    bench.behave("bc-somebody", UNREACHABLE)

    assert bench.seen(bench.begin(company))["return_url"].startswith(bench.hub.url)


@pytest.mark.parametrize("field", ["cXML-urlencoded", "cXML-base64", "CXML-BASE64", "cxml-urlencoded"])
def test_the_browser_posts_the_order_message_to_the_form_post_byte_for_byte(bench: Bench, field: str) -> None:
    company = bench.relate(form_field=field)
    cookie = bench.begin(company)
    back = bench.post_cart(
        bench.seen(cookie)["return_url"], cart(line(description="L\u00f6ffel \U0001f529 \"'&<"))
    ).json()

    action, name, message = bench.brought_back(back["redirectUrl"])

    assert (action, name) == (FORM_POST, field)
    assert message.buyer_cookie == cookie
    assert message.status is None
    assert message.items[0].descriptions[0].value == "L\u00f6ffel \U0001f529 \"'&<"
    assert company.secret not in str(message)


def test_the_return_page_is_not_stored_and_every_visit_counted(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    back = bench.post_cart(bench.seen(cookie)["return_url"], cart()).json()["redirectUrl"]

    pages = [requests.get(back, timeout=10) for _ in range(2)]

    assert {page.headers["cache-control"] for page in pages} == {"no-store"}
    assert bench.seen(cookie)["returns"] == 2


def test_a_buyer_who_returns_without_a_cart_brings_no_change(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    session = bench.seen(cookie)

    _, _, message = bench.brought_back(f"{bench.hub.url}/gateway/link/return/id/{session['id']}")

    assert message.status == Status(204, "No Content")
    assert (message.buyer_cookie, message.items) == (cookie, ())


def test_a_retried_set_up_is_seen_in_place_of_the_first(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)
    first = bench.seen(cookie)["id"]

    bench.begin(company, buyer_cookie=cookie)

    assert bench.seen(cookie)["id"] != first


def test_a_line_seen_in_a_cart_is_known_by_its_sku_in_a_later_edit(bench: Bench, company: Company) -> None:
    bench.post_cart(bench.seen(bench.begin(company))["return_url"], cart(line(auxiliary_id="77/88", sku_id=4711)))

    bench.begin(company, operation="edit", items=(item_out("77/88", "2"),))

    (item,) = document_of(bench.shop.asked[-1])["cart"]["cartItems"]
    assert (item["skuId"], item["id"], item["quantity"]) == (4711, 88, 2)


def test_the_hub_shows_where_it_takes_set_up_requests(bench: Bench) -> None:
    assert bench.hub.setup_url in requests.get(bench.hub.url, timeout=10).text
