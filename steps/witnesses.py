"""Steps about the person who attends: what they do by hand, and what they see."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.checks import carts, sessions
from harness.evidence import Evidence
from harness.stage import Stage
from harness.staged_witness import StagedWitness
from steps import any_of

# The buyer a person shops as, in the words of a scenario.
_SHOPS_AS: Mapping[str, Callable[[Stage], Buyer]] = {
    "a buyer with the punch out role": Stage.buyer,
    "a buyer without the punch out role": Stage.buyer_without_role,
}

# What a person does, in the words of a scenario.
_DOES: Mapping[str, Callable[[StagedWitness, Buyer], None]] = {
    "punches out": StagedWitness.punches_out,
    "opens one start URL in two private windows, one after the other": StagedWitness.opens_twice,
    "fills a cart and looks at Open Carts": StagedWitness.fills_cart,
    "submits a cart": StagedWitness.submits,
    "submits a cart and opens the start page of the storefront again": StagedWitness.submits_and_comes_back,
}


@given(parsers.re(f"a person who shops as {any_of(_SHOPS_AS)}"), target_fixture="buyer")
def person_shops(stage: Stage, witness: StagedWitness, what: str) -> Buyer:
    return _SHOPS_AS[what](stage)


@given("a person who is signed in as an administrator")
def person_administers(witness: StagedWitness) -> None:
    witness.signs_in()


@given(parsers.parse('the person knows that "{what}"'))
def person_knows(witness: StagedWitness, what: str) -> None:
    witness.knows(what)


@when(parsers.parse('the person goes to "{menus}"'))
def person_goes_to(witness: StagedWitness, menus: str) -> None:
    witness.goes_to(menus)


@when(parsers.re(f"the person {any_of(_DOES)}"))
def person_does(witness: StagedWitness, buyer: Buyer, what: str) -> None:
    _DOES[what](witness, buyer)


@then(parsers.parse('the person sees that "{what}"'))
def person_sees(witness: StagedWitness, what: str) -> None:
    witness.sees(what)


@then("procurement was given a start URL")
def procurement_got_start_url(evidence: Evidence, buyer: Buyer) -> None:
    sessions.check_started(evidence, buyer.punch_out)


@then("procurement holds the cart the hub received")
def procurement_holds_received_cart(evidence: Evidence, buyer: Buyer) -> None:
    carts.check_arrived(evidence, buyer)
