"""A command at a terminal of its own, and a person who reads what it shows and types: no more than that."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

DEADLINE = 300.0


class AtTerminal:
    """What a command shows at its terminal, and what is typed there."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._unread = ""
        self.shown = ""

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Read on until something is shown; what came before it has been read then."""
        ends = time.monotonic() + DEADLINE
        while not (found := re.search(pattern, self._unread)):
            left = ends - time.monotonic()
            assert left > 0, f"{pattern!r} was not shown: {self.shown[-2000:]}"
            more = self._read(left)
            assert more, f"the command ended before it showed {pattern!r}: {self.shown[-2000:]}"
        self._unread = self._unread[found.end() :]
        return found

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._descriptor, f"{text}\n".encode())

    def press(self, character: str) -> None:
        """Press a key with Ctrl."""
        os.write(self._descriptor, bytes([ord(character) & 0x1F]))

    def read_to_the_end(self) -> None:
        """Read until the run has said how it ended."""
        self.wait_for(r"results in \S+; to read: [^=]*=+ .* =+")

    def _read(self, seconds: float) -> str:
        if not select.select([self._descriptor], [], [], max(0.0, seconds))[0]:
            return ""
        try:
            more = os.read(self._descriptor, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:  # the other side is closed
            return ""
        self._unread += more
        self.shown += more
        return more


@contextmanager
def at_terminal(
    command: Sequence[str], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[AtTerminal, subprocess.Popen[bytes]]]:
    """Run a command at a terminal of 100 columns until it ends, or the block does."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))

    # Who leads a session and opens a terminal has it for its own.
    opening = ["sh", "-c", 'exec "$@" <>"$0" >&0 2>&1', os.ttyname(theirs)]
    process = subprocess.Popen([*opening, *command], cwd=folder, env=environment, start_new_session=True)
    try:
        yield AtTerminal(ours), process
    finally:
        process.terminate()
        process.wait(DEADLINE)
        os.close(theirs)
        os.close(ours)
