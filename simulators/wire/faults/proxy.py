"""The proxy: listens on a port of its own, leads to one place, and has one fault at a time, or none.

It runs in a thread of its own; what it is told takes effect before the call returns.
"""

from __future__ import annotations

import asyncio
import random
import socket
import threading
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Self

from simulators.wire.faults.connection import Connection, Streams, streams_of
from simulators.wire.faults.framing import LONGEST_HEAD
from simulators.wire.faults.plan import Fault
from simulators.wire.faults.weather import Act, Weather
from simulators.wire.while_open import WhileOpen

# Seconds: until the proxy has done what it was told, and until whoever it leads to has to accept a connection.
DEADLINE = 10.0
_BACKLOG = 512


class FaultProxy(WhileOpen):
    """Leads callers to `upstream`. Its port is taken from the beginning, and refuses until `open`."""

    def __init__(self, upstream: tuple[str, int], *, host: str = "127.0.0.1", port: int = 0, seed: str = "") -> None:
        """Bind the port (a free one for 0); `seed` is what jitter and the sizes of slices are drawn from.

        Raises:
            OSError: when the port is taken or the address is not one of this machine's.

        """
        self._upstream = upstream
        self._chance = random.Random(seed)
        self._socket = _bound(host, port)
        self._address: tuple[str, int] = self._socket.getsockname()[:2]
        self._acts: list[Act] = []
        self._weathers: list[Weather] = []
        self._number = 0
        self._fault: Fault | None = None
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._accepting: asyncio.Task[None] | None = None
        self._carrying: set[asyncio.Task[None]] = set()

    @property
    def host(self) -> str:
        """Where callers of this machine find it."""
        return "127.0.0.1" if self._address[0] == "0.0.0.0" else self._address[0]  # noqa: S104  # compared, not bound

    @property
    def port(self) -> int:
        """The port it has."""
        return self._address[1]

    @property
    def place(self) -> str:
        """Host and port, as a caller connects to them."""
        return f"{self.host}:{self.port}"

    @property
    def fault(self) -> Fault | None:
        """The fault that is on."""
        return self._fault

    @property
    def acts(self) -> tuple[Act, ...]:
        """What it did so far."""
        return tuple(self._acts)

    @property
    def spoiled(self) -> int:
        """How many messages it has kept from arriving whole."""
        return sum(act.spoiled for act in self.acts)

    @property
    def waiting(self) -> int:
        """How many messages it holds at the moment."""
        return self._weather.waiting

    def has_met(self, fault: Fault) -> bool:
        """Tell whether anything had a fault by now, held things included."""
        return any(weather.has_met and weather.fault == fault for weather in self._weathers)

    def open(self) -> Self:
        """Start to listen; returns when it does. It is closed when it cannot.

        Raises:
            OSError: when another one listens at the port by now.
            RuntimeError: when it does not get ready.

        """
        try:
            self._socket.listen(_BACKLOG)
        except OSError:
            self.close()
            raise
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="fault proxy", daemon=True)
        self._thread.start()
        if not self._ready.wait(DEADLINE):
            self.close()
            raise RuntimeError(f"the fault proxy did not start on {self.place} within {DEADLINE:.0f} s")
        return self

    def switch(self, fault: Fault | None) -> None:
        """Have a fault from now on, or none; what an earlier one held is let go."""
        self._do(self._switch(fault))

    def close(self) -> None:
        """Close all connections, free the port and end the thread. Does nothing the second time."""
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(DEADLINE)
            self._thread = None
        self._socket.close()

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None  # only an open one is told anything
        asyncio.run_coroutine_threadsafe(what, self._loop).result(DEADLINE)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._weather = Weather(None, self._chance)
        self._listen()
        self._ready.set()
        await self._stop.wait()
        self._weather.over.set()
        await self._refuse()

    async def _switch(self, fault: Fault | None) -> None:
        before, self._weather = self._weather, Weather(fault, self._chance)
        self._weathers.append(self._weather)
        self._fault = fault
        before.over.set()
        if fault is not None and fault.down:
            await self._refuse()
            self._socket = _bound(*self._address)
        elif self._accepting is None:
            self._listen()

    def _listen(self) -> None:
        self._socket.listen(_BACKLOG)
        self._accepting = asyncio.create_task(self._accept(self._socket))

    async def _refuse(self) -> None:
        """Listen no more, and end what goes through."""
        ending = [*self._carrying, *filter(None, [self._accepting])]
        self._accepting = None
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        self._socket.close()

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            # One that is gone again before it is looked at is nobody's loss.
            with suppress(ConnectionError):
                accepted, _ = await loop.sock_accept(listening)
                self._number += 1
                task = asyncio.create_task(self._carry(accepted, self._number))
                self._carrying.add(task)
                task.add_done_callback(partial(self._carried, accepted))

    async def _carry(self, accepted: socket.socket, number: int) -> None:
        caller = await streams_of(accepted)
        await Connection(number, caller, self._connect, lambda: self._weather, self._acts.append).carry()

    def _carried(self, accepted: socket.socket, task: asyncio.Task[None]) -> None:
        # It may have been ended before it began.
        accepted.close()
        self._carrying.discard(task)

    async def _connect(self) -> Streams:
        async with asyncio.timeout(DEADLINE):
            return await asyncio.open_connection(*self._upstream, limit=LONGEST_HEAD)


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket that has a port, and does not listen: whoever connects is refused."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setblocking(False)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound
