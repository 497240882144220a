"""Faults by name: which toxics in which direction, on which connections, and whether anybody listens at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from simulators.wire.faults.toxics import (
    OF_MESSAGES,
    BadHandshake,
    Bandwidth,
    Duplicate,
    Latency,
    LimitData,
    Reorder,
    ResetPeer,
    Slicer,
    SlowOpen,
    Timeout,
    Toxic,
)

_Kind = TypeVar("_Kind")
_ONCE = ", once"


@dataclass(frozen=True)
class Aim:
    """Which connections a fault is for: the `first` ones (0 for all), or the `nth` alone (0 for any).

    With a `path` it is for requests whose address holds it, and connections without such a request are not counted.
    """

    first: int = 0
    nth: int = 0
    path: str = ""

    def meets(self, number: int) -> bool:
        """Tell whether the connection with this number, from 1, is meant."""
        return (not self.first or number <= self.first) and (not self.nth or number == self.nth)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a way: toxics from the caller on (`upstream`) and back to it (`downstream`).

    `down` when nobody listens. `name_fails` and `tls` are for those who give the address away: that of a name that does
    not resolve, and one where TLS is to be spoken.
    """

    name: str
    upstream: tuple[Toxic, ...] = ()
    downstream: tuple[Toxic, ...] = ()
    down: bool = False
    name_fails: bool = False
    tls: bool = False
    aim: Aim = field(default_factory=Aim)

    @property
    def reads_messages(self) -> bool:
        """Whether it is about messages, or about answers as such, and can do nothing where those are encrypted."""
        back = any(isinstance(toxic, ResetPeer | LimitData | Timeout) for toxic in self.downstream)
        return back or any(isinstance(toxic, OF_MESSAGES) for toxic in self.upstream)

    @property
    def spoils(self) -> bool:
        """Whether calls fail by it; else they are late, repeated or out of order only."""
        ends = ResetPeer | LimitData | Timeout | BadHandshake
        cut = any(isinstance(toxic, ends) for toxic in (*self.upstream, *self.downstream))
        return cut or self.down or self.name_fails

    @property
    def holds_callers(self) -> bool:
        """Whether a caller waits in vain until it gives up."""
        return any(isinstance(toxic, Timeout) and not toxic.timeout for toxic in (*self.upstream, *self.downstream))

    def aimed_at(self, path: str) -> Fault:
        """Return the same for requests whose address holds `path`."""
        return replace(self, aim=replace(self.aim, path=path))

    def toxic(self, kind: type[_Kind], *, back: bool = False) -> _Kind | None:
        """Return its toxic of a kind, on the way there or back."""
        toxics = self.downstream if back else self.upstream
        return next((toxic for toxic in toxics if isinstance(toxic, kind)), None)


class UnknownFault(ValueError):
    """There is no fault of this name."""


def fault_named(name: str) -> Fault:
    """Return a fault by its name; with `, once` behind it only the first connection has it.

    Raises:
        UnknownFault: when there is none.

    """
    fault = FAULTS.get(name.removesuffix(_ONCE))
    if fault is None:
        raise UnknownFault(f"no fault is called {name!r}; known are {', '.join(FAULTS)}")
    return replace(fault, aim=replace(fault.aim, first=1)) if name.endswith(_ONCE) else fault


_ALL = (
    # Late, and still in time.
    Fault("late, now more, now less", upstream=(Latency(30, 25),), downstream=(Latency(30, 25),)),
    Fault("in slices", upstream=(Slicer(200, 80, 500),), downstream=(Slicer(90, 30, 1000),)),
    Fault("at a limited rate", upstream=(Bandwidth(30),), downstream=(Bandwidth(200),)),
    Fault("slow to start", downstream=(SlowOpen(150),)),
    # Cut.
    Fault("refused", down=True),
    Fault("a name that does not resolve", name_fails=True),
    Fault("TLS that fails", upstream=(BadHandshake(),), tls=True),
    Fault("reset before the request", upstream=(ResetPeer(),)),
    Fault("reset after the request", downstream=(ResetPeer(),)),
    Fault("reset in the middle of the answer", downstream=(LimitData(20, reset=True),)),
    Fault("truncated answer", downstream=(LimitData(20),)),
    Fault("truncated request", upstream=(LimitData(20),)),
    Fault("half-open", upstream=(Timeout(),)),
    # Repeated, or in another order.
    Fault("delivered twice", upstream=(Duplicate(),)),
    Fault("delivered twice, answered once", upstream=(Duplicate(answer="first"),)),
    # Shorter than any shop waits for its hub.
    Fault("out of order", upstream=(Reorder(1_000),)),
)
FAULTS: Mapping[str, Fault] = {fault.name: fault for fault in _ALL}
