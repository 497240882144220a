"""Steps about the ways between the parties, and what goes wrong on them."""

from pytest_bdd import given, parsers

from harness.actors import Buyer
from harness.stage import Stage
from harness.staged_ways import WAYS
from steps import any_of


@given(parsers.re(rf'the way from {any_of(WAYS)} has (recovered|the fault "(?P<fault>[^"]+)")'))
def way_has(stage: Stage, buyer: Buyer, what: str, fault: str | None) -> None:
    stage.ways.let(buyer, what, fault)
