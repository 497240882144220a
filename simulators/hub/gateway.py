"""The gateway: where shops post carts, and browsers start and come back.

Source: reference, hub and protocols, 1.6 to 1.9.
"""

from __future__ import annotations

from pathlib import Path

from starlette.responses import HTMLResponse, JSONResponse, Response

from simulators.hub.arrangements import Arrangements
from simulators.hub.behaviour import ANSWERS, REDIRECT_SUFFIX
from simulators.hub.opening import NotStarted, Opening
from simulators.hub.punch_outs import CannotBringBack
from simulators.hub.sessions import HubSessions
from simulators.messages.cart import CartRejected, parse_cart
from simulators.wire import ON_PURPOSE, Endpoint, Incoming, endpoint
from simulators.wire.pages import templates_in

_TEMPLATES = templates_in(Path(__file__).parent / "templates")


class Gateway:
    """Takes carts and browsers, at whatever address it is served."""

    def __init__(self, sessions: HubSessions, arrangements: Arrangements) -> None:
        self._sessions = sessions
        self._arrangements = arrangements

    def endpoints(self, opening: Opening | None = None) -> list[Endpoint]:
        """Return the addresses a shop and a browser use; without `opening` those that take a cart back only."""
        back = [
            endpoint("/gateway/link/api/id/{id}", self._take_cart, "POST", caller="storefront"),
            endpoint("/gateway/link/return/id/{id}", self._return),
        ]
        if opening is None:
            return back
        return [*back, endpoint("/gateway/link/start/id/{id}", lambda incoming: self._start(opening, incoming))]

    def _start(self, opening: Opening, incoming: Incoming) -> Response:
        """Ask the shop for a session now, and send the browser there."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return _page("unknown.html", 404)
        try:
            start_url = opening.start(session)
        except NotStarted as refused:
            return _page("not_started.html", 502, reason=refused.reason)
        # Not a redirect of the framework's, which would write the address anew.
        return Response(status_code=303, headers={"Location": start_url, "Cache-Control": "no-store"})

    def _take_cart(self, incoming: Incoming) -> Response:
        """Take the cart a shop posts, as often as it does, and answer where the browser goes next."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return JSONResponse({"error": "no such session"}, 404)
        self._sessions.posted(session, incoming.body)
        cookie = session.request.cookie
        if self._arrangements.keeps_silent(cookie):
            return JSONResponse({"error": "the hub was silent"}, 503)
        try:
            cart = parse_cart(incoming.body)
            session.way_back.check(session, cart)
        except CartRejected as rejected:
            return JSONResponse({"error": str(rejected)}, 400)
        except CannotBringBack as error:
            return JSONResponse({"error": f"the cart cannot be brought back: {error}"}, 400)
        answer = self._arrangements.answer(cookie)
        self._sessions.accept(session, cart)
        suffix = REDIRECT_SUFFIX.get(answer, "")
        session.redirect_url = f"{session.back_url}?redirect=1{suffix}"
        response = ANSWERS[answer](session.redirect_url)
        if answer != "accept":
            response.headers[ON_PURPOSE] = answer
        return response

    def _return(self, incoming: Incoming) -> Response:
        """Give the browser a page that takes the cart to the buyer's own system."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return _page("unknown.html", 404)
        self._sessions.returned(session)
        response = session.way_back.page(session, session.carts[-1] if session.carts else None)
        response.headers["Cache-Control"] = "no-store"
        return response


def _page(template: str, status: int, **values: str) -> Response:
    return HTMLResponse(_TEMPLATES.get_template(template).render(**values), status)
