"""Steps about what the parties say to each other."""

from pytest_bdd import parsers, then, when

from harness.actors import Buyer, HeldLine, PunchOut
from harness.checks import held, messages
from harness.evidence import Evidence
from harness.stage import Stage
from steps import any_of


@then(parsers.re(any_of(messages.ORDER_MESSAGE)))
def order_message_is(evidence: Evidence, buyer: Buyer, what: str) -> None:
    messages.ORDER_MESSAGE[what](evidence, buyer)


@then("the hub knows the form of the cart by name")
def form_known(evidence: Evidence, buyer: Buyer) -> None:
    messages.check_known_form(evidence, buyer.at_the_hub())


@then("the hub refuses the company and asks the storefront for nothing")
def company_refused_by_hub(evidence: Evidence, stage: Stage, punch_out: PunchOut) -> None:
    messages.check_unknown_to_hub(evidence, punch_out, stage.exchanges)


@then("procurement and the storefront have met through the hub alone")
def met_through_hub(evidence: Evidence, stage: Stage) -> None:
    messages.check_met_through_hub(evidence, stage.exchanges)


@when("the buyer goes back to procurement without a cart", target_fixture="before")
def buyer_goes_back(buyer: Buyer) -> tuple[HeldLine, ...]:
    before = buyer.punch_out.held
    buyer.browser.open(buyer.at_the_hub().back_url)
    return before


@then("procurement holds what it held before")
def holds_what_it_held(evidence: Evidence, buyer: Buyer, before: tuple[HeldLine, ...]) -> None:
    held.check_unchanged(evidence, before, buyer.punch_out)


@then("every message of the storefront can be used by whom it is for")
def messages_sound(evidence: Evidence, stage: Stage) -> None:
    messages.check_sound(evidence, stage.findings)
