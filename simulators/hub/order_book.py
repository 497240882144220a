"""The hub's book of orders: what of each was sent to the shop and answered, and how each buyer's are to be sent.

Source: reference, hub and protocols, 1.13 and 2.5 (the payload id names an order's document, also when it is retried).
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import JSONResponse, Response

from simulators.hub.relationships import Relationship
from simulators.hub.routes.orders import SENDINGS, USUAL, Sending, ShopAnswer
from simulators.wire import Endpoint, Incoming, endpoint


@dataclass
class BookedOrder:
    """An order the hub took on: `number` is the hub's own, `sent` the bodies the shop got, each with its answer.

    `code` and `detail` are what the buyer was told last, `confirmed` what the buyer answered to the confirmation.
    """

    relationship: Relationship
    payload_id: str
    order_id: str
    number: int
    sent: list[tuple[bytes, ShopAnswer]] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    code: int = 0
    detail: str = ""
    confirmation: str = ""
    confirmed: int | None = None

    def record(self) -> dict[str, Any]:
        """Return what an operator sees of the order, as JSON values and without secrets."""
        return {
            "payload_id": self.payload_id,
            "order_id": self.order_id,
            "number": self.number,
            "sent": [self._sending(body, answer) for body, answer in self.sent],
            "status": {"code": self.code, "detail": self._shown(self.detail)},
            "confirmation": self._shown(self.confirmation),
            "confirmed": self.confirmed,
        }

    def _sending(self, body: bytes, answer: ShopAnswer) -> dict[str, Any]:
        said = answer.body.decode("utf-8", "backslashreplace")
        return {
            "purchase_order": self._shown(body.decode()),
            "status": answer.status,
            "content_type": answer.content_type,
            "answer": self._shown(said),
            "reason": answer.reason,
            "repeats_secret": any(secret in said for secret in self.secrets),
        }

    def _shown(self, text: str) -> str:
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "[secret]")
        return self.relationship.without_secrets(text)


class OrderBook:
    """Keeps the orders by buyer and payload id. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: dict[tuple[Hashable, str], BookedOrder] = {}
        self._sendings: dict[tuple[str, str], str] = {}

    def endpoints(self) -> list[Endpoint]:
        """Return the addresses of the operator."""
        return [
            endpoint("/operator/orders", self._tell, caller=None),
            endpoint("/operator/orders/sending", self._arrange, "PUT", caller=None),
        ]

    def book(self, relationship: Relationship, payload_id: str, order_id: str) -> BookedOrder:
        """Return the order of a document, the same one when it is sent again."""
        with self._lock:
            number = len(self._orders) + 1
            booked = BookedOrder(relationship, payload_id, order_id, number)
            return self._orders.setdefault((relationship.key, payload_id), booked)

    def sending_of(self, relationship: Relationship) -> Sending:
        """Return how the orders of a buyer are to be sent."""
        with self._lock:
            return SENDINGS[self._sendings.get(relationship.key, USUAL)]

    def _tell(self, incoming: Incoming) -> Response:
        """Tell of the orders with a payload id, or of all."""
        wanted = incoming.query.get("payload_id")
        with self._lock:
            found = [order for (_, payload_id), order in self._orders.items() if wanted in (None, payload_id)]
        return JSONResponse([order.record() for order in found])

    def _arrange(self, incoming: Incoming) -> Response:
        """Let the orders of a buyer, named by domain and identity, be sent in one of the ways of `SENDINGS`."""
        try:
            said = incoming.json()
            key, sending = (str(said["domain"]).lower(), str(said["identity"])), said["sending"]
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f"domain, identity and sending are needed: {error!a}"}, 400)
        if sending not in SENDINGS:
            return JSONResponse({"error": f"sending is not one of {', '.join(SENDINGS)}"}, 400)
        with self._lock:
            self._sendings[key] = sending
        return JSONResponse({"sending": sending})
