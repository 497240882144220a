"""The clocks: what time a party believes it is."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; the one thing of a party that a run may move (on the embedded target only)."""

    def now(self) -> datetime:
        """Return the present moment, with its time zone."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class AdjustableClock:
    """A clock that runs like the machine's and can be moved forward, so that expiry is seen without waiting."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present moment in UTC, plus all it was moved by."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds; a clock is never moved back.

        Raises:
            ValueError: when `seconds` is negative.

        """
        if seconds < 0:
            raise ValueError(f"a clock is only moved forward, not by {seconds} s")
        with self._lock:
            self._ahead += timedelta(seconds=seconds)
