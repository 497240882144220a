"""How time passes on a target: really, or by moving its clock where the run owns it."""

from __future__ import annotations

import threading
from typing import Protocol

from harness.errors import Inapplicable
from simulators.wire import AdjustableClock, waiting

TIME = "time to pass on the target"


class Passage(Protocol):
    """Lets time pass on the target."""

    def let_pass(self, seconds: float, awaited: str = TIME) -> None:
        """Return when that many seconds have passed on the target; `awaited` says what happens then."""
        ...


# Nobody waits for longer before the next scenario.
LONGEST_WAIT = 60.0


class RealTime:
    """Time passes for the target as for everyone: the run waits."""

    def __init__(self, target: str) -> None:
        """Wait for the target of that name."""
        self._target = target

    def let_pass(self, seconds: float, awaited: str = TIME) -> None:
        """Wait.

        Raises:
            Inapplicable: when it would take too long.

        """
        if seconds > LONGEST_WAIT:
            raise Inapplicable(
                f"not applied to {self._target}: the target's clock is not ours to move, and {seconds:.0f} seconds are "
                f"too long to wait (the most are {LONGEST_WAIT:.0f})"
            )
        with waiting(awaited, seconds, certain=True):
            threading.Event().wait(seconds)


class MovedTime:
    """The embedded target's clock is moved; nobody waits."""

    def __init__(self, clock: AdjustableClock) -> None:
        self._clock = clock

    def let_pass(self, seconds: float, awaited: str = TIME) -> None:
        """Move the clock."""
        del awaited
        self._clock.advance(seconds)
