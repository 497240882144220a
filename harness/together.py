"""Several actors at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from harness.errors import HarnessFault
from simulators.wire import waiting

_Result = TypeVar("_Result")
# Every call of an actor has a deadline of its own; nobody makes so many that this is not enough.
DEADLINE = 900.0


def at_once(actions: Sequence[Callable[[], _Result]], *, deadline: float = DEADLINE) -> list[_Result]:
    """Start all actions when the last of them is ready; return their results in order, or raise the first error.

    Raises:
        HarnessFault: when they are not all over within `deadline` seconds.

    """
    gate = threading.Barrier(len(actions), timeout=deadline)

    def wait_and_act(action: Callable[[], _Result]) -> _Result:
        gate.wait()
        return action()

    pool = ThreadPoolExecutor(len(actions))
    running = [pool.submit(wait_and_act, action) for action in actions]
    with waiting(f"{len(actions)} actors to be done", deadline):
        late = wait(running, deadline).not_done
    pool.shutdown(wait=not late, cancel_futures=True)
    if late:
        raise HarnessFault(f"{len(late)} of {len(actions)} actors were not done within {deadline:g} s")
    return [one.result() for one in running]
