"""The products of Commerce 2.1, as the administrator sees them: its shop's own interfaces tell no list of SKUs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from harness.administration.calling import AdministratorsCalls, id_in
from harness.errors import Untestable
from simulators.messages.markup import text_of

_PRODUCTS = "/o/headless-commerce-admin-catalog/v1.0/products"
_LANGUAGE = "en_US"
_PAGE_SIZE = 200


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
    return tuple(sku for product in _listed(calls, "products", _PRODUCTS) for sku in _skus(calls, product))


def categories(calls: AdministratorsCalls, product_id: int) -> tuple[str, ...]:
    """Return the names of the categories a product is in.

    Raises:
        Untestable: when the target does not list them.

    """
    found = _listed(calls, "categories of a product", f"{_PRODUCTS}/{product_id}/categories")
    return tuple(str(category.get("name", "")) for category in found if isinstance(category, dict))


def _listed(calls: AdministratorsCalls, what: str, path: str) -> list[Any]:
    """Return all that a list holds, page by page."""
    found: list[Any] = []
    number, last = 1, 1
    while number <= last:
        page: Any = calls.json(f"list the {what}", "GET", f"{path}?page={number}&pageSize={_PAGE_SIZE}")
        if not isinstance(page, dict) or not isinstance(page.get("items"), list):
            raise Untestable(f"the storefront lists no {what} for the administrator")
        found += page["items"]
        number, last = number + 1, id_in(page, "lastPage") if "lastPage" in page else 1
    return found


def _skus(calls: AdministratorsCalls, product: Any) -> list[Product]:
    told = product.get("description") if isinstance(product, dict) else None
    markup = str(told.get(_LANGUAGE) or "") if isinstance(told, dict) else ""
    # Earlier releases call the id of a product by its short name alone.
    product_id = id_in(product, "productId" if isinstance(product, dict) and "productId" in product else "id")
    skus = _listed(calls, "SKUs of a product", f"{_PRODUCTS}/{product_id}/skus")
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
