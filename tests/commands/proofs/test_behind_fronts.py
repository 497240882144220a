"""Storefronts behind what networks put before them: the same verdicts, and no secret of the front anywhere."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from harness.serving import target_file_text
from harness.settings import BROWSERS
from harness.targets.embedded import describe
from simulators.wire.faults import Fault, FaultProxy
from simulators.wire.faults.toxics import Latency
from tests.commands.conftest import PLANTED
from tests.commands.fronted import FRONT, fronted, opened
from tests.fronts_bench import Door, ForwardProxy, Passing, Refusal, basic

BASIC = '[target.front]\nuser_env = "FRONT_USER"\npassword_env = "FRONT_PASSWORD"'
HEADER = '[target.front]\nheader = "X-Access-Token"\nvalue_env = "FRONT_VALUE"'
COOKIE = '[target.front]\ncookie = "staging"\nvalue_env = "FRONT_VALUE"'
# What the hub and an administrator call with credentials of the storefront's own.
OPEN = ("/o/oauth2", "/o/headless-", "/o/punchout-", "/api/jsonws")


def wanting(name: str, value: str) -> Door:
    """Return a door that wants a text in a header."""
    return lambda passing: None if value in passing.headers.get(name, "") else Refusal(403)


@pytest.mark.parametrize(
    ("door", "section", "takes"),
    [
        (basic(FRONT["FRONT_USER"], FRONT["FRONT_PASSWORD"], let_in=OPEN), BASIC, "Authorization"),
        (wanting("X-Access-Token", FRONT["FRONT_VALUE"]), HEADER, ""),
        (wanting("Cookie", f"staging={FRONT['FRONT_VALUE']}"), COOKIE, ""),
    ],
    ids=["basic authentication", "a header", "a cookie"],
)
def test_a_front_that_wants_credentials_changes_no_verdict(
    punchout: Callable[..., Any], tmp_path: Path, door: Door, section: str, takes: str
) -> None:
    with fronted(tmp_path, door, section, takes=takes) as target:
        done = punchout(
            "certify", "--target", str(target.target), "--level", "smoke", "--har", environment=target.environment
        )
        assert done.code == 0, done.output
        assert set(done.verdicts.values()) == {"passed"}
        assert target.front.passed
        # Before anything else a bare connection sees what is spoken there.
        assert {passing.method for passing in target.front.refused} <= {"HEAD"}
    written = [path for path in done.out.rglob("*") if path.is_file()]
    assert written
    for path in written:
        text = path.read_bytes()
        assert [name for name in ("FRONT_PASSWORD", "FRONT_VALUE") if FRONT[name].encode() in text] == [], path
    assert FRONT["FRONT_PASSWORD"] not in done.output


def test_a_real_browser_is_let_in_as_well(punchout: Callable[..., Any], tmp_path: Path) -> None:
    let_in = tuple(f"/portal{path}" for path in OPEN)
    door = basic(FRONT["FRONT_USER"], FRONT["FRONT_PASSWORD"], let_in=let_in)
    with fronted(tmp_path, door, BASIC, takes="Authorization", context_path="/portal") as target:
        done = punchout(
            *("certify", "--target", str(target.target), "-k", "one_product", "--browser", "chromium"),
            environment=target.environment,
        )
    assert done.code == 0, done.output
    assert set(done.verdicts.values()) == {"passed"}


class Limiter:
    """Lets every third request of those a scenario does not judge come back later, in one of the ways there are."""

    def __init__(self) -> None:
        self._asked = itertools.count()
        self._lock = threading.Lock()

    def __call__(self, passing: Passing) -> Refusal | None:
        judged = ("punchOutAccessToken", "checkout", "/o/oauth2", "/o/headless-commerce-punchout", "/o/punchout-")
        if any(word in passing.path for word in judged) or (
            passing.method == "POST" and passing.path.startswith("/web/")
        ):
            return None
        with self._lock:
            number = next(self._asked)
        if number % 3:
            return None
        if passing.method == "GET" and number % 2:
            return Refusal(503, {"Retry-After": "0"})
        return Refusal(429, {"Retry-After": "0"} if number % 4 else {})


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_rate_limit_changes_no_verdict_as_long_as_it_ends(
    punchout: Callable[..., Any], tmp_path: Path, browser: str
) -> None:
    with fronted(tmp_path, Limiter()) as target:
        done = punchout(
            *("certify", "--target", str(target.target), "--level", "smoke", "--browser", browser),
            environment=target.environment,
        )
    assert done.code == 0, done.output
    assert set(done.verdicts.values()) == {"passed"}
    assert len(target.front.refused) > 20


@pytest.mark.parametrize(
    "judged",
    [
        "/o/headless-commerce-punchout",
        *(pytest.param(each, marks=pytest.mark.long) for each in ("punchOutAccessToken", "/checkout")),
    ],
)
def test_what_a_limiter_answers_to_what_is_judged_is_no_failure_of_the_storefront(
    punchout: Callable[..., Any], tmp_path: Path, judged: str
) -> None:
    is_judging = threading.Event()

    def door(passing: Passing) -> Refusal | None:
        # The preflight asks for the session API without credentials, and then plays a round trip of its own.
        limits = is_judging.is_set() and judged in passing.path
        if "/o/headless-admin-user/v1.0/accounts" in passing.path and passing.method == "DELETE":
            is_judging.set()
        return Refusal(429, {"Retry-After": "9"}) if limits else None

    with fronted(tmp_path, door) as target:
        done = punchout(
            *("certify", "--target", str(target.target), "-k", "one_product"), environment=target.environment
        )
    assert done.code == 1, done.output
    assert set(done.verdicts.values()) == {"untestable"}
    failure = done.results["scenarios"][0]["failure"]
    assert failure["cause"] == "rate limit"
    assert failure["got"] == "HTTP 429, with Retry-After: 9"
    assert "let" in failure["hint"].lower()
    assert "(-n)" in failure["hint"]


@pytest.mark.long
@pytest.mark.parametrize("browser", BROWSERS)
def test_a_proxy_leads_to_the_storefront_and_to_nobody_else(
    punchout: Callable[..., Any], tmp_path: Path, browser: str
) -> None:
    # A host that nobody but the proxy knows the place of.
    shop = "http://shop.example"
    with closing(ForwardProxy("front-user", FRONT["FRONT_PASSWORD"])) as proxy, opened(shop) as storefront:
        bound = urlsplit(storefront.bound_url)
        proxy.places["shop.example"] = (bound.hostname or "", bound.port or 0)
        target = tmp_path / "proxied.toml"
        way = f'proxy = "{proxy.url}"\nproxy_user_env = "FRONT_USER"\nproxy_password_env = "FRONT_PASSWORD"'
        text = target_file_text(describe(storefront, kind="live"))
        target.write_text(f"{text}[harness]\n{way}\n", encoding="utf-8")
        # Variables that name a proxy which nobody is at, as many machines in companies have them.
        gone = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:1")
        done = punchout(
            *("certify", "--target", str(target), "--level", "smoke", "--har", "--browser", browser),
            environment=PLANTED | FRONT | gone,
        )
        assert done.code == 0, done.output
        assert set(done.verdicts.values()) == {"passed"}
        origins = {"/".join(address.split("/")[:3]) for address in proxy.asked}
        assert origins == {shop}
    written = [path for path in done.out.rglob("*") if path.is_file()]
    assert [path for path in written if FRONT["FRONT_PASSWORD"].encode() in path.read_bytes()] == []


@pytest.mark.long
def test_a_storefront_that_takes_its_time_has_the_same_verdicts(punchout: Callable[..., Any], tmp_path: Path) -> None:
    with FaultProxy(("127.0.0.1", 1)) as reserved:
        place = reserved.place
    with opened(f"http://{place}") as storefront:
        parts, (host, _, port) = urlsplit(storefront.bound_url), place.rpartition(":")
        with FaultProxy((parts.hostname or "", parts.port or 0), host=host, port=int(port)) as proxy:
            proxy.switch(Fault("slow", downstream=(Latency(700, 0),)))
            target = tmp_path / "slow.toml"
            target.write_text(target_file_text(describe(storefront, kind="live")), encoding="utf-8")
            wanted = ("certify", "--target", str(target), "-k", "one_product")
            done = punchout(*wanted, "--scenario-deadline", "120", environment=PLANTED)
            assert done.code == 0, done.output
            assert set(done.verdicts.values()) == {"passed"}
            hasty = punchout(*wanted, "--scenario-deadline", "2", environment=PLANTED)
    assert hasty.code == 1
    failure = hasty.results["scenarios"][0]["failure"]
    assert "within the 2 s" in failure["what"]
    assert "--scenario-deadline" in failure["hint"]
