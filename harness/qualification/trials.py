"""Several trials at the same time: the scenarios are collected once, and processes made from this one try."""

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
from multiprocessing.connection import wait

import pytest

from harness.actors.people import source_of_names
from harness.errors import HarnessFault
from harness.project import CONFORMANCE, ROOT
from harness.qualification import child
from harness.qualification.trial import Trial, Tried, outcome
from harness.settings import OPTIONS, variable_of
from simulators.hub import Hub
from simulators.procurement import Procurement
from simulators.storefront import GENERATIONS, Storefront
from simulators.wire import Journal, Redactor
from simulators.wire.pages import read_all_templates

# Seconds a trial may take: the few scenarios of a requirement, or all of them.
DEADLINE, FULL_DEADLINE = 60.0, 1200.0
_KILL_SECONDS = 5.0
# Our own modules are read by now, too late to be rewritten for asserts, of which scenarios have none. Of plugins there
# are ours and what it needs: each would cost every scenario some of its time.
_COLLECT = (f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml"), "-qq", "--assert=plain", "--capture=no")

Tell = Callable[[Tried], None]


def run_all(trials: Sequence[Trial], processes: int, tell: Tell) -> None:
    """Run trials, that many at the same time; tell of each as soon as it is over.

    Raises:
        HarnessFault: when the scenarios cannot be collected.

    """
    # What a person has set for runs of their own is not for these.
    for option in OPTIONS:
        os.environ.pop(variable_of(option), None)
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
        """Run the trials; in a process that tries, the scenarios of one."""
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
        waiting, hands = deque(self._trials), list[_Hand]()
        try:
            while waiting or any(hand.trial for hand in hands):
                hands += [_Hand(session, self._items) for _ in range(min(self._processes, len(waiting)) - len(hands))]
                for hand in hands:
                    if hand.trial is None and waiting:
                        hand.take(waiting.popleft())
                for hand in _ready(hands):
                    self._tell(hand.over())
                hands = [hand for hand in hands if not hand.is_used_up]
        finally:
            for hand in hands:
                hand.end()


def _make_what_is_slow_to_make() -> None:
    """Make all that every trial would make for itself: sources of names, templates, the patterns of addresses."""
    source_of_names()
    journal = Journal(Redactor(b""))
    for generation in GENERATIONS.values():
        Storefront(journal, seed=1, generation=generation).close()
    Hub(journal).close()
    Procurement(journal).close()
    read_all_templates()


class _Hand:
    """A process that makes one trial after another; it is made anew when one does not end, or ends it."""

    def __init__(self, session: pytest.Session, items: Sequence[pytest.Item]) -> None:
        self.trial: Trial | None = None
        self.is_used_up = False
        self._began = 0.0
        forking = multiprocessing.get_context("fork")
        self.trials, other_end = forking.Pipe()
        self._process = forking.Process(target=child.serve, args=(other_end, session, items))
        self._process.start()
        other_end.close()

    @property
    def late_at(self) -> float:
        """When the trial it has should be over."""
        return self._began + self._deadline

    def take(self, trial: Trial) -> None:
        """Begin a trial."""
        self.trial, self._began = trial, time.monotonic()
        # That it has ended is seen when an answer is waited for.
        with contextlib.suppress(BrokenPipeError):
            self.trials.send(trial)

    def over(self) -> Tried:
        """Return how the trial ended that it has said something of, or nothing for too long."""
        trial, trouble = self.trial, ""
        assert trial is not None  # it was waited for
        try:
            if not self.trials.poll():
                trouble = f"it did not end within {self._deadline:.0f} s"
            self.is_used_up = bool(trouble) or not self.trials.recv()
        except (EOFError, OSError):
            self._process.join(_KILL_SECONDS)
            code = self._process.exitcode or 0
            trouble = f"its process was ended by signal {-code}" if code < 0 else f"its process ended itself ({code})"
            self.is_used_up = True
        if self.is_used_up:
            self.end()
        self.trial = None
        return outcome(trial, time.monotonic() - self._began, trouble)

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join(_KILL_SECONDS)
        self.trials.close()

    @property
    def _deadline(self) -> float:
        return FULL_DEADLINE if self.trial is not None and self.trial.full else DEADLINE


def _ready(hands: Sequence[_Hand]) -> list[_Hand]:
    """Wait until a trial is over, or late; return the hands that had it."""
    busy = [hand for hand in hands if hand.trial is not None]
    first = min(hand.late_at for hand in busy)
    heard = wait([hand.trials for hand in busy], max(0.0, first - time.monotonic()))
    return [hand for hand in busy if hand.trials in heard or time.monotonic() >= hand.late_at]
