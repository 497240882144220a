"""What is before a target: what a front wants goes with each request and into no journal; a proxy leads to it alone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
from starlette.responses import JSONResponse

from simulators.wire import Approach, Caller, Front, Incoming, Journal, Party, Proxy, Unreachable, endpoint
from tests.fronts_bench import ForwardProxy
from tests.wire.wire_bench import new_journal

BASIC = f"Basic {b64encode(b'ada:front-password-value').decode()}"
OF_FRONT = Front("ada", "front-password-value", let_in=("/o/",))


def _told(incoming: Incoming) -> JSONResponse:
    return JSONResponse(dict(incoming.headers))


@pytest.fixture
def party() -> Iterator[Party]:
    """A party that answers with the headers it was sent, and keeps no journal of its own."""
    paths = [endpoint("/", _told), endpoint("/o/api", _told, "GET", "POST")]
    with closing(Party("storefront", paths, new_journal(), recorded=False)) as party:
        yield party.open()


@pytest.fixture
def journal() -> Journal:
    return new_journal()


Ask = Callable[..., requests.Response]


@pytest.fixture
def ask(party: Party, journal: Journal) -> Iterator[Ask]:
    """Ask the party for a path with something before it."""
    with Caller("browser", journal, deadline=10) as caller:

        def ask(path: str, *, at: str = "", **before: Any) -> requests.Response:
            journal.approach = Approach(frozenset([at or party.url]), **before)
            caller.cookies.set("mine", "1")
            return caller.ask("GET", party.url + path, headers=None)

        yield ask


def test_a_page_is_asked_for_with_the_credentials_of_the_front(ask: Ask) -> None:
    assert ask("/", front=OF_FRONT).json()["authorization"] == BASIC


def test_what_the_front_lets_in_has_none(ask: Ask) -> None:
    assert "authorization" not in ask("/o/api", front=OF_FRONT).json()


def test_credentials_of_the_storefront_stay(party: Party, journal: Journal) -> None:
    journal.approach = Approach(frozenset([party.url]), front=Front("ada", "front-password-value"))
    with Caller("hub", journal) as caller:
        told = caller.ask("GET", f"{party.url}/o/api", headers={"Authorization": "Bearer of-the-hub"}).json()
    assert told["authorization"] == "Bearer of-the-hub"


def test_a_header_and_a_cookie_go_with_every_request(ask: Ask) -> None:
    for path in ("/", "/o/api"):
        assert ask(path, front=Front(header="X-Access", value="let-me-in")).json()["x-access"] == "let-me-in"
        assert ask(path, front=Front(cookie="door", value="let-me-in")).json()["cookie"] == "mine=1; door=let-me-in"


def test_nobody_else_is_told(ask: Ask) -> None:
    told = ask("/", at="http://elsewhere.example", front=Front(header="X-Access", value="let-me-in")).json()
    assert "x-access" not in told


def test_nothing_of_it_is_written_down(ask: Ask, journal: Journal) -> None:
    ask("/", front=Front(header="X-Access", value="let-me-in"))
    ask("/", front=OF_FRONT)
    sent = [header for exchange in journal.exchanges() for header in exchange.request.headers]
    assert sent
    assert {"X-Access", "Authorization"} & {name for name, _ in sent} == set()


@pytest.fixture
def proxy() -> Iterator[ForwardProxy]:
    """A proxy for one user."""
    with closing(ForwardProxy("ada", "proxy:password@value")) as proxy:
        yield proxy


def test_a_proxy_leads_to_the_target_with_its_user(ask: Ask, proxy: ForwardProxy, party: Party) -> None:
    way = Proxy(proxy.url, "ada", "proxy:password@value")
    assert ask("/", proxy=way).status_code == 200
    assert proxy.asked == [f"{party.url}/"]
    assert ask("/", at="http://elsewhere.example", proxy=way).status_code == 200
    assert len(proxy.asked) == 1


def test_a_proxy_that_refuses_is_told(ask: Ask, proxy: ForwardProxy) -> None:
    assert ask("/", proxy=Proxy(proxy.url)).status_code == 407
    assert proxy.asked == []


def test_a_secure_target_is_reached_through_a_tunnel(journal: Journal, proxy: ForwardProxy) -> None:
    journal.approach = Approach(frozenset(["https://127.0.0.1:1"]), proxy=Proxy(proxy.url, "ada", "wrong"))
    with Caller("browser", journal, deadline=10) as caller, pytest.raises(Unreachable, match=r"(?i)tunnel.*407"):
        caller.ask("GET", "https://127.0.0.1:1/")


def test_the_environment_names_neither_a_proxy_nor_a_user(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login eve password of-another-time\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
        monkeypatch.setenv(name.lower(), "http://127.0.0.1:1")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert "authorization" not in ask("/").json()


@pytest.mark.parametrize(
    ("method", "url", "may"),
    [
        ("GET", "https://s/p/web/acme/catalog", True),
        ("POST", "https://s/p/o/carts", True),
        ("POST", "https://s/p/web/acme/pending-orders", False),
        ("GET", "https://s/p/web/acme/catalog?punchOutAccessToken=x", False),
        ("GET", "https://s/p/web/acme/checkout?a=b", False),
    ],
)
def test_what_is_judged_is_not_asked_again(method: str, url: str, may: bool) -> None:
    approach = Approach(
        frozenset(["https://s"]), interfaces=("/p/o/",), judged=("punchOutAccessToken", "/p/web/acme/checkout")
    )
    assert approach.may_repeat(method, url) is may
