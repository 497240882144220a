"""The life of each access token: when it was first seen, where it went, and what came of each use.

A token is known by its label, which is the same wherever the token was seen in a run. What is told is what was on the
wire: a storefront may answer 200 to a used token and let nobody in, so the page's own word stands beside the status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from harness.browser import Page
from harness.reports.html.exchanges import outcome, went_wrong
from simulators.wire import Exchange

TOKEN = re.compile(r"\[access token ([0-9a-f]{8})\]")
MOST_EVENTS = 12
MOST_TOKENS = 12


@dataclass(frozen=True)
class Event:
    """A token on the wire: seconds after it was first seen, what happened, between whom, and what was answered."""

    after: float
    what: str
    sender: str
    receiver: str
    outcome: str
    page: str
    is_wrong: bool
    number: int


@dataclass(frozen=True)
class Life:
    """A token: its label, the moment it was first seen (UTC, of the day), its events, and how many are left out."""

    label: str
    first: str
    events: tuple[Event, ...]
    left_out: int


@dataclass(frozen=True)
class _Sighting:
    moment: datetime
    what: str
    exchange: Exchange


def lives(exchanges: tuple[Exchange, ...]) -> list[Life]:
    """Return the life of each token in a scenario's exchanges, in the order in which they were first seen."""
    seen: dict[str, list[_Sighting]] = {}
    for exchange in exchanges:
        for label, sighting in _sightings(exchange):
            seen.setdefault(label, []).append(sighting)
    ordered = [(label, sorted(found, key=lambda each: each.moment)) for label, found in seen.items()]
    return [_life(label, found) for label, found in sorted(ordered, key=lambda each: each[1][0].moment)]


def _life(label: str, found: list[_Sighting]) -> Life:
    first = found[0].moment
    events = []
    for place, sighting in enumerate(found[:MOST_EVENTS]):
        exchange = sighting.exchange
        what = "issued" if place == 0 and sighting.what == "handed on" else sighting.what
        events.append(
            Event(
                round((sighting.moment - first).total_seconds(), 2),
                what,
                exchange.sender,
                exchange.receiver,
                outcome(exchange),
                _page(exchange) if sighting.what == "opened" else "",
                went_wrong(exchange),
                exchange.number,
            )
        )
    return Life(label, f"{first:%H:%M:%S}", tuple(events), max(0, len(found) - MOST_EVENTS))


def _sightings(exchange: Exchange) -> Iterator[tuple[str, _Sighting]]:
    """Yield each token of an exchange with when and how it was there; what is asked for is answered with as well."""
    asked = _asked(exchange)
    for label, what in asked.items():
        yield label, _Sighting(_moment(exchange, at_the_end=False), what, exchange)
    if exchange.answer is not None:
        headers = " ".join(value for _, value in exchange.answer.headers)
        for label in dict.fromkeys(TOKEN.findall(f"{headers} {exchange.answer.text}")):
            if label not in asked:
                yield label, _Sighting(_moment(exchange, at_the_end=True), "handed on", exchange)


def _asked(exchange: Exchange) -> dict[str, str]:
    headers = " ".join(value for _, value in exchange.request.headers)
    found = dict.fromkeys(TOKEN.findall(exchange.request.text), "sent in a body")
    found |= dict.fromkeys(TOKEN.findall(headers), "sent in a header")
    return found | dict.fromkeys(TOKEN.findall(exchange.url), "opened")


def _page(exchange: Exchange) -> str:
    """Return who a page says its visitor is, or nothing when it does not say."""
    if exchange.answer is None or exchange.status is None:
        return ""
    page = Page(exchange.url, exchange.status, {}, exchange.answer.text, ())
    return ("signed in" if page.signed_in else "a guest") if page.tells_who else ""


def _moment(exchange: Exchange, *, at_the_end: bool) -> datetime:
    began = datetime.fromisoformat(exchange.started)
    return began + timedelta(seconds=exchange.duration or 0.0) if at_the_end else began
