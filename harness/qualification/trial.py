"""A trial: the run against one defect, as `punchout certify --defect` makes it, in a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from harness.actors.people import source_of_names
from harness.defects import Defect
from harness.errors import HarnessFault
from harness.plan import PlannedScenario, plan, planned_for
from harness.project import CONFORMANCE, ROOT
from harness.verdicts import Verdict
from simulators.storefront.demo import source_of_texts
from simulators.wire.pages import read_all_templates

# A *may* that is not met: its scenario passes, and informs.
INFORMATION = "information"
HELD = frozenset({Verdict.PASSED, Verdict.INAPPLICABLE, Verdict.NOT_RUN})
_GRAVEST = [Verdict.ERROR, Verdict.FAILED, Verdict.WARNING, INFORMATION, Verdict.UNTESTABLE]
# What a person has set for runs of their own is not for these.
_OF_OTHER_RUNS = ("TARGET", "GENERATION", "LEVEL", "BASELINE", "OUT", "SEED", "DEFECT")


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


def warm_up() -> None:
    """Read everything once that trials need, so that a process made from this one need not.

    Raises:
        HarnessFault: when the scenarios cannot be collected.

    """
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        code = pytest.main([*_BASE, "--collect-only", "-qq", str(CONFORMANCE)])
    if code != pytest.ExitCode.OK:
        raise HarnessFault(f"the scenarios cannot be collected: {told.getvalue().strip()[-2000:]}")
    read_all_templates()
    source_of_names()
    source_of_texts()


def run(trial: Trial) -> None:
    """Run a trial in this process, which is for nothing else, and leave it."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    shutil.rmtree(trial.folder, ignore_errors=True)
    trial.folder.mkdir(parents=True)
    for name in _OF_OTHER_RUNS:
        os.environ.pop(f"PUNCHOUT_{name}", None)
    output = os.open(trial.folder / "output.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(output, stream.fileno())
    options = [
        f"--defect={trial.defect.name}",
        f"--generation={trial.generation}",
        f"--seed={trial.seed}",
        f"--out={trial.folder}",
    ]
    code = pytest.main([*_BASE, *options, *_modules(trial)], plugins=[_Taking(trial)])
    _forget_evidence(trial)
    sys.stdout.flush()
    os._exit(code)


def _end_with_parent() -> None:
    """End this process when that which made it is gone, by whatever: nobody would read what it says."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


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


# Modules are read already: nothing is left to be rewritten for asserts, of which scenarios have none.
_BASE = (f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml"), "-q", "--assert=plain", "-p", "pytest_bdd.plugin")


class _Taking:
    """Takes the scenarios of a trial; without `full` it has seen enough when the requirement has noticed."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._session: pytest.Session | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Remember what to stop."""
        self._session = session

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the scenarios of the trial."""
        planned = ((item, planned_for(item.nodeid)) for item in items)
        items[:] = [item for item, scenario in planned if scenario is None or self._trial.takes(scenario)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Stop when a scenario of the requirement has noticed."""
        document = getattr(report, "punchout", None)
        if document is None or self._trial.full or self._session is None:
            return
        if _cell(json.loads(document)) in (Verdict.FAILED, Verdict.WARNING, INFORMATION):
            # Not shouldstop, which pytest takes for an interruption and explains at length.
            self._session.shouldfail = "the defect is caught"


def _modules(trial: Trial) -> list[str]:
    """Return the test modules that have scenarios of a trial."""
    stems = {stem for (stem, _), scenario in plan().items() if trial.takes(scenario)}
    return [str(CONFORMANCE / f"test_{stem}.py") for stem in sorted(stems)]


def _said(document: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    return ((scenario, _cell(scenario)) for scenario in document["scenarios"])


def _cell(scenario: Mapping[str, Any]) -> str:
    informs = scenario["verdict"] == Verdict.PASSED and scenario["failure"] is not None
    return INFORMATION if informs else str(scenario["verdict"])


def _graver(cell: str, than: str) -> bool:
    return than in HELD or _GRAVEST.index(cell) < _GRAVEST.index(than)


def _forget_evidence(trial: Trial) -> None:
    """Keep the evidence of what was noticed: of all that went well, it is that of any other run."""
    noticed = {name for names in outcome(trial, 0, "").noticed.values() for name in names}
    with contextlib.suppress(OSError, ValueError):
        document = json.loads(trial.results.read_text(encoding="utf-8"))
        for scenario in document["scenarios"]:
            if scenario["id"] not in noticed and scenario["evidence"]:
                (trial.folder / scenario["evidence"]).unlink(missing_ok=True)
    for journal in (trial.folder / "evidence").glob("journal-*.jsonl"):
        journal.unlink()


def _last_words(trial: Trial) -> str:
    with contextlib.suppress(OSError):
        lines = (trial.folder / "output.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it ended without a word"
    return "it ended without a word"
