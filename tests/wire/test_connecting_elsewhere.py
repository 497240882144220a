"""Connecting elsewhere: only where the connection goes changes, and with TLS it is still the name that is asked for."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
from starlette.responses import JSONResponse, Response

from simulators.wire import Caller, Incoming, Journal, Unreachable, endpoint, is_place
from simulators.wire.faults import FaultProxy, fault_named
from tests.wire.wire_bench import Lines, Serve

NAME = "http://shop.invalid:81/somewhere?a=b"


def _told(incoming: Incoming) -> Response:
    return JSONResponse({"url": incoming.url, "host": incoming.headers["host"]})


def _place(url: str) -> str:
    return url.removeprefix("http://")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (NAME, "shop.invalid:81"),
        ("http://shop.invalid:80/", "shop.invalid"),
        ("http://shop.invalid/", "shop.invalid"),
    ],
)
def test_what_is_said_is_what_the_address_says(serve: Serve, caller: Caller, lines: Lines, url: str, host: str) -> None:
    party = serve(endpoint("/{path:path}", _told), name="storefront", recorded=False)
    caller.connect_to(_place(party.bound_url))
    assert caller.call("GET", url).json()["host"] == host
    assert lines()[0]["url"] == url


def test_it_ends_where_it_began(serve: Serve, caller: Caller) -> None:
    party = serve(endpoint("/somewhere", _told))
    caller.connect_to(_place(party.bound_url))
    caller.connect_to("")
    with pytest.raises(Unreachable):
        caller.call("GET", NAME)
    assert caller.call("GET", f"{party.bound_url}/somewhere").status_code == 200


def test_through_the_proxy_an_address_is_what_it_was(serve: Serve, caller: Caller) -> None:
    party = serve(endpoint("/somewhere", _told))
    port = int(party.bound_url.rpartition(":")[2])
    with FaultProxy(("127.0.0.1", port)) as proxy:
        caller.connect_to(proxy.place)
        assert caller.call("GET", NAME).json() == {"url": NAME, "host": "shop.invalid:81"}
        proxy.switch(fault_named("reset after the request"))
        with pytest.raises(Unreachable, match="Connection reset by peer"):
            caller.call("GET", NAME)
        proxy.switch(fault_named("truncated answer"))
        with pytest.raises(Unreachable, match="IncompleteRead"):
            caller.call("GET", NAME)
        proxy.switch(None)
        assert caller.call("GET", NAME).status_code == 200


@contextmanager
def _secure(authority: trustme.CA, name: str, asked: list[str | None]) -> Iterator[tuple[str, int]]:
    """Listen with a certificate for a name, and note which one callers ask for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)

    def note(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        asked.append(name)

    context.sni_callback = note
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                while True:
                    raw, _ = server.accept()
                    try:
                        with context.wrap_socket(raw, server_side=True) as client:
                            client.settimeout(5)
                            client.recv(65536)
                            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    except OSError:
                        raw.close()
            except OSError:
                return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def test_with_tls_the_certificate_is_that_of_the_address(journal: Journal, tmp_path: Path) -> None:
    authority, asked = trustme.CA(), list[str | None]()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with _secure(authority, "shop.example", asked) as address, FaultProxy(address) as proxy:
        with Caller("hub", journal, deadline=5) as caller:
            caller.verify = str(tmp_path / "ca.pem")
            caller.connect_to(proxy.place)
            assert caller.call("GET", "https://shop.example/").text == "ok"
            with pytest.raises(Unreachable, match="TLS failed"):
                caller.call("GET", "https://other.example/")
            assert asked == ["shop.example", "other.example"]
            proxy.switch(fault_named("TLS that fails"))
            with pytest.raises(Unreachable, match="TLS failed"):
                caller.call("GET", "https://shop.example/")
        assert asked == ["shop.example", "other.example"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("127.0.0.1:80", True), ("a.invalid:8080", True), ("a.invalid", False), ("http://a:80", False), (":80", False)],
)
def test_a_place_is_a_host_and_a_port(text: str, is_one: bool) -> None:
    assert is_place(text) is is_one
