"""Steps about carts a buyer comes back to: what procurement asks for, and what the cart then holds."""

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.browser import Page
from harness.checks import edits
from harness.evidence import Evidence
from harness.stage import Stage
from steps.buyers import OWNERS, Acting


@given(
    parsers.re(
        r"the buyer is going to (?P<operation>edit|inspect) (?P<cart>the cart|the other buyer's cart) ?(?P<kind>.*)"
    ),
    converters={"cart": OWNERS.__getitem__},
)
def buyer_going_to_come_back(buyer: Buyer, acting: Acting, operation: str, cart: str, kind: str) -> None:
    buyer.come_back_to(acting(cart).filled, operation, kind)


@given(parsers.re(r"the buyer has edited the cart ?(?P<kind>.*?) and submitted it(?: (?P<count>\d+) times)?"))
def buyer_edited_and_submitted(buyer: Buyer, kind: str, count: str | None) -> None:
    buyer.edit_and_submit(int(count or 1), kind)


@given("the buyer sees what is in the cart by now")
def buyer_sees_cart(buyer: Buyer) -> None:
    buyer.filled = buyer.cart()


@given(parsers.re(r"the buyer's cart has been (?P<how>placed|completed|cancelled|deleted)"))
def cart_closed(stage: Stage, buyer: Buyer, how: str) -> None:
    stage.close_cart(buyer, how)


@when("the buyer comes back to the cart", target_fixture="page")
def buyer_comes_back(buyer: Buyer) -> Page:
    buyer.start()
    return buyer.open_start_url()


@then("the cart holds what the hub asked for")
def cart_as_asked(evidence: Evidence, stage: Stage, buyer: Buyer) -> None:
    now = buyer.cart()
    edits.check_as_asked(evidence, buyer.filled, stage.exchanges, now)


@then("the buyer goes on in the cart that came back")
def buyer_goes_on(evidence: Evidence, buyer: Buyer) -> None:
    edits.check_goes_on(evidence, buyer.cart(), buyer.cart_with_one_more())


@then("the lines are called the same all the way there and back")
def ids_on_the_way(evidence: Evidence, stage: Stage, buyer: Buyer) -> None:
    edits.check_ids_on_the_way(evidence, buyer, stage.exchanges)
