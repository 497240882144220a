"""A hub that is served for weeks: it forgets the oldest, and two retries of one document are never two sessions."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from simulators.hub import replays, sessions
from simulators.hub.relationships import Relationship
from simulators.hub.replays import Replayed, Replays
from simulators.hub.sessions import HubSessions
from tests.hub.hub_bench import cart, line

RELATIONSHIP = cast("Relationship", type("R", (), {"key": ("NetworkID", "B")}))


def _begin(kept: HubSessions, cookie: str) -> Any:
    request = type("Q", (), {"cookie": cookie})
    return kept.begin(RELATIONSHIP, cast("Any", request), cast("Any", None), "http://hub.example")


def test_the_oldest_sessions_and_lines_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 3)
    monkeypatch.setattr(sessions, "MOST_LINES", 4)
    kept = HubSessions()
    made = [_begin(kept, f"bc-{number}") for number in range(5)]
    for number in range(6):
        kept.accept(made[-1], cart(line(auxiliary_id=f"41/{number}", sku_id=number + 1)))

    assert [kept.of_cookie(f"bc-{number}") is not None for number in range(5)] == [False, False, True, True, True]
    assert [kept.find(one.id) is one for one in made] == [False, False, True, True, True]
    assert list(kept.lines_of(RELATIONSHIP)) == ["41/2", "41/3", "41/4", "41/5"]
    assert [kept.sku_id(f"41/{number}") for number in range(6)] == [0, 0, 3, 4, 5, 6]


def test_the_last_session_of_a_cookie_counts_and_outlives_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 2)
    kept = HubSessions()
    _, last = _begin(kept, "bc-1"), _begin(kept, "bc-1")
    assert kept.of_cookie("bc-1") is last
    _begin(kept, "bc-2")
    assert kept.of_cookie("bc-1") is last


def test_a_retry_that_waited_for_a_failure_is_the_only_one_to_try_again() -> None:
    kept, asked, holding = Replays(), [0], threading.Event()

    def answer() -> tuple[bytes, bool]:
        asked[0] += 1
        number = asked[0]
        if number == 1:
            holding.wait(5)
        return b"%d" % number, number > 1

    with ThreadPoolExecutor(6) as several:
        first = several.submit(kept.answered_once, "p", b"document", answer)
        while not asked[0]:
            pass
        others = [several.submit(kept.answered_once, "p", b"document", answer) for _ in range(5)]
        holding.set()
        answers = {other.result() for other in others}

    assert (first.result(), answers, asked[0]) == (b"1", {b"2"}, 2)
    assert kept.answered_once("p", b"document", answer) == b"2"


def test_a_document_that_is_still_being_answered_is_not_forgotten_for_newer_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(replays, "_MOST", 1)
    kept = Replays()

    def answer() -> tuple[bytes, bool]:
        kept.answered_once("other", b"x", lambda: (b"x", True))
        return b"one", True

    assert kept.answered_once("p", b"document", answer) == b"one"
    assert kept.answered_once("p", b"document", lambda: (b"two", True)) == b"one"
    with pytest.raises(Replayed):
        kept.answered_once("p", b"another", lambda: (b"three", True))
