"""The route to a Liferay storefront: the connector's session API, asked on behalf of a punch out.

Source: reference, hub and protocols, 1.4 and 1.10.
"""

from __future__ import annotations

from collections.abc import Callable

from simulators.hub.behaviour import REQUESTS
from simulators.hub.punch_outs import HubSession, RequestedLine
from simulators.hub.routes.route import Start
from simulators.hub.routes.shop import ShopClient, ShopRefused
from simulators.messages.session import CartItem, SessionRequest
from simulators.wire import Journal


class LiferayRoute:
    """Asks Liferay storefronts; `sku_id` finds the SKU of a line by its auxiliary id."""

    def __init__(self, journal: Journal, sku_id: Callable[[str], int]) -> None:
        self._shops = ShopClient(journal)
        self._sku_id = sku_id

    def start(self, session: HubSession, asking: str) -> Start:
        """Return the start URL the storefront issues.

        Raises:
            ShopRefused: when it issues none, or cannot be asked for parts of a piece.

        """
        if any(line.quantity != int(line.quantity) for line in session.request.lines):
            raise ShopRefused("The shop sells whole quantities only.", 400)
        request = REQUESTS[asking](session_request(session, self._sku_id))
        return Start(self._shops.request_session(session.relationship.shop, request).start_url)


def session_request(session: HubSession, sku_id: Callable[[str], int]) -> SessionRequest:
    """Return what the hub asks the shop for on behalf of a punch out.

    A cart is named by the part of the auxiliary ids before the slash; it is that of the first line.
    """
    request, relationship = session.request, session.relationship
    order_ids = [order_id for order_id, _ in map(_split, request.lines) if order_id]
    return SessionRequest(
        account_reference_code=relationship.account_reference_code,
        group_name=relationship.shop.group,
        buyer=request.buyer,
        currency_code=relationship.currency,
        return_url=session.return_url,
        session_type=request.operation,
        cart_id=order_ids[0] if request.brings_lines and order_ids else None,
        items=tuple(CartItem(sku_id(line.auxiliary_id), int(line.quantity), _split(line)[1]) for line in request.lines)
        if request.brings_lines
        else None,
    )


def _split(line: RequestedLine) -> tuple[int | None, int]:
    order_id, _, line_id = line.auxiliary_id.partition("/")
    return (int(order_id) if order_id.isdecimal() else None, int(line_id) if line_id.isdecimal() else 0)
