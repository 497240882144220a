"""Rate limits: who is told to come back waits and asks again, as long as there is patience and where that is safe."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from simulators.wire import WAITS, Approach, Caller, Incoming, Journal, Limit, Party, Patience, endpoint, is_limit
from simulators.wire.limiting import seconds_told
from tests.wire.wire_bench import new_journal, wait_until

# As nginx writes it, without limit_req_status and error_page.
NGINXS_OWN = """<html>
<head><title>503 Service Temporarily Unavailable</title></head>
<body>
<center><h1>503 Service Temporarily Unavailable</h1></center>
<hr><center>nginx/1.22.1</center>
</body>
</html>
"""


class Limiter:
    """Answers what is left of its answers, one by one, then lets everybody in."""

    def __init__(self) -> None:
        self.left: list[Response] = []
        self.asked = 0

    def __call__(self, _: Incoming) -> Response:
        self.asked += 1
        return self.left.pop(0) if self.left else PlainTextResponse("let in")


def limited(after: str | None = "0", status: int = 429) -> Response:
    return PlainTextResponse("later", status, headers={} if after is None else {"Retry-After": after})


@pytest.fixture
def limiter() -> Limiter:
    return Limiter()


@pytest.fixture
def journal() -> Journal:
    return new_journal()


@dataclass(frozen=True)
class Asked:
    """What came of a call, and the limit that was noted, if any."""

    status: int
    limit: Limit | None


Ask = Callable[..., Asked]


@pytest.fixture
def ask(limiter: Limiter, journal: Journal) -> Iterator[Ask]:
    """Ask a target behind a limiter, in a scenario with so many seconds of patience."""
    with (
        closing(Party("storefront", [endpoint("/", limiter, "GET", "POST")], new_journal(), recorded=False)) as party,
        Caller("browser", journal, deadline=10) as caller,
    ):
        party.open()
        journal.approach = Approach(frozenset([party.url]))

        def ask(*answers: Response, method: str = "GET", again: bool = True, seconds: float = 30) -> Asked:
            limiter.left = list(answers)
            with journal.scenario("one", Patience(seconds)):
                response = caller.ask(method, f"{party.url}/", again=again)
                return Asked(response.status_code, journal.patience.limit)

        yield ask


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_limit_that_ends_is_waited_for(ask: Ask, limiter: Limiter, method: str) -> None:
    response = ask(limited(), limited(), method=method)
    assert (response.status, limiter.asked, response.limit) == (200, 3, None)


def test_who_looks_sees_what_is_waited_for(ask: Ask) -> None:
    asking = threading.Thread(target=ask, args=[limited("1")])
    asking.start()
    wanted = "a rate limit of the target, which answered the browser HTTP 429"
    wait_until(lambda: wanted in [wait.what for wait in WAITS.now()], "it was told what is waited for")
    asking.join(10)


def test_a_limit_that_tells_no_time_is_waited_for_a_little(ask: Ask, limiter: Limiter) -> None:
    assert ask(limited(None)).status == 200
    assert limiter.asked == 2


def test_what_is_judged_is_asked_once(ask: Ask, limiter: Limiter) -> None:
    response = ask(limited("7"), again=False)
    assert (response.status, limiter.asked) == (429, 1)
    limit = response.limit
    assert limit is not None
    assert (limit.caller, limit.status, limit.retry_after, limit.waited) == ("browser", 429, "7", False)


def test_nobody_waits_beyond_the_patience_of_the_scenario(ask: Ask, limiter: Limiter) -> None:
    response = ask(limited("31"), seconds=30)
    assert (response.status, limiter.asked) == (429, 1)
    assert response.limit is not None
    assert response.limit.waited


def test_a_server_that_is_away_for_a_while_is_asked_again_where_that_changes_nothing(
    ask: Ask, limiter: Limiter
) -> None:
    assert ask(limited(status=503)).status == 200
    assert ask(limited(status=503), method="POST").status == 503
    assert ask(limited(None, status=503)).status == 503
    assert limiter.asked == 4


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_limit_of_nginx_that_tells_nothing_is_waited_for(ask: Ask, limiter: Limiter, method: str) -> None:
    response = ask(HTMLResponse(NGINXS_OWN, 503), method=method)
    assert (response.status, limiter.asked, response.limit) == (200, 2, None)


def test_a_limit_of_nginx_that_tells_nothing_is_noted(ask: Ask) -> None:
    limit = ask(HTMLResponse(NGINXS_OWN, 503), again=False).limit
    assert limit is not None
    assert (limit.status, limit.retry_after) == (503, "")


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (503, NGINXS_OWN, True),
        (503, NGINXS_OWN.replace("nginx/1.22.1", "nginx"), True),
        (503, NGINXS_OWN.replace("nginx/1.22.1", "nginx/1.24.0 (Ubuntu)"), True),
        (503, NGINXS_OWN.replace("nginx/1.22.1", "openresty/1.25.3.1"), True),
        (502, NGINXS_OWN, False),
        (503, "<h1>Service Unavailable</h1> says nginx", False),
    ],
)
def test_a_limit_of_nginx_is_known_by_its_page(status: int, text: str, *, expected: bool) -> None:
    assert is_limit(status, {}, text) is expected


def test_what_somebody_else_answers_is_his_answer(journal: Journal, ask: Ask, limiter: Limiter) -> None:
    journal.approach = Approach(frozenset(["http://elsewhere.example"]))
    response = ask(limited())
    assert (response.status, limiter.asked, response.limit) == (429, 1, None)


def test_time_that_is_waited_counts_as_waiting_for_the_target(ask: Ask) -> None:
    response = ask(limited("1"), limited("1"), limited("1"), seconds=1.5)
    assert response.limit is not None
    assert (response.status, response.limit.retry_after) == (429, "1")


def answer_with(retry_after: str) -> requests.Response:
    response = requests.Response()
    response.status_code, response.headers["Retry-After"] = 429, retry_after
    return response


@pytest.mark.parametrize(
    ("told", "seconds"), [("12", 12.0), (" 3 ", 3.0), ("", None), ("soon", None), ("-1", None), ("1.5", None)]
)
def test_the_time_is_told_by_seconds(told: str, seconds: float | None) -> None:
    assert is_limit(429, answer_with(told).headers, "")
    assert seconds_told(answer_with(told)) == seconds


@pytest.mark.parametrize(("hours", "seconds"), [(-1, 0.0), (1, 3600.0)])
def test_the_time_is_told_by_a_date(hours: int, seconds: float) -> None:
    moment = datetime.now(UTC) + timedelta(hours=hours)
    found = seconds_told(answer_with(format_datetime(moment, usegmt=True)))
    assert found is not None
    assert math.isclose(found, seconds, abs_tol=60)
