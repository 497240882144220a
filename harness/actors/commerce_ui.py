"""Shopping in Commerce 2.1: the cart interface its pages call, which shows amounts as texts.

Which products there are is asked of the administrator, for the shop of Commerce 2.1 lists no SKUs by an interface.
Source: reference, Liferay connector, 10.1; Liferay's public sources of Commerce 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from harness.actors.pages import SeenLine, SeenSums, StorefrontPages
from harness.actors.wanted import MOST_OF_ONE, Offered
from harness.administration.products import Product
from harness.browser import Browser
from harness.errors import NonConformance
from simulators.messages import numbers

_CART = "/o/commerce-ui"
_ME = "/api/jsonws/user/get-current-user"
# Digits with the marks of any language between them, whatever stands around.
_AMOUNT = re.compile("-?[0-9](?:[0-9.,'\u2019\u00a0\u202f]*[0-9])?")
# What an amount consists of beside the sign of its currency.
_SIGN = re.compile("[-0-9.,'\u2019\\s]+")
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class CommerceUiShopping(StorefrontPages):
    """What a buyer does in a storefront of Commerce 2.1."""

    def __init__(
        self,
        browser: Browser,
        skus: Sequence[str],
        open_carts_url: str,
        checkout_url: str,
        products: Callable[[], Sequence[Product]],
        account_id: int,
        categories: Callable[[int], Sequence[str]] = lambda _: (),
        *,
        context_path: str = "",
    ) -> None:
        """Shop with a browser for an account; `skus` are those to buy, in that order, or any when there are none.

        `products` are all there are, `categories` the names of those a product is in, by its id.
        """
        super().__init__(browser, skus, open_carts_url, checkout_url, context_path=context_path)
        self._account_id = account_id
        self._list = products
        self._categories_of = categories
        self._products: dict[str, Product] = {}
        self._order_id: int | None = None

    def email(self) -> str:
        """Return the e-mail address of who is signed in, as the storefront knows it."""
        token = self._browser.page.csrf_token if self._browser.page else ""
        told = self._json("tell who is signed in", "GET", f"{_ME}?{urlencode({'p_auth': token})}")
        return str(told.get("emailAddress", ""))

    def order_id(self) -> int | None:
        """Return the id of the order the buyer fills, or None before anything was put into it."""
        return self._order_id

    def all_offered(self) -> Sequence[Offered]:
        """Return all that there is, whether or not it is offered to this buyer; discounts are not told in it."""
        self._products = {product.sku: product for product in self._list()}
        return [
            Offered(p.sku_id, p.sku, p.product_id, p.markup, p.promo_price, Decimal(0), MOST_OF_ONE, price=p.price)
            for p in self._products.values()
        ]

    def looked_at(self, offered: Offered) -> Offered:
        """Return a product with its categories, and with the discount that a cart shows for one of it."""
        line_id = self.put(offered, 1)
        line = next(line for line in self.cart(self._order_id or 0) if line.line_id == line_id)
        self.take_out(line_id)
        categories = tuple(self._categories_of(offered.product_id))
        return replace(offered, categories=categories, discount=line.discount or Decimal(0))

    def put(self, offered: Offered, quantity: int) -> int:
        """Put a product into the current cart; return the id of its line."""
        what, page = "take a product into the cart", self._browser.page
        fields = {
            "groupId": page.site_id if page else "0",
            "languageId": "en_US",
            "commerceAccountId": str(self._account_id),
            "quantity": str(quantity),
            "productId": str(offered.sku_id),
            "options": "[]",
            "orderId": "0",
        }
        cart = self._cart(what, "POST", f"{_CART}/cart-item", fields)
        try:
            self._order_id = int(cart["orderId"])
            return next(int(line["id"]) for line in cart["products"] if line["sku"] == offered.sku)
        except (*_MALFORMED, StopIteration) as error:
            raise _not_as_known(what, error) from error

    def change(self, line_id: int, quantity: int) -> None:
        """Change the quantity of a line."""
        self._cart("change a quantity", "PUT", f"{_CART}/cart/cart-item/{line_id}?quantity={quantity}")

    def take_out(self, line_id: int) -> None:
        """Take a line out of the cart."""
        self._cart("take a line out", "DELETE", f"{_CART}/cart/cart-item/{line_id}")

    def try_to_change(self, line: SeenLine) -> None:
        """Ask for changes of a cart that may be somebody else's; what the storefront answers is no matter."""
        item = f"{_CART}/cart/cart-item/{line.line_id}"
        self._fetch("PUT", f"{item}?quantity={int(line.quantity) + 1}")
        fields = {"quantity": "1", "productId": str(line.sku_id), "orderId": str(line.order_id)}
        self._fetch("POST", f"{_CART}/cart-item", fields=fields)
        self._fetch("DELETE", item)

    def sums(self, order_id: int) -> SeenSums | None:
        """Return None: nothing but subtotal and total is shown."""

    def cart(self, order_id: int) -> tuple[SeenLine, ...]:
        """Return the lines of a cart as the storefront shows them."""
        cart = self._cart("show the cart", "GET", f"{_CART}/cart/{order_id}")
        if not self._products:
            self.all_offered()
        try:
            return tuple(self._line(order_id, product) for product in cart["products"])
        except _MALFORMED as error:
            raise _not_as_known("show the cart", error) from error

    def _cart(self, what: str, method: str, path: str, fields: dict[str, str] | None = None) -> Any:
        """Return a cart; one that tells of errors is a refusal, whatever its status."""
        cart = self._json(what, method, path, fields)
        said = cart.get("errorMessages") if isinstance(cart, dict) else ["no cart"]
        # A refusal without a message is one as well.
        if said or cart.get("success") is False:
            got = "; ".join(map(str, said)) if isinstance(said, list) and said else "a refusal, without a reason"
            raise NonConformance(f"The storefront lets the buyer {what}", expected="a cart", got=got, where=path)
        return cart

    def _line(self, order_id: int, shown: dict[str, Any]) -> SeenLine:
        product, prices = self._products.get(shown["sku"]), shown["prices"]
        quantity, unit_price = numbers.decimal_from(shown["quantity"]), amount_in(prices["price"])
        final_price, final_slack = _final_price(prices, quantity)
        return SeenLine(
            order_id=order_id,
            line_id=int(shown["id"]),
            sku_id=int(shown.get("cpinstanceId") or (product.sku_id if product else 0)),
            sku=shown["sku"],
            description=product.description if product else "",
            quantity=quantity,
            unit_price=unit_price,
            final_price=final_price,
            currency="",
            sign=_SIGN.sub("", prices["price"]),
            unit_slack=_half_of_last_digit(unit_price),
            final_slack=final_slack,
            promo_price=_shown(prices, "promoPrice"),
            discount=_shown(prices, "discount"),
        )

    def _json(self, what: str, method: str, path: str, fields: dict[str, str] | None = None) -> Any:
        response = self._fetch(method, path, fields=fields)
        try:
            if response.status_code == 200:
                return numbers.loads(response.content)
            got = f"HTTP {response.status_code}"
        except ValueError as error:
            got = str(error)
        raise NonConformance(
            f"The storefront lets the buyer {what}", expected="JSON in HTTP 200", got=got, where=f"{method} {path}"
        )


