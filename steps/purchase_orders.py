"""Steps about the purchase order: procurement orders a cart that came back, and what the storefront makes of it."""

from functools import partial

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.checks import ordering
from harness.evidence import Evidence
from steps.buyers import Acting


@given(parsers.re(r"procurement has ordered the cart ?(?P<kind>.*)"))
def cart_ordered(evidence: Evidence, buyer: Buyer, acting: Acting, kind: str) -> None:
    ordering.check_prepared(evidence, buyer.order(kind, partial(acting, "the other buyer")))


@when(parsers.re(r"procurement orders the cart ?(?P<kind>.*)"))
def procurement_orders(buyer: Buyer, acting: Acting, kind: str) -> None:
    buyer.order(kind, partial(acting, "the other buyer"))


@then(parsers.parse("the order is {outcome}"))
def order_is(evidence: Evidence, buyer: Buyer, outcome: str) -> None:
    ordering.check_order(evidence, buyer.orders, outcome)
