"""One connection through the proxy: HTTP message by message where it can be read, anything else byte by byte."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable

from simulators.wire.faults.flow import Cut, Flow
from simulators.wire.faults.framing import LONGEST_HEAD, Message, read_answer, read_head, read_request_body
from simulators.wire.faults.plan import Fault
from simulators.wire.faults.toxics import Duplicate, Reorder, SlowClose, Toxic
from simulators.wire.faults.weather import LONGEST_HOLD, Act, Weather

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_CHUNK = 65536
# Seconds for what was written to be taken, once the connection is closed.
_FAREWELL = 2.0
_NO_LINGER = struct.pack("ii", 1, 0)


class Connection:
    """A caller, and whoever it is led to once something is passed on."""

    def __init__(
        self,
        number: int,
        caller: Streams,
        connect: Callable[[], Awaitable[Streams]],
        weather: Callable[[], Weather],
        note: Callable[[Act], None],
    ) -> None:
        self._number = number
        self._reader, self._writer = caller
        self._connect = connect
        self._weather = weather
        self._note = note
        self._upstream: Streams | None = None
        self._there = Flow("request", None, self._writer)
        self._back = Flow("answer", self._writer, self._writer)

    async def carry(self) -> None:
        """Carry all that is said, until one end is done or the fault is that it is not; then close both ends."""
        reset = False
        try:
            async with asyncio.timeout(LONGEST_HOLD):
                begun = await self._reader.read(1)
                # Methods are written in capital letters; TLS begins with the number of its handshake.
                await (self._carry_messages(begun) if begun.isupper() else self._carry_bytes(begun))
        except Cut as cut:
            reset = cut.reset
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            if not isinstance(error, ConnectionError | EOFError):
                self._note(Act(self._number, "", f"given up: {type(error).__name__}: {error}"))
        finally:
            # Both before anything is waited for, which may be cut short.
            writers = [self._writer, *([self._upstream[1]] if self._upstream else [])]
            for writer in writers:
                _close(writer, reset=reset and writer is self._writer)
            for writer in writers:
                await _gone(writer)

    async def _carry_messages(self, begun: bytes) -> None:
        while begun:
            head = await read_head(self._reader, begun)
            if "100-continue" in head.header("expect"):
                # It is for the proxy, which has to have the request whole.
                self._writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                head = head.without("expect")
            request = await read_request_body(self._reader, head)
            if await self._exchange(request):
                return
            begun = await self._reader.read(1)

    async def _exchange(self, request: Message) -> bool:
        """Carry a request and its answer; return whether the connection ends with it."""
        weather = self._weather()
        fault = weather.fault_for(self._number, request.target)
        there, back = (fault.upstream, fault.downstream) if fault else ((), ())
        words = request.line.rpartition(" ")[0]
        try:
            await self._there.before(there, weather, self._reader)
            what = await self._wait_for_turn(fault, weather)
            answer, times = await self._delivered(request, fault, there, weather)
            weather.came_through()
            await self._back.before(back, weather, self._reader)
            await self._back.pass_on(answer, back, weather)
        except Cut as cut:
            self._note(Act(self._number, words, cut.what, fault.name if fault else "", spoiled=True))
            raise
        except (OSError, EOFError, ValueError) as error:
            self._note(Act(self._number, words, f"no answer: {type(error).__name__}: {error}"))
            raise
        what = what or (f"delivered {times} times" if times > 1 else "passed")
        self._note(Act(self._number, words, what, fault.name if fault else ""))
        last = request.last or answer.last
        if last and (slow := fault.toxic(SlowClose, back=True) if fault else None):
            await weather.pause(slow.delay / 1000)
        return last

    async def _wait_for_turn(self, fault: Fault | None, weather: Weather) -> str:
        reorder = fault.toxic(Reorder) if fault else None
        return "" if reorder is None else await weather.let_another_pass(reorder.deadline / 1000)

    async def _delivered(
        self, request: Message, fault: Fault | None, toxics: tuple[Toxic, ...], weather: Weather
    ) -> tuple[Message, int]:
        """Deliver a request as often as the fault wants; return the answer that is given back, and how often."""
        duplicate = fault.toxic(Duplicate) if fault else None
        answers = []
        for _ in range(duplicate.times if duplicate else 1):
            reader = await self._reach()
            await self._there.pass_on(request, toxics, weather)
            answers.append(await read_answer(reader, request.line.partition(" ")[0]))
            if answers[-1].last:
                await self._leave()
        return answers[0 if duplicate and duplicate.answer == "first" else -1], len(answers)

    async def _reach(self) -> asyncio.StreamReader:
        """Return what comes from the other end, having connected to it if it is not, or not any more."""
        if self._upstream is not None and self._upstream[0].at_eof():
            await self._leave()
        if self._upstream is None:
            self._upstream = await self._connect()
            self._there.writer = self._upstream[1]
        return self._upstream[0]

    async def _leave(self) -> None:
        if self._upstream is not None:
            writer, self._upstream = self._upstream[1], None
            _close(writer)
            await _gone(writer)

    async def _carry_bytes(self, begun: bytes) -> None:
        weather = self._weather()
        fault = weather.fault_for(self._number, None)
        there, back = (fault.upstream, fault.downstream) if fault else ((), ())
        begun += await self._reader.read(_CHUNK) if begun else b""
        pumps: tuple[asyncio.Task[None], ...] = ()
        try:
            await self._there.before(there, weather, self._reader)
            source = await self._reach()
            pumps = (
                asyncio.create_task(self._pump(self._reader, self._there, there, weather, begun)),
                asyncio.create_task(self._pump(source, self._back, back, weather)),
            )
            await asyncio.gather(*pumps)
        except Cut as cut:
            self._note(Act(self._number, "", cut.what, fault.name if fault else "", spoiled=True))
            raise
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
        self._note(Act(self._number, "", "passed", fault.name if fault else ""))
        if slow := fault.toxic(SlowClose, back=True) if fault else None:
            await weather.pause(slow.delay / 1000)

    async def _pump(
        self,
        source: asyncio.StreamReader,
        flow: Flow,
        toxics: tuple[Toxic, ...],
        weather: Weather,
        begun: bytes = b"",
    ) -> None:
        if begun:
            await flow.pass_on(Message(b"", begun), toxics, weather)
        while data := await source.read(_CHUNK):
            await flow.before(toxics, weather, source)
            await flow.pass_on(Message(b"", data), toxics, weather)
        assert flow.writer is not None  # there is somebody since the first bytes
        if flow.writer.can_write_eof():
            flow.writer.write_eof()


async def streams_of(accepted: socket.socket) -> Streams:
    """Return the streams of a connection that was accepted."""
    return await asyncio.open_connection(sock=accepted, limit=LONGEST_HEAD)


def _close(writer: asyncio.StreamWriter, *, reset: bool = False) -> None:
    if reset:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        writer.transport.abort()
    writer.close()


async def _gone(writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(_FAREWELL):
            await writer.wait_closed()
    except OSError:
        # Gone by itself, or it takes nothing any more (TimeoutError is one of these).
        writer.transport.abort()
