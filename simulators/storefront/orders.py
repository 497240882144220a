"""Open orders: made at login, priced, filled by the buyer, brought in line with what a hub sends along with edit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from decimal import Decimal

from simulators.messages.cart import Cart, CartLine
from simulators.messages.session import CartItem
from simulators.storefront import money
from simulators.storefront.company import Company
from simulators.storefront.model import Order, OrderLine, Product
from simulators.wire import Clock

# How many of one product may be ordered in a line: this shop sets a limit of its own, Liferay's default is 10,000.
QUANTITIES = range(1, 100_000)
_HUNDRED = Decimal(100)


class Orders:
    """Makes and changes orders. Every change is whole: it is done under the company's lock."""

    def __init__(self, company: Company, clock: Clock) -> None:
        self._company = company
        self._clock = clock

    def create(self, owner_id: int, account_id: int, channel_group_id: int, currency: str) -> Order:
        """Make an empty open order."""
        order = Order(self._company.next_id(), str(uuid.uuid4()), owner_id, account_id, channel_group_id, currency)
        with self._company.lock:
            self._company.orders[order.id] = order
        return order

    def add(self, order: Order, product: Product, quantity: int) -> OrderLine:
        """Add a line; one more line when the product is in the cart already, as the connector's API does."""
        now = self._timestamp()
        zero = Decimal(0)
        line = OrderLine(self._company.next_id(), product, quantity, zero, zero, zero, zero, now, now)
        with self._company.lock:
            self._price(order, line)
            order.lines.append(line)
        return line

    def set_quantity(self, order: Order, line: OrderLine, quantity: int) -> None:
        """Change how many of a line are wanted."""
        with self._company.lock:
            line.quantity = quantity
            line.modified = self._timestamp()
            self._price(order, line)

    def remove(self, order: Order, line: OrderLine) -> None:
        """Take a line out; nothing is left to do when somebody was faster."""
        with self._company.lock:
            order.lines = [kept for kept in order.lines if kept is not line]

    def bring_in_line(self, order: Order, items: Iterable[CartItem]) -> None:
        """Make the order hold what the hub sent: known ids get the quantity, others are added, the rest goes.

        Source: reference, Liferay connector, 2.2.
        """
        with self._company.lock:
            before = {line.id: line for line in order.lines}
            kept: set[int] = set()
            for item in items:
                if item.id in before:
                    kept.add(item.id)
                    self.set_quantity(order, before[item.id], item.quantity)
                elif (product := self._company.product_by_sku_id(item.sku_id)) is not None:
                    kept.add(self.add(order, product, item.quantity).id)
            order.lines = [line for line in order.lines if line.id in kept]

    def line(self, line_id: int) -> tuple[Order, OrderLine] | None:
        """Find a line and the order it is in."""
        with self._company.lock:
            for order in self._company.orders.values():
                for line in order.lines:
                    if line.id == line_id:
                        return order, line
        return None

    def cart(self, order: Order) -> Cart:
        """Return the order as the cart that is posted to the hub."""
        with self._company.lock:
            lines = tuple(_cart_line(order, line) for line in order.lines)
            channel = next((c for c in self._company.channels.values() if c.group_id == order.channel_group_id), None)
        subtotal = sum((line.final_price for line in lines), Decimal(0))
        if channel is None or not lines:
            return Cart(currency=order.currency, total=subtotal, lines=lines)
        tax = money.rounded(subtotal * channel.tax_rate, order.currency)
        shipping = money.exchanged(channel.shipping, order.currency)
        return Cart(
            currency=order.currency,
            total=subtotal + shipping + tax,
            shipping=shipping,
            shipping_description=channel.shipping_option,
            tax=tax,
            lines=lines,
        )

    def _price(self, order: Order, line: OrderLine) -> None:
        product = line.product
        line.unit_price = money.exchanged(product.price, order.currency)
        line.promo_price = money.exchanged(product.promo_price, order.currency)
        paid = line.promo_price or line.unit_price
        line.discount = money.rounded(paid * line.quantity * product.discount_percent / _HUNDRED, order.currency)
        line.final_price = paid * line.quantity - line.discount

    def _timestamp(self) -> str:
        return self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def _cart_line(order: Order, line: OrderLine) -> CartLine:
    product = line.product
    return CartLine(
        sku_id=product.sku_id,
        supplier_id=product.sku,
        auxiliary_id=f"{order.id}/{line.id}",
        description=product.description,
        quantity=Decimal(line.quantity),
        unit_price=line.unit_price,
        promo_price=line.promo_price,
        discount=line.discount,
        final_price=line.final_price,
        unspsc=product.unspsc,
        classification="".join(f"{name}," for name in product.categories),
        create_date=line.created,
        modified_date=line.modified,
    )
