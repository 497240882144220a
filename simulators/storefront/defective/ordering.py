"""Defects of the intake of purchase orders: what is taken that has to be refused, and refused that has to be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus

from simulators.messages.cart import Cart
from simulators.storefront import order_intake
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import OPEN, PENDING, Order, Purchase
from simulators.storefront.order_intake import Ordered, OrderIntake
from simulators.storefront.problems import Problem
from simulators.storefront.sessions import WebSession
from simulators.storefront.switching import Switch, order_check, part

# How far a price may be off for a shop that rounds.
_NEARLY = Decimal("0.05")


def prices_are_nearly_those_of_the_cart(ordered: Ordered) -> Iterator[str]:
    """One unit costs about what it cost in the cart."""
    for line, carted in ordered.known:
        if abs(line.line.unit_price - carted.final_price / carted.quantity) > _NEARLY:
            yield line.fault("unitprice", "expected that of the cart")


def currency_of_the_order_is_that_of_the_cart(ordered: Ordered) -> Iterator[str]:
    """The order is in the currency of the cart; what its lines say is not looked at."""
    lines = tuple(replace(line, currency="") for line in ordered.order.items)
    yield from order_intake.currency_is_that_of_the_cart(Ordered(ordered.company, replace(ordered.order, items=lines)))


def refused_lines_are_told(ordered: Ordered) -> Iterator[str]:
    """A buyer orders carts of the own account; what another account's cart has in that line is told."""
    for line in ordered.lines:
        if line.cart is not None and line.carted is None and line.cart.transferred is not None:
            others = {one.auxiliary_id: one for one in line.cart.transferred.lines}
            of_other = others[line.line.supplier_aux_id]
            yield line.fault("supplier_aux_id", f"it is {of_other.supplier_id} at {of_other.unit_price:f}")


def quantities_are_in_stock(ordered: Ordered) -> Iterator[str]:
    """Of each line one at least is ordered, and a whole number."""
    for line in ordered.lines:
        if line.line.quantity < 1 or line.line.quantity != line.line.quantity.to_integral_value():
            yield line.fault("quantity", f"expected a whole number of 1 or more, got {line.line.quantity}")


def quantities_are_those_of_the_cart(ordered: Ordered) -> Iterator[str]:
    """Of each line exactly as many are ordered as are in the cart."""
    for line, carted in ordered.known:
        if line.line.quantity != carted.quantity:
            yield line.fault("quantity", f"expected {carted.quantity}, got {line.line.quantity}")


def skus_are_sold(ordered: Ordered) -> Iterator[str]:
    """The SKU is one that is sold."""
    sold = {product.sku for product in ordered.company.products.values()}
    for line in ordered.lines:
        if line.line.supplier_id not in sold:
            yield line.fault("supplier_id", f"expected an SKU that is sold here, got {line.line.supplier_id!r:.80}")


def first_unit_is_that_of_the_cart(ordered: Ordered) -> Iterator[str]:
    """The unit of measure of the first line is that of the cart."""
    for line, carted in ordered.known:
        if line.index == 0 and line.line.unit_of_measure != carted.unit_of_measure:
            yield line.fault("uom", f"expected {carted.unit_of_measure}, got {line.line.unit_of_measure!r:.80}")


def total_is_exactly_that_of_the_lines(ordered: Ordered) -> Iterator[str]:
    """The total is that of the lines as they were worked out, whatever was rounded on the way."""
    lines = sum((line.unit_price * line.quantity for line in ordered.order.items), Decimal(0))
    if lines != ordered.order.details.total:
        yield f"details.total: expected {lines:f}, got {ordered.order.details.total}"


class KnowsNoNumbers(OrderIntake):
    """Takes an order as often as it is sent, each time as another one."""

    def require_number(self, ordered: Ordered) -> None:
        """Forget an order of the same number."""
        if ordered.order.header.po_order_type != "new":
            super().require_number(ordered)
            return
        self._company.purchases.pop((ordered.account.id, ordered.order.header.po_order_id), None)
        vars(ordered).pop("purchase", None)

    def ordered_by(self, cart: Order) -> Purchase | None:
        """Tell that no cart was ordered."""
        del cart
        return None


class CartsMayBeOrderedAgain(OrderIntake):
    """Looks at the numbers of orders, and not at their carts."""

    def ordered_by(self, cart: Order) -> Purchase | None:
        """Tell that no cart was ordered."""
        del cart
        return None


class MakesWhatIsUpdated(OrderIntake):
    """Takes the update of an order nobody knows for a new order."""

    def require_number(self, ordered: Ordered) -> None:
        """Judge the number of an order, unless it is to be updated."""
        if ordered.order.header.po_order_type != "update":
            super().require_number(ordered)


class EndsWhatNeverWas(OrderIntake):
    """Takes the end of an order nobody knows for done."""

    def require_number(self, ordered: Ordered) -> None:
        """Judge the number of an order; one that is to be ended is made first where it is not known."""
        header = ordered.order.header
        if header.po_order_type == "delete" and ordered.purchase is None:
            made = Purchase(self._company.next_id(), header.po_order_id, ordered.account.id, 0)
            self._company.purchases[ordered.account.id, header.po_order_id] = made
            vars(ordered).pop("purchase", None)
        super().require_number(ordered)


class AsksNoSecret(OrderIntake):
    """Takes orders without a secret; one that is presented has to be right."""

    def is_authentic(self, presented: tuple[str, ...]) -> bool:
        """Tell whether the secret is right, or none is presented."""
        return not presented or super().is_authentic(presented)


