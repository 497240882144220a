"""Connecting somewhere else than an address says, as curl does with `--connect-to`: all that is said stays the same."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest
from urllib3 import HTTPConnectionPool, PoolManager

from simulators.wire.deadlines import DeadlineAdapter

_PLACE = re.compile(r"[^\s:/@]+:\d{1,5}")
_USUAL_PORTS = {"http": ":80", "https": ":443"}


class ConnectTo(DeadlineAdapter):
    """Connects to one place, whatever host and port an address names; Host header, SNI and certificate are theirs."""

    def __init__(self, place: str) -> None:
        """Connect to `place`, which is host and port, such as `127.0.0.1:8080`."""
        super().__init__()
        self._host, _, port = place.rpartition(":")
        self._port = int(port)

    def get_connection_with_tls_context(
        self, request: PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> HTTPConnectionPool:
        """Return connections to the place, for whoever the address names to be there."""
        del proxies
        where, how = self.build_connection_pool_key_attributes(request, verify, cert)
        scheme, named = where["scheme"], where["host"]
        tls = {"server_hostname": named, "assert_hostname": named} if scheme == "https" else {}
        pools: PoolManager = self.poolmanager
        return pools.connection_from_host(self._host, self._port, scheme, pool_kwargs={**how, **tls})

    def add_headers(self, request: PreparedRequest, **kwargs: Any) -> None:
        """Name the host of the address, not the one that is connected to."""
        del kwargs
        parts = urlsplit(request.url or "")
        host = parts.netloc.rpartition("@")[2]
        request.headers.setdefault("Host", host.removesuffix(_USUAL_PORTS.get(parts.scheme, "")))


def is_place(text: str) -> bool:
    """Tell whether a text is a host and a port that can be connected to."""
    return _PLACE.fullmatch(text) is not None
