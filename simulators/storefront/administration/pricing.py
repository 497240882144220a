"""Discounts on products, as an administrator's tools make and remove them by the headless interface.

Paths and members are those of Liferay's commerce admin pricing interface: v1.0 in Commerce 2.1, v2.0 in 7.4.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Discount
from simulators.storefront.problems import Problem, json_response, object_of, text_in
from simulators.wire import Incoming

PATH = "/o/headless-commerce-admin-pricing/{}/discounts"


class Pricing:
    """Answers calls about discounts."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def add(self, incoming: Incoming) -> Response:
        """Make a discount of `percentageLevel1` on the products of `discountProducts`."""
        self._authentication.require_administrator(incoming)
        document = object_of(incoming)
        title, code = text_in(document, "title"), text_in(document, "externalReferenceCode", "")
        if text_in(document, "limitationType") != "unlimited" or text_in(document, "target") != "products":
            raise Problem(HTTPStatus.BAD_REQUEST, "Only unlimited discounts on products are served")
        percent = document.get("percentageLevel1", 0)
        if isinstance(percent, bool) or not isinstance(percent, int | float | Decimal):
            raise Problem(HTTPStatus.BAD_REQUEST, "percentageLevel1 must be a number")
        with self._company.lock:
            if code and code in [each.external_reference_code for each in self._company.discounts.values()]:
                raise Problem(HTTPStatus.CONFLICT, "The external reference code is in use")
            product_ids = self._products_in(document)
            discount = Discount(self._company.next_id(), title, code, Decimal(str(percent)), product_ids)
            self._company.discounts[discount.id] = discount
            self._discount(product_ids, discount.percent)
        return json_response(_described(discount))

    def by_code(self, incoming: Incoming) -> Response:
        """Find a discount by its external reference code."""
        self._authentication.require_administrator(incoming)
        for discount in tuple(self._company.discounts.values()):
            if discount.external_reference_code == incoming.parts["code"]:
                return json_response(_described(discount))
        raise Problem(HTTPStatus.NOT_FOUND, "Unable to find discount with external reference code")

    def remove(self, incoming: Incoming) -> Response:
        """Delete a discount; its products cost again what their price says."""
        self._authentication.require_administrator(incoming)
        with self._company.lock:
            discount = self._company.discounts.pop(id_from(incoming.parts["discount_id"]), None)
            if discount is None:
                raise Problem(HTTPStatus.NOT_FOUND, "No CommerceDiscount exists with the primary key")
            self._discount(discount.product_ids, Decimal(0))
        return Response(status_code=204)

    def _products_in(self, document: dict[str, Any]) -> frozenset[int]:
        wanted = document.get("discountProducts", [])
        if not isinstance(wanted, list) or not all(isinstance(each, dict) for each in wanted):
            raise Problem(HTTPStatus.BAD_REQUEST, "discountProducts must be a list")
        product_ids = frozenset(id_from(str(each.get("productId", ""))) for each in wanted)
        if not product_ids <= set(self._company.products):
            raise Problem(HTTPStatus.NOT_FOUND, "No CPDefinition exists with the primary key")
        return product_ids

    def _discount(self, product_ids: frozenset[int], percent: Decimal) -> None:
        for product_id in product_ids & set(self._company.products):
            product = self._company.products[product_id]
            self._company.products[product_id] = replace(product, discount_percent=percent)


def _described(discount: Discount) -> dict[str, Any]:
    return {
        "externalReferenceCode": discount.external_reference_code,
        "id": discount.id,
        "percentageLevel1": discount.percent,
        "title": discount.title,
    }
