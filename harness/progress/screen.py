"""The screen: where pytest writes, shared with a thread that writes beside it.

While a scenario runs pytest keeps what is written to its standard output. The screen writes to where that led before,
and lets pytest's own reporter write there too, so that neither writes in the middle of what the other does.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol, TextIO

_COLOR = re.compile("\x1b\\[[0-9;]*m")


class Writer(Protocol):
    """What pytest's reporter writes by."""

    @property
    def width_of_current_line(self) -> int:
        """How many columns of the line it is at are written."""
        ...

    def write(self, msg: str, *, flush: bool = False, **markup: bool) -> None:
        """Write text, with colours where the terminal has them."""
        ...

    def markup(self, text: str, **markup: bool) -> str:
        """Return text with colours, where the terminal has them."""
        ...

    def flush(self) -> None:
        """Write what is not written yet."""
        ...


def _nothing() -> None:
    pass


class Screen:
    """Takes the place of what a writer of pytest's writes to, until it is given back. Safe for several threads."""

    def __init__(self, writer: Writer, stream: TextIO) -> None:
        """Write to a stream of the screen's own, which is closed in the end.

        Before anybody but the owner writes `make_room` is called, and `room_again` when they have written.
        """
        self.writer = writer
        self.make_room: Callable[[], None] = _nothing
        self.room_again: Callable[[], None] = _nothing
        self._stream = stream
        self._lock = threading.RLock()
        self._inside = 0
        self._rewritten = ""
        writer.flush()
        vars(writer)["write_raw"] = self._write_raw

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Let nobody else write until the block ends; what others have to do then is done once."""
        with self._lock:
            self._inside += 1
            try:
                yield
            finally:
                self._inside -= 1
                if not self._inside:
                    with suppress(OSError):
                        self.room_again()

    @property
    def column(self) -> int:
        """How many columns of the line that pytest is at are written."""
        width = self.writer.width_of_current_line
        # Of a line that was begun anew by a carriage return the writer knows no width.
        return width if width >= 0 else len(self._rewritten)

    def put(self, text: str) -> None:
        """Write what pytest need not know of, at once.

        Raises:
            OSError: when it cannot be written.

        """
        with self._lock:
            self._stream.write(text)
            self._stream.flush()

    def size(self) -> tuple[int, int]:
        """Return how many columns and lines there are."""
        try:
            columns, lines = os.get_terminal_size(self._stream.fileno())
        except OSError:
            columns, lines = 0, 0
        return columns or 80, lines or 24

    def give_back(self) -> None:
        """Let the writer write by itself again."""
        with self._lock:
            del vars(self.writer)["write_raw"]
            with suppress(OSError):
                self._stream.close()

    def _write_raw(self, msg: str, *, flush: bool = False) -> None:
        """Write what pytest writes, in the place of its own method."""
        del flush
        with self.kept():
            self._rewritten = re.split("[\r\n]", self._rewritten + _COLOR.sub("", msg))[-1]
            self.make_room()
            self.put(msg)
