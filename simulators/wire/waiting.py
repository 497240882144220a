"""What is waited for right now: whatever may take its time announces itself here, for somebody who shows it.

Nobody has to look. One who waits pays no more than an entry in a table.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """Something that is waited for, in the words after "waits for", since when and until when, by `time.monotonic`.

    What is `certain` comes then, such as the end of a token; for all else nobody waits any longer.
    """

    what: str
    since: float
    until: float = math.inf
    certain: bool = False


class Waits:
    """Those who wait in a process. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waits: dict[object, Wait] = {}

    @contextmanager
    def waiting(self, what: str, seconds: float = math.inf, *, certain: bool = False) -> Iterator[None]:
        """Announce that the block waits for something, for so many seconds; `certain` when it comes after them."""
        key, now = object(), time.monotonic()
        with self._lock:
            self._waits[key] = Wait(what, now, now + seconds, certain)
        try:
            yield
        finally:
            with self._lock:
                del self._waits[key]

    def now(self) -> tuple[Wait, ...]:
        """Return what is waited for, the longest first."""
        with self._lock:
            return tuple(self._waits.values())


# Those who wait in this process, wherever in it they are: who looks sees only that they do.
WAITS = Waits()
waiting = WAITS.waiting
