"""Patience: how long a scenario waits for the target in all, whoever of the run it is that waits.

Only waiting for the target counts, and what several wait for at the same time counts once.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# What parties of the run may take for themselves, beyond what they wait for the target, in seconds.
MARGIN = 10.0
# What a party waits for the target at most before it answers: a bearer token, a session, and both once more.
LONGEST = 120.0


@dataclass(frozen=True)
class Silence:
    """A call that the target did not answer: who called, for what, for how many seconds, and what came instead.

    `absent` tells that nobody could be connected to; `in_all` that the scenario's patience was at its end; `broken`
    that the target was connected to, and broke it off.
    """

    caller: str
    method: str
    url: str
    seconds: float
    reason: str
    absent: bool = False
    in_all: bool = False
    broken: bool = False


@dataclass(frozen=True)
class Limit:
    """A call that a rate limit answered in place of the target: who called, for what, with which status.

    `retry_after` is what it told of the time, as written; `waited` whether it was waited for, as far as there was time.
    """

    caller: str
    method: str
    url: str
    status: int
    retry_after: str = ""
    waited: bool = False


class Patience:
    """What is left of the seconds a scenario waits for the target. Safe for several threads."""

    def __init__(self, seconds: float = math.inf, *, origins: Collection[str] = ()) -> None:
        """Begin with so many seconds; without a limit calls have their own deadlines only.

        `origins` are those of the target; without any, whatever is called is taken for it.
        """
        self.seconds = seconds
        self._origins = frozenset(origins)
        self.silence: Silence | None = None
        self.unanswered: Silence | None = None
        self.missed: Silence | None = None
        self.limit: Limit | None = None
        self.is_excused = False
        self._lock = threading.Lock()
        self._ends_at = seconds
        self._waited = 0.0
        self._waiting = 0
        self._since = 0.0

    @property
    def left(self) -> float:
        """How many seconds are left."""
        with self._lock:
            return self._left()

    def is_for(self, origin: str) -> bool:
        """Tell whether it is the target that is waited for at an origin: who is led elsewhere waits for nobody's."""
        return not self._origins or origin in self._origins

    def excuse(self) -> None:
        """Note that a party of the run is silent or broken on purpose: a target that waits for it is not absent."""
        self.is_excused = True

    def renew(self) -> None:
        """Begin anew, for putting things back; a target that is silent is not waited for any longer than it was."""
        self.missed = None
        with self._lock:
            if self.silence is None:
                self._ends_at = self._waited + self.seconds

    def outlasting(self, depth: int = 1) -> float:
        """Return a deadline in seconds for calls among the parties of the run, longer than the target is waited for.

        Of two that call one another the outer has the greater `depth`.
        """
        return min(self.left, LONGEST) + depth * MARGIN

    @contextmanager
    def waiting(self, seconds: float) -> Iterator[float]:
        """Count the block as waiting; yield how many of `seconds` there is patience for, 0 when there is none."""
        with self._lock:
            allowed = max(0.0, min(seconds, self._left()))
            if not self._waiting:
                self._since = time.monotonic()
            self._waiting += 1
        try:
            yield allowed
        finally:
            with self._lock:
                self._waiting -= 1
                if not self._waiting:
                    self._waited += time.monotonic() - self._since

    def heard(self, silence: Silence | None) -> None:
        """Note that a call was answered (None), or was not: what the last call came to is what counts.

        A call that was broken off is unanswered too; but whoever breaks it off is not silent. What was missed is the
        first call since it began anew that was not answered, whatever came later.
        """
        self.missed = self.missed or silence
        self.unanswered = silence
        self.silence = None if silence is not None and silence.broken else silence

    def limited(self, limit: Limit) -> None:
        """Note that a call was kept from the target by a rate limit; the first one counts, for others may follow it."""
        self.limit = self.limit or limit

    def _left(self) -> float:
        running = time.monotonic() - self._since if self._waiting else 0.0
        return self._ends_at - self._waited - running
