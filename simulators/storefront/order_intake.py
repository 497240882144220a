"""The intake of purchase orders: a supplier's interface of its own beside Liferay's.

The connector has none: it ends where the cart is handed over, and targets name theirs in the target file. This one
does what plain sense asks of a supplier: it takes an order that says what the cart said, or less of it, and answers
line by line what it takes; anything else it refuses, naming line and field. The buyer is known by `from_identity`,
in which the hub gives the external reference code of the account. An order that was taken closes its cart.

Source: reference, hub and protocols, 1.13 (members, acknowledgment) and 2.7 (what has to come back unchanged).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from http import HTTPStatus

from starlette.responses import Response

from simulators.messages.cart import CartLine
from simulators.messages.markup import text_of
from simulators.messages.purchase_orders import (
    AcknowledgedLine,
    Acknowledgment,
    OrderLine,
    PurchaseOrder,
    PurchaseOrderRejected,
    acknowledgment_document,
    parse_purchase_order,
    presented_secrets,
)
from simulators.storefront import money
from simulators.storefront.company import Company
from simulators.storefront.model import PENDING, Account, Order, Purchase
from simulators.storefront.orders import QUANTITIES
from simulators.storefront.problems import Problem, json_response
from simulators.wire import Clock, Incoming

BASE_PATH = "/o/punchout-purchase-orders/v1.0"
PATH = f"{BASE_PATH}/purchase-orders"
# A price for one unit has ten decimals where the price of a line does not divide by its quantity.
_PRICE_STEP = Decimal("1E-9")


@dataclass(frozen=True)
class OrderedLine:
    """A line of an order, its place in the message, the cart it names a line of, and that line if it is the buyer's.

    What stands in a cart of another account is not looked at, so that no refusal tells of it.
    """

    index: int
    line: OrderLine
    cart: Order | None
    carted: CartLine | None

    @property
    def number(self) -> int:
        """The number of the line in the order; its place where it says none."""
        return self.index + 1 if self.line.line_number is None else self.line.line_number

    def fault(self, field: str, said: str) -> str:
        """Say what is wrong with a field of the line."""
        return f"items[{self.index}].{field}: line {self.number}, {said}"


@dataclass
class Ordered:
    """A purchase order and what the company has for it."""

    company: Company
    order: PurchaseOrder

    @cached_property
    def account(self) -> Account:
        """The account of the buyer."""
        code = self.order.header.from_identity
        account = self.company.account_by_code(code)
        if account is None:
            raise Problem(HTTPStatus.BAD_REQUEST, f"header.from_identity: no account has the code {code!r:.80}")
        return account

    @cached_property
    def purchase(self) -> Purchase | None:
        """The order of this number that was taken before; the numbers are each buyer's own."""
        return self.company.purchases.get((self.account.id, self.order.header.po_order_id))

    @cached_property
    def lines(self) -> tuple[OrderedLine, ...]:
        """The lines, each with that of the cart it names."""
        carted = {
            line.auxiliary_id: (order, line)
            for order in self.company.orders.values()
            for line in (order.transferred.lines if order.transferred else ())
        }
        found = [carted.get(line.supplier_aux_id, (None, None)) for line in self.order.items]
        return tuple(
            OrderedLine(index, line, cart, named if cart and cart.account_id == self.account.id else None)
            for index, (line, (cart, named)) in enumerate(zip(self.order.items, found, strict=True))
        )

    @property
    def known(self) -> Iterator[tuple[OrderedLine, CartLine]]:
        """The lines that name one of a cart, with it."""
        return ((line, line.carted) for line in self.lines if line.carted is not None)

    @property
    def cart(self) -> Order | None:
        """The cart that is ordered: that of the first line which names one of the buyer's."""
        return next((line.cart for line in self.lines if line.carted is not None), None)


OrderCheck = Callable[[Ordered], Iterator[str]]


def there_are_lines(ordered: Ordered) -> Iterator[str]:
    """An order is of something."""
    if not ordered.lines:
        yield "items: expected a line, got none"


def lines_are_of_a_transferred_cart(ordered: Ordered) -> Iterator[str]:
    """Each line names one of a cart that was handed over."""
    for line in ordered.lines:
        if line.cart is None:
            named = line.line.supplier_aux_id
            yield line.fault("supplier_aux_id", f"expected that of a line that was transferred, got {named!r:.80}")


def lines_are_of_the_account(ordered: Ordered) -> Iterator[str]:
    """A buyer orders carts of the own account; of others nothing is told."""
    for line in ordered.lines:
        if line.cart is not None and line.carted is None:
            yield line.fault("supplier_aux_id", "expected that of a line of the buyer's account, got another account's")


def lines_are_of_one_cart(ordered: Ordered) -> Iterator[str]:
    """An order is of one cart, and stays with it when it is updated."""
    first = ordered.purchase.cart_id if ordered.purchase else ordered.cart.id if ordered.cart else None
    for line in ordered.lines:
        if line.cart is not None and line.carted is not None and line.cart.id != first:
            yield line.fault("supplier_aux_id", "expected that of a line of the order's cart, got another cart's")


