"""Sites and channels that an administrator makes, default values, administrators, and what a restart leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from simulators.storefront import GENERATIONS, Storefront
from simulators.storefront.settings import TOKEN_PID
from simulators.wire import Journal, Redactor
from tests.storefront.storefront_bench import AUTO_LOGIN_PID, CATALOG, Bench, Buyer

CHANNELS = "/o/headless-commerce-admin-channel/v1.0/channels"
PANEL = "/group/control_panel/manage"
SETTINGS = "com_liferay_configuration_admin_web_portlet_SystemSettingsPortlet"


def as_administrator(bench: Bench, method: str, path: str, **content: Any) -> requests.Response:
    return requests.request(method, bench.url + path, auth=bench.administrator(), timeout=10, **content)


def service(bench: Bench, method: str, **fields: str) -> requests.Response:
    return as_administrator(bench, "POST", f"/api/jsonws/{method}", data=fields)


def test_a_site_and_its_channel_are_made_and_removed(bench: Bench) -> None:
    made = service(bench, "group/add-group", nameMap='{"en_US": "Other"}', friendlyURL="/other").json()
    site_id = int(made["groupId"])
    assert made["groupKey"] == "Other"
    assert service(bench, "group/add-group", nameMap='{"en_US": "Other"}').status_code == 409
    assert service(bench, "group/add-group", nameMap="Other").status_code == 400
    document = {"name": "Other", "currencyCode": "USD", "type": "site", "siteGroupId": site_id}
    channel_id = as_administrator(bench, "POST", CHANNELS, json=document).json()["id"]
    assert as_administrator(bench, "POST", CHANNELS, json=document).status_code == 409
    channel = bench.company.channels[channel_id]
    assert (channel.settings.enabled, channel.settings.start_url) == (False, "")
    order = bench.orders.create(1, 1, channel.group_id, "USD")
    listed = as_administrator(bench, "GET", CHANNELS).json()["items"]
    assert channel_id in [entry["id"] for entry in listed]
    assert as_administrator(bench, "DELETE", f"{CHANNELS}/{channel_id}").status_code == 204
    assert order.id not in bench.company.orders
    assert as_administrator(bench, "DELETE", f"{CHANNELS}/{channel_id}").status_code == 404
    assert service(bench, "group/delete-group", groupId=str(site_id)).status_code == 200
    assert service(bench, "group/delete-group", groupId=str(site_id)).status_code == 404
    assert as_administrator(bench, "POST", CHANNELS, json=document).status_code == 404


def test_a_token_for_a_site_that_is_gone_signs_in_without_a_cart(bench: Bench, buyer: Buyer) -> None:
    made = service(bench, "group/add-group", nameMap='{"en_US": "Gone"}', friendlyURL="/gone").json()
    site_id = int(made["groupId"])
    document = {"name": "Gone", "currencyCode": "USD", "siteGroupId": site_id}
    channel_id = as_administrator(bench, "POST", CHANNELS, json=document).json()["id"]
    channel = bench.company.channels[channel_id]
    channel.settings.enabled, channel.settings.start_url = True, bench.storefront.start_url
    buyer.user.site_ids.add(site_id)
    start_url = bench.start_url(buyer, buyerGroup={"name": "Gone"})
    as_administrator(bench, "DELETE", f"{CHANNELS}/{channel_id}")
    service(bench, "group/delete-group", groupId=str(site_id))
    browser = bench.browser()
    browser.open(start_url)
    assert (browser.is_signed_in, browser.order_id) == (True, None)


def test_users_become_administrators_and_are_none_any_more(bench: Bench, buyer: Buyer) -> None:
    role = service(bench, "role/get-role", name="Administrator").json()
    fields = {"roleId": role["roleId"], "userIds": str(buyer.user.id)}
    assert service(bench, "role/get-role", name="Another").status_code == 404
    assert service(bench, "user/add-role-users", **(fields | {"userIds": "1"})).status_code == 404
    assert service(bench, "user/add-role-users", **(fields | {"roleId": "1"})).status_code == 404
    assert not buyer.user.administrator
    service(bench, "user/add-role-users", **fields)
    assert buyer.user.administrator
    service(bench, "user/unset-role-users", **fields)
    assert not buyer.user.administrator


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", CHANNELS),
        ("DELETE", f"{CHANNELS}/1"),
        ("POST", "/api/jsonws/group/add-group"),
        ("POST", "/api/jsonws/group/delete-group"),
        ("POST", "/api/jsonws/role/get-role"),
        ("POST", "/api/jsonws/user/add-role-users"),
        ("POST", "/api/jsonws/user/unset-role-users"),
    ],
)
def test_nobody_but_an_administrator_may(bench: Bench, method: str, path: str) -> None:
    assert requests.request(method, bench.url + path, timeout=10).status_code == 401


def test_defaults_come_back_and_are_told_as_such(bench: Bench) -> None:
    for pid in (AUTO_LOGIN_PID, TOKEN_PID):
        assert bench.settings.is_saved(pid)
        bench.settings.reset(pid)
        assert not bench.settings.is_saved(pid)
    assert bench.settings.auto_login_enabled is False
    assert (bench.settings.token_duration, bench.settings.token_size) == (15, 8)
    browser = bench.browser()
    login = "_com_liferay_login_web_portlet_LoginPortlet_"
    user, password = bench.administrator()
    browser.open("/c/portal/login")
    form = {f"{login}login": user, f"{login}password": password}
    browser.tell("POST", "/c/portal/login", data=form)
    address = f"{PANEL}?p_p_id={SETTINGS}&_{SETTINGS}_pid={TOKEN_PID}"
    address += f"&_{SETTINGS}_mvcRenderCommandName=/configuration_admin/edit_configuration"
    browser.open(address)
    assert "This configuration is not saved yet." in browser.page
    assert "Reset Default Values" not in browser.page
    bench.set_token("15", "8")
    browser.open(address)
    assert "This configuration is not saved yet." not in browser.page
    assert "Reset Default Values" in browser.page


def test_a_product_tells_its_categories_and_prices(bench: Bench, buyer: Buyer) -> None:
    browser = bench.enter(buyer)
    product = next(product for product in bench.products if len(product.categories) > 1)
    path = f"{CATALOG}/channels/{bench.channel.id}/products"
    told = browser.tell("GET", f"{path}/{product.id}/categories").json()["items"]
    assert [category["name"] for category in told] == list(product.categories)
    assert browser.tell("GET", f"{path}/1/categories").status_code == 404
    prices = [product["skus"][0]["price"] for product in browser.tell("GET", path).json()["items"]]
    assert any(price["promoPrice"] for price in prices)
    assert any(price["discount"] for price in prices)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_restart_keeps_the_company_and_forgets_who_was_there(tmp_path: Path, generation: str) -> None:
    log = tmp_path / "console.log"
    journal = Journal(Redactor(b"restart"))
    storefront = Storefront(journal, seed=1, generation=GENERATIONS[generation], console=log).open()
    try:
        url, credentials = storefront.url, storefront.credentials
        form = {
            "grant_type": "client_credentials",
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
        }
        bearer = requests.post(f"{url}/o/oauth2/token", data=form, timeout=10).json()["access_token"]
        described = f"{url}/o/headless-commerce-punchout/v1.0/openapi.json"
        headers = {"Authorization": f"Bearer {bearer}"}
        assert requests.get(described, headers=headers, timeout=10).status_code == 200
        storefront.restart()
        assert storefront.url == url
        assert requests.get(described, headers=headers, timeout=10).status_code == 401
        assert requests.get(storefront.start_url, timeout=10).status_code == 200
        assert f"Starting {storefront.generation.release}" in log.read_text(encoding="utf-8")
    finally:
        storefront.close()
    assert journal.take_faults() == ()
