"""What stands before a storefront and answers in its place: each is told as what it is, with what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from starlette.responses import HTMLResponse, Response

from harness.browser import HttpBrowser
from harness.preflight.before import limited, nothing_behind, refused_by_proxy
from harness.preflight.connector import Connector
from harness.preflight.portal import Portal
from harness.preflight.questions import Answer, Word, answers
from harness.preflight.through_proxy import Through
from simulators.hub import SESSION_PATH, TOKEN_PATH
from simulators.wire import Front, Journal, Limit, Proxy
from tests.fronts_bench import ForwardProxy
from tests.harness.judge_bench import GUEST, Handler, says
from tests.harness.preflight.preflight_bench import (
    answer_to,
    message,
    message_of,
    says_json,
    says_status,
    subject_of,
)
from tests.harness.preflight.test_portal import HEALTH, START, Serve

USER = Front("ada", "front-password-value", let_in=("/o/", "/api/"))
LETS_IN = "what stands before it lets this machine in"


def wants(challenge: str, status: int = 401, media_type: str = "text/html") -> Handler:
    return lambda _: Response("no", status, headers={"WWW-Authenticate": challenge}, media_type=media_type)


def limits(after: str, status: int = 429) -> Handler:
    return lambda _: Response("later", status, headers={"Retry-After": after} if after else {})


Ask = Callable[..., Answer]


@pytest.fixture
def ask(journal: Journal, serve: Serve) -> Iterator[Ask]:
    """Ask about a portal that answers so, of which the file says something more."""
    with closing(HttpBrowser(journal, asks_again=True)) as browser:

        def ask(handlers: dict[str, Handler], words: str = LETS_IN, **changes: Any) -> Answer:
            url = serve({START: says(GUEST), HEALTH: says(GUEST), **handlers}).url
            subject = subject_of(journal, **{"url": url, "start_url": url + START, **changes})
            return answer_to((*Portal(subject, browser).liferay(()), *Connector(subject).questions(())), words)

        yield ask


def test_nothing_stands_before_it(ask: Ask) -> None:
    assert ask({}).word is Word.YES


@pytest.mark.parametrize("path", [HEALTH, START])
def test_a_web_server_wants_a_user(ask: Ask, path: str) -> None:
    text = message(ask({path: wants('Basic realm="Staging area"')}))
    assert "acme.toml, target.front.user_env, target.front.password_env" in text
    assert f'wants a user at {path} (HTTP 401, Basic, realm "Staging area")' in text
    assert "user_env and password_env under [target.front]" in text


def test_a_web_server_refuses_the_user_or_the_value(ask: Ask) -> None:
    refuses = {HEALTH: wants("Basic realm=Staging")}
    assert 'realm "Staging") and refused the one that was sent' in message(ask(refuses, front=USER))
    text = message(ask(refuses, front=Front(header="X-Access", value="let-me-in")))
    assert "target.front.value_env" in text
    assert "though X-Access was sent" in text


def test_a_web_server_wants_what_the_harness_cannot(ask: Ask) -> None:
    text = message(ask({HEALTH: wants('Digest realm="Staging", nonce="1"')}))
    assert "Digest" in text
    assert "header and value_env" in text


@pytest.mark.parametrize(
    ("path", "question"),
    [(TOKEN_PATH, "the hub's credentials"), (SESSION_PATH, "the connector's session API")],
)
def test_a_web_server_has_to_let_the_hub_in(ask: Ask, path: str, question: str) -> None:
    said = {TOKEN_PATH: says_json({"access_token": "x" * 20}), path: wants('Basic realm="Staging"')}
    text = message(ask(said, question, front=USER))
    assert path in text
    assert "/o/oauth2" in text
    assert "header or cookie and value_env" in text


@pytest.mark.parametrize(
    ("challenge", "media_type"),
    [("Bearer", "text/html"), ('Basic realm="PortalRealm"', "text/html"), ("Basic", "application/json")],
)
def test_what_liferay_asks_itself_is_not_the_fronts(ask: Ask, challenge: str, media_type: str) -> None:
    answer = ask({SESSION_PATH: wants(challenge, media_type=media_type)}, "the connector's session API")
    assert answer.word is Word.YES


@pytest.mark.parametrize("status", [429, 503])
def test_a_rate_limit_that_does_not_end(ask: Ask, status: int) -> None:
    text = message(ask({HEALTH: limits("3600", status)}))
    assert (
        f"a rate limit in front of the storefront lets no more through: HTTP {status}, with Retry-After: 3600" in text
    )
    assert "-n" in text


def test_a_rate_limit_that_ends_is_waited_for(ask: Ask) -> None:
    left = [limits("0"), limits("0")]

    def health(incoming: Any) -> Response:
        return left.pop()(incoming) if left else HTMLResponse(GUEST)

    assert ask({HEALTH: health}).word is Word.YES
    assert left == []


def test_a_limit_of_nginx_may_be_a_storefront_that_is_not_there(journal: Journal) -> None:
    text = message_of(limited(subject_of(journal), Limit("browser", "GET", "https://shop.example/web", 503)))
    assert "HTTP 503, with no Retry-After, on nginx's own page" in text
    assert "no storefront to lead to" in text


def test_a_rate_limit_is_told_without_a_time(journal: Journal) -> None:
    limit = Limit("browser", "GET", "https://shop.example/web", 429)
    assert "HTTP 429, with no Retry-After, at /web" in message_of(limited(subject_of(journal), limit))


@pytest.fixture
def proxy() -> Iterator[ForwardProxy]:
    """A proxy for one user."""
    with closing(ForwardProxy("ada", "proxy-password-value")) as proxy:
        yield proxy


AskProxy = Callable[..., Answer]


@pytest.fixture
def ask_proxy(journal: Journal, serve: Serve, proxy: ForwardProxy) -> AskProxy:
    """Ask about the way through a proxy."""

    def ask(user: str, password: str, at: str = "", url: str = "") -> Answer:
        way = Proxy(at or proxy.url, user, password)
        there = url or serve({START: says(GUEST)}).url
        subject = subject_of(journal, url=there, start_url=there + START, proxy=way)
        questions = Through(subject, way).questions()
        asked = list(answers(questions))
        return next((answer for answer in asked if answer.word is not Word.YES), asked[-1])

    return ask


def test_a_proxy_leads_to_the_storefront(ask_proxy: AskProxy, proxy: ForwardProxy) -> None:
    answer = ask_proxy("ada", "proxy-password-value")
    assert (answer.word, answer.question.startswith("the proxy leads to http://127.0.0.1:")) == (Word.YES, True)
    assert proxy.asked


@pytest.mark.parametrize(
    ("user", "found"), [("", "the proxy wants a user and a password (HTTP 407)"), ("eve", "the proxy refused the user")]
)
@pytest.mark.parametrize("url", ["", "https://127.0.0.1:1"])
def test_a_proxy_wants_a_user(ask_proxy: AskProxy, user: str, found: str, url: str) -> None:
    text = message(ask_proxy(user, "wrong", url=url))
    assert "harness.proxy_user_env, harness.proxy_password_env" in text
    assert found in text


def test_a_proxy_that_is_not_there(ask_proxy: AskProxy) -> None:
    text = message(ask_proxy("", "", at="http://127.0.0.1:1"))
    assert text.startswith("acme.toml, harness.proxy: the connection to 127.0.0.1, port 1 was refused")
    assert "Start the proxy" in text


def test_a_proxy_before_it_that_nobody_has_named(ask: Ask) -> None:
    text = message(ask({HEALTH: lambda _: Response("", 407)}))
    assert "a proxy stands before the storefront" in text
    assert "proxy_user_env" in text


def test_a_proxy_that_finds_no_storefront(journal: Journal) -> None:
    subject = subject_of(journal, proxy=Proxy("http://proxy.example:3128"))
    text = message_of(refused_by_proxy(subject, "Tunnel connection failed: 503 Service Unavailable"))
    assert text.startswith("acme.toml, harness.proxy: the proxy gets no answer from the storefront (HTTP 503)")
    assert "Start the storefront" in text


@pytest.mark.parametrize(
    ("status", "found", "to_do"),
    [
        (502, "(HTTP 502), as it does when the storefront gives it no answer", "Start the storefront"),
        (503, "(HTTP 503), as it does when the storefront gives it no answer", "Start the storefront"),
        (504, "(HTTP 504), as it does when the storefront gives it no answer", "Start the storefront"),
        (403, "(HTTP 403), on a page that is not a Liferay portal's", "let this machine's address in"),
    ],
)
def test_a_web_server_that_leads_nowhere(ask: Ask, status: int, found: str, to_do: str) -> None:
    leads_nowhere = {path: says_status(status, "<h1>no way</h1>") for path in (HEALTH, START)}
    text = message(ask(leads_nowhere, "it is a Liferay portal"))
    assert "acme.toml, target.url: a web server in front of the storefront" in text
    assert found in text
    assert to_do in text


@pytest.mark.parametrize(
    ("front", "sent"),
    [
        (Front(header="X_Access", value="let-me-in"), "X_Access"),
        (Front(cookie="door", value="1"), "door"),
        (USER, "the user"),
    ],
)
def test_a_web_server_that_lets_nobody_in_has_been_sent_something(journal: Journal, front: Front, sent: str) -> None:
    text = message_of(nothing_behind(subject_of(journal, front=front), 403, "http://shop.example/web"))
    assert text.startswith("acme.toml, target.front: a web server in front of the storefront lets nobody from here in")
    assert f"(HTTP 403), though {sent} was sent" in text
    assert "underscore" in text


def test_what_leads_nowhere_may_be_the_proxy(journal: Journal) -> None:
    subject = subject_of(journal, proxy=Proxy("http://proxy.example:3128"))
    text = message_of(nothing_behind(subject, 503, "http://shop.example/web"))
    assert "the proxy, or a web server behind it, in front of the storefront answered in its place at /web" in text


def test_a_portal_that_is_down_is_not_a_limit(ask: Ask) -> None:
    assert ask({HEALTH: lambda _: Response("", 503)}).word is Word.YES
