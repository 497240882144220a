"""Catalogs and products, as an administrator's tools list, make and remove them by the headless interface.

Paths and members are those of Liferay's commerce admin catalog interface, v1.0, which Commerce 2.1 has as well as 7.4.
Source: Liferay's public sources of both (headless commerce admin catalog).
"""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront import money
from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Catalog, Product
from simulators.storefront.problems import Problem, json_response, object_of, page_of, text_in
from simulators.wire import Incoming

PATH = "/o/headless-commerce-admin-catalog/v1.0"
_LOCALE = "en_US"


class Catalogs:
    """Answers calls about catalogs, products, their SKUs and categories, and currencies."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def currencies(self, incoming: Incoming) -> Response:
        """List the currencies."""
        self._authentication.require_administrator(incoming)
        return json_response(page_of([{"active": True, "code": code} for code in money.currencies()]))

    def catalogs(self, incoming: Incoming) -> Response:
        """List the catalogs."""
        self._authentication.require_administrator(incoming)
        return json_response(page_of([_catalog(catalog) for catalog in tuple(self._company.catalogs.values())]))

    def catalog_by_code(self, incoming: Incoming) -> Response:
        """Find a catalog by its external reference code."""
        self._authentication.require_administrator(incoming)
        for catalog in tuple(self._company.catalogs.values()):
            if catalog.external_reference_code == incoming.parts["code"]:
                return json_response(_catalog(catalog))
        raise Problem(HTTPStatus.NOT_FOUND, "Unable to find catalog with external reference code")

    def add_catalog(self, incoming: Incoming) -> Response:
        """Make a catalog from `name`, `currencyCode` and `externalReferenceCode`."""
        self._authentication.require_administrator(incoming)
        document = object_of(incoming)
        currency = text_in(document, "currencyCode", money.BASE_CURRENCY)
        if not money.is_known(currency):
            raise Problem(HTTPStatus.NOT_FOUND, "No CommerceCurrency exists with the code")
        name, code = text_in(document, "name"), text_in(document, "externalReferenceCode", "")
        with self._company.lock:
            if code and code in [each.external_reference_code for each in self._company.catalogs.values()]:
                raise Problem(HTTPStatus.CONFLICT, "The external reference code is in use")
            catalog = Catalog(self._company.next_id(), name, code, currency)
            self._company.catalogs[catalog.id] = catalog
        return json_response(_catalog(catalog))

    def remove_catalog(self, incoming: Incoming) -> Response:
        """Delete a catalog, unless it has products."""
        self._authentication.require_administrator(incoming)
        catalog_id = id_from(incoming.parts["catalog_id"])
        with self._company.lock:
            if catalog_id not in self._company.catalogs:
                raise Problem(HTTPStatus.NOT_FOUND, "Catalog not found")
            if any(product.catalog_id == catalog_id for product in self._company.products.values()):
                raise Problem(HTTPStatus.BAD_REQUEST, "You cannot delete catalogs that have products")
            del self._company.catalogs[catalog_id]
        return Response(status_code=204)

    def products(self, incoming: Incoming) -> Response:
        """List the products of all catalogs."""
        self._authentication.require_administrator(incoming)
        return json_response(page_of([_product(product) for product in tuple(self._company.products.values())]))

    def product_by_code(self, incoming: Incoming) -> Response:
        """Find a product by its external reference code."""
        self._authentication.require_administrator(incoming)
        for product in tuple(self._company.products.values()):
            if product.external_reference_code == incoming.parts["code"]:
                return json_response(_product(product))
        raise Problem(HTTPStatus.NOT_FOUND, "Unable to find product with external reference code")

    def add_product(self, incoming: Incoming) -> Response:
        """Make a simple product with its one SKU in a catalog, in categories that are there."""
        self._authentication.require_administrator(incoming)
        document = object_of(incoming)
        catalog_id, code = id_from(str(document.get("catalogId", ""))), text_in(document, "externalReferenceCode", "")
        name, sku = _localized(document, "name"), _sku_in(document)
        if not name or text_in(document, "productType") != "simple" or "active" not in document:
            raise Problem(HTTPStatus.BAD_REQUEST, "active, name and productType simple are required")
        with self._company.lock:
            if catalog_id not in self._company.catalogs:
                raise Problem(HTTPStatus.NOT_FOUND, "No CommerceCatalog exists with the primary key")
            if any(_is_taken(product, code, sku["sku"]) for product in self._company.products.values()):
                raise Problem(HTTPStatus.CONFLICT, "The external reference code or the SKU is in use")
            product = Product(
                id=self._company.next_id(),
                name=name,
                description=_localized(document, "description"),
                categories=self._categories_in(document),
                sku_id=self._company.next_id(),
                sku=sku["sku"],
                unspsc=text_in(sku, "unspsc", ""),
                price=_amount(sku, "price"),
                promo_price=_amount(sku, "promoPrice"),
                catalog_id=catalog_id,
                external_reference_code=code,
            )
            self._company.products[product.id] = product
        return json_response(_product(product))

    def remove_product(self, incoming: Incoming) -> Response:
        """Delete a product with its SKU."""
        self._authentication.require_administrator(incoming)
        with self._company.lock:
            del self._company.products[self._found(incoming).id]
        return Response(status_code=204)

    def skus(self, incoming: Incoming) -> Response:
        """List the SKUs of a product, with prices in the company's base currency."""
        self._authentication.require_administrator(incoming)
        product = self._found(incoming)
        sku = {
            "id": product.sku_id,
            "price": product.price,
            "promoPrice": product.promo_price,
            "published": True,
            "purchasable": True,
            "sku": product.sku,
        }
        return json_response(page_of([sku]))

    def categories(self, incoming: Incoming) -> Response:
        """List the categories a product is in."""
        self._authentication.require_administrator(incoming)
        names = self._found(incoming).categories
        return json_response(page_of([{"id": number, "name": name} for number, name in enumerate(names, start=1)]))

    def _found(self, incoming: Incoming) -> Product:
        product = self._company.products.get(id_from(incoming.parts["product_id"]))
        if product is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Product not found")
        return product

    def _categories_in(self, document: dict[str, Any]) -> tuple[str, ...]:
        known = {
            category_id: name
            for vocabulary in self._company.vocabularies.values()
            for category_id, name in vocabulary.categories.items()
        }
        wanted = document.get("categories", [])
        if not isinstance(wanted, list) or not all(isinstance(each, dict) for each in wanted):
            raise Problem(HTTPStatus.BAD_REQUEST, "categories must be a list")
        category_ids = [id_from(str(each.get("id", ""))) for each in wanted]
        if any(category_id not in known for category_id in category_ids):
            raise Problem(HTTPStatus.NOT_FOUND, "No AssetCategory exists with the primary key")
        return tuple(known[category_id] for category_id in category_ids)


