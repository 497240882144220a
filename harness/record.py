"""The record of a run: what every scenario said, kept in results.json from the first moment to the last.

The file is whole at any time: it is written beside and moved into place. A run that is broken off leaves the
scenarios it did not come to as not_run. Its format is published: `schemas/results.schema.json` changes with it.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.attestation import Attestation
from harness.baseline import Baseline
from harness.documentation import Statement, of_generation
from harness.pictures import PictureFile
from harness.plan import PlannedScenario
from harness.requirements import Requirement
from harness.selection import narrowed
from harness.verdicts import Exit, Level, Verdict, exit_code, worst
from simulators.wire import Losses, write_whole

FORMAT_VERSION = 2
# Rewriting the file costs; a reader of a run that died can do without the last moment.
WRITE_EVERY = 0.5
WRITE_SHARE = 20


@dataclass(frozen=True)
class StepResult:
    """One step as it ran: its outcome is passed or failed, its duration in seconds."""

    keyword: str
    text: str
    outcome: str
    duration: float


@dataclass(frozen=True)
class Failure:
    """Why a scenario has its verdict: what was judged, expected and got, where it was seen, what might help.

    `cause` is one of `Cause`, or nothing.
    """

    what: str
    expected: str = ""
    got: str = ""
    where: str = ""
    hint: str = ""
    exchange: str = ""
    details: str = ""
    cause: str = ""


@dataclass(frozen=True)
class ScenarioResult:
    """What a scenario said; `evidence` is the file it rests on, relative to the output folder, `pictures` beside it."""

    scenario: PlannedScenario
    verdict: Verdict
    reason: str = ""
    failure: Failure | None = None
    steps: tuple[StepResult, ...] = ()
    checks: int = 0
    duration: float = 0.0
    evidence: str = ""
    attestations: tuple[Attestation, ...] = ()
    pictures: tuple[PictureFile, ...] = ()

    @property
    def is_information(self) -> bool:
        """Whether it passed only because what was not met is a *may*: the failure informs, and is no more than that."""
        return self.verdict is Verdict.PASSED and self.failure is not None

    def document(self) -> dict[str, Any]:
        """Return the result as JSON values."""
        scenario = self.scenario
        return {
            "id": scenario.id,
            "feature_file": scenario.feature_file,
            "feature": scenario.feature,
            "rule": scenario.rule,
            "name": scenario.name,
            "row": scenario.row,
            "requirements": list(scenario.requirements),
            "level": str(scenario.level),
            "verdict": str(self.verdict),
            "reason": self.reason,
            "failure": asdict(self.failure) if self.failure else None,
            "steps": [asdict(step) for step in self.steps],
            "checks": self.checks,
            "duration": round(self.duration, 4),
            "evidence": self.evidence,
            "attestations": [each.document() for each in self.attestations],
            "pictures": [asdict(picture) for picture in self.pictures],
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> ScenarioResult:
        """Return the result a document was made from; tags are not in it."""
        return cls(
            scenario=PlannedScenario(
                document["feature_file"],
                document["feature"],
                document["rule"],
                document["name"],
                document["row"],
                tuple(document["requirements"]),
                Level(document["level"]),
                frozenset(),
            ),
            verdict=Verdict(document["verdict"]),
            reason=document["reason"],
            failure=Failure(**document["failure"]) if document["failure"] else None,
            steps=tuple(StepResult(**step) for step in document["steps"]),
            checks=document["checks"],
            duration=document["duration"],
            evidence=document["evidence"],
            attestations=tuple(map(Attestation.from_document, document["attestations"])),
            pictures=tuple(PictureFile(**picture) for picture in document["pictures"]),
        )


@dataclass
class RunRecord:
    """The whole run; `about` is what is known when it starts, target and settings among it.

    `stopped` says why the harness itself ended it early.

    Its document lists the requirements that were judged, each with a verdict, and beside them, as `not_testable`, those
    of the generation that no scenario can judge, each with the reason.
    """

    about: dict[str, Any]
    target: dict[str, Any]
    catalogue: Mapping[str, Requirement]
    path: Path
    results: dict[str, ScenarioResult] = field(default_factory=dict)
    planned: dict[str, PlannedScenario] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    baseline: Baseline = field(default_factory=Baseline)
    statements: tuple[Statement, ...] = ()
    interrupted: bool = False
    stopped: str = ""
    finished: str = ""
    _write_next: float = 0.0

    losses: Losses = field(default_factory=Losses)

    def begin(self) -> None:
        """Write the file for the first time.

        Raises:
            OSError: when it cannot be written.

        """
        self._write()

    def expect(self, scenario: PlannedScenario) -> None:
        """Note a scenario that is going to run."""
        self.planned[scenario.id] = self._narrowed(scenario)

    def add(self, result: ScenarioResult) -> None:
        """Take the result of a scenario."""
        self.results[result.scenario.id] = replace(result, scenario=self._narrowed(result.scenario))
        self.write(at_once=False)

    def finish(self, *, interrupted: bool) -> Exit:
        """End the run, or note what has come to light since it ended; return its exit code."""
        self.interrupted = interrupted
        self.finished = self.finished or _now()
        self.write(at_once=True)
        return self.exit_code

    @property
    def scenarios(self) -> list[ScenarioResult]:
        """Every planned scenario with its result, in the order of the features; not_run for those that have none."""
        known = {**self.planned, **{result.scenario.id: result.scenario for result in self.results.values()}}
        ended = "the run ended before it came to this scenario"
        missing = f"{self.stopped}: {ended}" if self.stopped else ended
        return [
            self.results.get(name) or ScenarioResult(known[name], Verdict.NOT_RUN, missing) for name in sorted(known)
        ]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many scenarios have each verdict."""
        return Counter(result.verdict for result in self.scenarios)

    @property
    def requirements(self) -> dict[str, list[ScenarioResult]]:
        """The scenarios of each requirement, in the order of the catalogue."""
        found: dict[str, list[ScenarioResult]] = {name: [] for name in self.catalogue}
        for result in self.scenarios:
            for name in result.scenario.requirements:
                found.setdefault(name, []).append(result)
        return {name: results for name, results in found.items() if results}

    @property
    def not_testable(self) -> tuple[Requirement, ...]:
        """The requirements of the generation that no scenario of the run can judge, and that say why.

        What only a person can tell is one of them unless the run was to ask.
        """
        generation, judged = self.target["generation"], self.requirements
        own = (each for name, each in self.catalogue.items() if generation in each.generations and name not in judged)
        return tuple(each for each in own if each.why_not_judged)

    @property
    def exit_code(self) -> Exit:
        """The exit code of what is recorded so far."""
        if self.faults:
            return Exit.HARNESS_FAULT
        code = exit_code([result.verdict for result in self.scenarios], interrupted=self.interrupted)
        return Exit.NOT_CONFORMANT if code is Exit.CONFORMANT and self.stale else code

    @property
    def stale(self) -> list[str]:
        """The entries of the baseline that no longer happen."""
        return [str(entry) for entry in self.baseline.stale((r.scenario, r.verdict) for r in self.scenarios)]

    def document(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        counts = self.counts
        return {
            "version": FORMAT_VERSION,
            "run": {
                **self.about,
                "finished": self.finished,
                "interrupted": self.interrupted,
                "stopped": self.stopped,
                "exit_code": int(self.exit_code) if self.finished else None,
                "counts": {str(verdict): counts[verdict] for verdict in Verdict if counts[verdict]},
                "faults": self.faults,
                "stale_deviations": self.stale if self.finished else [],
            },
            "target": self.target,
            "requirements": [self._requirement(name, results) for name, results in self.requirements.items()],
            "not_testable": [
                {**self._about(requirement), "reason": requirement.why_not_judged} for requirement in self.not_testable
            ],
            "scenarios": [result.document() for result in self.scenarios],
        }

    def write(self, *, at_once: bool) -> None:
        """Write the file, now or when the last time is a while ago."""
        if not at_once and time.monotonic() < self._write_next:
            return
        try:
            self._write()
        except OSError as error:
            # What was written last is still there.
            self.losses.note("results", self.path, error)
            self.take_losses()
            self._write_next = time.monotonic() + WRITE_EVERY

    def take_losses(self, told: Iterable[str] = ()) -> None:
        """Make faults of what could not be written, here or by a worker."""
        for loss in (*self.losses.take(), *told):
            if loss not in self.faults:
                self.faults.append(loss)

    def _write(self) -> None:
        began = time.monotonic()
        # Written for a reader at the end only: an indented text takes five times as long.
        text = json.dumps(self.document(), ensure_ascii=False, indent=1 if self.finished else None) + "\n"
        write_whole(self.path, text.encode("utf-8", "backslashreplace"))
        ended = time.monotonic()
        self._write_next = ended + max(WRITE_EVERY, WRITE_SHARE * (ended - began))

    def _narrowed(self, scenario: PlannedScenario) -> PlannedScenario:
        return narrowed(scenario, self.target["generation"], self.catalogue)

    def _requirement(self, name: str, results: list[ScenarioResult]) -> dict[str, Any]:
        requirement = self.catalogue.get(name)
        about = self._about(requirement) if requirement else {"id": name, "level": str(results[0].scenario.level)}
        return {
            **about,
            "attested": requirement.attested if requirement else "",
            "verdict": str(worst(result.verdict for result in results)),
            "scenarios": [result.scenario.id for result in results],
        }

    def _about(self, requirement: Requirement) -> dict[str, Any]:
        own = of_generation(self.statements, self.target["generation"])
        return {
            "id": requirement.id,
            "level": str(requirement.level),
            "text": requirement.text,
            "source": requirement.source,
            "statements": [statement.name for statement in own if requirement.id in statement.requirements],
            "remedy": requirement.remedy,
        }


def started() -> str:
    """Return the moment as it is written in the record."""
    return _now()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
