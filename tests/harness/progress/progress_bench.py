"""What the tests of the progress share: accounts made by hand, and a terminal that can be read."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, TextIO, cast

import pyte
from _pytest._io import TerminalWriter

from harness.progress.account import Account
from harness.progress.doing import Doing
from harness.progress.screen import Screen
from harness.verdicts import Verdict
from simulators.wire import Wait

NOW = 1000.0
TITLE = "A token lets nobody in from when its duration has ended"


def expiring(seconds: float = 20.0, lasts: float = 30.0) -> Wait:
    """Return a wait for the end of a token, which comes in so many seconds."""
    return Wait("the access token to expire", NOW + seconds - lasts, NOW + seconds, certain=True)


def silent(passed: float = 12.0) -> Wait:
    """Return a wait for a storefront that has said nothing for so many of its 60 seconds."""
    return Wait("the storefront to answer the hub", NOW - passed, NOW - passed + 60)


def doing(*waits: Wait, worker: str = "gw0", title: str = TITLE, ran: float = 12.0) -> Doing:
    """Return what a worker is at."""
    return Doing(worker, title, NOW - ran, waits)


def account(*at: Doing, seconds: float = 34.0, counts: Mapping[Verdict, int] | None = None) -> Account:
    """Return how far a run of 626 scenarios is, all passed unless something else is said."""
    return Account(NOW, seconds, 626, {Verdict.PASSED: 312} if counts is None else counts, at)


class Terminal:
    """A terminal of some size: what is written to it stands in it as in a real one."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.columns, self.rows = columns, rows
        self._screen = pyte.HistoryScreen(columns, rows, history=1000, ratio=0.5)
        # As the driver of a terminal does: the next line begins at its left edge.
        self._screen.set_mode(pyte.modes.LNM)
        self._stream = pyte.Stream(self._screen)
        self.writes: list[str] = []

    def write(self, text: str) -> int:
        """Show what is written."""
        self.writes.append(text)
        self._stream.feed(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing: all is shown at once."""

    def close(self) -> None:
        """Do nothing."""

    @property
    def shown(self) -> list[str]:
        """What stands in it, line by line to the last that is not empty, with what has gone off at its top."""
        gone = ["".join(line[x].data for x in range(self.columns)) for line in self._screen.history.top]
        lines = [line.rstrip() for line in [*gone, *self._screen.display]]
        while lines and not lines[-1]:
            del lines[-1]
        return lines

    @property
    def cursor(self) -> tuple[int, int]:
        """The column and the row the cursor is at."""
        return self._screen.cursor.x, self._screen.cursor.y


class TerminalScreen(Screen):
    """A screen in such a terminal, beside a writer of pytest's own."""

    def __init__(self, terminal: Terminal, *, colors: bool = False) -> None:
        writer: Any = TerminalWriter(io.StringIO())
        writer.hasmarkup = colors
        super().__init__(writer, cast("TextIO", terminal))
        self._terminal = terminal

    def size(self) -> tuple[int, int]:
        """Return the terminal's."""
        return self._terminal.columns, self._terminal.rows
