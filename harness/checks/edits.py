"""Checks of carts that were brought back: what an edit made of each line, and what the lines are called on the way.

Source: reference, Liferay connector, 2.2; hub and protocols, 2.7 (SupplierPartAuxiliaryID).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from harness.actors import Buyer, SeenLine
from harness.errors import HarnessFault
from harness.evidence import Evidence
from simulators.hub import SESSION_PATH
from simulators.messages.cart import CartRejected, parse_cart
from simulators.messages.cxml import parse_setup_request
from simulators.wire import Exchange

_COMING_BACK = ("edit", "inspect")


def check_as_asked(
    evidence: Evidence, before: Sequence[SeenLine], exchanges: Sequence[Exchange], now: Sequence[SeenLine]
) -> None:
    """The cart holds what the hub asked for: its lines under their ids, new ones by their SKU, and no others.

    Without a list of lines nothing is asked for, so that the cart is what it was.
    """
    asked = _session_requests(exchanges)
    if not asked:
        raise HarnessFault("the scenario compares the cart with what the hub asked for, which came for no cart")
    known = {line.line_id: line for line in before}
    items = asked[-1]["cart"].get("cartItems")
    wanted = (
        [_told(int(line.quantity), line.line_id, line.sku_id, known=True) for line in before]
        if items is None
        else [_told(item["quantity"], item.get("id"), item["skuId"], known=item.get("id") in known) for item in items]
    )
    evidence.expect(
        "The cart holds what the hub asked for",
        expected=sorted(wanted),
        got=sorted(_told(line.quantity, line.line_id, line.sku_id, known=line.line_id in known) for line in now),
    )
    evidence.expect(
        "A line that stays keeps its product",
        expected=sorted(f"{known[n.line_id].sku} in line {n.line_id}" for n in now if n.line_id in known),
        got=sorted(f"{line.sku} in line {line.line_id}" for line in now if line.line_id in known),
    )


def check_goes_on(evidence: Evidence, before: Sequence[SeenLine], now: Sequence[SeenLine]) -> None:
    """One product more is in the cart that came back, which is the one the buyer fills then."""
    evidence.expect(
        "What the buyer takes goes into the cart that came back",
        expected=sum(line.quantity for line in before) + 1,
        got=sum(line.quantity for line in now),
    )


def check_ids_on_the_way(evidence: Evidence, buyer: Buyer, exchanges: Sequence[Exchange]) -> None:
    """Order and lines are called the same whenever the cart is posted, and by everybody on its way back.

    Raises:
        HarnessFault: when hub or procurement system, which are ours, changed what they were given.

    """
    posted = [_posted(body) for body in _bodies(exchanges, "storefront", "hub")]
    evidence.expect(
        "The cart comes back and is posted again", expected="twice or more", got=len(posted), holds=len(posted) > 1
    )
    for number, ids in enumerate(posted[1:], start=2):
        evidence.expect(
            "The storefront calls the lines what it called them at first, byte for byte",
            expected=posted[0],
            got=ids,
            where=f"cart number {number} posted to the hub",
        )
    messages = [
        message for punch_out in buyer.punch_outs for message in buyer.procurement.see(punch_out).order_messages
    ]
    ways = {
        "procurement holds": [sorted(str(item.item_id.auxiliary_id) for item in m.items) for m in messages],
        "procurement sends": [_sent(body) for body in _bodies(exchanges, "procurement system", "hub") if _sent(body)],
        "the hub asks for": [_asked(request) for request in _session_requests(exchanges)],
    }
    for what, called in ways.items():
        changed = [ids for ids in called if ids != posted[0]]
        if changed or not called:
            raise HarnessFault(
                f"the storefront posted {posted[0]}, and what {what} is {changed[0] if changed else 'nothing'}"
            )
        evidence.expect(f"What {what} is the same", expected=posted[0], got=called[-1])


def _told(quantity: object, line_id: object, sku_id: object, *, known: bool) -> str:
    return f"{quantity} in line {line_id}" if known else f"{quantity} of SKU {sku_id} in a new line"


def _session_requests(exchanges: Sequence[Exchange]) -> list[dict[str, Any]]:
    """Return the session requests for a cart that comes back."""
    asked = [
        json.loads(exchange.request.text)
        for exchange in exchanges
        if (exchange.sender, exchange.receiver) == ("hub", "storefront") and exchange.url.endswith(SESSION_PATH)
    ]
    return [request for request in asked if request["punchOutSessionType"].lower() in _COMING_BACK]


def _bodies(exchanges: Sequence[Exchange], sender: str, receiver: str) -> list[bytes]:
    """Return what one party posted to another."""
    found = [e for e in exchanges if (e.sender, e.receiver, e.method) == (sender, receiver, "POST")]
    return [exchange.request.text.encode() for exchange in found]


def _posted(body: bytes) -> list[str]:
    try:
        return sorted(line.auxiliary_id for line in parse_cart(body).lines)
    except CartRejected as error:
        return [f"no cart: {error}"]


def _sent(body: bytes) -> list[str]:
    return sorted(str(item.item_id.auxiliary_id) for item in parse_setup_request(body).items)


def _asked(request: dict[str, Any]) -> list[str]:
    cart = request["cart"]
    return sorted(f"{cart['id']}/{item['id']}" for item in cart["cartItems"])
