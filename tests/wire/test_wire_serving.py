"""Serving a party: its port, what it answers and to whom, what is journalled, and how it ends."""

from __future__ import annotations

import errno
import gc
import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from simulators.wire import Caller, Incoming, Journal, Party, Redactor, Streamed, Unreachable, endpoint, origin_of
from simulators.wire.journal import LONGEST_BODY
from tests.wire.wire_bench import Lines, Serve, exchange_raw, wait_until


def _ok(_: Incoming) -> Response:
    return PlainTextResponse("ok")


def _port(party: Party) -> int:
    port = urlsplit(party.bound_url).port
    assert port is not None
    return port


def _echo(incoming: Incoming) -> Response:
    return JSONResponse(
        {
            "method": incoming.method,
            "path": incoming.path,
            "url": incoming.url,
            "parts": incoming.parts,
            "query": list(incoming.query.multi_items()),
            "headers": list(incoming.headers.items()),
            "cookies": incoming.cookies,
            "form": incoming.form(),
            "size": len(incoming.body),
            "charset": incoming.charset,
        }
    )


# --- ports


def test_a_party_has_a_port_of_its_own(serve: Serve, caller: Caller) -> None:
    one, two = serve(endpoint("/", _ok)), serve(endpoint("/", _ok))
    assert one.url != two.url
    assert [caller.call("GET", party.url).text for party in (one, two)] == ["ok", "ok"]


def test_a_port_can_be_known_and_refuse_before_the_party_opens(journal: Journal, caller: Caller) -> None:
    party = Party("hub", [endpoint("/", _ok)], journal)
    try:
        assert not party.is_open
        with pytest.raises(Unreachable, match="Connection refused"):
            caller.call("GET", party.url)
        with party:
            assert party.is_open
            assert caller.call("GET", party.url).text == "ok"
    finally:
        party.close()


def test_a_given_port_is_used_again_at_once_after_closing(journal: Journal) -> None:
    with Party("hub", [endpoint("/", _ok)], journal) as first, requests.Session() as session:
        session.get(first.url, timeout=5)
    for _ in range(2):
        with Party("hub", [endpoint("/", _ok)], journal, port=_port(first)) as again:
            assert again.url == first.url
            assert requests.get(again.url, timeout=5, headers={"Connection": "close"}).text == "ok"


def test_a_taken_port_is_an_error_and_leaves_no_socket_open(serve: Serve, journal: Journal) -> None:
    taken = _port(serve())
    with pytest.raises(OSError, match="in use") as error:
        Party("hub", [], journal, port=taken)
    assert error.value.errno == errno.EADDRINUSE
    del error
    gc.collect()  # a socket left open would be a ResourceWarning, and so an error


def test_a_port_taken_between_binding_and_opening_is_an_error_and_leaves_nothing_open(journal: Journal) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 0))
        party = Party("hub", [], journal, port=other.getsockname()[1])
        other.listen()
        with pytest.raises(OSError, match="in use"):
            party.open()
    assert not party.is_open
    assert party._socket.fileno() == -1


def test_an_address_of_another_machine_is_an_error(journal: Journal) -> None:
    with pytest.raises(OSError, match="assign"):
        Party("hub", [], journal, host="192.0.2.1")


def test_a_party_on_all_addresses_is_reached_on_this_machine(journal: Journal, caller: Caller) -> None:
    with Party("hub", [endpoint("/", _ok)], journal, host="0.0.0.0") as party:
        assert party.url.startswith("http://127.0.0.1:")
        assert caller.call("GET", party.url).text == "ok"


