"""The operator's console of the hub: trading relationships, and arrangements for single punch outs."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from simulators.hub.arrangements import Arrangements, Unarranged
from simulators.hub.relationships import Relationships, relationship_from
from simulators.hub.sessions import HubSessions
from simulators.wire import Endpoint, Incoming, endpoint


class Console:
    """Answers the operator, in JSON; `setup_url` is told to those who are given a relationship."""

    def __init__(
        self, relationships: Relationships, sessions: HubSessions, arrangements: Arrangements, setup_url: str
    ) -> None:
        self._relationships = relationships
        self._sessions = sessions
        self._arrangements = arrangements
        self._setup_url = setup_url

    def endpoints(self) -> list[Endpoint]:
        """Return the addresses of the console."""
        session = "/operator/sessions/{buyer_cookie}"
        return [
            endpoint("/operator/relationships", self._relate, "POST", caller=None),
            endpoint(session, self._tell, caller=None),
            endpoint(f"{session}/behaviour", self._behave, "PUT", caller=None),
            endpoint(f"{session}/request", self._ask_so, "PUT", caller=None),
        ]

    def _relate(self, incoming: Incoming) -> Response:
        """Take a trading relationship."""
        try:
            relationship = relationship_from(incoming.json())
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f"the relationship cannot be made: {error!a}"}, 400)
        self._relationships.add(relationship)
        return JSONResponse({"setup_url": self._setup_url}, 201)

    def _behave(self, incoming: Incoming) -> Response:
        """Let the hub answer the cart of one buyer in a named way."""
        name = _named_in(incoming, "answer")
        try:
            self._arrangements.answer_with(incoming.parts["buyer_cookie"], name)
        except Unarranged as error:
            return JSONResponse({"error": str(error)}, 409 if error.late else 400)
        return JSONResponse({"answer": name})

    def _ask_so(self, incoming: Incoming) -> Response:
        """Let the hub ask for the session of one buyer in a named way."""
        name = _named_in(incoming, "request")
        try:
            self._arrangements.ask_with(incoming.parts["buyer_cookie"], name)
        except Unarranged as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"request": name})

    def _tell(self, incoming: Incoming) -> Response:
        session = self._sessions.of_cookie(incoming.parts["buyer_cookie"])
        return JSONResponse({"error": "no such session"}, 404) if session is None else JSONResponse(session.record())


def _named_in(incoming: Incoming, member: str) -> str:
    try:
        document = incoming.json()
    except ValueError:
        return ""
    return str(document.get(member)) if isinstance(document, dict) else ""
