"""Who calls an interface: OAuth2 clients, passwords, sessions, and what each may do."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from simulators.storefront.authentication import BEARER_SECONDS
from simulators.storefront.session_api import BASE_PATH, PATH
from tests.storefront.storefront_bench import CART, Bench, Buyer

TOKEN = "/o/oauth2/token"
ME = "/o/headless-admin-user/v1.0/my-user-account"
OPENAPI = f"{BASE_PATH}/openapi.json"


def _token(bench: Bench, form: dict[str, str], **options: Any) -> requests.Response:
    return requests.post(bench.url + TOKEN, data=form, timeout=10, **options)


def _client(bench: Bench) -> tuple[str, str]:
    return bench.storefront.credentials.client_id, bench.storefront.credentials.client_secret


@pytest.mark.parametrize("way", ["body", "basic"])
def test_a_client_gets_a_bearer_token_with_its_secret_in_the_body_or_by_basic_authentication(
    bench: Bench, way: str
) -> None:
    client_id, secret = _client(bench)
    form = {"grant_type": "client_credentials"}
    if way == "body":
        response = _token(bench, form | {"client_id": client_id, "client_secret": secret})
    else:
        response = _token(bench, form, auth=(client_id, secret))
    answer = response.json()

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == BEARER_SECONDS
    assert answer["scope"] == "Liferay.Headless.Commerce.PunchOut.everything"
    assert len(answer["access_token"]) == 64


def test_no_two_bearer_tokens_are_the_same(bench: Bench) -> None:
    assert bench.bearer() != bench.bearer()


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_secret": "\u00e9\u20ac"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
    ],
)
def test_the_token_endpoint_refuses(bench: Bench, change: dict[str, str], status: int, error: str) -> None:
    client_id, secret = _client(bench)
    good = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}

    response = _token(bench, good | change)

    assert (response.status_code, response.json()) == (status, {"error": error})
    assert ("www-authenticate" in response.headers) == (status == 401)
    assert secret not in response.text


def test_an_empty_token_request_is_invalid(bench: Bench) -> None:
    assert _token(bench, {}).json() == {"error": "invalid_request"}


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic \u00e9", "Basic /w==", "Bearer x"])
def test_credentials_that_cannot_be_read_are_wrong_ones(bench: Bench, header: str) -> None:
    form = {"grant_type": "client_credentials"}

    assert _token(bench, form, headers={"Authorization": header.encode("latin-1")}).status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer",
        "Bearer unknown",
        "Basic",
        "Basic !!!",
        "Basic \u00e9",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Digest x",
        "\u00e9",
    ],
)
def test_a_guest_gets_no_session(bench: Bench, buyer: Buyer, header: str | None) -> None:
    headers = {"Authorization": header.encode("latin-1")} if header else {}

    response = requests.post(bench.url + PATH, json=bench.document(buyer), headers=headers, timeout=10)

    assert response.status_code == 401
    assert response.json() == {"status": "UNAUTHORIZED", "title": "Authentication is required"}
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_bearer_token_is_good_until_the_moment_it_expires(bench: Bench, buyer: Buyer) -> None:
    bearer = bench.bearer()

    bench.clock.advance(BEARER_SECONDS - 5)
    before = bench.ask(bench.document(buyer), bearer=bearer)
    bench.clock.advance(5)
    after = bench.ask(bench.document(buyer), bearer=bearer)

    assert (before.status_code, after.status_code) == (200, 401)


def test_a_password_gives_a_session_as_well(bench: Bench, buyer: Buyer) -> None:
    response = requests.post(bench.url + PATH, json=bench.document(buyer), auth=bench.administrator(), timeout=10)

    assert response.status_code == 200


def test_a_user_who_is_not_the_hub_is_given_no_session(bench: Bench, buyer: Buyer) -> None:
    user = bench.user()
    user.password = "right"

    response = requests.post(bench.url + PATH, json=bench.document(buyer), auth=(user.email, "right"), timeout=10)

    assert (response.status_code, response.json()["title"]) == (403, "User may not request punch out sessions")


def test_the_user_the_hubs_client_acts_as_is_the_hub_by_password_too(bench: Bench, buyer: Buyer) -> None:
    hub = bench.company.user_by_email("hub@punchout.example")
    assert hub is not None
    hub.password = "hub"

    response = requests.post(bench.url + PATH, json=bench.document(buyer), auth=(hub.email, "hub"), timeout=10)

    assert response.status_code == 200


@pytest.mark.parametrize("password", ["wrong", "", "\u00e9"])
def test_a_wrong_password_is_a_guests(bench: Bench, buyer: Buyer, password: str) -> None:
    shown = base64.b64encode(f"{bench.administrator()[0]}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {shown}"}

    response = requests.post(bench.url + PATH, json=bench.document(buyer), headers=headers, timeout=10)

    assert response.status_code == 401


def test_a_user_without_a_password_cannot_use_an_empty_one(bench: Bench, buyer: Buyer) -> None:
    response = requests.get(bench.url + ME, auth=(buyer.user.email, ""), timeout=10)

    assert response.status_code == 401


def test_a_bearer_token_of_another_scope_is_forbidden(bench: Bench, buyer: Buyer) -> None:
    client_id, secret = _client(bench)
    bench.give_client("other", frozenset({"Liferay.Headless.Commerce.Admin.Order.everything"}))
    answer = _token(bench, {"grant_type": "client_credentials"}, auth=("other", "other-secret")).json()

    response = bench.ask(bench.document(buyer), bearer=answer["access_token"])

    assert response.status_code == 403
    assert response.json()["title"] == "The token lacks the scope this operation needs"
    assert secret not in response.text
    assert client_id != "other"


@pytest.mark.parametrize("path", [ME, f"{CART}/carts/1", "/api/jsonws/user/get-current-user"])
def test_a_bearer_token_is_good_for_the_interface_of_its_scope_only(bench: Bench, path: str) -> None:
    response = requests.get(bench.url + path, headers={"Authorization": f"Bearer {bench.bearer()}"}, timeout=10)

    assert response.status_code == 403


def test_the_openapi_document_names_the_operation(bench: Bench) -> None:
    document = requests.get(bench.url + OPENAPI, auth=bench.administrator(), timeout=10).json()

    assert list(document["paths"]) == ["/v1.0/punchout/session/request"]
    assert requests.get(bench.url + OPENAPI, timeout=10).status_code == 401


def test_a_page_calls_interfaces_with_its_csrf_token_in_a_header_or_as_a_parameter(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)

    by_header = browser.tell("GET", ME)
    by_parameter = browser.tell("GET", f"{ME}?p_auth={browser.csrf}", csrf=False)

    assert by_header.json()["emailAddress"] == by_parameter.json()["emailAddress"] == buyer.user.email


@pytest.mark.parametrize("shown", [None, "", "wrong", "\u00e9"])
def test_a_session_without_its_csrf_token_is_a_guests(bench: Bench, buyer: Buyer, shown: str | None) -> None:
    browser = bench.enter(buyer)
    headers = {} if shown is None else {"X-CSRF-Token": shown.encode("latin-1")}

    assert browser.tell("GET", ME, csrf=False, headers=headers).status_code == 401
    assert browser.tell("GET", f"{ME}?p_auth={shown or ''}", csrf=False).status_code == 401


def test_the_csrf_token_of_another_session_is_wrong(bench: Bench, buyer: Buyer) -> None:
    mine, theirs = bench.enter(buyer), bench.enter(bench.buyer())

    assert mine.tell("GET", ME, csrf=False, headers={"X-CSRF-Token": theirs.csrf}).status_code == 401


def test_a_deleted_user_is_nobody_any_more(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    bench.company.remove_user(buyer.user.id)

    assert browser.tell("GET", ME).status_code == 401
