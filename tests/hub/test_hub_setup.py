"""Set-up requests: whom the hub lets in, what it asks the shop, and how it tells the buyer's side of a refusal."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from starlette.responses import JSONResponse, RedirectResponse, Response

from simulators.messages.cxml import (
    Address,
    Contact,
    Credential,
    Header,
    Text,
    XmlContent,
    build_setup_request,
    credential_mac,
)
from simulators.wire import Incoming
from tests.hub.hub_bench import FORM_POST, START_URL, SUPPLIER, Bench, Company, document_of, granting, item_out


def test_a_good_request_gets_the_start_page_of_the_shop(bench: Bench, company: Company) -> None:
    response = bench.set_up(company)

    assert (response.status.code, response.status.text) == (200, "OK")
    assert response.start_page == START_URL


def test_the_shop_is_asked_for_a_session_of_the_buyer(bench: Bench, company: Company) -> None:
    cookie = bench.begin(company)

    assert document_of(bench.shop.asked[0]) == {
        "buyerAccountReferenceCode": company.code,
        "buyerGroup": {"name": "Punch Out Store"},
        "buyerUser": {"email": "ada@buyer.example", "firstName": "Ada", "lastName": "Buyer"},
        "cart": {"currencyCode": "USD"},
        "punchOutReturnURL": bench.seen(cookie)["return_url"],
        "punchOutSessionType": "create",
    }


def test_the_return_url_survives_lower_casing(bench: Bench, company: Company) -> None:
    return_url = bench.seen(bench.begin(company))["return_url"]

    assert return_url == return_url.lower()
    assert return_url.startswith(f"{bench.hub.url}/gateway/link/api/id/")


def test_a_buyer_without_extrinsics_is_the_one_of_the_contact(bench: Bench, company: Company) -> None:
    contacts = (
        Contact(Text("en", "Not Me"), role="buyer", emails=("not-me@buyer.example",)),
        Contact(Text("en", "Grace Brewster Hopper"), role="endUser", emails=("grace@buyer.example",)),
    )

    bench.set_up(company, extrinsics=(), contacts=contacts)

    assert document_of(bench.shop.asked[0])["buyerUser"] == {
        "email": "grace@buyer.example",
        "firstName": "Grace",
        "lastName": "Brewster Hopper",
    }


@pytest.mark.parametrize("operation", ["edit", "inspect"])
def test_a_buyer_who_comes_back_brings_cart_and_lines(bench: Bench, company: Company, operation: str) -> None:
    items = (item_out("41/42", "3"), item_out("41/43", "7.0"), item_out(None))

    bench.set_up(company, operation=operation, items=items)
    asked = document_of(bench.shop.asked[0])

    assert (asked["punchOutSessionType"], asked["cart"]["id"]) == (operation, 41)
    assert [(i["id"], i["quantity"]) for i in asked["cart"]["cartItems"]] == [(42, 3), (43, 7), (0, 1)]


def test_create_does_not_send_lines(bench: Bench, company: Company) -> None:
    bench.set_up(company, items=(item_out("41/42"),))

    assert document_of(bench.shop.asked[0])["cart"] == {"currencyCode": "USD"}


@pytest.mark.parametrize("auxiliary_id", ["x/y", "/", "", "41", "\u0663/1", "-1/2"])
def test_auxiliary_ids_of_another_kind_name_no_cart_or_line(bench: Bench, company: Company, auxiliary_id: str) -> None:
    assert bench.set_up(company, operation="edit", items=(item_out(auxiliary_id),)).status.code == 200


@pytest.mark.parametrize("domain", ["networkid", "NETWORKID", "NetworkId"])
def test_the_domain_of_a_credential_is_read_in_any_letter_case(bench: Bench, company: Company, domain: str) -> None:
    request = bench.request(company)
    header = replace(
        request.header,
        from_=(replace(request.header.from_[0], domain=domain),),
        to=(replace(SUPPLIER, domain="duns"),),
    )

    assert bench.set_up(company, header=header).status.code == 200


def test_one_of_several_credentials_is_enough(bench: Bench, company: Company) -> None:
    header = bench.request(company).header
    more = replace(
        header,
        from_=(Credential("DUNS", "unknown"), *header.from_),
        to=(Credential("DUNS", "other"), *header.to),
        sender=(Credential("DUNS", "unknown"), *header.sender),
    )

    assert bench.set_up(company, header=more).status.code == 200


def _strangers(bench: Bench, company: Company) -> dict[str, object]:
    header = bench.request(company).header
    mine = header.sender[0]
    return {
        "unknown sender": replace(header, from_=(Credential("NetworkID", "NOBODY"),)),
        "identity in another case": replace(header, from_=(Credential("NetworkID", str(mine.identity).lower()),)),
        "identity of XML": replace(header, from_=(Credential("NetworkID", XmlContent("<a/>")),)),
        "wrong secret": replace(header, sender=(replace(mine, shared_secret="wrong"),)),
        "secret of letters beyond ASCII": replace(header, sender=(replace(mine, shared_secret="\u00e9"),)),
        "empty secret": replace(header, sender=(replace(mine, shared_secret=""),)),
        "secret of XML": replace(header, sender=(replace(mine, shared_secret=XmlContent("<a/>")),)),
        "no secret": replace(header, sender=(replace(mine, shared_secret=None),)),
        "other supplier": replace(header, to=(Credential("DUNS", "000000002"),)),
    }


@pytest.mark.parametrize(
    "name",
    [
        "unknown sender",
        "identity in another case",
        "identity of XML",
        "wrong secret",
        "secret of letters beyond ASCII",
        "empty secret",
        "secret of XML",
        "no secret",
        "other supplier",
    ],
)
def test_a_stranger_is_unauthorized_and_the_shop_not_asked(bench: Bench, company: Company, name: str) -> None:
    response = bench.set_up(company, header=_strangers(bench, company)[name])

    assert (response.status.code, response.start_page) == (401, None)
    assert company.secret not in response.status.detail
    assert bench.shop.asked == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"not xml",
        lambda document: document[:-20],
        lambda document: document.replace(b"<BuyerCookie>", b"<Cookie>").replace(b"</BuyerCookie>", b"</Cookie>"),
        lambda document: document.replace(b'operation="create"', b""),
        lambda document: document.replace(b"</SharedSecret>", b"&oops;</SharedSecret>"),
        lambda _: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><cXML>&b;</cXML>',
        lambda _: b"<html><body>hello</body></html>",
    ],
    ids=[
        "empty",
        "not XML",
        "cut off",
        "schema-invalid",
        "no operation",
        "an entity",
        "an entity of a file",
        "HTML",
    ],
)
def test_what_is_no_set_up_request_is_not_acceptable(
    bench: Bench, company: Company, spoil: Callable[[bytes], bytes]
) -> None:
    response = bench.answer_to(spoil(build_setup_request(bench.request(company))))

    assert response.status.code == 406
    assert company.secret not in response.status.detail
    assert bench.shop.asked == []


def test_the_charset_of_the_transport_overrides_the_declaration(bench: Bench, company: Company) -> None:
    request = bench.request(company, extrinsics=(("UserEmail", "ada@buyer.example"), ("FirstName", "L\u00f6we")))
    document = build_setup_request(request).decode().encode("latin-1")

    bench.answer_to(document, **{"Content-Type": "text/xml; charset=iso-8859-1"})

    assert document_of(bench.shop.asked[0])["buyerUser"]["firstName"] == "L\u00f6we"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"operation": "source"}, 450),
        ({"browser_form_post": None}, 400),
        ({"browser_form_post": "javascript:alert(1)"}, 400),
        ({"browser_form_post": "ftp://buyer.example/"}, 400),
        ({"browser_form_post": "/return"}, 400),
        ({"browser_form_post": "http://"}, 400),
        ({"extrinsics": (), "contacts": ()}, 400),
    ],
    ids=["source", "no form post", "script", "ftp", "relative", "no host", "no buyer"],
)
def test_a_request_that_cannot_be_served_is_refused(
    bench: Bench, company: Company, changes: dict[str, object], code: int
) -> None:
    assert bench.set_up(company, **changes).status.code == code


def test_half_a_piece_is_not_rounded_away(bench: Bench, company: Company) -> None:
    response = bench.set_up(company, operation="edit", items=(item_out("41/42", "2.5"),))

    assert response.status.code == 400
    assert bench.shop.asked == []


@pytest.mark.parametrize("form_post", ["HTTP://buyer.example/", "http://[broken", FORM_POST])
def test_a_form_post_of_any_look_breaks_nothing(bench: Bench, company: Company, form_post: str) -> None:
    assert bench.set_up(company, browser_form_post=form_post).status.code in (200, 400, 406)


def _problem(status: int) -> Callable[[Incoming], Response]:
    return lambda _: JSONResponse({"status": "X", "title": "the shop says no"}, status)


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, 400), (401, 500), (403, 403), (404, 417), (409, 400), (415, 400), (500, 550), (503, 550)],
)
def test_a_refusal_of_the_shop_is_told_with_its_words(bench: Bench, company: Company, status: int, code: int) -> None:
    bench.shop.session = _problem(status)
    request = bench.request(company)

    response = bench.answer_to(build_setup_request(request))

    assert (response.status.code, response.start_page) == (code, None)
    assert response.status.detail == f"the shop refused the session: HTTP {status}: the shop says no"
    assert bench.seen(str(request.buyer_cookie))["refusal"] == response.status.detail


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: Response("<html>login</html>", media_type="text/html"),
        lambda _: Response(b""),
        lambda _: JSONResponse([]),
        lambda _: JSONResponse({}),
        lambda _: JSONResponse({"punchOutStartURL": 5}),
        granting(""),
        granting("null?punchOutAccessToken=x"),
        granting("javascript:alert(1)"),
        granting("http://shop.example/a b"),
        granting("http://shop.example/\x01"),
        lambda _: RedirectResponse("http://shop.example/", 302),
        lambda _: Response(status_code=204),
    ],
    ids=[
        "HTML",
        "empty",
        "list",
        "no URL",
        "a number",
        "empty URL",
        "null",
        "script",
        "blank",
        "control",
        "302",
        "204",
    ],
)
def test_an_answer_of_the_shop_that_is_no_session_is_a_failure_to_reach_it(
    bench: Bench, company: Company, answer: Callable[[Incoming], Response]
) -> None:
    bench.shop.session = answer

    response = bench.set_up(company)

    assert (response.status.code, response.start_page) == (550, None)


def test_a_shop_that_is_not_reached_is_told(bench: Bench) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        gone = f"http://127.0.0.1:{server.getsockname()[1]}"
    company = bench.relate(shop={"url": gone})

    response = bench.set_up(company)

    assert response.status.code == 550
    assert "not reached" in response.status.detail


def test_no_secret_is_told_even_if_the_shop_tells_it(bench: Bench, company: Company) -> None:
    bench.shop.session = lambda _: Response(
        b'{"title": "cl13nt %b \\u0000 \\ud800"}' % company.secret.encode(), 400, media_type="application/json"
    )

    response = bench.set_up(company)

    assert response.status.detail.startswith("the shop refused the session: HTTP 400: [secret] [secret]")


def test_a_shop_with_a_password_is_asked_by_basic_authentication(bench: Bench) -> None:
    access = {"client_id": "", "client_secret": "", "user": "hub@shop.example", "password": "p\u00e4ss"}

    assert bench.set_up(bench.relate(shop=access)).status.code == 200
    assert bench.shop.token_requests == []
    assert bench.shop.asked[0].headers["authorization"].startswith("Basic ")


def test_the_slash_at_the_end_of_a_shops_address_is_not_doubled(bench: Bench) -> None:
    assert bench.set_up(bench.relate(shop={"url": f"{bench.shop.url}/"})).status.code == 200


GOOD: dict[str, object] = {
    "buyer": {"domain": "NetworkID", "identity": "A", "shared_secret": "b"},
    "supplier": {"domain": "DUNS", "identity": "1"},
    "shop": {"url": "http://shop.example", "group": "Store"},
    "account_reference_code": "A",
    "currency": "USD",
}


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", "[1]", '"buyer"'])
def test_what_is_no_relationship_is_a_bad_request(bench: Bench, body: str) -> None:
    response = requests.post(f"{bench.hub.url}/operator/relationships", data=body, timeout=10)

    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize(
    "change",
    [
        {"buyer": 5},
        {"buyer": {"domain": 5, "identity": "A", "shared_secret": "b"}},
        {"buyer": {"domain": "a", "identity": "A"}},
        {"supplier": []},
        {"shop": {"url": 5, "group": "b"}},
        {"shop": {"url": "http://a"}},
        {"shop": {"url": "http://a", "group": "b", "verify": []}},
        {"shop": {"url": "http://a", "group": "b", "\ud800": "x"}},
        {"shop": {"url": "http://a", "group": "b", "connect_to": "http://127.0.0.1:80"}},
        {"shop": {"url": "http://a", "group": "b", "connect_to": 5}},
        {"shop": {"url": "http://a", "group": "b", "patience": "long"}},
        {"shop": {"url": "http://a", "group": "b", "patience": True}},
        {"shop": {"url": "http://a", "group": "b", "patience": -1}},
        {"return_origin": "hub.example"},
        {"return_origin": 5},
        {"currency": None},
        {"form_field": 5},
        {"form_field": "xml"},
    ],
    ids=repr,
)
def test_a_relationship_that_cannot_be_made_is_a_bad_request(bench: Bench, change: dict[str, object]) -> None:
    response = requests.post(f"{bench.hub.url}/operator/relationships", json=GOOD | change, timeout=10)

    assert response.status_code == 400
    assert response.json()["error"]


def test_a_new_relationship_of_a_buyer_takes_the_place_of_the_old_one(bench: Bench, company: Company) -> None:
    identity = str(company.credential.identity)
    bench.relate(buyer={"domain": "NetworkID", "identity": identity, "shared_secret": "changed"})

    assert bench.set_up(company).status.code == 401


def test_a_code_made_with_the_secret_is_as_good_as_the_secret(bench: Bench, company: Company) -> None:
    def answered(secret: str, created: datetime) -> int:
        plain = replace(company.credential, shared_secret=None)
        mac = credential_mac(plain, plain, secret, created=created, expires=created + timedelta(hours=1))
        header = Header((plain,), (SUPPLIER,), (replace(plain, mac=mac),), "test")
        return bench.set_up(company, header=header).status.code

    now = datetime.now(UTC)
    assert answered(company.secret, now) == 200
    assert answered("another secret", now) == 401
    assert answered(company.secret, now - timedelta(hours=2)) == 401


@pytest.mark.parametrize(
    ("changes", "email"),
    [
        ({"extrinsics": (("EMAIL", "a@buyer.example"),)}, "a@buyer.example"),
        ({"extrinsics": (), "contacts": (Contact(Text("en", "A B"), emails=("c@buyer.example",)),)}, "c@buyer.example"),
        (
            {"extrinsics": (), "contacts": (), "ship_to": Address(Text("en", "HQ"), email="s@buyer.example")},
            "s@buyer.example",
        ),
    ],
)
def test_the_buyers_address_is_found_wherever_it_stands(
    bench: Bench, company: Company, changes: dict[str, Any], email: str
) -> None:
    bench.set_up(company, **changes)

    assert document_of(bench.shop.asked[0])["buyerUser"]["email"] == email


def test_one_of_several_credentials_of_the_supplier_is_enough(bench: Bench, company: Company) -> None:
    others = (Credential("NetworkId", "AN01-T"), SUPPLIER, Credential("internalsupplierid", "7"))

    response = bench.set_up(company, header=replace(bench.request(company).header, to=others))

    assert response.status.code == 200


DEVIATING: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "the contact first": (
        lambda document: _moved(document, b"<Contact", b"</Contact>", before=b"<BrowserFormPost>"),
        "Contact before BrowserFormPost",
    ),
    "no user agent": (lambda document: document.replace(b"<UserAgent>test</UserAgent>", b""), "UserAgent missing"),
    "Z": (lambda document: document.replace(b"09:00:00+00:00", b"09:00:00Z"), "moment with Z"),
}


def _moved(document: bytes, start: bytes, end: bytes, *, before: bytes) -> bytes:
    first, last = document.index(start), document.index(end) + len(end)
    piece, rest = document[first:last], document[:first] + document[last:]
    return rest.replace(before, piece + before)


@pytest.mark.parametrize(("spoil", "name"), DEVIATING.values(), ids=DEVIATING)
def test_what_deviates_and_can_be_understood_is_served_and_named(
    bench: Bench, company: Company, spoil: Callable[[bytes], bytes], name: str
) -> None:
    request = bench.request(company)
    document = build_setup_request(request)
    assert spoil(document) != document

    assert bench.answer_to(spoil(document)).status.code == 200

    assert any(name in words for words in bench.seen(str(request.buyer_cookie))["noticed"])
