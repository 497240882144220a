"""Checks of what a hostile hub can do to a buyer through the storefront: lose the cart, run a script, slip in a header.

What a storefront shows of the hub's answer is no matter as long as it is words; what would run, or where the browser
would be sent, is. Source: plain sense; RFC 9110, 5.5 (a field's value has no line breaks).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree, html

from harness.actors import Buyer
from harness.browser import Page
from harness.browser.scripts import running_code
from harness.checks.carts import check_kept, check_round_trip
from harness.checks.redirects import check_still_in, check_told
from harness.evidence import Evidence
from simulators.hub.hostile_answers import SCRIPT, SLIPPED_IN
from simulators.wire import Exchange, origin_of

_REDIRECTS = range(300, 400)
_TEXT = re.compile(r'"[^"]*"')
# Attributes a browser follows or loads; what begins with `on` is a script.
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "xlink:href", "content"})
_RUNS = re.compile(r"(?:java|vb)script:|data:", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]+")


@dataclass(frozen=True)
class Submitted:
    """What came of a cart that was submitted: the page shown in the end, and all that was said on the way."""

    buyer: Buyer
    page: Page
    storefront_url: str
    exchanges: Sequence[Exchange]


def check_told_and_kept(evidence: Evidence, submitted: Submitted) -> None:
    """The buyer is told of the failure, stays in the storefront and keeps the cart."""
    check_told(evidence, submitted.page)
    check_still_in(evidence, submitted.page, submitted.storefront_url)
    check_kept(evidence, submitted.buyer.filled, submitted.buyer.cart())


def check_not_lost(evidence: Evidence, submitted: Submitted) -> None:
    """Either the buyer has arrived with the cart, or is told and has kept it: what is read differently by good readers.

    A storefront that was answered oddly may take the answer or not, but it may not lose the cart over it.
    """
    if origin_of(submitted.page.url) == origin_of(submitted.buyer.procurement.url):
        check_round_trip(evidence, submitted.buyer)
    else:
        check_told_and_kept(evidence, submitted)


def check_nothing_runs(evidence: Evidence, submitted: Submitted) -> None:
    """No page the storefront gave the browser runs what the hub wrote, and no answer has headers of the hub's."""
    answers = [
        exchange
        for exchange in submitted.exchanges
        if (exchange.sender, exchange.receiver) == ("browser", "storefront") and exchange.answer is not None
    ]
    evidence.expect("The storefront answers the browser", expected="answers", got="answers" if answers else "none")
    for exchange in answers:
        assert exchange.answer is not None  # those that were chosen
        headers = exchange.answer.headers
        evidence.expect(
            "The answer has no header of the hub's",
            expected=[],
            got=[f"{name}: {value}" for name, value in headers if SLIPPED_IN in f"{name}: {value}".lower()],
            where=exchange.summary,
        )
        locations = sum(name.lower() == "location" for name, _ in headers)
        evidence.expect(
            "A redirect leads to one place, and no other answer to any",
            expected=int((exchange.status or 0) in _REDIRECTS),
            got=locations,
            # What was not modified is no redirect, and a page made anew may say where it is.
            holds=locations <= 1,
            where=exchange.summary,
        )
        evidence.expect(
            "Nothing runs that the hub wrote", expected=[], got=running(exchange.answer.text), where=exchange.summary
        )


def running(text: str) -> list[str]:
    """Return what a page would run of the hub's: code in scripts, attributes that are scripts, addresses that are."""
    if SCRIPT[:-1] not in text.lower():
        return []
    return [found[:200] for found in _code_in(text) if SCRIPT[:-1] in found.lower()]


def _code_in(text: str) -> Iterator[str]:
    """Yield the code of a page, without its texts."""
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return
    for element in tree.iter(etree.Element):
        if element.tag == "script":
            yield _TEXT.sub('""', running_code(element.text or ""))
        yield from _scripts_of(element.items())


def _scripts_of(attributes: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in attributes:
        if name.lower().startswith("on"):
            yield _TEXT.sub('""', running_code(value))
        # A browser drops blanks and control characters from an address before it looks at the scheme.
        elif name.lower() in _ADDRESSES and _RUNS.search(_UNSEEN.sub("", value)):
            yield value


# What came of a cart that was submitted, in the words of a scenario.
ENDS: Mapping[str, Callable[[Evidence, Submitted], None]] = {
    "the buyer is told that the transfer failed": lambda evidence, done: check_told(evidence, done.page),
    "the buyer is still in the storefront": lambda evidence, done: check_still_in(
        evidence, done.page, done.storefront_url
    ),
    "the buyer is told and keeps the cart in the storefront": check_told_and_kept,
    "the cart is not lost": check_not_lost,
    "nothing of the hub's runs in the storefront or slips into its answers": check_nothing_runs,
}
