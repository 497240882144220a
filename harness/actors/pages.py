"""The pages of a Liferay storefront a buyer clicks through: Open Carts with its *Submit*, and the checkout.

Source: reference, Liferay connector, 10.4.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from requests import Response

from harness.actors.wanted import Offered, Wanted
from harness.browser import Browser, Form, Page
from harness.browser.addresses import naming_another_place
from harness.errors import Inapplicable, NonConformance, Untestable

_CHECKOUT = "com_liferay_commerce_checkout_web_internal_portlet_CommerceCheckoutPortlet"


@dataclass(frozen=True)
class SeenLine:
    """A line of the cart as the storefront shows it to the buyer, without markup.

    `final_price` and `discount` are for the line. The currency is empty where only a `sign` is shown, such as `$`. What
    is shown may be rounded for a reader: `unit_slack` and `final_slack` are how far prices may be from what they
    stand for. What is not shown is None; categories are only known where they were looked up.
    """

    order_id: int
    line_id: int
    sku_id: int
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    final_price: Decimal
    currency: str
    sign: str = ""
    unit_slack: Decimal = Decimal(0)
    final_slack: Decimal = Decimal(0)
    promo_price: Decimal | None = None
    discount: Decimal | None = None
    categories: tuple[str, ...] | None = None

    @property
    def auxiliary_id(self) -> str:
        """What the line is called in a cart: order and line."""
        return f"{self.order_id}/{self.line_id}"


@dataclass(frozen=True)
class SeenSums:
    """What the storefront shows below the lines of a cart."""

    shipping: Decimal
    tax: Decimal
    discount: Decimal
    total: Decimal


class StorefrontPages(ABC):
    """What a buyer does in a storefront, with a browser that shows one of its pages; the cart is its release's own."""

    def __init__(
        self, browser: Browser, skus: Sequence[str], open_carts_url: str, checkout_url: str, *, context_path: str = ""
    ) -> None:
        """Shop with a browser; `skus` are those to buy, in that order, or any when there are none.

        The interfaces that pages call are below the `context_path` of the portal.
        """
        self._browser = browser
        self._context_path = context_path
        self._skus = skus
        self.open_carts_url = open_carts_url
        self.checkout_url = checkout_url

    @abstractmethod
    def email(self) -> str:
        """Return the e-mail address of who is signed in, as the storefront knows it."""

    @abstractmethod
    def order_id(self) -> int | None:
        """Return the id of the order the buyer fills, or None when it is not known."""

    @abstractmethod
    def all_offered(self) -> Sequence[Offered]:
        """Return all that the storefront offers to the buyer."""

    @abstractmethod
    def put(self, offered: Offered, quantity: int) -> int:
        """Put a product into the current cart; return the id of its line."""

    @abstractmethod
    def change(self, line_id: int, quantity: int) -> None:
        """Change the quantity of a line."""

    @abstractmethod
    def take_out(self, line_id: int) -> None:
        """Take a line out of the cart."""

    @abstractmethod
    def try_to_change(self, line: SeenLine) -> None:
        """Ask for changes of a cart that may be somebody else's; what the storefront answers is no matter."""

    @abstractmethod
    def sums(self, order_id: int) -> SeenSums | None:
        """Return what the storefront shows below the lines of a cart, or None when it shows no more than a total."""

    @abstractmethod
    def cart(self, order_id: int) -> tuple[SeenLine, ...]:
        """Return the lines of a cart as the storefront shows them."""

    @abstractmethod
    def looked_at(self, offered: Offered) -> Offered:
        """Return a product as it is seen when it is looked at closely."""

    def put_into_cart(self, quantities: Sequence[int]) -> dict[str, int]:
        """Put one product after the other into the current cart, in these quantities; return them by SKU."""
        put: dict[str, int] = {}
        for offered, quantity in zip(self.choose(len(quantities)), quantities, strict=True):
            self.put(offered, quantity)
            put[offered.sku] = quantity
        return put

    def offers(self) -> list[Offered]:
        """Return the products to buy: those of the target file in its order, or all the storefront offers."""
        offered = {offered.sku: offered for offered in self.all_offered()}
        return [offered[sku] for sku in self._skus if sku in offered] if self._skus else list(offered.values())

    def offered(self) -> dict[str, int]:
        """Return the ids of the SKUs there are to buy, by SKU."""
        return {offered.sku: offered.sku_id for offered in self.all_offered()}

    def choose(self, count: int) -> list[Offered]:
        """Return the first products.

        Raises:
            Untestable: when there are fewer.

        """
        offers = self.offers()
        if len(offers) < count:
            missing = [sku for sku in self._skus if sku not in {offered.sku for offered in offers}]
            unseen = f" (the buyer does not see {', '.join(missing)})" if missing else ""
            raise Untestable(
                f"{count} products are needed, and the storefront offers {len(offers)} of those in "
                f"target.catalog.skus{unseen}: list more SKUs that the buyer may see"
            )
        return offers[:count]

    def find(self, wanted: Wanted) -> Offered:
        """Return the first product of a kind.

        Raises:
            Inapplicable: when the storefront offers none.

        """
        for offered in self.offers():
            known = self.looked_at(offered) if wanted.closely else offered
            if wanted.fits(known):
                return known
        raise Inapplicable(
            f"not applied: the storefront shows no product {wanted.words}; add the SKU of one to target.catalog.skus"
        )

    def open_carts(self) -> Page:
        """Go to the Open Carts page.

        Raises:
            NonConformance: when it is not shown to the buyer: what is missing there would say nothing.
            Untestable: when there is no such page.

        """
        page = self._open(self.open_carts_url, "Open Carts page", "open_carts_url")
        if page.status != 200 or not page.signed_in:
            raise NonConformance(
                "The buyer is shown the Open Carts page",
                expected="the page, signed in",
                got=f"HTTP {page.status}, {'signed in' if page.signed_in else 'not signed in'}",
                where=page.url,
            )
        return page

    def submit_button(self, page: Page, order_id: int) -> Form | None:
        """Return the form *Submit* sends for a cart on the Open Carts page, or None when it is not offered."""
        for form in page.forms:
            if "Submit" in form.submits and form.value("commerceOrderId") == str(order_id):
                return form.pressed("Submit")
        return None

    def press(self, form: Form) -> Page:
        """Press the button of a form."""
        return self._browser.submit(form)

    def check_out(self) -> Page:
        """Go to the checkout page of the current cart by its address.

        Raises:
            Untestable: when there is no such page: that nothing is transferred from it would say nothing.

        """
        return self._open(self.checkout_url, "checkout page", "checkout_url")

    def check_out_at(self, step: str) -> Page:
        """Go to a named step of the checkout by its address.

        Raises:
            Untestable: when there is no such page.

        """
        parameters = {"p_p_id": _CHECKOUT, "p_p_lifecycle": "0", f"_{_CHECKOUT}_checkoutStepName": step}
        url = f"{self.checkout_url}{'&' if '?' in self.checkout_url else '?'}{urlencode(parameters)}"
        return self._open(url, "checkout page", "checkout_url")

    def check_out_for_another_place(self) -> Page:
        """Go to the checkout by an address that asks to be led elsewhere.

        Raises:
            Untestable: when there is no such page.

        """
        return self._open(naming_another_place(self.checkout_url), "checkout page", "checkout_url")

    def load_checkout(self) -> Page:
        """Load the checkout page and do not go where its script leads.

        Raises:
            Untestable: when there is no such page.

        """
        return self._open(self.checkout_url, "checkout page", "checkout_url", scripts=False)

    def _fetch(self, method: str, path: str, document: Any = None, *, fields: dict[str, str] | None = None) -> Response:
        """Call an interface of the portal as a script of the page shown does; its path is below the context path."""
        return self._browser.fetch(method, self._context_path + path, document, fields=fields)

    def _open(self, url: str, what: str, entry: str, *, scripts: bool = True) -> Page:
        page = self._browser.open(url) if scripts else self._browser.load(url)
        if page.status == 404:
            raise Untestable(f"the storefront has no {what} at {url} (HTTP 404): give target.site.{entry}")
        return page
