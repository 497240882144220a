"""Several trials at the same time: the scenarios are collected once, and each trial is a process made from this one."""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

import pytest

from harness.actors.people import source_of_names
from harness.errors import HarnessFault
from harness.project import CONFORMANCE, ROOT
from harness.qualification import child
from harness.qualification.trial import Trial, Tried, outcome
from simulators.hub import Hub
from simulators.procurement import Procurement
from simulators.storefront import GENERATIONS, Storefront
from simulators.wire import Journal, Redactor
from simulators.wire.pages import read_all_templates

# Seconds a trial may take: the few scenarios of a requirement, or all of them.
DEADLINE, FULL_DEADLINE = 60.0, 1200.0
_KILL_SECONDS = 5.0
# What a person has set for runs of their own is not for these.
_OF_OTHER_RUNS = ("TARGET", "GENERATION", "LEVEL", "BASELINE", "OUT", "SEED", "DEFECT")
# Our own modules are read by now, too late to be rewritten for asserts, of which scenarios have none. Of plugins there
# are ours and what it needs: each would cost every scenario some of its time.
_COLLECT = (f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml"), "-qq", "--assert=plain", "--capture=no")

Tell = Callable[[Tried], None]


def run_all(trials: Sequence[Trial], processes: int, tell: Tell) -> None:
    """Run trials, that many at the same time; tell of each as soon as it is over.

    Raises:
        HarnessFault: when the scenarios cannot be collected.

    """
    for name in _OF_OTHER_RUNS:
        os.environ.pop(f"PUNCHOUT_{name}", None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    trying, told = _Trying(trials, processes, tell), io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        code = pytest.main([*_COLLECT, "--collect-only", "-p", "pytest_bdd.plugin", str(CONFORMANCE)], plugins=[trying])
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if code != pytest.ExitCode.OK:
        raise HarnessFault(f"the scenarios could not be tried: {told.getvalue().strip()[-2000:]}")


class _Trying:
    """Takes what pytest has collected, and has it run by trials in the place of this session."""

    def __init__(self, trials: Sequence[Trial], processes: int, tell: Tell) -> None:
        self._trials = trials
        self._processes = processes
        self._tell = tell
        self._shown = sys.stdout
        self._items: list[pytest.Item] = []
        self._made = os.getpid()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Remember all scenarios, those of other generations among them."""
        self._items = list(items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run the trials; in the process of one, its scenarios."""
        if os.getpid() != self._made:
            return None
        _make_what_is_slow_to_make()
        # What is there by now stays where it is: to look through it again is most of what a short run would do.
        gc.collect()
        gc.freeze()
        with contextlib.redirect_stdout(self._shown):
            self._run(session)
        return True

    def _run(self, session: pytest.Session) -> None:
        waiting, going = deque(self._trials), list[_Going]()
        forking = multiprocessing.get_context("fork")
        try:
            while waiting or going:
                while waiting and len(going) < self._processes:
                    trial = waiting.popleft()
                    process = forking.Process(target=child.run, args=(trial, session, self._items))
                    process.start()
                    going.append(_Going(trial, process, time.monotonic()))
                first = min(each.began + each.deadline for each in going)
                wait([each.process.sentinel for each in going], max(0.0, first - time.monotonic()))
                for each in [each for each in going if not each.process.is_alive() or each.is_late]:
                    going.remove(each)
                    self._tell(each.end())
        finally:
            for each in going:
                each.process.kill()
                each.process.join(_KILL_SECONDS)


def _make_what_is_slow_to_make() -> None:
    """Make all that every trial would make for itself: sources of names, templates, the patterns of addresses."""
    source_of_names()
    journal = Journal(Redactor(b""))
    for generation in GENERATIONS.values():
        Storefront(journal, seed=1, generation=generation).close()
    Hub(journal).close()
    Procurement(journal).close()
    read_all_templates()


@dataclass
class _Going:
    trial: Trial
    process: BaseProcess
    began: float

    @property
    def deadline(self) -> float:
        return FULL_DEADLINE if self.trial.full else DEADLINE

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self.began + self.deadline

    def end(self) -> Tried:
        trouble = ""
        if self.process.is_alive():
            trouble = f"it did not end within {self.deadline:.0f} s"
            self.process.kill()
        self.process.join(_KILL_SECONDS)
        seconds = time.monotonic() - self.began
        if not trouble and (self.process.exitcode or 0) < 0:
            trouble = f"its process was ended by signal {-(self.process.exitcode or 0)}"
        return outcome(self.trial, seconds, trouble)
