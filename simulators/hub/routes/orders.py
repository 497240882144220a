"""The route of an order to a shop: the purchase order in JSON, in one of several ways, and what the shop answers.

Source: reference, hub and protocols, 1.13 and 1.14 (how long anybody waits was not established).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulators.hub.relationships import OrderAccess, Relationship
from simulators.messages.purchase_orders import PurchaseOrder, build_purchase_order
from simulators.wire import ON_PURPOSE, Caller, Journal, Unreachable

_DEADLINE = 20.0
_LONGEST_REASON = 500


@dataclass(frozen=True)
class Sending:
    """A way to send orders: `checked` refuses what no hub would send, `secret` makes the one that is shown."""

    checked: bool = True
    secret: Callable[[str], str] = str
    times: int = 1


USUAL = "checked"
# What an operator may want of the orders of one buyer.
SENDINGS: Mapping[str, Sending] = {
    USUAL: Sending(),
    "as ordered": Sending(checked=False),
    "twice": Sending(times=2),
    "without the secret": Sending(secret=lambda _: ""),
    "with another secret": Sending(secret=lambda _: f"another-{secrets.token_urlsafe(18)}"),
    "with the secret in other letters": Sending(secret=str.swapcase),
}


@dataclass(frozen=True)
class ShopAnswer:
    """What a shop answered: the HTTP status, or None and a `reason` when there was no answer."""

    status: int | None
    content_type: str = ""
    body: bytes = b""
    reason: str = ""

    @property
    def said(self) -> str:
        """What the answer says for people, after its status."""
        if self.status is None:
            return f"the shop was not reached: {self.reason}"
        return f"the shop answered HTTP {self.status}{': ' if self._words() else ''}{self._words()}"

    def _words(self) -> str:
        """Return the title or detail of a problem in JSON, or plain text; a page says nothing a buyer could read."""
        text = self.body.decode("utf-8", "replace")
        if "json" not in self.content_type.lower():
            return text[:_LONGEST_REASON] if self.content_type.lower().startswith("text/plain") else ""
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            return ""
        members = document if isinstance(document, dict) else {}
        words = (str(members[name]) for name in ("title", "detail", "message", "error") if members.get(name))
        return "; ".join(dict.fromkeys(words))[:_LONGEST_REASON]


class OrderRoute:
    """Sends purchase orders to shops."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def send(self, relationship: Relationship, access: OrderAccess, body: bytes, sending: Sending) -> ShopAnswer:
        """Send an order to a shop once, in a way that marks what is wrong on purpose, and return its answer."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if sending != SENDINGS[USUAL]:
            headers[ON_PURPOSE] = "an order of a scenario"
        with Caller("hub", self._journal, deadline=_DEADLINE) as caller:
            caller.verify = relationship.shop.verify
            try:
                response = caller.ask("POST", access.url, data=body, headers=headers)
            except Unreachable as error:
                return ShopAnswer(None, reason=error.reason)
        return ShopAnswer(response.status_code, response.headers.get("content-type", ""), response.content)


def body_of(order: PurchaseOrder, sending: Sending) -> bytes:
    """Return an order as it is sent.

    Raises:
        PurchaseOrderRejected: when no hub would send it, unless the way of sending is not checked.

    """
    return build_purchase_order(order, strict=sending.checked)
