"""The cXML front: set-up requests in, order messages back through the browser.

Whatever is wrong with a set-up request is a cXML Status in HTTP 200.
Source: reference, hub and protocols, 1.11 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from simulators.hub.fronts.order_message import order_message
from simulators.hub.fronts.statuses import status_document, status_for_answer
from simulators.hub.opening import NotStarted, Opening
from simulators.hub.punch_outs import CannotBringBack, HubSession, PunchOutRequest, RequestedLine
from simulators.hub.relationships import FIELD_STYLES, Relationship, Relationships, Unauthorized
from simulators.hub.replays import Replayed, Replays
from simulators.messages.cart import Cart
from simulators.messages.cxml import (
    Address,
    Content,
    CxmlRejected,
    SetupRequest,
    advisories,
    build_order_message,
    buyer_identity,
    encode_form_field,
    parse_setup_request,
)
from simulators.messages.session import BuyerUser
from simulators.wire import Clock, Endpoint, Incoming, endpoint
from simulators.wire.pages import templates_in

SETUP_PATH = "/cxml/setup"
_TEMPLATES = templates_in(Path(__file__).parents[1] / "templates")
_ADDRESS = re.compile(r"(?i:https?)://[^\s/?#]\S*")
_OPERATIONS = ("create", "edit", "inspect")


class CxmlFront:
    """Answers procurement systems that speak cXML; `host` names the hub in payload ids."""

    def __init__(self, relationships: Relationships, opening: Opening, clock: Clock, host: str) -> None:
        self._relationships = relationships
        self._opening = opening
        self._clock = clock
        self._host = host
        self._replays = Replays()

    def endpoints(self) -> list[Endpoint]:
        """Return the addresses procurement systems call."""
        return [endpoint(SETUP_PATH, self._set_up, "POST", caller="procurement system")]

    def _set_up(self, incoming: Incoming) -> Response:
        """Answer a set-up request; one that is sent again gets the answer it had."""
        return Response(self._answered(incoming), media_type="text/xml; charset=UTF-8")

    def _answered(self, incoming: Incoming) -> bytes:
        try:
            # What can be understood is taken, and told of; our own procurement systems are held to more by the judge.
            setup = parse_setup_request(incoming.body, encoding=incoming.charset, strict=False)
            noticed = tuple(str(one) for one in advisories(incoming.body, encoding=incoming.charset))
        except CxmlRejected as rejected:
            return self._status(406, f"The set-up request cannot be accepted: {rejected}")
        try:
            relationship = self._relationships.of(setup.header, self._clock.now())
        except Unauthorized as unauthorized:
            return self._status(401, str(unauthorized))
        name = (relationship.key, setup.envelope.payload_id)
        try:
            return self._replays.answered_once(name, incoming.body, lambda: self._opened(relationship, setup, noticed))
        except Replayed:
            return self._status(409, "Another document was sent with this payloadID before.")

    def _opened(self, relationship: Relationship, setup: SetupRequest, noticed: tuple[str, ...]) -> tuple[bytes, bool]:
        """Return the answer to a set-up request, and whether it is for good."""
        if setup.operation not in _OPERATIONS:
            return self._status(450, f"The operation {setup.operation} is not supported."), True
        if setup.browser_form_post is None or not _ADDRESS.fullmatch(setup.browser_form_post):
            return self._status(400, "BrowserFormPost must be an http or https address."), True
        way_back = self.way_back(relationship, setup)
        try:
            session = self._opening.open(relationship, replace(request_of(setup), noticed=noticed), way_back)
        except NotStarted as refused:
            code = status_for_answer(refused.status)
            return self._status(code, self.reason_of(refused)), code < 500
        return self._status(200, start_page=session.start_page), True

    def way_back(self, relationship: Relationship, setup: SetupRequest) -> OrderMessageForm:
        """Return how the cart of a punch out goes back."""
        return OrderMessageForm(relationship, setup, self._clock, self._host)

    def reason_of(self, refused: NotStarted) -> str:
        """Return what procurement is told of a punch out the shop gave no session for: what the shop said."""
        return refused.reason

    def _status(self, code: int, detail: str = "", start_page: str | None = None) -> bytes:
        return status_document(self._clock.now(), self._host, code, detail, start_page)


class OrderMessageForm:
    """Takes a cart back as an order message in a form, by the buyer's browser."""

    def __init__(self, relationship: Relationship, setup: SetupRequest, clock: Clock, host: str) -> None:
        self._relationship = relationship
        self._setup = setup
        self._clock = clock
        self._host = host

    def check(self, session: HubSession, cart: Cart) -> None:
        """Find out whether an order message can hold a cart.

        Raises:
            CannotBringBack: when it cannot.

        """
        del session
        try:
            self.document(cart)
        except CxmlRejected as rejected:
            raise CannotBringBack(str(rejected)) from rejected
        except ArithmeticError as error:
            raise CannotBringBack("its amounts are out of bounds") from error

    def page(self, session: HubSession, cart: Cart | None) -> Response:
        """Return the page that posts the order message to the buyer's own address."""
        del session
        name = self._relationship.form_field
        _, value = encode_form_field(self.document(cart), style=FIELD_STYLES[name.lower()])
        action = self._setup.browser_form_post
        return HTMLResponse(_TEMPLATES.get_template("return.html").render(action=action, name=name, value=value))

    def document(self, cart: Cart | None) -> bytes:
        """Return the order message that brings a cart back, or says that there is none."""
        message = order_message(self._relationship, self._setup, cart, self._clock.now(), self._host)
        urlencoded = self._relationship.form_field.lower() == "cxml-urlencoded"
        return build_order_message(message, encoding="US-ASCII" if urlencoded else "UTF-8")


def request_of(setup: SetupRequest) -> PunchOutRequest:
    """Return what a set-up request asks for."""
    buyer = buyer_identity(setup)
    return PunchOutRequest(
        operation=setup.operation,
        cookie=_text(setup.buyer_cookie),
        buyer=BuyerUser(buyer.email, buyer.first, "", buyer.last),
        lines=tuple(
            RequestedLine(item.item_id.supplier_part_id, _text(item.item_id.auxiliary_id), item.quantity)
            for item in setup.items
        ),
        selected=setup.selected_item.supplier_part_id if setup.selected_item else "",
        post_form=setup.browser_form_post or "",
        unique=buyer.unique,
        mode=setup.deployment_mode,
        data=tuple((name, text_of_content(value)) for name, value in setup.extrinsics),
        shipping=tuple(_shipping(setup.ship_to)) if setup.ship_to else (),
        user_agent=setup.header.user_agent,
    )


def _text(content: Content | None) -> str:
    return content if isinstance(content, str) else ""


def text_of_content(content: Content) -> str:
    """Return the text of an extrinsic; one that is XML as it is written."""
    return content if isinstance(content, str) else content.xml


def _shipping(address: Address) -> Iterator[tuple[str, str]]:
    """Yield where the goods go, in the names of the hub's standard JSON."""
    postal = address.postal
    known = {
        "address_name": address.name.value,
        "shipping_id": address.address_id,
        "shipping_business": postal.name if postal else None,
        "shipping_to": ", ".join(postal.deliver_to) if postal else None,
        "shipping_street": "\n".join(postal.streets) if postal else None,
        "shipping_city": postal.city if postal else None,
        "shipping_state": postal.state if postal else None,
        "shipping_zip": postal.postal_code if postal else None,
        "shipping_country": postal.country if postal else None,
        "country_id": postal.iso_country_code if postal else address.iso_country_code,
    }
    yield from ((name, value) for name, value in known.items() if value)
