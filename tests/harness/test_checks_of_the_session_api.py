"""Checks of the session API: each holds for the answer it is about and fails for all that come near it."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
import requests

from harness.actors.session_api import Answered
from harness.actors.session_order import FAULTS, Pair
from harness.actors.session_requests import asked_in
from harness.checks.deployments import TOLD, check_description, description_path
from harness.checks.session_api import ANSWERS, check_answers, check_nothing_left, check_order
from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence
from harness.staged_sessions import Traces
from simulators.messages.session import PROBLEM, BuyerUser, Form, SessionRequest, write_body
from simulators.storefront.session_description import openapi
from simulators.storefront.yaml import yaml_of
from tests.harness.judge_bench import seen_line

REQUEST = SessionRequest("ACC", "Site", BuyerUser("a@b.c"), "USD", "https://hub.example/id/1")
START_URL = "https://shop.example/web/shop?punchOutAccessToken={}"


def answered(
    document: Any = None, way: str = "as the hub does", *, status: int = 200, token: str = "A1*", form: Form = Form.JSON
) -> Answered:
    """Return a session, or another answer, to a request made in some way."""
    sent = asked_in(REQUEST, way)
    if document is None:
        document = {**deepcopy(sent.document), "punchOutStartURL": START_URL.format(token)}
        document["cart"]["channelId"] = 41
    body = document if isinstance(document, bytes) else write_body(document, form)
    return Answered(sent, status, form.value, body)


def refused(title: str | None, status: int = 400, way: str = "without cart", form: Form = Form.JSON) -> Answered:
    """Return a refusal of a request made in some way."""
    document = {"status": "BAD_REQUEST", "title": title} if title is not None else {}
    return Answered(asked_in(REQUEST, way), status, form.value, write_body(document, form, root=PROBLEM))


def changed(way: str = "as the hub does", form: Form = Form.JSON, **members: Any) -> Answered:
    """Return a session whose answer has other members, those with two underscores in the cart."""
    document = {**deepcopy(asked_in(REQUEST, way).document), "punchOutStartURL": START_URL.format("A1*")}
    document["cart"]["channelId"] = 41
    for name, value in members.items():
        (document["cart"] if name.startswith("cart__") else document)[name.removeprefix("cart__")] = value
    return answered(document, way, form=form)


FULL, READ_ONLY, OWN = "with every optional field", "with read-only fields", "with a start URL of its own"
FOREIGN = "https://elsewhere.example/web/other/catalog?punchOutAccessToken="
MINE: dict[str, Any] = {
    "cart__channelId": 41,
    "cart__author": None,
    "cart__cartItems": [],
    "cart__notes": [],
    "cart__billingAddress": None,
    "cart__shippingAddress": None,
    "cart__customFields": None,
}
STATUS = {f"cart__{name}": None for name in ("account", "createDate", "lastPriceUpdateDate", "modifiedDate", "status")}
STATUS |= {f"cart__paymentStatus{end}": None for end in ("", "Label")}
MINE |= STATUS | {"cart__paymentMethodLabel": None, "cart__purchaseOrderNumber": None}

HOLDS: dict[str, list[Answered]] = {
    "a session": [
        answered(),
        answered(way="in XML", form=Form.XML),
        answered(way="in XML, to be answered in JSON"),
        answered(way="accepting anything"),
    ],
    "every field that was sent": [
        answered(),
        answered(way=FULL),
        answered(way="in XML, with every optional field", form=Form.XML),
        changed(more=1, cart__total=1),
    ],
    "values of its own for what is read-only": [changed(READ_ONLY, **MINE), changed(READ_ONLY, **MINE, more=1)],
    "the channel of the site": [answered(), changed(cart__channelId="41"), answered(way="in XML", form=Form.XML)],
    "a start URL of its own": [answered(way=OWN)],
    "a refusal of the request": [refused("cart must not be null"), refused(None)],
    "a refusal that names the field": [
        refused("cart must not be null"),
        refused('The property "punchoutReturnURL" is not defined', way="with a property nobody knows"),
        refused("email: empty", way="with buyerUser.email empty"),
    ],
    "a refusal in the form asked for": [
        refused("no"),
        refused("no", 404, "for a site that does not exist"),
        refused("no", 404, "in XML, for a site that does not exist", Form.XML),
    ],
    "a refusal of the caller": [refused(None, 401), refused(None, 403)],
    "a refusal for want of the scope": [refused(None, 403)],
    "a refusal of the content type": [refused(None, 415)],
    "a refusal to answer so": [refused(None, 406)],
    "a refusal of the method": [refused(None, 405)],
}
FAILS: dict[str, list[Answered]] = {
    "a session": [
        refused("no"),
        answered(status=201),
        answered(status=500),
        answered({}),
        answered(b"<html>"),
        answered(token=""),
        changed(punchOutStartURL=5),
        answered(way="in XML"),
        answered(way="in JSON, to be answered in XML"),
    ],
    "every field that was sent": [
        refused("no"),
        changed(buyerAccountReferenceCode="other"),
        changed(buyerUser=None),
        changed(buyerUser={"email": "A@B.C"}),
        changed(FULL, cart__cartItems=[]),
        changed(FULL, cart__useAsBilling=1),
        changed(FULL, cart__summary={}),
        changed(FULL, cart__accountId="4000000007"),
    ],
    "values of its own for what is read-only": [
        answered(way=READ_ONLY),
        refused("no", way=READ_ONLY),
        changed(READ_ONLY, **{name: kept for name, kept in MINE.items() if name != "cart__status"}),
    ],
    "the channel of the site": [
        changed(cart__channelId=0),
        changed(cart__channelId=None),
        changed(cart__channelId="shop"),
        changed(cart="x"),
        refused("no"),
    ],
    "a start URL of its own": [
        changed(OWN, punchOutStartURL=f"{FOREIGN}planted"),
        changed(OWN, punchOutStartURL=f"{FOREIGN}A1*"),
        changed(OWN, punchOutStartURL=START_URL.format("planted")),
    ],
    "a refusal of the request": [
        answered(),
        refused("no", 500),
        refused("no", 401),
        refused("no", 404),
        answered(status=400),
    ],
    "a refusal that names the field": [
        refused("carts must not be null"),
        refused(None),
        refused("cart", 500),
        refused("buyerUser", way="with buyerUser.email empty"),
    ],
    "a refusal in the form asked for": [
        refused(None),
        refused("no", form=Form.XML),
        refused("no", 404, "in XML, for a site that does not exist"),
        refused("no", 500),
        replace(refused("no"), content_type="text/plain"),
    ],
    "a refusal of the caller": [refused(None, 400), answered(), refused(None, 404), answered(status=403)],
    "a refusal for want of the scope": [refused(None, 401), answered()],
    "a refusal of the content type": [refused(None, 400), answered(), refused(None, 500)],
    "a refusal to answer so": [refused(None, 400), answered()],
    "a refusal of the method": [refused(None, 404), answered()],
}


def test_each_answer_has_examples_of_both_kinds() -> None:
    assert set(ANSWERS) == set(HOLDS) == set(FAILS)


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_is_what_the_scenario_says_or_fails(evidence: Evidence, what: str) -> None:
    for answer in HOLDS[what]:
        check_answers(evidence, [answer], what)
    for answer in FAILS[what]:
        with pytest.raises(NonConformance):
            check_answers(evidence, [answer], what)


def test_two_answers_have_a_token_each(evidence: Evidence) -> None:
    check_answers(evidence, [answered(), answered(token="B2*")], "a session")
    with pytest.raises(NonConformance, match="No two requests are given one token"):
        check_answers(evidence, [answered(), answered()], "a session")
    with pytest.raises(NonConformance):
        check_answers(evidence, [answered(), refused("no")], "a session")


def test_an_answer_that_is_not_known_is_our_own_fault(evidence: Evidence) -> None:
    with pytest.raises(HarnessFault, match="the session API cannot answer with 'a song'; known: a session, "):
        check_answers(evidence, [answered()], "a song")


def test_the_words_of_a_refusal_are_read_from_any_form() -> None:
    assert refused("no").title == refused("no", form=Form.XML).title == "no"
    assert replace(refused("no"), body=b'{"message": "Access denied"}').title == "Access denied"
    assert replace(refused("no"), content_type="text/plain", body=b"no").title == "no"
    assert replace(refused("no"), content_type="text/html", body=b"<p>no").title == ""
    assert replace(refused("no"), body=b"[").title == ""
    assert refused("no").shown == "HTTP 400: no"


# --- which of two faults

EARLIER, LATER = FAULTS[5], FAULTS[8]
ONE, OTHER = refused("no site, line 12, @a1b2"), refused("no email")


def judged(evidence: Evidence, *triples: tuple[Answered, Answered, Answered]) -> list[str]:
    """Judge pairs of answers to the earlier, the later and both; return what was recorded."""
    check_order(evidence, [Pair(EARLIER, LATER, *triple) for triple in triples])
    return [check.what for check in evidence.checks]


def test_both_faults_are_answered_as_the_earlier_is(evidence: Evidence) -> None:
    said = judged(
        evidence, (ONE, OTHER, refused("no site, line 7, @ff")), (refused("a", 401), OTHER, refused("a", 401))
    )
    assert said[:2] == [f"Of two faults the earlier is answered: {EARLIER.name} / {LATER.name}"] * 2


@pytest.mark.parametrize("both", [OTHER, refused("else"), refused("no site, line 12, @a1b2", 404), answered()])
def test_any_other_answer_to_both_is_told_with_the_pair(evidence: Evidence, both: Answered) -> None:
    with pytest.raises(NonConformance, match=f"got {EARLIER.name} / {LATER.name}: HTTP"):
        judged(evidence, (ONE, OTHER, ONE), (ONE, OTHER, both))


def test_a_pair_that_tells_nothing_is_recorded_and_judged_by_no_answer(evidence: Evidence) -> None:
    said = judged(evidence, (ONE, OTHER, ONE), (ONE, ONE, OTHER), (ONE, answered(), OTHER))
    assert said.count("A pair of faults that tells nothing here") == 2


@pytest.mark.parametrize("triple", [(ONE, ONE, ONE), (refused(None),) * 3, (ONE, answered(), ONE)])
def test_an_order_of_which_no_pair_tells_is_untestable(
    evidence: Evidence, triple: tuple[Answered, Answered, Answered]
) -> None:
    with pytest.raises(Untestable, match="no answer tells which of two faults is noticed first"):
        judged(evidence, triple)


def test_a_fault_that_is_none_here_comes_neither_before_nor_after(evidence: Evidence) -> None:
    with pytest.raises(Inapplicable, match="a request for a site that does not exist is granted"):
        judged(evidence, (answered(), OTHER, OTHER))


# --- what is left behind

CART = (seen_line(1),)
CLEAN = Traces((ONE, refused("no", 500)), (), (), CART, CART)


def test_nothing_is_left_behind(evidence: Evidence) -> None:
    check_nothing_left(evidence, CLEAN)


@pytest.mark.parametrize(
    ("traces", "words"),
    [
        (replace(CLEAN, answers=(ONE, answered())), "The request is not granted"),
        (replace(CLEAN, users=("a@b.c",)), "A refused request creates no user"),
        (replace(CLEAN, members=("a@b.c",)), "A refused request makes nobody a member of the account"),
        (replace(CLEAN, cart_after=()), "The cart is kept"),
        (replace(CLEAN, cart_after=(seen_line(1, quantity=3),)), "The cart is kept"),
    ],
)
def test_whatever_is_left_behind_is_noticed(evidence: Evidence, traces: Traces, words: str) -> None:
    with pytest.raises(NonConformance, match=words):
        check_nothing_left(evidence, traces)


# --- the description


def description(body: str, content_type: str = "application/json", status: int = 200) -> requests.Response:
    response = requests.Response()
    response.status_code, response._content, response.url = status, body.encode(), "http://shop.example/openapi"
    response.headers["Content-Type"] = content_type
    return response


def without(*path: str, value: Any = None) -> requests.Response:
    """Return the description with something in it taken away, or changed."""
    document = openapi()
    inner: Any = document
    for part in path[:-1]:
        inner = inner[part]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return description(json.dumps(document))


WHOLE = description(json.dumps(openapi()))
POST = ("paths", "/v1.0/punchout/session/request", "post")
YAML = yaml_of(openapi())
WRONG: dict[str, list[requests.Response]] = {
    "names the session request": [
        without(*POST),
        without("paths"),
        description("[]"),
        description("<html>", "text/html"),
    ],
    "names the session request in YAML": [
        description(YAML.replace("/v1.0/punchout/session/request", "/v1.0/else"), "application/yaml"),
        description(YAML.replace("post:", "get:"), "application/yaml"),
        description("<html>post: openapi:</html>", "text/html"),
    ],
    "tells that JSON and XML are taken and answered": [
        without(*POST, "requestBody", "content", "application/xml"),
        without(*POST, "responses"),
        without(*POST),
        description("{}"),
    ],
    "has every field of the request": [
        without("components", "schemas", "Cart", "properties", "notes"),
        without("components", "schemas", "Address", "required"),
        without("components", "schemas", "CartComment"),
        without("components", "schemas", "Cart", "properties", "status", value={"type": "string"}),
        without("components", "schemas", "User", "required", value=["email", "jobTitle"]),
        description("{}"),
    ],
}
RIGHT: dict[str, list[requests.Response]] = {what: [WHOLE] for what in TOLD}
RIGHT["names the session request in YAML"] = [
    description(YAML, "application/yaml"),
    description(json.dumps(openapi(), indent=1), "application/yaml"),
]


@pytest.mark.parametrize("what", TOLD)
def test_a_description_tells_what_the_scenario_says_or_fails(evidence: Evidence, what: str) -> None:
    assert set(TOLD) == set(WRONG)
    for right in RIGHT[what]:
        check_description(evidence, right, what)
    for wrong in (*WRONG[what], description(json.dumps(openapi()), status=404)):
        with pytest.raises(NonConformance):
            check_description(evidence, wrong, what)


def test_a_description_is_asked_for_in_its_form_and_tells_only_what_is_known(evidence: Evidence) -> None:
    assert description_path(None).endswith("/v1.0/openapi.json")
    assert description_path("YAML").endswith("/v1.0/openapi.yaml")
    with pytest.raises(HarnessFault, match="a description cannot tell that it rhymes"):
        check_description(evidence, WHOLE, "rhymes")
