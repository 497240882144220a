"""The procurement system: what it asks the hub for, whose cart it takes back, and once."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from starlette.responses import Response

from simulators.messages.cxml import (
    Contact,
    Credential,
    FieldStyle,
    ItemID,
    ItemOut,
    Status,
    Text,
    XmlContent,
    build_order_message,
    parse_order_message,
)
from simulators.wire.faults import FaultProxy, fault_named
from tests.procurement.procurement_bench import (
    SECRET,
    START_PAGE,
    Answer,
    Bench,
    order_message,
    random_cookie,
    responding,
)


def test_the_set_up_request_says_who_asks_for_whom_and_where_the_cart_shall_go(bench: Bench) -> None:
    session = bench.started()
    request = bench.request()

    assert request.header.from_ == (Credential("NetworkID", "BUYER-1"),)
    assert request.header.to == (Credential("DUNS", "000000001"),)
    assert request.header.sender == (Credential("NetworkID", "BUYER-1", SECRET),)
    assert (request.deployment_mode, request.operation) == ("test", "create")
    assert request.buyer_cookie == session["buyer_cookie"]
    assert request.browser_form_post == session["form_post_url"]
    assert dict(request.extrinsics) == {
        "UserEmail": "ada@buyer.example",
        "UniqueName": "ada",
        "FirstName": "Ada",
        "LastName": "Buyer",
    }
    assert request.contacts == (Contact(Text("en", "Ada Buyer"), role="endUser", emails=("ada@buyer.example",)),)
    assert request.items == ()
    assert bench.received[0].headers["content-type"] == "text/xml; charset=UTF-8"


def test_edit_sends_the_lines_with_their_auxiliary_ids_unchanged(bench: Bench) -> None:
    items = [
        {"part_id": "SKU-001", "auxiliary_id": "41/42 ", "quantity": 3},
        {"part_id": "SKU-002", "quantity": "2.50"},
    ]
    bench.started(operation="edit", items=items)
    request = bench.request()

    assert request.operation == "edit"
    assert request.items == (
        ItemOut(ItemID("SKU-001", "41/42 "), Decimal(3)),
        ItemOut(ItemID("SKU-002"), Decimal("2.50")),
    )


def test_the_hub_may_be_reached_elsewhere_and_a_way_that_fails_is_told(bench: Bench) -> None:
    parts = urlsplit(bench.hub_url)
    with FaultProxy((parts.hostname or "", parts.port or 0)) as proxy:
        session = bench.begin(setup_url="http://hub.invalid/cxml/setup", connect_to=proxy.place)
        proxy.switch(fault_named("reset after the request"))
        record = bench.launch(session).json()
        assert (record["state"], record["status"]["code"], record["start_page"]) == ("refused", 550, None)
        assert "Connection reset by peer" in record["status"]["detail"]
        proxy.switch(None)
        assert bench.launch(session).json()["state"] == "started"
        assert [incoming.headers["host"] for incoming in bench.received] == ["hub.invalid"] * 2
    refused = bench.make(bench.document(connect_to="hub.invalid"))
    assert (refused.status_code, refused.json()["error"][-30:]) == (400, "connect_to is no host and port")


def test_every_session_has_a_cookie_and_an_address_of_its_own(bench: Bench) -> None:
    sessions = [bench.begin() for _ in range(3)]

    assert len({session["buyer_cookie"] for session in sessions}) == 3
    assert len({session["form_post_url"] for session in sessions}) == 3
    assert set(parse_qs(urlsplit(sessions[0]["form_post_url"]).query)) == {"realm", "session"}


def test_a_good_response_starts_the_session(bench: Bench) -> None:
    record = bench.launch(bench.begin()).json()

    assert (record["state"], record["start_page"]) == ("started", START_PAGE)
    assert record["status"] == {"code": 200, "text": "OK", "detail": ""}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (responding(401, None, "who are you"), 401),
        (responding(550, None), 550),
        (responding(401, None, http=500), 401),
        (responding(200, None), 200),
        (responding(200, "javascript:alert(1)"), 550),
        (responding(200, "/relative"), 550),
        (responding(200, "http://shop.example/\u00e9"), 550),
        (lambda _: Response("<html>not found</html>", 404), 550),
        (lambda _: Response("boom", 500), 550),
        (lambda _: Response(b""), 550),
        (lambda _: Response(b"\x00\xff"), 550),
        (lambda _: Response(b"<cXML/>"), 550),
    ],
    ids=["401", "550", "HTTP 500", "no page", "script", "relative", "IRI", "404", "500", "empty", "bytes", "no cXML"],
)
def test_a_response_that_starts_nothing_refuses_the_session(bench: Bench, answer: Answer, code: int) -> None:
    bench.answer = answer
    session = bench.begin()

    record = bench.launch(session).json()

    assert (record["state"], record["start_page"], record["status"]["code"]) == ("refused", None, code)
    assert bench.bring_back(session).status_code == 409


def test_a_hub_that_is_not_reached_refuses_the_session(bench: Bench) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        gone = f"http://127.0.0.1:{server.getsockname()[1]}/"

    record = bench.launch(bench.begin(setup_url=gone)).json()

    assert (record["state"], record["status"]["code"]) == ("refused", 550)


def test_a_refused_session_may_be_launched_again(bench: Bench) -> None:
    session = bench.begin()
    bench.answer = responding(550, None)
    bench.launch(session)
    bench.answer = responding()

    assert bench.launch(session).json()["state"] == "started"


def test_a_started_session_is_not_launched_again(bench: Bench) -> None:
    session = bench.started()

    assert bench.launch(session).status_code == 409
    assert len(bench.received) == 1


def test_a_finished_session_cannot_be_opened_again(bench: Bench) -> None:
    session = bench.started()
    bench.bring_back(session)

    assert bench.launch(session).status_code == 409
    assert requests.post(f"{bench.url}/punchouts/{session['buyer_cookie']}/start", timeout=10).status_code == 409
    assert bench.bring_back(session).status_code == 409
    assert len(bench.see(session)["order_messages"]) == 1


def test_the_buyer_is_led_to_the_start_page_byte_for_byte(bench: Bench) -> None:
    session = bench.begin()

    response = requests.post(
        f"{bench.url}/punchouts/{session['buyer_cookie']}/start", timeout=10, allow_redirects=False
    )

    assert (response.status_code, response.headers["location"]) == (303, START_PAGE)


def test_the_buyer_is_told_why_a_punch_out_was_refused(bench: Bench) -> None:
    bench.answer = responding(403, None, "not <you>")
    session = bench.begin()

    response = requests.post(f"{bench.url}/punchouts/{session['buyer_cookie']}/start", timeout=10)

    assert response.status_code == 502
    assert "The punch out was refused: not &lt;you&gt;" in response.text


STYLES: list[tuple[FieldStyle, str]] = [
    ("cXML-urlencoded", ""),
    ("cXML-base64", ""),
    ("cXML-urlencoded", "CXML-URLENCODED"),
    ("cXML-base64", "cxml-Base64"),
]


@pytest.mark.parametrize(("style", "name"), STYLES)
def test_an_order_message_is_taken_in_both_fields_under_names_of_any_letter_case(
    bench: Bench, style: FieldStyle, name: str
) -> None:
    session = bench.started()
    message = order_message(session["buyer_cookie"], descriptions=(Text("en", "L\u00f6ffel \U0001f529"),))

    response = bench.post(session["form_post_url"], message, style, name)
    record = bench.see(session)

    assert response.status_code == 200
    assert record["state"] == "returned"
    assert [parse_order_message(text.encode(), encoding="utf-8") for text in record["order_messages"]] == [message]
    assert "L\u00f6ffel \U0001f529" in response.content.decode()


def test_an_order_message_without_a_change_is_taken(bench: Bench) -> None:
    session = bench.started()

    response = bench.bring_back(session, status=Status(204, "No Content"), items=())

    assert response.status_code == 200
    assert bench.see(session)["state"] == "returned"


def _post_raw(bench: Bench, **options: Any) -> requests.Response:
    return requests.post(f"{bench.url}/punchout/return", timeout=10, **options)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"other": "x"},
        {"cXML-urlencoded": ""},
        {"cXML-urlencoded": "<cXML"},
        {"cXML-urlencoded": "<cXML/>"},
        {"cXML-base64": "!!!"},
        {"cXML-base64": "AAAA"},
        {"cXML-urlencoded": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><cXML>&b;</cXML>'},
    ],
    ids=repr,
)
def test_what_is_no_order_message_is_a_bad_request(bench: Bench, fields: dict[str, str]) -> None:
    response = _post_raw(bench, data=fields)

    assert response.status_code == 400
    assert "cannot be read" in response.text


def test_a_message_of_an_unknown_cookie_is_refused(bench: Bench) -> None:
    session = bench.started()

    for cookie in (random_cookie(), "", XmlContent("<a/>"), session["buyer_cookie"].upper()):
        assert bench.post(session["form_post_url"], order_message(cookie)).status_code == 409
    assert bench.see(session)["state"] == "started"


def test_a_message_to_the_address_of_another_session_is_refused_and_changes_neither(bench: Bench) -> None:
    mine, theirs = bench.started(), bench.started()

    response = bench.post(theirs["form_post_url"], order_message(mine["buyer_cookie"]))

    assert response.status_code == 409
    assert "another buyer" in response.text
    for session in (mine, theirs):
        record = bench.see(session)
        assert (record["state"], record["order_messages"]) == ("started", [])
    assert len(bench.see(mine)["refusals"]) == 1


@pytest.mark.parametrize("query", ["", "?session=", "?session=%C3%A9", "?session=x&session=y"])
def test_a_message_to_an_address_without_the_key_is_refused(bench: Bench, query: str) -> None:
    session = bench.started()

    response = bench.post(f"{bench.url}/punchout/return{query}", order_message(session["buyer_cookie"]))

    assert response.status_code == 409
    assert bench.see(session)["state"] == "started"


def test_a_message_for_a_session_that_was_not_started_is_refused(bench: Bench) -> None:
    session = bench.begin()

    assert bench.bring_back(session).status_code == 409
    assert bench.see(session)["state"] == "new"


def test_a_message_for_a_finished_session_is_refused_and_changes_nothing(bench: Bench) -> None:
    session = bench.started()
    bench.bring_back(session)
    before = bench.see(session)

    response = bench.bring_back(session, items=())
    after = bench.see(session)

    assert response.status_code == 409
    assert "finished" in response.text
    assert after["order_messages"] == before["order_messages"]
    assert len(after["refusals"]) == 1


def test_of_two_posts_at_once_one_is_taken(bench: Bench) -> None:
    session = bench.started()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: bench.bring_back(session).status_code, range(8)))

    assert sorted(statuses) == [200, *[409] * 7]
    assert len(bench.see(session)["order_messages"]) == 1


def test_of_two_launches_at_once_one_is_sent(bench: Bench) -> None:
    session = bench.begin()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: bench.launch(session).status_code, range(4)))

    assert sorted(statuses) == [200, 409, 409, 409]
    assert len(bench.received) == 1


XSS = "<script>alert(1)</script>\"'&"


def test_pages_escape_whatever_they_show(bench: Bench) -> None:
    session = bench.started(buyer={"email": XSS, "first_name": XSS, "last_name": XSS, "unique_name": XSS})
    texts = {"descriptions": (Text("en", XSS),), "item_id": ItemID(XSS, XSS), "unit_of_measure": XSS}
    returned = bench.post(session["form_post_url"], order_message(session["buyer_cookie"], **texts))
    refused = _post_raw(bench, data={XSS: "x"})
    pages = [
        returned.text,
        refused.text,
        requests.get(bench.url, timeout=10).text,
        requests.get(f"{bench.url}/punchouts/{session['buyer_cookie']}", timeout=10).text,
    ]

    for page in pages:
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "procurement &lt;b&gt;&#39;&amp;" in page


def test_the_list_offers_to_punch_out_where_that_is_possible(bench: Bench) -> None:
    fresh, started = bench.begin(), bench.started()
    page = requests.get(bench.url, timeout=10).text

    assert f'action="/punchouts/{fresh["buyer_cookie"]}/start"' in page
    assert f'action="/punchouts/{started["buyer_cookie"]}/start"' not in page
    assert (
        "No cart has come back yet." in requests.get(f"{bench.url}/punchouts/{fresh['buyer_cookie']}", timeout=10).text
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/punchouts/nobody"),
        ("POST", "/punchouts/nobody/start"),
        ("GET", "/operator/sessions/nobody"),
        ("POST", "/operator/sessions/nobody/launch"),
    ],
)
def test_an_unknown_session_is_not_found(bench: Bench, method: str, path: str) -> None:
    assert requests.request(method, bench.url + path, timeout=10).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"organization": 5},
        {"organization": {"domain": 5, "identity": "a", "shared_secret": "b"}},
        {"organization": {"domain": "a"}},
        {"buyer": None},
        {"buyer": {"email": 5, "first_name": "a", "last_name": "b", "unique_name": "c"}},
        {"buyer": {"email": "a\x00", "first_name": "a", "last_name": "b", "unique_name": "c"}},
        {"buyer": {"email": "a", "nickname": "b"}},
        {"operation": "dance"},
        {"operation": 5},
        {"items": 5},
        {"items": [5]},
        {"items": [{"part_id": "A", "quantity": "many"}]},
        {"items": [{"part_id": "A", "quantity": -1}]},
        {"items": [{"part_id": "A", "quantity": "NaN"}]},
        {"items": [{"part_id": "A", "quantity": "1E+999999"}]},
        {"items": [{"part_id": 5, "quantity": 1}]},
        {"items": [{"part_id": "A", "auxiliary_id": 5, "quantity": 1}]},
        {"items": [{"part_id": "\ud800", "quantity": 1}]},
    ],
    ids=ascii,
)
def test_a_session_that_could_not_be_sent_is_not_made(bench: Bench, change: dict[str, Any]) -> None:
    before = requests.get(bench.url, timeout=10).text

    response = bench.make(bench.document() | change)

    assert response.status_code == 400
    assert response.json()["error"].startswith("the session cannot be made")
    assert requests.get(bench.url, timeout=10).text == before


@pytest.mark.parametrize("body", ["", "[]", "null", "5", "{}", pytest.param("[" * 100_000, id="deep")])
def test_what_is_no_session_is_a_bad_request(bench: Bench, body: str) -> None:
    assert requests.post(f"{bench.url}/operator/sessions", data=body, timeout=10).status_code == 400


@pytest.mark.parametrize("setup_url", [5, None, "", "free text", "javascript:alert(1)"])
def test_a_hub_without_an_address_is_not_reached(bench: Bench, setup_url: object) -> None:
    assert bench.launch(bench.begin(setup_url=setup_url)).json()["status"]["code"] == 550


def test_two_messages_in_one_form_are_refused(bench: Bench) -> None:
    session = bench.started()
    first = order_message(session["buyer_cookie"])
    second = replace(first, items=())

    fields = [("cXML-urlencoded", build_order_message(message).decode()) for message in (first, second)]
    response = requests.post(session["form_post_url"], data=fields, timeout=10)

    assert response.status_code == 400
    assert bench.see(session)["state"] == "started"


def test_a_page_has_a_frame_for_the_shop(bench: Bench) -> None:
    session = bench.started()
    response = requests.get(f"{bench.url}/punchouts/{session['buyer_cookie']}/shop", timeout=10)
    assert '<iframe name="shop"' in response.text
    assert 'target="shop"' in response.text
    assert requests.get(f"{bench.url}/punchouts/unknown/shop", timeout=10).status_code == 404
