"""Where a tab has arrived: the page of its last answer, the way it took, or what kept it from arriving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from harness.browser.addresses import is_web_address, joined
from harness.browser.chromium.journey import Station
from harness.browser.onward import LONGEST_WAY, Step, leads_nowhere, never_arrives, next_step, page_of
from harness.browser.outlet import SpoiledOnPurpose
from harness.browser.page import Hop, Page
from harness.errors import NonConformance

# What Chromium says of an answer that is no page: nothing at all, or a file to be kept.
_ABORTED = "ERR_ABORTED"


def page_at(shown: str, stations: Sequence[Station]) -> Page:
    """Return the page a tab shows at an address, at the end of its way; of one spoiled on purpose the status is 0.

    Raises:
        NonConformance: when the target did not answer, or led where no browser goes.
        HarnessFault: when a party of the run did not answer.

    """
    hops = [_hop(station, following) for station, following in pairwise(stations)]
    last = stations[-1]
    recorded = last.recorded
    if recorded is not None and isinstance(recorded.error, SpoiledOnPurpose):
        return Page(last.url, 0, {}, "", (*hops, Hop(last.url, last.method, 0)))
    if recorded is not None and recorded.error is not None:
        raise recorded.error
    if len(stations) > LONGEST_WAY:
        raise never_arrives(hops)
    if recorded is None or recorded.answer is None:
        if not is_web_address(last.url):
            raise leads_nowhere(last.url, stations[-2].url if len(stations) > 1 else "")
        raise NonConformance(
            "The browser is answered", expected="a page", got=last.problem, where=f"{last.method} {last.url}"
        )
    page = page_of(last.url, recorded.answer, ())
    if "TOO_MANY_REDIRECTS" in last.problem:
        raise never_arrives([*hops, Hop(last.url, last.method, page.status)])
    _require_end(page)
    if last.problem and _ABORTED not in last.problem:
        raise NonConformance(
            "The browser shows what it is answered",
            expected="a page",
            got=last.problem,
            where=f"{last.method} {last.url}",
        )
    hops.append(Hop(last.url, last.method, page.status))
    return replace(page, url=shown if is_web_address(shown) else last.url, hops=tuple(hops))


def _require_end(page: Page) -> None:
    """See to it that a page that leads on was not left because no browser can go there."""
    step = next_step(page)
    if step is None:
        return
    address = joined(page.url, step.leads_to)
    if not is_web_address(address):
        raise leads_nowhere(address, page.url)
    if step.by == "redirect":
        raise NonConformance(
            "The browser is answered", expected="a page", got="an address Chromium does not go to", where=address
        )


def _hop(station: Station, following: Station) -> Hop:
    """Return a station of the way with where it led, as that was written where it can be read."""
    answer = station.recorded.answer if station.recorded is not None else None
    if answer is None:
        return Hop(station.url, station.method, 0, following.url, "reload")
    page = page_of(station.url, answer, ())
    read = next_step(page)
    if read is None or (read.by == "redirect") != following.redirected:
        read = Step(following.url, "form" if following.method == "POST" else "script")
    return Hop(station.url, station.method, page.status, read.leads_to, read.by)
