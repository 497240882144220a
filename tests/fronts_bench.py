"""What networks put before a storefront, on the bench: a web server with a door and a limit, and a forward proxy."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_OF_ONE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "proxy-connection", "proxy-authorization"}


@dataclass(frozen=True)
class Refusal:
    """An answer in place of the storefront."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Passing:
    """A request that passes: its method, its path, its headers."""

    method: str
    path: str
    headers: Mapping[str, str]


Door = Callable[[Passing], Refusal | None]


def basic(user: str, password: str, *, realm: str = "Staging", let_in: tuple[str, ...] = ()) -> Door:
    """Return a door that wants basic authentication, but for paths that begin so."""
    wanted = f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"

    def door(passing: Passing) -> Refusal | None:
        if passing.path.startswith(let_in or ("\0",)) or passing.headers.get("Authorization") == wanted:
            return None
        return Refusal(401, {"WWW-Authenticate": f'Basic realm="{realm}"'})

    return door


class _Listening:
    """Listens at a free port of this machine, each connection in a thread of its own."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], certificate: ssl.SSLContext | None = None) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        if certificate is not None:
            # The handshake is that of the connection's own thread: nobody waits for a caller who says nothing.
            self._server.socket = certificate.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


class Front(_Listening):
    """A web server in front of a storefront: who is let in is passed on, without what the door has looked at.

    `refused` counts the answers it gave itself; `passed` are the requests that went through.
    """

    def __init__(self, door: Door, *, takes: str = "", certificate: ssl.SSLContext | None = None) -> None:
        """Listen at a free port; `takes` is a header that is not passed on, but for paths of programs.

        With a certificate it is spoken to by TLS, and speaks plain HTTP to the server it leads to.
        """
        self.door, self.takes, self.upstream = door, takes, ("", 0)
        self.refused: list[Passing] = []
        self.passed: list[Passing] = []
        front = self

        class Handler(_Handler):
            def take(self) -> None:
                front._take(self)

        super().__init__(Handler, certificate)

    def leads_to(self, url: str) -> None:
        """Pass on to a server from now on."""
        parts = urlsplit(url)
        self.upstream = (parts.hostname or "", parts.port or 80)

    def _take(self, handler: _Handler) -> None:
        passing = Passing(handler.command, handler.path, dict(handler.headers.items()))
        body = handler.body()
        refusal = self.door(passing)
        if refusal is not None:
            self.refused.append(passing)
            handler.answer(refusal.status, list(refusal.headers.items()), b"<h1>not let in</h1>")
            return
        self.passed.append(passing)
        is_for_programs = "/o/" in handler.path or "/api/" in handler.path
        left_out = {self.takes.lower()} if self.takes and not is_for_programs else set()
        handler.pass_on(self.upstream, handler.path, body, left_out)


class ForwardProxy(_Listening):
    """A proxy that leads to wherever it is asked, for a user when it has one; `asked` are those addresses.

    `places` are hosts that it alone knows, each with the host and port it is at.
    """

    def __init__(self, user: str = "", password: str = "") -> None:
        """Listen at a free port."""
        self.places: dict[str, tuple[str, int]] = {}
        self._wanted = f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}" if user else ""
        self.asked: list[str] = []
        proxy = self

        class Handler(_Handler):
            def take(self) -> None:
                proxy._take(self)

            def do_CONNECT(self) -> None:  # the name the base class looks for
                proxy._connect(self)

        super().__init__(Handler)

    def _lets_in(self, handler: _Handler) -> bool:
        if not self._wanted or handler.headers.get("Proxy-Authorization") == self._wanted:
            return True
        handler.answer(407, [("Proxy-Authenticate", 'Basic realm="Proxy"')], b"")
        return False

    def _take(self, handler: _Handler) -> None:
        body, parts = handler.body(), urlsplit(handler.path)
        if not parts.scheme:
            handler.answer(400, [], b"not for a proxy")
            return
        if self._lets_in(handler):
            self.asked.append(handler.path)
            rest = parts._replace(scheme="", netloc="").geturl()
            host, port = parts.hostname or "", parts.port or 80
            handler.pass_on(self.places.get(host, (host, port)), rest, body, set())

    def _connect(self, handler: _Handler) -> None:
        if not self._lets_in(handler):
            return
        self.asked.append(handler.path)
        host, _, port = handler.path.rpartition(":")
        with socket.create_connection(self.places.get(host, (host, int(port))), 10) as upstream:
            handler.send_response(200)
            handler.end_headers()
            handler.close_connection = True
            _tunnel(handler.connection, upstream)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def take(self) -> None:
        """Answer a request, or let somebody answer it."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Callable[[], None]:
        # What the base class looks for is called by the method: do_GET and so on.
        if name.startswith("do_") and name != "do_CONNECT":
            return self.take
        raise AttributeError(name)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def pass_on(self, upstream: tuple[str, int], path: str, body: bytes, left_out: set[str]) -> None:
        connection = HTTPConnection(*upstream, timeout=60)
        connection.putrequest(self.command, path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in _OF_ONE_CONNECTION | left_out:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OF_ONE_CONNECTION]
        connection.close()
        self.answer(answer.status, [one for one in headers if one[0].lower() != "content-length"], content)

    def answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        with suppress(OSError):
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            if status not in (204, 304):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _tunnel(one: socket.socket, other: socket.socket) -> None:
    """Hand on what comes from either side until one of them has ended."""
    ways = {one: other, other: one}
    with suppress(OSError):
        while True:
            for ready in select.select(list(ways), [], [], 60)[0]:
                data = ready.recv(65536)
                if not data:
                    return
                ways[ready].sendall(data)


@contextmanager
def standing(front: Front) -> Iterator[Front]:
    """Close a front when the block ends."""
    try:
        yield front
    finally:
        front.close()
