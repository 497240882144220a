"""The fault proxy, seen from its sockets: what the caller gets, what the other end got, and what is left behind."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from simulators.wire import ON_PURPOSE, Caller, Journal, Seen
from simulators.wire.faults import FAULTS, Aim, Fault, FaultProxy, UnknownFault, fault_named
from simulators.wire.faults.flow import _pieces
from simulators.wire.faults.toxics import (
    Bandwidth,
    Duplicate,
    Latency,
    LimitData,
    Reorder,
    ResetPeer,
    Slicer,
    SlowClose,
    SlowOpen,
    Timeout,
)
from simulators.wire.faults.weather import Weather
from tests.wire.faults_bench import ANSWER, BODY, REQUEST, End, Outcome, call, listening
from tests.wire.wire_bench import wait_until

Through = Callable[[End, Fault | None], FaultProxy]


@pytest.fixture
def end() -> Iterator[End]:
    with listening() as end:
        yield end


@pytest.fixture
def through() -> Iterator[Through]:
    """Open a proxy with a fault; it is closed at the end of the test."""
    with ExitStack() as running:

        def open_to(end: End, fault: Fault | None) -> FaultProxy:
            proxy = running.enter_context(FaultProxy(end.address, seed="test"))
            proxy.switch(fault)
            return proxy

        yield open_to


def _ask(proxy: FaultProxy, patience: float = 5) -> Outcome:
    return call(proxy.place, REQUEST, until=len(ANSWER), patience=patience)


def test_without_a_fault_all_goes_through_as_it_is(end: End, through: Through) -> None:
    proxy = through(end, None)
    assert _ask(proxy) == Outcome(ANSWER, "answered")
    assert b"".join(end.received) == REQUEST
    wait_until(lambda: len(proxy.acts) == 1, "it is written down")
    assert [(act.request, act.what, act.spoiled) for act in proxy.acts] == [("POST /cart?x=1", "passed", False)]


def test_requests_share_a_connection(end: End, through: Through) -> None:
    outcome = call(through(end, None).place, REQUEST, REQUEST, until=2 * len(ANSWER))
    assert outcome.got == ANSWER * 2
    assert end.connections == 1


@pytest.mark.parametrize(
    ("name", "ended", "body", "requests"),
    [
        ("reset before the request", "reset", b"", 0),
        ("reset after the request", "reset", b"", 1),
        ("reset in the middle of the answer", "reset", BODY[:20], 1),
        ("truncated answer", "closed", BODY[:20], 1),
        ("half-open", "silence", b"", 0),
        ("refused", "refused", b"", 0),
        ("truncated request", "closed", b"", 0),
    ],
)
def test_each_fault_that_cuts_is_seen_by_both_ends(
    end: End, through: Through, name: str, ended: str, body: bytes, requests: int
) -> None:
    limit = LimitData(5)
    fault = Fault(name, upstream=(limit,)) if name == "truncated request" else fault_named(name)
    proxy = through(end, fault)
    outcome = _ask(proxy, patience=0.2 if ended == "silence" else 5)
    assert (outcome.ended, outcome.body) == (ended, body)
    assert end.requests == requests
    assert fault.spoils


def test_a_message_that_was_cut_says_so(end: End, through: Through) -> None:
    outcome = _ask(through(end, fault_named("truncated answer")))
    assert f"{ON_PURPOSE}: cut on the way".encode() in outcome.got
    assert b"Content-Length: 100" in outcome.got


def test_an_answer_that_ends_with_the_connection_is_marked_where_it_is_cut(journal: Journal, through: Through) -> None:
    """Nobody could tell by its length, and whoever judges it has to know."""
    seen: list[Seen] = []
    journal.watched_by(seen.append)
    with listening(lambda _: b"HTTP/1.1 200 OK\r\n\r\n" + BODY, closing=True) as end:
        proxy = through(end, None)
        with Caller("hub", journal, deadline=5) as caller:
            assert caller.call("GET", f"http://{proxy.place}/").content == BODY
            proxy.switch(fault_named("truncated answer"))
            assert caller.call("GET", f"http://{proxy.place}/").content == BODY[:20]
    assert [ON_PURPOSE in one.answer_headers for one in seen] == [False, True]


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if not fault.spoils])
def test_what_is_late_or_repeated_arrives_whole(end: End, through: Through, name: str) -> None:
    proxy = through(end, fault_named(name))
    if name == "out of order":
        threading.Timer(0.05, lambda: _ask(proxy)).start()
    assert _ask(proxy) == Outcome(ANSWER, "answered")
    assert end.requests == (2 if "twice" in name or name == "out of order" else 1)
    assert proxy.spoiled == 0


@pytest.mark.parametrize(
    ("toxic", "back", "least"),
    [
        (Latency(80, 20), False, 0.06),
        (Latency(80, 20), True, 0.06),
        (SlowOpen(80), True, 0.08),
        # 139 bytes of answer at 1 kB/s.
        (Bandwidth(1), True, 0.1),
        # Fourteen pieces with 10 ms between them.
        (Slicer(10, 0, 10_000), True, 0.1),
    ],
)
def test_what_is_slow_takes_its_time(
    end: End, through: Through, toxic: Latency | SlowOpen | Bandwidth | Slicer, back: bool, least: float
) -> None:
    proxy = through(end, Fault("slow", (), (toxic,)) if back else Fault("slow", (toxic,)))
    began = time.monotonic()
    assert _ask(proxy).got == ANSWER
    assert time.monotonic() - began >= least


def test_only_the_first_bytes_of_a_connection_are_slow(end: End, through: Through) -> None:
    proxy = through(end, Fault("slow", (), (SlowOpen(150),)))
    with socket.create_connection((proxy.host, proxy.port), timeout=5) as client:
        times = []
        for _ in range(3):
            began = time.monotonic()
            client.sendall(REQUEST)
            got = b""
            while len(got) < len(ANSWER):
                got += client.recv(65536)
            times.append(time.monotonic() - began)
    assert times[0] >= 0.15
    assert max(times[1:]) < times[0]


def test_a_slow_close_comes_late(through: Through) -> None:
    def close_after(_: bytes) -> bytes:
        return ANSWER.replace(b"\r\nContent", b"\r\nConnection: close\r\nContent")

    with listening(close_after) as end:
        proxy = through(end, Fault("slow to close", (), (SlowClose(100),)))
        began = time.monotonic()
        outcome = call(proxy.place, REQUEST)
        assert (outcome.ended, outcome.body) == ("closed", BODY)
        assert time.monotonic() - began >= 0.1


def test_what_is_left_to_chance_is_drawn_from_the_seed() -> None:
    slicer = (Slicer(20, 15),)

    def sizes(seed: str) -> list[int]:
        pieces = list(_pieces(b"a" * 500, slicer, Weather(None, random.Random(seed))))
        assert b"".join(piece for piece, _ in pieces) == b"a" * 500
        return [len(piece) for piece, _ in pieces]

    assert sizes("one") == sizes("one") != sizes("another")
    assert all(5 <= size <= 35 for size in sizes("one")[:-1])


@pytest.mark.parametrize(
    ("aim", "ends"),
    [
        (Aim(first=1), ["reset", "answered", "answered"]),
        (Aim(first=2), ["reset", "reset", "answered"]),
        (Aim(nth=2), ["answered", "reset", "answered"]),
        (Aim(path="/cart"), ["reset", "reset", "reset"]),
        (Aim(path="/token"), ["answered", "answered", "answered"]),
    ],
)
def test_a_fault_is_for_those_it_is_aimed_at(end: End, through: Through, aim: Aim, ends: list[str]) -> None:
    proxy = through(end, Fault("aimed", (ResetPeer(),), aim=aim))
    assert [_ask(proxy).ended for _ in range(3)] == ends


def test_connections_are_counted_by_the_requests_a_fault_is_for(end: End, through: Through) -> None:
    proxy = through(end, Fault("aimed", (), (ResetPeer(),), aim=Aim(first=1, path="/cart")))
    other = REQUEST.replace(b"/cart", b"/token")
    assert call(proxy.place, other, until=len(ANSWER)).ended == "answered"
    assert call(proxy.place, other, REQUEST).ended == "reset"
    assert _ask(proxy).ended == "answered"


def test_a_request_is_delivered_twice_and_answered_once(through: Through) -> None:
    answers = iter([b"first", b"second"] * 2)
    with listening(lambda _: ANSWER.replace(BODY, next(answers) * 10 + b"." * 50)[: len(ANSWER)]) as end:
        for which in ("first", "last"):
            proxy = through(end, Fault("twice", (Duplicate(answer=which),)))
            got = call(proxy.place, REQUEST.replace(b"\r\nContent", b"\r\nConnection: close\r\nContent")).body
            assert got.startswith(b"first" if which == "first" else b"second")
            assert got.count(b"HTTP/1.1") == 0
        assert end.requests == 4


def test_of_two_requests_the_later_arrives_first(end: End, through: Through) -> None:
    proxy = through(end, fault_named("out of order"))
    first = threading.Thread(target=call, args=(proxy.place, REQUEST.replace(b"x=1", b"x=A")), kwargs={"until": 1})
    first.start()
    with_another = REQUEST.replace(b"x=1", b"x=B")
    # Who is there first is only known once it is held.
    wait_until(lambda: proxy.waiting == 1, "the first request is held")
    assert call(proxy.place, with_another, until=len(ANSWER)).ended == "answered"
    first.join(5)
    assert [b"x=B" in data for data in end.received] == [True, False]
    wait_until(lambda: len(proxy.acts) == 2, "both are written down")
    assert [act.what for act in proxy.acts] == ["came through before the first", "held until another came through"]


def test_a_request_that_stays_alone_is_held_for_a_while_only(end: End, through: Through) -> None:
    proxy = through(end, Fault("out of order", (Reorder(50),)))
    assert _ask(proxy).ended == "answered"
    wait_until(lambda: len(proxy.acts) == 1, "it is written down")
    assert [act.what for act in proxy.acts] == ["held, but no other came"]


def test_a_fault_that_is_over_leaves_the_way_free(end: End, through: Through) -> None:
    proxy = through(end, fault_named("refused"))
    assert _ask(proxy).ended == "refused"
    proxy.switch(fault_named("reset before the request"))
    assert _ask(proxy).ended == "reset"
    proxy.switch(None)
    assert _ask(proxy).ended == "answered"


def test_what_is_held_is_let_go_when_the_fault_is_over(end: End, through: Through) -> None:
    proxy = through(end, fault_named("half-open"))
    outcomes: list[Outcome] = []
    waiting = threading.Thread(target=lambda: outcomes.append(call(proxy.place, REQUEST)))
    waiting.start()
    wait_until(lambda: proxy.waiting == 1, "the request is held")
    proxy.switch(None)
    waiting.join(5)
    assert [outcome.ended for outcome in outcomes] == ["closed"]
    assert end.requests == 0


def test_what_is_late_is_not_lost_when_the_fault_is_over(end: End, through: Through) -> None:
    proxy = through(end, Fault("very late", (Latency(60_000),)))
    outcomes: list[Outcome] = []
    waiting = threading.Thread(target=lambda: outcomes.append(_ask(proxy)))
    waiting.start()
    wait_until(lambda: proxy.waiting == 1, "the request is held")
    proxy.switch(None)
    waiting.join(5)
    assert [outcome.got for outcome in outcomes] == [ANSWER]


def test_a_timeout_closes_by_itself(end: End, through: Through) -> None:
    outcome = _ask(through(end, Fault("dropped", (Timeout(50),))))
    assert (outcome.ended, outcome.got, end.requests) == ("closed", b"", 0)


def test_nothing_is_left_behind(end: End) -> None:
    threads = set(threading.enumerate())
    proxy = FaultProxy(end.address).open()
    proxy.switch(fault_named("half-open"))
    outcomes: list[Outcome] = []
    waiting = threading.Thread(target=lambda: outcomes.append(call(proxy.place, REQUEST)))
    waiting.start()
    wait_until(lambda: proxy.waiting == 1, "the request is held")
    proxy.close()
    waiting.join(5)
    assert outcomes[0].ended == "closed"
    assert call(proxy.place, REQUEST).ended == "refused"
    assert {thread for thread in threading.enumerate() if thread.name == "fault proxy"} <= threads
    socket.create_server((proxy.host, proxy.port)).close()
    proxy.close()


def test_a_port_can_be_had_again_at_once(end: End) -> None:
    with FaultProxy(end.address) as proxy:
        port = proxy.port
        _ask(proxy)
    with FaultProxy(end.address, port=port) as again:
        assert _ask(again).ended == "answered"


def test_a_way_that_leads_nowhere_is_no_fault_on_purpose(through: Through) -> None:
    with listening() as end:
        pass
    proxy = through(end, None)
    assert _ask(proxy).ended == "closed"
    assert (proxy.spoiled, proxy.acts[0].fault) == (0, "")
    assert proxy.acts[0].what.startswith("no answer: ConnectionRefusedError")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\n123\r\n0\r\nTrailer: t\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
    ],
)
def test_answers_of_any_framing_go_through(through: Through, answer: bytes) -> None:
    with listening(lambda _: answer) as end:
        proxy = through(end, None)
        expected = answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert call(proxy.place, REQUEST, REQUEST, until=2 * len(expected)).got == expected * 2


def test_a_request_in_chunks_goes_through_and_who_waits_to_send_is_told_to(through: Through) -> None:
    request = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n"
    with listening() as end:
        assert call(through(end, None).place, request, until=len(ANSWER)).got == ANSWER
        assert b"".join(end.received) == request
        waits = REQUEST.replace(b"\r\nContent", b"\r\nExpect: 100-continue\r\nContent")
        outcome = call(through(end, None).place, waits, until=len(ANSWER) + 25)
        assert outcome.got == b"HTTP/1.1 100 Continue\r\n\r\n" + ANSWER
        assert b"".join(end.received) == request + REQUEST


def test_what_is_no_http_is_carried_byte_by_byte(through: Through) -> None:
    with listening(lambda data: data) as end:
        proxy = through(end, None)
        assert call(proxy.place, b"\x16\x03\x01hello", until=8) == Outcome(b"\x16\x03\x01hello", "answered")
        proxy.switch(Fault("cut", (), (LimitData(4),)))
        assert call(proxy.place, b"\x16\x03\x01hello") == Outcome(b"\x16\x03\x01h", "closed")
        proxy.switch(Fault("cut", (), (LimitData(4, reset=True),)))
        assert call(proxy.place, b"\x16\x03\x01hello").ended == "reset"
        proxy.switch(Fault("reset", (ResetPeer(),)))
        assert call(proxy.place, b"\x16\x03\x01hello") == Outcome(b"", "reset")
        assert b"".join(end.received) == b"\x16\x03\x01hello" * 3


def test_a_fault_nobody_knows_is_told() -> None:
    with pytest.raises(UnknownFault, match="no fault is called 'sunshine'; known are"):
        fault_named("sunshine")
    assert fault_named("refused, once").aim == Aim(first=1)
