"""Steps about System Settings: what is saved, tried, shown, forgotten, and kept when the storefront is restarted."""

from functools import partial

from pytest_bdd import given, parsers, then, when

from harness.actors import Buyer
from harness.checks import sessions, settings
from harness.evidence import Evidence
from harness.stage import Stage
from harness.staged_settings import StagedSettings, Trial


@given(parsers.re(r"(?P<what>auto login|Punch Out) is switched (?P<toggle>on|off)( for the channel)?"))
def switched(stage: Stage, what: str, toggle: str) -> None:
    stage.settings.switch(what, enabled=toggle == "on")


@given(parsers.re(r"(?P<what>auto login|Access Token Duration and Size) (has its default|have their defaults)"))
def defaults_chosen(stage: Stage, what: str) -> None:
    stage.settings.reset(what)


@given("the storefront has been restarted")
def storefront_restarted(stage: Stage) -> None:
    stage.settings.restart()


@when("the administrator looks at the control panel", target_fixture="shown")
def administrator_looks(stage: Stage) -> StagedSettings:
    return stage.settings


@when(
    parsers.re(r"the administrator sets Access Token (?P<setting>Duration|Size) to (?P<value>-?\d+)"),
    converters={"value": int},
    target_fixture="trial",
)
def administrator_tries(stage: Stage, setting: str, value: int) -> Trial:
    return stage.settings.try_token(setting, value)


@then(parsers.re(r"auto login is shown switched (?P<toggle>on|off)"))
def auto_login_shown(evidence: Evidence, shown: StagedSettings, toggle: str) -> None:
    settings.check_auto_login(evidence, shown.auto_login(), expected=toggle == "on")


@then(parsers.parse("Access Token Duration is shown as {seconds:d} and Access Token Size as {size:d}"))
def token_shown(evidence: Evidence, shown: StagedSettings, seconds: int, size: int) -> None:
    settings.check_token(evidence, shown.token(), duration=seconds, size=size)


@then("the value is refused and changes nothing, or else lets nobody in")
def value_is_harmless(evidence: Evidence, stage: Stage, buyer: Buyer, trial: Trial) -> None:
    settings.check_refused_or_harmless(evidence, trial, partial(stage.visit_by_new_token, buyer))


@then("with the former value the buyer is signed in")
def former_value_is_good(evidence: Evidence, stage: Stage, buyer: Buyer, trial: Trial) -> None:
    stage.settings.take_back(trial)
    buyer.start()
    sessions.check_signed_in(evidence, buyer, buyer.open_start_url())