def _is_taken(product: Product, code: str, sku: str) -> bool:
    return product.sku == sku or bool(code and product.external_reference_code == code)


def _sku_in(document: dict[str, Any]) -> dict[str, Any]:
    skus = document.get("skus")
    if not isinstance(skus, list) or len(skus) != 1 or not isinstance(skus[0], dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "This storefront sells products of one SKU")
    text_in(skus[0], "sku")
    return skus[0]


def _localized(document: dict[str, Any], name: str) -> str:
    texts = document.get(name, {})
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name} must be texts by language")
    return str(texts.get(_LOCALE, ""))


def _amount(sku: dict[str, Any], name: str) -> Decimal:
    value = sku.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name} must be a number")
    return Decimal(str(value))


def _catalog(catalog: Catalog) -> dict[str, Any]:
    return {
        "currencyCode": catalog.currency,
        "defaultLanguageId": _LOCALE,
        "externalReferenceCode": catalog.external_reference_code,
        "id": catalog.id,
        "name": catalog.name,
        "system": False,
    }


def _product(product: Product) -> dict[str, Any]:
    return {
        "catalogId": product.catalog_id,
        "description": {_LOCALE: product.description},
        "externalReferenceCode": product.external_reference_code,
        "id": product.id,
        "name": {_LOCALE: product.name},
        "productId": product.id,
    }
