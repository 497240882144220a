"""A pytest plugin, or part of a command, that kills it at a change of the target.

`KILL_AT` is the change's number, `KILL_WHEN` before or after. After is the worst: the target has changed, and nobody
was told.
"""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable
from typing import Any

from harness.administration.calling import AdministratorsCalls
from harness.administration.settings import PanelSettings

_numbers = itertools.count(1)


def _killing(change: Callable[..., Any]) -> Callable[..., Any]:
    def changing(*values: Any, **named: Any) -> Any:
        kill = next(_numbers) == int(os.environ["KILL_AT"])
        if kill and os.environ["KILL_WHEN"] == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = change(*values, **named)
        if kill:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return changing


def _unless_it_reads(call: Callable[..., Any]) -> Callable[..., Any]:
    killing = _killing(call)

    def calling(self: Any, what: str, method: str, path: str, *values: Any, **named: Any) -> Any:
        reads = method == "GET" or "/get-" in path or "/has-" in path
        return (call if reads else killing)(self, what, method, path, *values, **named)

    return calling


def pytest_bdd_before_step() -> None:
    """Begin with the first scenario: what the preflight makes is made and removed by then."""
    begin()


def begin() -> None:
    """Count the changes from now on."""
    if AdministratorsCalls.call.__name__ == "call":
        vars_of: Any = AdministratorsCalls
        vars_of.call = _unless_it_reads(AdministratorsCalls.call)
        panel: Any = PanelSettings
        panel._save = _killing(PanelSettings._save)
