"""OCI at the procurement system: what cannot be opened is not made, and what comes back twice or mixed is noticed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from lxml import html

from simulators.procurement import sessions
from simulators.procurement.sessions import Session, Sessions
from tests.procurement.procurement_bench import Bench

ORGANIZATION = {"domain": "OCI", "identity": "user", "shared_secret": "s3cret"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _document(bench: Bench, profile: str = "sap-srm", **changes: Any) -> dict[str, Any]:
    return bench.document(profile=profile, organization=ORGANIZATION) | changes


def _open(bench: Bench, session: dict[str, Any]) -> requests.Response:
    address = f"{bench.url}/punchouts/{session['buyer_cookie']}/open"
    return requests.get(address, timeout=10, allow_redirects=False)


def _hook(opened: requests.Response) -> str:
    if opened.status_code == 303:
        return parse_qs(urlsplit(opened.headers["location"]).query)["RETURN_URL"][0]
    (form,) = html.document_fromstring(opened.content.decode()).forms
    return str(dict(form.form_values())["HOOK_URL"])


def _item(number: int, currency: str) -> str:
    fields = {"DESCRIPTION": "A bolt", "QUANTITY": "1", "UNIT": "PCE", "PRICE": "5", "CURRENCY": currency}
    return "".join(f"&NEW_ITEM-{name}[{number}]={value}" for name, value in fields.items())


@pytest.mark.parametrize("profile", ["sap-srm", "oci-5-by-get"])
@pytest.mark.parametrize(
    "change",
    [
        {"setup_url": "javascript:alert(1)"},
        {"setup_url": 5},
        {"setup_url": ""},
        {"setup_url": "http://\ud800/"},
        {"organization": ORGANIZATION | {"identity": 5}},
        {"organization": ORGANIZATION | {"shared_secret": None}},
        {"buyer": {"email": 5, "first_name": None, "last_name": [], "unique_name": {}}},
        {"items": [{"part_id": 5, "quantity": 1}]},
        {"items": [{"part_id": "A", "auxiliary_id": 5, "quantity": 1}]},
        {"items": [{"part_id": "\ud800", "quantity": 1}]},
        {"items": [{"part_id": "A", "quantity": "NaN"}]},
        {"operation": "edit"},
        {"operation": 5},
    ],
    ids=ascii,
)
def test_a_catalogue_that_could_not_be_opened_is_not_to_be_opened(
    bench: Bench, profile: str, change: dict[str, Any]
) -> None:
    response = bench.make(_document(bench, profile) | change)

    assert response.status_code == 400
    assert response.json()["error"].startswith("the session cannot be made")


@pytest.mark.parametrize("profile", ["sap-srm", "oci-5-by-get"])
def test_what_holds_the_password_is_stored_by_no_browser_and_no_journal(bench: Bench, profile: str) -> None:
    session = bench.make(_document(bench, profile)).json()
    bench.launch(session)

    opened = _open(bench, session)

    assert opened.headers["cache-control"] == "no-store"
    assert "s3cret" in (opened.headers.get("location") or opened.text)
    assert "s3cret" not in repr(bench.journal.exchanges()[-1])
    assert "s3cret" not in repr(bench.see(session))


def test_of_two_forms_of_one_punch_out_the_first_is_taken(bench: Bench) -> None:
    session = bench.make(_document(bench)).json()
    bench.launch(session)
    body = urlsplit(_hook(_open(bench, session))).query + "&~OkCode=ADDI" + _item(1, "EUR")
    posts = [requests.post(f"{bench.url}/oci/return", data=body, headers=FORM, timeout=10) for _ in range(2)]

    assert [post.status_code for post in posts] == [200, 409]
    assert len(bench.see(session)["held"]) == 1


def test_items_in_several_currencies_are_noticed(bench: Bench) -> None:
    session = bench.make(_document(bench)).json()
    bench.launch(session)
    body = urlsplit(_hook(_open(bench, session))).query + "&~OkCode=ADDI" + _item(1, "EUR") + _item(2, "USD")

    assert requests.post(f"{bench.url}/oci/return", data=body, headers=FORM, timeout=10).status_code == 200

    assert "the items are in EUR, USD: the total is that of EUR only" in bench.see(session)["advisories"]


def test_the_oldest_sessions_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 2)
    kept = Sessions()
    for number in range(4):
        kept.add(cast("Session", SimpleNamespace(buyer_cookie=f"bc-{number}")))

    assert [session.buyer_cookie for session in kept.all()] == ["bc-3", "bc-2"]
