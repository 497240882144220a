"""A trial: the run against one defect, as `punchout certify --defect` makes it, and what it left behind."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.defects import Defect
from harness.plan import PlannedScenario
from harness.verdicts import Verdict

# A *may* that is not met: its scenario passes, and informs.
INFORMATION = "information"
HELD = frozenset({Verdict.PASSED, Verdict.INAPPLICABLE, Verdict.NOT_RUN})
_GRAVEST = [Verdict.ERROR, Verdict.FAILED, Verdict.WARNING, INFORMATION, Verdict.UNTESTABLE]


@dataclass(frozen=True)
class Trial:
    """What is to be run: a defect, on a generation; `full` takes every scenario, else those of its requirement."""

    defect: Defect
    generation: str
    folder: Path
    seed: int
    full: bool

    @property
    def results(self) -> Path:
        """The record of the run."""
        return self.folder / "results.json"

    def takes(self, scenario: PlannedScenario) -> bool:
        """Tell whether a scenario is run."""
        named = self.defect.requirement in scenario.requirements and self.defect.scenario in scenario.title
        return self.full or named


@dataclass(frozen=True)
class Tried:
    """What a run against a defect said, requirement by requirement.

    `cells` has the gravest verdict of the scenarios of each requirement, INFORMATION among them; `noticed` the
    scenarios that made it so; `trouble` says why there is no result.
    """

    trial: Trial
    seconds: float
    cells: Mapping[str, str] = field(default_factory=dict)
    noticed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trouble: str = ""

    @property
    def is_caught(self) -> bool:
        """Whether the requirement it names noticed: what only kept a scenario from judging does not count.

        A fault in a party of ours is noticed as an error as well: it is ours.
        """
        wanted = {Verdict.FAILED, Verdict.WARNING, INFORMATION}
        if self.trial.defect.is_ours:
            wanted.add(Verdict.ERROR)
        return self.cells.get(self.trial.defect.requirement, "") in wanted

    @property
    def tripped(self) -> Mapping[str, str]:
        """The other requirements that did not hold, each with its verdict."""
        own = self.trial.defect.requirement
        return {name: cell for name, cell in self.cells.items() if cell not in HELD and name != own}


def outcome(trial: Trial, seconds: float, trouble: str) -> Tried:
    """Return what a trial that is over has left behind."""
    try:
        document = json.loads(trial.results.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Tried(trial, seconds, trouble=trouble or _last_words(trial))
    faults = document["run"]["faults"]
    if trouble or faults:
        return Tried(trial, seconds, trouble=trouble or faults[0])
    cells: dict[str, str] = {}
    noticed: dict[str, tuple[str, ...]] = {}
    for scenario, cell in _said(document):
        for name in scenario["requirements"]:
            if cell not in HELD and (name not in noticed or _graver(cell, cells[name])):
                cells[name], noticed[name] = cell, (scenario["id"],)
            elif cell == cells.get(name):
                noticed[name] = (*noticed.get(name, ()), scenario["id"]) if cell not in HELD else ()
            else:
                cells.setdefault(name, cell)
    return Tried(trial, seconds, cells, {name: ids for name, ids in noticed.items() if ids})


def _said(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    return ((scenario, cell_of(scenario)) for scenario in document["scenarios"])


def cell_of(scenario: Mapping[str, Any]) -> str:
    """Return the verdict of a scenario in a record, or INFORMATION."""
    informs = scenario["verdict"] == Verdict.PASSED and scenario["failure"] is not None
    return INFORMATION if informs else str(scenario["verdict"])


def _graver(cell: str, than: str) -> bool:
    return than in HELD or _GRAVEST.index(cell) < _GRAVEST.index(than)


def _last_words(trial: Trial) -> str:
    with contextlib.suppress(OSError):
        lines = (trial.folder / "output.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"
    return "it ended without a word"
