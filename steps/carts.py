"""Steps about the cart: filling it, submitting it, what the hub and procurement hold of it."""

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.actors.together import at_once
from harness.browser import Page
from harness.checks import carts, redirects
from harness.evidence import Evidence
from harness.stage import Stage


@given(parsers.parse("the buyer's cart holds {quantity:d} of one product"))
def cart_of_one_product(buyer: Buyer, quantity: int) -> None:
    buyer.fill_cart([quantity])


@given(parsers.parse("the buyer's cart holds {count:d} products"))
def cart_of_products(buyer: Buyer, count: int) -> None:
    buyer.fill_cart(list(range(1, count + 1)))


@given("both buyers have punched out and filled a cart")
def both_filled_carts(buyer: Buyer, other_buyer: Buyer) -> None:
    buyer.enter_and_fill([2, 1])
    other_buyer.enter_and_fill([5])


@given("the buyer has brought a cart back", target_fixture="first_cart")
def buyer_brought_cart_back(buyer: Buyer) -> str:
    buyer.enter_and_fill([1])
    buyer.submit()
    return buyer.filled[0].auxiliary_id


@given("the buyer has submitted the cart in vain")
def buyer_submitted_in_vain(evidence: Evidence, buyer: Buyer) -> None:
    redirects.check_told(evidence, buyer.submit())


@given("the buyer has looked at Open Carts")
def buyer_looked_at_open_carts(buyer: Buyer) -> None:
    buyer.shopping.open_carts()


@given("the buyer's browser has loaded the checkout ahead")
def browser_loaded_checkout(buyer: Buyer) -> None:
    buyer.shopping.load_checkout()


@when(parsers.parse('the buyer goes to the checkout step "{step}" by its address'), target_fixture="page")
def buyer_goes_to_step(buyer: Buyer, step: str) -> Page:
    return buyer.shopping.check_out_at(step)


@when("the buyer submits the cart", target_fixture="page")
def buyer_submits(buyer: Buyer) -> Page:
    return buyer.submit()


@when("both buyers submit their carts at once", target_fixture="pages")
def both_submit(buyer: Buyer, other_buyer: Buyer) -> list[Page]:
    return at_once([buyer.submit, other_buyer.submit])


@when("the hub has recovered and the buyer submits the cart again", target_fixture="page")
def buyer_submits_again(buyer: Buyer) -> Page:
    buyer.let_hub_answer("accept")
    return buyer.submit()


@when("the buyer adds another product and submits again once the hub has recovered", target_fixture="page")
def buyer_adds_and_submits(buyer: Buyer) -> Page:
    buyer.fill_cart([1, 4])
    return buyer_submits_again(buyer)


@when("the buyer goes to the checkout by its address", target_fixture="page")
def buyer_goes_to_checkout(buyer: Buyer) -> Page:
    return buyer.shopping.check_out()


@when("the buyer goes to the checkout in another browser", target_fixture="page")
def buyer_goes_to_checkout_elsewhere(stage: Stage) -> Page:
    return stage.browser().open(stage.target.checkout_url)


@when("the buyer looks at Open Carts", target_fixture="page")
def buyer_looks_at_open_carts(buyer: Buyer) -> Page:
    return buyer.shopping.open_carts()


@when("the buyer punches out once more and fills another cart", target_fixture="page")
def buyer_punches_out_again(buyer: Buyer) -> Page:
    buyer.enter_and_fill([7])
    return buyer.submit()


@then("the hub received the cart once")
def hub_received_once(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_posts(evidence, buyer.at_the_hub().cart_posts, expected=1)


@then("the hub received no cart")
def hub_received_nothing(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_posts(evidence, buyer.at_the_hub().cart_posts, expected=0)


@then("procurement holds the cart the buyer filled")
def procurement_holds_cart(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_round_trip(evidence, buyer)


@then("each procurement system holds its own buyer's cart")
def each_holds_own_cart(evidence: Evidence, buyer: Buyer, other_buyer: Buyer) -> None:
    carts.check_round_trip(evidence, buyer)
    carts.check_round_trip(evidence, other_buyer)


@then("the second cart alone arrives in the second punch out")
def second_cart_arrives(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_round_trip(evidence, buyer)


@then("the second cart is another one than the first")
def carts_differ(evidence: Evidence, buyer: Buyer, first_cart: str) -> None:
    carts.check_another_cart(evidence, first_cart, buyer.filled)


@then("the cart still holds what the buyer put in")
def cart_kept(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_kept(evidence, buyer.filled, buyer.cart())


@then("the buyer's cart is shown")
def cart_shown(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    evidence.expect("Open Carts shows the cart", expected=True, got=buyer.sees_cart_on(page), where=page.url)


@then("the buyer's cart is not shown")
def cart_not_shown(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    evidence.expect("Open Carts shows the cart", expected=False, got=buyer.sees_cart_on(page), where=page.url)


@then("Submit is not offered for the buyer's cart")
def submit_not_offered(evidence: Evidence, buyer: Buyer, page: Page) -> None:
    evidence.expect("Submit is offered", expected=False, got=buyer.may_submit_on(page), where=page.url)
