"""Steps about the cart: filling it, submitting it, what the hub and procurement hold of it."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from pytest_bdd import given, parsers, step, then, when

from harness.actors import Buyer, SeenSums
from harness.actors.doings import DOINGS, submitted_at_once
from harness.browser import Page
from harness.checks import carts, redirects
from harness.evidence import Evidence
from harness.stage import Stage
from steps import any_of
from steps.buyers import OWNERS, Acting

QUANTITIES: dict[str, Callable[[int], list[int]]] = {
    "of one product": lambda count: [count],
    "products": lambda count: list(range(1, count + 1)),
}
POSTS = {"the cart once": 1, "no cart": 0}


@pytest.fixture
def crowd(buyer: Buyer, other_buyer: Buyer) -> Sequence[Buyer]:
    """All who are busy at once: both buyers, unless a scenario has more."""
    return buyer, other_buyer


@pytest.fixture
def page(pages: list[Page]) -> Page:
    """What the buyer's browser shows in the end, where several buyers were busy at once."""
    return pages[0]


@given(
    parsers.re(r"the buyer's cart holds (?P<count>\d+) (?P<what>of one product|products)"), converters={"count": int}
)
def cart_holds(buyer: Buyer, count: int, what: str) -> None:
    buyer.fill_cart(QUANTITIES[what](count))


@step(parsers.re("the buyer (has filled|fills) the cart with (?P<kind>.+)"))
def cart_filled_with(buyer: Buyer, kind: str) -> None:
    buyer.fill_cart_with(kind)


@given("the storefront shows shipping or tax for the buyer's cart", target_fixture="sums")
def sums_shown(buyer: Buyer) -> SeenSums:
    return buyer.sums_of_cart()


@given(
    parsers.parse("{count:d} buyers of two procurement systems have punched out and filled carts of their own"),
    target_fixture="crowd",
)
def crowd_filled_carts(stage: Stage, count: int) -> Sequence[Buyer]:
    return stage.crowd.filled(count)


@given("both buyers have punched out and filled a cart")
def both_filled_carts(buyer: Buyer, other_buyer: Buyer) -> None:
    buyer.enter_and_fill([2, 1])
    other_buyer.enter_and_fill([5])


@given("the other buyer has submitted their cart")
def other_buyer_submitted(other_buyer: Buyer) -> None:
    other_buyer.submit()


@given(
    parsers.re(r"(?P<who>the buyer|the other buyer) has brought (back )?(?P<what>a cart.*?)( back)?"),
    target_fixture="first_cart",
)
def cart_brought_back(acting: Acting, who: str, what: str) -> str:
    acting(who).bring_back(what)
    return acting(who).filled[0].auxiliary_id


@given("the buyer has submitted the cart in vain")
def buyer_submitted_in_vain(evidence: Evidence, buyer: Buyer) -> None:
    redirects.check_told(evidence, buyer.submit())


@step(parsers.re("the buyer's browser (has loaded|loads) the checkout ahead"), target_fixture="page")
def browser_loaded_checkout(buyer: Buyer) -> Page:
    return buyer.shopping.load_checkout()


@when(parsers.parse('the buyer goes to the checkout step "{step}" by its address'), target_fixture="page")
def buyer_goes_to_step(buyer: Buyer, step: str) -> Page:
    return buyer.shopping.check_out_at(step)


@when(parsers.re(any_of(DOINGS)), target_fixture="page")
def buyer_does(buyer: Buyer, what: str) -> Page:
    return DOINGS[what](buyer)


@when(parsers.re("(both|all) buyers submit their carts at once"), target_fixture="pages")
def all_submit(crowd: Sequence[Buyer]) -> list[Page]:
    return submitted_at_once(crowd)


@when("the buyer goes to the checkout in another browser", target_fixture="page")
def buyer_goes_to_checkout_elsewhere(stage: Stage) -> Page:
    return stage.browser().open(stage.target.checkout_url)


@step(parsers.re(r"(?P<who>the buyer|the other buyer) looks at Open Carts"), target_fixture="page")
def somebody_looks_at_open_carts(acting: Acting, who: str) -> Page:
    return acting(who).shopping.open_carts()


@when("the other buyer tries to change the buyer's cart")
def other_buyer_tries_to_change(buyer: Buyer, other_buyer: Buyer) -> None:
    other_buyer.shopping.try_to_change(buyer.filled[0])


@when(parsers.re(r"(?P<who>the buyer|the other buyer) punches out and submits another cart"), target_fixture="page")
def somebody_submits_another_cart(acting: Acting, who: str) -> Page:
    acting(who).enter_and_fill([7])
    return acting(who).submit()


@then(parsers.re(r"the hub received (?P<cart>the cart once|no cart)"))
def hub_received(evidence: Evidence, buyer: Buyer, cart: str) -> None:
    carts.check_posts(evidence, buyer.at_the_hub().cart_posts, expected=POSTS[cart])


# Whose cart procurement holds, and what it is compared with.
_HOLDS: Mapping[str, tuple[str, Callable[[Evidence, Buyer], None]]] = {
    "the buyer filled": ("the buyer", carts.check_round_trip),
    "the other buyer filled": ("the other buyer", carts.check_round_trip),
    "the hub received": ("the buyer", carts.check_arrived),
}


@then(parsers.re(f"procurement holds the cart {any_of(_HOLDS)}"))
def procurement_holds_cart(evidence: Evidence, acting: Acting, what: str) -> None:
    who, check = _HOLDS[what]
    check(evidence, acting(who))


@then("each of them gets their own cart back")
def each_holds_own_cart(evidence: Evidence, crowd: Sequence[Buyer]) -> None:
    carts.check_round_trips(evidence, crowd)


@then("the second cart is another one than the first")
def carts_differ(evidence: Evidence, buyer: Buyer, first_cart: str) -> None:
    carts.check_another_cart(evidence, first_cart, buyer.filled)


@then(
    parsers.re(r"(?P<cart>the cart|the other buyer's cart) still holds what (the buyer|they) put in"),
    converters={"cart": OWNERS.__getitem__},
)
def cart_kept(evidence: Evidence, acting: Acting, cart: str) -> None:
    carts.check_kept(evidence, acting(cart).filled, acting(cart).cart())


@then(parsers.re(r"the buyer's cart is (?P<no>not )?shown"))
def cart_shown(evidence: Evidence, buyer: Buyer, page: Page, no: str | None) -> None:
    evidence.expect("Open Carts shows the cart", expected=not no, got=buyer.sees_cart_on(page), where=page.url)


@then(parsers.re(r"Submit is (?P<no>not )?offered for the buyer's cart"))
def submit_offered(evidence: Evidence, buyer: Buyer, page: Page, no: str | None) -> None:
    evidence.expect("Submit is offered", expected=not no, got=buyer.may_submit_on(page), where=page.url)


@then(parsers.parse("the cart is in {currency}"))
def cart_in_currency(evidence: Evidence, buyer: Buyer, currency: str) -> None:
    carts.check_currency(evidence, currency, buyer.at_the_hub().cart_posts)


@then("shipping, tax and total arrive as the storefront showed them")
def sums_arrive(evidence: Evidence, buyer: Buyer, sums: SeenSums) -> None:
    carts.check_sums(evidence, sums, buyer.at_the_hub().cart_posts)
