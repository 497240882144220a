"""The terminal a person sits at: what is shown there, and lines that are typed, each by a deadline.

It is the controlling terminal of the process, whatever pytest has done to standard output and input meanwhile.
"""

from __future__ import annotations

import os
import select
import termios
import textwrap
import time
from types import TracebackType
from typing import Self

from harness.errors import NotAttended

DEVICE = "/dev/tty"
_WIDEST, _NARROWEST = 100, 40


class Terminal:
    """A terminal by its file descriptor, which is closed with it; `deadline` in seconds for each line."""

    def __init__(self, descriptor: int, deadline: float) -> None:
        self._descriptor = descriptor
        self._deadline = deadline

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close it."""
        os.close(self._descriptor)

    @property
    def width(self) -> int:
        """How many characters a line has."""
        try:
            columns = os.get_terminal_size(self._descriptor).columns
        except OSError:
            columns = 0
        return min(max(columns or _WIDEST, _NARROWEST), _WIDEST) - 1

    def say(self, text: str = "", indent: str = "", first: str = "") -> None:
        """Show a paragraph; `first` stands before its first line, `indent` before the others."""
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=indent,
            # An address is copied whole.
            break_long_words=False,
            break_on_hyphens=False,
        )
        self._write("\n".join(lines) + "\n")

    def rule(self) -> None:
        """Show a line across."""
        self._write("-" * self.width + "\n")

    def hear(self, prompt: str) -> str:
        """Show a prompt and return the line that is typed then; what was typed before is not taken for an answer.

        Raises:
            NotAttended: when no line comes in time, or the person ends the input (Ctrl-D), or hangs up.

        """
        try:
            termios.tcflush(self._descriptor, termios.TCIFLUSH)
            self._write(prompt)
            return self._line()
        except (OSError, termios.error) as error:
            raise NotAttended(f"the terminal was closed ({error.args[-1]})") from error

    def _line(self) -> str:
        ends, typed = time.monotonic() + self._deadline, b""
        while not typed.endswith(b"\n"):
            left = ends - time.monotonic()
            if left <= 0 or not select.select([self._descriptor], [], [], left)[0]:
                self._write("\n")
                raise NotAttended(f"nobody answered at the terminal for {self._deadline:g} seconds")
            more = os.read(self._descriptor, 4096)
            if not more:
                self._write("\n")
                raise NotAttended("the input at the terminal was ended (Ctrl-D)")
            typed += more
        return "".join(each if each.isprintable() else " " for each in typed.decode("utf-8", "replace")).strip()

    def _write(self, text: str) -> None:
        content = text.encode("utf-8", "replace")
        while content:
            content = content[os.write(self._descriptor, content) :]


def controlling_terminal(deadline: float) -> Terminal:
    """Open the terminal of the process.

    Raises:
        NotAttended: when it has none, or is in the background, where reading would stop it.

    """
    try:
        descriptor = os.open(DEVICE, os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        raise NotAttended(f"there is no terminal to ask at ({error.strerror})") from error
    try:
        in_front = os.tcgetpgrp(descriptor) == os.getpgrp()
    except OSError:
        in_front = False
    if not in_front:
        os.close(descriptor)
        raise NotAttended("the run is in the background of its terminal, where nobody can be asked")
    return Terminal(descriptor, deadline)
