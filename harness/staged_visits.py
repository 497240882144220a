"""Who comes to the buyer's start URL beside the buyer, or before: a visitor, the browser itself, a mail filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from harness.actors import Buyer
from harness.browser import Page
from harness.browser.onward import page_of
from harness.browser.outlet import NO_COOKIES, Outlet

if TYPE_CHECKING:
    from harness.stage import Stage

# As those that look through mails for links that do harm call themselves: like nothing a buyer has.
_FILTER = "Mozilla/5.0 (compatible; punchout-harness mail filter)"


def _visit(stage: Stage, buyer: Buyer) -> Page:
    return stage.browser().open(buyer.start_url)


def _fetch_ahead(stage: Stage, buyer: Buyer) -> Page:
    """Let the browser fetch the start URL ahead, as a page of procurement that links to it may have it do."""
    del stage
    buyer.browser.open(buyer.procurement.url)
    return buyer.browser.fetch_ahead(buyer.start_url)


def _ask_for_head(stage: Stage, buyer: Buyer) -> Page:
    world = stage.world
    outlet = Outlet(
        world.journal, ours=world.our_origins, verify=stage.target.verify, agent=_FILTER, cookies=NO_COOKIES
    )
    with closing(outlet):
        return page_of(buyer.start_url, outlet.call("HEAD", buyer.start_url, {}), ())


VISITS: Mapping[str, Callable[[Stage, Buyer], Page]] = {
    "a visitor opens the buyer's start URL": _visit,
    "the buyer's browser fetches the start URL ahead": _fetch_ahead,
    "a mail filter asks for the head of the start URL": _ask_for_head,
}
