"""Stopping a run early, in every process of it: nobody waits hundreds of times for a target that is gone."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
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


class Interruptions:
    """Ends a run by SIGTERM, as CI servers do, as by Ctrl-C, and by either where nothing is lost.

    A scenario's steps are left at once, what it changed is put back first, and pytest is not disturbed while it passes
    a report on, which it takes for an error of its own. Who asks a second time is obeyed at once.
    """

    SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self._in_scenario = False
        self._may_be_left = False
        self._is_wanted = False

    def watch(self) -> Callable[[], None]:
        """Hear signals from now on; return what ends that."""
        if threading.current_thread() is not threading.main_thread():
            return lambda: None
        before = {each: signal.signal(each, self.hear) for each in self.SIGNALS}

        def end() -> None:
            for each, handler in before.items():
                signal.signal(each, handler)

        return end

    def hear(self, *_: object) -> None:
        """Interrupt now, or as soon as it does no harm.

        Raises:
            KeyboardInterrupt: when that is now.

        """
        if self._is_wanted or self._may_be_left or not self._in_scenario:
            raise KeyboardInterrupt
        self._is_wanted = True

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Interrupt when a scenario has been put back."""
        self._in_scenario = True
        try:
            return (yield)
        finally:
            self._in_scenario = False
            self._obey()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, None, None]:
        """Let a scenario be left while it is set up."""
        yield from self._leaving()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, None, None]:
        """Let a scenario be left at its steps."""
        yield from self._leaving()

    def _leaving(self) -> Generator[None, None, None]:
        self._obey()
        self._may_be_left = True
        try:
            yield
        finally:
            self._may_be_left = False

    def _obey(self) -> None:
        if self._is_wanted:
            raise KeyboardInterrupt