def no_line_is_ordered_twice(ordered: Ordered) -> Iterator[str]:
    """A line of the cart is ordered by one line, and line numbers are all different."""
    seen: dict[str, int] = {}
    numbers: set[int] = set()
    for line in ordered.lines:
        auxiliary = line.line.supplier_aux_id
        if auxiliary in seen:
            yield line.fault("supplier_aux_id", f"expected it once, got that of line {seen[auxiliary]} again")
        if line.number in numbers:
            yield line.fault("line_number", f"expected another number for each line, got {line.number} again")
        seen.setdefault(auxiliary, line.number)
        numbers.add(line.number)


def skus_are_those_of_the_lines(ordered: Ordered) -> Iterator[str]:
    """The SKU is one that is sold, and that of the line of the cart."""
    sold = {product.sku for product in ordered.company.products.values()}
    for line in ordered.lines:
        sku = line.line.supplier_id
        if sku not in sold:
            yield line.fault("supplier_id", f"expected an SKU that is sold here, got {sku!r:.80}")
        elif line.carted is not None and sku != line.carted.supplier_id:
            yield line.fault("supplier_id", f"expected {line.carted.supplier_id}, which the cart has, got {sku!r:.80}")


def quantities_are_in_the_cart(ordered: Ordered) -> Iterator[str]:
    """Of each line as many are ordered as are in the cart, or less, but one at least."""
    for line in ordered.lines:
        most = line.carted.quantity if line.carted else Decimal(QUANTITIES.stop - 1)
        quantity = line.line.quantity
        if quantity != quantity.to_integral_value() or not 1 <= quantity <= most:
            yield line.fault("quantity", f"expected a whole number from 1 to {most}, got {quantity}")


def prices_are_those_of_the_cart(ordered: Ordered) -> Iterator[str]:
    """One unit costs what it cost in the cart, promotion and discount included."""
    for line, carted in ordered.known:
        price = carted.final_price / carted.quantity
        if abs(line.line.unit_price - price) > _PRICE_STEP:
            shown = price.quantize(_PRICE_STEP).normalize()
            yield line.fault("unitprice", f"expected {shown:f}, which the cart has, got {line.line.unit_price}")


def currency_is_that_of_the_cart(ordered: Ordered) -> Iterator[str]:
    """Order and lines are in the currency of the cart."""
    if ordered.cart is None:
        return
    currency, of_order = ordered.cart.currency, ordered.order.details.currency
    if of_order != currency:
        yield f"details.currency: expected {currency}, which the cart is in, got {of_order!r:.80}"
    for line in ordered.lines:
        if line.line.currency and line.line.currency != currency:
            yield line.fault("currency", f"expected {currency}, which the cart is in, got {line.line.currency!r:.80}")


def units_are_those_of_the_cart(ordered: Ordered) -> Iterator[str]:
    """The unit of measure is that of the line of the cart."""
    for line, carted in ordered.known:
        unit = line.line.unit_of_measure
        if unit != carted.unit_of_measure:
            yield line.fault("uom", f"expected {carted.unit_of_measure}, which the cart has, got {unit!r:.80}")


def total_adds_up(ordered: Ordered) -> Iterator[str]:
    """The lines come to the total, with or without shipping and tax.

    Each line may have been rounded to its currency; the total may be off by what that makes.
    """
    details, currency = ordered.order.details, ordered.order.details.currency
    if not money.is_known(currency):
        return
    lines = sum((line.unit_price * line.quantity for line in ordered.order.items), Decimal(0))
    rounding = money.smallest(currency) * len(ordered.lines) / 2
    sums = (lines, lines + details.shipping + details.tax)
    if all(abs(total - details.total) > rounding for total in sums):
        shown = " or ".join(dict.fromkeys(f"{total:f}" for total in sums))
        yield f"details.total: expected {shown}, got {details.total}"


ORDER_CHECKS: tuple[OrderCheck, ...] = (
    there_are_lines,
    lines_are_of_a_transferred_cart,
    lines_are_of_the_account,
    lines_are_of_one_cart,
    no_line_is_ordered_twice,
    skus_are_those_of_the_lines,
    quantities_are_in_the_cart,
    prices_are_those_of_the_cart,
    currency_is_that_of_the_cart,
    units_are_those_of_the_cart,
    total_adds_up,
)


