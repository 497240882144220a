"""Site roles: made, held on a site, counted there, and no junk breaks the services for them."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, ORDER_RESOURCE, VIEW_OPEN_ORDERS
from simulators.storefront.permissions import OrderPermissions
from tests.storefront.storefront_bench import Bench, Buyer

SERVICES = "/api/jsonws"
ROLE = {"name": "Punch Out Vendor (1)", "type": "2"}
ADD, DELETE = "usergrouprole/add-user-group-roles", "usergrouprole/delete-user-group-roles"


def _call(bench: Bench, method: str, **fields: Any) -> requests.Response:
    return requests.post(f"{bench.url}{SERVICES}/{method}", auth=bench.administrator(), data=fields, timeout=10)


def test_a_site_role_is_made_once_and_removed(bench: Bench) -> None:
    made = _call(bench, "role/add-role", **ROLE).json()
    role = bench.company.roles[int(made["roleId"])]
    again = _call(bench, "role/add-role", **ROLE)
    found = _call(bench, "role/get-role", name=ROLE["name"]).json()
    removed = [_call(bench, "role/delete-role", roleId=made["roleId"]).status_code for _ in range(2)]

    assert (role.name, role.permissions, role.account_id) == (ROLE["name"], set(), 0)
    assert found == {"name": ROLE["name"], "roleId": made["roleId"]}
    assert (again.status_code, removed) == (409, [200, 404])
    assert role.id not in bench.company.roles


@pytest.mark.parametrize("kind", ["", "1", "3", "x"])
def test_roles_of_another_type_are_not_made_here(bench: Bench, kind: str) -> None:
    assert _call(bench, "role/add-role", name="Another", type=kind).status_code == 400


def test_a_site_role_counts_on_the_site_it_is_held_on_until_it_is_taken(bench: Bench) -> None:
    buyer, permissions = bench.buyer(""), OrderPermissions(bench.company)
    order = bench.order(buyer, 1)
    role_id = _call(bench, "role/add-role", name="Punch Out Vendor (2)", type="2").json()["roleId"]
    bench.company.roles[int(role_id)].permissions.update(
        (ORDER_RESOURCE, action) for action in (VIEW_OPEN_ORDERS, CHECK_OUT_OPEN_ORDERS)
    )
    held = {"userId": buyer.user.id, "groupId": bench.site.id, "roleIds": role_id}
    may = [permissions.may_check_out(buyer.user, order)]
    for method in (ADD, DELETE):
        assert _call(bench, method, **held).status_code == 200
        may.append(permissions.may_check_out(buyer.user, order))

    assert may == [False, True, False]
    assert _call(bench, "role/delete-role", roleId=role_id).status_code == 200


def test_a_site_keeps_no_role_of_a_user_who_is_deleted(bench: Bench) -> None:
    buyer = bench.buyer("")
    role_id = _call(bench, "role/add-role", name="Punch Out Vendor (3)", type="2").json()["roleId"]
    _call(bench, ADD, userId=buyer.user.id, groupId=bench.site.id, roleIds=role_id)
    assert buyer.user.id in bench.site.roles_of

    path = f"/o/headless-admin-user/v1.0/user-accounts/{buyer.user.id}"
    assert requests.delete(bench.url + path, auth=bench.administrator(), timeout=10).status_code == 204
    assert buyer.user.id not in bench.site.roles_of


@pytest.mark.parametrize("wrong", ["userId", "groupId", "roleIds"])
@pytest.mark.parametrize("method", [ADD, DELETE])
def test_what_is_not_there_holds_no_role(bench: Bench, buyer: Buyer, method: str, wrong: str) -> None:
    held = {"userId": buyer.user.id, "groupId": bench.site.id, "roleIds": buyer.role.id, wrong: 7}

    assert _call(bench, method, **held).status_code == 404
    assert buyer.user.id not in bench.site.roles_of


METHODS = ["role/add-role", "role/delete-role", ADD, DELETE]


@pytest.mark.parametrize("method", METHODS)
def test_they_are_for_administrators(bench: Bench, buyer: Buyer, method: str) -> None:
    fields = {"userId": str(buyer.user.id), "groupId": str(bench.site.id), "roleIds": str(buyer.role.id)}
    fields |= {"roleId": str(buyer.role.id), **ROLE}
    path = f"{SERVICES}/{method}"

    assert requests.post(bench.url + path, data=fields, timeout=10).status_code == 401
    assert bench.enter(buyer).tell("POST", path, data=fields).status_code == 403
    assert buyer.role.id in bench.company.roles
    assert buyer.user.id not in bench.site.roles_of


@settings(
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    method=st.sampled_from(METHODS),
    fields=st.dictionaries(
        st.sampled_from([*ROLE, "userId", "groupId", "roleId", "roleIds"]),
        st.text(st.characters(codec="utf-8"), max_size=20) | st.integers().map(str),
        max_size=6,
    ),
)
def test_junk_in_a_form_breaks_nothing(bench: Bench, method: str, fields: dict[str, str]) -> None:
    assert _call(bench, method, **fields).status_code < 500
    assert bench.journal.take_faults() == ()
