"""Catalogs, products and discounts, as the administrator of either generation makes them: by headless interfaces.

Source: Liferay's public sources of Commerce 2.1 and 7.4 (headless commerce admin catalog v1.0; admin pricing v1.0 in
Commerce 2.1, v2.0 in 7.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from harness.administration.calling import AdministratorsCalls, id_in

_CATALOG = "/o/headless-commerce-admin-catalog/v1.0"
_LANGUAGE = "en_US"


@dataclass(frozen=True)
class NewProduct:
    """A simple product of one SKU, which is its external reference code too; a promotion price of 0 is none."""

    sku: str
    name: str
    description: str
    unspsc: str
    price: Decimal
    promo_price: Decimal
    category_ids: Sequence[int]


class Catalogs:
    """Makes what is sold, finds it by its external reference code and removes it.

    Each method raises Untestable when the target will not do it.
    """

    def __init__(self, calls: AdministratorsCalls, discounts: str) -> None:
        """Take the path at which the release has its discounts."""
        self._calls = calls
        self._discounts = discounts

    def currencies(self) -> tuple[str, ...]:
        """Return the codes of the currencies that are active; releases before 2024.Q1 do not tell."""
        found = self._calls.listed("currencies", f"{_CATALOG}/currencies")
        return tuple(str(each.get("code")) for each in found if isinstance(each, dict) and each.get("active"))

    def catalog(self, code: str) -> int | None:
        """Return the id of a catalog, or None."""
        found = self._calls.found("find the catalog", f"{_CATALOG}/catalogs/by-externalReferenceCode/{quote(code)}")
        return None if found is None else id_in(found)

    def add_catalog(self, name: str, code: str, currency: str) -> int:
        """Make a catalog; return its id."""
        document = {
            "name": name,
            "externalReferenceCode": code,
            "currencyCode": currency,
            "defaultLanguageId": _LANGUAGE,
        }
        return id_in(self._calls.json("create a catalog", "POST", f"{_CATALOG}/catalogs", json=document))

    def remove_catalog(self, catalog_id: int) -> None:
        """Delete a catalog; the target refuses when it has products."""
        self._calls.call("delete the catalog", "DELETE", f"{_CATALOG}/catalogs/{catalog_id}")

    def product(self, code: str) -> int | None:
        """Return the id of a product, or None."""
        found = self._calls.found("find the product", f"{_CATALOG}/products/by-externalReferenceCode/{quote(code)}")
        return None if found is None else _product_id(found)

    def add_product(self, product: NewProduct, catalog_id: int) -> int:
        """Make a product that is published, in one call, so that there is never a part of one; return its id."""
        sku: dict[str, Any] = {
            "sku": product.sku,
            "externalReferenceCode": product.sku,
            "unspsc": product.unspsc,
            "price": float(product.price),
            "promoPrice": float(product.promo_price),
            "published": True,
            "purchasable": True,
            "neverExpire": True,
        }
        document = {
            "active": True,
            "catalogId": catalog_id,
            "externalReferenceCode": product.sku,
            "name": {_LANGUAGE: product.name},
            "description": {_LANGUAGE: product.description},
            "productType": "simple",
            "categories": [{"id": category_id} for category_id in product.category_ids],
            "skus": [sku],
        }
        return _product_id(self._calls.json("create a product", "POST", f"{_CATALOG}/products", json=document))

    def remove_product(self, product_id: int) -> None:
        """Delete a product with its SKU."""
        self._calls.call("delete the product", "DELETE", f"{_CATALOG}/products/{product_id}")

    def discount(self, code: str) -> int | None:
        """Return the id of a discount, or None."""
        found = self._calls.found("find the discount", f"{self._discounts}/by-externalReferenceCode/{quote(code)}")
        return None if found is None else id_in(found)

    def add_discount(self, title: str, code: str, percent: Decimal, product_ids: Sequence[int]) -> int:
        """Make a discount in percent on products, for everybody; return its id."""
        document = {
            "active": True,
            "discountProducts": [{"productId": product_id} for product_id in product_ids],
            "externalReferenceCode": code,
            "level": "L1",
            "limitationType": "unlimited",
            "neverExpire": True,
            "percentageLevel1": float(percent),
            "target": "products",
            "title": title,
            "useCouponCode": False,
            "usePercentage": True,
        }
        return id_in(self._calls.json("create a discount", "POST", self._discounts, json=document))

    def remove_discount(self, discount_id: int) -> None:
        """Delete a discount."""
        self._calls.call("delete the discount", "DELETE", f"{self._discounts}/{discount_id}")


def _product_id(document: Any) -> int:
    # Earlier releases call the id of a product by its short name alone.
    return id_in(document, "productId" if isinstance(document, dict) and "productId" in document else "id")