def test_the_public_address_is_given_away_and_known_to_be_journalled(journal: Journal) -> None:
    with Party("hub", [], journal, public_url="http://qa-host.example:8800/hub/") as party:
        assert party.url == "http://qa-host.example:8800/hub"
        assert party.bound_url.startswith("http://127.0.0.1:")
        assert journal.recorder_at(origin_of(party.url)) == party.name
        assert journal.recorder_at(party.bound_url) == party.name


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:80/a?b#c", "http://127.0.0.1:80"),
        ("https://ann:p@w@shop.example/x", "https://shop.example"),
        ("http://[::1]:8080/x", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


# --- closing


def _threads() -> set[threading.Thread]:
    return {t for t in threading.enumerate() if t.name == "closing party" or t.name.startswith("AnyIO")}


def test_closing_frees_the_port_and_ends_the_threads(journal: Journal) -> None:
    before = _threads()
    party = Party("closing party", [endpoint("/", _ok)], journal).open()
    with requests.Session() as idle:
        assert idle.get(party.url, timeout=5).text == "ok"  # the connection stays open
        party.close()
        party.close()
    assert not party.is_open
    wait_until(lambda: _threads() <= before, "all threads ended")
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", _port(party)))


def test_a_party_that_never_opened_closes(journal: Journal) -> None:
    party = Party("hub", [], journal)
    party.ask_to_close()
    party.close()
    assert not party.is_open


def test_a_hanging_request_does_not_keep_a_party_open(journal: Journal) -> None:
    before, entered, go_on = _threads(), threading.Event(), threading.Event()

    def hang(_: Incoming) -> Response:
        entered.set()
        go_on.wait(30)
        return PlainTextResponse("late")

    party = Party("closing party", [endpoint("/", hang)], journal).open()
    try:
        with socket.create_connection(("127.0.0.1", _port(party))) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert entered.wait(5)
            party.close()
            assert not party.is_open
            assert not any(t.name == "closing party" for t in _threads() - before)
            client.settimeout(5)
            assert b"200" not in client.recv(100)
            assert journal.exchanges("")[0].status is None
    finally:
        go_on.set()
        party.close()
    wait_until(lambda: _threads() <= before, "the handler ended once it could go on")


# --- faults and what is not served


def test_an_error_in_a_handler_is_a_fault_of_the_party(serve: Serve, caller: Caller, journal: Journal) -> None:
    def fail(_: Incoming) -> Response:
        raise ValueError("inner detail of line 7")

    with journal.scenario("one"):
        answer = caller.call("GET", serve(endpoint("/", fail), name="test hub").url)
    assert answer.status_code == 500
    assert "test hub" in answer.text
    assert "inner detail" not in answer.text
    assert "Traceback" not in answer.text
    (fault,) = journal.take_faults()
    assert (fault.party, fault.message, fault.scenario) == ("test hub", "ValueError: inner detail of line 7", "one")
    assert "in fail\n" in fault.details
    (exchange,) = journal.exchanges("one")
    assert exchange.status == 500
    assert exchange.answer is not None
    assert exchange.answer.text == answer.text


@pytest.mark.parametrize("caller_name", ["browser", None])
@pytest.mark.parametrize(
    "handler",
    [lambda _: None, lambda _: StreamingResponse(iter([b"x"])), lambda i: PlainTextResponse(i.json())],
    ids=["nothing", "a stream, which the journal cannot show", "the error of a parser"],
)
def test_whatever_goes_wrong_in_a_handler_is_answered_and_noted(
    serve: Serve, caller: Caller, journal: Journal, handler: Callable[[Incoming], Any], caller_name: str | None
) -> None:
    party = serve(endpoint("/", handler, caller=caller_name))
    assert caller.call("GET", party.url).status_code == 500
    assert [fault.party for fault in journal.take_faults()] == ["hub"]
    assert [e.status for e in journal.exchanges("")] == ([500] if caller_name else [])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/here", 405), ("GET", "/here/", 404), ("OPTIONS", "/here", 405)],
)
def test_what_is_not_served_is_answered_and_journalled(
    serve: Serve, caller: Caller, journal: Journal, method: str, path: str, status: int
) -> None:
    party = serve(endpoint("/here", _ok))
    answer = caller.call(method, party.url + path)
    assert answer.status_code == status
    assert answer.text == f"{method} {path} is not served here"
    assert [(e.method, e.url, e.status) for e in journal.exchanges("")] == [(method, party.url + path, status)]
    assert ("GET" in answer.headers.get("Allow", "")) == (status == 405)
    assert journal.take_faults() == ()


