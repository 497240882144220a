"""The simulated PunchOut2Go hub: cXML to the buyer's side, Liferay's session API and flat cart to the shop's.

Source: reference, hub and protocols, 1.6 to 1.11 and 2.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, JSONResponse, Response

from simulators.hub.behaviour import ANSWERS, LONGEST_SILENCE, REDIRECT_SUFFIX, REQUESTS, SILENCE, UNREACHABLE
from simulators.hub.mapping import order_message, session_request
from simulators.hub.relationships import Relationships, Unauthorized, relationship_from
from simulators.hub.sessions import HubSession, HubSessions
from simulators.hub.shop import ShopClient, ShopRefused
from simulators.messages.cart import Cart, CartRejected, parse_cart
from simulators.messages.cxml import (
    CxmlRejected,
    Envelope,
    FieldStyle,
    SetupRequest,
    SetupResponse,
    build_order_message,
    build_setup_response,
    encode_form_field,
    new_payload_id,
    parse_setup_request,
    standard_status,
    timestamp,
)
from simulators.wire import Clock, Endpoint, Incoming, Journal, Party, SystemClock, endpoint
from simulators.wire.pages import templates_in

_TEMPLATES = templates_in(Path(__file__).parent / "templates")
_ADDRESS = re.compile(r"(?i:https?)://[^\s/?#]\S*")
# What XML cannot carry, least of all in a status.
_UNCARRIABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLES: dict[str, FieldStyle] = {"cxml-urlencoded": "cXML-urlencoded", "cxml-base64": "cXML-base64"}


class Hub:
    """A hub on a port."""

    def __init__(
        self,
        journal: Journal,
        *,
        clock: Clock | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
    ) -> None:
        """Build it; `public_url` is where shops and browsers reach it when that is not the bound address."""
        self._journal = journal
        self._clock = clock or SystemClock()
        self._host = host
        self._relationships = Relationships()
        self._sessions = HubSessions()
        self._shops = ShopClient(journal)
        self._lock = threading.Lock()
        self._behaviours: dict[str, str] = {}
        self._requests: dict[str, str] = {}
        self._silences: dict[str, threading.Event] = {}
        self._spares: dict[str, Party] = {}
        self._party = Party(
            "hub",
            [
                endpoint("/", self._show),
                endpoint("/cxml/setup", self._set_up, "POST", caller="procurement system"),
                *self._gateway(),
                endpoint("/operator/relationships", self._relate, "POST", caller=None),
                endpoint("/operator/sessions/{buyer_cookie}", self._tell, caller=None),
                endpoint("/operator/sessions/{buyer_cookie}/behaviour", self._behave, "PUT", caller=None),
                endpoint("/operator/sessions/{buyer_cookie}/request", self._ask_so, "PUT", caller=None),
            ],
            journal,
            host=host,
            port=port,
            public_url=public_url,
        )
        self.url = self._party.url
        self.setup_url = f"{self.url}/cxml/setup"

    def open(self) -> Self:
        """Start to answer."""
        self._party.open()
        return self

    def ask_to_close(self) -> None:
        """Begin to close, without waiting; requests that were held are let go."""
        for silence in tuple(self._silences.values()):
            silence.set()
        for party in (self._party, *self._spares.values()):
            party.ask_to_close()

    def close(self) -> None:
        """Stop answering and free the ports."""
        self.ask_to_close()
        for party in (self._party, *self._spares.values()):
            party.close()

    def _gateway(self) -> list[Endpoint]:
        """Return the addresses a shop and a browser use, which is what a spare gateway has too."""
        return [
            endpoint("/gateway/link/api/id/{id}", self._take_cart, "POST", caller="storefront"),
            endpoint("/gateway/link/return/id/{id}", self._return),
        ]

    def _set_up(self, incoming: Incoming) -> Response:
        """Answer a set-up request; whatever is wrong with it is a cXML Status in HTTP 200."""
        try:
            setup = parse_setup_request(incoming.body, encoding=incoming.charset)
        except CxmlRejected as rejected:
            return self._cxml(406, f"The set-up request cannot be accepted: {rejected}")
        try:
            relationship = self._relationships.of(setup.header)
        except Unauthorized as unauthorized:
            return self._cxml(401, str(unauthorized))
        if setup.operation not in ("create", "edit", "inspect"):
            return self._cxml(450, f"The operation {setup.operation} is not supported.")
        if setup.browser_form_post is None or not _ADDRESS.fullmatch(setup.browser_form_post):
            return self._cxml(400, "BrowserFormPost must be an http or https address.")
        if any(item.quantity != int(item.quantity) for item in setup.items):
            return self._cxml(400, "The shop sells whole quantities only.")
        spare = self._spares.get(_cookie(setup))
        session = self._sessions.begin(relationship, setup, spare.url if spare else self.url)
        asking = REQUESTS[self._requests.get(_cookie(setup), "as ordered")]
        try:
            answer = self._shops.request_session(
                relationship.shop, asking(session_request(setup, session, self._sessions.sku_id))
            )
        except ShopRefused as refused:
            session.refusal = relationship.without_secrets(str(refused))
            return self._cxml(_status_for(refused.status), session.refusal)
        session.start_url = answer.start_url
        return self._cxml(200, start_page=answer.start_url)

    def _take_cart(self, incoming: Incoming) -> Response:
        """Take the cart a shop posts, as often as it does, and answer where the browser goes next."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None:
            return JSONResponse({"error": "no such session"}, 404)
        self._sessions.posted(session, incoming.body)
        silence = self._silences.get(_cookie(session.setup))
        if silence is not None and not silence.is_set():
            silence.wait(LONGEST_SILENCE)
            return JSONResponse({"error": "the hub was silent"}, 503)
        try:
            cart = parse_cart(incoming.body)
            self._order_document(session, cart)
        except CartRejected as rejected:
            return JSONResponse({"error": str(rejected)}, 400)
        except CxmlRejected as rejected:
            return JSONResponse({"error": f"the cart cannot be brought back: {rejected}"}, 400)
        except ArithmeticError:
            return JSONResponse({"error": "the cart cannot be brought back: its amounts are out of bounds"}, 400)
        answer = self._behaviours.get(_cookie(session.setup), "accept")
        self._sessions.accept(session, cart)
        suffix = REDIRECT_SUFFIX.get(answer, "")
        session.redirect_url = f"{session.gateway}/gateway/link/return/id/{session.id}?redirect=1{suffix}"
        return ANSWERS[answer](session.redirect_url)

    def _return(self, incoming: Incoming) -> Response:
        """Give the browser a page that posts the order message to the buyer's own address."""
        session = self._sessions.find(incoming.parts["id"])
        if session is None or session.setup.browser_form_post is None:
            return HTMLResponse(_TEMPLATES.get_template("unknown.html").render(), 404)
        self._sessions.returned(session)
        document = self._order_document(session, session.carts[-1] if session.carts else None)
        _, value = encode_form_field(document, style=_STYLES[session.relationship.form_field.lower()])
        page = _TEMPLATES.get_template("return.html").render(
            action=session.setup.browser_form_post, name=session.relationship.form_field, value=value
        )
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    def _order_document(self, session: HubSession, cart: Cart | None) -> bytes:
        message = order_message(session, cart, self._clock.now(), self._name)
        urlencoded = session.relationship.form_field.lower() == "cxml-urlencoded"
        return build_order_message(message, encoding="US-ASCII" if urlencoded else "UTF-8")

    def _show(self, _: Incoming) -> Response:
        return HTMLResponse(_TEMPLATES.get_template("hub.html").render(hub=self))

    def _relate(self, incoming: Incoming) -> Response:
        """Take a trading relationship from an operator."""
        try:
            relationship = relationship_from(incoming.json())
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f"the relationship cannot be made: {error!a}"}, 400)
        if relationship.form_field.lower() not in _STYLES:
            return JSONResponse({"error": f"form_field is not one of {sorted(_STYLES.values())}"}, 400)
        self._relationships.add(relationship)
        return JSONResponse({"setup_url": self.setup_url}, 201)

    def _behave(self, incoming: Incoming) -> Response:
        """Let the hub answer the cart of one buyer in a named way; `unreachable` has to come before the set-up."""
        cookie, name = incoming.parts["buyer_cookie"], _named_in(incoming, "answer")
        if name not in (*ANSWERS, UNREACHABLE, SILENCE):
            return JSONResponse({"error": f"answer is not one of {[*ANSWERS, UNREACHABLE, SILENCE]}"}, 400)
        with self._lock:
            silence = self._silences.pop(cookie, None)
            if silence is not None:
                silence.set()
            if name == SILENCE:
                self._silences[cookie] = threading.Event()
                return JSONResponse({"answer": name})
            spare = self._spares.get(cookie)
            if name == UNREACHABLE and spare is None:
                self._spares[cookie] = Party("hub", self._gateway(), self._journal, host=self._host)
            elif name == UNREACHABLE and spare is not None and spare.is_open:
                return JSONResponse({"error": "the gateway of this buyer was opened already"}, 409)
            elif name != UNREACHABLE:
                self._behaviours[cookie] = name
                if spare is not None and not spare.is_open:
                    spare.open()
        return JSONResponse({"answer": name})

    def _ask_so(self, incoming: Incoming) -> Response:
        """Let the hub ask for the session of one buyer in a named way; it has to come before the set-up."""
        name = _named_in(incoming, "request")
        if name not in REQUESTS:
            return JSONResponse({"error": f"request is not one of {[*REQUESTS]}"}, 400)
        self._requests[incoming.parts["buyer_cookie"]] = name
        return JSONResponse({"request": name})

    def _tell(self, incoming: Incoming) -> Response:
        session = self._sessions.of_cookie(incoming.parts["buyer_cookie"])
        return JSONResponse({"error": "no such session"}, 404) if session is None else JSONResponse(session.record())

    @property
    def _name(self) -> str:
        """What the hub calls itself in payload ids."""
        return urlsplit(self.url).hostname or "hub"

    def _cxml(self, code: int, detail: str = "", start_page: str | None = None) -> Response:
        now = self._clock.now()
        envelope = Envelope(new_payload_id(now, self._name), timestamp(now))
        response = SetupResponse(envelope, standard_status(code, _UNCARRIABLE.sub("?", detail)), start_page)
        return Response(build_setup_response(response), media_type="text/xml; charset=UTF-8")


def _status_for(shop_status: int | None) -> int:
    """Return the cXML status that tells a buyer's system what a shop's refusal means for it."""
    if shop_status is None or not 400 <= shop_status < 500:
        return 550
    # The shop refusing the hub is no fault of the buyer's credential.
    return {401: 500, 403: 403, 404: 417}.get(shop_status, 400)


def _cookie(setup: SetupRequest) -> str:
    return setup.buyer_cookie if isinstance(setup.buyer_cookie, str) else ""


def _named_in(incoming: Incoming, member: str) -> str:
    try:
        document = incoming.json()
    except ValueError:
        return ""
    return str(document.get(member)) if isinstance(document, dict) else ""
