"""Steps about what the parties say to each other."""

from pytest_bdd import then

from harness.actors import Buyer, PunchOut
from harness.checks import messages
from harness.evidence import Evidence
from harness.stage import Stage


@then("the order message is valid cXML")
def order_message_valid(evidence: Evidence, buyer: Buyer) -> None:
    messages.check_order_message(evidence, buyer)


@then("the order message carries the BuyerCookie of the punch out")
def buyer_cookie_unchanged(evidence: Evidence, buyer: Buyer) -> None:
    messages.check_buyer_cookie(evidence, buyer)


@then("the hub knows the form of the cart by name")
def form_known(evidence: Evidence, buyer: Buyer) -> None:
    messages.check_known_form(evidence, buyer.at_the_hub())


@then("the hub refuses the company and asks the storefront for nothing")
def company_refused_by_hub(evidence: Evidence, stage: Stage, punch_out: PunchOut) -> None:
    messages.check_unknown_to_hub(evidence, punch_out, stage.exchanges)


@then("procurement and the storefront have met through the hub alone")
def met_through_hub(evidence: Evidence, stage: Stage) -> None:
    messages.check_met_through_hub(evidence, stage.exchanges)
