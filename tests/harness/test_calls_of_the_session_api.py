"""Calls of the session API: each way and each fault is what it says, and the caller proves who it is as it should."""

from __future__ import annotations

import base64
import itertools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from harness.actors.session_api import READ_SCOPE, SessionApiCaller
from harness.actors.session_order import FAULTS, LAST_FAULT, Fault, Scenery, fault_named, later_faults, spoilt
from harness.actors.session_requests import WAYS, CallerKind, Sent, asked_in, checked, filled
from harness.errors import HarnessFault, Inapplicable, NonConformance
from harness.project import FEATURES
from harness.stage import Stage
from harness.targetfile import HubCredentials, TargetFile
from simulators.hub import SESSION_PATH, TOKEN_PATH
from simulators.messages.session import MODEL, BuyerUser, Form, SessionRequest, read_body
from simulators.wire import Incoming, Journal, Party
from tests.harness.judge_bench import Handler, nobody_listens, seen_line

Serve = Callable[[Mapping[str, Handler]], Party]

REQUEST = SessionRequest("ACC", "Site", BuyerUser("a@b.c", "Ada", "", "Buyer"), "USD", "https://hub.example/id/1")
SENT = Sent(REQUEST.document())
CART = (seen_line(1), seen_line(2))
SCENERY = Scenery("nobody@b.c", "NONE", "Bare", "Closed", "out@b.c", CART, CART)

# --- ways


@pytest.mark.parametrize("way", WAYS)
def test_each_way_differs_from_what_the_hub_does_and_is_as_sound_as_it_says(way: str) -> None:
    sent = asked_in(REQUEST, way)
    assert (sent.faults() == ()) == WAYS[way].sound
    assert (sent == SENT) == (way == "as the hub does")
    assert dict(SENT.document) == REQUEST.document()
    # What is wrong with a request is what it is said to be wrong with.
    if sent.field:
        assert all(sent.field.rpartition(".")[2] in fault for fault in sent.faults())


def test_a_way_that_is_not_as_it_says_is_our_own_fault() -> None:
    with pytest.raises(
        HarnessFault, match="a session cannot be asked for 'backwards'; known: as the hub does, without"
    ):
        asked_in(REQUEST, "backwards")
    for way in ("as the hub does", "without cart", "in XML that breaks off"):
        with pytest.raises(HarnessFault, match=r"was to be sound, and is not|was to have a fault, and has none"):
            checked(WAYS[way].alter(SENT), way, sound=not WAYS[way].sound)
    with pytest.raises(HarnessFault, match="was to be sound, and is not: buyerAccountReferenceCode must not be empty"):
        asked_in(replace(REQUEST, account_reference_code=""), "as the hub does")


def test_every_optional_field_is_filled_in_and_every_read_only_one_where_it_is_asked_for() -> None:
    def members(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(members, value))
        return {*value, *set().union(*map(members, value.values()))} if isinstance(value, dict) else set()

    writable = {name for held in MODEL.values() for name, member in held.items() if not member.read_only}
    read_only = {name for held in MODEL.values() for name, member in held.items() if member.read_only}
    for form in ("with every optional field", "in XML, with every optional field"):
        sent = asked_in(REQUEST, form)
        assert members(sent.document) - {"color"} == writable - {"punchOutStartURL"}
        assert read_body(sent.body, sent.form) == sent.document
        assert sent.document["cart"]["currencyCode"] == "USD"
    assert members(filled("Cart", read_only=True)) >= {"channelId", "status", "account"}
    assert members(asked_in(REQUEST, "with read-only fields").document) >= read_only


def test_what_a_request_says_of_itself_is_what_is_sent() -> None:
    assert SENT.headers() == {"Content-Type": "application/json", "Accept": "application/json"}
    assert asked_in(REQUEST, "in XML").headers() == {"Content-Type": "application/xml", "Accept": "application/xml"}
    assert asked_in(REQUEST, "in JSON, to be answered in XML").headers()["Accept"] == "application/xml"
    assert asked_in(REQUEST, "as plain text").headers()["Content-Type"] == "text/plain"
    assert asked_in(REQUEST, "accepting nothing but HTML").answer_form is None
    assert asked_in(REQUEST, "in XML, to be answered in JSON").answer_form is Form.JSON
    assert b"<!ENTITY currency" in asked_in(REQUEST, "in XML with an entity of its own").body
    assert b">&currency;<" in asked_in(REQUEST, "in XML with an entity of its own").body


def test_the_request_is_the_one_the_hub_makes_for_the_same_buyer(set_stage: Callable[..., Stage]) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    taken: list[dict[str, Any]] = []
    stage.world.journal.take_faults()
    buyer.start()
    for exchange in stage.exchanges:
        if exchange.sender == "hub" and SESSION_PATH in exchange.summary:
            taken.append(json.loads(exchange.request.text))
    ours = stage.sessions.request_for(buyer.person, buyer.company).document()

    (theirs,) = taken[-1:]
    # Of the return URL only the session's id differs, which the journal does not tell.
    for document in (ours, theirs):
        document["punchOutReturnURL"] = document["punchOutReturnURL"].rpartition("/")[0]
    assert ours["punchOutReturnURL"] == theirs["punchOutReturnURL"]
    assert ours == theirs


