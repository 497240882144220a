"""Questions of the connector: the hub's credentials, the session API, and what its refusals say of the target file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from harness.listing import ListedBuyer, ListedChannel
from harness.preflight.connector import Connector
from harness.preflight.questions import Answer, Question, Word
from harness.targetfile import HubCredentials
from simulators.wire import Incoming, Journal, Party
from tests.harness.judge_bench import Handler
from tests.harness.preflight.preflight_bench import answer_to, message, says_json, says_status, subject_of

Serve = Callable[[Mapping[str, Handler]], Party]
Ask = Callable[..., Answer]
TOKEN, SESSION = "/o/oauth2/token", "/o/headless-commerce-punchout/v1.0/punchout/session/request"
ME = "/o/headless-admin-user/v1.0/my-user-account"
BEARER = says_json({"access_token": "a-bearer-token", "token_type": "Bearer"})
PASSWORD = {"hub": HubCredentials(user="hub@shop.example", password="hub-password-value")}


@pytest.fixture
def ask(journal: Journal, serve: Serve) -> Ask:
    """Ask about a connector that answers so; return the answer to the question with these words."""

    def ask(words: str, handlers: Mapping[str, Handler], **changes: Any) -> Answer:
        url = serve({TOKEN: BEARER, SESSION: says_status(401), **handlers}).url
        return answer_to(_questions(Connector(subject_of(journal, url=url, **changes))), words)

    return ask


def _questions(connector: Connector) -> Iterator[Question]:
    yield from connector.questions(())
    yield from connector.listed_buyers(())


# --- credentials


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (says_json({"error": "invalid_client"}, 401), "(HTTP 401, invalid_client)"),
        (says_json({"error": "unauthorized_client"}, 400), "(HTTP 400, unauthorized_client)"),
        (says_status(403), "(HTTP 403)"),
        (says_json({"token": "of another kind"}), "(HTTP 200)"),
    ],
)
def test_a_client_that_gets_no_token(ask: Ask, answer: Handler, found: str) -> None:
    text = message(ask("credentials", {TOKEN: answer}))
    assert text.startswith(
        "acme.toml, target.auth.client_id_env, target.auth.client_secret_env: the portal gave no token"
    )
    assert found in text
    assert "Control Panel > Security > OAuth2 Administration" in text


def test_a_portal_that_gives_no_tokens_at_all(ask: Ask) -> None:
    assert "the portal gives no tokens at /o/oauth2/token (HTTP 404)" in message(
        ask("credentials", {TOKEN: says_status(404)})
    )


def test_a_client_that_gets_a_token(ask: Ask) -> None:
    assert ask("credentials", {}).word is Word.YES


def test_a_token_endpoint_that_fails_is_no_fault_of_the_credentials(ask: Ask) -> None:
    assert ask("credentials", {TOKEN: says_status(503)}).word is Word.NOT_TOLD


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (401, "the portal refused this user and password (HTTP 401)"),
        (403, "the portal lets nobody in by user and password (HTTP 403)"),
    ],
)
def test_a_user_of_the_hub_who_is_refused(ask: Ask, status: int, found: str) -> None:
    text = message(ask("credentials", {ME: says_status(status)}, **PASSWORD))
    assert text.startswith("acme.toml, target.auth.user_env, target.auth.password_env: ")
    assert found in text
    assert ("SaaS" in text) == (status == 403)


def test_a_user_of_the_hub_who_is_let_in(ask: Ask) -> None:
    assert ask("credentials", {ME: says_json({})}, **PASSWORD).word is Word.YES


# --- the session API


@pytest.mark.parametrize("status", [404, 405])
def test_a_connector_that_is_not_there(ask: Ask, status: int) -> None:
    text = message(ask("session API", {SESSION: says_status(status)}))
    assert text.startswith("acme.toml, target.url: the portal has nothing at /o/headless-commerce-punchout/v1.0/")
    assert "licence" in text


@pytest.mark.parametrize("status", [200, 400, 401, 403, 415])
def test_a_session_api_that_answers_anything_is_there(ask: Ask, status: int) -> None:
    assert ask("session API", {SESSION: says_status(status)}).word is Word.YES


def test_a_session_api_that_fails_is_for_the_judge(ask: Ask) -> None:
    assert ask("session API", {SESSION: says_status(500)}).word is Word.NOT_TOLD


# --- what its refusals say


def problem(status: int, title: str | None) -> Handler:
    names = {400: "BAD_REQUEST", 403: "FORBIDDEN", 404: "NOT_FOUND", 500: "INTERNAL_SERVER_ERROR"}
    return says_json({"status": names[status], **({"title": title} if title else {})}, status)


@pytest.mark.parametrize(
    ("answer", "field", "found"),
    [
        (problem(404, None), "target.site.group", "there is no site 'Acme'"),
        (problem(404, "Site not found"), "target.site.group", "there is no site 'Acme'"),
        (problem(403, "Punch out not allowed for channel"), "target.site.group", "Punch Out is not enabled"),
        (
            problem(403, "Punch out start URL is not configured for channel"),
            "target.site.start_url",
            "the channel of the site 'Acme' has no Punch Out Start URL; expected https://shop.example/web/acme/catalog",
        ),
        (
            problem(400, "Buyer user first and last name are required"),
            "target.buyer.email",
            "there is no user buyer@acme.example",
        ),
        (
            problem(400, "Buyer user does not belong to group"),
            "target.buyer.email",
            "buyer@acme.example is no member of the site 'Acme'",
        ),
        (
            says_status(500, "Buyer user does not belong to group", "text/plain"),
            "target.buyer.email",
            "buyer@acme.example is no member of the site 'Acme'",
        ),
        (problem(400, "Business commerce account not found"), "target.buyer.account", "there is no account 'ACME-ERC'"),
        (problem(403, "The token lacks the scope this operation needs"), "target.auth", "may not use the session API"),
        (
            says_json({"message": "Access denied to a.B#c", "title": "Access denied to a.B#c"}, 403),
            "target.auth",
            "scope",
        ),
    ],
    ids=[
        "site, without words",
        "site",
        "toggle",
        "start URL",
        "buyer",
        "membership",
        "membership, in plain text",
        "account",
        "scope",
        "access",
    ],
)
def test_a_refusal_that_says_which_entry_is_wrong(ask: Ask, answer: Handler, field: str, found: str) -> None:
    text = message(ask("buyer and account", {SESSION: answer}))
    assert text.startswith(f"acme.toml, {field}: ")
    assert found in text


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (problem(500, "Punch Out role not found"), "the session API refused with HTTP 500, Punch Out role not found"),
        (problem(500, None), "the session API refused with HTTP 500 and did not say why"),
        (problem(400, None), "the session API refused with HTTP 400 and did not say why"),
        (problem(403, None), "the session API refused with HTTP 403 and did not say why"),
        (
            says_status(500, "<p>does not belong to group</p>"),
            "the session API refused with HTTP 500 and did not say why",
        ),
        (says_status(404, "", "text/plain"), "the session API refused with HTTP 404 and did not say why"),
    ],
    ids=["role", "500", "400", "403", "page", "plain text"],
)
def test_a_refusal_that_does_not_is_for_the_judge(ask: Ask, answer: Handler, detail: str) -> None:
    given = ask("buyer and account", {SESSION: answer})
    assert (given.word, given.detail) == (Word.NOT_TOLD, detail)


def test_the_listed_buyer_is_asked_for_without_names_so_that_nobody_is_made(ask: Ask) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def answer(incoming: Incoming) -> Response:
        asked.append((incoming.headers.get("authorization", ""), json.loads(incoming.body)))
        return JSONResponse({})

    assert ask("buyer and account", {SESSION: answer}).word is Word.YES
    assert ask("buyer and account", {SESSION: answer}, **PASSWORD).word is Word.YES
    assert [header.split()[0] for header, _ in asked if header] == ["Bearer", "Basic"]
    assert [body["buyerUser"] for header, body in asked if header] == [{"email": "buyer@acme.example"}] * 2


def test_the_other_buyer_is_asked_for_where_one_is_named(ask: Ask) -> None:
    other = ListedBuyer("target.other_buyer", "colleague@beta.example", "BETA-ERC")

    def answer(incoming: Incoming) -> Response:
        unknown = b"colleague@beta.example" in incoming.body
        return problem(400, "Business commerce account not found")(incoming) if unknown else JSONResponse({})

    assert ask("site, channel, buyer and account", {SESSION: answer}, other_buyer=other).word is Word.YES
    text = message(ask("other buyer", {SESSION: answer}, other_buyer=other))
    assert text.startswith("acme.toml, target.other_buyer.account: there is no account 'BETA-ERC'")


def test_the_buyer_without_the_role_is_asked_for_where_one_is_named(ask: Ask) -> None:
    def answer(incoming: Incoming) -> Response:
        plain = b"plain@acme.example" in incoming.body
        return problem(400, "First and last name are required")(incoming) if plain else JSONResponse({})

    named = {"email_without_role": "plain@acme.example"}
    text = message(ask("without the role", {SESSION: answer}, **named))
    assert text.startswith("acme.toml, target.buyer.without_role: there is no user plain@acme.example")


OTHER_CHANNEL = ListedChannel(
    "Beta",
    "http://acme.example/web/beta/catalog",
    ListedBuyer("target.other_channel", "beta@beta.example", "BETA-ERC"),
    email_of_both="both@acme.example",
)


def _refusing(title: str, *, email: str, group: str) -> Handler:
    """Return a session API that refuses one buyer in one site."""

    def answer(incoming: Incoming) -> Response:
        asked = json.loads(incoming.body)
        is_it = (asked.get("buyerUser", {}).get("email"), asked.get("buyerGroup", {}).get("name")) == (email, group)
        return problem(400, title)(incoming) if is_it else JSONResponse({})

    return answer


@pytest.mark.parametrize(
    ("email", "group", "title", "found"),
    [
        (
            "beta@beta.example",
            "Beta",
            "Punch out is not allowed for channel",
            "group: Punch Out is not enabled for the channel of the site 'Beta'",
        ),
        (
            "beta@beta.example",
            "Beta",
            "User does not belong to group",
            "email: beta@beta.example is no member of the site 'Beta'",
        ),
        (
            "beta@beta.example",
            "Beta",
            "Business commerce account not found",
            "account: there is no account 'BETA-ERC'",
        ),
        (
            "both@acme.example",
            "Acme",
            "User does not belong to group",
            "email_of_both: both@acme.example is no member of the site 'Acme'",
        ),
        (
            "both@acme.example",
            "Beta",
            "User does not belong to group",
            "email_of_both: both@acme.example is no member of the site 'Beta'",
        ),
    ],
)
def test_the_other_channel_and_its_buyers_are_asked_for_where_they_are_named(
    ask: Ask, email: str, group: str, title: str, found: str
) -> None:
    which = "both channels" if email.startswith("both") else "the other channel"
    assert ask(which, {SESSION: lambda _: JSONResponse({})}, other_channel=OTHER_CHANNEL).word is Word.YES
    refusing = _refusing(title, email=email, group=group)
    text = message(ask(which, {SESSION: refusing}, other_channel=OTHER_CHANNEL))
    assert text.startswith(f"acme.toml, target.other_channel.{found}")


def test_without_a_buyer_nothing_is_asked(ask: Ask) -> None:
    for missing in ({"buyer_email": ""}, {"account": " "}):
        given = ask("buyer and account", {}, **missing)
        assert (given.word, "[target.buyer]" in given.detail) == (Word.NOT_ASKED, True)
