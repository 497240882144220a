"""The products of Commerce 2.1, as the administrator sees them: its shop's own interfaces tell no list of SKUs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.administration.calling import AdministratorsCalls, id_in
from harness.errors import Untestable
from simulators.messages.markup import text_of

_PRODUCTS = "/o/headless-commerce-admin-catalog/v1.0/products"
_LANGUAGE = "en_US"
_PAGE = "pageSize=200"


@dataclass(frozen=True)
class Product:
    """An SKU of a product; the description without markup."""

    sku_id: int
    sku: str
    description: str


def products(calls: AdministratorsCalls) -> tuple[Product, ...]:
    """Return every SKU of every catalog.

    Raises:
        Untestable: when the target does not list them.

    """
    found: list[Product] = []
    number, last = 1, 1
    while number <= last:
        page: Any = calls.json("list the products", "GET", f"{_PRODUCTS}?page={number}&{_PAGE}")
        if not isinstance(page, dict) or not isinstance(page.get("items"), list):
            raise Untestable("the storefront lists no products for the administrator")
        for product in page["items"]:
            found += _skus(calls, product)
        number, last = number + 1, int(page.get("lastPage") or 1)
    return tuple(found)


def _skus(calls: AdministratorsCalls, product: Any) -> list[Product]:
    told = product.get("description") if isinstance(product, dict) else None
    description = text_of(str(told.get(_LANGUAGE) or "")) if isinstance(told, dict) else ""
    path = f"{_PRODUCTS}/{id_in(product, 'productId')}/skus?{_PAGE}"
    page: Any = calls.json("list the SKUs of a product", "GET", path)
    skus = page.get("items", ()) if isinstance(page, dict) else ()
    return [Product(id_in(sku), str(sku.get("sku", "")), description) for sku in skus]
