"""Steps about carts a buyer comes back to: what procurement asks for, and what the cart then holds."""

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.administration import OtherChannel
from harness.browser import Page
from harness.checks import carts
from harness.evidence import Evidence
from harness.stage import Stage


@given(parsers.parse("the buyer has brought back a cart of {count:d} products"))
def buyer_brought_back_products(buyer: Buyer, count: int) -> None:
    buyer.enter_and_fill(list(range(1, count + 1)))
    buyer.submit()


@given(parsers.parse("the buyer is going to {operation} the cart"))
def buyer_going_to_come_back(buyer: Buyer, operation: str) -> None:
    buyer.come_back_to(buyer.filled, operation)


@given(parsers.parse("the buyer is going to {operation} the cart with {quantity:d} of each product"))
def buyer_going_to_come_back_for_more(buyer: Buyer, operation: str, quantity: int) -> None:
    buyer.come_back_to(buyer.filled, operation, quantity)


@given("the buyer is going to edit the cart without its last line")
def buyer_going_to_come_back_for_less(buyer: Buyer) -> None:
    buyer.come_back_to(buyer.filled[:-1], "edit")


@given(parsers.parse("the buyer is going to edit the other buyer's cart with {quantity:d} of each product"))
def buyer_going_to_edit_foreign_cart(buyer: Buyer, other_buyer: Buyer, quantity: int) -> None:
    buyer.come_back_to(other_buyer.filled, "edit", quantity)


@given("the buyer is going to edit the cart in the other channel")
def buyer_going_to_edit_elsewhere(stage: Stage, buyer: Buyer, other_channel: OtherChannel) -> None:
    stage.go_to(buyer, other_channel)
    buyer.come_back_to(buyer.filled, "edit")


@given(parsers.parse('the buyer is going to edit "{cart}"'))
def buyer_going_to_edit_missing_cart(buyer: Buyer, cart: str) -> None:
    buyer.come_back_to_missing(cart)


@when("the buyer comes back to the cart", target_fixture="page")
def buyer_comes_back(buyer: Buyer) -> Page:
    buyer.start()
    return buyer.open_start_url()


@then("the cart holds what procurement asked for")
def cart_as_asked(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_as_asked(evidence, buyer.asked, buyer.cart())


@then("the cart holds one line more")
def cart_with_another_line(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_one_line_more(evidence, buyer.filled, buyer.cart())


@then("the other buyer's cart still holds what they put in")
def other_cart_kept(evidence: Evidence, other_buyer: Buyer) -> None:
    carts.check_kept(evidence, other_buyer.filled, other_buyer.cart())
