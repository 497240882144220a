"""Shopping in a Liferay 7.4 storefront with a browser: the interfaces that its pages call.

Source: reference, Liferay connector, 10.2 and 10.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.actors.pages import SeenLine, StorefrontPages
from harness.browser import Browser
from harness.errors import NonConformance, Untestable
from simulators.messages import numbers
from simulators.messages.markup import text_of

CATALOG = "/o/headless-commerce-delivery-catalog/v1.0"
CART = "/o/headless-commerce-delivery-cart/v1.0"
ME = "/o/headless-admin-user/v1.0/my-user-account"

_MOST_PAGES = 50
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError)


class Shopping(StorefrontPages):
    """What a buyer does in a storefront of Liferay 7.4."""

    def __init__(self, browser: Browser, skus: Sequence[str], open_carts_url: str, checkout_url: str) -> None:
        """Shop with a browser; `skus` are those to buy, in that order, or any when there are none."""
        super().__init__(browser, open_carts_url, checkout_url)
        self._skus = skus
        self._descriptions: dict[int, str] = {}

    def email(self) -> str:
        """Return the e-mail address of who is signed in, as the storefront knows it."""
        return str(self._json("tell who is signed in", "GET", ME).get("emailAddress", ""))

    def order_id(self) -> int | None:
        """Return the id of the order the buyer fills, as the page shown tells it, or None."""
        return self._browser.page.order_id if self._browser.page else None

    def offered(self) -> dict[str, int]:
        """Return the ids of the SKUs the buyer sees in the catalog, by SKU."""
        try:
            return {sku["sku"]: int(sku["id"]) for product in self._products() for sku in self._skus_of(product)}
        except _MALFORMED as error:
            raise _not_as_documented("list the products", error) from error

    def put_into_cart(self, quantities: Sequence[int]) -> dict[str, int]:
        """Put one product after the other into the current cart, in these quantities; return them by SKU."""
        order_id = self._current_order()
        put: dict[str, int] = {}
        for (sku_id, sku), quantity in zip(self._choose(len(quantities)), quantities, strict=True):
            document = {"skuId": sku_id, "quantity": quantity}
            self._json("take a product into the cart", "POST", f"{CART}/carts/{order_id}/items", document)
            put[sku] = quantity
        return put

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

    def _choose(self, count: int) -> list[tuple[int, str]]:
        offered = self.offered()
        return [(offered[sku], sku) for sku in chosen_of(list(offered), self._skus, count)]

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
        )

    def _json(self, what: str, method: str, path: str, document: Any = None) -> Any:
        response = self._browser.fetch(method, path, document)
        if response.status_code not in (200, 201):
            raise NonConformance(
                f"The storefront lets the buyer {what}",
                expected="HTTP 200",
                got=f"HTTP {response.status_code}",
                where=f"{method} {path}",
            )
        try:
            return numbers.loads(response.content)
        except ValueError as error:
            raise NonConformance(
                f"The storefront lets the buyer {what}", expected="JSON", got=str(error), where=f"{method} {path}"
            ) from error


def chosen_of(offered: Sequence[str], wanted: Sequence[str], count: int) -> list[str]:
    """Return so many of the SKUs that are offered: those wanted, in that order, or any when none is.

    Raises:
        Untestable: when there are not so many.

    """
    chosen = [sku for sku in wanted if sku in offered] if wanted else list(offered)
    if len(chosen) < count:
        missing = [sku for sku in wanted if sku not in offered]
        unseen = f" (the buyer does not see {', '.join(missing)})" if missing else ""
        raise Untestable(
            f"{count} products are needed, and the storefront offers {len(chosen)} of those in "
            f"target.catalog.skus{unseen}: list more SKUs that the buyer may see"
        )
    return chosen[:count]


def _not_as_documented(what: str, error: Exception) -> NonConformance:
    return NonConformance(
        f"The storefront lets the buyer {what}",
        expected="the members Liferay's interface documents",
        got=f"an answer that cannot be read ({type(error).__name__}: {error})",
    )
