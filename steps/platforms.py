"""Steps about the procurement platform the buyer's company works with."""

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer, HeldLine
from harness.checks import oci
from harness.evidence import Evidence
from harness.stage import Stage


@given(parsers.parse('the buyer\'s company works with "{platform}"'))
def company_works_with(stage: Stage, buyer: Buyer, platform: str) -> None:
    stage.work_with(buyer, platform)


@given("the hub asks for sessions of the buyer's company when the browser arrives")
def hub_asks_late(stage: Stage, buyer: Buyer) -> None:
    stage.relationships.relate(buyer.company, session_request="lazy")


@when(
    parsers.parse("procurement lets the catalogue validate {quantity:d} of what was brought back"),
    target_fixture="before",
)
def catalogue_validates(buyer: Buyer, quantity: int) -> HeldLine:
    return buyer.let_catalogue_validate(quantity)


@then("the parameters of the return address come back as fields of their own")
def hook_fields(evidence: Evidence, stage: Stage) -> None:
    oci.check_hook_fields(evidence, stage.exchanges)


@then(parsers.parse("procurement holds {quantity:d} of the product at the price it came at before"))
def product_validated(evidence: Evidence, buyer: Buyer, before: HeldLine, quantity: int) -> None:
    oci.check_validated(evidence, buyer, before, quantity)


@then("procurement is told which characters its character set does not have")
def lost_characters_named(evidence: Evidence, buyer: Buyer) -> None:
    oci.check_lost_characters_named(evidence, buyer)
