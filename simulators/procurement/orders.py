"""Orders of procurement: a cart that came back is approved, ordered at the hub, and confirmed by the supplier.

An order is sent again as it is, under its payload id, while the answer says that the fault is temporary.
Source: reference, hub and protocols, 1.13, 2.4 and 2.5.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from starlette.responses import Response

from simulators.messages.cxml import (
    ConfirmationRequest,
    CxmlRejected,
    Envelope,
    OrderRequest,
    Status,
    build_order_request,
    build_status_response,
    new_payload_id,
    parse_confirmation_request,
    parse_setup_response,
    standard_status,
    timestamp,
)
from simulators.messages.cxml.building import DEFAULT_DTD
from simulators.procurement.order_documents import order_request
from simulators.procurement.sessions import Refused, Session, Sessions, State
from simulators.wire import Caller, Clock, Endpoint, Incoming, Journal, Unreachable, endpoint

CONFIRMATION_PATH = "/cxml/confirmation"
# The rule says ten, an hour apart; nobody waits here, and a fault that lasts is seen as well in three.
ATTEMPTS = 3


@dataclass(frozen=True)
class Confirmation:
    """What the supplier says of an order, and the document it came as, without the secret."""

    request: ConfirmationRequest
    document: str


@dataclass
class PlacedOrder:
    """An order that was placed: the document as it was sent, and what was answered to each sending of it."""

    session: Session
    request: OrderRequest
    document: bytes
    statuses: list[Status] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)

    @property
    def status(self) -> Status | None:
        """The last answer."""
        return self.statuses[-1] if self.statuses else None

    def record(self) -> dict[str, Any]:
        """Return what an operator sees of the order, as JSON values; documents are without the secret."""
        return {
            "order_id": self.request.order_id,
            "payload_id": self.request.envelope.payload_id,
            "type": self.request.type,
            "document": _without_secrets(self.document, self.session, self.request),
            "statuses": [{"code": s.code, "text": s.text, "detail": s.detail} for s in self.statuses],
            "confirmations": [confirmation.document for confirmation in self.confirmations],
        }


class Orders:
    """Places orders of sessions and takes their confirmations; `host` names procurement in payload ids.

    Safe to use from several threads.
    """

    def __init__(self, sessions: Sessions, clock: Clock, journal: Journal, host: str) -> None:
        self._sessions = sessions
        self._clock = clock
        self._journal = journal
        self._host = host
        self._lock = threading.Lock()
        self._orders: dict[str, PlacedOrder] = {}

    def endpoints(self) -> list[Endpoint]:
        """Return the operator's addresses, and that of the hub."""
        session = "/operator/sessions/{buyer_cookie}"
        return [
            endpoint(f"{session}/order", self._order, "POST", caller=None),
            endpoint(f"{session}/orders", self._tell, caller=None),
            endpoint(CONFIRMATION_PATH, self._take_confirmation, "POST", caller="hub"),
        ]

    def of(self, session: Session) -> tuple[PlacedOrder, ...]:
        """Return the orders of a session, the first first."""
        with self._lock:
            return tuple(order for order in self._orders.values() if order.session is session)

    def place(self, session: Session, changes: Sequence[Mapping[str, Any]] = ()) -> PlacedOrder:
        """Approve what is held of a session's cart and order it; see `order_request` for the changes.

        Raises:
            Refused: when there is nothing to order, or nowhere.
            ValueError, ArithmeticError: when the order cannot be made or written.

        """
        if session.state is not State.RETURNED or not session.held:
            raise Refused("There is no cart that came back and could be ordered.")
        if not session.organization.order_url:
            raise Refused("The hub's address for orders was not given with the session.")
        earlier = next((order.request for order in reversed(self.of(session)) if order.request.type == "new"), None)
        request = order_request(session, list(changes), self._clock.now(), self._host, earlier)
        document = build_order_request(request, dtd=session.profile.dtd or DEFAULT_DTD)
        order = PlacedOrder(session, request, document)
        # Before it is sent, for the confirmation may be quicker than the answer.
        with self._lock:
            self._orders[request.envelope.payload_id] = order
        self._send(order)
        return order

    def send_again(self, session: Session) -> PlacedOrder:
        """Send the last order of a session once more, byte for byte.

        Raises:
            Refused: when there is none.

        """
        orders = self.of(session)
        if not orders:
            raise Refused("Nothing was ordered yet that could be sent again.")
        self._send(orders[-1])
        return orders[-1]

    def _send(self, order: PlacedOrder) -> None:
        url = order.session.organization.order_url
        deadline = self._journal.patience.outlasting()
        with Caller("procurement system", self._journal, receiver="hub", deadline=deadline) as caller:
            caller.connect_to(order.session.organization.connect_to)
            for _ in range(ATTEMPTS):
                status = _answer(caller, url, order.document)
                order.statuses.append(status)
                if not status.is_transient:
                    return

    def _order(self, incoming: Incoming) -> Response:
        """Order as an operator says: `changes`, or with `again` the last order once more."""
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None:
            return _json({"error": "no such session"}, 404)
        try:
            said = incoming.json() if incoming.body else {}
            if not isinstance(said, dict) or not isinstance(said.get("changes", []), list):
                raise ValueError("expected an object with a list of changes")
            order = self.send_again(session) if said.get("again") else self.place(session, said.get("changes", []))
        except Refused as refused:
            return _json({"error": str(refused)}, 409)
        except (ValueError, ArithmeticError, TypeError) as error:
            return _json({"error": f"the order cannot be made: {type(error).__name__}: {error}"}, 400)
        return _json(order.record(), 201)

    def _tell(self, incoming: Incoming) -> Response:
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None:
            return _json({"error": "no such session"}, 404)
        return _json([order.record() for order in self.of(session)])

    def _take_confirmation(self, incoming: Incoming) -> Response:
        """Take the supplier's confirmation of an order; what is wrong with it is a Status in HTTP 200."""
        code, detail = self._taken(incoming)
        now = self._clock.now()
        answer = build_status_response(
            Envelope(new_payload_id(now, self._host), timestamp(now)), standard_status(code, detail)
        )
        return Response(answer, media_type="text/xml; charset=UTF-8")

    def _taken(self, incoming: Incoming) -> tuple[int, str]:
        try:
            request = parse_confirmation_request(incoming.body, encoding=incoming.charset)
        except CxmlRejected as rejected:
            return 406, f"The confirmation cannot be accepted: {rejected}"
        with self._lock:
            order = self._orders.get(request.order_payload_id)
        if order is None:
            return 417, "No order was sent with this payloadID."
        secret = str(order.session.organization.credential.shared_secret).encode()
        shown = [str(sender.shared_secret).encode() for sender in request.header.sender]
        if not any(hmac.compare_digest(secret, candidate) for candidate in shown):
            return 401, "The sender's credential is not recognized."
        text = _without_secrets(incoming.body, order.session, order.request)
        with self._lock:
            taken = {c.request.envelope.payload_id: c for c in order.confirmations}
            earlier = taken.get(request.envelope.payload_id)
            if earlier is not None and earlier.document != text:
                return 409, "Another document was sent with this payloadID before."
            if earlier is None:
                order.confirmations.append(Confirmation(request, text))
        return 200, ""


def _answer(caller: Caller, url: str, document: bytes) -> Status:
    try:
        answer = caller.call("POST", url, data=document, headers={"Content-Type": "text/xml; charset=UTF-8"})
        return parse_setup_response(answer.content).status
    except (Unreachable, CxmlRejected) as error:
        # A reply that is no cXML is a fault of the transport, whatever it says (cXML: temporary, may be retried).
        return standard_status(550, str(error))


def _without_secrets(document: bytes, session: Session, request: OrderRequest) -> str:
    text = document.decode("utf-8", "replace")
    secrets = [
        session.organization.credential.shared_secret,
        *(sender.shared_secret for sender in request.header.sender),
    ]
    for secret in filter(None, secrets):
        for written in (escape(str(secret)), str(secret)):
            text = text.replace(written, "[secret]")
    return text


def _json(document: Any, status: int = 200) -> Response:
    return Response(json.dumps(document), status, media_type="application/json")
