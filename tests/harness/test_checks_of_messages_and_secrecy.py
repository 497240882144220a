"""Checks of messages and of what has to stay hidden, on hand-made observations that are right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote

import pytest

from harness.actors import Buyer, HubRecord
from harness.browser import AGENT_MARK, Browser
from harness.checks import messages, pages, secrecy, sessions
from harness.deployment import LogLine
from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence
from simulators.messages.cart import build_cart
from simulators.messages.planting import planted_in
from simulators.wire import Body, Exchange, Redactor
from tests.harness.judge_bench import GUEST, SIGNED_IN, page, posted_cart, posted_line, punch_out

PROCUREMENT, HUB, STOREFRONT, BROWSER = "procurement system", "hub", "storefront", "browser"
START = "http://shop.example/web/shop/catalog?punchOutAccessToken=Tok-en_1234*"


@pytest.fixture
def evidence() -> Evidence:
    return Evidence(Redactor(b"checks"))


def exchange(sender: str, receiver: str, *, agent: str = AGENT_MARK, status: int = 200, answer: str = "") -> Exchange:
    request = Body((("User-Agent", agent),), "", 0)
    return Exchange(1, "s", "now", sender, receiver, "POST", "http://x/", request, status, Body((), answer, 0))


ROUND = [
    exchange(PROCUREMENT, HUB),
    exchange(HUB, STOREFRONT),
    exchange(BROWSER, STOREFRONT),
    exchange(STOREFRONT, HUB),
    exchange(BROWSER, PROCUREMENT),
]


def test_parties_that_met_through_the_hub_are_believed(evidence: Evidence) -> None:
    messages.check_met_through_hub(evidence, ROUND)
    assert len(evidence.checks) == 2


@pytest.mark.parametrize(
    ("exchanges", "said"),
    [
        (ROUND[:3], "speak in turn.*got procurement system -> hub, hub -> storefront"),
        ([*ROUND, exchange(PROCUREMENT, STOREFRONT)], "Nothing passes.*procurement system -> storefront: POST"),
        ([*ROUND, exchange(BROWSER, PROCUREMENT, agent="Java/11")], "Nothing passes.*browser -> procurement system"),
    ],
)
def test_who_passes_the_hub_by_is_seen(evidence: Evidence, exchanges: list[Exchange], said: str) -> None:
    with pytest.raises(NonConformance, match=said):
        messages.check_met_through_hub(evidence, exchanges)


def buyer(*order_messages: Any, returns: int = 1) -> Buyer:
    seen = SimpleNamespace(buyer_cookie="bc-1", order_messages=order_messages)
    return cast("Buyer", SimpleNamespace(punch_out=seen, at_the_hub=lambda: SimpleNamespace(returns=returns)))


MESSAGE = SimpleNamespace(buyer_cookie="bc-1", items=("a line",))


def test_one_order_message_with_its_buyer_cookie_is_right(evidence: Evidence) -> None:
    messages.check_order_message(evidence, buyer(MESSAGE))
    messages.check_buyer_cookie(evidence, buyer(MESSAGE))
    assert all(check.holds for check in evidence.checks)


def test_a_buyer_who_never_came_to_the_hub_is_the_storefronts_fault(evidence: Evidence) -> None:
    with pytest.raises(NonConformance, match=r"led to the hub.*got nobody"):
        messages.check_order_message(evidence, buyer(returns=0))


@pytest.mark.parametrize(
    ("order_messages", "said"),
    [
        ((), "procurement took 0 order messages"),
        ((MESSAGE, MESSAGE), "procurement took 2 order messages"),
        ((SimpleNamespace(buyer_cookie="bc-2"),), "the hub changed the BuyerCookie bc-1 to bc-2"),
    ],
)
def test_what_the_hub_does_to_the_order_message_is_ours(
    evidence: Evidence, order_messages: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(HarnessFault, match=said):
        messages.check_buyer_cookie(evidence, buyer(*order_messages))


RECORD = HubRecord(
    "1",
    "bc-1",
    (),
    "http://hub/1",
    "http://hub/back",
    "",
    (build_cart(posted_cart(posted_line(1))).decode(),),
    ("liferay-2",),
    (("unit-fixed",),),
    ((),),
    1,
    "",
    1,
    "",
)


def test_the_form_of_a_cart_and_what_was_noticed_are_told(evidence: Evidence) -> None:
    messages.check_known_form(evidence, RECORD)
    messages.check_known_form(evidence, replace(RECORD, cart_advisories=((),)))
    assert [check.got for check in evidence.checks] == [
        "liferay-2; the hub noticed unit-fixed",
        "none",
        "liferay-2; the hub noticed nothing",
        "none",
    ]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            replace(RECORD, cart_form=("",), cart_faults=(("total: missing", "items: missing"),)),
            "got total: missing; it",
        ),
        (replace(RECORD, cart_posts=(), cart_form=(), cart_advisories=(), cart_faults=()), "got nothing was posted"),
        (replace(RECORD, cart_form=("flat", ""), cart_advisories=((), ()), cart_faults=((), ("no",))), "got no"),
        (
            replace(RECORD, cart_posts=(RECORD.cart_posts[0].replace('"quantity": 2', '"quantity": "2"'),)),
            "items.0..quantity: not as in the form liferay-2: a number came as a string",
        ),
    ],
)
def test_a_cart_of_no_known_form_is_the_storefronts(evidence: Evidence, record: HubRecord, said: str) -> None:
    with pytest.raises(NonConformance, match=said):
        messages.check_known_form(evidence, record)


def test_a_company_the_hub_does_not_know_is_refused_by_the_hub(evidence: Evidence) -> None:
    messages.check_unknown_to_hub(evidence, punch_out(401), [exchange(PROCUREMENT, HUB)])
    assert len(evidence.checks) == 2


@pytest.mark.parametrize(("code", "exchanges"), [(200, []), (401, [exchange(HUB, STOREFRONT)])])
def test_a_hub_that_lets_it_pass_is_our_fault(evidence: Evidence, code: int, exchanges: list[Exchange]) -> None:
    with pytest.raises(HarnessFault, match="let a wrong shared secret pass"):
        messages.check_unknown_to_hub(evidence, punch_out(code), exchanges)


def refused(answer: str) -> list[Exchange]:
    return [exchange(HUB, STOREFRONT), exchange(HUB, STOREFRONT, status=404, answer=answer)]


def browser(session: str, *, of_scripts: frozenset[str] = frozenset()) -> Browser:
    cookies = {"JSESSIONID": session} if session else {}
    return cast("Browser", SimpleNamespace(cookies=lambda _: cookies, cookies_of_scripts=lambda _: of_scripts))


SHOP = page("<script>Liferay.CommerceContext = {'x': 1}</script>")
CATALOG = page('<script>Liferay.CommerceContext = {"commerceChannelId": "7"};</script>', url=START)

ANN = planted_in("Ann")
PIXEL, NO_REFERRER = '<img src="http://count.example/1.gif">', '<meta name="referrer" content="same-origin">'
SCRIPTED = 'a bolt <img src="data:," onerror="steal()">'


def at(start_url: str) -> Buyer:
    return cast("Buyer", SimpleNamespace(start_url=start_url))


def selling(*descriptions: str) -> Buyer:
    offered = [SimpleNamespace(description=description) for description in descriptions]
    return cast("Buyer", SimpleNamespace(shopping=SimpleNamespace(all_offered=lambda: offered)))


Act = Callable[[Evidence], None]
HOLDS: dict[str, Act] = {
    "page": lambda e: secrecy.check_page_keeps_insides(e, page("<p>Please try again.</p>")),
    "refusal": lambda e: secrecy.check_refusals_keep_insides(e, refused('{"status": "NOT_FOUND"}')),
    "log": lambda e: secrecy.check_token_not_logged(e, ()),
    "cookie": lambda e: secrecy.check_session_cookie(e, browser("1", of_scripts=frozenset({"other"})), SHOP),
    "worthless": lambda e: secrecy.check_worth_nothing(e, page(GUEST)),
    "links": lambda e: pages.check_links_without_token(e, at(START), page('<a href="/web/shop?redirect=%2Fweb">')),
    "no other host": lambda e: pages.check_token_not_told(e, page('<img src="/logo.png">', url=START)),
    "policy": lambda e: pages.check_token_not_told(e, page(f"{NO_REFERRER}{PIXEL}", url=START)),
    "no token": lambda e: pages.check_token_not_told(e, page(PIXEL)),
    "text alone": lambda e: pages.check_nothing_planted(e, page(f"<p title='{escape(ANN)}'>{escape(ANN)}</p>")),
    "descriptions": lambda e: pages.check_descriptions_run_nothing(e, selling(SCRIPTED), page("<p>a bolt</p>")),
    "new session": lambda e: secrecy.check_new_session(e, browser("2"), SHOP, "1"),
    "catalog": lambda e: sessions.check_catalog_page(e, CATALOG, START.partition("?")[0]),
}
FAILS: dict[str, tuple[Act, str]] = {
    "page": (lambda e: secrecy.check_page_keeps_insides(e, page("<p>at com.liferay.A(A.java:1)")), "at com.liferay"),
    "comment": (
        lambda e: secrecy.check_page_keeps_insides(e, page("<p>Sorry.</p><!-- java.lang.Exception -->")),
        "got Exception",
    ),
    "not worthless": (lambda e: secrecy.check_worth_nothing(e, page(SIGNED_IN)), "got somebody signed in"),
    "links": (
        lambda e: pages.check_links_without_token(e, at(START), page(f'<form action="/x?back={quote(START)}">')),
        "expected none, got http",
    ),
    "another host": (lambda e: pages.check_token_not_told(e, page(PIXEL, url=START)), "got http://count.example/1.gif"),
    "markup": (lambda e: pages.check_nothing_planted(e, page(f"<p>{ANN}</p>")), "got an element <punch-out-planted>"),
    "attribute": (lambda e: pages.check_nothing_planted(e, page(f'<p title="{ANN}">')), "got an element"),
    "script": (lambda e: pages.check_nothing_planted(e, page(f"<script>'{ANN}'</script>")), "got an element"),
    "descriptions": (
        lambda e: pages.check_descriptions_run_nothing(e, selling(SCRIPTED), page(f"<td>{SCRIPTED}</td>")),
        r"expected none, got steal\(\)",
    ),
    "refusal": (lambda e: secrecy.check_refusals_keep_insides(e, refused("java.lang.NullPointerException")), "Except"),
    "no refusal": (lambda e: secrecy.check_refusals_keep_insides(e, []), "expected a refusal, got none"),
    "log": (
        lambda e: secrecy.check_token_not_logged(e, (LogLine("a.log", 2, "GET /?Tok-en_1234*"),)),
        r"expected none, got a\.log:2",
    ),
    "cookie": (
        lambda e: secrecy.check_session_cookie(e, browser("1", of_scripts=frozenset({"JSESSIONID"})), SHOP),
        "expected HttpOnly, got open to scripts",
    ),
    "same session": (lambda e: secrecy.check_new_session(e, browser("1"), SHOP, "1"), "got the guest's session"),
    "elsewhere": (
        lambda e: sessions.check_catalog_page(e, replace(CATALOG, url="http://shop.example/web/shop"), START),
        "page configured for the channel",
    ),
    "error page": (lambda e: sessions.check_catalog_page(e, replace(CATALOG, status=404), START), "got HTTP 404"),
    "no channel": (
        lambda e: sessions.check_catalog_page(e, replace(CATALOG, text=""), START.partition("?")[0]),
        "expected a channel, got no channel",
    ),
}


@pytest.mark.parametrize("name", HOLDS)
def test_a_check_holds_and_leaves_evidence(evidence: Evidence, name: str) -> None:
    HOLDS[name](evidence)
    assert evidence.checks
    assert all(check.holds for check in evidence.checks)


@pytest.mark.parametrize("name", FAILS)
def test_a_check_fails_and_says_why(evidence: Evidence, name: str) -> None:
    act, said = FAILS[name]
    with pytest.raises(NonConformance, match=said):
        act(evidence)
    assert not evidence.checks[-1].holds


def test_where_no_description_has_a_script_nothing_is_judged(evidence: Evidence) -> None:
    with pytest.raises(Inapplicable, match="no product's description holds a script"):
        pages.check_descriptions_run_nothing(evidence, selling("a <b>bolt</b>"), SHOP)
    assert evidence.checks == []


def test_a_storefront_without_the_known_cookie_cannot_be_judged() -> None:
    with pytest.raises(Untestable, match="no cookie JSESSIONID"):
        secrecy.session_of(browser(""), SHOP.url)
