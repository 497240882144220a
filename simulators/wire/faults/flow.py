"""One direction of one connection: bytes passed on as the toxics of a fault will have it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TypeVar

from simulators.wire.faults.framing import Message
from simulators.wire.faults.toxics import (
    BadHandshake,
    Bandwidth,
    Latency,
    LimitData,
    ResetPeer,
    Slicer,
    SlowOpen,
    Timeout,
    Toxic,
)
from simulators.wire.faults.weather import LONGEST_HOLD, Weather
from simulators.wire.journal import ON_PURPOSE

_Kind = TypeVar("_Kind")
# TLS: an alert record, fatal, handshake_failure.
_ALERT = bytes((21, 3, 3, 0, 2, 2, 40))
# Of a slow stream so many seconds' worth at once.
_BEAT = 0.05


class Cut(Exception):
    """The connection is to be ended, on purpose: closed, or with `reset` reset."""

    def __init__(self, what: str, *, reset: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.reset = reset


class Flow:
    """Passes on what goes one way; `toxics` may change from message to message, what was counted stays."""

    def __init__(self, direction: str, writer: asyncio.StreamWriter | None, back: asyncio.StreamWriter) -> None:
        """Write to `writer`; `back` leads to whoever the bytes are from, None while there is nobody to write to."""
        self._direction = direction
        self.writer = writer
        self._back = back
        self._begun = False
        self._passed = 0

    async def before(self, toxics: tuple[Toxic, ...], weather: Weather, source: asyncio.StreamReader) -> None:
        """Do what is done before anything is passed on; `source` tells when who sends has gone.

        Raises:
            Cut: when nothing will be.

        """
        if (timeout := _of(toxics, Timeout)) is not None:
            await _hold(source, weather, timeout.timeout / 1000 or LONGEST_HOLD)
            raise Cut(f"{self._direction} held and given nothing")
        if (reset := _of(toxics, ResetPeer)) is not None:
            await weather.pause(reset.timeout / 1000)
            raise Cut(f"reset before the {self._direction} was passed on", reset=True)
        if _of(toxics, BadHandshake) is not None:
            self._back.write(_ALERT)
            raise Cut("TLS handshake refused")
        if (latency := _of(toxics, Latency)) is not None:
            await weather.pause((latency.latency + weather.chance.uniform(-latency.jitter, latency.jitter)) / 1000)
        if (slow := _of(toxics, SlowOpen)) is not None and not self._begun:
            await weather.pause(slow.delay / 1000)
        self._begun = True

    async def pass_on(self, message: Message, toxics: tuple[Toxic, ...], weather: Weather) -> None:
        """Pass a message on; one that is cut on the way says so, for whoever reads it nevertheless.

        Raises:
            Cut: when the connection ends within the message.

        """
        limit, data = _of(toxics, LimitData), message.head + message.body
        left = 0 if limit is None else max(0, limit.bytes - self._passed)
        cut = limit is not None and bool(message.body) and len(message.body) >= left
        if cut:
            marked = message.marked(ON_PURPOSE, "cut on the way") if message.head else message
            data = marked.head + message.body[:left]
        self._passed += min(len(message.body), left) if limit else 0
        assert self.writer is not None  # there is somebody by now
        for piece, wait in _pieces(data, toxics, weather):
            await weather.pause(wait)
            self.writer.write(piece)
            await self.writer.drain()
        if cut and limit is not None:
            raise Cut(f"{self._direction} cut after {left} bytes of {len(message.body)}", reset=limit.reset)


async def _hold(source: asyncio.StreamReader, weather: Weather, seconds: float) -> None:
    """Swallow what comes until who sends has gone, the fault is over or the time is up."""
    gone, over = asyncio.ensure_future(_swallow(source)), asyncio.ensure_future(weather.over.wait())
    try:
        await weather.hold(seconds, asyncio.wait((gone, over), return_when=asyncio.FIRST_COMPLETED))
    finally:
        gone.cancel()
        over.cancel()
        await asyncio.gather(gone, over, return_exceptions=True)


async def _swallow(source: asyncio.StreamReader) -> None:
    while await source.read(65536):
        pass


def _pieces(data: bytes, toxics: tuple[Toxic, ...], weather: Weather) -> Iterator[tuple[bytes, float]]:
    """Yield what is written at once, and for how many seconds it waits."""
    slicer, bandwidth = _of(toxics, Slicer), _of(toxics, Bandwidth)
    gap = slicer.delay / 1_000_000 if slicer else 0.0
    rate = bandwidth.rate * 1000 if bandwidth else 0
    at = 0
    while at < len(data):
        size = len(data)
        if slicer is not None:
            size = max(1, slicer.average_size + weather.chance.randint(-slicer.size_variation, slicer.size_variation))
        if rate:
            size = min(size, max(1, int(rate * _BEAT)))
        piece = data[at : at + size]
        yield piece, (gap if at else 0.0) + (len(piece) / rate if rate else 0.0)
        at += size


def _of(toxics: tuple[Toxic, ...], kind: type[_Kind]) -> _Kind | None:
    return next((toxic for toxic in toxics if isinstance(toxic, kind)), None)
