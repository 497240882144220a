"""Access tokens: what they look like, how long and how often they are good."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from simulators.storefront.settings import TOKEN_PID, SystemSettings
from simulators.storefront.tokens import AccessTokens, Grant, liferay_base64
from simulators.wire import AdjustableClock
from tests.storefront.storefront_bench import Bench, at_once

GRANT = Grant("buyer@buyer.example", 1, 2, "USD", "http://hub.example/return")


class Frozen(AdjustableClock):
    """A clock that moves only when it is moved."""

    def __init__(self) -> None:
        super().__init__()
        self._began = super().now()

    def now(self) -> datetime:
        return self._began + self._ahead


def _tokens(duration: int = 15, size: int = 8) -> tuple[AccessTokens, Frozen, SystemSettings]:
    clock, settings = Frozen(), SystemSettings("auto.login")
    _set(settings, duration, size)
    return AccessTokens(clock, settings, liferay_base64), clock, settings


def _set(settings: SystemSettings, duration: int, size: int = 8) -> None:
    settings.update(TOKEN_PID, {"access.token.expires.in": str(duration), "access.token.key.byte.size": str(size)})


@pytest.mark.parametrize(
    ("size", "length", "padding"),
    [(1, 4, 2), (2, 4, 1), (3, 4, 0), (8, 12, 1), (16, 24, 2), (1024, 1368, 2)],
)
def test_a_token_is_url_safe_base64_of_the_size_padded_with_asterisks(size: int, length: int, padding: int) -> None:
    tokens, _, _ = _tokens(size=size)

    text = tokens.issue(GRANT)

    assert len(text) == length
    assert re.fullmatch(rf"[A-Za-z0-9_-]+\*{{{padding}}}" if padding else "[A-Za-z0-9_-]+", text)


def test_every_byte_has_its_place_in_the_alphabet() -> None:
    assert liferay_base64(bytes([0xFB, 0xEF, 0xFF, 0xFF])) == "--___w**"


def test_no_two_of_many_tokens_are_the_same() -> None:
    tokens, _, _ = _tokens()

    assert len({tokens.issue(GRANT) for _ in range(1000)}) == 1000


def test_a_token_is_good_once() -> None:
    tokens, _, _ = _tokens()
    text = tokens.issue(GRANT)

    assert [tokens.take(text), tokens.take(text)] == [GRANT, None]


def test_of_many_threads_with_one_token_exactly_one_gets_in() -> None:
    tokens, _, _ = _tokens()

    for _ in range(20):
        text = tokens.issue(GRANT)
        assert at_once(*[lambda text=text: tokens.take(text)] * 32).count(GRANT) == 1


@pytest.mark.parametrize(("after", "good"), [(14.999, True), (15.0, False), (16, False)])
def test_a_token_is_good_for_less_than_its_duration(after: float, good: bool) -> None:
    tokens, clock, _ = _tokens(duration=15)
    text = tokens.issue(GRANT)

    clock.advance(after)

    assert (tokens.take(text) is not None) == good


def test_a_changed_duration_is_that_of_later_tokens_only() -> None:
    tokens, clock, settings = _tokens(duration=100)
    before = tokens.issue(GRANT)
    _set(settings, 10)
    after = tokens.issue(GRANT)

    clock.advance(50)

    assert tokens.take(before) == GRANT
    assert tokens.take(after) is None


@pytest.mark.parametrize("text", ["", "unknown", "\ufffd", "*" * 10000])
def test_what_was_never_issued_is_worth_nothing(text: str) -> None:
    tokens, _, _ = _tokens()
    tokens.issue(GRANT)

    assert tokens.take(text) is None


def test_the_letter_case_of_a_token_counts() -> None:
    tokens, _, _ = _tokens(size=32)
    text = tokens.issue(GRANT)

    assert tokens.take(text.swapcase()) is None
    assert tokens.take(text) == GRANT


def test_tokens_nobody_used_are_forgotten() -> None:
    tokens, clock, _ = _tokens()
    for _ in range(10):
        tokens.issue(GRANT)
    clock.advance(15)
    tokens.take("anything")

    assert tokens._issued == {}


def test_the_size_an_administrator_set_is_that_of_the_start_url(bench: Bench) -> None:
    bench.set_token("15", "32")

    start_url = bench.start_url(bench.buyer())

    assert re.search(r"\?punchOutAccessToken=[A-Za-z0-9_-]{43}\*$", start_url)
