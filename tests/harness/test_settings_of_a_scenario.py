"""Settings in a scenario: tried, reset, kept over a restart, and those of another channel."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faker import Faker

from harness.actors.people import Cast
from harness.administration import Administration, ChannelSettings, TokenSettings
from harness.checks import deployments, settings
from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence
from harness.putting_back import PuttingBack
from harness.stage import Stage
from harness.staged_settings import StagedSettings, Trial
from harness.targets import Target, live_target
from harness.world import World
from tests.harness.judge_bench import GUEST, SIGNED_IN, page

SetStage = Callable[..., Stage]
BEFORE = TokenSettings(15, 8)


# --- values that make no sense


@pytest.mark.parametrize(("setting", "value"), [("Duration", 0), ("Duration", -1), ("Size", 0), ("Size", -1)])
def test_the_reference_refuses_what_makes_no_sense_and_keeps_what_was(
    set_stage: SetStage, evidence: Evidence, setting: str, value: int
) -> None:
    stage = set_stage(changes_settings=True)
    trial = stage.settings.try_token(setting, value)
    assert "please enter a number" in trial.refusal
    settings.check_refused_or_harmless(evidence, trial, lambda: pytest.fail("nobody visits"))
    assert trial.shown == trial.before


def trial(shown: TokenSettings, refusal: str = "") -> Trial:
    return Trial(BEFORE, shown, refusal)


def test_a_value_that_is_taken_has_to_let_nobody_in(evidence: Evidence) -> None:
    taken = trial(TokenSettings(0, 8))
    settings.check_refused_or_harmless(evidence, taken, lambda: None)
    settings.check_refused_or_harmless(evidence, taken, lambda: page(GUEST))
    with pytest.raises(NonConformance, match="The visitor stays a guest: expected a guest, got signed in"):
        settings.check_refused_or_harmless(evidence, taken, lambda: page(SIGNED_IN, url=""))
    with pytest.raises(NonConformance, match="HTTP 500"):
        settings.check_refused_or_harmless(evidence, taken, lambda: page(GUEST, status=500))


def test_a_value_that_is_refused_has_to_change_nothing(evidence: Evidence) -> None:
    with pytest.raises(NonConformance, match="A value that is refused changes nothing"):
        settings.check_refused_or_harmless(evidence, trial(TokenSettings(1, 8), "refused"), lambda: None)


class Panel:
    """A control panel that takes every value and shows what a test wants."""

    def __init__(self, keeps: Callable[[TokenSettings], TokenSettings]) -> None:
        self.keeps, self.token = keeps, BEFORE

    def token_settings(self) -> TokenSettings:
        return self.token

    def set_token(self, wanted: TokenSettings) -> None:
        self.token = self.keeps(wanted)
        if self.token != wanted:
            raise Untestable("the control panel did not keep it")


def of_a_panel(panel: Panel) -> tuple[StagedSettings, PuttingBack]:
    target = SimpleNamespace(
        administration_for=lambda _: SimpleNamespace(settings=panel), restart=lambda: None, config_files=None
    )
    putting_back = PuttingBack()
    return StagedSettings(cast("Target", target), putting_back, allowed=True), putting_back


def test_a_value_that_is_taken_is_tried_and_put_back() -> None:
    panel = Panel(lambda wanted: wanted)
    staged, putting_back = of_a_panel(panel)
    tried = staged.try_token("Size", -1)
    assert (tried.refused, tried.shown) == (False, TokenSettings(15, -1))
    staged.take_back(tried)
    assert panel.token == BEFORE
    panel.token = TokenSettings(1, 1)
    putting_back.now()
    assert panel.token == BEFORE


def test_a_value_that_is_silently_made_another_one_counts_as_refused() -> None:
    tried = of_a_panel(Panel(lambda _: TokenSettings(1, 8)))[0].try_token("Duration", 0)
    assert (tried.refused, tried.shown) == (True, TokenSettings(1, 8))


# --- the duration in force


@pytest.mark.parametrize(("has_admin", "duration"), [(True, 15), (False, 20)])
def test_the_duration_in_force_is_that_of_the_panel_or_else_of_the_file(*, has_admin: bool, duration: int) -> None:
    admin = SimpleNamespace(settings=Panel(lambda wanted: wanted)) if has_admin else None
    target = SimpleNamespace(admin=admin, file=SimpleNamespace(name="Acme", token_duration=20))
    staged = StagedSettings(cast("Target", target), PuttingBack(), allowed=False)
    staged.have_token("Duration", "what is in force")
    assert staged.token_lasts() == duration
    assert staged.seconds_in("all of the duration") == duration
    assert staged.seconds_in("all of the duration but 3 seconds") == duration - 3
    assert staged.seconds_in("all of the duration but 30 seconds") == 0
    assert staged.seconds_in("1 second") == 1


def test_where_nobody_tells_the_duration_its_end_is_not_judged() -> None:
    target = SimpleNamespace(admin=None, file=SimpleNamespace(name="Acme", token_duration=None))
    with pytest.raises(Inapplicable, match=r"\[target.token\] duration"):
        StagedSettings(cast("Target", target), PuttingBack(), allowed=False).duration_in_force()


# --- defaults


def test_defaults_are_in_force_until_the_scenario_ends(judged: World) -> None:
    panel = judged.target.administration.settings
    before = panel.auto_login(), panel.token_settings()
    with Stage(judged, cast("Any", None), Evidence(judged.journal.redactor), changes_settings=True) as stage:
        stage.settings.change_token("Size", 16)
        stage.settings.reset("auto login")
        stage.settings.reset("Access Token Duration and Size")
        assert (panel.auto_login(), panel.token_settings()) == (False, TokenSettings(15, 8))
    assert (panel.auto_login(), panel.token_settings()) == before


def test_checks_of_what_the_control_panel_shows(evidence: Evidence) -> None:
    settings.check_auto_login(evidence, shown=False, expected=False)
    settings.check_token(evidence, BEFORE, duration=15, size=8)
    settings.check_channel(evidence, ChannelSettings(False, ""), ChannelSettings(False, ""))
    with pytest.raises(NonConformance, match="Auto login is as it should be"):
        settings.check_auto_login(evidence, shown=True, expected=False)
    with pytest.raises(NonConformance, match="Access Token Size"):
        settings.check_token(evidence, TokenSettings(15, 16), duration=15, size=8)
    with pytest.raises(NonConformance, match="Access Token Duration"):
        settings.check_token(evidence, TokenSettings(60, 8), duration=15, size=8)
    with pytest.raises(NonConformance, match="The toggle"):
        settings.check_channel(evidence, ChannelSettings(True, ""), ChannelSettings(False, ""))
    with pytest.raises(NonConformance, match="The Punch Out Start URL"):
        settings.check_channel(evidence, ChannelSettings(False, "x"), ChannelSettings(False, ""))


# --- a restart


def test_a_restart_keeps_settings_and_forgets_tokens_and_sessions(set_stage: SetStage) -> None:
    stage = set_stage(changes_settings=True)
    buyer = stage.buyer()
    buyer.enter_and_fill([1])
    before = buyer.start()
    assert before.start_url is not None
    stage.settings.change_channel(start_url=f"{stage.target.file.start_url}?kept=1")
    stage.settings.change_token("Duration", 60)
    stage.settings.restart()
    assert stage.settings.token().duration == 60
    assert stage.settings.auto_login() is True
    assert not stage.browser().open(before.start_url).signed_in
    assert not buyer.browser.open(stage.target.file.start_url).signed_in
    buyer.enter_and_fill([1])
    assert "?kept=1&" in buyer.start_url


def test_the_deployment_is_judged_good_after_a_restart(set_stage: SetStage, evidence: Evidence) -> None:
    stage = set_stage(changes_settings=True)
    stage.settings.restart()
    stage.settings.restart()
    for what in (
        "the connector's package being processed",
        "every bundle of the connector started",
        "no bundle of the connector failing",
    ):
        deployments.check_finding(evidence, stage.console.deployment_findings(), what)


def test_only_a_scenario_that_is_alone_restarts(set_stage: SetStage) -> None:
    with pytest.raises(HarnessFault, match="without the tag @settings"):
        set_stage().settings.restart()


def test_a_restart_that_is_not_the_harnesss_to_do_says_why(judged: World) -> None:
    live = live_target(judged.target.file, judged.journal, turns=None)
    with pytest.raises(Inapplicable, match="cannot restart the storefront"):
        live.restart()
    live.release()


# --- another channel


def test_another_channel_is_there_until_the_scenario_ends(judged: World) -> None:
    administration: Administration = judged.target.administration
    with Stage(
        judged, Cast(Faker("en_US"), "other"), Evidence(judged.journal.redactor), changes_settings=False
    ) as stage:
        other = stage.channels.other()
        assert other.id != administration.sites.channel_id
        assert administration.settings.channel_settings(other.id) == ChannelSettings(False, "")
        stage.settings.change_other_channel(other, enabled=True)
        assert stage.settings.of_other_channel(other) == ChannelSettings(True, other.start_url)
        buyer = stage.channels.buyer_of(other)
        assert buyer.start().code == 200
    assert other.site_id is not None
    with pytest.raises(Untestable, match="shows no form"):
        administration.settings.channel_settings(other.id)
    with pytest.raises(Untestable, match="could not delete the site"):
        administration.sites.remove_site(other.site_id)


def test_a_buyer_of_both_channels_is_served_in_either(set_stage: SetStage) -> None:
    stage = set_stage()
    other = stage.channels.other()
    stage.settings.change_other_channel(other, enabled=True)
    buyer = stage.channels.buyer_of(other, both=True)
    assert buyer.start().code == 200
    stage.channels.send(buyer, other)
    assert buyer.start().code == 200


def test_an_administrator_is_one_until_taken_back(judged: World, set_stage: SetStage) -> None:
    stage = set_stage()
    buyer = stage.administrator()
    buyer.enter_and_fill([1])
    assert buyer.sees_cart_on(buyer.shopping.open_carts())
    assert buyer.person.user_id is not None
    judged.target.administration.administrators.remove(buyer.person.user_id)
    assert not buyer.sees_cart_on(buyer.shopping.open_carts())
