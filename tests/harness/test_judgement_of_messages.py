"""Messages judged as they pass: sound ones have no fault, each fault is named, and ours are never the target's."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest

from harness.checks import messages
from harness.errors import NonConformance
from harness.evidence import Evidence
from harness.judgement import WireJudge
from harness.stage import Stage
from simulators.hub import ORDER_PATH, SESSION_PATH, SETUP_PATH
from simulators.messages.cart import Cart, CartLine, build_cart, build_cart_answer
from simulators.messages.cxml import (
    Classification,
    Contact,
    Credential,
    Envelope,
    Header,
    ItemID,
    ItemIn,
    Money,
    OrderMessage,
    SetupRequest,
    SetupResponse,
    Text,
    build_order_message,
    build_setup_request,
    build_setup_response,
    encode_form_field,
    standard_status,
)
from simulators.messages.oci import OciItem, build_return, encode_form, split_hook
from simulators.messages.purchase_orders import (
    OrderDetails,
    OrderHeader,
    OrderLine,
    PurchaseOrder,
    build_purchase_order,
)
from simulators.messages.session import BuyerUser, SessionRequest, build_session_request
from simulators.procurement.orders import CONFIRMATION_PATH
from simulators.wire import ON_PURPOSE, Journal, Redactor, Seen
from tests.messages.cxml.cxml_corpus import CONFIRMATION, PURCHASE

PARTY = (Credential("NetworkID", "B-1"),)
ENVELOPE = Envelope("20260101090000.1.1@buyer.example", "2026-01-01T09:00:00+00:00", language="en-US")
HEADER = Header(PARTY, PARTY, PARTY, "test")
SETUP = SetupRequest(
    ENVELOPE,
    HEADER,
    "test",
    "create",
    "bc-1",
    browser_form_post="https://buyer.example/return",
    contacts=(Contact(Text("en", "A Buyer"), role="endUser", emails=("a@buyer.example",)),),
)
ITEM = ItemIn(
    ItemID("SKU-1", "41/42"),
    Decimal(3),
    None,
    Money(Decimal("10.50"), "USD"),
    (Text("en", "A bolt"),),
    "EA",
    (Classification("UNSPSC", "31161600"),),
)
ORDER = OrderMessage(
    ENVELOPE, HEADER, "test", None, "bc-1", "edit", "final", Money(Decimal("31.50"), "USD"), items=(ITEM,)
)
LINE = CartLine(7, "SKU-1", "41/42", "A bolt", Decimal(3), Decimal("10.5"), Decimal("31.5"), unspsc="31161600")
CART = Cart("USD", Decimal("31.5"), (LINE,))
SESSION = build_session_request(
    SessionRequest("ACC-1", "Store", BuyerUser("a@buyer.example"), "USD", "https://hub.example/return")
)
JSON, XML, FORM = "application/json", "text/xml; charset=UTF-8", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Message:
    """A message on the wire: whose it is, and how an exchange with it looks."""

    whose: str
    seen: Seen


def _seen(sender: str, receiver: str, path: str, request: bytes, kind: str, **answer: Any) -> Seen:
    values = {"status": 200, "answer_headers": {"content-type": answer.pop("answer_kind", JSON)}, "answer": b"{}"}
    url = f"http://x.example{path}"
    headers = {"content-type": kind}
    return Seen("s", sender, receiver, "POST", url, headers, request, **{**values, **answer})


def _setup(request: bytes, answer: bytes | None = None, **changes: Any) -> Seen:
    response = build_setup_response(SetupResponse(ENVELOPE, standard_status(200), "https://shop.example/start"))
    told = {"answer": response if answer is None else answer, "answer_kind": XML}
    return _seen("procurement system", "hub", SETUP_PATH, request, XML, **{**told, **changes})


def _session(request: bytes, answer: bytes, **changes: Any) -> Seen:
    return _seen("hub", "storefront", SESSION_PATH, request, JSON, **{"answer": answer, **changes})


def _posted(body: bytes, answer: bytes | None = None, kind: str = JSON, path: str = "api") -> Seen:
    good = build_cart_answer("https://hub.example/gateway/link/return/id/1")
    path = f"/gateway/link/{path}/id/1"
    return _seen("storefront", "hub", path, body, kind, answer=good if answer is None else answer)


def _carried(path: str, *fields: tuple[str, str]) -> Seen:
    """Return a cart a browser carries from the shop to the hub, answered with a page."""
    page = {"answer": b"<html/>", "answer_kind": "text/html"}
    return _seen("browser", "hub", f"/gateway/link/{path}/id/1", urlencode(fields).encode(), FORM, **page)


def _form_cart(cart: Cart) -> tuple[str, str]:
    return "params", b64encode(b'{"body": %s}' % build_cart(cart)).decode()


def _returned(message: OrderMessage) -> Seen:
    field = encode_form_field(build_order_message(message, encoding="US-ASCII"), style="cXML-urlencoded")
    return _seen("browser", "procurement system", "/punchout/return", urlencode([field]).encode(), FORM)


def _items(*items: OciItem, **changes: str) -> Seen:
    form = build_return(items, split_hook("https://buyer.example/hook"))
    body = encode_form([(name, changes.get(name, value)) for name, value in form.fields])
    return _seen("browser", "procurement system", "/oci/return", body, FORM)


def _ordered(request: bytes, answer: bytes | None = None) -> Seen:
    response = build_setup_response(SetupResponse(ENVELOPE, standard_status(201)))
    told = {"answer": response if answer is None else answer, "answer_kind": XML}
    return _seen("procurement system", "hub", ORDER_PATH, request, XML, **told)


def _confirmed(request: bytes) -> Seen:
    return _seen("hub", "procurement system", CONFIRMATION_PATH, request, XML)


def _handed_on(body: bytes) -> Seen:
    return _seen("hub", "storefront", "/orders", body, JSON)


PURCHASE_ORDER = PurchaseOrder(
    OrderHeader("PO-1", "2026-01-01"),
    OrderDetails(Decimal(21), "USD"),
    (OrderLine("SKU-1", "41/42", Decimal(2), Decimal("10.5"), 1, "USD", "A bolt", "EA"),),
)
ORDER_FIELD = encode_form_field(build_order_message(ORDER, encoding="US-ASCII"), style="cXML-urlencoded")
GRANTED = json.dumps(
    {**json.loads(SESSION), "punchOutStartURL": "https://shop.example/?punchOutAccessToken=1"}
).encode()
REFUSED = b'{"status": "BAD_REQUEST", "title": "no"}'
BOLT = OciItem(Decimal(3), "A bolt", "EA", Decimal("10.5"), "USD")

SOUND: dict[str, Seen] = {
    "set-up": _setup(build_setup_request(SETUP)),
    "session": _session(SESSION, GRANTED),
    "refusal": _session(SESSION, REFUSED, status=400),
    "refusal in plain text": _session(SESSION, b"no", status=500, answer_kind="text/plain"),
    "cart": _posted(build_cart(CART)),
    "cart where launches have it sent": _posted(build_cart(CART), path="return"),
    "cart in a browser's form": _carried("punchin", ("apikey", "k"), ("version", "1.0"), _form_cart(CART)),
    "cart in an order message": _carried("api", ORDER_FIELD),
    "order message": _returned(ORDER),
    "order message without a cart": _returned(replace(ORDER, items=(), total=Money(Decimal(0), "USD"))),
    "items": _items(BOLT),
    "order": _ordered(PURCHASE.encode()),
    "confirmation": _confirmed(CONFIRMATION.encode()),
    "purchase order": _handed_on(build_purchase_order(PURCHASE_ORDER)),
}

FAULTY: dict[str, tuple[str, str, Seen]] = {
    "set-up request out of order": (
        "procurement system",
        "set-up request",
        _setup(build_setup_request(SETUP).replace(b"<UserAgent>test</UserAgent>", b"")),
    ),
    "set-up request with Z": (
        "procurement system",
        "set-up request",
        _setup(build_setup_request(replace(SETUP, envelope=replace(ENVELOPE, timestamp="2026-01-01T09:00:00Z")))),
    ),
    "set-up response that is a page": ("hub", "response", _setup(build_setup_request(SETUP), b"<html/>")),
    "set-up response in HTTP 500": ("hub", "response", _setup(build_setup_request(SETUP), status=500)),
    "session request without a group": (
        "hub",
        "session request",
        _session(SESSION.replace(b"buyerGroup", b"buyerGrouq"), GRANTED),
    ),
    "hub's answer that loses the cart": ("hub", "answer to a cart", _posted(build_cart(CART), b'{"redirect": "x"}')),
    "order message of another total": (
        "hub",
        "order message",
        _returned(replace(ORDER, total=Money(Decimal("31.52"), "USD"))),
    ),
    "order message of two currencies": (
        "hub",
        "order message",
        _returned(replace(ORDER, total=Money(Decimal("31.50"), "EUR"))),
    ),
    "order without an address to bill": (
        "procurement system",
        "order",
        _ordered(PURCHASE.replace("BillTo", "BilTo").encode()),
    ),
    "answer to an order that is a page": ("hub", "response", _ordered(PURCHASE.encode(), b"<html/>")),
    "confirmation without a date": (
        "hub",
        "confirmation",
        _confirmed(CONFIRMATION.replace("noticeDate=", "notedDate=").encode()),
    ),
    "purchase order of another total": (
        "hub",
        "purchase order",
        _handed_on(
            build_purchase_order(
                replace(PURCHASE_ORDER, details=replace(PURCHASE_ORDER.details, total=Decimal(22))), strict=False
            )
        ),
    ),
    "items that are dropped": ("hub", "OCI form", _items(BOLT, **{"NEW_ITEM-QUANTITY[1]": "-3"})),
}

OF_THE_TARGET: dict[str, tuple[str, Seen]] = {
    "no cart": ("cart", _posted(b"<html>")),
    "cart as a form": ("cart", _posted(build_cart(CART), kind=FORM)),
    "cart that does not add up": ("cart", _posted(build_cart(replace(CART, total=Decimal("31.52"))))),
    "unsound cart where launches have it sent": ("cart", _posted(b"<html>", path="return")),
    "unsound cart in a browser's form": ("cart", _carried("punchin", ("params", "<html>"))),
    "unsound cart in a form to where launches have it sent": ("cart", _carried("return", ("params", "<html>"))),
    "unsound order message of the shop": ("cart", _carried("api", ("cXML-urlencoded", "<cXML>"))),
    "order message of the shop that holds nothing": ("cart", _carried("api", ("cXML-base64", ""))),
    "cart in no currency": ("cart", _posted(build_cart(replace(CART, currency="dollars")))),
    "cart in Latin-1": ("cart", _posted(build_cart(CART).replace(b"A bolt", "L\u00f6ffel".encode("latin-1")))),
    "session without a start URL": ("session answer", _session(SESSION, SESSION)),
    "session as a page": ("session answer", _session(SESSION, b"<html/>", answer_kind="text/html")),
    "refusal as a page": ("session answer", _session(SESSION, b"<html/>", status=502, answer_kind="text/html")),
    "refusal that is no JSON": ("session answer", _session(SESSION, b"no", status=400)),
}


@pytest.fixture
def journal() -> Journal:
    return Journal(Redactor(b"k"))


@pytest.fixture
def judge(journal: Journal) -> WireJudge:
    return WireJudge(journal, "http://x.example/orders")


@pytest.mark.parametrize("seen", SOUND.values(), ids=SOUND)
def test_a_sound_message_has_no_fault(journal: Journal, judge: WireJudge, seen: Seen) -> None:
    judge(seen)
    assert journal.take_faults() == ()
    assert [finding for finding in judge.findings("s") if finding.is_fault] == []


@pytest.mark.parametrize(("sender", "message", "seen"), FAULTY.values(), ids=FAULTY)
def test_a_fault_of_ours_is_an_error_and_never_the_targets(
    journal: Journal, judge: WireJudge, sender: str, message: str, seen: Seen
) -> None:
    judge(seen)
    faults = journal.take_faults()
    assert {fault.party for fault in faults} == {sender}
    assert f"a message of ours is wrong: {message} of the {sender}" in faults[0].message
    assert not any(finding.is_fault for finding in judge.findings("s"))


@pytest.mark.parametrize(("message", "seen"), OF_THE_TARGET.values(), ids=OF_THE_TARGET)
def test_a_fault_of_the_target_is_kept_for_the_scenario(
    journal: Journal, judge: WireJudge, message: str, seen: Seen
) -> None:
    judge(seen)
    judge(seen)
    found = [finding for finding in judge.findings("s") if finding.is_fault]
    assert {(finding.message, finding.sender) for finding in found} == {(message, "storefront")}
    assert len(found) == len(set(found))
    assert journal.take_faults() == ()
    assert judge.findings("another scenario") == ()
    judge.forget("s")
    assert judge.findings("s") == ()


@pytest.mark.parametrize("name", ["order message of another total", "order message of two currencies"])
def test_a_fault_of_the_targets_cart_is_not_ours_when_it_is_carried_on(
    journal: Journal, judge: WireJudge, name: str
) -> None:
    judge(OF_THE_TARGET["cart that does not add up"][1])
    judge(FAULTY[name][2])
    assert journal.take_faults() == ()
    judge(replace(FAULTY[name][2], scenario="another"))
    assert len(journal.take_faults()) == 1


def test_what_a_shop_says_of_its_refusal_is_quoted_without_blame(journal: Journal, judge: WireJudge) -> None:
    answer = build_setup_response(SetupResponse(ENVELOPE, standard_status(400, "no &amp;lt; &amp;amp;")))
    judge(_setup(build_setup_request(SETUP), answer))
    assert journal.take_faults() == ()


def test_what_is_wrong_on_purpose_is_not_judged(journal: Journal, judge: WireJudge) -> None:
    asked = FAULTY["session request without a group"][2]
    judge(replace(asked, request_headers={**asked.request_headers, ON_PURPOSE: "a request of a scenario"}))
    answered = FAULTY["hub's answer that loses the cart"][2]
    judge(replace(answered, answer_headers={**answered.answer_headers, ON_PURPOSE: "no redirect URL"}))
    assert journal.take_faults() == ()


def test_a_remark_is_no_fault(judge: WireJudge) -> None:
    judge(_posted(build_cart(replace(CART, lines=(replace(LINE, description="<p>A bolt</p>"),)))))
    assert "html-in-description" in {finding.name for finding in judge.findings("s")}
    assert not any(finding.is_fault for finding in judge.findings("s"))


def test_secrets_in_a_message_are_in_no_finding(journal: Journal, judge: WireJudge) -> None:
    journal.redactor.declare("very-secret-value", "shared secret")
    judge(_posted(build_cart(replace(CART, currency="very-secret-value"))))
    (fault,) = [finding for finding in judge.findings("s") if finding.is_fault]
    assert "very-secret-value" not in str(fault)


def test_a_scenario_sees_the_findings_of_its_own_round_trip(
    set_stage: Callable[..., Stage], evidence: Evidence
) -> None:
    stage = set_stage()
    with stage.world.journal.scenario("s-1"):
        buyer = stage.buyer()
        buyer.enter_and_fill([2, 1])
        buyer.submit()
        assert {"classification-names", "unit-fixed"} <= {finding.name for finding in stage.findings}
        messages.check_sound(evidence, stage.findings)
        with pytest.raises(NonConformance, match="Every message of the storefront can be used"):
            messages.check_sound(evidence, [replace(stage.findings[0], is_fault=True)])


def test_a_total_that_the_target_got_wrong_is_not_the_hubs_fault(journal: Journal, judge: WireJudge) -> None:
    judge(_posted(build_cart(replace(CART, total=Decimal("31.52")))))
    judge(_returned(replace(ORDER, total=Money(Decimal("31.52"), "USD"))))
    assert journal.take_faults() == ()
    assert [finding.name for finding in judge.findings("s") if finding.is_fault] == ["total-does-not-add-up"]
    judge(replace(_returned(replace(ORDER, total=Money(Decimal("31.52"), "USD"))), scenario="another"))
    assert [fault.party for fault in journal.take_faults()] == ["hub"]


def test_what_comes_after_the_end_of_a_scenario_is_kept_for_nobody(journal: Journal, judge: WireJudge) -> None:
    faulty, late = OF_THE_TARGET["no cart"][1], FAULTY["items that are dropped"][2]
    judge(faulty)
    judge.forget("s")
    judge(faulty)
    assert judge.findings("s") == ()
    with journal.scenario("the next"):
        judge(late)
        (fault,) = journal.take_faults()
    assert fault.scenario == "s"


def test_an_address_nobody_can_read_is_not_an_error_of_ours(journal: Journal, judge: WireJudge) -> None:
    judge(replace(_posted(b"<html>"), url="http://[/elsewhere?/gateway/link/api/id/1"))
    assert journal.take_faults() == ()
