"""Accounts, members and products of Commerce 2.1: for administrators, as the interface has them, unharmed by junk."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storefront.storefront_bench import OPEN_CARTS, Bench, Buyer

ACCOUNTS = "/o/headless-commerce-admin-account/v1.0/accounts"
PRODUCTS = "/o/headless-commerce-admin-catalog/v1.0/products"


@pytest.fixture
def bench(bench_2_1: Bench) -> Bench:
    return bench_2_1


def _call(bench: Bench, method: str, path: str, document: object = None, **options: Any) -> requests.Response:
    content = {"json": document} if document is not None else options
    return requests.request(method, bench.url + path, auth=bench.administrator(), timeout=10, **content)


def _member(buyer: Buyer, **changes: object) -> dict[str, object]:
    return {"accountId": buyer.account.id, "email": buyer.user.email, "userId": buyer.user.id} | changes


def _path(buyer: Buyer) -> str:
    return f"{ACCOUNTS}/{buyer.account.id}/accountMembers/{buyer.user.id}"


def test_an_account_is_made_found_and_removed(bench: Bench) -> None:
    asked = {"name": "Acme", "externalReferenceCode": "ACME-2-1", "type": 2}

    made = _call(bench, "POST", ACCOUNTS, asked).json()
    again = _call(bench, "POST", ACCOUNTS, asked)
    found = _call(bench, "GET", f"{ACCOUNTS}/by-externalReferenceCode/ACME-2-1")
    removed = [_call(bench, "DELETE", f"{ACCOUNTS}/{made['id']}") for _ in range(2)]
    gone = _call(bench, "GET", f"{ACCOUNTS}/by-externalReferenceCode/ACME-2-1")

    assert (again.status_code, found.json()) == (409, made)
    assert [answer.status_code for answer in [*removed, gone]] == [200, 404, 404]


def test_a_member_is_added_and_told_with_roles(bench: Bench, buyer: Buyer) -> None:
    user = bench.user()
    newcomer = Buyer(user, buyer.account, buyer.role)

    nobody = _call(bench, "GET", _path(newcomer))
    added = _call(bench, "POST", f"{ACCOUNTS}/{buyer.account.id}/accountMembers", _member(newcomer))

    assert (nobody.status_code, added.status_code) == (404, 200)
    assert added.json() == _call(bench, "GET", _path(newcomer)).json()
    assert added.json()["roles"] == []
    assert [role["roleId"] for role in _call(bench, "GET", _path(buyer)).json()["roles"]] == [buyer.role.id]


def test_the_roles_of_a_member_are_those_named_and_no_others(bench: Bench, buyer: Buyer) -> None:
    other = bench.role(buyer.account)

    for wanted in ([buyer.role.id, other.id], [other.id], []):
        roles = [{"roleId": role_id} for role_id in wanted]
        assert _call(bench, "PATCH", _path(buyer), _member(buyer, roles=roles)).status_code == 200
        assert buyer.account.roles_of[buyer.user.id] == set(wanted)


def test_a_role_held_on_one_account_counts_on_no_other(bench: Bench, buyer: Buyer) -> None:
    other = bench.account()
    other.members.add(buyer.user.id)
    elsewhere = Buyer(buyer.user, other, buyer.role)
    browser = bench.enter(buyer)
    bench.order(buyer, 1)
    for holding, roles in ((buyer, []), (elsewhere, [{"roleId": buyer.role.id}])):
        _call(bench, "PATCH", _path(holding), _member(holding, roles=roles))
    without = browser.open(OPEN_CARTS).text
    _call(bench, "PATCH", _path(buyer), _member(buyer, roles=[{"roleId": buyer.role.id}]))

    assert "Submit</button>" not in without
    assert "Submit</button>" in browser.open(OPEN_CARTS).text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"commerceAccountId": 1}, 400),
        ({"accountRoles": []}, 400),
        ({"roles": None}, 400),
        ({"roles": [1]}, 400),
        ({"roles": {"roleId": 1}}, 400),
        ({"roles": [{"roleId": 1}]}, 404),
        ({"roles": [{}]}, 404),
        ({"roles": [{"roleId": "x"}]}, 404),
    ],
)
def test_refused_roles_leave_those_that_were_held(
    bench: Bench, buyer: Buyer, changes: dict[str, object], status: int
) -> None:
    assert _call(bench, "PATCH", _path(buyer), _member(buyer, **changes)).status_code == status
    assert buyer.account.roles_of[buyer.user.id] == {buyer.role.id}


@pytest.mark.parametrize(
    ("changes", "status"), [({"email": ""}, 400), ({"commerceAccountId": 1}, 400), ({"userId": 1}, 404)]
)
def test_a_member_has_an_address_an_id_and_nothing_unknown(
    bench: Bench, buyer: Buyer, changes: dict[str, object], status: int
) -> None:
    path = f"{ACCOUNTS}/{buyer.account.id}/accountMembers"

    assert _call(bench, "POST", path, _member(buyer, **changes)).status_code == status


def test_products_and_their_skus_are_listed(bench: Bench) -> None:
    products = _call(bench, "GET", f"{PRODUCTS}?page=1&pageSize=200").json()["items"]
    first = bench.products[0]
    (sku,) = _call(bench, "GET", f"{PRODUCTS}/{products[0]['productId']}/skus").json()["items"]

    assert [product["productId"] for product in products] == [product.id for product in bench.products]
    assert products[0]["description"] == {"en_US": first.description}
    assert (sku["id"], sku["sku"], sku["purchasable"]) == (first.sku_id, first.sku, True)
    categories = [_call(bench, "GET", f"{PRODUCTS}/{p.id}/categories").json()["items"] for p in bench.products]
    assert [tuple(each["name"] for each in found) for found in categories] == [p.categories for p in bench.products]


INTERFACES = [
    ("POST", ACCOUNTS),
    ("GET", f"{ACCOUNTS}/by-externalReferenceCode/{{}}"),
    ("DELETE", f"{ACCOUNTS}/{{}}"),
    ("POST", f"{ACCOUNTS}/{{}}/accountMembers"),
    ("GET", f"{ACCOUNTS}/{{}}/accountMembers/{{}}"),
    ("PATCH", f"{ACCOUNTS}/{{}}/accountMembers/{{}}"),
    ("GET", PRODUCTS),
    ("GET", f"{PRODUCTS}/{{}}/skus"),
    ("GET", f"{PRODUCTS}/{{}}/categories"),
]
JUNK_IDS = ["0", "x", "-1", "9" * 5000, "1e3", "%D9%A3", "%00", "%FF", "..%2F", "a%20b", "\u00e9", "1;2"]


@pytest.mark.parametrize(("method", "path"), INTERFACES)
def test_they_are_for_administrators(bench: Bench, buyer: Buyer, method: str, path: str) -> None:
    filled = path.replace("{}", str(buyer.account.id))
    browser = bench.enter(buyer)

    assert requests.request(method, bench.url + filled, timeout=10).status_code == 401
    assert browser.tell(method, filled).status_code == 403
    assert buyer.account.id in bench.company.accounts


@pytest.mark.parametrize(("method", "path"), INTERFACES)
def test_a_junk_id_is_refused_and_breaks_nothing(bench: Bench, method: str, path: str) -> None:
    statuses = {junk: _call(bench, method, path.replace("{}", junk)).status_code for junk in JUNK_IDS}

    assert {junk: status for junk, status in statuses.items() if status >= 500} == {}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
_MEMBERS = ["name", "externalReferenceCode", "type", "accountId", "email", "userId", "roles", "roleId"]


@settings(
    deadline=None,
    database=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    interface=st.sampled_from([each for each in INTERFACES if each[0] in ("POST", "PATCH")]),
    document=st.dictionaries(st.sampled_from(_MEMBERS), _JSON, max_size=6) | _JSON,
)
def test_junk_in_json_breaks_nothing(bench: Bench, interface: tuple[str, str], document: object) -> None:
    method, path = interface
    account, user = next(iter(bench.company.accounts), 1), next(iter(bench.company.users))
    filled = path.replace("{}", str(account), 1).replace("{}", str(user))

    response = _call(bench, method, filled, data=json.dumps(document), headers={"Content-Type": "application/json"})

    assert response.status_code < 500
    assert bench.journal.take_faults() == ()