class OrderIntake:
    """Takes purchase orders from whoever knows the secret."""

    def __init__(
        self, company: Company, clock: Clock, secret: str, checks: tuple[OrderCheck, ...] = ORDER_CHECKS
    ) -> None:
        self._company = company
        self._clock = clock
        self._secret = secret
        self._checks = checks

    def receive(self, incoming: Incoming) -> Response:
        """Answer a purchase order: its number here and what was taken of it, or a problem and nothing changed."""
        if "json" not in incoming.headers.get("content-type", ""):
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json")
        try:
            if not self.is_authentic(presented_secrets(incoming.body)):
                raise Problem(HTTPStatus.UNAUTHORIZED, "The shared secret is missing or wrong")
            order = parse_purchase_order(incoming.body)
            with self._company.lock:
                acknowledgment = self._take(Ordered(self._company, order))
        except PurchaseOrderRejected as rejected:
            raise Problem(HTTPStatus.BAD_REQUEST, self.shown(str(rejected))) from None
        except Problem as problem:
            raise Problem(problem.status, self.shown(problem.title)) from None
        return json_response(acknowledgment_document(acknowledgment))

    def is_authentic(self, presented: tuple[str, ...]) -> bool:
        """Tell whether one of the secrets an order presents is the right one; all of them are compared."""
        known = self._secret.encode()
        matches = [hmac.compare_digest(known, secret.encode("utf-8", "replace")) for secret in presented]
        return any(matches)

    def require_number(self, ordered: Ordered) -> None:
        """Judge the number of an order by what it wants.

        Raises:
            Problem: when a new order has a number that is used, or another one that is not, or is of one cancelled.

        """
        number, kind = ordered.order.header.po_order_id, ordered.order.header.po_order_type
        purchase = ordered.purchase
        if kind == "new" and purchase is not None:
            raise Problem(HTTPStatus.CONFLICT, f"header.po_order_id: {number!r:.80} is ordered already")
        if kind != "new" and purchase is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"header.po_order_id: there is no order {number!r:.80} to {kind}")
        if purchase is not None and purchase.is_cancelled:
            raise Problem(HTTPStatus.CONFLICT, f"header.po_order_id: {number!r:.80} is cancelled already")

    def _take(self, ordered: Ordered) -> Acknowledgment:
        self.require_number(ordered)
        purchase = ordered.purchase
        if ordered.order.header.po_order_type == "delete" and purchase is not None:
            purchase.is_cancelled = True
            return self.acknowledge(ordered, purchase, ())
        faults = [fault for check in self._checks for fault in check(ordered)]
        if faults:
            raise self.refusal(ordered, faults)
        return self.acknowledge(ordered, purchase or self._place(ordered), ordered.lines)

    def refusal(self, ordered: Ordered, faults: list[str]) -> Problem:
        """Return what is answered to an order that has faults."""
        del ordered
        return Problem(HTTPStatus.BAD_REQUEST, "; ".join(faults))

    def ordered_by(self, cart: Order) -> Purchase | None:
        """Return the order a cart was ordered by, or None."""
        return next((taken for taken in self._company.purchases.values() if taken.cart_id == cart.id), None)

    def _place(self, ordered: Ordered) -> Purchase:
        """Order the cart, and close it."""
        cart, number = ordered.cart, ordered.order.header.po_order_id
        by = self.ordered_by(cart) if cart else None
        if by is not None:
            raise Problem(
                HTTPStatus.CONFLICT, f"items[0].supplier_aux_id: the cart is ordered already by {by.po_order_id!r:.80}"
            )
        purchase = Purchase(self._company.next_id(), number, ordered.account.id, cart.id if cart else 0)
        self._company.purchases[ordered.account.id, number] = purchase
        if cart is not None:
            self.close(cart)
        return purchase

    def close(self, cart: Order) -> None:
        """Let nobody change a cart that is ordered."""
        cart.status = PENDING

    def acknowledge(self, ordered: Ordered, purchase: Purchase, lines: tuple[OrderedLine, ...]) -> Acknowledgment:
        """Say what was taken of an order."""
        header = ordered.order.header
        return Acknowledgment(
            po_order_id=header.po_order_id,
            items=tuple(self.acknowledged(ordered, line) for line in lines),
            order_request_id=header.order_request_id,
            ext_notice_id=str(purchase.id),
            notice_date=self._clock.now().strftime("%Y-%m-%d"),
            po_payload_id=header.po_payload_id,
            po_order_date=header.po_order_date,
            ship_to=ordered.order.details.ship_to,
            bill_to=ordered.order.details.bill_to,
            order_number=str(purchase.id),
        )

    def acknowledged(self, ordered: Ordered, line: OrderedLine) -> AcknowledgedLine:
        """Return what is said of a line that was taken."""
        return _taken(ordered, line)

    def shown(self, said: str) -> str:
        """Return a reason that does not repeat the secret, wherever in the order it stood."""
        return said.replace(self._secret, "[secret]")


def _taken(ordered: Ordered, line: OrderedLine) -> AcknowledgedLine:
    """Return a line as it was taken: what the storefront knows of the product, how many and for how much."""
    carted = line.carted
    line_id = line.line.supplier_aux_id.rpartition("/")[2]
    return AcknowledgedLine(
        quantity=line.line.quantity,
        part_id=carted.supplier_id if carted else line.line.supplier_id,
        auxiliary_id=carted.auxiliary_id if carted else line.line.supplier_aux_id,
        unit_price=line.line.unit_price,
        currency=ordered.cart.currency if ordered.cart else ordered.order.details.currency,
        unit_of_measure=carted.unit_of_measure if carted else line.line.unit_of_measure,
        description=text_of(carted.description) if carted else line.line.description,
        classification=(carted.unspsc or carted.classification) if carted else "",
        line_number=int(line_id) if line_id.isdecimal() else None,
        po_line_number=line.number,
        position=line.index + 1,
    )
