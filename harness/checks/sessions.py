"""Checks of sessions: whether a start URL was issued, who is signed in, whether the visit is a punch-out session."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from harness.actors import Buyer, HubRecord, PunchOut
from harness.actors.session_api import Answered
from harness.browser import Browser, Page
from harness.errors import HarnessFault
from harness.evidence import Evidence
from simulators.messages.session import TOKEN_PARAMETER

EachStartUrl = Callable[[Evidence, Buyer, Callable[[], Browser], Sequence[Answered]], None]


def check_started(evidence: Evidence, punch_out: PunchOut, _: HubRecord | None = None) -> None:
    """The punch out was accepted and a start URL came."""
    evidence.expect(
        "The punch out is accepted",
        expected="status 200 with a start URL",
        got=f"status {punch_out.code} with {'a' if punch_out.start_url else 'no'} start URL {punch_out.detail}".strip(),
        holds=punch_out.code == 200 and punch_out.start_url is not None,
    )


def check_refused(evidence: Evidence, punch_out: PunchOut, at_hub: HubRecord) -> None:
    """The punch out was refused by the storefront, clearly, and no start URL came.

    Raises:
        HarnessFault: when the hub told procurement otherwise than the storefront told the hub.

    """
    _check_told(punch_out, at_hub)
    evidence.expect("No start URL is issued", expected="none", got=at_hub.start_url or punch_out.start_url or "none")
    evidence.expect(
        "The storefront refuses the session with a reason",
        expected="a refusal by the session API, neither of the caller (HTTP 401) nor a failure of the server",
        got=punch_out.detail or f"status {punch_out.code} without a word",
        # What the hub refuses by itself, or what it was not let in for, says nothing about the request.
        holds=re.search(r"refused the session: HTTP 4(?!01)\d\d", punch_out.detail) is not None,
    )


def check_not_served(evidence: Evidence, punch_out: PunchOut, at_hub: HubRecord) -> None:
    """The caller got nothing from the storefront.

    Raises:
        HarnessFault: when the hub told procurement otherwise than the storefront told the hub.

    """
    _check_told(punch_out, at_hub)
    evidence.expect("No start URL is issued", expected="none", got=at_hub.start_url or punch_out.start_url or "none")
    evidence.expect(
        "The storefront refuses the caller",
        expected="HTTP 401 or 403 (400 at the token endpoint)",
        got=punch_out.detail or f"status {punch_out.code} without a word",
        # OAuth 2.0, section 5.2: a client that fails to authenticate may be answered 400 or 401.
        holds=re.search(r"refused the session: HTTP 40[13]\b|bearer token: HTTP 40[013]\b", punch_out.detail)
        is not None,
    )


def check_told_of_failure(evidence: Evidence, punch_out: PunchOut) -> None:
    """The way failed: no start URL came of it, and procurement knows why.

    Raises:
        HarnessFault: when procurement was not told, for that is the hub's to do.

    """
    evidence.expect("No start URL comes of a request that failed", expected="none", got=punch_out.start_url or "none")
    if (punch_out.code or 0) < 500 or not punch_out.detail:
        raise HarnessFault(f"procurement was told {punch_out.code} {punch_out.detail!r} of a way that failed")


# How a punch out ends, in the words of a scenario.
OUTCOMES: Mapping[str, Callable[[Evidence, PunchOut, HubRecord], None]] = {
    "the punch out is accepted": check_started,
    "the punch out is refused": check_refused,
    "the storefront issues no start URL": check_not_served,
}


def _check_told(punch_out: PunchOut, at_hub: HubRecord) -> None:
    if at_hub.refusal and at_hub.refusal not in punch_out.detail:
        told = punch_out.detail or f"status {punch_out.code} without a word"
        raise HarnessFault(f"the hub was told: {at_hub.refusal}; it told procurement: {told}")


def check_signed_in(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    """The page is shown to the buyer and to nobody else."""
    evidence.expect("The visitor is signed in", expected="signed in", got=_who(page), where=page.url)
    evidence.expect(
        "The visitor is the buyer the session was requested for",
        expected=buyer.person.email.lower(),
        got=buyer.shopping.email().lower(),
        where=page.url,
    )


def check_guest(evidence: Evidence, page: Page) -> None:
    """The page is an ordinary page as every guest sees it: nobody signed in, no error."""
    evidence.expect("The visitor stays a guest", expected="a guest", got=_who(page), where=page.url)
    evidence.expect(
        "A token that is not good leads to the ordinary page",
        expected="the page, without an error",
        got=f"HTTP {page.status}" if page.status >= 400 else "the page, without an error",
        where=page.url,
    )


def check_one_signed_in(evidence: Evidence, pages: Sequence[Page]) -> None:
    """Of several visitors with one token exactly one got in, and the others are guests."""
    evidence.expect(
        f"One token lets one of {len(pages)} visitors in",
        expected=["signed in", *["a guest"] * (len(pages) - 1)],
        got=sorted(map(_who, pages), key="signed in".__ne__),
    )


def check_start_url(evidence: Evidence, start_url: str, configured: str) -> None:
    """The start URL is the configured one, byte for byte, with the access token as one more parameter of its query."""
    tokens = [value for name, value in parse_qsl(urlsplit(start_url).query) if name == TOKEN_PARAMETER]
    evidence.expect("The start URL carries one access token", expected=1, got=len(tokens), where=start_url)
    without = _without_token(start_url)
    evidence.expect(
        "But for the token, the start URL is the one configured for the channel",
        expected=configured,
        got=configured if configured in without else without[-1],
        where=start_url,
    )


def check_guest_or_buyer(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    """Nobody is signed in, or else the buyer."""
    if page.signed_in:
        check_signed_in(evidence, buyer, page)
    else:
        check_guest(evidence, page)


def check_each_signs_in(
    evidence: Evidence, buyer: Buyer, browser: Callable[[], Browser], answers: Sequence[Answered]
) -> None:
    """The start URL of each answer, opened in a new browser, signs the buyer in."""
    for answer in answers:
        buyer.sit_down_at(browser())
        check_signed_in(evidence, buyer, buyer.browser.come_to(answer.start_url))


def check_each_leads_into_channel(
    evidence: Evidence, buyer: Buyer, browser: Callable[[], Browser], answers: Sequence[Answered]
) -> None:
    """The start URL of each answer leads to a page that sells in the channel whose id the answer tells.

    A page that does not tell which channel it sells in, as those of Commerce 2.1, is a remark.
    """
    for answer in answers:
        cart = answer.document.get("cart")
        told = str(cart.get("channelId") if isinstance(cart, Mapping) else None)
        buyer.sit_down_at(browser())
        page = buyer.browser.come_to(answer.start_url)
        if page.channel_id in ("", "0"):
            evidence.remark("the page the start URL leads to does not tell which channel it sells in")
            continue
        evidence.expect("The channel told is the one the page sells in", expected=page.channel_id, got=told)


# What is said of the start URLs that were answered, in the words of a scenario.
START_URLS: Mapping[str, EachStartUrl] = {
    "signs the buyer in": check_each_signs_in,
    "leads into the channel that is told": check_each_leads_into_channel,
}


def check_catalog_page(evidence: Evidence, page: Page, configured: str) -> None:
    """The start URL led to the page configured for the channel, which sells in a channel."""
    got, wanted = urlsplit(page.url), urlsplit(configured)
    evidence.expect("The catalog page is shown", expected="HTTP 200", got=f"HTTP {page.status}", where=page.url)
    evidence.expect(
        "The start URL leads to the page configured for the channel",
        expected=wanted._replace(query="").geturl(),
        got=got._replace(query="").geturl(),
        where=page.url,
    )
    evidence.expect(
        "The page sells in a channel",
        expected="a channel",
        got="a channel" if page.channel_id != "0" else "no channel",
        where=page.url,
    )


def check_session_over(evidence: Evidence, page: Page) -> None:
    """Nobody is signed in at the storefront any more."""
    evidence.expect("The session at the storefront is over", expected="a guest", got=_who(page), where=page.url)


# What a page tells of the visitor, in the words of a scenario.
SHOWN_TO: Mapping[str, Callable[[Evidence, Page], None]] = {
    "the visitor is a guest": check_guest,
    "the session at the storefront is over": check_session_over,
}


def _without_token(start_url: str) -> tuple[str, ...]:
    """Return what a start URL is without its token, and without the mark behind it, or before it."""
    token = rf"{TOKEN_PARAMETER}=[^&#]*"
    return tuple(re.sub(pattern, "", start_url, count=1) for pattern in (token, rf"{token}&", rf"[?&]{token}"))


def _who(page: Page) -> str:
    """Return who a page is shown to; one that does not say so is nobody's, least of all a guest's."""
    if not page.tells_who:
        return f"a page that does not tell (HTTP {page.status})"
    return "signed in" if page.signed_in else "a guest"
