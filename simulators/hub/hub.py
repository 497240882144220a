"""The simulated PunchOut2Go hub: fronts to the buyers' side, routes to the shops', and the gateway between.

Source: reference, hub and protocols, 1.6 to 1.11 and 2.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, Response

from simulators.hub.arrangements import Arrangements
from simulators.hub.console import Console
from simulators.hub.fronts.cxml import SETUP_PATH
from simulators.hub.fronts.orders import ORDER_PATH, OrderFront
from simulators.hub.gateway import Gateway
from simulators.hub.opening import Opening
from simulators.hub.parts import GOOD_HUB, HubParts
from simulators.hub.routes import BrowserRoute, LiferayRoute, Route, StandardRoute
from simulators.wire import Clock, Incoming, Journal, Party, SystemClock, endpoint
from simulators.wire.pages import templates_in

_TEMPLATES = templates_in(Path(__file__).parent / "templates")


class Hub:
    """A hub on a port."""

    def __init__(
        self,
        journal: Journal,
        *,
        clock: Clock | None = None,
        parts: HubParts = GOOD_HUB,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
    ) -> None:
        """Build it; `public_url` is where shops and browsers reach it when that is not the bound address."""
        clock = clock or SystemClock()
        relationships, sessions = parts.relationships(), parts.sessions()
        self._arrangements = Arrangements(lambda: Party("hub", gateway.endpoints(), journal, host=host))
        gateway = Gateway(sessions, self._arrangements, journal.redactor)
        self._party = Party("hub", (), journal, host=host, port=port, public_url=public_url)
        self.url, self.bound_url = self._party.url, self._party.bound_url
        self.setup_url = f"{self.url}{SETUP_PATH}"
        self.order_url = f"{self.url}{ORDER_PATH}"
        routes: dict[str, Route] = {
            "liferay": LiferayRoute(journal, sessions.sku_id),
            "standard": StandardRoute(journal),
            "browser": BrowserRoute(),
        }
        opening = Opening(sessions, self._arrangements, routes, self.url)
        name = urlsplit(self.url).hostname or "hub"
        self._party.serve(
            [
                endpoint("/", self._show),
                *parts.cxml(relationships, opening, clock, name).endpoints(),
                *parts.oci(relationships, sessions, opening).endpoints(),
                *OrderFront(relationships, sessions, journal, clock, name).endpoints(),
                *gateway.endpoints(opening),
                *Console(relationships, sessions, self._arrangements, self.setup_url).endpoints(),
            ]
        )

    def open(self) -> Self:
        """Start to answer."""
        self._party.open()
        return self

    @property
    def failure(self) -> str:
        """What keeps it from answering, or nothing."""
        return self._party.failure

    def ask_to_close(self) -> None:
        """Begin to close, without waiting; requests that were held are let go."""
        self._party.ask_to_close()
        self._arrangements.ask_to_close()

    def close(self) -> None:
        """Stop answering and free the ports."""
        self.ask_to_close()
        self._party.close()
        self._arrangements.close()

    def _show(self, _: Incoming) -> Response:
        return HTMLResponse(_TEMPLATES.get_template("hub.html").render(hub=self))
