"""The session API's forms: what is taken and answered in JSON and XML, what is neither, and how it describes itself."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from simulators.messages.session import (
    MODEL,
    PROBLEM,
    Form,
    accepted_form,
    form_of,
    parse_session_answer,
    read_body,
    write_body,
)
from simulators.storefront.session_api import BASE_PATH, PATH, READ_SCOPE, SCOPE, WRITE_SCOPE
from simulators.storefront.yaml import yaml_of
from tests.storefront.storefront_bench import Bench, Buyer

JSON, XML = Form.JSON, Form.XML


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", JSON),
        (" ", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/xml", XML),
        ("APPLICATION/XML; charset=utf-8", XML),
        ("text/html, application/xml;q=0.9, */*;q=0.8", XML),
        ("application/xml;q=0.5, application/json;q=0.6", JSON),
        ("application/json;q=0.5, application/*", XML),
        ("application/xml, application/json", JSON),
        ("application/json;q=0, */*", XML),
        ("application/xml;q=x", XML),
        ("text/html", None),
        ("text/xml", None),
        ("application/json;q=0", None),
        ("application/jsonp", None),
        ("nonsense", None),
    ],
)
def test_the_form_a_caller_wants_most_is_answered(accept: str, form: Form | None) -> None:
    assert accepted_form(accept) is form


@pytest.mark.parametrize(
    ("content_type", "form"),
    [
        ("application/json", JSON),
        ("Application/JSON ; charset=utf-8", JSON),
        ("application/xml;charset=x", XML),
        ("application/jsonx", None),
        ("text/xml", None),
        ("text/plain; application/json", None),
        ("", None),
    ],
)
def test_the_form_of_a_body_is_told_by_its_media_type(content_type: str, form: Form | None) -> None:
    assert form_of(content_type) is form


def asked(bench: Bench, document: dict[str, Any], form: Form, accept: str) -> requests.Response:
    return bench.ask(write_body(document, form), headers={"Content-Type": form.value, "Accept": accept})


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("answered", Form)
def test_a_session_is_given_in_the_form_accepted_whatever_it_was_asked_in(
    bench: Bench, buyer: Buyer, form: Form, answered: Form
) -> None:
    document = bench.document(buyer)
    document["cart"] |= {"printedNote": "Löffel <b>", "cartItems": [], "useAsBilling": True}

    response = asked(bench, document, form, answered.value)

    assert (response.status_code, response.headers["content-type"]) == (200, answered.value)
    answer = parse_session_answer(response.content, answered)
    assert answer.access_token
    assert answer.channel_id == bench.channel.id
    assert answer.document["cart"] == {**document["cart"], "channelId": bench.channel.id}


def test_an_edit_in_xml_changes_the_cart_as_one_in_json(bench: Bench, buyer: Buyer) -> None:
    order = bench.order(buyer, 1, 2)
    line = {"id": order.lines[0].id, "quantity": 5, "shippedQuantity": 0, "skuId": order.lines[0].product.sku_id}
    cart = {"id": order.id, "currencyCode": "USD", "cartItems": [line]}

    assert asked(bench, bench.document(buyer, punchOutSessionType="edit", cart=cart), XML, "*/*").status_code == 200

    assert [line.quantity for line in order.lines] == [5]


@pytest.mark.parametrize(
    ("headers", "status", "title"),
    [
        ({"Content-Type": "text/plain"}, 415, "The body must be application/json or application/xml"),
        ({"Content-Type": "text/xml"}, 415, "The body must be application/json or application/xml"),
        ({"Content-Type": "application/jsonp", "Accept": "text/html"}, 415, "The body must be"),
        ({"Accept": "text/html"}, 406, "The answer is application/json or application/xml"),
        ({"Content-Type": "application/xml"}, 400, "the body is not XML: malformed"),
    ],
)
def test_what_is_neither_form_is_refused_by_what_is_wrong_with_it(
    bench: Bench, buyer: Buyer, headers: dict[str, str], status: int, title: str
) -> None:
    before = bench.everything()
    for bearer, expected in ((None, status), ("nobody's", 401)):
        response = bench.ask(bench.document(buyer), headers=headers, bearer=bearer)
        assert response.status_code == expected
        assert title in response.json()["title"] or bearer
    assert bench.everything() == before


def test_a_refusal_is_a_problem_in_the_form_accepted(bench: Bench, buyer: Buyer) -> None:
    document = bench.document(buyer, buyerGroup={"name": "No Such Site"})

    response = asked(bench, document, JSON, "application/xml")

    assert (response.status_code, response.headers["content-type"]) == (404, "application/xml")
    assert read_body(response.content, XML, root=PROBLEM) == {"status": "NOT_FOUND", "title": "Site not found"}
    assert asked(bench, document, XML, "*/*").json() == {"status": "NOT_FOUND", "title": "Site not found"}


def test_an_answer_xml_cannot_carry_is_refused_before_anything_is_done(bench: Bench, buyer: Buyer) -> None:
    document = bench.document(buyer, buyerUser={"email": "new@buyer.example", "firstName": "A\x01", "lastName": "B"})
    before = bench.everything()

    response = asked(bench, document, JSON, "application/xml")

    assert response.status_code == 400
    assert "buyerUser.firstName holds a character" in str(read_body(response.content, XML, root=PROBLEM)["title"])
    assert bench.everything() == before


def test_what_is_read_only_is_neither_taken_nor_answered(bench: Bench, buyer: Buyer) -> None:
    document = bench.document(buyer)
    document["cart"] |= {
        "channelId": 1,
        "status": "0",
        "account": {"any": "thing"},
        "notes": [{"content": "a", "author": "b", "id": 5}],
        "cartItems": [{"id": 0, "sku": "X", "customFields": {"sku": "Y"}}],
    }

    cart = bench.ask(document).json()["cart"]

    assert cart == {
        "channelId": bench.channel.id,
        "currencyCode": "USD",
        "notes": [{"content": "a"}],
        "cartItems": [{"id": 0, "customFields": {"sku": "Y"}}],
    }


@pytest.mark.parametrize(
    ("scope", "granted", "status"),
    [
        ("", SCOPE, 200),
        (SCOPE, SCOPE, 200),
        (WRITE_SCOPE, WRITE_SCOPE, 200),
        (f"{READ_SCOPE} {WRITE_SCOPE}", f"{READ_SCOPE} {WRITE_SCOPE}", 200),
        (READ_SCOPE, READ_SCOPE, 403),
    ],
)
def test_a_token_may_do_what_it_was_asked_for(
    bench: Bench, buyer: Buyer, scope: str, granted: str, status: int
) -> None:
    credentials = bench.storefront.credentials
    form = {"grant_type": "client_credentials", "scope": scope}
    auth = (credentials.client_id, credentials.client_secret)
    told = requests.post(f"{bench.url}/o/oauth2/token", data=form, auth=auth, timeout=10).json()

    assert told["scope"] == granted
    assert bench.ask(bench.document(buyer), bearer=told["access_token"]).status_code == status


@pytest.mark.parametrize("scope", ["Other.everything", f"{SCOPE}.delete", f"{SCOPE} Other.everything.read"])
def test_no_token_is_given_for_more_than_the_client_has(bench: Bench, scope: str) -> None:
    credentials = bench.storefront.credentials
    form = {"grant_type": "client_credentials", "scope": scope}
    auth = (credentials.client_id, credentials.client_secret)
    response = requests.post(f"{bench.url}/o/oauth2/token", data=form, auth=auth, timeout=10)

    assert (response.status_code, response.json()) == (400, {"error": "invalid_scope"})


# --- the description


def described(bench: Bench, form: str) -> requests.Response:
    return requests.get(f"{bench.url}{BASE_PATH}/openapi.{form}", auth=bench.administrator(), timeout=10)


def test_the_description_has_each_type_member_status_and_way_to_prove_who_calls(bench: Bench) -> None:
    document = described(bench, "json").json()

    (path,) = document["paths"]
    assert PATH.endswith(path)
    assert document["servers"][0]["url"].rstrip("/") + path == PATH
    operation = document["paths"][path]["post"]
    assert set(operation["responses"]) == {"200", "400", "401", "403", "404", "406", "415", "500"}
    assert set(operation["requestBody"]["content"]) == set(operation["responses"]["400"]["content"]) == set(Form)
    schemas = document["components"]["schemas"]
    assert set(schemas) == {*MODEL, PROBLEM}
    for name, members in MODEL.items():
        assert set(schemas[name]["properties"]) == set(members)
        assert set(schemas[name].get("required", ())) == {key for key, member in members.items() if member.required}
    assert schemas["PunchOutSession"]["properties"]["buyerUser"] == {"$ref": "#/components/schemas/User"}
    assert schemas["Cart"]["properties"]["channelId"] == {"type": "integer", "format": "int64", "readOnly": True}
    items = schemas["Cart"]["properties"]["cartItems"]
    assert items == {"type": "array", "items": {"$ref": "#/components/schemas/CartItem"}}
    assert schemas["User"]["properties"]["id"] == {"type": "integer", "format": "int64", "minimum": 0}
    assert set(document["components"]["securitySchemes"]) == {"BasicAuth", "OAuth2"}
    references = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', described(bench, "json").text))
    assert references == set(schemas)


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_description_is_not_for_guests(bench: Bench, form: str) -> None:
    assert requests.get(f"{bench.url}{BASE_PATH}/openapi.{form}", timeout=10).status_code == 401


def test_the_description_is_the_same_in_yaml(bench: Bench) -> None:
    response = described(bench, "yaml")

    assert response.headers["content-type"] == "application/yaml"
    assert blocks_of(response.text) == described(bench, "json").json()


def blocks_of(text: str) -> Any:
    """Read YAML that is written in blocks, with JSON for all that is not plain."""
    lines = [(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines()]
    value, rest = _block(lines)
    assert rest == []
    return value


Lines = list[tuple[int, str]]


def _block(lines: Lines) -> tuple[Any, Lines]:
    indent, first = lines[0]
    if first != "-" and not first.startswith("- ") and not re.match(r'("(\\.|[^"])*"|[^\s:"]+):( |$)', first):
        return _plain(first), lines[1:]
    found: Any = [] if first.startswith("-") else {}
    while lines and lines[0][0] == indent:
        line, lines = lines[0][1], lines[1:]
        name, held = ("", line[1:]) if isinstance(found, list) else re.split(r":(?= |$)", line, maxsplit=1)
        inner, lines = (_plain(held.strip()), lines) if held.strip() else _block(lines)
        if isinstance(found, list):
            found.append(inner)
        else:
            found[_plain(name)] = inner
    return found, lines


def _plain(text: str) -> Any:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_./]*", text) and text not in ("true", "false", "null")
    return text if plain else json.loads(text)


@pytest.mark.parametrize(
    "document",
    [
        {"a": "text", "b": "2", "c": 2, "d": True, "e": None, "f": "null", "g": "No", "h": "", "i": "a: b", "j": "#"},
        {"200": {"x y": [{"a": [1, [2, 3]]}, [], {}, "- a"]}, "on": 'q"', "é": "ü\n", "$ref": "*a", "k": "1e3"},
        {},
    ],
)
def test_texts_stay_texts_in_yaml(document: dict[str, Any]) -> None:
    assert blocks_of(yaml_of(document)) == document
