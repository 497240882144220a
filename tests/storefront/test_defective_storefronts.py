"""Storefronts broken on purpose: each can be made in either generation, and the subtle ones do what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from simulators.storefront import GENERATIONS, REFERENCE, Storefront
from simulators.storefront.defective import DEFECTS
from simulators.storefront.defective.lifetimes import DURATION, SIZE, RevivedByALongerDuration, TakesEveryNumber
from simulators.storefront.defective.tokens import KeptInTheTable, TokensInATable, UsedAgainSoon
from simulators.storefront.settings import TOKEN_PID, SettingRefused, SystemSettings
from simulators.storefront.tokens import Grant, hexadecimal
from simulators.wire import AdjustableClock, Journal, Redactor

GRANT = Grant("buyer@buyer.example", 1, 2, "USD", "http://hub.example/return")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_defect_makes_a_storefront_of_either_generation(generation: str) -> None:
    journal = Journal(Redactor(b"defective"))
    for name, switch in DEFECTS.items():
        parts = switch(REFERENCE)
        assert parts != REFERENCE, name
        Storefront(journal, seed=1, generation=GENERATIONS[generation], parts=parts).close()


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
