"""A storefront on the bench, opened up so that a test can arrange what no interface can, and a hub for its carts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, cast

import requests
from starlette.responses import JSONResponse, Response

from simulators.storefront import REFERENCE, Parts, Storefront
from simulators.storefront.authentication import Authentication, OAuthClient
from simulators.storefront.company import Company
from simulators.storefront.generation import TRADECENTRIC_7_4, Generation
from simulators.storefront.model import (
    CHECK_OUT_OPEN_ORDERS,
    ORDER_RESOURCE,
    VIEW_OPEN_ORDERS,
    Account,
    Channel,
    ChannelSettings,
    Order,
    Role,
    Site,
    User,
)
from simulators.storefront.orders import Orders
from simulators.storefront.session_api import PATH
from simulators.storefront.settings import TOKEN_PID, SystemSettings
from simulators.storefront.tokens import AccessTokens
from simulators.wire import AdjustableClock, Clock, Incoming, Journal, Party, Redactor, endpoint

AUTO_LOGIN_PID = TRADECENTRIC_7_4.panel.auto_login_pid
CART = "/o/headless-commerce-delivery-cart/v1.0"
CATALOG = "/o/headless-commerce-delivery-catalog/v1.0"
CHECKOUT = "/web/punch-out-store/checkout"
OPEN_CARTS = "/web/punch-out-store/pending-orders"
LOGIN = "_com_liferay_login_web_portlet_LoginPortlet_"
_CSRF = re.compile(r"Liferay\.authToken = '(\w+)'")


class StubHub:
    """A hub that answers each return URL as the test says, and counts what is posted there."""

    def __init__(self, journal: Journal) -> None:
        self._answers: dict[str, Callable[[Incoming], Response]] = {}
        self.posts: dict[str, list[Incoming]] = {}
        self._party = Party("hub", [endpoint("/return/{key}", self._take, "POST")], journal)

    def __enter__(self) -> StubHub:
        self._party.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._party.close()

    def answering(self, answer: Callable[[Incoming], Response]) -> str:
        """Return a new return URL at which carts are answered so."""
        key = secrets.token_hex(8)
        self._answers[key], self.posts[key] = answer, []
        return f"{self._party.url}/return/{key}"

    def posted(self, return_url: str) -> list[Incoming]:
        """Return what was posted to a return URL."""
        return self.posts[return_url.rpartition("/")[2]]

    def change(self, return_url: str, answer: Callable[[Incoming], Response]) -> None:
        """Answer otherwise from now on."""
        self._answers[return_url.rpartition("/")[2]] = answer

    def _take(self, incoming: Incoming) -> Response:
        self.posts[incoming.parts["key"]].append(incoming)
        return self._answers[incoming.parts["key"]](incoming)


def redirecting(url: str = "http://hub.example/Return/AbC?x=1&y=%2F") -> Callable[[Incoming], Response]:
    """Return an answer that names a redirect URL."""
    return lambda _: JSONResponse({"redirectUrl": url})


@dataclass(frozen=True)
class Buyer:
    """A buyer with an account and, unless the test takes them away, a role with both permissions on it."""

    user: User
    account: Account
    role: Role


class Browser(requests.Session):
    """A visitor's browser; it follows no redirect unasked."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.trust_env = False
        self.base = url
        self.page = ""

    def open(self, address: str, **options: Any) -> requests.Response:
        """Go to an address of the storefront, or a whole URL."""
        url = address if address.startswith("http") else self.base + address
        response = self.get(url, allow_redirects=False, timeout=10, **options)
        self.page = response.text
        return response

    def tell(self, method: str, path: str, *, csrf: bool = True, **options: Any) -> requests.Response:
        """Call an interface the way a page's script does."""
        headers = options.pop("headers", {}) | ({"X-CSRF-Token": self.csrf} if csrf else {})
        return self.request(method, self.base + path, headers=headers, allow_redirects=False, timeout=10, **options)

    @property
    def csrf(self) -> str:
        """The CSRF token of the page."""
        found = _CSRF.search(self.page)
        assert found, self.page
        return found[1]

    @property
    def is_signed_in(self) -> bool:
        """Whether the page is that of a signed-in visitor."""
        return "isSignedIn: function() { return true; }" in self.page

    @property
    def order_id(self) -> int | None:
        """The current order, as the page tells scripts."""
        found = re.search(r'"orderId": ?"(\d+)"', self.page)
        return int(found[1]) if found else None


