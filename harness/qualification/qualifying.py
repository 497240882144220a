"""`punchout qualify`: every defect against the scenarios."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.defects import Defect, read_defects
from harness.errors import ConfigurationError
from harness.project import CATALOGUE
from harness.qualification.matrix import Matrix
from harness.qualification.telling import line_of, summary, write
from harness.qualification.trial import Trial, Tried
from harness.qualification.trials import run_all
from harness.requirements import Requirement, read_catalogue
from harness.targetfile import DEFAULT_GENERATION

# Half the time of a trial is waiting: for answers that do not come, and for parties to end.
_PER_CORE = 3


@dataclass(frozen=True)
class QualifyOrder:
    """What to qualify: some defects or all, with the scenarios that can see each or with all of them.

    Without a `generation` each defect is tried where its requirement is promised. `processes` go at the same time.
    """

    out: Path
    seed: int
    defects: Sequence[str] = ()
    generation: str = ""
    full: bool = False
    processes: int = 0
    quiet: bool = False


def qualify(order: QualifyOrder, tell: Callable[[str], None]) -> bool:
    """Run the trials and tell what they say; return whether the suite is qualified.

    Raises:
        ConfigurationError: when a defect is not known, or none is left to try.

    """
    catalogue, began = read_catalogue(CATALOGUE), time.monotonic()
    trials = _trials(order, catalogue)
    processes = order.processes or _PER_CORE * len(os.sched_getaffinity(0))
    tell(f"{len(trials)} defects, {processes} at a time, seed {order.seed}, results in {order.out / 'qualification'}")
    tried: list[Tried] = []

    def take(each: Tried) -> None:
        tried.append(each)
        if not order.quiet:
            tell(line_of(each))

    run_all(trials, processes, take)
    place = {trial.defect.name: number for number, trial in enumerate(trials)}
    tried.sort(key=lambda each: place[each.trial.defect.name])
    matrix = Matrix(tuple(tried), _testable(order, catalogue), order.full, whole=not order.defects)
    seconds = time.monotonic() - began
    write(matrix, order.out, seed=order.seed, seconds=seconds)
    for line in summary(matrix):
        tell(line)
    tell(f"{seconds:.0f} s; the matrix is in {order.out / 'qualification.txt'}")
    return matrix.is_qualified


def _trials(order: QualifyOrder, catalogue: Mapping[str, Requirement]) -> list[Trial]:
    known = read_defects()
    for name in order.defects:
        if name not in known:
            raise ConfigurationError("qualify", f"{name!r} is no defect", "punchout defects lists them.")
        if browser := known[name].browser:
            repeat = f"punchout certify --browser {browser} --defect {name}"
            raise ConfigurationError("qualify", f"{name!r} shows with {browser} alone", f"Try it by {repeat}.")
    named = [known[name] for name in order.defects] if order.defects else known.values()
    # A qualification is made with the browser that every machine has.
    chosen = [defect for defect in named if not defect.browser]
    placed = [(defect, _generation(defect, order, catalogue)) for defect in chosen]
    folder = order.out / "qualification"
    trials = [Trial(each, where, folder / each.name, order.seed, order.full) for each, where in placed if where]
    if not trials:
        raise ConfigurationError("qualify", f"{order.generation} promises nothing these defects break", "Name others.")
    return trials


def _generation(defect: Defect, order: QualifyOrder, catalogue: Mapping[str, Requirement]) -> str:
    """Return the generation a defect is tried on, or nothing when its requirement is not of the one asked for."""
    promised = catalogue[defect.requirement].generations
    if order.generation:
        return order.generation if order.generation in promised else ""
    return DEFAULT_GENERATION if DEFAULT_GENERATION in promised else promised[0]


def _testable(order: QualifyOrder, catalogue: Mapping[str, Requirement]) -> tuple[str, ...]:
    return tuple(
        name
        for name, each in catalogue.items()
        if not each.why_not_judged and (not order.generation or order.generation in each.generations)
    )
