"""Checks of pages for buyers: what they give away of the server and of the start URL, and whose script runs in them.

Source: plain sense and the good practice of storefronts; W3C Referrer Policy, 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from harness.actors import Buyer
from harness.browser import Page
from harness.browser.addresses import is_web_address
from harness.checks.secrecy import check_page_keeps_insides
from harness.errors import Inapplicable
from harness.evidence import Evidence
from simulators.messages.planting import PLANTED
from simulators.messages.session import access_token_of
from simulators.wire import origin_of

# Policies by which a browser names the whole address, its query with it, to every host; without any, older ones do.
_TELLING = ("", "unsafe-url", "no-referrer-when-downgrade")


def check_links_without_token(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    """No link of the page carries the access token of the start URL."""
    token = access_token_of(buyer.start_url) or buyer.start_url
    evidence.expect(
        "No link of the page carries the access token",
        expected=[],
        got=[link for link in page.links if token in unquote(unquote(link))],
        where=page.url,
    )


def check_token_not_told(evidence: Evidence, page: Page) -> None:
    """A page whose address holds an access token loads from no other host, or without naming its address there."""
    elsewhere = [url for url in page.loaded if is_web_address(url) and origin_of(url) != origin_of(page.url)]
    told = elsewhere if access_token_of(page.url) and page.referrer_policy in _TELLING else []
    evidence.expect(
        "No other host is told the address of the page, which holds the access token",
        expected=[],
        got=told,
        where=page.url,
        hint=f"the page's Referrer-Policy: {page.referrer_policy or 'none'}" if told else "",
    )


def check_nothing_planted(evidence: Evidence, page: Page) -> None:
    """The element that was planted in the texts of others is no element of the page."""
    evidence.expect(
        "The page shows markup in texts of others as text",
        expected="text alone",
        got=f"an element <{PLANTED}> of the page" if page.has_element(PLANTED) else "text alone",
        where=page.url,
    )


def check_descriptions_run_nothing(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    """No script in the description of a product is a script of the page.

    Raises:
        Inapplicable: when no description has any.

    """
    described = [replace(page, text=offered.description).running for offered in buyer.shopping.all_offered()]
    scripts = frozenset[str]().union(*described)
    if not scripts:
        raise Inapplicable("not applied: no product's description holds a script")
    evidence.expect(
        "No script of a product's description runs", expected=[], got=sorted(scripts & page.running), where=page.url
    )


# What a scenario says of a page.
PROMISES: Mapping[str, Callable[[Evidence, Buyer, Page], None]] = {
    "the page shows no insides of the server": lambda evidence, _, page: check_page_keeps_insides(evidence, page),
    "no link of the page carries the access token": check_links_without_token,
    "the page tells no other host the access token": lambda evidence, _, page: check_token_not_told(evidence, page),
    "no text of others is markup of the page": lambda evidence, _, page: check_nothing_planted(evidence, page),
    "no script of a product's description runs in the page": check_descriptions_run_nothing,
}
