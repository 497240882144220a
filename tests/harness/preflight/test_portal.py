"""Questions of the portal: what is no Liferay, its release, its clock, and the administrator's way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.responses import HTMLResponse, RedirectResponse, Response

from harness.browser import Browser
from harness.preflight.portal import Portal
from harness.preflight.questions import Answer, Question, Word
from harness.targetfile import Login
from simulators.wire import Incoming, Journal, Party
from tests.harness.judge_bench import GUEST, SIGNED_IN, Handler, nobody_listens, says
from tests.harness.preflight.preflight_bench import (
    FILE,
    answer_to,
    listening,
    message,
    says_json,
    says_status,
    subject_of,
)

Serve = Callable[[Mapping[str, Handler]], Party]
NOON = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
START, HEALTH, ME = "/web/acme/catalog", "/c/portal/layout", "/o/headless-admin-user/v1.0/my-user-account"
SIGN_IN, PANEL = "/c/portal/login", "/group/control_panel/manage"
FORM = "<form method=post action=/c/portal/login><input name=login><input name=password><button>Sign In</button></form>"
DXP = "Liferay Digital Experience Platform"
NOTHING = says_status(404, "nothing here", "text/plain")

Ask = Callable[..., Answer]


def portal_says(header: str) -> Handler:
    return lambda _: HTMLResponse(GUEST, headers={"Liferay-Portal": header} if header else {})


@pytest.fixture
def ask(journal: Journal, serve: Serve, browser: Browser) -> Ask:
    """Ask about a portal that answers so; return the answer to the question with these words."""

    def ask(words: str, handlers: Mapping[str, Handler], *, at: str = "", **changes: Any) -> Answer:
        url = at or serve({START: says(GUEST), HEALTH: says(GUEST), **handlers}).url
        portal = Portal(subject_of(journal, **{"url": url, "start_url": url + START, **changes}), browser, lambda: NOON)
        return answer_to(_questions(portal), words)

    return ask


def _questions(portal: Portal) -> Iterator[Question]:
    yield from portal.liferay(())
    yield from portal.administrator(Login("admin@shop.example", "admin-password-value"), ())


# --- a Liferay with the catalog page


def test_a_page_of_liferay_is_known_by_what_it_tells_or_by_its_header(ask: Ask) -> None:
    assert ask("is a Liferay portal", {}).word is Word.YES
    assert ask("is a Liferay portal", {START: lambda _: Response("", headers={"Liferay-Portal": DXP})}).word is Word.YES


def test_a_page_that_is_no_liferays(ask: Ask) -> None:
    text = message(ask("is a Liferay portal", {START: says("<h1>It works!</h1>")}))
    assert text.startswith("acme.toml, target.url, target.site.start_url: the page at http://127.0.0.1:")
    assert '(HTTP 200, "It works!") is not one of a Liferay portal' in text


def test_a_page_that_is_no_liferays_is_told_as_it_begins(ask: Ask) -> None:
    told = "<h1>400 Bad Request</h1>No required SSL certificate was sent. " + "word " * 30
    text = message(ask("is a Liferay portal", {START: lambda _: HTMLResponse(told, 400), HEALTH: NOTHING}))
    assert '(HTTP 400, "400 Bad Request No required SSL certificate was sent. word word word word ...")' in text
    text = message(ask("is a Liferay portal", {START: says("")}))
    assert "(HTTP 200) is not one of a Liferay portal" in text


@pytest.mark.parametrize(("path", "words"), [("", "Where Liferay is below a context path"), ("/shop", "/shop may not")])
def test_a_page_that_is_no_liferays_may_be_beside_its_context_path(
    ask: Ask, serve: Serve, path: str, words: str
) -> None:
    url = serve({}).url + path
    assert words in message(ask("is a Liferay portal", {}, at=url, start_url=f"{url}/web/acme/catalog"))


TOLD = GUEST.replace("isSignedIn:", "getPathContext: function() { return 'PATH'; }, isSignedIn:")


@pytest.mark.parametrize(
    ("given", "told", "found"),
    [
        ("", "/portal", "below /portal, as its pages say, and the address has no path"),
        ("/portal", "", "at the root of its server, as its pages say, and the address has the path /portal"),
        ("/portl", "/portal", "below /portal, as its pages say, and the address has the path /portl"),
    ],
)
def test_a_context_path_that_is_another_one(ask: Ask, serve: Serve, given: str, told: str, found: str) -> None:
    url = serve({f"{told}{START}": says(TOLD.replace("PATH", told))}).url
    text = message(ask("context path", {}, at=url + given, start_url=f"{url}{told}{START}"))
    assert found in text
    assert f"expected: {url}{told}" in text or f"{url}{told}" in text
    assert "target.url" in text
    assert "portal.proxy.path" in text


def test_a_context_path_that_is_the_same_or_is_not_told(ask: Ask, serve: Serve) -> None:
    url = serve({f"/portal{START}": says(TOLD.replace("PATH", "/portal"))}).url
    answer = ask("context path", {}, at=f"{url}/portal", start_url=f"{url}/portal{START}")
    assert (answer.word, answer.detail) == (Word.YES, "/portal")
    assert ask("context path", {}).word is Word.NOT_TOLD


def test_a_guest_who_is_led_to_somebody_else_to_sign_in_says_nothing(ask: Ask, serve: Serve) -> None:
    elsewhere = serve({"/sso": says("<h1>Sign in</h1>")}).url
    answer = ask("is a Liferay portal", {START: lambda _: RedirectResponse(f"{elsewhere}/sso?client=acme")})
    assert (answer.word, answer.detail) == (Word.NOT_TOLD, f"a guest is led to {elsewhere}/sso")


def test_a_catalog_page_that_does_not_open(ask: Ask) -> None:
    url = nobody_listens()
    text = message(ask("is a Liferay portal", {}, at=url))
    assert "target.site.start_url: the catalog page does not open (Connection refused)" in text


def test_a_catalog_page_that_is_not_there(ask: Ask) -> None:
    gone = ask("catalog page is there", {START: lambda _: HTMLResponse(GUEST, 404)})
    text = message(gone)
    assert "acme.toml, target.site.start_url: the portal has no page at http://127.0.0.1:" in text
    assert "Control Panel > Commerce > Channels > (your channel) > Punch Out" in text


def test_a_portal_whose_catalog_page_is_missing_is_one_all_the_same(ask: Ask) -> None:
    assert ask("is a Liferay portal", {START: NOTHING}).word is Word.YES


def test_a_catalog_page_that_nobody_shows(ask: Ask) -> None:
    assert "the portal has no page at" in message(ask("catalog page is there", {START: NOTHING}))


def test_neither_a_catalog_page_nor_another_one_of_a_portal(ask: Ask) -> None:
    handlers = {START: NOTHING, HEALTH: says("<h1>It works!</h1>")}
    assert '(HTTP 404, "nothing here") is not one of a Liferay portal' in message(ask("is a Liferay portal", handlers))


def test_a_catalog_page_that_is_at_fault_is_for_the_judge(ask: Ask) -> None:
    answer = ask("catalog page is there", {START: lambda _: HTMLResponse(GUEST, 500)})
    assert answer.word is Word.NOT_TOLD
    assert answer.detail.startswith("a guest is answered HTTP 500 at http://127.0.0.1:")


# --- the release


@pytest.mark.parametrize(
    "told",
    [
        f"{DXP} 7.4.13 Update 25 (Cavanaugh / Build 7413 / May 16, 2022)",
        f"{DXP} 2023.Q4.0 (Build 7413)",
        f"{DXP} 2024.Q1.5",
        f"{DXP} 2025.q2.1",
        "Liferay Community Edition Portal 7.4.3.112 CE GA112 (Cavanaugh / Build 7403 / March 1, 2024)",
    ],
)
def test_a_release_of_the_generation(ask: Ask, told: str) -> None:
    answer = ask("release", {START: portal_says(told)})
    assert (answer.word, answer.detail) == (Word.YES, told)


@pytest.mark.parametrize(
    "told",
    [f"{DXP} 7.1.10 GA1 (Judson / Build 7110 / July 2, 2018)", f"{DXP} 7.2.10 GA1", f"{DXP} 7.3.10 GA1", f"{DXP} 7.40"],
)
def test_a_release_of_another_generation_or_of_none(ask: Ask, told: str) -> None:
    text = message(ask("release", {START: portal_says(told)}))
    assert text.startswith(
        f"acme.toml, target.generation: the portal says {told!r}; expected Liferay 7.4 or one named "
    )
    assert "by quarter, such as 2024.Q1, which tradecentric-7.4 is for. " in text


@pytest.mark.parametrize("told", ["", DXP, "Liferay Community Edition Portal"])
def test_a_release_that_is_not_told(ask: Ask, told: str) -> None:
    answer = ask("release", {START: portal_says(told), HEALTH: portal_says("")})
    assert answer.word is Word.NOT_TOLD


def test_a_release_that_only_another_page_tells(ask: Ask) -> None:
    assert ask("release", {HEALTH: portal_says(f"{DXP} 7.4.13")}).word is Word.YES


# --- the clock


@pytest.fixture
def ask_clock(journal: Journal, browser: Browser) -> Callable[[str], Answer]:
    """Ask a server whose answers carry this date, or none; a party of ours would add its own."""

    def ask(date: str) -> Answer:
        header = f"Date: {date}\r\n" if date else ""
        with listening(f"HTTP/1.1 200 OK\r\n{header}Content-Length: 0\r\n\r\n".encode()) as port:
            subject = subject_of(journal, url=f"http://127.0.0.1:{port}")
            portal = Portal(subject, browser, lambda: NOON)
            return answer_to([Question("its clock is right", portal.clock_is_right)], "clock")

    return ask


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Sun, 01 Mar 2026 12:00:00 GMT", "the same as this machine's"),
        ("Sun, 01 Mar 2026 12:00:30 GMT", "30 s ahead of this machine's"),
        ("Sun, 01 Mar 2026 11:59:30 GMT", "30 s behind this machine's"),
    ],
)
def test_clocks_that_agree_well_enough(ask_clock: Callable[[str], Answer], date: str, said: str) -> None:
    answer = ask_clock(date)
    assert (answer.word, answer.detail) == (Word.YES, said)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Sun, 01 Mar 2026 12:00:31 GMT", "31 s ahead of this machine's"),
        ("Sun, 01 Mar 2026 11:00:00 GMT", "3600 s behind this machine's"),
        ("Sun, 01 Mar 2026 11:00:00", "3600 s behind this machine's"),
    ],
)
def test_clocks_that_do_not_agree(ask_clock: Callable[[str], Answer], date: str, said: str) -> None:
    text = message(ask_clock(date))
    assert f"the storefront's clock is {said}; expected at most 30 s between them" in text


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_clocks_that_cannot_be_compared(ask_clock: Callable[[str], Answer], date: str) -> None:
    answer = ask_clock(date)
    assert (answer.word, "could not be compared" in answer.detail) == (Word.NOT_TOLD, True)


def test_a_portal_that_stops_answering_says_nothing(journal: Journal, browser: Browser) -> None:
    asked = subject_of(journal, url=nobody_listens(), start_url="")
    answer = answer_to([Question("clock", Portal(asked, browser).clock_is_right)], "clock")
    assert answer.word is Word.NOT_TOLD
    assert "gave no answer" in answer.detail


# --- the administrator


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "the portal refused this user and password (HTTP 401)"),
        (403, "the portal lets nobody in by user and password (HTTP 403)"),
    ],
)
def test_an_administrator_who_is_refused(ask: Ask, status: int, words: str) -> None:
    text = message(ask("password are accepted", {ME: says_status(status)}))
    assert text.startswith("acme.toml, target.admin.user_env, target.admin.password_env: ")
    assert words in text


def test_an_administrator_who_is_accepted_or_not_judged(ask: Ask) -> None:
    assert ask("password are accepted", {ME: says_json({"id": 1})}).word is Word.YES
    assert ask("password are accepted", {ME: says_status(500)}).word is Word.NOT_TOLD


def signing_in(incoming: Incoming) -> Response:
    if incoming.method == "GET":
        return HTMLResponse(GUEST + FORM)
    good = dict(incoming.form()) == {"login": "admin@shop.example", "password": "admin-password-value"}
    return HTMLResponse(SIGNED_IN if good else GUEST + FORM)


def panel(page: str, status: int = 200) -> Mapping[str, Handler]:
    return {ME: says_json({"id": 1}), SIGN_IN: signing_in, PANEL: lambda _: HTMLResponse(page, status)}


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (SIGNED_IN, "interfaces refused this user and password (HTTP 401), which its sign-in form takes"),
        (GUEST, "the portal refused this user and password (HTTP 401)"),
    ],
    ids=["lost", "wrong"],
)
def test_credentials_that_are_lost_on_the_way_are_told_from_wrong_ones(ask: Ask, shown: str, words: str) -> None:
    text = message(ask("password are accepted", {**panel(shown), ME: says_status(401)}))
    assert words in text
    assert ("passes the header Authorization on" in text) == (shown == SIGNED_IN)


def test_an_administrator_signs_in_with_the_form(ask: Ask) -> None:
    assert ask("Control Panel", panel(SIGNED_IN)).word is Word.YES
    assert ask("Control Panel", panel(SIGNED_IN, 404)).word is Word.YES


def test_an_administrator_the_form_does_not_take(ask: Ask) -> None:
    refused = HTMLResponse(GUEST + FORM + "<p class='alert alert-danger'>Authentication failed.</p>")
    handlers = {**panel(GUEST), SIGN_IN: lambda i: signing_in(i) if i.method == "GET" else refused}
    text = message(ask("Control Panel", handlers))
    assert 'the sign-in form refused this user and password and said "Authentication failed."' in text
    assert "/c/portal/login; the portal may first ask for another password" in text


def test_a_form_that_did_not_get_to_the_portal_refuses_nobody(ask: Ask) -> None:
    too_long = Response("<h1>413 Request Entity Too Large</h1>", 413, media_type="text/html")
    handlers = {**panel(GUEST), SIGN_IN: lambda i: signing_in(i) if i.method == "GET" else too_long}
    answer = ask("Control Panel", handlers)
    assert answer.word is Word.NOT_TOLD
    assert answer.detail.startswith("the form to sign in was answered HTTP 413, at http://127.0.0.1:")


def test_a_user_who_is_no_administrator(ask: Ask) -> None:
    text = message(ask("Control Panel", panel(SIGNED_IN, 403)))
    assert "this user may not open the Control Panel (HTTP 403); expected a user with the role Administrator" in text


def test_a_portal_without_a_form_to_sign_in(ask: Ask) -> None:
    answer = ask("Control Panel", {**panel(SIGNED_IN), SIGN_IN: says(GUEST)})
    assert answer.word is Word.NOT_TOLD
    assert "no form to sign in is shown at" in answer.detail


def test_the_control_panel_is_not_asked_for_after_a_refusal(ask: Ask) -> None:
    assert ask("Control Panel", {**panel(SIGNED_IN), ME: says_status(401)}).word is Word.NOT_ASKED
    assert FILE.admin is not None
