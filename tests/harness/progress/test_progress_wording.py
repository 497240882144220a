"""How far a run is, in words: what a person reads in a terminal of any width, and in a log."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.progress.account import Account
from harness.progress.wording import in_words, live_lines, told_tally, told_wait, waits_worth
from harness.verdicts import Verdict
from simulators.wire import Wait
from tests.harness.progress.progress_bench import NOW, TITLE, account, doing, expiring, silent

MIXED = {Verdict.PASSED: 309, Verdict.FAILED: 1, Verdict.WARNING: 2}
CLOCK = datetime(2026, 1, 31, 14, 3, 7)


def shown(told: Account, width: int = 100, height: int = 24) -> list[str]:
    return [line.text for line in live_lines(told, width, height)]


def test_a_terminal_shows_how_far_it_is_and_what_each_worker_is_at() -> None:
    other = doing(worker="gw1", title="One product arrives", ran=3)
    assert shown(account(doing(), other)) == [
        "312 of 626 scenarios judged, all passed (0:34)",
        f"  gw0   0:12  {TITLE}",
        "  gw1   0:03  One product arrives",
    ]


def test_who_judges_alone_has_no_name() -> None:
    assert shown(account(doing(worker="")))[1] == f"   0:12  {TITLE}"


def test_the_verdicts_are_counted_as_soon_as_not_all_have_passed() -> None:
    first = live_lines(account(counts=MIXED), 100, 24)[0]
    assert first.text == "312 of 626 scenarios judged, 1 failed, 2 warning, 309 passed (0:34)"
    assert first.color == "red"
    assert live_lines(account(), 100, 24)[0].color == "green"
    assert shown(account(counts={})) == ["0 of 626 scenarios judged, none yet (0:34)"]


def test_the_end_of_a_token_is_counted_down() -> None:
    lines = [shown(account(doing(expiring(seconds))))[2] for seconds in (20.0, 19.2, 0.3)]
    left = ("0:20", "0:20", "0:01")
    assert lines == [f"            waits {each} more for the access token to expire" for each in left]


def test_what_may_never_come_is_waited_for_for_a_time() -> None:
    assert shown(account(doing(silent())))[2] == (
        "            waited 0:12 of at most 1:00 for the storefront to answer the hub"
    )
    endless = Wait("the parties of the run to start", NOW - 2)
    assert shown(account(doing(endless)))[2] == "            waited 0:02 for the parties of the run to start"


def test_what_is_waited_for_before_there_is_any_scenario_is_shown_alone() -> None:
    looked_at = doing(Wait("the target to show that it can be judged", NOW - 2), worker="", title="")
    assert shown(Account(NOW, 2.0, doing=(looked_at,))) == [
        "  waited 0:02 for the target to show that it can be judged"
    ]


def test_what_comes_soonest_is_shown_of_all_that_is_waited_for() -> None:
    worth = waits_worth(doing(silent(), silent(13), expiring(), silent(0.5)), NOW, 1.0)
    assert worth == [expiring(), silent(13)]


@pytest.mark.parametrize(
    ("wait", "seconds", "is_worth_it"),
    [
        (silent(0.9), 1.0, False),
        (silent(1.0), 1.0, True),
        (expiring(seconds=3, lasts=3), 3.0, True),
        (expiring(seconds=2, lasts=2), 3.0, False),
    ],
)
def test_a_short_wait_is_not_worth_a_line(wait: Wait, seconds: float, *, is_worth_it: bool) -> None:
    assert waits_worth(doing(wait), NOW, seconds) == ([wait] if is_worth_it else [])


def test_a_narrow_terminal_keeps_the_numbers_and_the_time() -> None:
    assert shown(account(doing(expiring()), counts=MIXED), width=39) == [
        "312/626, 1 failed, 2 warning (0:34)",
        "  gw0   0:12  A token lets nobody in...",
        "    waits 0:20 more for the access t...",
    ]


@settings(deadline=None, database=None, derandomize=True, max_examples=50)
@given(st.integers(1, 130), st.integers(1, 30), st.integers(0, 12), st.text(max_size=40))
def test_no_line_is_wider_than_the_terminal_and_half_of_it_is_left(
    width: int, height: int, workers: int, title: str
) -> None:
    at = [doing(silent(), worker=f"gw{number}", title=f"T {title}") for number in range(workers)]
    lines = shown(account(*at, counts=MIXED), width, height)
    assert all(len(line) <= width and line.isascii() and line.isprintable() for line in lines)
    assert len(lines) <= max(2, height // 2)


def test_what_has_no_room_is_counted() -> None:
    at = [doing(worker=f"gw{number}") for number in range(12)]
    assert shown(account(*at), height=10)[-2:] == [f"  gw2   0:12  {TITLE}", "  and 9 more lines"]


def test_a_log_is_told_how_far_it_is_and_what_takes_longest() -> None:
    other = doing(worker="gw1", title="One product arrives", ran=13)
    assert told_tally(account(doing(), other, counts=MIXED)) == (
        "[0:34] 312 of 626 scenarios judged, 1 failed, 2 warning, 309 passed; "
        f'now "One product arrives" (gw1) for 0:13, "{TITLE}" (gw0) for 0:12'
    )
    assert told_tally(account()) == "[0:34] 312 of 626 scenarios judged, all passed"


def test_a_log_is_told_until_when_something_is_waited_for() -> None:
    one = doing()
    assert told_wait(account(), one, expiring(), CLOCK) == (
        f'[0:34] "{TITLE}" (gw0) waits for the access token to expire: 0:20 more, until 14:03:27'
    )
    assert told_wait(account(), one, silent(), CLOCK) == (
        f'[0:34] "{TITLE}" (gw0) waits for the storefront to answer the hub: 0:12 so far, until 14:03:55 at most'
    )
    endless = Wait("junit.xml to be written", NOW - 7)
    assert told_wait(account(), doing(worker="", title=""), endless, CLOCK) == (
        "[0:34] waiting for junit.xml to be written: 0:07 so far"
    )


@pytest.mark.parametrize(("seconds", "words"), [(0.9, "0:00"), (65, "1:05"), (3725.5, "1:02:05"), (-1, "0:00")])
def test_a_time_is_told_as_a_clock_shows_it(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
