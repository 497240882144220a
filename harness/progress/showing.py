"""The plugin of the controlling process that shows how far a run is, beside what pytest's own reporter writes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from harness.progress.account import Account, account_of
from harness.progress.doing import Here
from harness.progress.live import LiveLines
from harness.progress.log import LoggedLines
from harness.progress.notes import Notes, notes_folder
from harness.progress.screen import Screen
from harness.progress.ticking import Ticking
from harness.record import RunRecord


class Progress(Here):
    """Shows how far a run is, from when it looks at its target until its reports are written; silent with -q."""

    def __init__(self, config: pytest.Config, out: Path) -> None:
        """Show nothing yet; `out` is the output folder."""
        super().__init__()
        self.record: RunRecord | None = None
        self._config = config
        self._notes = Notes(notes_folder(out))
        self._began = time.monotonic()
        self._screen: Screen | None = None
        self._view: LiveLines | LoggedLines | None = None
        self._ticking: Ticking | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether anybody sees what would be shown: not with -q, nor while one looks for mistakes in a debugger."""
        option = self._config.option
        reporter = self._config.pluginmanager.getplugin("terminalreporter")
        return reporter is not None and option.verbose >= 0 and not option.usepdb and not option.trace

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show what is waited for until the block ends."""
        self._begin()
        try:
            yield
        finally:
            self._end()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """Begin to show how far the run is."""
        self._begin()
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_logstart(self) -> Generator[None, object, object]:
        """Let what pytest writes now be of one piece."""
        with self._kept():
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_logreport(self) -> Generator[None, object, object]:
        """Let what pytest writes now be of one piece."""
        with self._kept():
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_logfinish(self) -> Generator[None, object, object]:
        """Let what pytest writes now be of one piece."""
        with self._kept():
            return (yield)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Forget what a worker was at that is gone."""
        self._notes.forget(node.gateway.id)

    def pytest_enter_pdb(self) -> None:
        """End: the terminal belongs to somebody who looks for a mistake."""
        self._end()

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self) -> Generator[None, object, object]:
        """End, when the reports are written and pytest is going to tell how the run ended."""
        try:
            return (yield)
        finally:
            self._end()
            self._notes.clear()

    def pytest_unconfigure(self) -> None:
        """End, whatever pytest did not come to."""
        self._end()

    def account(self) -> Account:
        """Return how far the run is now."""
        return account_of(self.record, self._began, time.monotonic(), (self.now(), *self._notes.all()))

    def _begin(self) -> None:
        if not self.is_wanted:
            return
        config, reporter = self._config, self._config.pluginmanager.getplugin("terminalreporter")
        try:
            # Of its own, because what is written to standard output is kept while a scenario runs.
            beside = os.dup(sys.stdout.fileno())
        except (OSError, ValueError):
            # Nobody reads it but another program, in this process.
            return
        stream = os.fdopen(beside, "w", encoding=sys.stdout.encoding, errors="backslashreplace")
        self._screen = Screen(config.get_terminal_writer(), stream)
        if is_live(config, reporter, os.environ):
            self._view = LiveLines(self._screen)
        else:
            self._view = LoggedLines(self._screen, leave_open=lambda: _left_open(reporter), clock=datetime.now)
        self._ticking = Ticking(self._view.every, self._show)

    def _show(self) -> None:
        if self._view is not None:
            self._view.show(self.account())

    def _end(self) -> None:
        if self._ticking is None or self._view is None or self._screen is None:
            return
        self._ticking.stop()
        with suppress(OSError):
            self._view.end()
        self._screen.give_back()
        self._ticking = self._view = self._screen = None

    @contextmanager
    def _kept(self) -> Iterator[None]:
        if self._screen is None:
            yield
            return
        with self._screen.kept():
            yield


def is_live(config: pytest.Config, reporter: pytest.TerminalReporter, environment: Mapping[str, str]) -> bool:
    """Tell whether lines can be replaced: in a terminal that can do so, and where nobody but pytest writes to it.

    The log of a CI server may be written by way of a terminal, and is none.
    """
    is_terminal = reporter.isatty() and environment.get("TERM") != "dumb"
    return is_terminal and config.option.capture != "no" and not environment.get("CI")


def _left_open(reporter: Any) -> bool:
    """Tell whether pytest begins what it writes next with a new line; make it do so where it can be made to."""
    if reporter.verbosity <= 0:
        return False
    # A value that is no line of pytest's: it has somebody else's to end.
    reporter.currentfspath = -2
    return True
