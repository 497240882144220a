"""Orders, as the administrator of either generation gives them another status or deletes them.

Source: Liferay's public sources (headless commerce admin order).
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.administration.calling import AdministratorsCalls
from harness.errors import Inapplicable

_ORDERS = "/o/headless-commerce-admin-order/v1.0/orders"
_NOT_SO = (400, 409)

# What an open order may become, and the number it has in Liferay then.
STATUSES: Mapping[str, int] = {"placed": 1, "completed": 0, "cancelled": 8}


class Orders:
    """The orders of a target; each method raises Untestable when the target will not do it."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls

    def give_status(self, order_id: int, status: str) -> None:
        """Give an order one of the `STATUSES`.

        Raises:
            Inapplicable: when the portal does not let an open order become that.

        """
        what, document = f"let the order be {status}", {"orderStatus": STATUSES[status]}
        accepted = (200, 204, *_NOT_SO)
        response = self._calls.call(what, "PATCH", f"{_ORDERS}/{order_id}", accepted=accepted, json=document)
        if response.status_code in _NOT_SO:
            raise Inapplicable(f"not applied: the portal does not let an open order be {status} at once")

    def remove(self, order_id: int) -> None:
        """Delete an order."""
        self._calls.call("delete the order", "DELETE", f"{_ORDERS}/{order_id}", accepted=(200, 204))
