"""JSON web services of DXP 7.1 and 7.2 for administrators: users, site roles, channels; no junk breaks them."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storefront.storefront_bench import Bench, Buyer

SERVICES = "/api/jsonws"
ADA = {"emailAddress": " Ada.2.1@b.example ", "firstName": "Ada", "lastName": "B", "middleName": "", "password1": ""}
ROLE = {"name": "Punch Out Vendor (1)", "type": "2"}


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


def test_a_site_role_is_made_once_and_removed(bench: Bench) -> None:
    made = _call(bench, "role/add-role", **ROLE).json()
    role = bench.company.roles[int(made["roleId"])]
    again = _call(bench, "role/add-role", **ROLE)
    removed = [_call(bench, "role/delete-role", roleId=made["roleId"]).status_code for _ in range(2)]

    assert (role.name, role.permissions, role.account_id) == (ROLE["name"], set(), 0)
    assert (again.status_code, removed) == (409, [200, 404])
    assert role.id not in bench.company.roles


@pytest.mark.parametrize("kind", ["", "1", "3", "x"])
def test_roles_of_another_type_are_not_made_here(bench: Bench, kind: str) -> None:
    assert _call(bench, "role/add-role", name="Another", type=kind).status_code == 400


def test_channels_are_listed_with_their_sites(bench: Bench) -> None:
    (channel,) = _call(bench, "commerce.commercechannel/get-commerce-channels", start="-1", end="-1").json()

    assert (channel["commerceChannelId"], channel["siteGroupId"]) == (str(bench.channel.id), str(bench.site.id))


METHODS = [
    "user/add-user",
    "user/get-user-by-email-address",
    "user/delete-user",
    "role/add-role",
    "role/delete-role",
    "commerce.commercechannel/get-commerce-channels",
]


@pytest.mark.parametrize("method", METHODS)
def test_they_are_for_administrators(bench: Bench, buyer: Buyer, method: str) -> None:
    fields = {"userId": str(buyer.user.id), "roleId": str(buyer.role.id), **ROLE, **ADA}
    path = f"{SERVICES}/{method}"

    assert requests.post(bench.url + path, data=fields, timeout=10).status_code == 401
    assert bench.enter(buyer).tell("POST", path, data=fields).status_code == 403
    assert buyer.user.id in bench.company.users
    assert buyer.role.id in bench.company.roles


@settings(
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    method=st.sampled_from(METHODS),
    fields=st.dictionaries(
        st.sampled_from([*ADA, *ROLE, "userId", "roleId", "companyId", "start", "end"]),
        st.text(st.characters(codec="utf-8"), max_size=20) | st.integers().map(str),
        max_size=6,
    ),
)
def test_junk_in_a_form_breaks_nothing(bench: Bench, method: str, fields: dict[str, str]) -> None:
    assert _call(bench, method, **fields).status_code < 500
    assert bench.journal.take_faults() == ()
