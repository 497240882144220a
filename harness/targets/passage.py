"""How time passes on a target: really, or by moving its clock where the run owns it."""

from __future__ import annotations

import threading
from typing import Protocol

from simulators.wire import AdjustableClock


class Passage(Protocol):
    """Lets time pass on the target."""

    def let_pass(self, seconds: float) -> None:
        """Return when that many seconds have passed on the target."""
        ...


class RealTime:
    """Time passes for the target as for everyone: the run waits."""

    def let_pass(self, seconds: float) -> None:
        """Wait."""
        threading.Event().wait(seconds)


class MovedTime:
    """The embedded target's clock is moved; nobody waits."""

    def __init__(self, clock: AdjustableClock) -> None:
        self._clock = clock

    def let_pass(self, seconds: float) -> None:
        """Move the clock."""
        self._clock.advance(seconds)