def test_a_caller_that_goes_away_while_sending_is_no_fault(
    serve: Serve, caller: Caller, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    party = serve(endpoint("/", _echo, "POST"), endpoint("/ok", _ok))
    with socket.create_connection(("127.0.0.1", _port(party))) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly some")
    assert caller.call("GET", f"{party.url}/ok").text == "ok"
    party.close()
    assert journal.take_faults() == ()
    assert [e.url for e in journal.exchanges("")] == [f"{party.url}/ok"]
    assert [record.message for record in caplog.records if "Exception" in record.message] == []


# --- the journal


def test_exchanges_are_journalled_by_the_party_once(
    serve: Serve, caller: Caller, journal: Journal, lines: Lines
) -> None:
    party = serve(endpoint("/x", _ok, "POST", caller="procurement system"))
    caller.call("POST", f"{party.url}/x?a=1", data=b"body", headers={"X-A": "1"})
    (exchange,) = journal.exchanges("")
    assert exchange.summary == f"procurement system -> hub: POST {party.url}/x?a=1 -> 200"
    assert ("x-a", "1") in exchange.request.headers
    assert exchange.request.text == "body"
    assert exchange.answer is not None
    assert (exchange.answer.text, exchange.answer.size) == ("ok", 2)
    assert [line["event"] for line in lines()] == ["request", "answer"]


def test_what_an_operator_does_is_not_journalled(serve: Serve, caller: Caller, lines: Lines) -> None:
    party = serve(endpoint("/operator", _ok, caller=None))
    assert caller.call("GET", f"{party.url}/operator").text == "ok"
    assert lines() == []


def test_an_unrecorded_party_is_journalled_by_its_caller(serve: Serve, caller: Caller, journal: Journal) -> None:
    party = serve(endpoint("/", _ok), name="storefront", recorded=False)
    caller.call("GET", f"{party.url}/")
    caller.call("GET", f"{party.url}/nowhere")
    assert [(e.sender, e.receiver, e.status) for e in journal.exchanges("")] == [
        ("browser", "storefront", 200),
        ("browser", "storefront", 404),
    ]


def test_a_request_is_in_the_journal_while_it_is_answered(serve: Serve, caller: Caller, lines: Lines) -> None:
    seen: list[int] = []

    def look(_: Incoming) -> Response:
        seen.append(len(lines()))
        return PlainTextResponse("ok")

    caller.call("GET", serve(endpoint("/", look)).url)
    assert seen == [1]


# --- fidelity


@pytest.fixture(scope="module")
def echo() -> Iterator[Party]:
    journal = Journal(Redactor(b"k"))
    with Party("hub", [endpoint("/echo/{name}", _echo, "GET", "POST"), endpoint("/echo", _echo, "POST")], journal) as p:
        yield p


def test_a_query_arrives_as_it_was_meant(echo: Party) -> None:
    raw = "a=1+2&b=%2B&c=&d=%C3%A9&a=x%26y&e&f==&g=%zz"
    seen = exchange_raw(_port(echo), f"GET /echo/n?{raw} HTTP/1.1\r\nHost: shop:80\r\n\r\n".encode())
    assert seen["query"] == [
        ["a", "1 2"],
        ["b", "+"],
        ["c", ""],
        ["d", "é"],
        ["a", "x&y"],
        ["e", ""],
        ["f", "="],
        ["g", "%zz"],
    ]
    assert seen["url"] == f"http://shop:80/echo/n?{raw}"


def test_a_path_is_decoded_for_the_handler_and_kept_as_sent_for_the_journal(echo: Party) -> None:
    seen = exchange_raw(_port(echo), b"GET /echo/a%20b%C3%A9+c%3Fd HTTP/1.1\r\nHost: x\r\n\r\n")
    assert seen["parts"] == {"name": "a bé+c?d"}
    assert seen["path"] == "/echo/a bé+c?d"
    assert seen["url"] == "http://x/echo/a%20b%C3%A9+c%3Fd"


def test_headers_arrive_in_their_order_and_number(echo: Party) -> None:
    head = 'GET /echo/n HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-B: \r\nX-A: é=2; q\r\nCookie: a=1; b="x y"\r\n\r\n'
    seen = exchange_raw(_port(echo), head.encode("latin-1"))
    assert [pair for pair in seen["headers"] if pair[0].startswith("x-")] == [
        ["x-a", "1"],
        ["x-b", ""],
        ["x-a", "é=2; q"],
    ]
    assert seen["cookies"]["a"] == "1"


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/xml; charset=UTF-8", "UTF-8"),
        ('text/xml; x=1; CharSet="us-ascii"', "us-ascii"),
        ("text/xml", None),
        ("text/xml; charset", ""),
    ],
)
def test_the_charset_is_read_from_the_content_type(echo: Party, content_type: str, charset: str | None) -> None:
    answer = requests.post(f"{echo.url}/echo", b"x", headers={"Content-Type": content_type}, timeout=5)
    assert answer.json()["charset"] == charset


