"""Steps about the session API as the hub calls it: how a session is asked for, and what is answered."""

from pytest_bdd import parsers, then, when

from harness.actors import Buyer
from harness.actors.session_api import Answered
from harness.actors.session_order import Pair
from harness.checks import session_api, sessions
from harness.evidence import Evidence
from harness.stage import Stage
from harness.staged_sessions import Traces
from steps import any_of


@when(parsers.parse('the hub asks for a session "{way}"'), target_fixture="answers")
def hub_asks_for_session(stage: Stage, buyer: Buyer, way: str) -> tuple[Answered, ...]:
    return stage.sessions.ask(buyer, way)


@when(
    parsers.re(r'the hub asks "(?P<fault>[^"]+)", and with each later fault of (?P<whose>the request|the storefront)'),
    target_fixture="pairs",
)
def hub_asks_with_two_faults(stage: Stage, buyer: Buyer, fault: str, whose: str) -> tuple[Pair, ...]:
    return stage.sessions.ask_with_pairs(buyer, fault, staged=whose == "the storefront")


@when(
    parsers.re(r"the hub asks \"(?P<fault>[^\"]+)\" for (?P<whom>a stranger|a newcomer|the buyer's cart)"),
    target_fixture="traces",
)
def hub_asks_in_vain(stage: Stage, buyer: Buyer, fault: str, whom: str) -> Traces:
    return stage.sessions.ask_in_vain(buyer, fault, whom)


@then(parsers.parse("the storefront answers with {what}"))
def storefront_answers(evidence: Evidence, answers: tuple[Answered, ...], what: str) -> None:
    session_api.check_answers(evidence, answers, what)


@then(parsers.re(f"each start URL {any_of(sessions.START_URLS)}"))
def each_start_url_is_good(
    evidence: Evidence, stage: Stage, buyer: Buyer, answers: tuple[Answered, ...], what: str
) -> None:
    sessions.START_URLS[what](evidence, buyer, stage.browser, answers)


@then("the earlier fault is the one that is answered")
def earlier_fault_answered(evidence: Evidence, pairs: tuple[Pair, ...]) -> None:
    session_api.check_order(evidence, pairs)


@then("nothing of the request is left behind")
def nothing_left_behind(evidence: Evidence, traces: Traces) -> None:
    session_api.check_nothing_left(evidence, traces)
