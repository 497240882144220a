"""The reference storefront: its parts put together, and the addresses they answer at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

from simulators.storefront import money, order_intake, session_api
from simulators.storefront.administration import admin_orders, control_panel, json_services, people, site_roles
from simulators.storefront.authentication import Authentication
from simulators.storefront.checkout import Checkout
from simulators.storefront.demo import SITE_KEY, SITE_URL, Credentials, new_credentials, populate
from simulators.storefront.generation import TRADECENTRIC_7_4, Generation
from simulators.storefront.installation import Installation
from simulators.storefront.memory import Memory
from simulators.storefront.order_intake import OrderIntake
from simulators.storefront.parts import REFERENCE, Parts
from simulators.storefront.problems import answering_problems
from simulators.storefront.session_api import SessionApi
from simulators.storefront.session_description import SessionDescription
from simulators.storefront.shop import Shop
from simulators.storefront.surfaces import SURFACES, Behind, api, for_administrators
from simulators.storefront.transfer import DEADLINE
from simulators.wire import Clock, Endpoint, Journal, Party, SystemClock, endpoint


class Storefront:
    """A storefront on a port, with its company, behaving as the documentation says."""

    def __init__(
        self,
        journal: Journal,
        *,
        seed: int,
        clock: Clock | None = None,
        generation: Generation = TRADECENTRIC_7_4,
        parts: Parts = REFERENCE,
        credentials: Credentials | None = None,
        console: Path | None = None,
        console_shown: Callable[[str], str] = str,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
        recorded: bool = False,
        transfer_deadline: float = DEADLINE,
        home: Path | None = None,
        context_path: str = "",
        bare: bool = False,
    ) -> None:
        """Build it; `seed` decides the catalog, `console` is the file of its log, whose lines are as `console_shown`
        returns them.

        `transfer_deadline` is how many seconds it waits for a hub that has been sent a cart. With a `home` folder the
        connector is not there until its package is deployed there, and what is kept is kept there when it is closed.
        Everything is below the `context_path`, such as `/portal`, or at the root of the server.
        A `bare` one has an administrator and the hub's client, but neither site nor channel nor products.
        """
        self.generation = parts.released(generation)
        self.credentials = credentials or new_credentials()
        self.site_key = SITE_KEY
        self._journal, self._parts, self._clock = journal, parts, clock or SystemClock()
        self._transfer_deadline = transfer_deadline
        self._company = parts.company()
        self._settings = parts.settings(self.generation.panel.auto_login_pid)
        self._memory = Memory(home / "data" / "storefront") if home else None
        known = self._memory.recall(self._company, self._settings) if self._memory else None
        self._clients = known or populate(self._company, seed, self.credentials, bare=bare)
        self._console = parts.console(self._clock, console, journal.losses, console_shown)
        self._installation = Installation(home, self.generation, self._settings, self._console) if home else None
        self._party = Party(
            "storefront",
            self._endpoints(),
            journal,
            host=host,
            port=port,
            public_url=public_url,
            recorded=recorded,
            context_path=context_path,
        )
        self.url, self.bound_url = self._party.url, self._party.bound_url
        self.start_url = f"{self.url}/web/{SITE_URL}/catalog"
        self.orders_url = f"{self.url}{order_intake.PATH}"
        self.skus = tuple(product.sku for product in self._company.products.values())
        self.currencies = money.currencies()

    def open(self) -> Self:
        """Start to answer."""
        if self._installation is not None:
            self._installation.begin()
            self._party.open()
        else:
            self._party.open()
            self.generation.announce(self._console, self.generation)
        return self

    def restart(self) -> None:
        """Stop and start again at the same address: what a database keeps is there again, what memory held is gone.

        Company and settings are kept; web sessions, access tokens and bearer tokens are not.

        Raises:
            OSError: when somebody else has taken the port meanwhile.

        """
        self._party.close()
        self._company.restart()
        self._settings.restart()
        self._party = self._party.again(self._endpoints())
        self._party.open()
        self.generation.announce_restart(self._console, self.generation)

    @property
    def failure(self) -> str:
        """What keeps it from answering, or nothing."""
        return self._party.failure

    @property
    def has_whole_log(self) -> bool:
        """Whether all that happened is in the console log."""
        return self._console.is_whole

    def ask_to_close(self) -> None:
        """Begin to close, without waiting."""
        self._party.ask_to_close()

    def close(self) -> None:
        """Stop answering and free the port; keep what is to be kept."""
        self._party.close()
        if self._installation is not None:
            self._installation.end()
        if self._memory is not None:
            self._memory.keep(self._company, self._settings, self._clients)

    def _endpoints(self) -> list[Endpoint]:
        """Return what answers at which address, with a memory that is empty yet."""
        parts, company, settings, generation = self._parts, self._company, self._settings, self.generation
        sessions = parts.sessions()
        authentication = parts.authentication(company, sessions, self._clock, self._clients)
        tokens = parts.tokens(self._clock, settings, generation.token_text)
        orders, permissions = parts.orders(company, self._clock), parts.permissions(company)
        visits = parts.visits(company, sessions, settings, tokens, orders, self._console)
        pages = parts.pages(company, visits, generation)
        edit = parts.edit(company, orders, parts.line_checks)
        transfer = parts.transfer(self._journal, self._transfer_deadline)
        sessions_api = parts.session_api(
            company,
            authentication,
            tokens,
            edit,
            parts.session_checks,
            parts.start_url,
            parts.asked,
            parts.reading,
        )
        return [
            *self._once_installed(_connector(sessions_api, parts.description(authentication))),
            *_hub_interfaces(
                authentication,
                parts.order_intake(company, self._clock, self.credentials.order_secret, parts.order_checks),
            ),
            *SURFACES[generation.name](Behind(company, authentication, sessions, visits, orders, permissions, parts)),
            *_pages(
                parts.shop(company, authentication, sessions, visits, orders, permissions, pages, generation.shop),
                parts.checkout(company, visits, orders, permissions, transfer, pages, self._console, generation.shop),
            ),
            *_administration(
                people.People(company, authentication),
                admin_orders.AdminOrders(company, authentication),
                {
                    **json_services.JsonServices(company, authentication).methods(),
                    **site_roles.SiteRoles(company, authentication).methods(),
                },
                parts.control_panel(company, settings, visits, pages, generation.panel),
            ),
        ]

    def _once_installed(self, endpoints: list[Endpoint]) -> list[Endpoint]:
        """Return endpoints of the connector, which answer when it is installed; without a home folder it always is."""
        if self._installation is None:
            return endpoints
        return [replace(each, handler=self._installation.guarded(each.handler)) for each in endpoints]


def _connector(sessions: SessionApi, description: SessionDescription) -> list[Endpoint]:
    asked_for = answering_problems(sessions.request_session, sessions.refusal)
    return [
        endpoint(session_api.PATH, asked_for, *sessions.methods, caller="hub"),
        api(f"{session_api.BASE_PATH}/openapi.json", description.as_json, caller="harness"),
        api(f"{session_api.BASE_PATH}/openapi.yaml", description.as_yaml, caller="harness"),
    ]


def _hub_interfaces(authentication: Authentication, intake: OrderIntake) -> list[Endpoint]:
    return [
        api("/o/oauth2/token", authentication.token, "POST", caller="hub"),
        api(order_intake.PATH, intake.receive, "POST", caller="hub"),
    ]


def _pages(shop: Shop, checkout: Checkout) -> list[Endpoint]:
    return [
        endpoint("/", shop.home),
        endpoint("/c/portal/layout", shop.health),
        endpoint("/c/portal/login", shop.sign_in_page),
        endpoint("/c/portal/login", shop.sign_in, "POST"),
        endpoint("/c/portal/logout", shop.sign_out),
        endpoint("/web/{site}", shop.catalog, "GET", "POST"),
        endpoint("/web/{site}/catalog", shop.catalog, "GET", "POST"),
        endpoint("/web/{site}/pending-orders", shop.open_carts),
        endpoint("/web/{site}/pending-orders", shop.act_on_open_cart, "POST"),
        endpoint("/web/{site}/checkout", checkout.show),
    ]


def _administration(
    persons: people.People,
    placed: admin_orders.AdminOrders,
    services: json_services.Methods,
    panel: control_panel.ControlPanel,
) -> list[Endpoint]:
    return [
        api(f"{people.PATH}/my-user-account", persons.me),
        for_administrators(f"{admin_orders.PATH}/{{order_id}}", placed.change, "PATCH"),
        for_administrators(f"{admin_orders.PATH}/{{order_id}}", placed.remove, "DELETE"),
        *(
            for_administrators(
                f"{json_services.PATH}/{method}", handler, *(("GET", "POST") if "/get-" in method else ("POST",))
            )
            for method, handler in services.items()
        ),
        endpoint(control_panel.PATH, panel.show, caller="administrator"),
        endpoint(control_panel.PATH, panel.act, "POST", caller="administrator"),
    ]
