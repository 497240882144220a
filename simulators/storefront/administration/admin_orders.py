"""Orders, as the headless admin interface of both generations has them: given another status, and deleted.

Source: Liferay's public sources (headless commerce admin order).
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import ORDER_STATUSES, Order
from simulators.storefront.problems import Problem, json_response, object_of
from simulators.wire import Incoming

PATH = "/o/headless-commerce-admin-order/v1.0/orders"


class AdminOrders:
    """Answers an administrator's calls about orders."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def change(self, incoming: Incoming) -> Response:
        """Give an order the status `orderStatus`, by its number."""
        self._authentication.require_administrator(incoming)
        status = object_of(incoming).get("orderStatus")
        if not isinstance(status, int) or isinstance(status, bool) or status not in ORDER_STATUSES:
            raise Problem(HTTPStatus.BAD_REQUEST, "orderStatus is none of those an order may have")
        with self._company.lock:
            order = self._order(incoming)
            order.status = status
        return json_response({"accountId": order.account_id, "id": order.id, "orderStatus": order.status})

    def remove(self, incoming: Incoming) -> Response:
        """Delete an order."""
        self._authentication.require_administrator(incoming)
        with self._company.lock:
            del self._company.orders[self._order(incoming).id]
        return Response(status_code=204)

    def _order(self, incoming: Incoming) -> Order:
        order = self._company.orders.get(id_from(incoming.parts["order_id"]))
        if order is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Order not found")
        return order
