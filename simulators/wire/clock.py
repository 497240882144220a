"""The clocks: what time a party believes it is."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; the one thing of a party that a run may move (on the embedded target only)."""

    def now(self) -> datetime:
        """Return the present moment, with its time zone."""
        ...


class SystemClock:
    """The machine's own clock, which may be set forward or back while a party is served."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class SteadyClock:
    """A clock set by the machine's once and running by itself since: whatever is done to the machine's, it never jumps.

    What expires during a run expires by this one.
    """

    def __init__(self) -> None:
        self._began = datetime.now(UTC)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self._began + timedelta(seconds=time.monotonic() - self._since)


class AdjustableClock(SteadyClock):
    """A steady clock that can be moved forward, so that expiry is seen without waiting."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return the present moment in UTC, plus all it was moved by."""
        return super().now() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds; a clock is never moved back.

        Raises:
            ValueError: when `seconds` is negative.

        """
        if seconds < 0:
            raise ValueError(f"a clock is only moved forward, not by {seconds} s")
        with self._lock:
            self._ahead += timedelta(seconds=seconds)
