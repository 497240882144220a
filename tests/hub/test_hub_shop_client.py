"""The hub's client of a shop: bearer tokens kept and renewed, and what a shop may answer, without a shop."""

from __future__ import annotations

from typing import Any

import pytest
import responses

from simulators.hub.relationships import ShopAccess
from simulators.hub.routes.shop import SESSION_PATH, TOKEN_PATH, ShopClient, ShopRefused
from simulators.messages.session import BuyerUser, SessionRequest
from simulators.wire import Journal, Redactor

SHOP = ShopAccess("http://shop.example", "Store", "client", "client-secret")
REQUEST = SessionRequest("ACME", "Store", BuyerUser("ada@buyer.example"), "USD", "http://hub.example/return")
ANSWER = {"punchOutStartURL": "http://shop.example/?punchOutAccessToken=a", "cart": {"channelId": 5}}


@pytest.fixture
def client() -> ShopClient:
    return ShopClient(Journal(Redactor(b"test")))


def _tokens(*answers: Any) -> Any:
    for answer in answers[:-1]:
        responses.post(SHOP.url + TOKEN_PATH, json=answer)
    return responses.post(SHOP.url + TOKEN_PATH, json=answers[-1])


def _bearers() -> list[str]:
    return [
        str(call.request.headers["Authorization"])
        for call in responses.calls
        if str(call.request.url).endswith(SESSION_PATH)
    ]


@responses.activate
def test_a_bearer_token_is_asked_for_and_used(client: ShopClient) -> None:
    _tokens({"access_token": "B1", "expires_in": 600})
    responses.post(SHOP.url + SESSION_PATH, json=ANSWER)

    answer = client.request_session(SHOP, REQUEST)

    assert responses.calls[0].request.body == (
        "grant_type=client_credentials&client_id=client&client_secret=client-secret"
    )
    assert _bearers() == ["Bearer B1"]
    assert (answer.start_url, answer.channel_id, answer.access_token) == (ANSWER["punchOutStartURL"], 5, "a")


@pytest.mark.parametrize(("seconds", "times"), [(600, 1), (31, 1), (30, 2), (0, 2)])
@responses.activate
def test_a_bearer_token_is_used_again_while_it_lasts(client: ShopClient, seconds: int, times: int) -> None:
    tokens = _tokens({"access_token": "B1", "expires_in": seconds})
    responses.post(SHOP.url + SESSION_PATH, json=ANSWER)

    client.request_session(SHOP, REQUEST)
    client.request_session(SHOP, REQUEST)

    assert tokens.call_count == times


@responses.activate
def test_a_token_without_an_end_is_not_kept(client: ShopClient) -> None:
    tokens = _tokens({"access_token": "B1"})
    responses.post(SHOP.url + SESSION_PATH, json=ANSWER)

    client.request_session(SHOP, REQUEST)
    client.request_session(SHOP, REQUEST)

    assert tokens.call_count == 2


@responses.activate
def test_a_forgotten_token_is_renewed_once(client: ShopClient) -> None:
    _tokens({"access_token": "B1", "expires_in": 600}, {"access_token": "B2", "expires_in": 600})
    responses.post(SHOP.url + SESSION_PATH, status=401)
    responses.post(SHOP.url + SESSION_PATH, json=ANSWER)

    client.request_session(SHOP, REQUEST)

    assert _bearers() == ["Bearer B1", "Bearer B2"]


@responses.activate
def test_a_shop_that_refuses_every_token_is_asked_twice(client: ShopClient) -> None:
    _tokens({"access_token": "B1", "expires_in": 600})
    session = responses.post(SHOP.url + SESSION_PATH, status=401)

    with pytest.raises(ShopRefused, match="HTTP 401") as refused:
        client.request_session(SHOP, REQUEST)

    assert (refused.value.status, session.call_count) == (401, 2)


@responses.activate
def test_tokens_of_different_clients_are_kept_apart(client: ShopClient) -> None:
    tokens = _tokens({"access_token": "B1", "expires_in": 600}, {"access_token": "B2", "expires_in": 600})
    responses.post(SHOP.url + SESSION_PATH, json=ANSWER)

    client.request_session(SHOP, REQUEST)
    client.request_session(ShopAccess(SHOP.url, SHOP.group, "client", "other"), REQUEST)

    assert tokens.call_count == 1
    assert _bearers() == ["Bearer B1", "Bearer B2"]


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", "<html>", '{"access_token": "a", "expires_in": null}', pytest.param("[" * 100_000, id="deep")],
)
@responses.activate
def test_a_token_endpoint_that_gives_no_token_is_a_refusal(client: ShopClient, body: str) -> None:
    responses.post(SHOP.url + TOKEN_PATH, body=body)

    with pytest.raises(ShopRefused, match="no bearer token"):
        client.request_session(SHOP, REQUEST)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"error": "invalid_client"}', "HTTP 401: invalid_client"),
        ('{"error": "x", "error_description": "Client unknown"}', "HTTP 401: Client unknown"),
        ("", "HTTP 401"),
        ("[]", "HTTP 401"),
        pytest.param("[" * 100_000, "HTTP 401", id="deep"),
    ],
)
@responses.activate
def test_a_refused_client_is_told_in_the_shops_words(client: ShopClient, body: str, said: str) -> None:
    responses.post(SHOP.url + TOKEN_PATH, body=body, status=401)

    with pytest.raises(ShopRefused) as refused:
        client.request_session(SHOP, REQUEST)

    assert str(refused.value) == f"the shop gave the hub no bearer token: {said}"
    assert refused.value.status == 401


@responses.activate
def test_a_request_the_shop_would_not_understand_is_not_sent(client: ShopClient) -> None:
    with pytest.raises(ShopRefused, match="must not be empty") as refused:
        client.request_session(SHOP, SessionRequest("ACME", "Store", BuyerUser(""), "USD", "http://hub.example/"))

    assert refused.value.status == 400
    assert len(responses.calls) == 0


@responses.activate
def test_a_shop_that_is_not_reached_is_a_refusal_without_status(client: ShopClient) -> None:
    with pytest.raises(ShopRefused, match="the shop was not reached") as refused:
        client.request_session(SHOP, REQUEST)

    assert refused.value.status is None


@responses.activate
def test_a_guest_needs_no_credentials(client: ShopClient) -> None:
    responses.post(SHOP.url + SESSION_PATH, json=ANSWER)

    client.request_session(ShopAccess(SHOP.url, SHOP.group), REQUEST)

    assert "Authorization" not in responses.calls[0].request.headers
