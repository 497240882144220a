"""The gateway: where shops post carts, and browsers start and come back.

What a server posts is answered in JSON, what a browser posts with a page for the person in front of it.
Source: reference, hub and protocols, 1.5 to 1.9, 1.11c and 1.12.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from starlette.responses import HTMLResponse, JSONResponse, Response

from simulators.hub.arrangements import Arrangements
from simulators.hub.behaviour import ANSWERS, ELSEWHERE, REDIRECT_SUFFIX
from simulators.hub.cart_posts import NoCart, is_browsers_form, read_post, sender_of, shown_text
from simulators.hub.hostile_answers import DRIP, LOOP_PATH, REDIRECTS, dripping, looping
from simulators.hub.opening import NotStarted, Opening
from simulators.hub.punch_outs import CannotBringBack, CartPost, HubSession
from simulators.hub.sessions import HubSessions
from simulators.messages.cart import Cart, CartRejected
from simulators.wire import ON_PURPOSE, Endpoint, Incoming, Redactor, endpoint, origin_of
from simulators.wire.pages import templates_in

_TEMPLATES = templates_in(Path(__file__).parent / "templates")


class Gateway:
    """Takes carts and browsers, at whatever address it is served."""

    def __init__(self, sessions: HubSessions, arrangements: Arrangements, redactor: Redactor) -> None:
        self._sessions = sessions
        self._arrangements = arrangements
        self._redactor = redactor

    def endpoints(self, opening: Opening | None = None) -> list[Endpoint]:
        """Return the addresses a shop and a browser use; without `opening` those that take a cart back only."""
        back = [
            endpoint("/gateway/link/api/id/{id}", self._take_cart, "POST", caller=sender_of),
            endpoint("/gateway/link/punchin/id/{id}", self._take_from_browser, "POST", caller="browser"),
            # Where a launch through the browser has the shop send its carts.
            endpoint("/gateway/link/return/id/{id}", self._take_cart, "POST", caller=sender_of),
            endpoint("/gateway/link/return/id/{id}", self._return),
            endpoint(LOOP_PATH, self._loop, "GET", "POST", caller=sender_of),
        ]
        if opening is None:
            return back
        return [*back, endpoint("/gateway/link/start/id/{id}", lambda incoming: self._start(opening, incoming))]

    def _start(self, opening: Opening, incoming: Incoming) -> Response:
        """Ask the shop for a session now, and send the browser there; the old launch is a form it takes along."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return _page("unknown.html", 404)
        try:
            start = opening.start(session)
        except NotStarted as refused:
            return _page("not_started.html", 502, reason=refused.reason, error_page=refused.error_page)
        if start.fields:
            response = _page("launch.html", 200, action=start.url, fields=start.fields)
            response.headers["Cache-Control"] = "no-store"
            return response
        # Not a redirect of the framework's, which would write the address anew.
        return Response(status_code=303, headers={"Location": start.url, "Cache-Control": "no-store"})

    def _take_cart(self, incoming: Incoming) -> Response:
        """Take the cart a shop posts, as often as it does, and answer where the browser goes next."""
        if is_browsers_form(incoming):
            return self._take_from_browser(incoming)
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return JSONResponse({"error": "no such session"}, 404)
        post = self._sessions.posted(session, incoming.body.decode("utf-8", "backslashreplace"))
        if self._arrangements.keeps_silent(session.request.cookie):
            return JSONResponse({"error": "the hub was silent"}, 503)
        try:
            cart = self._read(session, incoming, post)
        except CartRejected as rejected:
            return JSONResponse({"error": str(rejected), "faults": rejected.faults}, 400)
        answer = self._arrangements.answer(session.request.cookie)
        self._sessions.accept(session, cart)
        url = f"{session.browser_url}?redirect=1{REDIRECT_SUFFIX.get(answer, '')}"
        if answer == ELSEWHERE:
            url = url.replace(session.gateway, self._arrangements.elsewhere(session.request.cookie), 1)
        session.redirect_url = url
        if answer == DRIP:
            response = dripping(url, self._arrangements.let_go(session.request.cookie))
        else:
            response = ANSWERS.get(answer, ANSWERS["accept"])(url)
        if answer != "accept":
            response.headers[ON_PURPOSE] = answer
        return response

    def _loop(self, incoming: Incoming) -> Response:
        """Send whoever follows a redirect that leads to itself once around."""
        status = incoming.parts["status"]
        if status not in map(str, REDIRECTS):
            return JSONResponse({"error": "no such redirect"}, 404)
        response = looping(int(status), origin_of(incoming.url))
        response.headers[ON_PURPOSE] = f"{status} to itself"
        return response

    def _take_from_browser(self, incoming: Incoming) -> Response:
        """Take the cart a browser posts, and give it the page that takes the cart back."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return _page("unknown.html", 404)
        post = self._sessions.posted(session, self._redactor.text(shown_text(incoming)))
        if self._arrangements.keeps_silent(session.request.cookie):
            return _page("refused.html", 503, faults=("the hub was silent",))
        try:
            cart = self._read(session, incoming, post)
        except NoCart:
            return self._back(session, None)
        except CartRejected as rejected:
            return _page("refused.html", 400, faults=rejected.faults)
        self._sessions.accept(session, cart)
        return self._back(session, cart)

    def _read(self, session: HubSession, incoming: Incoming, post: CartPost) -> Cart:
        """Return the cart in a post that can be brought back; what was found in it is written down.

        Raises:
            CartRejected: when there is none.
            NoCart: when it says that there is none.

        """
        try:
            form, read = read_post(incoming, session.request.cookie)
            if read is None:
                post.form = form
                raise NoCart
            # A form that names no currency is in that of the session.
            cart = read.cart if read.cart.currency else replace(read.cart, currency=session.relationship.currency)
            session.way_back.check(session, cart)
        except CartRejected as rejected:
            post.faults = rejected.faults
            raise
        except CannotBringBack as error:
            post.faults = (f"the cart cannot be brought back: {error}",)
            raise CartRejected(post.faults) from error
        post.form, post.advisories = form, tuple(advisory.name for advisory in read.advisories)
        return cart

    def _return(self, incoming: Incoming) -> Response:
        """Give the browser a page that takes the cart to the buyer's own system."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return _page("unknown.html", 404)
        return self._back(session, session.carts[-1] if session.carts else None)

    def _back(self, session: HubSession, cart: Cart | None) -> Response:
        self._sessions.returned(session)
        response = session.way_back.page(session, cart)
        response.headers["Cache-Control"] = "no-store"
        return response


def _page(template: str, status: int, **values: object) -> Response:
    return HTMLResponse(_TEMPLATES.get_template(template).render(**values), status)
