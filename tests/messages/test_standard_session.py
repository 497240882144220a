"""The hub's standard session request, the store's answers to it, and the launch through the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.standard import (
    KNOWN_KEYS,
    SECRET_THROUGH_BROWSER,
    Declined,
    Launch,
    LaunchHeader,
    Party,
    StandardContact,
    StandardItem,
    StandardRejected,
    StandardRequest,
    Started,
    build_launch,
    build_standard_declined,
    build_standard_request,
    build_standard_started,
    parse_launch,
    parse_standard_answer,
    parse_standard_request,
)

without_files = settings(deadline=None, database=None, derandomize=True)

SECRET = "not-a-real-secret"
URL = "https://shop.example/start?token=AbC"
REQUEST = StandardRequest(
    pos="qz7ab19c",
    return_url="https://hub.example/gateway/link/api/id/qz7ab19c",
    operation="edit",
    contact=StandardContact("user@buyer.example", "A User", "a.user"),
    buyer_cookie="c-7f3a",
    post_form="https://buyer.example/poom?s=1&t=2",
    data=(("CostCenter", "100"),),
    shipping=(("address_name", "Site A"), ("country_id", "GB")),
    items=(StandardItem("SKU-1", "cart9/line1 ", Decimal(2)), StandardItem("SKU-2", type="in")),
    custom=(("organisation_name", "Buyer Ltd"), ("organisation_id", "7")),
)
HEADER = LaunchHeader(
    from_=(Party("NetworkID", "BUYER"), Party("DUNS", "1")),
    to=(Party("DUNS", "2"),),
    sender=(Party("NetworkID", "BUYER"),),
    user_agent="Procurement 1",
    shared_secret=SECRET,
)


def _document() -> dict[str, Any]:
    document = json.loads(build_standard_request(REQUEST))
    assert isinstance(document, dict)
    return document


def _changed(path: str, value: object) -> dict[str, Any]:
    """Return the request with the member at a dotted path set, or with `...` taken away."""
    document = _document()
    *way, last = path.split(".")
    place: Any = document
    for name in way:
        place = place[int(name)] if name.isdecimal() else place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


def _faults(read: Callable[[], object]) -> tuple[str, ...]:
    try:
        read()
    except StandardRejected as rejected:
        return rejected.faults
    return ()


# --- the request


def test_a_request_is_written_as_the_sample() -> None:
    assert _document() == {
        "pos": "qz7ab19c",
        "operation": "edit",
        "return_url": "https://hub.example/gateway/link/api/id/qz7ab19c",
        "params": {
            "header": {},
            "type": "setuprequest",
            "mode": "production",
            "body": {
                "data": {"CostCenter": "100"},
                "contact": {"email": "user@buyer.example", "name": "A User", "unique": "a.user"},
                "buyercookie": "c-7f3a",
                "postform": "https://buyer.example/poom?s=1&t=2",
                "shipping": {"data": {"address_name": "Site A", "country_id": "GB"}},
                "items": [
                    {"primaryId": "SKU-1", "secondaryId": "cart9/line1 ", "quantity": 2, "type": "out"},
                    {"primaryId": "SKU-2", "secondaryId": "", "quantity": 1, "type": "in"},
                ],
            },
            "custom": {"organisation_name": "Buyer Ltd", "organisation_id": "7"},
        },
    }
    read = parse_standard_request(build_standard_request(REQUEST))
    assert (read.request, read.noticed) == (REQUEST, frozenset())


def test_the_other_spelling_and_place_are_read_as_well() -> None:
    read = parse_standard_request(build_standard_request(REQUEST, items="supplier_id", custom="root"))
    assert read.request == REQUEST
    assert read.noticed == {"items-with-supplier-ids", "custom-at-root"}


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("custom-twice", "custom", {"organisation_id": "8"}),
        ("list-for-object", "params.body.data", []),
        ("null-for-text", "params.body.contact.unique", None),
        ("number-as-text", "params.body.items.0.quantity", "2"),
        ("text-as-number", "params.body.buyercookie", 5),
        ("mode-unknown", "params.mode", "staging"),
        ("type-unknown", "params.type", "order"),
        ("line-type-unknown", "params.body.items.0.type", "new"),
        ("no-buyer-cookie", "params.body.buyercookie", ...),
        ("no-postform", "params.body.postform", None),
        ("header-in-server-request", "params.header", {"to": {}}),
    ],
)
def test_an_oddity_of_a_request_is_named(name: str, path: str, value: object) -> None:
    assert name in parse_standard_request(json.dumps(_changed(path, value)).encode()).noticed


def test_where_both_places_of_custom_differ_params_counts() -> None:
    read = parse_standard_request(json.dumps(_changed("custom", {"organisation_id": "8", "more": "x"})).encode())
    assert dict(read.request.custom) == {"organisation_name": "Buyer Ltd", "organisation_id": "7", "more": "x"}


def test_an_operation_in_params_is_found() -> None:
    document = _changed("params.operation", "inspect")
    del document["operation"]
    read = parse_standard_request(json.dumps(document).encode())
    assert read.request.operation == "inspect"
    assert read.noticed == {"operation-in-params"}


@pytest.mark.parametrize(
    ("fault", "path", "value"),
    [
        ("pos: missing", "pos", ""),
        ("return_url: missing", "return_url", None),
        ("operation: missing", "operation", ...),
        ("operation: expected one of", "operation", "delete"),
        ("return_url: expected an absolute", "return_url", "/gateway"),
        ("params.body.postform: expected an absolute", "params.body.postform", "javascript:alert(1)"),
        ("params.body: expected an object", "params.body", 5),
        ("params.body.items: expected a list", "params.body.items", "x"),
        ("params.body.items[0]: expected an object", "params.body.items", [5]),
        ("params.body.items[0].primaryId: missing", "params.body.items.0.primaryId", ...),
        ("params.body.items[0].quantity: expected zero or more", "params.body.items.0.quantity", -1),
        ("params.body.items[0].quantity: expected a number", "params.body.items.0.quantity", "two"),
        ("params.body.data.CostCenter: expected text", "params.body.data", {"CostCenter": []}),
    ],
)
def test_a_request_that_cannot_be_used_is_refused(fault: str, path: str, value: object) -> None:
    (found,) = _faults(lambda: parse_standard_request(json.dumps(_changed(path, value)).encode()))
    assert found.startswith(fault)


def test_a_request_that_would_be_refused_is_not_built() -> None:
    with pytest.raises(StandardRejected, match="return_url: expected an absolute"):
        build_standard_request(replace(REQUEST, return_url="ftp://hub.example/"))


# --- the answer


@pytest.mark.parametrize("key", KNOWN_KEYS)
def test_a_start_url_is_read_under_the_key_that_is_configured(key: str) -> None:
    status, body = build_standard_started(URL, key=key)
    assert parse_standard_answer(status, body, key=key) == Started(URL)
    other = next(known for known in KNOWN_KEYS if known != key)
    declined = parse_standard_answer(status, body, key=other)
    assert isinstance(declined, Declined)
    assert declined.reason == f"{other}: missing from the answer, which has an address in {key}; configure that key"


@pytest.mark.parametrize(
    ("shape", "status", "document", "page"),
    [
        ("message", 400, {"message": "no such buyer", "start_url": "https://shop.example/error"}, True),
        ("envelope", 200, {"errors": {"code": 402, "messages": ["no such buyer"]}, "results": None}, False),
        ("errors", 200, {"errors": ["no such buyer"]}, False),
    ],
)
def test_a_refusal_is_read_in_every_shape(shape: Any, status: int, document: dict[str, object], page: bool) -> None:
    declined = Declined("no such buyer", "https://shop.example/error" if page else "")
    built = build_standard_declined(declined, shape=shape, code=402)
    assert (built[0], json.loads(built[1])) == (status, document)
    assert parse_standard_answer(*built) == declined


@pytest.mark.parametrize(
    ("status", "document", "reason"),
    [
        (200, {"errors": {"code": 500, "messages": {"a": "one", "b": "two"}}, "start_url": URL}, "one, two"),
        (200, {"errors": [{"code": 1}], "start_url": URL}, "the store answered 200 without a reason"),
        (403, {"status": "FORBIDDEN", "title": "not enabled"}, "not enabled"),
        (500, {}, "the store answered 500 without a reason"),
        (302, {"start_url": URL}, "the store answered 302 without a reason"),
        (200, {"start_url": "/start"}, "start_url: expected an absolute http or https address, got '/start'"),
        (200, {"start_url": 5}, "start_url: expected an absolute http or https address, got 5"),
        (200, {"message": "later"}, "start_url: missing from the answer: later"),
        (200, [], "the store answered 200 with JSON that is not an object: []"),
    ],
)
def test_an_answer_without_a_session_says_why(status: int, document: object, reason: str) -> None:
    answer = parse_standard_answer(status, json.dumps(document).encode())
    assert isinstance(answer, Declined)
    assert answer.reason == reason


# --- the launch


def test_a_launch_leaves_the_secret_out() -> None:
    fields = build_launch(REQUEST, HEADER)
    assert SECRET not in json.dumps(fields)
    launch = parse_launch(fields)
    assert (launch.request, launch.header) == (REQUEST, replace(HEADER, shared_secret=""))
    assert not launch.secret_in_browser
    assert "secret-in-browser" not in launch.noticed


def test_a_launch_carries_the_secret_only_by_the_name_of_the_variant() -> None:
    fields = build_launch(REQUEST, HEADER, variant=SECRET_THROUGH_BROWSER)
    launch = parse_launch(fields)
    assert (launch.request, launch.header, launch.secret_in_browser) == (REQUEST, HEADER, True)
    assert "secret-in-browser" in launch.noticed
    assert SECRET not in repr(launch)
    params = json.loads(dict(fields)["params"])
    assert params["operation"] == "edit"
    assert params["header"]["sender"] == {
        "0": {"data": {"SharedSecret": SECRET}, "value": "BUYER", "domain": "NetworkID"},
        "data": {"UserAgent": "Procurement 1"},
    }
    assert params["header"]["to"] == {"0": {"data": [], "value": "2", "domain": "DUNS"}, "data": []}
    with pytest.raises(ValueError, match="variant: expected"):
        build_launch(REQUEST, HEADER, variant="secret")
    with pytest.raises(ValueError, match="expected a sender"):
        build_launch(REQUEST, replace(HEADER, sender=()), variant=SECRET_THROUGH_BROWSER)


def test_a_secret_of_the_wrong_type_is_not_shown() -> None:
    for secret in (12345678, ["12345678"]):
        params = {"operation": "create", "header": {"sender": {"0": {"data": {"SharedSecret": secret}}}}}
        fields = (("pos", "a"), ("return_url", URL), ("params", json.dumps(params)))
        try:
            shown = repr(parse_launch(fields))
        except StandardRejected as rejected:
            shown = str(rejected)
        assert "SharedSecret" in shown
        assert "12345678" not in shown


def test_params_that_were_escaped_twice_are_read() -> None:
    pos, return_url, (_, params) = build_launch(REQUEST, HEADER)
    launch = parse_launch((pos, return_url, ("params", params.replace("&", "&amp;").replace('"', "&quot;"))))
    assert (launch.request, "escaped-twice" in launch.noticed) == (REQUEST, True)


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ((), ["pos", "return_url", "params"]),
        ((("pos", "a"), ("pos", "b"), ("return_url", URL), ("params", "[]")), ["pos"]),
        ((("pos", "a"), ("return_url", URL), ("params", "{")), ["params is not JSON"]),
        ((("pos", "a"), ("return_url", URL), ("params", '"\ud800"')), ["params is not JSON"]),
        ((("pos", "a"), ("return_url", URL), ("params", "[]")), ["params.operation"]),
        ((("pos", "a"), ("return_url", URL), ("params", '{"operation":"edit","header":5}')), ["params.header"]),
    ],
)
def test_a_launch_that_cannot_be_used_is_refused(fields: tuple[tuple[str, str], ...], places: list[str]) -> None:
    assert [fault.partition(":")[0] for fault in _faults(lambda: parse_launch(fields))] == places


# --- whatever comes

_PIECES = st.sampled_from(["Ω", "芝刈り機", "מכסחה", "😀", '"', "&", "]]>", "</script>", "&quot;", "a", " ", "\n"])
texts = st.lists(_PIECES, max_size=4).map("".join)
needed = st.lists(_PIECES, min_size=1, max_size=4).map("".join)
pairs = st.dictionaries(texts, texts, max_size=2).map(lambda members: tuple(members.items()))
quantities = st.integers(0, 99_999).map(Decimal) | st.integers(1, 10**8).map(lambda n: Decimal(n).scaleb(-3))
requests = st.builds(
    StandardRequest,
    pos=needed,
    return_url=st.just(REQUEST.return_url),
    operation=st.sampled_from(["create", "edit", "inspect"]),
    contact=st.builds(StandardContact, texts, texts, texts),
    buyer_cookie=texts,
    post_form=st.sampled_from(["", REQUEST.post_form]),
    data=pairs,
    shipping=pairs,
    items=st.lists(st.builds(StandardItem, needed, texts, quantities, st.sampled_from(["in", "out"])), max_size=2).map(
        tuple
    ),
    custom=pairs,
)


@settings(without_files, max_examples=80)
@given(requests, st.sampled_from(["primaryId", "supplier_id"]), st.sampled_from(["params", "root"]))
def test_a_request_and_a_launch_are_the_same_after_the_way(request: StandardRequest, items: Any, custom: Any) -> None:
    body = build_standard_request(request, items=items, custom=custom)
    assert parse_standard_request(body).request == request
    launch: Launch = parse_launch(build_launch(request, HEADER, variant=SECRET_THROUGH_BROWSER))
    assert (launch.request, launch.header) == (request, HEADER)


_KEYS = [
    "pos",
    "operation",
    "return_url",
    "params",
    "body",
    "items",
    "header",
    "sender",
    "0",
    "data",
    "custom",
    "errors",
]
_KEYS += ["start_url", "contact", "SharedSecret", "message", "9" * 5000, "\ud800"]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["edit", URL, "1e999999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=5),
    max_leaves=10,
)


@settings(without_files, max_examples=150)
@given(anything, st.sampled_from([200, 400, 500]))
def test_whatever_comes_is_read_or_refused(document: Any, status: int) -> None:
    body = json.dumps(document)
    fields = (("pos", "a"), ("return_url", URL), ("params", body))
    for faults in (_faults(lambda: parse_standard_request(body.encode())), _faults(lambda: parse_launch(fields))):
        assert all(": " in fault or fault.endswith("is not a JSON object") for fault in faults)
    answer = parse_standard_answer(status, body.encode())
    assert isinstance(answer, Started) or answer.reason


@settings(without_files, max_examples=50)
@given(st.binary(max_size=20))
def test_bytes_that_are_no_message_are_refused(body: bytes) -> None:
    assert _faults(lambda: parse_standard_request(body))
    assert isinstance(parse_standard_answer(200, body), Declined)
