"""Defects of what an edit makes of the lines of a cart: those it knows, those that are new, those it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import ClassVar

from simulators.messages.session import CartItem
from simulators.storefront import editing as lines
from simulators.storefront.editing import AskedLine, CartEdit, CartItems
from simulators.storefront.model import Order, OrderLine
from simulators.storefront.orders import QUANTITIES, Orders
from simulators.storefront.problems import Problem, server_error
from simulators.storefront.session_api import Asked
from simulators.storefront.switching import Switch, both, line_check, part


def _keeping(order: Order, items: CartItems) -> CartItems:
    """Return the lines a hub asks for, and behind them those of the cart that it leaves out."""
    named = {item.id for item in items}
    left_out = [line for line in order.lines if line.id not in named]
    return (*items, *(CartItem(line.product.sku_id, line.quantity, line.id) for line in left_out))


def _is_new(order: Order, item: CartItem) -> bool:
    return item.id not in {line.id for line in order.lines}


def _changes_nothing(order: Order, items: CartItems) -> bool:
    return [(line.id, line.quantity) for line in order.lines] == [(item.id, item.quantity) for item in items]


class LeftOutLinesStay(CartEdit):
    """Takes no line out."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines, and those it had."""
        super().carry_out(order, _keeping(order, items))


class LeftOutLinesStayBesideNewOnes(CartEdit):
    """Takes no line out where one comes in."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines; where one of them is new, those it had as well."""
        adds = any(_is_new(order, item) for item in items)
        super().carry_out(order, _keeping(order, items) if adds else items)


class _QuantitiesOtherwise(CartEdit):
    def quantity(self, line: OrderLine, asked: int) -> int:
        """Return how many a line of the cart is to have."""
        del line
        return asked

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines, in quantities of this shop's own."""
        known = {line.id: line for line in order.lines}
        super().carry_out(
            order,
            tuple(
                replace(item, quantity=self.quantity(known[item.id], item.quantity)) if item.id in known else item
                for item in items
            ),
        )


class QuantitiesStay(_QuantitiesOtherwise):
    """Takes lines out and adds lines, and leaves the others as they are."""

    def quantity(self, line: OrderLine, asked: int) -> int:
        """Return how many the line has."""
        del asked
        return line.quantity


class QuantitiesAddUp(_QuantitiesOtherwise):
    """Takes a quantity for one to be added."""

    def quantity(self, line: OrderLine, asked: int) -> int:
        """Return both together, unless they are the same."""
        return asked if line.quantity == asked else line.quantity + asked


class QuantitiesOnlyRise(_QuantitiesOtherwise):
    """Never takes away from a line."""

    def quantity(self, line: OrderLine, asked: int) -> int:
        """Return the larger one."""
        return max(line.quantity, asked)


class LinesByTheirPlace(CartEdit):
    """Finds the lines of a cart by their place in the list."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Give each line the quantity that stands in its place."""
        named = {item.id for item in items}
        ids = [line.id for line in order.lines if line.id in named]
        places = iter(ids)
        super().carry_out(
            order, tuple(replace(item, id=next(places)) if item.id in set(ids) else item for item in items)
        )


class NewLinesPassedOver(CartEdit):
    """Adds nothing to a cart."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold those of these lines that it has."""
        super().carry_out(order, tuple(item for item in items if not _is_new(order, item)))


class NewLinesOfOneProductMerged(CartEdit):
    """Adds what is in the cart already to the line it is in."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines, each product once."""
        merged: dict[int, CartItem] = {}
        for item in items:
            first = merged.get(item.sku_id)
            known = first is not None and _is_new(order, item)
            merged[item.sku_id] = replace(first, quantity=first.quantity + item.quantity) if first and known else item
        super().carry_out(order, tuple(merged.values()))


class LinesAnew(CartEdit):
    """Puts all lines in anew where nothing is changed, as if the cart came for the first time."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines; where it does already, lines like them."""
        anew = tuple(replace(item, id=0) for item in items)
        super().carry_out(order, anew if _changes_nothing(order, items) else items)


class LinesTwice(CartEdit):
    """Adds a line again where nothing is changed."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines; where it does already, the first of them twice."""
        more = tuple(replace(item, id=0) for item in items[:1])
        super().carry_out(order, (*items, *more) if _changes_nothing(order, items) else items)


class PricedWithoutPromotions(Orders):
    """Prices the lines of an edit at what the products cost without a promotion or a discount."""

    def bring_in_line(self, order: Order, items: Iterable[CartItem]) -> None:
        """Make the order hold what the hub sent, at other prices."""
        super().bring_in_line(order, items)
        for line in order.lines:
            line.unit_price += line.unit_price
            line.final_price = line.unit_price * line.quantity
            line.promo_price = line.discount = line.discount - line.discount


