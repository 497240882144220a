"""Several actors at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")
_DEADLINE = 60.0


def at_once(actions: Sequence[Callable[[], _Result]]) -> list[_Result]:
    """Start all actions when the last of them is ready; return their results in order, or raise the first error."""
    gate = threading.Barrier(len(actions), timeout=_DEADLINE)

    def wait_and_act(action: Callable[[], _Result]) -> _Result:
        gate.wait()
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(wait_and_act, actions))
