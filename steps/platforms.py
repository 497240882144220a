"""Steps about the procurement platform the buyer's company works with."""

from pytest_bdd import given, parsers

from harness.actors import Buyer
from harness.stage import Stage


@given(parsers.parse('the buyer\'s company works with "{platform}"'))
def company_works_with(stage: Stage, buyer: Buyer, platform: str) -> None:
    stage.work_with(buyer, platform)


@given("the hub asks for sessions of the buyer's company when the browser arrives")
def hub_asks_late(stage: Stage, buyer: Buyer) -> None:
    stage.relate(buyer.company, session_request="lazy")
