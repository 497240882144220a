"""A gate before a served storefront: it lets everything pass, until it keeps silent or is gone."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Gate:
    """Passes connections on to another port. What comes once it is `shut` is taken and never answered."""

    def __init__(self, port: int) -> None:
        """Listen at a free port; pass everything on to `port` of this machine."""
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._shut = threading.Event()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        """Pass nothing on any more, in either direction."""
        self._shut.set()

    def vanish(self) -> None:
        """Be gone, as the kernel leaves it when a process is killed."""
        # Whoever is in accept holds the port until the next one comes.
        self._shut.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.vanish()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                self._ends.append(near)
                if not self._shut.is_set():
                    far = socket.create_connection(("127.0.0.1", self._port))
                    self._ends.append(far)
                    for one, other in ((near, far), (far, near)):
                        # Else an answer in two pieces waits for the receipt of the first.
                        other.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                        threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if self._shut.is_set():
                    return
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