class NoLinesIsNoList(Asked):
    """Takes an empty list for none."""

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have; none at all is no wish."""
        return super().edited_items or None


class NoListIsNoLines(Asked):
    """Takes a list that is missing for an empty one."""

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have; nothing is none."""
        return self.request.items or () if self.request.session_type.lower() == "edit" else None


class NoLinesRefused(CartEdit):
    """Refuses to empty a cart."""

    def require(self, order: Order, items: CartItems) -> None:
        """Judge every line, of which there has to be one."""
        if not items:
            raise Problem(HTTPStatus.BAD_REQUEST, "Cart items are required")
        super().require(order, items)


class EmptiedCartDeleted(CartEdit):
    """Throws a cart away that has nothing in it."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines, or be no more."""
        super().carry_out(order, items)
        if not items:
            self._company.orders.pop(order.id, None)


class QuantitiesCut(CartEdit):
    """Cuts a quantity to what may be ordered."""

    _most: ClassVar[int] = QUANTITIES.stop - 1

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold these lines, in no larger quantities than may be."""
        super().carry_out(order, tuple(replace(item, quantity=min(item.quantity, self._most)) for item in items))


class NoneTakesOut(CartEdit):
    """Takes a line out that is wanted in no quantity."""

    def carry_out(self, order: Order, items: CartItems) -> None:
        """Make the order hold those of these lines of which anything is wanted."""
        super().carry_out(order, tuple(item for item in items if item.quantity > 0))


class ClearedBeforeJudged(CartEdit):
    """Takes out what is left out before it looks at the rest."""

    def require(self, order: Order, items: CartItems) -> None:
        """Judge every line; where one is refused, what was changed so far stays changed."""
        try:
            super().require(order, items)
        except Problem:
            order.lines = [line for line in order.lines if line.id == items[0].id]
            raise


def quantity_is_not_too_small(asked: AskedLine) -> None:
    """One is wanted at least; too many are cut later."""
    if asked.item.quantity < QUANTITIES.start:
        lines.line_has_a_quantity(asked)


def quantity_is_not_negative(asked: AskedLine) -> None:
    """None may be wanted, and takes the line out later."""
    if asked.item.quantity:
        lines.line_has_a_quantity(asked)


def product_is_looked_for_later(asked: AskedLine) -> None:
    """Whatever is to be bought; what is not sold is passed over when the lines are put in."""


def product_is_taken_for_granted(asked: AskedLine) -> None:
    """Fail at what is not sold."""
    if asked.product is None:
        raise server_error()


DEFECTS: Mapping[str, Switch] = {
    "edit-gives-lines-new-ids": part("edit", LinesAnew),
    "edit-adds-a-line-twice": part("edit", LinesTwice),
    "edit-prices-lines-anew": part("orders", PricedWithoutPromotions),
    "left-out-lines-stay": part("edit", LeftOutLinesStay),
    "asked-quantities-passed-over": part("edit", QuantitiesStay),
    "asked-quantities-added": part("edit", QuantitiesAddUp),
    "asked-quantities-only-rise": part("edit", QuantitiesOnlyRise),
    "lines-found-by-their-place": part("edit", LinesByTheirPlace),
    "new-lines-passed-over": part("edit", NewLinesPassedOver),
    "new-lines-of-one-product-merged": part("edit", NewLinesOfOneProductMerged),
    "left-out-lines-stay-beside-new-ones": part("edit", LeftOutLinesStayBesideNewOnes),
    "no-lines-taken-for-no-list": part("asked", NoLinesIsNoList),
    "no-lines-refused": part("edit", NoLinesRefused),
    "emptied-cart-deleted": part("edit", EmptiedCartDeleted),
    "no-list-taken-for-no-lines": part("asked", NoListIsNoLines),
    "quantity-cut-to-what-may-be-ordered": both(
        line_check(lines.line_has_a_quantity, quantity_is_not_too_small), part("edit", QuantitiesCut)
    ),
    "quantity-of-none-takes-the-line-out": both(
        line_check(lines.line_has_a_quantity, quantity_is_not_negative), part("edit", NoneTakesOut)
    ),
    "unsold-line-passed-over": line_check(lines.line_has_a_product, product_is_looked_for_later),
    "unsold-line-is-a-server-error": line_check(lines.line_has_a_product, product_is_taken_for_granted),
    "refused-edit-takes-lines-out": part("edit", ClearedBeforeJudged),
}
