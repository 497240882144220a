"""Carts the hub has taken, and purchase orders of them."""

from __future__ import annotations

from decimal import Decimal

from simulators.messages.cart import Cart
from simulators.messages.markup import text_of
from simulators.messages.purchase_orders import OrderDetails, OrderHeader, OrderLine, PurchaseOrder
from simulators.storefront.model import Order
from tests.storefront.storefront_bench import Bench, Buyer


def transferred(bench: Bench, buyer: Buyer, *quantities: int, currency: str = "USD") -> Order:
    """Return an order of a buyer as it is when the hub has taken the cart."""
    order = bench.order(buyer, *quantities, currency=currency)
    order.transferred = bench.orders.cart(order)
    return order


def ordering(bench: Bench, buyer: Buyer, cart: Cart, number: str = "PO-1", kind: str = "new") -> PurchaseOrder:
    """Return the purchase order of a whole cart."""
    lines = tuple(
        OrderLine(
            supplier_id=line.supplier_id,
            supplier_aux_id=line.auxiliary_id,
            quantity=line.quantity,
            unit_price=(line.final_price / line.quantity).quantize(Decimal("1E-10")),
            line_number=index,
            currency=cart.currency,
            description=text_of(line.description),
            unit_of_measure=line.unit_of_measure,
        )
        for index, line in enumerate(cart.lines, 1)
    )
    return PurchaseOrder(
        OrderHeader(
            number,
            "2026-01-31",
            kind,
            "1@buyer.example",
            from_identity=buyer.account.external_reference_code,
            order_request_id=77,
        ),
        OrderDetails(cart.total - cart.shipping - cart.tax, cart.currency),
        lines,
        shared_secret=bench.storefront.credentials.order_secret,
    )
