"""Storefronts that are broken on purpose: each has other parts, and the subtle ones do what they say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from simulators.storefront import GENERATIONS, REFERENCE
from simulators.storefront.defective import DEFECTS
from simulators.storefront.defective.lifetimes import DURATION, SIZE, RevivedByALongerDuration, TakesEveryNumber
from simulators.storefront.defective.tokens import KeptInTheTable, TokensInATable, UsedAgainSoon
from simulators.storefront.settings import TOKEN_PID, SettingRefused, SystemSettings
from simulators.storefront.tokens import Grant, hexadecimal
from simulators.wire import AdjustableClock

GRANT = Grant("buyer@buyer.example", 1, 2, "USD", "http://hub.example/return")


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_changes_parts_and_tells_of_the_deployment_in_either_generation(name: str, tmp_path: Path) -> None:
    parts = DEFECTS[name](REFERENCE)
    assert parts != REFERENCE
    for generation in map(parts.released, GENERATIONS.values()):
        console = parts.console(AdjustableClock(), tmp_path / f"{generation.name}.log")
        generation.announce(console, generation)
        generation.announce_restart(console, generation)
        assert generation.package in (tmp_path / f"{generation.name}.log").read_text(encoding="utf-8")


def _set(settings: SystemSettings, duration: int, size: int = 8) -> None:
    settings.update(TOKEN_PID, {DURATION: str(duration), SIZE: str(size)})


def test_a_longer_duration_revives_and_a_shorter_one_ends_nothing() -> None:
    clock, settings = AdjustableClock(), SystemSettings("auto.login")
    tokens = RevivedByALongerDuration(clock, settings, hexadecimal)
    late, early = tokens.issue(GRANT), tokens.issue(GRANT)
    _set(settings, 5)
    clock.advance(10)
    assert tokens.take(early) == GRANT
    _set(settings, 60)
    clock.advance(20)
    assert tokens.take(late) == GRANT


def test_a_token_is_good_again_for_a_moment_and_no_longer() -> None:
    clock = AdjustableClock()
    tokens = UsedAgainSoon(clock, SystemSettings("auto.login"), hexadecimal)
    text = tokens.issue(GRANT)
    assert [tokens.take(text), tokens.take(text)] == [GRANT, GRANT]
    clock.advance(timedelta(seconds=5).total_seconds())
    assert tokens.take(text) is None


def test_a_token_in_a_table_is_somebody_elses_after_a_restart_and_good_once() -> None:
    clock, settings = AdjustableClock(), TokensInATable("auto.login")
    text = KeptInTheTable(clock, settings, hexadecimal).issue(GRANT)
    settings.restart()
    tokens = KeptInTheTable(clock, settings, hexadecimal)
    taken = tokens.take(text)
    assert taken is not None
    assert taken.email != GRANT.email
    assert tokens.take(text) is None


def test_one_setting_takes_every_number_and_no_other_does() -> None:
    settings = TakesEveryNumber("auto.login")
    _set(settings, 0)
    assert settings.token_duration == 0
    with pytest.raises(SettingRefused):
        _set(settings, 5, 0)
    assert settings.token_duration == 0
