"""Taking turns on a target that several workers share: many scenarios at a time, or one that changes settings.

A settings change is for everybody who shops there. A scenario that makes one has the target to itself; on a target
of its own a worker need not ask.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turns:
    """Shared and exclusive use of a target, among processes, by locks on a file; None when there is nobody else."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @contextmanager
    def taken(self, *, alone: bool) -> Iterator[None]:
        """Use the target, alone or with others, until the block ends."""
        if self._path is None:
            yield
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        queue, use = self._path.with_suffix(".queue"), self._path
        with use.open("a") as in_use:
            # Everybody passes the queue; who wants to be alone holds it meanwhile, so that nobody new gets in first.
            with queue.open("a") as in_queue:
                fcntl.flock(in_queue, fcntl.LOCK_EX)
                fcntl.flock(in_use, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            try:
                yield
            finally:
                fcntl.flock(in_use, fcntl.LOCK_UN)

    def clear(self) -> None:
        """Remove the files the locks were on."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path.with_suffix(".queue").unlink(missing_ok=True)
