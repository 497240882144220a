"""A trial: the run against one defect, as `punchout certify --defect` makes it, and what it left behind."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.defects import Defect
from harness.plan import PlannedScenario
from harness.verdicts import Verdict

# A *may* that is not met: its scenario passes, and informs.
INFORMATION = "information"
# In what was looked at: which line it was, say, is another one each time.
_NUMBER = re.compile(r"\d+")
_HELD = (Verdict.PASSED, Verdict.INAPPLICABLE, Verdict.NOT_RUN)
HELD = frozenset(_HELD)
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

    @property
    def output(self) -> Path:
        """What else was said: of a trial that ended as it should, there is none."""
        return self.folder / "output.txt"

    def takes(self, scenario: PlannedScenario) -> bool:
        """Tell whether a scenario is run."""
        named = self.defect.requirement in scenario.requirements and self.defect.scenario in scenario.title
        return self.full or named


@dataclass(frozen=True)
class Tried:
    """What a run against a defect said, requirement by requirement.

    `cells` has the gravest verdict of the scenarios of each requirement, INFORMATION among them; `noticed` the
    scenarios that made it so; `plain` are reasons that the record itself tells; `trouble` says why there is no result.
    """

    trial: Trial
    seconds: float
    cells: Mapping[str, str] = field(default_factory=dict)
    noticed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)
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

    def explanation(self, requirement: str) -> str:
        """Return why a requirement beside its own does not hold, or nothing when nobody has explained it."""
        return self.trial.defect.explanation(requirement) or self.plain.get(requirement, "")

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
    said: dict[str, dict[str, str]] = {}
    for scenario in document["scenarios"]:
        for name in scenario["requirements"]:
            said.setdefault(name, {})[scenario["id"]] = cell_of(scenario)
    at = {each["id"]: _NUMBER.sub("…", each["failure"]["what"]) for each in document["scenarios"] if each["failure"]}
    cells = {name: _gravest(each.values()) for name, each in said.items()}
    broken = {name: cell for name, cell in cells.items() if cell not in HELD}
    noticed = {name: tuple(one for one, what in said[name].items() if what == cell) for name, cell in broken.items()}
    own = said.get(trial.defect.requirement, {})
    plain = {name: _plain_reason(trial.defect.requirement, own, said[name], at) for name in broken}
    if trial.defect.is_ours:
        blamed = [name for name, cell in broken.items() if cell == Verdict.ERROR]
        plain |= {name: plain[name] or "a fault of ours is told as one wherever it shows" for name in blamed}
    return Tried(trial, seconds, cells, noticed, {name: reason for name, reason in plain.items() if reason})


def _gravest(cells: Iterable[str]) -> str:
    """Return the verdict of a requirement, from those of its scenarios."""
    found = set(cells)
    return next((cell for cell in [*_GRAVEST, *_HELD] if cell in found), str(Verdict.NOT_RUN))


def _plain_reason(requirement: str, own: Mapping[str, str], said: Mapping[str, str], at: Mapping[str, str]) -> str:
    """Return why a requirement does not hold beside that of the defect, where the record tells; else nothing.

    `own` and `said` are cells by scenario, of that requirement and of this one; `at` is what did not hold in each.
    """
    broken = {one: cell for one, cell in said.items() if cell not in HELD}
    if all(one in own for one in broken):
        return f"a scenario that judges {requirement} judges it as well"
    if all(one in own or cell == Verdict.UNTESTABLE for one, cell in broken.items()):
        return "it could not be judged: what its scenarios prepare does not come about with the defect"
    noticed_at = {at[one] for one, cell in own.items() if cell not in HELD and one in at}
    elsewhere = [one for one, cell in broken.items() if one not in own and cell != Verdict.UNTESTABLE]
    if all(at.get(one) in noticed_at for one in elsewhere):
        shown = " and ".join(sorted({f"{at[one]!r}" for one in elsewhere}))
        return f"its scenarios look at what the defect is noticed by as well: {shown}"
    return ""


def cell_of(scenario: Mapping[str, Any]) -> str:
    """Return the verdict of a scenario in a record, or INFORMATION."""
    informs = scenario["verdict"] == Verdict.PASSED and scenario["failure"] is not None
    return INFORMATION if informs else str(scenario["verdict"])


def _last_words(trial: Trial) -> str:
    with contextlib.suppress(OSError):
        lines = trial.output.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"
    return "it ended without a word"
