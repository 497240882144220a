"""Calling: what an unreachable address is told as, what a caller does not do by itself, and who writes the journal."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from simulators.wire import Caller, Incoming, Journal, Party, Unreachable, endpoint
from tests.wire.wire_bench import Serve


def _ok(_: Incoming) -> Response:
    return PlainTextResponse("ok")


@contextmanager
def _listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Listen on a port and do to each connection what `answer` does, once something was received."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                while True:
                    client, _ = server.accept()
                    with client:
                        client.settimeout(5)
                        client.recv(65536)
                        answer(client)
            except OSError:
                return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            assert not thread.is_alive()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _failure(caller: Caller, url: str, deadline: float = 5) -> Unreachable:
    with pytest.raises(Unreachable) as raised:
        caller.call("GET", url, deadline=deadline)
    error = raised.value
    assert error.url == url
    assert str(error) == f"{url} gave no answer: {error.reason}"
    assert not re.search(r"0x[0-9a-f]{6}|object at|<[a-z]|Traceback", error.reason)
    return error


def test_a_refused_connection(caller: Caller) -> None:
    failure = _failure(caller, f"http://127.0.0.1:{_free_port()}/x")
    assert (failure.reason, failure.too_late) == ("Connection refused", False)


def test_who_was_not_reached_is_named(caller: Caller, journal: Journal) -> None:
    with Party("hub", [endpoint("/", _ok)], journal) as party:
        assert caller.call("GET", party.url).text == "ok"
    _failure(caller, party.url)
    elsewhere = f"http://127.0.0.1:{_free_port()}"
    _failure(caller, elsewhere)
    told = [(exchange.receiver, exchange.url.rstrip("/"), exchange.failure) for exchange in journal.exchanges()]
    refused = "Connection refused"
    assert told[-2:] == [("hub", party.url, refused), ("storefront", elsewhere, refused)]


def test_silence_ends_at_the_deadline(caller: Caller) -> None:
    quiet = threading.Event()
    with _listening(lambda _: (quiet.wait(5), None)[1]) as url:
        failure = _failure(caller, url, deadline=0.05)
        assert (failure.reason, failure.too_late) == ("no whole answer came within 0.05 s", True)
        quiet.set()


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"X-More: 1\r\n"),
        (b"", b"X"),
        (b"\r\n", b" "),
        (b"Content-Length: 100000\r\n\r\n", b" "),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"Transfer-Encoding: chunked\r\n\r\nffff\r\n", b" "),
    ],
    ids=["headers", "one header", "a body without a length", "a body", "chunks", "one chunk"],
)
def test_an_answer_that_drips_in_ends_at_the_deadline(caller: Caller, head: bytes, drop: bytes) -> None:
    stop = threading.Event()

    def answer(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n" + head)
        while not stop.wait(0.01):
            client.sendall(drop)

    with _listening(answer) as url:
        failure = _failure(caller, url, deadline=0.3)
        stop.set()
    assert (failure.reason, failure.too_late) == ("no whole answer came within 0.3 s", True)


def test_a_connection_used_again_has_the_whole_time_anew(serve: Serve, caller: Caller) -> None:
    party = serve(endpoint("/", _ok))
    caller.call("GET", party.url, deadline=0.5)
    assert caller.call("GET", party.url, deadline=5).text == "ok"


@pytest.mark.parametrize("packed", [False, True])
def test_no_more_is_read_of_an_answer_than_it_may_have(serve: Serve, journal: Journal, packed: bool) -> None:
    body, headers = b" " * 2_000_000, {"Content-Encoding": "gzip"} if packed else {}
    party = serve(endpoint("/", lambda _: Response(gzip.compress(body) if packed else body, headers=headers)))
    with Caller("storefront", journal, longest=1_000_000) as caller:
        failure = _failure(caller, party.url)
        assert (failure.reason, failure.too_late) == ("the answer is longer than 1000000 bytes", False)
    with Caller("storefront", journal, longest=2_000_000) as caller:
        assert caller.call("GET", party.url).content == body


def test_a_name_nobody_knows(caller: Caller) -> None:
    assert re.search("(?i)name|resol", _failure(caller, "http://nobody.invalid/").reason)


def test_tls_to_a_plain_port(serve: Serve, caller: Caller) -> None:
    party = serve(endpoint("/", _ok))
    assert _failure(caller, party.url.replace("http:", "https:")).reason.startswith("TLS failed (")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "(?i)without response|reset"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nonly", "(?i)incomplete|more expected|broken"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly", "(?i)incomplete|invalid|prematurely"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd", "(?i)header|decod"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "SSH|BadStatusLine"),
    ],
    ids=["closed", "body too short", "chunk too short", "not gzip as it says", "not HTTP"],
)
def test_an_answer_that_is_none(caller: Caller, journal: Journal, sent: bytes, reason: str) -> None:
    with _listening(lambda client: client.sendall(sent)) as url:
        failure = _failure(caller, url)
    assert re.search(reason, failure.reason)
    (exchange,) = journal.exchanges("")
    assert exchange.failure == failure.reason
    assert exchange.status is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://",
        "http://[::1",
        "http://[::1]x/",
        "http://a b/",
        "http://a..b/",
        f"http://{'a' * 70}/",
        "http://x:99999/",
        "http://x:port/",
        "http://%zz/",
        "javascript:alert(1)",
        "ftp://x/",
        "file:///etc/hosts",
    ],
)
def test_an_address_that_is_none(caller: Caller, url: str) -> None:
    assert _failure(caller, url).reason


@pytest.mark.parametrize(("method", "headers"), [("GET", {"X-A": "a\r\nX-B: b"}), ("G ET", {})])
def test_a_request_that_cannot_be_written(serve: Serve, caller: Caller, method: str, headers: dict[str, str]) -> None:
    party = serve(endpoint("/", _ok))
    with pytest.raises(Unreachable):
        caller.call(method, party.url, headers=headers)


def test_the_reason_is_that_of_the_call_not_of_what_went_wrong_before(caller: Caller) -> None:
    def call_while_handling_something_else() -> Unreachable:
        try:
            raise ValueError("something else")
        except ValueError:
            return _failure(caller, f"http://127.0.0.1:{_free_port()}/")

    assert call_while_handling_something_else().reason == "Connection refused"


def test_redirects_are_not_followed(serve: Serve, caller: Caller, journal: Journal) -> None:
    party = serve(endpoint("/", lambda _: RedirectResponse("/next", 302)), endpoint("/next", _ok))
    answer = caller.call("GET", party.url)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/next")
    assert len(journal.exchanges("")) == 1


@pytest.mark.parametrize("location", ["http://[broken", "http://a..b/", "//", "javascript:alert(1)"])
def test_a_broken_redirect_is_an_answer_like_any_other(serve: Serve, caller: Caller, location: str) -> None:
    party = serve(endpoint("/", lambda _: Response(status_code=302, headers={"Location": location})))
    assert caller.call("GET", party.url).headers["Location"] == location


def test_nothing_is_taken_from_the_environment(
    serve: Serve, caller: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login ann password q1w2", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{_free_port()}")
    monkeypatch.setenv("no_proxy", "")
    party = serve(endpoint("/", lambda incoming: PlainTextResponse(incoming.headers.get("authorization", "none"))))
    assert caller.call("GET", party.url).text == "none"


def test_cookies_and_connections_are_kept(serve: Serve, caller: Caller) -> None:
    def count(incoming: Incoming) -> Response:
        answer = PlainTextResponse(incoming.cookies.get("seen", "0"))
        answer.set_cookie("seen", str(int(incoming.cookies.get("seen", "0")) + 1))
        return answer

    party = serve(endpoint("/", count))
    assert [caller.call("GET", party.url).text for _ in range(3)] == ["0", "1", "2"]


def test_what_is_sent_to_the_target_is_journalled_whole(serve: Serve, caller: Caller, journal: Journal) -> None:
    def two_cookies(_: Incoming) -> Response:
        answer = PlainTextResponse("é")
        answer.set_cookie("COMPANY_ID", "1")
        answer.set_cookie("JSESSIONID", "q1w2")
        return answer

    party = serve(endpoint("/a", two_cookies, "POST"), recorded=False)
    caller.call(
        "POST", f"{party.url}/a", params={"b": "c d"}, json={"e": 1}, auth=("ann", "open-sesame"), receiver="shop"
    )
    (exchange,) = journal.exchanges("")
    assert exchange.answer is not None
    assert (exchange.sender, exchange.receiver, exchange.url) == ("browser", "shop", f"{party.url}/a?b=c+d")
    assert (exchange.request.text, exchange.answer.text, exchange.answer.size) == ('{"e": 1}', "é", 2)
    assert dict(exchange.request.headers)["Authorization"].startswith("Basic [credentials ")
    cookies = [value.partition(";")[0] for name, value in exchange.answer.headers if name == "set-cookie"]
    assert cookies[0] == "COMPANY_ID=1"
    assert cookies[1].startswith("JSESSIONID=[cookie ")


def test_the_default_receiver_is_named_in_the_journal(serve: Serve, journal: Journal) -> None:
    party = serve(endpoint("/", _ok), recorded=False)
    with Caller("storefront", journal, receiver="hub") as caller:
        caller.call("GET", party.url)
    assert journal.exchanges("")[0].summary.startswith("storefront -> hub: GET")


def test_a_form_may_repeat_a_name(serve: Serve, caller: Caller) -> None:
    party = serve(endpoint("/", lambda incoming: PlainTextResponse(repr(incoming.form())), "POST"))
    fields = [("a", "1"), ("b", "é &"), ("a", "")]
    assert caller.call("POST", party.url, data=fields).text == repr(fields)


def test_a_call_that_failed_is_journalled_even_if_the_receiver_keeps_a_journal(
    caller: Caller, journal: Journal
) -> None:
    party = Party("hub", [endpoint("/x", _ok, "POST")], journal)
    try:
        with pytest.raises(Unreachable):
            caller.call("POST", f"{party.url}/x?p_auth=q1w2", data="asked", headers={"X-A": "1"})
    finally:
        party.close()
    (exchange,) = journal.exchanges("")
    assert exchange.failure == "Connection refused"
    assert (exchange.sender, exchange.method, exchange.request.text) == ("browser", "POST", "asked")
    assert ("X-A", "1") in exchange.request.headers
    assert "q1w2" not in exchange.url


def test_a_call_is_journalled_while_it_is_unanswered(serve: Serve, caller: Caller, journal: Journal) -> None:
    seen: list[int | None] = []

    def look(_: Incoming) -> Response:
        seen.extend(exchange.status for exchange in journal.exchanges(""))
        return PlainTextResponse("ok")

    caller.call("GET", serve(endpoint("/", look), recorded=False).url)
    assert seen == [None]
    assert [exchange.status for exchange in journal.exchanges("")] == [200]
