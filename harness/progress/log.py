"""Lines of a log, which stay: one now and then, and one for each time that something is waited for long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from harness.progress.account import Account
from harness.progress.screen import Screen
from harness.progress.wording import TOLD_AFTER, told_tally, told_wait, waits_worth

# Seconds: between two looks at the run, and between two lines that say no more than how far it is.
EVERY, TALLY_EVERY = 1.0, 30.0


class LoggedLines:
    """What is told of a run where lines stay.

    A line is not ended where `leave_open` says that pytest will end it, before it writes its next.
    """

    every = EVERY

    def __init__(self, screen: Screen, *, leave_open: Callable[[], bool], clock: Callable[[], datetime]) -> None:
        self._screen = screen
        self._leave_open = leave_open
        self._clock = clock
        self._tally_at = TALLY_EVERY
        self._told: set[tuple[str, str, str]] = set()

    def show(self, account: Account) -> None:
        """Tell what is worth a line, if anything is.

        Raises:
            OSError: when it cannot be written.

        """
        for doing in account.doing:
            for wait in waits_worth(doing, account.now, TOLD_AFTER):
                # Once in a scenario: what it waits for again and again is nothing new.
                key = (doing.worker, doing.scenario, wait.what)
                if key not in self._told:
                    self._told.add(key)
                    self._tell(told_wait(account, doing, wait, self._clock()))
        if account.planned and account.seconds >= self._tally_at:
            self._tally_at = account.seconds + TALLY_EVERY
            self._tell(told_tally(account))

    def end(self) -> None:
        """Tell nothing more."""

    def _tell(self, line: str) -> None:
        with self._screen.kept():
            begin = "\n" if self._screen.column else ""
            self._screen.writer.write(begin + line + ("" if self._leave_open() else "\n"))
