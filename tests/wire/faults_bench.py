"""What the tests of the fault proxy work with: an end that remembers what it got, a caller that tells how it went."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

REQUEST = b"POST /cart?x=1 HTTP/1.1\r\nHost: hub.example\r\nContent-Length: 10\r\n\r\n0123456789"
BODY = b"a" * 100
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + BODY
DEADLINE = 5.0


@dataclass
class End:
    """The other end: what came on each connection, and how many there were."""

    address: tuple[str, int]
    received: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def requests(self) -> int:
        """How many whole requests came."""
        return b"".join(self.received).count(b"0123456789")


@contextmanager
def listening(answer: Callable[[bytes], bytes] = lambda _: ANSWER, *, closing: bool = False) -> Iterator[End]:
    """Listen on a port; answer each piece that comes, and with `closing` close the connection then."""
    server = socket.create_server(("127.0.0.1", 0))
    end = End(server.getsockname())
    serving: list[threading.Thread] = []

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(DEADLINE)
            while data := client.recv(65536):
                end.received.append(data)
                client.sendall(answer(data))
                if closing:
                    return

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = server.accept()
                end.connections += 1
                serving.append(threading.Thread(target=serve, args=(client,)))
                serving[-1].start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield end
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for one in (thread, *serving):
            one.join(DEADLINE)
            assert not one.is_alive()


@dataclass(frozen=True)
class Outcome:
    """What a caller got, and how it ended: `closed`, `reset`, `refused` or `silence`."""

    got: bytes
    ended: str

    @property
    def body(self) -> bytes:
        """What came behind the head."""
        return self.got.partition(b"\r\n\r\n")[2]


def call(place: str, *said: bytes, until: int | None = None, patience: float = DEADLINE) -> Outcome:
    """Connect, say something and read until the end, or until so many bytes came; with `patience` in seconds."""
    host, _, port = place.rpartition(":")
    got = b""
    try:
        with socket.create_connection((host, int(port)), timeout=patience) as client:
            for piece in said:
                client.sendall(piece)
            while until is None or len(got) < until:
                data = client.recv(65536)
                if not data:
                    return Outcome(got, "closed")
                got += data
    except ConnectionRefusedError:
        return Outcome(got, "refused")
    except ConnectionResetError:
        return Outcome(got, "reset")
    except TimeoutError:
        return Outcome(got, "silence")
    return Outcome(got, "answered")
