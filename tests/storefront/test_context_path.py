"""A storefront below a context path: nothing of it is elsewhere, and nothing it says leads elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from harness.browser.page import Page
from simulators.storefront import Storefront
from simulators.storefront.session_api import BASE_PATH, PATH
from simulators.wire import Journal, Redactor

SITE = "/web/punch-out-store"
PAGES = ("/", f"{SITE}/catalog", f"{SITE}/pending-orders", f"{SITE}/checkout", "/c/portal/login", "/c/portal/layout")


@pytest.fixture(scope="module")
def storefront() -> Iterator[Storefront]:
    """A storefront below /portal."""
    storefront = Storefront(Journal(Redactor(os.urandom(16))), seed=1, context_path="/portal").open()
    yield storefront
    storefront.close()


def test_its_addresses_name_the_context_path(storefront: Storefront) -> None:
    assert urlsplit(storefront.url).path == "/portal"
    assert urlsplit(storefront.start_url).path == f"/portal{SITE}/catalog"
    assert urlsplit(storefront.orders_url).path.startswith("/portal/o/")


@pytest.mark.parametrize("path", [*PAGES, PATH, "/o/oauth2/token"])
def test_nothing_is_served_elsewhere(storefront: Storefront, path: str) -> None:
    below, elsewhere = (requests.post if path.startswith("/o/") else requests.get), requests.get
    assert below(storefront.url + path, timeout=10).status_code != 404
    assert elsewhere(urljoin(storefront.url, path), timeout=10).status_code == 404


def test_its_own_address_leads_to_the_first_site(storefront: Storefront) -> None:
    for url in (storefront.url, f"{storefront.url}/"):
        answer = requests.get(url, allow_redirects=False, timeout=10)
        assert answer.headers["Location"] == f"/portal{SITE}"


@pytest.mark.parametrize("path", PAGES[1:])
def test_pages_lead_nowhere_else(storefront: Storefront, path: str) -> None:
    url = storefront.url + path
    page = Page(url, 200, {}, requests.get(url, timeout=10).text)
    links = [link for link in page.links if link.startswith("http")]
    assert links
    assert [link for link in links if not link.startswith(f"{storefront.url}/")] == []
    assert page.path_context == "/portal"


def test_the_session_cookie_is_for_the_context_path_and_ends_with_the_session(storefront: Storefront) -> None:
    session = requests.Session()
    session.get(storefront.start_url, timeout=10)
    assert [(cookie.name, cookie.path) for cookie in session.cookies] == [("JSESSIONID", "/portal")]
    answer = session.get(f"{storefront.url}/c/portal/logout", allow_redirects=False, timeout=10)
    assert answer.headers["Location"] == "/portal/"
    assert list(session.cookies) == []


def test_the_description_names_servers_below_it(storefront: Storefront) -> None:
    credentials = storefront.credentials
    answer = requests.get(
        f"{storefront.url}{BASE_PATH}/openapi.json",
        auth=(credentials.administrator, credentials.administrator_password),
        timeout=10,
    )
    assert answer.json()["servers"] == [{"url": "/portal/o/headless-commerce-punchout/"}]
    assert "/portal/o/oauth2/token" in answer.text


def test_it_is_where_it_was_when_it_starts_anew(storefront: Storefront) -> None:
    url = storefront.url
    storefront.restart()
    assert requests.get(f"{url}/c/portal/layout", timeout=10).status_code == 200