class AsksForTheBeginning(OrderIntake):
    """Compares the beginning of the secret."""

    def is_authentic(self, presented: tuple[str, ...]) -> bool:
        """Tell whether what is presented begins as the secret does, in whatever letters."""
        return any(self._secret.lower().startswith(secret.lower()[:8]) for secret in presented)


class RepeatsTheSecret(OrderIntake):
    """Says which secret is wrong."""

    def is_authentic(self, presented: tuple[str, ...]) -> bool:
        """Tell whether the secret is right.

        Raises:
            Problem: when one is presented that is not, with it.

        """
        if presented and not super().is_authentic(presented):
            raise Problem(HTTPStatus.UNAUTHORIZED, f"The shared secret {presented[0]!r} is wrong")
        return super().is_authentic(presented)


class LeavesCartsOpen(OrderIntake):
    """Leaves a cart that was ordered as open as it was."""

    def close(self, cart: Order) -> None:
        """Change nothing of a cart that is ordered."""
        del cart


class ClosesRefusedCarts(OrderIntake):
    """Closes a cart when it is ordered, whether the order is taken or refused."""

    def refusal(self, ordered: Ordered, faults: list[str]) -> Problem:
        """Return what is answered to an order that has faults; its cart is closed by then."""
        if ordered.cart is not None:
            ordered.cart.status = PENDING
        return super().refusal(ordered, faults)


class CountsRefusedOrders(OrderIntake):
    """Takes a cart for ordered when an order of it was refused."""

    def refusal(self, ordered: Ordered, faults: list[str]) -> Problem:
        """Return what is answered to an order that has faults; its cart is ordered by then."""
        if ordered.cart is not None and ordered.purchase is None:
            self._place(ordered)
            ordered.cart.status = OPEN
        return super().refusal(ordered, faults)


class RefusesVaguely(OrderIntake):
    """Refuses an order without a word of what is wrong."""

    def refusal(self, ordered: Ordered, faults: list[str]) -> Problem:
        """Return a refusal that says nothing."""
        return Problem(super().refusal(ordered, faults).status, "The request is invalid")


class FailsAtFaults(OrderIntake):
    """Fails at an order that has faults, so that the hub will send it again."""

    def refusal(self, ordered: Ordered, faults: list[str]) -> Problem:
        """Return a failure of the server."""
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, super().refusal(ordered, faults).title)


class KeepsTheFirstState(Checkout):
    """Remembers for orders what was handed over first."""

    def keep(self, session: WebSession, order: Order, cart: Cart) -> None:
        """Remember a cart the hub has taken; orders go by the first of them."""
        first = order.transferred
        super().keep(session, order, cart)
        order.transferred = first or cart


DEFECTS: Mapping[str, Switch] = {
    "price-of-an-order-unchecked": order_check(order_intake.prices_are_those_of_the_cart),
    "price-of-an-order-nearly-right": order_check(
        order_intake.prices_are_those_of_the_cart, prices_are_nearly_those_of_the_cart
    ),
    "currency-of-an-order-unchecked": order_check(order_intake.currency_is_that_of_the_cart),
    "currency-of-lines-unchecked": order_check(
        order_intake.currency_is_that_of_the_cart, currency_of_the_order_is_that_of_the_cart
    ),
    "line-of-no-cart-ordered": order_check(order_intake.lines_are_of_a_transferred_cart),
    "line-of-another-account-ordered": order_check(order_intake.lines_are_of_the_account),
    "refusal-tells-of-another-cart": order_check(order_intake.lines_are_of_the_account, refused_lines_are_told),
    "quantity-of-an-order-unchecked": order_check(order_intake.quantities_are_in_the_cart),
    "more-than-the-cart-ordered": order_check(order_intake.quantities_are_in_the_cart, quantities_are_in_stock),
    "line-ordered-twice": order_check(order_intake.no_line_is_ordered_twice),
    "less-than-the-cart-refused": order_check(
        order_intake.quantities_are_in_the_cart, quantities_are_those_of_the_cart
    ),
    "sku-of-an-order-unchecked": order_check(order_intake.skus_are_those_of_the_lines),
    "any-sku-that-is-sold-accepted": order_check(order_intake.skus_are_those_of_the_lines, skus_are_sold),
    "unit-of-an-order-unchecked": order_check(order_intake.units_are_those_of_the_cart),
    "unit-of-first-line-checked": order_check(order_intake.units_are_those_of_the_cart, first_unit_is_that_of_the_cart),
    "total-of-an-order-unchecked": order_check(order_intake.total_adds_up),
    "rounded-total-refused": order_check(order_intake.total_adds_up, total_is_exactly_that_of_the_lines),
    "order-taken-twice": part("order_intake", KnowsNoNumbers),
    "cart-ordered-under-two-numbers": part("order_intake", CartsMayBeOrderedAgain),
    "update-of-nothing-taken": part("order_intake", MakesWhatIsUpdated),
    "end-of-nothing-taken": part("order_intake", EndsWhatNeverWas),
    "order-without-a-secret-taken": part("order_intake", AsksNoSecret),
    "secret-compared-by-its-beginning": part("order_intake", AsksForTheBeginning),
    "secret-repeated": part("order_intake", RepeatsTheSecret),
    "ordered-cart-left-open": part("order_intake", LeavesCartsOpen),
    "refused-order-closes-the-cart": part("order_intake", ClosesRefusedCarts),
    "refused-order-counts": part("order_intake", CountsRefusedOrders),
    "refusal-without-a-reason": part("order_intake", RefusesVaguely),
    "refusal-is-a-server-error": part("order_intake", FailsAtFaults),
    "first-state-ordered": part("checkout", KeepsTheFirstState),
}
