"""Stopping a run early, in every process of it: nobody waits hundreds of times for a target that is gone."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.record import ScenarioResult
from harness.verdicts import Cause, Verdict

# So many scenarios in a row that nobody answered are no accident.
IN_A_ROW = 3
# What says neither that the target answers nor that it does not.
_SAYS_NOTHING = (Verdict.INAPPLICABLE, Verdict.ERROR, Verdict.NOT_RUN)


class Unanswered:
    """Counts the scenarios in a row which the target did not answer, whichever worker ran them."""

    def __init__(self) -> None:
        self._results: list[ScenarioResult] = []

    def take(self, result: ScenarioResult) -> str:
        """Take a result; return why the run should stop, or nothing."""
        cause = result.failure.cause if result.failure else ""
        if cause == Cause.NO_ANSWER:
            self._results.append(result)
        elif result.verdict not in _SAYS_NOTHING and cause != Cause.KEPT_WAITING:
            self._results.clear()
        if len(self._results) < IN_A_ROW:
            return ""
        last = result.failure.where if result.failure else ""
        return f"the storefront did not answer three scenarios in a row (at last {last})"


def stop_file(out: Path) -> Path:
    """Return the file that says so in the output folder of a run."""
    return out / "stopped"


class Stop:
    """The word that a run stops, as a file all its processes look for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def give(self, session: pytest.Session, reason: str) -> None:
        """Stop a session, and all its workers when they come to their next scenario."""
        self._path.touch()
        distribution: Any = session.config.pluginmanager.getplugin("dsession")
        if distribution is not None:
            distribution.shouldstop = reason
        else:
            session.shouldstop = reason

    def is_given(self) -> bool:
        """Tell whether the run stops."""
        return self._path.exists()

    def clear(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)


def ending_by_sigterm_as_by_ctrl_c() -> Callable[[], None]:
    """End this process as Ctrl-C does when it is told to end, as CI servers do; return what undoes that.

    What was changed on the target is put back then, and the record tells what was judged.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)

    def undo() -> None:
        signal.signal(signal.SIGTERM, before)

    return undo
