"""The products of Commerce 2.1, as the administrator sees them: its shop's own interfaces tell no list of SKUs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from harness.administration.calling import AdministratorsCalls, id_in
from simulators.messages.markup import text_of

_PRODUCTS = "/o/headless-commerce-admin-catalog/v1.0/products"
_LANGUAGE = "en_US"


@dataclass(frozen=True)
class Product:
    """An SKU of a product, its description with markup, its promotion price and its price, 0 where none is told."""

    sku_id: int
    sku: str
    product_id: int
    markup: str
    promo_price: Decimal
    price: Decimal = Decimal(0)

    @property
    def description(self) -> str:
        """The description without markup."""
        return text_of(self.markup)


def products(calls: AdministratorsCalls) -> tuple[Product, ...]:
    """Return every SKU of every catalog that is for sale.

    Raises:
        Untestable: when the target does not list them.

    """
    return tuple(sku for product in calls.listed("products", _PRODUCTS) for sku in _skus(calls, product))


def categories(calls: AdministratorsCalls, product_id: int) -> tuple[str, ...]:
    """Return the names of the categories a product is in.

    Raises:
        Untestable: when the target does not list them.

    """
    found = calls.listed("categories of a product", f"{_PRODUCTS}/{product_id}/categories")
    return tuple(str(category.get("name", "")) for category in found if isinstance(category, dict))


def _skus(calls: AdministratorsCalls, product: Any) -> list[Product]:
    told = product.get("description") if isinstance(product, dict) else None
    markup = str(told.get(_LANGUAGE) or "") if isinstance(told, dict) else ""
    # Earlier releases call the id of a product by its short name alone.
    product_id = id_in(product, "productId" if isinstance(product, dict) and "productId" in product else "id")
    skus = calls.listed("SKUs of a product", f"{_PRODUCTS}/{product_id}/skus")
    return [
        Product(
            id_in(sku), str(sku.get("sku", "")), product_id, markup, _amount(sku, "promoPrice"), _amount(sku, "price")
        )
        for sku in skus
        if _is_for_sale(sku)
    ]


def _amount(sku: Any, name: str) -> Decimal:
    return Decimal(str(sku.get(name) or 0))


def _is_for_sale(sku: Any) -> bool:
    return not isinstance(sku, dict) or (sku.get("purchasable", True) and sku.get("published", True)) is not False
