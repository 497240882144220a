"""Taking turns on a target, among real processes that answer for themselves over pipes."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from harness.targets.turns import Turns
from simulators.wire import WAITS

DEADLINE = 20.0
# Not plain forks: this process has threads, which a fork would not take along but their locks.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["harness.targets.turns"])


def _take_a_turn(path: Path, alone: bool, pipe: Connection) -> None:
    """Ask for a turn, say that it is taken, keep it until told otherwise."""
    pipe.send("asks")
    with Turns(path).taken(alone=alone):
        pipe.send("taken")
        pipe.recv()
    pipe.send("over")


class Worker:
    """Another process that takes one turn."""

    def __init__(self, path: Path, *, alone: bool) -> None:
        self._pipe, theirs = _PROCESSES.Pipe()
        self._process = _PROCESSES.Process(target=_take_a_turn, args=(path, alone, theirs))
        self._process.start()
        theirs.close()
        # Only then does it mean something that it has no turn yet.
        assert self._pipe.poll(DEADLINE)
        assert self._pipe.recv() == "asks"

    def has_its_turn(self, within: float = DEADLINE) -> bool:
        return self._pipe.poll(within) and self._pipe.recv() == "taken"

    def ends_its_turn(self) -> None:
        self._pipe.send("go on")
        assert self._pipe.poll(DEADLINE)
        assert self._pipe.recv() == "over"

    def dies(self) -> None:
        self._process.kill()
        self._process.join(DEADLINE)

    def close(self) -> None:
        self.dies()
        self._process.close()
        self._pipe.close()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    with ExitStack() as running:

        def start(*, alone: bool) -> Worker:
            one = Worker(tmp_path / "deep" / "turns", alone=alone)
            running.callback(one.close)
            return one

        yield start


def is_waiting(one: Worker) -> bool:
    """Tell whether a worker does not get its turn while there is time for it."""
    return not one.has_its_turn(within=0.15)


def test_many_share_a_target(worker: Callable[..., Worker]) -> None:
    assert all(one.has_its_turn() for one in [worker(alone=False), worker(alone=False), worker(alone=False)])


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True), (True, True)])
def test_who_wants_to_be_alone_is_alone(worker: Callable[..., Worker], first: bool, second: bool) -> None:
    one = worker(alone=first)
    assert one.has_its_turn()
    other = worker(alone=second)
    assert is_waiting(other)
    one.ends_its_turn()
    assert other.has_its_turn()


def test_who_waits_to_be_alone_is_not_overtaken(worker: Callable[..., Worker]) -> None:
    shopper = worker(alone=False)
    assert shopper.has_its_turn()
    administrator = worker(alone=True)
    assert is_waiting(administrator)
    late = worker(alone=False)
    assert is_waiting(late)
    shopper.ends_its_turn()
    assert administrator.has_its_turn()
    assert is_waiting(late)
    administrator.ends_its_turn()
    assert late.has_its_turn()


def test_a_worker_that_dies_gives_its_turn_back(worker: Callable[..., Worker]) -> None:
    one = worker(alone=True)
    assert one.has_its_turn()
    one.dies()
    assert worker(alone=True).has_its_turn()


@pytest.mark.parametrize(
    ("alone", "awaited"),
    [(True, "the target to itself, to change settings"), (False, "the target, which another has to itself")],
)
def test_who_waits_for_a_turn_says_so(tmp_path: Path, worker: Callable[..., Worker], alone: bool, awaited: str) -> None:
    def take_a_turn() -> None:
        with Turns(tmp_path / "deep" / "turns").taken(alone=alone):
            pass

    one, asks = worker(alone=True), threading.Thread(target=take_a_turn)
    assert one.has_its_turn()
    asks.start()
    ends = time.monotonic() + DEADLINE
    while not (told := WAITS.now()) and time.monotonic() < ends:
        pass
    one.ends_its_turn()
    asks.join(DEADLINE)
    assert [(wait.what, round(wait.until - wait.since)) for wait in told] == [(awaited, 1800)]
    assert WAITS.now() == ()


def test_a_turn_ends_with_an_error_too(tmp_path: Path, worker: Callable[..., Worker]) -> None:
    with pytest.raises(KeyError), Turns(tmp_path / "deep" / "turns").taken(alone=True):
        raise KeyError
    assert worker(alone=True).has_its_turn()


def test_the_files_are_removed(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "turns")
    with turns.taken(alone=True):
        assert (tmp_path / "turns").exists()
    turns.clear()
    turns.clear()
    assert list(tmp_path.iterdir()) == []


def test_on_a_target_of_its_own_nobody_waits() -> None:
    turns = Turns(None)
    with turns.taken(alone=True), turns.taken(alone=True):
        turns.clear()
