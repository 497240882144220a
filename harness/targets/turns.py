"""Taking turns on a target that several workers share: many scenarios at a time, or one that changes settings.

A settings change is for everybody who shops there. A scenario that makes one has the target to itself; on a target
of its own a worker need not ask.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from harness.errors import HarnessFault
from simulators.wire import waiting

# Everybody who is before us may take as long as the longest scenario; a worker that dies gives its turn back at once.
DEADLINE = 1800.0


class Turns:
    """Shared and exclusive use of a target, among processes, by locks on a file; None when there is nobody else."""

    def __init__(self, path: Path | None, *, deadline: float = DEADLINE) -> None:
        """Take turns by a file; nobody waits for one for more than `deadline` seconds."""
        self._path = path
        self._deadline = deadline

    @contextmanager
    def taken(self, *, alone: bool) -> Iterator[None]:
        """Use the target, alone or with others, until the block ends.

        Raises:
            HarnessFault: when the turn does not come.

        """
        if self._path is None:
            yield
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        queue, use = self._path.with_suffix(".queue"), self._path
        awaited = "the target to itself, to change settings" if alone else "the target, which another has to itself"
        with use.open("a") as in_use:
            # Everybody passes the queue; who wants to be alone holds it meanwhile, so that nobody new gets in first.
            with queue.open("a") as in_queue:
                self._lock(in_queue, fcntl.LOCK_EX, awaited)
                self._lock(in_use, fcntl.LOCK_EX if alone else fcntl.LOCK_SH, awaited)
            try:
                yield
            finally:
                fcntl.flock(in_use, fcntl.LOCK_UN)

    def clear(self) -> None:
        """Remove the files the locks were on."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path.with_suffix(".queue").unlink(missing_ok=True)

    def _lock(self, file: TextIO, how: int, awaited: str) -> None:
        """Lock a file within the deadline."""
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            return
        # The kernel keeps those who wait in order, but knows no deadline: a thread waits for it, on a duplicate, which
        # has the same lock. Whatever it is given too late is given back when it closes the last of the two.
        lock = _Waiting(os.dup(file.fileno()), how)
        lock.start()
        with waiting(awaited, self._deadline):
            lock.join(self._deadline)
        if not lock.has_locked:
            raise HarnessFault(
                f"no turn on the target came within {self._deadline:g} s: another process that uses {self._path} does "
                "not give it back. See which it is, and end it"
            )


class _Waiting(threading.Thread):
    """Waits for a lock on an open file, which it closes then."""

    def __init__(self, descriptor: int, how: int) -> None:
        super().__init__(name="waiting for a turn", daemon=True)
        self._descriptor = descriptor
        self._how = how
        self.has_locked = False

    def run(self) -> None:
        """Wait."""
        try:
            fcntl.flock(self._descriptor, self._how)
            self.has_locked = True
        finally:
            os.close(self._descriptor)
