"""A proxy between a browser's profile and the world: each request is sent on by the browser's outlet, which records it.

One answers each connection once, so that the browser never sends a request again by itself because a connection it had
kept was closed. What is encrypted is read here, and encrypted anew: the certificate of whom it is for is checked by the
outlet, as for every client of the run.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass

import h11
import requests

from harness.browser.outlet import Outlet

# The number of an exchange, in the answer the browser gets of it and nowhere else.
NUMBER = "x-punchout-exchange"
_MOST_HEAD = 256 * 1024
_PIECE = 64 * 1024
# Of one connection only, or no longer true of a body that was read whole.
_NOT_PASSED_ON = frozenset(
    {"connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer", "transfer-encoding"}
    | {"upgrade", "content-length", "accept-encoding"}
)
_NOT_ANSWERED_WITH = _NOT_PASSED_ON | {"content-encoding", NUMBER}
_WITHOUT_BODY = (204, 304)


@dataclass
class Recorded:
    """A request of the browser and what became of it: an answer, or an error of the outlet; neither while it waits."""

    number: int
    method: str
    url: str
    answer: requests.Response | None = None
    error: Exception | None = None
    claimed: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it waits no longer."""
        return self.answer is not None or self.error is not None


class Recording:
    """The proxy of one profile. To be used within the loop it was opened in."""

    def __init__(self, outlet: Outlet, threads: Executor, certificate_for: Callable[[str], ssl.SSLContext]) -> None:
        """Send on by an outlet, in threads; `certificate_for` makes what a host shows a browser that wants TLS."""
        self._outlet = outlet
        self._threads = threads
        self._certificate_for = certificate_for
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self.recorded: list[Recorded] = []

    async def open(self) -> str:
        """Begin to listen; return the address of the proxy."""
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """End; whatever waits still is not answered any more."""
        if self._server is not None:
            self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def answered(self, number: int) -> Recorded:
        """Return what is recorded of a number."""
        self.recorded[number].claimed = True
        return self.recorded[number]

    def unclaimed(self, method: str, url: str) -> Recorded | None:
        """Return the first request of a method for an address that is over, and that nobody has asked for yet."""
        found = (one for one in self.recorded if one.is_over and not one.claimed)
        first = next((one for one in found if (one.method, one.url) == (method, url.partition("#")[0])), None)
        if first is not None:
            first.claimed = True
        return first

    def answer_since(self, before: int, method: str, url: str) -> requests.Response | None:
        """Return the answer to the first request of a method for an address that is over, of those after the first few.

        Raises:
            NonConformance: when the target gave none.
            HarnessFault: when a party of the run gave none.

        """
        for recorded in self.recorded[before:]:
            if (recorded.method, recorded.url) == (method, url.partition("#")[0]) and recorded.is_over:
                recorded.claimed = True
                if recorded.error is not None:
                    raise recorded.error
                return recorded.answer
        return None

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # a connection is served in one
        self._serving.add(task)
        try:
            # A browser that turns to something else closes the connection, and one that is closed needs no answer.
            with suppress(OSError, EOFError, h11.RemoteProtocolError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            self._serving.discard(task)
            writer.transport.abort() if writer.is_closing() else writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request, body = await _read(reader)
        address = request.target.decode("ascii")
        if request.method == b"CONNECT":
            host, _, port = address.rpartition(":")
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.drain()
            await writer.start_tls(self._certificate_for(host))
            request, body = await _read(reader)
            address = f"https://{host}{'' if port == '443' else f':{port}'}{request.target.decode('ascii')}"
        recorded = Recorded(len(self.recorded), request.method.decode("ascii"), address)
        self.recorded.append(recorded)
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in request.headers.raw_items()
            if name.lower().decode("latin-1") not in _NOT_PASSED_ON
        }
        # What the outlet unpacks.
        headers["Accept-Encoding"] = "gzip, deflate"
        loop = asyncio.get_running_loop()
        try:
            answer = await loop.run_in_executor(
                self._threads, lambda: self._outlet.call(recorded.method, address, headers, data=body)
            )
        except Exception as error:  # whatever it is, whoever sent the browser here is to hear of it
            recorded.error = error
            writer.transport.abort()
            return
        recorded.answer = answer
        writer.write(_written(recorded, answer))
        await writer.drain()


async def _read(reader: asyncio.StreamReader) -> tuple[h11.Request, bytes]:
    """Read a request and its body."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=_MOST_HEAD)
    request, body = None, bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await reader.read(_PIECE)
            if not data and request is None:
                raise EOFError
            connection.receive_data(data)
        elif isinstance(event, h11.Request):
            request = event
            if request.method == b"CONNECT":
                return request, b""
        elif isinstance(event, h11.Data):
            body += event.data
        else:
            assert request is not None  # nothing ends that has not begun
            return request, bytes(body)


def _written(recorded: Recorded, answer: requests.Response) -> bytes:
    """Return an answer as it is written to the browser: as it came, but whole and unpacked."""
    lines = [f"HTTP/1.1 {answer.status_code} {answer.reason or ''}", f"{NUMBER}: {recorded.number}"]
    lines += [f"{k}: {v}" for k, v in answer.raw.headers.items() if k.lower() not in _NOT_ANSWERED_WITH]
    body = b"" if recorded.method == "HEAD" or answer.status_code in _WITHOUT_BODY else answer.content
    if answer.status_code not in _WITHOUT_BODY:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join([*lines, "Connection: close", "", ""])
    return head.encode("latin-1", "replace") + body
