"""Checks of where the buyer ends up: in procurement after a transfer, in the shop after a failed one.

Source: documentation, "Verify Redirect to Buyer's Procurement System"; reference, Liferay connector, 6.3 to 6.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from harness.actors import Buyer
from harness.browser import Page
from harness.browser.addresses import is_web_address, joined
from harness.browser.framing import is_trustworthy
from harness.checks.secrecy import check_page_keeps_insides
from harness.errors import HarnessFault
from harness.evidence import Evidence
from simulators.wire import origin_of

_ORDER_COOKIE = "CommerceOrder#"
# Why procurement refuses what no storefront has a part in, in its own words: BuyerCookie and HOOK_URL are the hub's.
_WRITTEN_BY_US = "No punch-out session has this"


def check_landed_in(evidence: Evidence, page: Page, procurement_url: str) -> None:
    """The browser shows a page of the buyer's procurement system, which takes what it is brought.

    A form on the way that people are warned of is remarked.

    Raises:
        HarnessFault: when that names a session nobody began, which is what the hub of the run has written.

    """
    for hop in page.hops:
        leads_to = joined(hop.url, hop.leads_to)
        if hop.by == "form" and urlsplit(hop.url).scheme == "https" and not is_trustworthy(leads_to):
            evidence.remark(
                f"a form of the encrypted page {_whole(hop.url)} is posted to {_whole(leads_to)}, which is not "
                "encrypted: browsers with a window warn people before, and some do not go on"
            )
    evidence.expect(
        "The buyer arrives in the procurement system",
        expected=origin_of(procurement_url),
        got=origin_of(page.url),
        where=" > ".join(_short(hop.url) for hop in page.hops),
    )
    if page.status != HTTPStatus.OK and _WRITTEN_BY_US in page.words:
        raise HarnessFault(f"procurement refused what the hub of the run brought back: {page.words}")
    evidence.expect(
        "Procurement takes the order message", expected="HTTP 200", got=f"HTTP {page.status}", where=_short(page.url)
    )


def check_each_landed(evidence: Evidence, pages: Sequence[Page], buyers: Sequence[Buyer]) -> None:
    """Each of several browsers shows a page of the procurement system of its own buyer."""
    for page, buyer in zip(pages, buyers, strict=True):
        check_landed_in(evidence, page, buyer.procurement.url)


def check_still_in(evidence: Evidence, page: Page, storefront_url: str) -> None:
    """The browser was not sent away from the storefront."""
    evidence.expect(
        "The buyer stays in the storefront", expected=origin_of(storefront_url), got=origin_of(page.url), where=page.url
    )


def check_redirected_to(evidence: Evidence, page: Page, redirect_url: str) -> None:
    """The storefront sent the browser to the hub's redirect URL, byte for byte."""
    if not redirect_url:
        evidence.expect("The hub was given a cart to answer with a redirect URL", expected="a cart", got="none")
    host = urlsplit(redirect_url).netloc.lower()
    sent = [hop.leads_to for hop in page.hops if hop.leads_to and urlsplit(hop.leads_to).netloc.lower() == host]
    evidence.expect(
        "The redirect URL arrives as the hub wrote it",
        expected=redirect_url,
        got=sent[0] if sent else "no redirect to the hub",
        where=" > ".join(_short(hop.url) for hop in page.hops),
    )


def check_way_without_scripts(evidence: Evidence, page: Page, redirect_url: str) -> None:
    """Where no script leads on, the buyer is at the hub already, or the page has a link there."""
    hub = origin_of(redirect_url) if redirect_url else ""
    ways = [address for address in (page.url, *page.links) if is_web_address(address) and origin_of(address) == hub]
    evidence.expect(
        "The buyer finds the way to the hub without scripts",
        expected="the hub, or a link to it",
        got="a way to the hub" if ways else "no link to the hub",
        holds=bool(ways),
        where=_short(page.url),
    )


def check_told(evidence: Evidence, page: Page) -> None:
    """The page tells the buyer, who is signed in still, that the transfer failed, without insides of the server."""
    evidence.expect(
        "The buyer is told that the transfer failed",
        expected="a message of failure",
        got="; ".join(page.alerts) or "none",
        holds=bool(page.alerts),
        where=page.url,
    )
    evidence.expect(
        "The buyer is signed in still",
        expected="signed in",
        got="signed in" if page.signed_in else "a guest",
        where=page.url,
    )
    check_page_keeps_insides(evidence, page)


def check_no_order_cookie(evidence: Evidence, cookies: Mapping[str, str]) -> None:
    """The browser keeps no cookie that leads back to the cart.

    Source: reference, Liferay connector, 5.4 (name of the cookie).
    """
    evidence.expect(
        "The cookie that names the cart is gone",
        expected=[],
        got=[name for name, value in cookies.items() if _ORDER_COOKIE in name and value],
    )


def _whole(url: str) -> str:
    """Return an address without its query, which may hold a key."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def _short(url: str) -> str:
    return urlsplit(url).path
