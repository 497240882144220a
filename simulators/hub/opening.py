"""Opening a punch out: the session of the hub, and the shop's, asked for at once or when the browser arrives.

Source: reference, hub and protocols, 1.3 and 1.10 (a start URL of a few seconds wants to be asked for late).
"""

from __future__ import annotations

from collections.abc import Mapping

from simulators.hub.arrangements import Arrangements
from simulators.hub.punch_outs import HubSession, PunchOutRequest, WayBack
from simulators.hub.relationships import Relationship
from simulators.hub.routes import Route, ShopRefused, Start
from simulators.hub.sessions import HubSessions


class NotStarted(Exception):
    """The shop gave no session: `status` is its HTTP status, or None when it was not reached or not understood.

    `error_page` is where the shop would have the browser go instead, or "".
    """

    def __init__(self, reason: str, status: int | None, error_page: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.error_page = error_page


class Opening:
    """Opens punch outs. `routes` are by name, `gateway` is the hub's own base for return URLs."""

    def __init__(
        self, sessions: HubSessions, arrangements: Arrangements, routes: Mapping[str, Route], gateway: str
    ) -> None:
        self._sessions = sessions
        self._arrangements = arrangements
        self._routes = routes
        self._gateway = gateway

    def open(self, relationship: Relationship, request: PunchOutRequest, way_back: WayBack) -> HubSession:
        """Make a session of the hub, and ask the shop for its own unless the relationship wants that late.

        Raises:
            NotStarted: when the shop is asked at once and gives none.

        """
        gateway = self._arrangements.gateway(request.cookie, self._gateway)
        session = self._sessions.begin(relationship, request, way_back, gateway)
        if not relationship.asks_late:
            self.start(session)
        return session

    def start(self, session: HubSession) -> Start:
        """Ask the shop for a session and return where it starts; each call asks anew.

        Raises:
            NotStarted: when it gives none.

        """
        relationship = session.relationship
        try:
            start = self._routes[relationship.route].start(session, self._arrangements.asking(session.request.cookie))
        except ShopRefused as refused:
            # A shop may say half a character, which no page can.
            said = str(refused).encode("utf-8", "replace").decode()
            session.refusal = relationship.without_secrets(said)
            error_page = relationship.without_secrets(refused.error_page)
            raise NotStarted(session.refusal, refused.status, error_page) from refused
        session.start_url = start.url
        return start
