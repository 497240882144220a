"""Checks of what has to stay hidden: tokens from the log, the session's cookie from scripts, insides from pages.

Source: plain sense and the good practice of storefronts.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from harness.browser import Browser, Page
from harness.deployment import LogLine
from harness.errors import Untestable
from harness.evidence import Evidence
from simulators.wire import Exchange

SESSION_COOKIE = "JSESSIONID"
_INSIDES = ("Exception", "at com.liferay", "at java.", "Traceback", ".java:")


def insides_in(text: str) -> list[str]:
    """Return what a text gives away of the server that wrote it: names of errors, places in its code."""
    return [word for word in _INSIDES if word in text]


def check_page_keeps_insides(evidence: Evidence, page: Page) -> None:
    """A page for buyers tells nothing of the server's insides, nor does a comment in it."""
    evidence.expect(
        "The page shows no insides of the server",
        expected=[],
        got=insides_in(f"{page.words} {page.remarks}"),
        where=page.url,
    )


def check_refusals_keep_insides(evidence: Evidence, exchanges: Sequence[Exchange]) -> None:
    """What the storefront answered when it refused the hub tells nothing of the server's insides."""
    refusals = [
        exchange
        for exchange in exchanges
        if (exchange.sender, exchange.receiver) == ("hub", "storefront")
        and (exchange.status or 0) >= HTTPStatus.BAD_REQUEST
    ]
    evidence.expect("The storefront refuses the hub", expected="a refusal", got="a refusal" if refusals else "none")
    for refusal in refusals:
        text = refusal.answer.text if refusal.answer else ""
        evidence.expect(
            "The refusal tells no insides of the server", expected=[], got=insides_in(text), where=refusal.summary
        )


def check_token_not_logged(evidence: Evidence, lines: Sequence[LogLine]) -> None:
    """No line of the console log holds the access token; `lines` are those that do."""
    found = [f"{line.file}:{line.number}" for line in lines]
    evidence.expect("No line of the console log holds the access token", expected=[], got=found)


def check_session_cookie(evidence: Evidence, browser: Browser, page: Page) -> None:
    """The cookie of the buyer's session is kept from the scripts of the page."""
    session_of(browser, page.url)
    evidence.expect(
        "The session's cookie is kept from scripts",
        expected="HttpOnly",
        got="HttpOnly" if SESSION_COOKIE not in browser.cookies_of_scripts(page.url) else "open to scripts",
        where=page.url,
    )


def check_new_session(evidence: Evidence, browser: Browser, page: Page, before: str) -> None:
    """The login began a session of its own instead of filling the one that was there before."""
    evidence.expect(
        "The login begins a new session",
        expected="another session than the guest's",
        got="another session than the guest's" if session_of(browser, page.url) != before else "the guest's session",
        where=page.url,
    )


def check_worth_nothing(evidence: Evidence, page: Page) -> None:
    """The page that is opened with the cookie of the session before is nobody's."""
    evidence.expect(
        "The session from before the login is worth nothing after it",
        expected="a guest",
        got="somebody signed in" if page.signed_in else "a guest",
        where=page.url,
    )


def session_of(browser: Browser, url: str) -> str:
    """Return what a browser holds of its session at an address.

    Raises:
        Untestable: when it is given none, or one by another name.

    """
    session = browser.cookies(url).get(SESSION_COOKIE)
    if not session:
        raise Untestable(f"the storefront set no cookie {SESSION_COOKIE}, by which its sessions are known")
    return session
