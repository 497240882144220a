"""The cXML front of orders: an OrderRequest in, the purchase order to the shop, and the confirmation back to the buyer.

Whatever is wrong with an order is a cXML Status in HTTP 200. A document that is sent again is answered as it was, but
after a temporary fault it is tried again at the shop.

Source: reference, hub and protocols, 1.13, 2.4 and 2.5.
"""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from simulators.hub.fronts.confirmations import confirmation_request, deliver, rejects
from simulators.hub.fronts.purchase_order import purchase_order
from simulators.hub.fronts.statuses import status_document, status_for_answer
from simulators.hub.order_book import BookedOrder, OrderBook
from simulators.hub.relationships import OrderAccess, Relationship, Relationships, Unauthorized
from simulators.hub.replays import Replayed, Replays
from simulators.hub.routes.orders import OrderRoute, ShopAnswer, body_of
from simulators.hub.sessions import HubSessions
from simulators.messages.cxml import CxmlRejected, OrderRequest, build_confirmation_request, parse_order_request
from simulators.messages.numbers import NotANumber
from simulators.messages.purchase_orders import Acknowledgment, PurchaseOrderRejected, parse_acknowledgment
from simulators.wire import Clock, Endpoint, Incoming, Journal, endpoint

ORDER_PATH = "/cxml/order"
# What means the same of an order in HTTP and in cXML: unacceptable as it is, or ordered already.
_SAME = (406, 409)


class OrderFront:
    """Takes the orders of procurement systems that speak cXML; `host` names the hub in payload ids."""

    def __init__(
        self, relationships: Relationships, sessions: HubSessions, journal: Journal, clock: Clock, host: str
    ) -> None:
        self._relationships = relationships
        self._sessions = sessions
        self._journal = journal
        self._clock = clock
        self._host = host
        self._replays = Replays()
        self._route = OrderRoute(journal)
        self._book = OrderBook()

    def endpoints(self) -> list[Endpoint]:
        """Return the address procurement systems call, and those of the operator."""
        return [endpoint(ORDER_PATH, self._order, "POST", caller="procurement system"), *self._book.endpoints()]

    def _order(self, incoming: Incoming) -> Response:
        """Answer an order; one that is sent again gets the answer it had."""
        return Response(self._answered(incoming), media_type="text/xml; charset=UTF-8")

    def _answered(self, incoming: Incoming) -> bytes:
        try:
            request = parse_order_request(incoming.body, encoding=incoming.charset)
        except CxmlRejected as rejected:
            return self._status(406, f"The order cannot be accepted: {rejected}")
        try:
            relationship = self._relationships.of(request.header, self._clock.now())
        except Unauthorized as unauthorized:
            return self._status(401, str(unauthorized))
        name = (relationship.key, request.envelope.payload_id)
        try:
            return self._replays.answered_once(name, incoming.body, lambda: self._ordered(relationship, request))
        except Replayed:
            return self._status(409, "Another document was sent with this payloadID before.")

    def _ordered(self, relationship: Relationship, request: OrderRequest) -> tuple[bytes, bool]:
        """Return the answer to an order, and whether it is for good."""
        if relationship.orders is None:
            return self._status(450, "The supplier takes no orders by this hub."), True
        booked = self._book.book(relationship, request.envelope.payload_id, request.order_id)
        booked.code, booked.detail = self._sent(relationship.orders, request, booked)
        detail = relationship.without_secrets(booked.detail)
        return self._status(booked.code, detail), booked.code < 500

    def _sent(self, access: OrderAccess, request: OrderRequest, booked: BookedOrder) -> tuple[int, str]:
        """Send an order to the shop; return code and detail of the buyer's answer."""
        relationship, sending = booked.relationship, self._book.sending_of(booked.relationship)
        secret = sending.secret(access.shared_secret)
        booked.secrets.update(filter(None, (secret, access.shared_secret)))
        seen = partial(self._sessions.line_of, relationship)
        order = purchase_order(relationship, request, seen, booked.number, secret)
        try:
            body = body_of(order, sending)
        except (PurchaseOrderRejected, NotANumber) as rejected:
            return 400, f"The order is not sent to the supplier: {rejected}"
        for _ in range(sending.times):
            answer = self._route.send(relationship, access, body, sending)
            booked.sent.append((body, answer))
        return self._told(access, request, booked, answer)

    def _told(
        self, access: OrderAccess, request: OrderRequest, booked: BookedOrder, answer: ShopAnswer
    ) -> tuple[int, str]:
        """Return what the buyer is told of the shop's answer, having sent the confirmation where there is one."""
        if answer.status is None or not 200 <= answer.status < 300:
            code = answer.status if answer.status in _SAME else status_for_answer(answer.status)
            return code, f"The order was refused: {answer.said}"
        try:
            acknowledgment = parse_acknowledgment(answer.body)
        except PurchaseOrderRejected:
            return (201 if answer.status == 201 else 200), ""
        self._confirm(access, request, booked, acknowledgment)
        if rejects(acknowledgment):
            return 400, f"The order was refused: {answer.said}, and rejects the order"
        return (201 if answer.status == 201 else 200), ""

    def _confirm(
        self, access: OrderAccess, request: OrderRequest, booked: BookedOrder, acknowledgment: Acknowledgment
    ) -> None:
        """Take an acknowledgment to the buyer; what cXML cannot hold is noted in the book."""
        now = self._clock.now()
        try:
            document = build_confirmation_request(
                confirmation_request(booked.relationship, request, acknowledgment, now, self._host)
            )
        except CxmlRejected as rejected:
            booked.confirmation = f"no confirmation can be made of the acknowledgment: {rejected}"
            return
        booked.confirmation = document.decode()
        if access.confirmation_url:
            booked.confirmed = deliver(document, access.confirmation_url, self._journal)

    def _status(self, code: int, detail: str = "") -> bytes:
        return status_document(self._clock.now(), self._host, code, detail)
