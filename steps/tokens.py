"""Steps about access tokens: duration, time, size."""

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.checks import tokens
from harness.evidence import Evidence
from harness.stage import Stage
from simulators.messages.session import access_token_of


@given(parsers.re(r"Access Token (?P<name>Duration|Size) is (?P<value>\d+|what is in force)( seconds?)?"))
def token_setting(stage: Stage, name: str, value: str) -> None:
    stage.settings.have_token(name, value)


@given(parsers.re(r"(?P<time>\d+ seconds?|all of the duration( but \d+ seconds)?) pass(es)?"))
def time_passes(stage: Stage, time: str) -> None:
    stage.let_pass(stage.settings.seconds_in(time))


@when(parsers.parse("the buyer punches out {count:d} times"), target_fixture="start_urls")
def buyer_punches_out_often(buyer: Buyer, count: int) -> list[str]:
    return buyer.start_often(count)


@then(parsers.re(r"the token (?P<form>has the size of \d+ bytes|consists of characters a URL may hold)"))
def token_has_form(evidence: Evidence, buyer: Buyer, form: str) -> None:
    tokens.check_form(evidence, access_token_of(buyer.start_url) or "", form)


@then("no token resembles another")
def tokens_differ(evidence: Evidence, start_urls: list[str]) -> None:
    tokens.check_unpredictable(evidence, start_urls)
