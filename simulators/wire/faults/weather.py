"""The weather on a way: the fault that is on, whom it has met so far, and what the proxy did about it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable
from dataclasses import dataclass

from simulators.wire.faults.plan import Fault

# For how long anything is held when nobody lets it go, in seconds.
LONGEST_HOLD = 120.0


@dataclass(frozen=True)
class Act:
    """One thing the proxy did: on which connection, to which request, and what; `fault` is empty where it was none.

    `spoiled` when the message did not arrive whole, or its answer did not.
    """

    connection: int
    request: str
    what: str
    fault: str = ""
    spoiled: bool = False


class Weather:
    """One fault while it is on; none is fair weather. It lives in the thread of its proxy."""

    def __init__(self, fault: Fault | None, chance: random.Random) -> None:
        self.fault = fault
        self.over = asyncio.Event()
        self.chance = chance
        self.waiting = 0
        self.has_met = False
        self._met: dict[int, int] = {}
        self._held = False
        self._another = asyncio.Event()

    def fault_for(self, connection: int, target: str | None) -> Fault | None:
        """Return the fault a request to an address has, when the fault is for it; None is one that cannot be read."""
        if self.fault is None or self.over.is_set():
            return None
        if target is not None and self.fault.aim.path not in target:
            return None
        number = self._met.setdefault(connection, len(self._met) + 1)
        if not self.fault.aim.meets(number):
            return None
        self.has_met = True
        return self.fault

    async def pause(self, seconds: float) -> None:
        """Let time pass, or the fault be over, whichever comes first."""
        if seconds > 0:
            await self.hold(seconds, self.over.wait())

    async def hold(self, seconds: float, end: Awaitable[object]) -> None:
        """Wait for an end, so long at most."""
        self.waiting += 1
        try:
            await asyncio.wait_for(end, seconds)
        except TimeoutError:
            return
        finally:
            self.waiting -= 1

    async def let_another_pass(self, seconds: float) -> str:
        """Hold the first request until another came through, in time; return what became of it."""
        if self._held:
            return "came through before the first"
        self._held = True
        await self.hold(seconds, self._another.wait())
        return "held until another came through" if self._another.is_set() else "held, but no other came"

    def came_through(self) -> None:
        """Note that a request was answered."""
        self._another.set()
