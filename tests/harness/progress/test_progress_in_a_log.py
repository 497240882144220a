"""Progress in a log: lines that stay, now and then, and never an escape."""

from __future__ import annotations

from datetime import datetime

import pytest

from harness.progress.log import LoggedLines
from tests.harness.progress.progress_bench import (
    NOW,
    Terminal,
    TerminalScreen,
    account,
    doing,
    expiring,
    silent,
)

CLOCK = datetime(2026, 1, 31, 14, 3, 7)


class Log:
    """A log beside pytest's letters or lines."""

    def __init__(self, *, leave_open: bool = False) -> None:
        self._terminal = Terminal()
        self.screen = TerminalScreen(self._terminal)
        self.lines = LoggedLines(self.screen, leave_open=lambda: leave_open, clock=lambda: CLOCK)

    @property
    def text(self) -> str:
        return "".join(self._terminal.writes)


@pytest.fixture
def log() -> Log:
    return Log()


def test_how_far_it_is_is_told_now_and_then(log: Log) -> None:
    for seconds in range(95):
        log.lines.show(account(seconds=seconds))
    assert log.text.splitlines() == [
        f"[{time}] 312 of 626 scenarios judged, all passed" for time in ("0:30", "1:00", "1:30")
    ]


def test_a_wait_for_something_certain_is_told_at_once_with_its_end_and_once_only(log: Log) -> None:
    for left in (30.0, 29.0, 15.0, 1.0):
        log.lines.show(account(doing(expiring(left)), seconds=5))
    (line,) = log.text.splitlines()
    assert line.endswith("waits for the access token to expire: 0:30 more, until 14:03:37")


def test_another_wait_is_told_when_it_is_long(log: Log) -> None:
    log.lines.show(account(doing(silent(2.9)), seconds=4))
    assert log.text == ""
    log.lines.show(account(doing(silent(3.0)), seconds=5))
    log.lines.show(account(doing(silent(8.0)), seconds=10))
    assert log.text.count("waits for the storefront to answer the hub: 0:03 so far, until 14:04:04 at most\n") == 1
    log.lines.show(account(doing(silent(3.0), title="Another scenario"), seconds=20.0))
    assert [line.split(" waits")[0] for line in log.text.splitlines()[1:]] == ['[0:20] "Another scenario" (gw0)']


def test_no_line_of_the_run_is_told_before_there_is_a_run(log: Log) -> None:
    log.lines.show(type(account())(NOW, 40.0))
    assert log.text == ""


def test_a_line_is_one_of_its_own_and_letters_go_on_below_it(log: Log) -> None:
    log.screen.writer.write("test_token.py ..")
    log.lines.show(account(seconds=30))
    assert log.screen.writer.width_of_current_line == 0
    log.screen.writer.write(".  [ 12%]\n")
    assert log.text == "test_token.py ..\n[0:30] 312 of 626 scenarios judged, all passed\n.  [ 12%]\n"


def test_pytest_ends_the_line_itself_where_it_begins_its_own_with_a_new_one() -> None:
    log = Log(leave_open=True)
    log.screen.writer.write("a test ")
    log.lines.show(account(seconds=30))
    assert log.text == "a test \n[0:30] 312 of 626 scenarios judged, all passed"


def test_a_log_has_no_escapes_and_nothing_is_written_over(log: Log) -> None:
    log.screen.writer.write("test_token.py .", green=True)
    log.lines.show(account(doing(silent(), expiring(), title="Zo\u00eb\r\x1b[2J"), seconds=30))
    log.lines.end()
    assert log.text.count("\n") == 4
    assert all(each == "\n" or " " <= each <= "~" for each in log.text)
