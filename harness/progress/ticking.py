"""Something that is done again and again beside what a process is at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

_ENDS_WITHIN = 5.0


class Ticking:
    """Does something every so many seconds, in a thread that no process waits for, until it is stopped."""

    def __init__(self, seconds: float, action: Callable[[], None]) -> None:
        """Begin. What the action cannot write, by an OSError, is not told: it is for show."""
        self._seconds = seconds
        self._action = action
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="progress", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; when this returns nothing is done any more. Does nothing the second time."""
        self._over.set()
        self._thread.join(_ENDS_WITHIN)

    def _run(self) -> None:
        while not self._over.wait(self._seconds):
            with suppress(OSError):
                self._action()
