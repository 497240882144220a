"""Shopping in a Liferay 7.4 storefront with a browser: the interfaces that its pages call.

Source: reference, Liferay connector, 10.2 and 10.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from requests import Response

from harness.actors.pages import SeenLine, SeenSums, StorefrontPages
from harness.actors.wanted import MOST_OF_ONE, Offered
from harness.browser import Browser
from harness.errors import NonConformance
from simulators.messages import numbers
from simulators.messages.markup import text_of

CATALOG = "/o/headless-commerce-delivery-catalog/v1.0"
CART = "/o/headless-commerce-delivery-cart/v1.0"
ME = "/o/headless-admin-user/v1.0/my-user-account"

_MOST_PAGES = 50
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError)


class Shopping(StorefrontPages):
    """What a buyer does in a storefront of Liferay 7.4."""

    def __init__(
        self, browser: Browser, skus: Sequence[str], open_carts_url: str, checkout_url: str, *, context_path: str = ""
    ) -> None:
        """Shop with a browser; `skus` are those to buy, in that order, or any when there are none."""
        super().__init__(browser, skus, open_carts_url, checkout_url, context_path=context_path)
        self._descriptions: dict[int, str] = {}
        self._categories: dict[int, tuple[str, ...]] = {}

    def email(self) -> str:
        """Return the e-mail address of who is signed in, as the storefront knows it."""
        return str(self._json("tell who is signed in", "GET", ME).get("emailAddress", ""))

    def order_id(self) -> int | None:
        """Return the id of the order the buyer fills, as the page shown tells it, or None."""
        return self._browser.page.order_id if self._browser.page else None

    def put_into_cart(self, quantities: Sequence[int]) -> dict[str, int]:
        """Put one product after the other into the current cart, in these quantities; return them by SKU."""
        _ = self._current_order()  # without one the page may tell no channel to list products of
        return super().put_into_cart(quantities)

    def put(self, offered: Offered, quantity: int) -> int:
        """Put a product into the current cart; return the id of its line."""
        what, document = "take a product into the cart", {"skuId": offered.sku_id, "quantity": quantity}
        item = self._json(what, "POST", f"{CART}/carts/{self._current_order()}/items", document)
        try:
            return int(item["id"])
        except _MALFORMED as error:
            raise _not_as_documented(what, error) from error

    def change(self, line_id: int, quantity: int) -> None:
        """Change the quantity of a line."""
        self._json("change a quantity", "PATCH", f"{CART}/cart-items/{line_id}", {"quantity": quantity})

    def take_out(self, line_id: int) -> None:
        """Take a line out of the cart."""
        self._answer("take a line out", "DELETE", f"{CART}/cart-items/{line_id}", accepted=(200, 204))

    def try_to_change(self, line: SeenLine) -> None:
        """Ask the storefront for changes of a cart that may be somebody else's; whatever it answers is no matter."""
        item = f"{CART}/cart-items/{line.line_id}"
        self._fetch("PATCH", item, {"quantity": int(line.quantity) + 1})
        self._fetch("POST", f"{CART}/carts/{line.order_id}/items", {"skuId": line.sku_id, "quantity": 1})
        self._fetch("DELETE", item)

    def all_offered(self) -> Sequence[Offered]:
        """Return all that the storefront offers to the buyer."""
        try:
            return [_offered(product, sku) for product in self._products() for sku in self._skus_of(product)]
        except _MALFORMED as error:
            raise _not_as_documented("list the products", error) from error

    def looked_at(self, offered: Offered) -> Offered:
        """Return a product with the names of its categories."""
        path = f"{CATALOG}/channels/{self._channel()[0]}/products/{offered.product_id}/categories?"
        found = self._list("list the categories of a product", path)
        self._categories[offered.product_id] = tuple(str(category.get("name", "")) for category in found)
        return replace(offered, categories=self._categories[offered.product_id])

    def sums(self, order_id: int) -> SeenSums:
        """Return what the storefront shows below the lines of a cart."""
        document = self._json("show the cart", "GET", f"{CART}/carts/{order_id}")
        try:
            shown = document["summary"]
            keys = ("shippingValue", "taxValue", "totalDiscountValue", "total")
            return SeenSums(*(numbers.decimal_from(shown.get(key, 0)) for key in keys))
        except _MALFORMED as error:
            raise _not_as_documented("show the cart", error) from error

    def cart(self, order_id: int) -> tuple[SeenLine, ...]:
        """Return the lines of a cart as the storefront shows them."""
        items = self._list("show the cart", f"{CART}/carts/{order_id}/items?")
        try:
            if any(int(item["productId"]) not in self._descriptions for item in items):
                self._products()
            return tuple(self._line(order_id, item) for item in items)
        except _MALFORMED as error:
            raise _not_as_documented("show the cart", error) from error

    def _current_order(self) -> int:
        page = self._browser.page
        if page is None or page.order_id is None:
            raise NonConformance(
                "A buyer who punched out has a cart to fill",
                expected="a current order in the page",
                got="none",
                where=page.url if page else "",
            )
        return page.order_id

    def _products(self) -> list[dict[str, Any]]:
        channel, account = self._channel()
        path = f"{CATALOG}/channels/{channel}/products?accountId={account}&"
        found = self._list("list the products", path)
        self._descriptions.update(
            {
                int(product.get("productId", product["id"])): text_of(product.get("description") or "")
                for product in found
            }
        )
        return found

    def _skus_of(self, product: dict[str, Any]) -> list[dict[str, Any]]:
        if product.get("skus"):
            return list(product["skus"])
        channel, account = self._channel()
        path = f"{CATALOG}/channels/{channel}/products/{product['productId']}/skus?accountId={account}&"
        return self._list("list the SKUs of a product", path)

    def _channel(self) -> tuple[str, str]:
        page = self._browser.page
        return (page.channel_id, page.account_id) if page else ("0", "0")

    def _list(self, what: str, path: str) -> list[dict[str, Any]]:
        """Return all that a list holds, page by page; `path` ends where a parameter may follow."""
        found: list[dict[str, Any]] = []
        for number in range(1, _MOST_PAGES + 1):
            document = self._json(what, "GET", f"{path}page={number}&pageSize=200")
            try:
                found += document["items"]
                if number >= int(document.get("lastPage", 1)):
                    break
            except _MALFORMED as error:
                raise _not_as_documented(what, error) from error
        return found

    def _line(self, order_id: int, item: dict[str, Any]) -> SeenLine:
        price = item["price"]
        return SeenLine(
            order_id=order_id,
            line_id=int(item["id"]),
            sku_id=int(item["skuId"]),
            sku=item["sku"],
            description=self._descriptions.get(int(item["productId"]), ""),
            quantity=numbers.decimal_from(item["quantity"]),
            unit_price=numbers.decimal_from(price["price"]),
            final_price=numbers.decimal_from(price["finalPrice"]),
            currency=price["currency"],
            promo_price=_amount(price, "promoPrice"),
            discount=_amount(price, "discount"),
            categories=self._categories.get(int(item["productId"])),
        )

    def _json(self, what: str, method: str, path: str, document: Any = None) -> Any:
        response = self._answer(what, method, path, document)
        try:
            return numbers.loads(response.content)
        except ValueError as error:
            raise NonConformance(
                f"The storefront lets the buyer {what}", expected="JSON", got=str(error), where=f"{method} {path}"
            ) from error

    def _answer(
        self, what: str, method: str, path: str, document: Any = None, *, accepted: tuple[int, ...] = (200, 201)
    ) -> Response:
        response = self._fetch(method, path, document)
        if response.status_code not in accepted:
            raise NonConformance(
                f"The storefront lets the buyer {what}",
                expected="HTTP 200",
                got=f"HTTP {response.status_code}",
                where=f"{method} {path}",
            )
        return response


def _offered(product: dict[str, Any], sku: dict[str, Any]) -> Offered:
    price = sku.get("price") or {}
    return Offered(
        sku_id=int(sku["id"]),
        sku=sku["sku"],
        product_id=int(product.get("productId", product["id"])),
        description=product.get("description") or "",
        promo_price=_amount(price, "promoPrice") or Decimal(0),
        discount=_amount(price, "discount") or Decimal(0),
        most=int(sku.get("maxOrderQuantity") or MOST_OF_ONE),
        price=_amount(price, "price") or Decimal(0),
    )


def _amount(price: Mapping[str, Any], key: str) -> Decimal | None:
    """Return an amount that not every storefront shows."""
    return None if price.get(key) is None else numbers.decimal_from(price[key])


def _not_as_documented(what: str, error: Exception) -> NonConformance:
    return NonConformance(
        f"The storefront lets the buyer {what}",
        expected="the members Liferay's interface documents",
        got=f"an answer that cannot be read ({type(error).__name__}: {error})",
    )
