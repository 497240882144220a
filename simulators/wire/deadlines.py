"""A deadline for a whole call: an answer that drips in does not get more time with each byte.

The libraries below give every single read of a socket the whole time anew, so that a server which sends a byte now
and then is never late. Here each read gets what is left.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from functools import partial
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class _TimedReading(io.RawIOBase):
    """Reads from a socket until a moment, by the clock that only goes forward."""

    def __init__(self, stream: Any, sock: socket.socket, ends: float) -> None:
        self._stream = stream
        self._sock = sock
        self._ends = ends

    def readable(self) -> bool:
        """Tell that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what has come, and wait for it no longer than until the moment.

        Raises:
            TimeoutError: when nothing has come by then.

        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("time is up")
        self._sock.settimeout(left)
        read: int | None = self._stream.readinto(buffer)
        return read

    def close(self) -> None:
        """Let go of the socket."""
        self._stream.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    """An answer whose head and body are read until a moment."""

    def __init__(self, sock: socket.socket, *args: Any, ends: float, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_TimedReading(self.fp.detach(), sock, ends))


class _Timed:
    """A connection that reads no longer than the time it has; `timeout` is what is left of it once it has asked."""

    timeout: float | None

    def getresponse(self) -> Any:
        if self.timeout is not None:
            ends = time.monotonic() + self.timeout
            self.response_class: Any = partial(_TimedResponse, ends=ends)
        # Of the connection this is mixed into.
        return super().getresponse()  # type: ignore[misc]


class _Connection(_Timed, HTTPConnection):
    pass


class _SecureConnection(_Timed, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}


class DeadlineAdapter(HTTPAdapter):
    """Sends requests by connections that keep the deadline."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools as ever, of these connections."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Make the pools of a proxy, of these connections too."""
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager
