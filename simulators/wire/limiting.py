"""Rate limits in front of a target: who is told to come back later waits as long as that, and asks again.

A limiter answers in place of the target, so that what it answered was not done. Source: RFC 6585, 4 (429 Too Many
Requests); RFC 9110, 10.2.3 (Retry-After) and 15.6.4 (503); nginx, limit_req_status, which is 503 when nothing is said,
with a page of nginx's own and no Retry-After.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests

from simulators.wire.approach import SAFE
from simulators.wire.patience import Limit, Patience
from simulators.wire.waiting import waiting

# Seconds between the first attempts of who is told no time, doubled each time up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
# Seconds in all, where no scenario has a deadline of its own.
MOST = 60.0
# Who is told to come back at once waits a moment all the same.
_SHORTEST_PAUSE = 0.05
# How the page ends that nginx, or what is built on it, writes where nobody has given it another.
_NGINXS_OWN = re.compile(r"<center>(?:nginx|openresty|tengine)(?:/[\w.]+)?(?: \([^)<]*\))?</center>", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """A request to a target: who asks, for what, and whether it may be asked again."""

    caller: str
    method: str
    url: str
    again: bool


def is_nginxs_own(text: str) -> bool:
    """Tell whether a page is one that nginx writes by itself: whoever it stands before has not written it."""
    return _NGINXS_OWN.search(text) is not None


def is_limit(status: int, headers: Mapping[str, str], text: str) -> bool:
    """Tell whether an answer is that of a rate limit, or of a server that takes no request for a while."""
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return "Retry-After" in headers or is_nginxs_own(text)
    return status == HTTPStatus.TOO_MANY_REQUESTS


def seconds_told(response: requests.Response) -> float | None:
    """Return how many seconds an answer tells to wait, by their number or by a date; None when it tells none."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def until_let_in(ask: Callable[[], requests.Response], asked: Asked, patience: Patience) -> requests.Response:
    """Ask, and ask again as long as a rate limit answers and there is patience; return the last answer.

    One that is still the limit's is noted with whoever has the patience.
    """
    pause, ends = FIRST_PAUSE, time.monotonic() + MOST
    while _is_limit(response := ask()):
        told = seconds_told(response)
        wait = max(pause if told is None else told, _SHORTEST_PAUSE)
        # With a time to come back 503 may be anybody's answer; without, it is nginx's, which has passed nothing on.
        done_nothing = response.status_code == HTTPStatus.TOO_MANY_REQUESTS or "Retry-After" not in response.headers
        may_wait = asked.again and (done_nothing or asked.method in SAFE) and time.monotonic() + wait <= ends
        if not may_wait or not _has_waited(wait, asked, response.status_code, patience):
            header = response.headers.get("Retry-After", "")
            patience.limited(Limit(asked.caller, asked.method, asked.url, response.status_code, header, asked.again))
            break
        pause = min(2 * pause, LONGEST_PAUSE)
    return response


def _is_limit(response: requests.Response) -> bool:
    is_unavailable = response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    return is_limit(response.status_code, response.headers, response.text if is_unavailable else "")


def _has_waited(seconds: float, asked: Asked, status: int, patience: Patience) -> bool:
    """Wait; tell whether there was patience for all of it."""
    what = f"a rate limit of the target, which answered the {asked.caller} HTTP {status}"
    if patience.left < seconds:
        return False
    with patience.waiting(seconds) as allowed, waiting(what, seconds, certain=True):
        threading.Event().wait(allowed)
    return True
