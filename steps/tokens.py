"""Steps about access tokens: settings, time, size."""

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.checks import tokens
from harness.evidence import Evidence
from harness.stage import Stage
from simulators.messages.session import access_token_of


@given("auto login is switched off")
def auto_login_off(stage: Stage) -> None:
    stage.change_auto_login(enabled=False)


@given("auto login is switched on")
def auto_login_on(stage: Stage) -> None:
    stage.change_auto_login(enabled=True)


@given(parsers.re(r"Access Token Duration is (?P<seconds>\d+) seconds?"), converters={"seconds": int})
def token_duration(stage: Stage, seconds: int) -> None:
    stage.change_token(duration=seconds)


@given(parsers.parse("Access Token Size is {size:d}"))
def token_size(stage: Stage, size: int) -> None:
    stage.change_token(size=size)


@given(parsers.re(r"(?P<seconds>\d+) seconds? pass(es)?"), converters={"seconds": int})
def time_passes(stage: Stage, seconds: int) -> None:
    stage.target.time.let_pass(seconds)


@when(parsers.parse("the buyer punches out {count:d} times"), target_fixture="start_urls")
def buyer_punches_out_often(buyer: Buyer, count: int) -> list[str]:
    return buyer.start_often(count)


@then(parsers.parse("the token has the size of {size:d} bytes"))
def token_has_size(evidence: Evidence, buyer: Buyer, size: int) -> None:
    tokens.check_size(evidence, access_token_of(buyer.start_url) or "", size)


@then("the token consists of characters a URL may hold")
def token_is_url_safe(evidence: Evidence, buyer: Buyer) -> None:
    tokens.check_url_safe(evidence, access_token_of(buyer.start_url) or "")


@then("no token resembles another")
def tokens_differ(evidence: Evidence, start_urls: list[str]) -> None:
    tokens.check_unpredictable(evidence, start_urls)
