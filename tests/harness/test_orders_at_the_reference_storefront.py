"""The reference storefront's intake as the judge sees it: good orders are preserved, wrong ones refused clearly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import requests

from harness.checks import purchase_orders as checks
from harness.checks.order_comparison import Answer, Comparison, Outcome, compare
from harness.evidence import Evidence
from simulators.messages.cart import Cart
from simulators.messages.purchase_orders import PurchaseOrder, build_purchase_order
from simulators.storefront import REFERENCE
from simulators.storefront.order_intake import OrderCheck, OrderedLine, OrderIntake
from tests.storefront.order_bench import ordering, transferred
from tests.storefront.storefront_bench import Bench, Buyer


class KeepsTheCart(OrderIntake):
    """Takes the whole cart, whatever was left of it."""

    def acknowledge(self, ordered: Any, purchase: Any, lines: tuple[OrderedLine, ...]) -> Any:
        whole = [replace(line, line=replace(line.line, quantity=line.carted.quantity)) for line in lines if line.carted]
        return super().acknowledge(ordered, purchase, tuple(whole))


@pytest.fixture(scope="module")
def storefront() -> Iterator[Bench]:
    with Bench() as bench:
        yield bench


def carted(bench: Bench, currency: str = "USD") -> tuple[Buyer, Cart]:
    buyer = bench.buyer()
    order = transferred(bench, buyer, 2, 3, 4, 5, 7, currency=currency)
    assert order.transferred is not None
    return buyer, order.transferred


def judged(bench: Bench, cart: Cart, order: PurchaseOrder) -> Comparison:
    body = build_purchase_order(order, strict=False)
    headers = {"Content-Type": "application/json"}
    response = requests.post(bench.storefront.orders_url, data=body, headers=headers, timeout=10)
    answer: Answer = checks.answer_of(response.status_code, response.headers["content-type"], response.content)
    return compare(checks.facts_of_cart(cart), checks.facts_of_order(order), answer)


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_a_good_order_is_preserved_and_acknowledged_in_full(
    storefront: Bench, evidence: Evidence, currency: str
) -> None:
    buyer, cart = carted(storefront, currency)
    comparison = judged(storefront, cart, ordering(storefront, buyer, cart))

    checks.check_preserved(evidence, comparison)
    checks.check_acknowledged_in_full(evidence, comparison)
    assert comparison.unsaid == ()
    assert len(comparison.of(Outcome.PRESERVED)) == 5 * 9


WRONG: dict[str, dict[str, Any]] = {
    "auxiliary id": {"supplier_aux_id": "1/1"},
    "part id": {"supplier_id": "SKU-999"},
    "quantity": {"quantity": Decimal(9)},
    "unit price": {"unit_price": Decimal("0.01")},
    "currency": {"currency": "EUR"},
    "unit of measure": {"unit_of_measure": "BX"},
}


@pytest.mark.parametrize("field", WRONG)
def test_a_wrong_order_is_refused_clearly(storefront: Bench, evidence: Evidence, field: str) -> None:
    buyer, cart = carted(storefront)
    order = ordering(storefront, buyer, cart)
    items = (order.items[0], replace(order.items[1], **WRONG[field]), *order.items[2:])
    total = sum((item.quantity * item.unit_price for item in items), Decimal(0))

    comparison = judged(storefront, cart, replace(order, items=items, details=replace(order.details, total=total)))

    assert [finding.field for finding in comparison.findings] == [field]
    checks.check_refused_clearly(evidence, comparison)


@pytest.mark.parametrize("without", ["prices_are_those_of_the_cart", "units_are_those_of_the_cart"])
def test_an_intake_that_does_not_look_is_noticed(without: str) -> None:
    kept: tuple[OrderCheck, ...] = tuple(check for check in REFERENCE.order_checks if check.__name__ != without)
    assert len(kept) == len(REFERENCE.order_checks) - 1
    with Bench(replace(REFERENCE, order_checks=kept)) as bench:
        buyer, cart = carted(bench)
        order = ordering(bench, buyer, cart)
        first = replace(order.items[0], unit_price=order.items[0].unit_price + 1, unit_of_measure="EA")
        if without.startswith("units"):
            first = replace(order.items[0], unit_of_measure="BX")
        items = (first, *order.items[1:])
        total = sum((item.quantity * item.unit_price for item in items), Decimal(0))
        comparison = judged(bench, cart, replace(order, items=items, details=replace(order.details, total=total)))

    field = "unit price" if without.startswith("prices") else "unit of measure"
    assert field in {finding.field for finding in comparison.of(Outcome.CORRUPTED)}


def test_an_intake_that_takes_the_cart_instead_of_the_order_is_noticed() -> None:
    with Bench(replace(REFERENCE, order_intake=KeepsTheCart)) as bench:
        buyer, cart = carted(bench)
        order = ordering(bench, buyer, cart)
        items = (replace(order.items[0], quantity=Decimal(1)),)
        shorter = replace(order, items=items, details=replace(order.details, total=items[0].unit_price))
        comparison = judged(bench, cart, shorter)

    assert {finding.field for finding in comparison.of(Outcome.CORRUPTED)} == {"quantity", "line value"}