def test_a_form_keeps_order_repetition_and_empty_values(echo: Party) -> None:
    answer = requests.post(
        f"{echo.url}/echo",
        b"b=1+2&a=%2B&b=&c=%C3%A9%E2%82%AC",
        headers={"Content-Type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8"},
        timeout=5,
    )
    assert answer.json()["form"] == [["b", "1 2"], ["a", "+"], ["b", ""], ["c", "é€"]]


def test_only_a_form_has_fields(echo: Party) -> None:
    answer = requests.post(f"{echo.url}/echo", b"a=1", headers={"Content-Type": "text/plain"}, timeout=5)
    assert answer.json()["form"] == []


def test_large_bodies_pass_both_ways(serve: Serve, caller: Caller, journal: Journal) -> None:
    body = b"x" * 5_000_000
    party = serve(endpoint("/", lambda incoming: Response(incoming.body), "POST"))
    assert caller.call("POST", party.url, data=body).content == body
    (exchange,) = journal.exchanges("")
    assert exchange.answer is not None
    assert (exchange.request.size, exchange.answer.size) == (5_000_000, 5_000_000)


@pytest.mark.parametrize("body", [b"{", b"\xff", b'"\xe9"', '"é"'.encode("utf-16"), b"[" * 100_000, b""])
def test_what_is_not_json_is_a_value_error(serve: Serve, caller: Caller, body: bytes) -> None:
    def read(incoming: Incoming) -> Response:
        try:
            return PlainTextResponse(f"read as {incoming.json()}")
        except ValueError:
            return PlainTextResponse("refused")

    assert caller.call("POST", serve(endpoint("/", read, "POST")).url, data=body).text == "refused"


class _Pieces:
    """Pieces of a streamed answer, counted as they are made."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.made = 0

    def __iter__(self) -> Iterator[bytes]:
        while self.made < self._count:
            self.made += 1
            yield b"x" * 100_000


def test_of_a_streamed_answer_the_journal_keeps_the_beginning_and_the_length(
    serve: Serve, caller: Caller, journal: Journal, lines: Lines
) -> None:
    pieces = _Pieces(40)
    party = serve(endpoint("/", lambda _: Streamed(pieces, 206, media_type="text/plain")))
    received = caller.call("GET", party.url)
    assert (received.status_code, len(received.content), pieces.made) == (206, 4_000_000, 40)
    wait_until(lambda: journal.exchanges("")[0].answer is not None, "the answer is in the journal")
    (exchange,) = journal.exchanges("")
    assert exchange.answer is not None
    assert (exchange.status, exchange.answer.size) == (206, 4_000_000)
    assert exchange.answer.text == f"{'x' * LONGEST_BODY}... (4000000 bytes in all)"
    assert len(json.dumps(lines())) < 2 * LONGEST_BODY


def test_a_streamed_answer_nobody_waits_for_is_made_no_further(serve: Serve, journal: Journal) -> None:
    pieces = _Pieces(100_000)
    party = serve(endpoint("/", lambda _: Streamed(pieces)))
    with Caller("storefront", journal, longest=1_000_000) as caller, pytest.raises(Unreachable):
        caller.call("GET", party.url)
    wait_until(lambda: any(exchange.answer for exchange in journal.exchanges("")), "the answer is in the journal")
    assert pieces.made < 1_000
    assert journal.take_faults() == ()


@pytest.mark.parametrize("recorded", [False, True])
def test_a_streamed_answer_passes_whoever_keeps_the_journal(
    serve: Serve, caller: Caller, journal: Journal, recorded: bool
) -> None:
    party = serve(endpoint("/", lambda _: Streamed(iter([b"a", b"b"]))), recorded=recorded)
    assert caller.call("GET", party.url).text == "ab"
    wait_until(lambda: journal.exchanges("")[0].answer is not None, "the answer is in the journal")
    assert len(journal.exchanges("")) == 1


def test_a_hundred_slow_requests_are_answered_at_once(serve: Serve, journal: Journal) -> None:
    together = threading.Barrier(100)

    def slow(_: Incoming) -> Response:
        together.wait(10)  # none goes on before all have come
        return PlainTextResponse("ok")

    party = serve(endpoint("/", slow))
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: requests.get(party.url, timeout=20).text, range(100)))
    assert answers == ["ok"] * 100
    assert len(journal.exchanges("")) == 100
    assert journal.take_faults() == ()
