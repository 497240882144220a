"""Steps about the person who attends: what they do by hand, and what they see."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, step, when

from harness.actors import Buyer
from harness.stage import Stage
from harness.staged_witness import StagedWitness
from steps import any_of

# The buyer a person shops as, in the words of a scenario.
_SHOPS_AS: Mapping[str, Callable[[Stage], Buyer]] = {
    "a buyer with the punch out role": Stage.buyer,
    "a buyer without the punch out role": lambda stage: stage.buyer(()),
}

# What a person does, in the words of a scenario, which may say where.
_DOES: Mapping[str, Callable[[StagedWitness, str], None]] = {
    ", signed in as an administrator, goes to": StagedWitness.goes_to,
    " punches out": lambda witness, _: witness.punches_out(),
    " opens one start URL in two private windows, one after the other": lambda witness, _: witness.opens_twice(),
    " fills a cart and looks at Open Carts": lambda witness, _: witness.fills_cart(),
    " submits a cart": lambda witness, _: witness.submits(),
    " submits a cart and opens the start page of the storefront again": lambda witness, _: witness.submits_and_visits(),
}

# What a person tells, in the words of a scenario.
_TELLS: Mapping[str, Callable[[StagedWitness, str], None]] = {
    "knows": StagedWitness.knows,
    "sees": StagedWitness.sees,
}


@given(parsers.re(f"a person who shops as {any_of(_SHOPS_AS)}"), target_fixture="buyer")
def person_shops(stage: Stage, witness: StagedWitness, what: str) -> Buyer:
    return witness.shops_as(_SHOPS_AS[what](stage))


@when(parsers.re(rf'the person{any_of(_DOES)}( "(?P<where>.+)")?'))
def person_does(witness: StagedWitness, what: str, where: str | None) -> None:
    _DOES[what](witness, where or "")


@step(parsers.re(rf'the person {any_of(_TELLS)} that "(?P<that>.+)"'))
def person_tells(witness: StagedWitness, what: str, that: str) -> None:
    _TELLS[what](witness, that)
