"""Lines of a terminal that are drawn again and again, below what pytest writes, and leave nothing behind.

The cursor stays where pytest has left it: whatever comes next, or whoever ends the process, writes from there.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.progress.account import Account
from harness.progress.screen import Screen
from harness.progress.wording import live_lines
from harness.reports.terminal import Line

# Seconds: a countdown is never late by more than a glance.
EVERY = 0.25
_ERASE_BELOW = "\x1b[J"


class LiveLines:
    """What is shown of a run in a terminal."""

    every = EVERY

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._lines: Sequence[Line] = ()
        self._is_drawn = False
        screen.make_room, screen.room_again = self._erase, self._draw

    def show(self, account: Account) -> None:
        """Show how far the run is, instead of what was shown before.

        Raises:
            OSError: when the terminal is gone.

        """
        columns, rows = self._screen.size()
        # The last column stays free: who writes into it may be on the next line then, or not.
        lines = live_lines(account, columns - 1, rows)
        with self._screen.kept():
            self._lines = lines
            self._erase()

    def end(self) -> None:
        """Show nothing any more."""
        with self._screen.kept():
            self._lines = ()
            self._erase()

    def _erase(self) -> None:
        if self._is_drawn:
            self._is_drawn = False
            self._screen.put(_ERASE_BELOW)

    def _draw(self) -> None:
        width, columns = self._screen.column, self._screen.size()[0]
        # At the right edge nobody knows on which line the cursor is.
        if self._is_drawn or not self._lines or (width and width % columns == 0):
            return
        shown = "".join(f"\r\n{self._colored(line)}" for line in self._lines)
        back = f"\x1b[{len(self._lines)}A\r" + (f"\x1b[{width % columns}C" if width else "")
        self._is_drawn = True
        self._screen.put(shown + back)

    def _colored(self, line: Line) -> str:
        return self._screen.writer.markup(line.text, **({line.color: True} if line.color else {}))
