"""Checks of sessions: whether a start URL was issued, who is signed in, whether the visit is a punch-out session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from harness.actors import Buyer, PunchOut
from harness.browser import Page
from harness.evidence import Evidence
from simulators.messages.session import TOKEN_PARAMETER


def check_started(evidence: Evidence, punch_out: PunchOut) -> None:
    """The punch out was accepted and a start URL came."""
    evidence.expect(
        "The punch out is accepted",
        expected="status 200 with a start URL",
        got=f"status {punch_out.code} with {'a' if punch_out.start_url else 'no'} start URL {punch_out.detail}".strip(),
        holds=punch_out.code == 200 and punch_out.start_url is not None,
    )


def check_refused(evidence: Evidence, punch_out: PunchOut, start_url_at_hub: str) -> None:
    """The punch out was refused by the storefront, clearly, and no start URL came."""
    evidence.expect("No start URL is issued", expected="none", got=start_url_at_hub or punch_out.start_url or "none")
    evidence.expect(
        "The storefront refuses the session with a reason",
        expected="a refusal other than a failure of the server",
        got=f"status {punch_out.code}: {punch_out.detail}",
        holds=punch_out.code is not None and punch_out.code >= 400 and punch_out.code != 550,
    )


def check_not_served(evidence: Evidence, punch_out: PunchOut, start_url_at_hub: str) -> None:
    """The caller got nothing from the storefront."""
    evidence.expect("No start URL is issued", expected="none", got=start_url_at_hub or punch_out.start_url or "none")
    evidence.expect(
        "The storefront refuses the caller",
        expected="HTTP 401 or 403 (400 at the token endpoint)",
        got=punch_out.detail,
        # OAuth 2.0, section 5.2: a client that fails to authenticate may be answered 400 or 401.
        holds=re.search("HTTP 40[13]|bearer token: HTTP 400", punch_out.detail) is not None,
    )


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
    """Of several visitors with one token exactly one got in."""
    signed_in = sum(page.signed_in for page in pages)
    evidence.expect(f"One token lets one of {len(pages)} visitors in", expected=1, got=signed_in)


def check_start_url(evidence: Evidence, start_url: str, configured: str) -> None:
    """The start URL is the configured one with the access token as one more parameter, and nothing else changed."""
    got, wanted = urlsplit(start_url), urlsplit(configured)
    evidence.expect(
        "The start URL is the one configured for the channel",
        expected=f"{wanted.scheme}://{wanted.netloc}{wanted.path}",
        got=f"{got.scheme}://{got.netloc}{got.path}",
        where=start_url,
    )
    others = [pair for pair in parse_qsl(got.query, keep_blank_values=True) if pair[0] != TOKEN_PARAMETER]
    evidence.expect(
        "The parameters of the configured start URL are kept",
        expected=parse_qsl(wanted.query, keep_blank_values=True),
        got=others,
        where=start_url,
    )
    tokens = [value for name, value in parse_qsl(got.query) if name == TOKEN_PARAMETER]
    evidence.expect("The start URL carries one access token", expected=1, got=len(tokens), where=start_url)


def check_session_over(evidence: Evidence, page: Page) -> None:
    """Nobody is signed in at the storefront any more."""
    evidence.expect("The session at the storefront is over", expected="a guest", got=_who(page), where=page.url)


def _who(page: Page) -> str:
    return "signed in" if page.signed_in else "a guest"
