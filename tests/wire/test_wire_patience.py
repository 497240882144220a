"""Patience with the target: what counts, when it ends, and what is known of a target that does not answer."""

from __future__ import annotations

import math
import socket
import threading

import pytest

from simulators.wire import Caller, Journal, Patience, Silence, Unreachable, patience
from simulators.wire.patience import LONGEST, MARGIN

SILENT = Silence("browser", "GET", "http://shop", 1, "nothing came within 1 s")


class Time:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    stopped = Time()
    monkeypatch.setattr(patience, "time", stopped)
    return stopped


def test_only_waiting_counts(time: Time) -> None:
    having = Patience(10)
    time.now += 1000
    with having.waiting(30) as seconds:
        assert seconds == 10
        time.now += 4
        assert having.left == 6
    time.now += 1000
    with having.waiting(2) as seconds:
        assert seconds == 2
    assert having.left == 6


def test_what_several_wait_for_at_the_same_time_counts_once(time: Time) -> None:
    having = Patience(10)
    with having.waiting(30), having.waiting(30) as seconds:
        assert seconds == 10
        time.now += 3
    assert having.left == 7


def test_nobody_waits_when_there_is_none_left(time: Time) -> None:
    having = Patience(10)
    with having.waiting(30):
        time.now += 11
    with having.waiting(30) as seconds:
        assert seconds == 0


def test_putting_back_begins_anew_unless_the_target_is_silent(time: Time) -> None:
    answering, silent = Patience(10), Patience(10)
    for having in (answering, silent):
        with having.waiting(30):
            time.now += 8
    silent.heard(SILENT)
    for having in (answering, silent):
        having.renew()
    assert (answering.left, silent.left) == (10, 2)


def test_who_waits_for_who_waits_for_the_target_waits_longer() -> None:
    having = Patience(20)
    assert having.left < having.outlasting() < having.outlasting(2)
    assert Patience().outlasting() == LONGEST + MARGIN
    assert Patience().left == math.inf


def test_a_target_that_says_nothing_is_left_when_the_patience_ends(journal: Journal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, Caller("browser", journal) as caller:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/x"
        with journal.scenario("one", Patience(0.3)):
            with pytest.raises(Unreachable, match=r"no whole answer came within 0\.3 s") as raised:
                caller.ask("GET", url)
            first = journal.patience.silence
            with pytest.raises(Unreachable, match="at its end"):
                caller.ask("GET", url)
        assert journal.patience.left == math.inf
    assert raised.value.too_late
    assert first is not None
    assert (first.caller, first.method, first.url, first.absent, first.in_all) == ("browser", "GET", url, False, True)
    assert len(journal.exchanges("one")) == 1


def test_a_target_that_is_not_there_is_absent_and_an_answer_is_an_answer(journal: Journal) -> None:
    mute = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{mute.getsockname()[1]}/x"
    with Caller("hub", journal) as caller, journal.scenario("one", Patience(20)):
        answering = threading.Thread(target=_answer_once, args=(mute,))
        answering.start()
        journal.patience.heard(SILENT)
        assert caller.ask("GET", url).status_code == 204
        answering.join(20)
        mute.close()
        assert journal.patience.silence is None
        with pytest.raises(Unreachable) as raised:
            caller.ask("GET", url)
        silence = journal.patience.silence
    assert raised.value.absent
    assert silence is not None
    assert silence.absent
    assert not silence.in_all


def test_whoever_breaks_a_call_off_gives_no_answer_and_is_not_silent(journal: Journal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:
        url = f"http://127.0.0.1:{rude.getsockname()[1]}/x"
        hanging_up = threading.Thread(target=_hang_up, args=(rude,))
        hanging_up.start()
        with Caller("hub", journal) as caller, journal.scenario("one", Patience(20)):
            journal.patience.heard(SILENT)
            with pytest.raises(Unreachable):
                caller.ask("GET", url)
            told, silence = journal.patience.unanswered, journal.patience.silence
        hanging_up.join(20)
    assert silence is None
    assert told is not None
    assert (told.broken, told.absent, told.in_all) == (True, False, False)


def _hang_up(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    connection.close()


def _answer_once(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


def test_whoever_is_led_elsewhere_does_not_wait_for_the_target(journal: Journal) -> None:
    having = Patience(20, origins={"http://shop.example"})
    with Caller("browser", journal) as caller, journal.scenario("one", having):
        with pytest.raises(Unreachable):
            caller.ask("GET", "http://127.0.0.1:1/return")
        assert having.silence is None
    having = Patience(20, origins={"http://127.0.0.1:1"})
    with Caller("browser", journal) as caller, journal.scenario("one", having):
        with pytest.raises(Unreachable):
            caller.ask("GET", "http://127.0.0.1:1/return")
        assert having.silence is not None