def amount_in(text: str) -> Decimal:
    """Return the amount in a text such as `$ 1,234.50` or `1.234,50 €`, in whatever language the buyer reads.

    A mark that stands once is the decimal one: a point always, a comma behind other marks or not before three digits.

    Raises:
        ValueError: when there is none.

    """
    found = _AMOUNT.search(text)
    if found is None:
        raise ValueError(f"{text!r} shows no amount")
    marks = [character for character in found[0].lstrip("-") if not character.isdecimal()]
    mark = marks[-1] if marks else ""
    whole, _, rest = found[0].rpartition(mark) if mark else (found[0], "", "")
    is_decimal = marks.count(mark) == 1 and (mark == "." or (mark == "," and (len(marks) > 1 or len(rest) != 3)))
    if not is_decimal:
        whole, rest = found[0], ""
    sign = "-" if whole.startswith("-") else ""
    digits = "".join(filter(str.isdecimal, whole))
    return Decimal(f"{sign}{digits}.{rest}" if rest else f"{sign}{digits}")


def _final_price(prices: Mapping[str, Any], quantity: Decimal) -> tuple[Decimal, Decimal]:
    """Return the price of a line and how far it may be off: only a discounted line shows one, others are multiplied."""
    if prices.get("finalPrice"):
        shown = amount_in(prices["finalPrice"])
        return shown, _half_of_last_digit(shown)
    paid = amount_in(prices.get("promoPrice") or prices["price"])
    return paid * quantity, _half_of_last_digit(paid) * quantity


def _half_of_last_digit(shown: Decimal) -> Decimal:
    return Decimal(5).scaleb(int(shown.as_tuple().exponent) - 1)


def _shown(prices: Mapping[str, str], key: str) -> Decimal | None:
    """Return an amount that is not shown for every line."""
    return amount_in(prices[key]) if prices.get(key) else None


def _not_as_known(what: str, error: Exception) -> NonConformance:
    return NonConformance(
        f"The storefront lets the buyer {what}",
        expected="the members a cart of Commerce 2.1 has",
        got=f"an answer that cannot be read ({type(error).__name__}: {error})",
    )