# --- faults


def test_each_pair_of_faults_is_asked_for_once_and_only_those_that_can_be_combined() -> None:
    pairs = [
        (earlier.name, later.name, staged)
        for earlier in FAULTS
        for staged in (False, True)
        for later in later_faults(earlier, staged=staged)
    ]
    possible = [(one, other) for one, other in itertools.combinations(FAULTS, 2) if not one.spoils & other.spoils]
    assert sorted((one, other) for one, other, _ in pairs) == sorted((a.name, b.name) for a, b in possible)
    assert all(staged == bool(fault_named(one).needs or fault_named(other).needs) for one, other, staged in pairs)
    assert len(pairs) == 84


@pytest.mark.parametrize("fault", [*FAULTS, LAST_FAULT], ids=lambda fault: fault.name)
def test_each_fault_changes_the_request_and_stays_when_another_is_added(fault: Fault) -> None:
    alone = spoilt(SENT, SCENERY, fault)
    assert alone != SENT
    assert (alone.faults() == ()) == fault.sound
    for earlier in FAULTS[: FAULTS.index(fault)] if fault in FAULTS else ():
        if not earlier.spoils & fault.spoils:
            both = spoilt(SENT, SCENERY, earlier, fault)
            assert both not in (alone, spoilt(SENT, SCENERY, earlier))


def test_both_faults_of_a_buyer_are_in_the_request() -> None:
    blank, nameless = fault_named("for a blank e-mail address"), fault_named("for an unknown buyer without a name")
    user = spoilt(SENT, SCENERY, blank, nameless).document["buyerUser"]
    assert user == {"email": " ", "firstName": " ", "lastName": " "}


def test_what_a_fault_refers_to_is_in_the_request() -> None:
    def document(name: str) -> Mapping[str, Any]:
        return spoilt(SENT, SCENERY, fault_named(name)).document

    assert document("for a site without a channel")["buyerGroup"] == {"name": "Bare"}
    assert document("for a channel that is switched off")["buyerGroup"] == {"name": "Closed"}
    assert document("for a buyer who does not belong to the site")["buyerUser"]["email"] == "out@b.c"
    assert document("for an account that does not exist")["buyerAccountReferenceCode"] == "NONE"
    foreign = document("to edit somebody else's cart")
    assert (foreign["punchOutSessionType"], foreign["cart"]["id"]) == ("edit", CART[0].order_id)
    assert [item["quantity"] for item in foreign["cart"]["cartItems"]] == [2, 2]
    assert [item["quantity"] for item in document(LAST_FAULT.name)["cart"]["cartItems"]] == [3, 3, 1]


def test_a_fault_that_is_not_known_or_none_is_our_own_fault() -> None:
    with pytest.raises(HarnessFault, match="a session request has no fault 'of taste'; known: without credentials"):
        fault_named("of taste")
    harmless = replace(fault_named("without its return URL"), alter=lambda sent, _: sent)
    with pytest.raises(HarnessFault, match="was to have a fault, and has none"):
        spoilt(SENT, SCENERY, harmless)


def test_the_feature_asks_with_every_fault() -> None:
    text = (FEATURES / "session_order.feature").read_text(encoding="utf-8")
    rows = re.findall(r"^\s+\| (.+?) +\|$", text, re.MULTILINE)
    assert {fault.name for fault in (*FAULTS, LAST_FAULT)} <= set(rows)


# --- the caller


def a_target(url: str, **hub: str) -> TargetFile:
    return TargetFile("Acme", "live", url, "tradecentric-7.4", "Site", f"{url}/web", HubCredentials(**hub))


def answering(seen: list[Incoming], token: Mapping[str, Any] | None = None, status: int = 200) -> Mapping[str, Handler]:
    """Return the handlers of a portal that gives a token and answers each session request with its credentials."""

    def give(incoming: Incoming) -> Response:
        seen.append(incoming)
        return JSONResponse({"access_token": "T"} if token is None else dict(token), status)

    def take(incoming: Incoming) -> Response:
        seen.append(incoming)
        return PlainTextResponse(incoming.headers.get("authorization", "nothing"), 200)

    return {TOKEN_PATH: give, SESSION_PATH: take}


def proof(serve: Serve, journal: Journal, kind: CallerKind, **hub: str) -> str:
    """Return what a caller of that kind proves itself with."""
    caller = SessionApiCaller(a_target(serve(answering([])).url, **hub), journal, verify=True)
    return caller.ask(replace(SENT, caller=kind))[0].body.decode()


CLIENT = {"client_id": "id", "client_secret": "secret"}
USER = {"user": "hub@b.c", "password": "right"}


