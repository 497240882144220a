"""What the tests of the wire work with: a starter of parties, the journal's lines, a patient look, a bare request."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable
from typing import Any, Protocol

from simulators.wire import Endpoint, Journal, Party, Redactor

Lines = Callable[[], list[dict[str, Any]]]


class Serve(Protocol):
    """Starts a party that is closed at the end of the test."""

    def __call__(self, *endpoints: Endpoint, name: str = ..., recorded: bool = ...) -> Party: ...


def new_journal() -> Journal:
    """Return a journal of its own, for parties that are nobody's of the run."""
    return Journal(Redactor(os.urandom(16)))


def wait_until(holds: Callable[[], bool], what: str, *, deadline: float = 5.0) -> None:
    """Look again until something holds, and fail with what it was when it does not in time."""
    ends = time.monotonic() + deadline
    while not holds():
        assert time.monotonic() < ends, f"within {deadline} s it did not happen that {what}"


def exchange_raw(port: int, head: bytes) -> Any:
    """Send a request byte for byte and return the JSON of its answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    return json.loads(answer.partition(b"\r\n\r\n")[2])
