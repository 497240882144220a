"""Steps about what the parties say to each other."""

from pytest_bdd import parsers, then

from harness.actors import Buyer, PunchOut
from harness.checks import messages
from harness.evidence import Evidence
from harness.stage import Stage


@then(parsers.re(r"the order message (?P<what>is valid cXML|carries the BuyerCookie of the punch out)"))
def order_message(evidence: Evidence, buyer: Buyer, what: str) -> None:
    messages.ORDER_MESSAGE[what](evidence, buyer)


@then("the hub refuses the company and asks the storefront for nothing")
def company_refused_by_hub(evidence: Evidence, stage: Stage, punch_out: PunchOut) -> None:
    messages.check_unknown_to_hub(evidence, punch_out, stage.exchanges)


@then("procurement and the storefront have met through the hub alone")
def met_through_hub(evidence: Evidence, stage: Stage) -> None:
    messages.check_met_through_hub(evidence, stage.exchanges)