def test_a_caller_proves_what_it_is_to_prove(serve: Serve, journal: Journal) -> None:
    assert proof(serve, journal, CallerKind.HUB, **CLIENT) == "Bearer T"


def test_a_caller_with_a_password_proves_that(serve: Serve, journal: Journal) -> None:
    assert base64.b64decode(proof(serve, journal, CallerKind.HUB, **USER).split()[1]) == b"hub@b.c:right"


def test_who_proves_nothing_sends_nothing_and_who_is_wrong_something_else(serve: Serve, journal: Journal) -> None:
    caller = SessionApiCaller(a_target(serve(answering([])).url, **USER), journal, verify=True)
    said = {kind: caller.ask(replace(SENT, caller=kind))[0].body.decode() for kind in list(CallerKind)[1:4]}
    assert said[CallerKind.NOBODY] == "nothing"
    assert re.fullmatch(r"Bearer [0-9a-f]{64}", said[CallerKind.TOKEN_NOBODY_ISSUED])
    user, _, password = base64.b64decode(said[CallerKind.WRONG_PASSWORD].split()[1]).decode().partition(":")
    assert (user, bool(password), password != "right") == ("hub@b.c", True, True)


def test_a_bearer_token_is_asked_for_once_and_one_to_read_by_its_scope(serve: Serve, journal: Journal) -> None:
    seen: list[Incoming] = []
    party = serve(answering(seen, {"access_token": "R", "scope": READ_SCOPE}))
    caller = SessionApiCaller(a_target(party.url, **CLIENT), journal, verify=True)
    for kind in (CallerKind.HUB, CallerKind.HUB, CallerKind.READER):
        assert caller.ask(replace(SENT, caller=kind, times=2 if kind is CallerKind.HUB else 1))[0].body == b"Bearer R"
    asked = [dict(incoming.form()).get("scope") for incoming in seen if incoming.path == TOKEN_PATH]
    assert asked == [None, READ_SCOPE]
    assert len([incoming for incoming in seen if incoming.path == SESSION_PATH]) == 5


@pytest.mark.parametrize(
    ("token", "status", "hub"),
    [
        ({"access_token": "T"}, 200, CLIENT),
        ({"access_token": "T", "scope": "everything"}, 200, CLIENT),
        ({"error": "invalid_scope"}, 400, CLIENT),
        ({}, 200, USER),
    ],
)
def test_without_a_token_to_read_only_nothing_is_judged(
    serve: Serve, journal: Journal, token: Mapping[str, Any], status: int, hub: Mapping[str, str]
) -> None:
    party = serve(answering([], token, status))
    caller = SessionApiCaller(a_target(party.url, **hub), journal, verify=True)
    with pytest.raises(Inapplicable, match="not applied"):
        caller.ask(replace(SENT, caller=CallerKind.READER))


def test_a_target_that_does_not_answer_or_gives_no_token_does_not_conform(serve: Serve, journal: Journal) -> None:
    with pytest.raises(NonConformance, match="The storefront answers the hub"):
        SessionApiCaller(a_target(nobody_listens(), **USER), journal, verify=True).ask(SENT)
    party = serve(answering([], {"error": "invalid_client"}, 401))
    with pytest.raises(NonConformance, match=r"The hub gets a bearer token.*HTTP 401"):
        SessionApiCaller(a_target(party.url, **CLIENT), journal, verify=True).get("/")


def test_a_request_that_could_leave_nothing_is_not_sent(set_stage: Callable[..., Stage]) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    with pytest.raises(HarnessFault, match="could leave nothing of a stranger: nothing would be judged"):
        stage.sessions.ask_in_vain(buyer, "for a blank e-mail address", "a stranger")
    with pytest.raises(HarnessFault, match="could leave nothing of the buyer's cart"):
        stage.sessions.ask_in_vain(buyer, "to edit a cart that is not there", "the buyer's cart")


def test_what_a_request_left_is_found_on_the_storefront(
    set_stage: Callable[..., Stage], set_stage_2_1: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The fault is taken out of the request, so that it is granted and leaves what a refusal must not.
    monkeypatch.setattr("harness.staged_sessions.spoilt", lambda sent, *_: sent)
    for stage in (set_stage(), set_stage_2_1()):
        buyer = stage.buyer()
        buyer.enter_and_fill([1])
        left = {
            whom: stage.sessions.ask_in_vain(buyer, "for a site that does not exist", whom)
            for whom in ("a stranger", "a newcomer", "the buyer's cart")
        }
        assert [answer.status for traces in left.values() for answer in traces.answers] == [200] * 3
        assert [bool(traces.users) for traces in left.values()] == [True, False, False]
        assert [bool(traces.members) for traces in left.values()] == [False, True, False]
        (before,), (after,) = left["the buyer's cart"].cart_before, left["the buyer's cart"].cart_after
        assert after.quantity == before.quantity + 1
