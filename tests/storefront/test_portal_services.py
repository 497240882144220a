"""JSON web services of DXP 7.1 and 7.2 for administrators: users and channels; no junk breaks them."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storefront.storefront_bench import Bench, Buyer

SERVICES = "/api/jsonws"
ADA = {"emailAddress": " Ada.2.1@b.example ", "firstName": "Ada", "lastName": "B", "middleName": "", "password1": ""}


@pytest.fixture
def bench(bench_2_1: Bench) -> Bench:
    return bench_2_1


def _call(bench: Bench, method: str, **fields: Any) -> requests.Response:
    return requests.post(f"{bench.url}{SERVICES}/{method}", auth=bench.administrator(), data=fields, timeout=10)


def test_a_user_is_made_found_and_removed(bench: Bench) -> None:
    made = _call(bench, "user/add-user", **ADA).json()
    again = _call(bench, "user/add-user", **ADA)
    found = _call(bench, "user/get-user-by-email-address", companyId="1", emailAddress="ada.2.1@B.example")
    removed = [_call(bench, "user/delete-user", userId=made["userId"]).status_code for _ in range(2)]
    gone = _call(bench, "user/get-user-by-email-address", emailAddress="ada.2.1@b.example")

    assert (again.status_code, found.json()) == (409, made)
    assert (removed, gone.status_code) == ([200, 404], 404)


@pytest.mark.parametrize("missing", ["emailAddress", "firstName", "lastName"])
def test_a_user_has_a_name_and_an_address(bench: Bench, missing: str) -> None:
    assert _call(bench, "user/add-user", **{**ADA, missing: ""}).status_code == 400


def test_channels_are_listed_with_their_sites(bench: Bench) -> None:
    (channel,) = _call(bench, "commerce.commercechannel/get-commerce-channels", start="-1", end="-1").json()

    assert (channel["commerceChannelId"], channel["siteGroupId"]) == (str(bench.channel.id), str(bench.site.id))


METHODS = [
    "user/add-user",
    "user/get-user-by-email-address",
    "user/delete-user",
    "commerce.commercechannel/get-commerce-channels",
]


@pytest.mark.parametrize("method", METHODS)
def test_they_are_for_administrators(bench: Bench, buyer: Buyer, method: str) -> None:
    fields = {"userId": str(buyer.user.id), **ADA}
    path = f"{SERVICES}/{method}"

    assert requests.post(bench.url + path, data=fields, timeout=10).status_code == 401
    assert bench.enter(buyer).tell("POST", path, data=fields).status_code == 403
    assert buyer.user.id in bench.company.users


@settings(
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    method=st.sampled_from(METHODS),
    fields=st.dictionaries(
        st.sampled_from([*ADA, "userId", "companyId", "start", "end"]),
        st.text(st.characters(codec="utf-8"), max_size=20) | st.integers().map(str),
        max_size=6,
    ),
)
def test_junk_in_a_form_breaks_nothing(bench: Bench, method: str, fields: dict[str, str]) -> None:
    assert _call(bench, method, **fields).status_code < 500
    assert bench.journal.take_faults() == ()