class Bench:
    """A storefront, opened up."""

    def __init__(self, parts: Parts = REFERENCE, generation: Generation = TRADECENTRIC_7_4) -> None:
        bench = self

        class SeenTokens(parts.tokens):  # type: ignore[name-defined, misc]  # whatever class the parts name
            def __init__(self, clock: Clock, settings: SystemSettings, text: Callable[[bytes], str]) -> None:
                super().__init__(clock, settings, text)
                bench.settings, bench.tokens = settings, self

        class SeenOrders(parts.orders):  # type: ignore[name-defined, misc]
            def __init__(self, company: Company, clock: Clock) -> None:
                super().__init__(company, clock)
                bench.company, bench.orders = company, self

        class SeenShop(parts.shop):  # type: ignore[name-defined, misc]
            def __init__(self, company: Company, authentication: Authentication, *others: Any) -> None:
                super().__init__(company, authentication, *others)
                bench.authentication = authentication

        self.company: Company
        self.authentication: Authentication
        self.orders: Orders
        self.settings: SystemSettings
        self.tokens: AccessTokens
        self.clock = AdjustableClock()
        self.journal = Journal(Redactor(b"test"))
        self.storefront = Storefront(
            self.journal,
            seed=1,
            clock=self.clock,
            generation=generation,
            parts=replace(parts, tokens=SeenTokens, orders=SeenOrders, shop=SeenShop),
        )
        self.url = self.storefront.url
        self.site: Site = next(iter(self.company.sites.values()))
        self.channel: Channel = next(iter(self.company.channels.values()))
        self.products = list(self.company.products.values())
        self._browsers: list[Browser] = []
        self.install()

    def __enter__(self) -> Bench:
        self.storefront.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.forget_browsers()
        self.storefront.close()

    def install(self) -> None:
        """Configure the storefront as the documentation says."""
        self.channel.settings = ChannelSettings(True, self.storefront.start_url)
        self.company.strangers_may_join = True
        self.settings.update(self.storefront.generation.panel.auto_login_pid, {"enabled": "true"})
        self.set_token("15", "8")

    def set_token(self, duration: str, size: str) -> None:
        """Set Access Token Duration and Size."""
        self.settings.update(TOKEN_PID, {"access.token.expires.in": duration, "access.token.key.byte.size": size})

    def forget_browsers(self) -> None:
        """Close every browser."""
        while self._browsers:
            self._browsers.pop().close()

    def browser(self) -> Browser:
        """Return a browser that has been nowhere yet."""
        browser = Browser(self.url)
        self._browsers.append(browser)
        return browser

    def user(self, **names: str) -> User:
        """Return a new user who is a member of the site."""
        person = {"first_name": "Ada", "last_name": "Buyer"} | names
        user = self.company.add_user(f"buyer-{secrets.token_hex(6)}@buyer.example", **person)
        user.site_ids.add(self.site.id)
        return user

    def account(self) -> Account:
        """Return a new account."""
        code = f"ACME-{secrets.token_hex(6)}"
        account = Account(self.company.next_id(), f"Acme {code}", code)
        self.company.accounts[account.id] = account
        return account

    def role(self, account: Account, *actions: str) -> Role:
        """Return a new role of an account that permits these actions on open orders."""
        role = Role(self.company.next_id(), self.company.next_id(), "Punch Out Vendor", account.id)
        role.permissions.update((ORDER_RESOURCE, action) for action in actions)
        self.company.roles[role.id] = role
        return role

    def buyer(self, *actions: str, **names: str) -> Buyer:
        """Return a new buyer with these permissions, both unless any is named; "" is none."""
        user, account = self.user(**names), self.account()
        role = self.role(account, *(actions or (VIEW_OPEN_ORDERS, CHECK_OUT_OPEN_ORDERS)))
        account.members.add(user.id)
        account.roles_of[user.id] = {role.id}
        return Buyer(user, account, role)

    def order(self, buyer: Buyer, *quantities: int, currency: str = "USD") -> Order:
        """Return a new order of a buyer with these quantities of one product each."""
        order = self.orders.create(buyer.user.id, buyer.account.id, self.channel.group_id, currency)
        for product, quantity in zip(self.products, quantities, strict=False):
            self.orders.add(order, product, quantity)
        return order

    def document(self, buyer: Buyer, **changes: Any) -> dict[str, Any]:
        """Return a session request; a change with a dot in its name is one of an inner member, None takes it out."""
        document: dict[str, Any] = {
            "buyerAccountReferenceCode": buyer.account.external_reference_code,
            "buyerGroup": {"name": self.site.key},
            "buyerUser": {"email": buyer.user.email},
            "cart": {"currencyCode": "USD"},
            "punchOutReturnURL": "http://127.0.0.1:9/return",
            "punchOutSessionType": "create",
        }
        for name, value in changes.items():
            outer, _, inner = name.partition("__")
            holder, key = (document[outer], inner) if inner else (document, outer)
            if value is None:
                holder.pop(key, None)
            else:
                holder[key] = value
        return document

    def bearer(self) -> str:
        """Return a bearer token of the hub."""
        credentials = self.storefront.credentials
        form = {
            "grant_type": "client_credentials",
            "client_id": credentials.client_id,
            "client_secret": credentials.client_secret,
        }
        return str(requests.post(f"{self.url}/o/oauth2/token", data=form, timeout=10).json()["access_token"])

    def give_client(self, client_id: str, scopes: frozenset[str]) -> None:
        """Add an OAuth2 client with these scopes; its secret is its id and `-secret`."""
        client = OAuthClient(client_id, f"{client_id}-secret", scopes, self.user().id)
        cast(dict[str, OAuthClient], self.authentication._clients)[client_id] = client

    def ask(self, document: Any, *, bearer: str | None = None, **options: Any) -> requests.Response:
        """Post a session request as the hub does."""
        content = {"data": document} if isinstance(document, bytes) else {"json": document}
        headers = {"Authorization": f"Bearer {bearer or self.bearer()}", "Content-Type": "application/json"}
        headers |= options.pop("headers", {})
        return requests.post(self.url + PATH, headers=headers, timeout=10, **content, **options)

    def start_url(self, buyer: Buyer, **changes: Any) -> str:
        """Return the start URL of a new session."""
        response = self.ask(self.document(buyer, **changes))
        assert response.status_code == 200, response.text
        return str(response.json()["punchOutStartURL"])

    def enter(self, buyer: Buyer, return_url: str = "http://127.0.0.1:9/return", **changes: Any) -> Browser:
        """Let a buyer punch out; return the browser in the punch-out session."""
        browser = self.browser()
        browser.open(self.start_url(buyer, punchOutReturnURL=return_url, **changes))
        assert browser.is_signed_in
        return browser

    def fill(self, browser: Browser, *quantities: int) -> int:
        """Put products into the current cart; return its id."""
        for product, quantity in zip(self.products, quantities, strict=False):
            path = f"{CART}/carts/{browser.order_id}/items"
            response = browser.tell("POST", path, json={"skuId": product.sku_id, "quantity": quantity})
            assert response.status_code == 201, response.text
        assert browser.order_id is not None
        return browser.order_id

    def administrator(self) -> tuple[str, str]:
        """Return the administrator's e-mail address and password."""
        return self.storefront.credentials.administrator, self.storefront.credentials.administrator_password

    def everything(self) -> dict[str, Any]:
        """Return all that a session request could leave behind, to be compared with."""
        company = self.company
        return {
            "users": {id_: (user.email, frozenset(user.site_ids)) for id_, user in company.users.items()},
            "members": {id_: frozenset(account.members) for id_, account in company.accounts.items()},
            "orders": {id_: [(n.id, n.quantity, n.modified) for n in o.lines] for id_, o in company.orders.items()},
        }


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make calls at the same time; return their results in order."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(20) for future in [pool.submit(call) for call in calls]]
