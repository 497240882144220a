"""Several trials at the same time, each in a process made from this one, with a deadline for each."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from harness.qualification.trial import Trial, Tried, outcome, run, warm_up

# Seconds a trial may take: the few scenarios of a requirement, or all of them.
DEADLINE, FULL_DEADLINE = 60.0, 900.0
_KILL_SECONDS = 5.0


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


def run_all(trials: Iterable[Trial], processes: int) -> Iterator[Tried]:
    """Run trials, that many at the same time; yield each as soon as it is over."""
    warm_up()
    # What is there by now stays where it is: to look through it again is most of what a short run would do.
    gc.collect()
    gc.freeze()
    waiting, going = deque(trials), list[_Going]()
    forking = multiprocessing.get_context("fork")
    try:
        while waiting or going:
            while waiting and len(going) < processes:
                trial = waiting.popleft()
                process = forking.Process(target=run, args=(trial,), name=trial.defect.name)
                process.start()
                going.append(_Going(trial, process, time.monotonic()))
            first = min(each.began + each.deadline for each in going)
            wait([each.process.sentinel for each in going], max(0.0, first - time.monotonic()))
            for each in [each for each in going if not each.process.is_alive() or each.is_late]:
                going.remove(each)
                yield each.end()
    finally:
        for each in going:
            each.process.kill()
            each.process.join(_KILL_SECONDS)
        gc.unfreeze()
