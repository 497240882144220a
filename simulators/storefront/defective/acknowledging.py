"""Defects of acknowledgments: what a shop says that it took of an order, and does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from simulators.messages.purchase_orders import AcknowledgedLine, Acknowledgment
from simulators.storefront import money
from simulators.storefront.model import Purchase
from simulators.storefront.order_intake import Ordered, OrderedLine, OrderIntake
from simulators.storefront.switching import Switch, part

_CENT = Decimal("0.01")
_COLUMN = 40


def said(change: Callable[[AcknowledgedLine, OrderedLine], AcknowledgedLine]) -> Switch:
    """Change what is said of every line that was taken."""

    class ChangedAcknowledgment(OrderIntake):
        def acknowledged(self, ordered: Ordered, line: OrderedLine) -> AcknowledgedLine:
            return change(super().acknowledged(ordered, line), line)

    return part("order_intake", ChangedAcknowledgment)


class PairsByPosition(OrderIntake):
    """Says of each line what the line of the cart has that stands at the same place."""

    def acknowledged(self, ordered: Ordered, line: OrderedLine) -> AcknowledgedLine:
        """Return what is said of a line: what the cart has at its place, and what was ordered of it."""
        taken = super().acknowledged(ordered, line)
        carted = ordered.cart.transferred.lines if ordered.cart and ordered.cart.transferred else ()
        at_its_place = carted[line.index].supplier_id if line.index < len(carted) else taken.part_id
        return replace(taken, part_id=at_its_place)


class SaysNothingOfTheLastLine(OrderIntake):
    """Acknowledges all lines of an order but the last of several."""

    def acknowledge(self, ordered: Ordered, purchase: Purchase, lines: tuple[OrderedLine, ...]) -> Acknowledgment:
        """Say what was taken of an order, as far as the last line."""
        return super().acknowledge(ordered, purchase, lines[:-1] or lines)


def _quantity_of_the_cart(taken: AcknowledgedLine, line: OrderedLine) -> AcknowledgedLine:
    return replace(taken, quantity=line.carted.quantity) if line.carted else taken


def _list_price(taken: AcknowledgedLine, line: OrderedLine) -> AcknowledgedLine:
    return replace(taken, unit_price=line.carted.unit_price) if line.carted else taken


def _price_in_cents(taken: AcknowledgedLine, _: OrderedLine) -> AcknowledgedLine:
    price = taken.unit_price
    return replace(taken, unit_price=None if price is None else price.quantize(_CENT))


def _rebuilt(taken: AcknowledgedLine, line: OrderedLine) -> AcknowledgedLine:
    return replace(taken, auxiliary_id=f"{taken.auxiliary_id.partition('/')[0]}/{line.index + 1}")


DEFECTS: Mapping[str, Switch] = {
    "part-acknowledged-by-position": part("order_intake", PairsByPosition),
    "last-line-not-acknowledged": part("order_intake", SaysNothingOfTheLastLine),
    "quantity-of-the-cart-acknowledged": said(_quantity_of_the_cart),
    "list-price-acknowledged": said(_list_price),
    "price-acknowledged-in-cents": said(_price_in_cents),
    "currency-of-the-shop-acknowledged": said(lambda taken, _: replace(taken, currency=money.BASE_CURRENCY)),
    "auxiliary-id-rebuilt-in-acknowledgment": said(_rebuilt),
    "unit-translated-in-acknowledgment": said(lambda taken, _: replace(taken, unit_of_measure="PCE")),
    "price-not-acknowledged": said(lambda taken, _: replace(taken, unit_price=None)),
    "description-cut-in-acknowledgment": said(lambda taken, _: replace(taken, description=taken.description[:_COLUMN])),
}
