"""Administration: forms and interfaces of an administrator, refused to anyone else, and unharmed by junk."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulators.storefront.administration.control_panel import CHANNELS_PORTLET, PATH, SETTINGS_PORTLET
from simulators.storefront.session_api import PATH as SESSION_PATH
from simulators.storefront.settings import TOKEN_PID, SettingRefused, SystemSettings
from tests.storefront.storefront_bench import (
    AUTO_LOGIN_PID,
    CART,
    CATALOG,
    CHECKOUT,
    LOGIN,
    OPEN_CARTS,
    Bench,
    Browser,
    Buyer,
)

USERS = "/o/headless-admin-user/v1.0/user-accounts"
ACCOUNTS = "/o/headless-admin-user/v1.0/accounts"
SERVICES = "/api/jsonws"
CHANNELS = f"{PATH}?p_p_id={CHANNELS_PORTLET}&_{CHANNELS_PORTLET}_"
CHANNEL_FORM = (
    f"{CHANNELS}mvcRenderCommandName=/commerce_channels/edit_commerce_channel&_{CHANNELS_PORTLET}_commerceChannelId="
)
SETTINGS = f"{PATH}?p_p_id={SETTINGS_PORTLET}&_{SETTINGS_PORTLET}_"
SETTINGS_FORM = f"{SETTINGS}mvcRenderCommandName=/configuration_admin/edit_configuration&_{SETTINGS_PORTLET}_pid="
_FORM = re.compile(r'<form method="post" action="([^"]*)".*?</form>', re.DOTALL)
_INPUT = re.compile(
    r'<input(?P<type> type="\w+")? name="(?P<name>[^"]*)" value="(?P<value>[^"]*)"(?P<checked> checked)?>'
)


@pytest.fixture
def administrator(bench: Bench) -> Browser:
    browser = bench.browser()
    email, password = bench.administrator()
    form = {f"{LOGIN}login": email, f"{LOGIN}password": password}
    browser.post(bench.url + "/c/portal/login", data=form, allow_redirects=False, timeout=10)
    browser.open("/c/portal/layout")
    return browser


def _form(page: str) -> tuple[str, dict[str, str]]:
    """Return action and fields of the form, as a browser would send it."""
    form = _FORM.search(page)
    assert form, page
    fields = {
        html.unescape(field["name"]): html.unescape(field["value"])
        for field in _INPUT.finditer(form[0])
        if field["type"] != ' type="checkbox"' or field["checked"]
    }
    return html.unescape(form[1]), fields


def _save(browser: Browser, path: str, **changes: str) -> requests.Response:
    """Open a form, change the fields whose names contain these words, and save it."""
    action, fields = _form(browser.open(path).text)
    for word, value in changes.items():
        (name,) = [name for name in fields if word in name]
        fields[name] = value
    return browser.post(browser.base + action, data=fields, allow_redirects=False, timeout=10)


@pytest.mark.parametrize(
    "start_url", ["http://shop.example/a?x=1&y=%2F#z", 'http://shop.example/"><script>', "", "http://h/\u00e9"]
)
def test_the_form_of_the_channel_keeps_what_was_entered(bench: Bench, administrator: Browser, start_url: str) -> None:
    path = f"{CHANNEL_FORM}{bench.channel.id}"

    saved = _save(administrator, path, punchOutStartURL=start_url)
    _, fields = _form(administrator.open(path).text)

    assert saved.status_code == 200
    assert bench.channel.settings.start_url == start_url
    assert bench.channel.settings.enabled
    assert [value for name, value in fields.items() if "punchOutStartURL" in name] == [start_url]


def test_a_checkbox_that_is_not_sent_is_off(bench: Bench, administrator: Browser) -> None:
    bench.channel.settings.enabled = False
    bench.settings.update(AUTO_LOGIN_PID, {})

    _save(administrator, f"{CHANNEL_FORM}{bench.channel.id}", punchOutStartURL="http://shop.example/")
    _save(administrator, SETTINGS_FORM + AUTO_LOGIN_PID)

    assert not bench.channel.settings.enabled
    assert not bench.settings.auto_login_enabled


def test_blanks_around_a_start_url_are_not_part_of_it(bench: Bench, administrator: Browser) -> None:
    _save(administrator, f"{CHANNEL_FORM}{bench.channel.id}", punchOutStartURL=" http://shop.example/ ")

    assert bench.channel.settings.start_url == "http://shop.example/"


def test_the_form_of_the_token_settings_keeps_what_was_entered(bench: Bench, administrator: Browser) -> None:
    _save(administrator, SETTINGS_FORM + TOKEN_PID, expires="60", byte="32")

    assert (bench.settings.token_duration, bench.settings.token_size) == (60, 32)
    assert 'value="60"' in administrator.open(SETTINGS_FORM + TOKEN_PID).text


@pytest.mark.parametrize("word", ["expires", "byte"])
@pytest.mark.parametrize("value", ["0", "-1", "", "x", "1.5", "1e3", "1_0", "\u0661\u0665", "9" * 5000, str(2**31)])
def test_a_refused_value_is_explained_and_leaves_both_settings(
    bench: Bench, administrator: Browser, word: str, value: str
) -> None:
    saved = _save(administrator, SETTINGS_FORM + TOKEN_PID, **{word: value})

    assert "alert-danger" in saved.text
    assert (bench.settings.token_duration, bench.settings.token_size) == (15, 8)


def test_of_two_values_one_refused_sets_neither() -> None:
    system = SystemSettings(AUTO_LOGIN_PID)

    with pytest.raises(SettingRefused, match="Access Token Size"):
        system.update(TOKEN_PID, {"access.token.expires.in": "60", "access.token.key.byte.size": "0"})

    assert system.token_duration == 15


@pytest.mark.parametrize("path", [CHANNEL_FORM, SETTINGS_FORM])
def test_the_control_panel_is_for_administrators(bench: Bench, buyer: Buyer, path: str) -> None:
    guest, signed_in = bench.browser(), bench.enter(buyer)
    form = {"p_auth": signed_in.csrf}

    assert guest.open(path).headers["location"] == "/c/portal/login"
    assert signed_in.open(path).status_code == 403
    assert signed_in.post(bench.url + path, data=form, timeout=10).status_code == 403
    assert guest.post(bench.url + path, data=form, timeout=10).status_code == 403


@pytest.mark.parametrize("shown", [None, "", "wrong", "\u00e9"])
def test_an_action_takes_the_csrf_token(bench: Bench, administrator: Browser, shown: str | None) -> None:
    action, fields = _form(administrator.open(f"{CHANNEL_FORM}{bench.channel.id}").text)
    fields = {name: value for name, value in fields.items() if "enabled" not in name and name != "p_auth"}

    response = administrator.post(
        bench.url + action, data=fields | ({} if shown is None else {"p_auth": shown}), timeout=10
    )

    assert response.status_code == 403
    assert bench.channel.settings.enabled


@pytest.mark.parametrize(
    "path",
    [
        PATH,
        f"{PATH}?p_p_id=nothing",
        f"{CHANNEL_FORM}0",
        f"{CHANNEL_FORM}x",
        f"{CHANNEL_FORM}{'9' * 5000}",
        f"{CHANNEL_FORM}%D9%A3",
        f"{SETTINGS_FORM}nothing",
        f"{CHANNELS}mvcRenderCommandName=editCommerceChannel",
    ],
)
def test_what_the_control_panel_does_not_have_is_not_found(bench: Bench, administrator: Browser, path: str) -> None:
    assert administrator.open(path).status_code == 404
    posted = administrator.post(bench.url + path, data={"p_auth": administrator.csrf}, timeout=10)
    assert posted.status_code == 404


def _call(bench: Bench, method: str, path: str, **options: Any) -> requests.Response:
    return requests.request(method, bench.url + path, auth=bench.administrator(), timeout=10, **options)


def test_a_user_an_account_and_a_role_are_made_used_and_removed(bench: Bench) -> None:
    document = {"emailAddress": " A@b.example ", "givenName": "Ada", "familyName": "B"}
    user = _call(bench, "POST", USERS, json=document).json()
    account = _call(bench, "POST", ACCOUNTS, json={"name": "Acme", "externalReferenceCode": "ROUND-TRIP"}).json()
    base = f"{ACCOUNTS}/{account['id']}"
    role = _call(bench, "POST", f"{base}/account-roles", json={"name": "Punch Out Vendor"}).json()
    holder = f"{base}/account-roles/{role['id']}/user-accounts/{user['id']}"

    answers = [
        _call(bench, "POST", f"{base}/user-accounts/by-email-address/a@B.example"),
        _call(bench, "POST", holder),
        _call(bench, "DELETE", holder),
        _call(bench, "GET", f"{USERS}/by-email-address/a@b.example"),
        _call(bench, "GET", f"{ACCOUNTS}/by-external-reference-code/ROUND-TRIP"),
        _call(bench, "GET", USERS),
        _call(bench, "GET", ACCOUNTS),
        _call(bench, "DELETE", f"{USERS}/{user['id']}"),
        _call(bench, "DELETE", base),
        _call(bench, "DELETE", base),
        _call(bench, "GET", f"{USERS}/by-email-address/a@b.example"),
    ]

    assert [answer.status_code for answer in answers] == [204, 204, 204, 200, 200, 200, 200, 204, 204, 404, 404]
    brief = {"id": account["id"], "name": "Acme", "externalReferenceCode": "ROUND-TRIP"}
    assert user["accountBriefs"] == []
    assert answers[3].json() == {**user, "accountBriefs": [brief]}
    assert answers[3].json() in answers[5].json()["items"]
    assert brief in answers[6].json()["items"]
    assert user["emailAddress"] == "A@b.example"
    assert role["roleId"] not in bench.company.roles


def test_who_is_a_member_of_the_site_is_told(bench: Bench, buyer: Buyer) -> None:
    site = next(iter(bench.company.sites.values()))
    for user_id, expected in ((buyer.user.id, True), (bench.company.next_id(), False)):
        fields = {"groupId": site.id, "userId": user_id}
        assert _call(bench, "POST", "/api/jsonws/user/has-group-user", data=fields).json() is expected


def test_what_is_there_already_is_a_conflict(bench: Bench, buyer: Buyer) -> None:
    user = {"emailAddress": buyer.user.email.upper(), "givenName": "A", "familyName": "B"}
    account = {"name": "A", "externalReferenceCode": buyer.account.external_reference_code}

    assert _call(bench, "POST", USERS, json=user).status_code == 409
    assert _call(bench, "POST", ACCOUNTS, json=account).status_code == 409


def test_a_role_is_held_on_its_own_account_only(bench: Bench, buyer: Buyer) -> None:
    other = bench.buyer()
    path = f"{ACCOUNTS}/{other.account.id}/account-roles/{buyer.role.account_role_id}/user-accounts/{buyer.user.id}"

    assert _call(bench, "POST", path).status_code == 404
    assert buyer.user.id not in other.account.roles_of


@pytest.mark.parametrize("member", ["emailAddress", "givenName", "familyName", "additionalName", "password"])
@pytest.mark.parametrize("value", [5, None, [], {}, True])
def test_a_user_is_made_of_text(bench: Bench, member: str, value: object) -> None:
    document = {"emailAddress": "text@b.example", "givenName": "Ada", "familyName": "B", member: value}

    assert _call(bench, "POST", USERS, json=document).status_code == 400


def test_membership_of_several_users_changes_as_a_whole_or_not_at_all(bench: Bench, buyer: Buyer) -> None:
    path, form = f"{SERVICES}/user/unset-group-users", {"groupId": str(bench.site.id)}

    refused = _call(bench, "POST", path, data=form | {"userIds": f"{buyer.user.id},1"})
    before = set(buyer.user.site_ids)
    done = _call(bench, "POST", path, data=form | {"userIds": str(buyer.user.id)})

    assert (refused.status_code, before) == (404, {bench.site.id})
    assert (done.status_code, buyer.user.site_ids) == (200, set())


def test_permissions_are_given_and_taken(bench: Bench, buyer: Buyer) -> None:
    form = {"roleId": str(buyer.role.id), "scope": "3", "name": "resource", "actionId": "ACTION"}
    service = f"{SERVICES}/resourcepermission"

    assert _call(bench, "POST", f"{service}/add-resource-permission", data=form).status_code == 200
    assert ("resource", "ACTION") in buyer.role.permissions
    assert _call(bench, "POST", f"{service}/remove-resource-permission", data=form).status_code == 200
    assert ("resource", "ACTION") not in buyer.role.permissions
    wrong_scope = _call(bench, "POST", f"{service}/add-resource-permission", data=form | {"scope": "1"})
    assert wrong_scope.status_code == 400


ADMINISTRATION = [
    ("POST", USERS),
    ("GET", f"{USERS}/by-email-address/{{}}"),
    ("DELETE", f"{USERS}/{{}}"),
    ("POST", ACCOUNTS),
    ("GET", f"{ACCOUNTS}/by-external-reference-code/{{}}"),
    ("DELETE", f"{ACCOUNTS}/{{}}"),
    ("POST", f"{ACCOUNTS}/{{}}/user-accounts/by-email-address/{{}}"),
    ("POST", f"{ACCOUNTS}/{{}}/account-roles"),
    ("POST", f"{ACCOUNTS}/{{}}/account-roles/{{}}/user-accounts/{{}}"),
    ("DELETE", f"{ACCOUNTS}/{{}}/account-roles/{{}}/user-accounts/{{}}"),
    ("GET", "/o/headless-commerce-admin-channel/v1.0/channels"),
    ("POST", f"{SERVICES}/group/get-group"),
    ("POST", f"{SERVICES}/user/add-group-users"),
    ("POST", f"{SERVICES}/user/unset-group-users"),
    ("POST", f"{SERVICES}/resourcepermission/add-resource-permission"),
    ("POST", f"{SERVICES}/resourcepermission/remove-resource-permission"),
]
SHOPPING = [
    ("GET", f"{CATALOG}/channels/{{}}/products"),
    ("GET", f"{CATALOG}/channels/{{}}/products/{{}}/skus"),
    ("GET", f"{CART}/channels/{{}}/carts?accountId={{}}"),
    ("GET", f"{CART}/carts/{{}}"),
    ("GET", f"{CART}/carts/{{}}/items"),
    ("POST", f"{CART}/carts/{{}}/items"),
    ("PATCH", f"{CART}/cart-items/{{}}"),
    ("PUT", f"{CART}/cart-items/{{}}"),
    ("DELETE", f"{CART}/cart-items/{{}}"),
    ("GET", "/web/{}"),
    ("GET", "/web/{}/catalog"),
    ("GET", "/web/{}/pending-orders"),
    ("POST", "/web/{}/pending-orders"),
    ("GET", "/web/{}/checkout"),
    ("POST", OPEN_CARTS),
    (
        "GET",
        f"{CHECKOUT}?_com_liferay_commerce_checkout_web_internal_portlet_CommerceCheckoutPortlet_commerceOrderUuid={{}}",
    ),
    ("GET", f"{CHANNEL_FORM}{{}}"),
    ("POST", f"{CHANNEL_FORM}{{}}"),
    ("GET", f"{SETTINGS_FORM}{{}}"),
    ("POST", f"{PATH}?p_p_id={SETTINGS_PORTLET}&p_auth={{}}"),
    ("POST", "/c/portal/login"),
    ("POST", "/o/oauth2/token"),
    ("POST", SESSION_PATH),
]


@pytest.mark.parametrize(("method", "path"), ADMINISTRATION)
def test_administration_is_for_administrators(bench: Bench, buyer: Buyer, method: str, path: str) -> None:
    filled = path.replace("{}", str(buyer.user.id))
    browser = bench.enter(buyer)

    assert requests.request(method, bench.url + filled, timeout=10).status_code == 401
    assert browser.tell(method, filled).status_code == 403
    assert browser.tell(method, filled, csrf=False, headers={}).status_code == 401


JUNK_IDS = ["0", "x", "-1", "9" * 5000, "1e3", "%D9%A3", "%00", "%FF", "..%2F", "a%20b", "\u00e9", "1;2"]


@pytest.mark.parametrize(("method", "path"), [*ADMINISTRATION, *SHOPPING])
def test_a_junk_id_is_refused_and_breaks_nothing(administrator: Browser, method: str, path: str) -> None:
    statuses = {junk: administrator.tell(method, path.replace("{}", junk)).status_code for junk in JUNK_IDS}

    assert {junk: status for junk, status in statuses.items() if status >= 500} == {}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
_MEMBERS = [
    *("emailAddress", "givenName", "familyName", "additionalName", "password", "name", "externalReferenceCode"),
    *("skuId", "quantity", "groupId", "userIds", "roleId", "scope", "actionId", "groupKey", "grant_type", "client_id"),
    *("buyerUser", "cart", "buyerGroup", "punchOutReturnURL", "p_auth", f"{LOGIN}login", f"{LOGIN}password"),
]
_DOCUMENTS = st.dictionaries(st.sampled_from(_MEMBERS), _JSON, max_size=6) | _JSON
_POSTS = [path for method, path in [*ADMINISTRATION, *SHOPPING] if method in ("POST", "PATCH", "PUT")]
_CALM = settings(
    deadline=None,
    database=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@_CALM
@given(path=st.sampled_from(_POSTS), document=_DOCUMENTS)
def test_junk_in_json_breaks_nothing(bench: Bench, path: str, document: object) -> None:
    method = "PATCH" if "cart-items" in path else "POST"
    filled = path.replace("{}", str(next(iter(bench.company.accounts), 1)))

    response = _call(bench, method, filled, data=json.dumps(document), headers={"Content-Type": "application/json"})

    assert response.status_code < 500
    assert bench.journal.take_faults() == ()


@_CALM
@given(
    path=st.sampled_from(_POSTS),
    form=st.dictionaries(
        st.sampled_from(_MEMBERS),
        st.text(st.characters(codec="utf-8"), max_size=20) | st.integers().map(str),
        max_size=6,
    ),
)
def test_junk_in_a_form_breaks_nothing(bench: Bench, path: str, form: dict[str, str]) -> None:
    method = "PATCH" if "cart-items" in path else "POST"

    response = _call(bench, method, path.replace("{}", "1"), data=form)

    assert response.status_code < 500
    assert bench.journal.take_faults() == ()


_SESSION_VALUES = (
    st.none() | st.integers(-(2**63), 2**63) | st.sampled_from(["", " ", "edit", "USD", "\ud800", "a@b"]) | _JSON
)


@_CALM
@given(
    changes=st.dictionaries(
        st.sampled_from(
            [
                "buyerUser",
                "buyerUser__email",
                "buyerUser__firstName",
                "buyerUser__lastName",
                "cart__id",
                "cart__cartItems",
                "cart__currencyCode",
                "punchOutReturnURL",
                "punchOutSessionType",
                "buyerAccountReferenceCode",
            ]
        ),
        _SESSION_VALUES,
        max_size=3,
    ),
    items=st.lists(
        st.dictionaries(st.sampled_from(["id", "skuId", "quantity", "shippedQuantity"]), _SESSION_VALUES, max_size=4),
        max_size=2,
    ),
)
def test_junk_in_a_session_request_breaks_nothing(bench: Bench, changes: dict[str, Any], items: list[Any]) -> None:
    buyer = bench.buyer()
    document = bench.document(
        buyer, punchOutSessionType="edit", cart__id=bench.order(buyer, 1).id, cart__cartItems=items
    )
    for name, value in changes.items():
        outer, _, inner = name.partition("__")
        if inner and isinstance(document[outer], dict):
            document[outer][inner] = value
        elif not inner:
            document[outer] = value

    response = requests.post(
        bench.url + SESSION_PATH,
        auth=bench.administrator(),
        timeout=10,
        data=json.dumps(document),
        headers={"Content-Type": "application/json"},
    )

    assert response.status_code < 500, response.text
    assert bench.journal.take_faults() == ()
