"""What the report says of the whole run: the answer, the counts, requirement by requirement, the qualification."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.qualification.telling import FILE
from harness.record import RunRecord, ScenarioResult
from harness.reports.terminal import answer_of
from harness.requirements import Requirement
from harness.verdicts import Exit, Level, Verdict, worst


@dataclass(frozen=True)
class Counted:
    """How many of one kind there are: in all, and by verdict in the order of `Counts.verdicts`."""

    name: str
    total: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Counts:
    """A table: scenarios and requirements of each level by verdict; only verdicts that happened have a column."""

    verdicts: tuple[Verdict, ...]
    scenarios: tuple[Counted, ...]
    requirements: tuple[Counted, ...]


@dataclass(frozen=True)
class JudgedRequirement:
    """A requirement with its verdict and its scenarios; `known` is its entry in the catalogue, if it has one."""

    id: str
    area: str
    level: Level
    verdict: Verdict
    known: Requirement | None
    results: tuple[ScenarioResult, ...]


@dataclass(frozen=True)
class Qualification:
    """What the file of a qualification holds; `problem` says why it could not be read."""

    found: dict[str, Any]
    problem: str = ""


def tone(record: RunRecord) -> str:
    """Return how the answer is to be felt: good, bad, or neither."""
    return {Exit.CONFORMANT: "good", Exit.VACUOUS: "open", Exit.INTERRUPTED: "open"}.get(record.exit_code, "bad")


def answer(record: RunRecord) -> str:
    """Return the answer; of a run that has not ended it is none yet."""
    return answer_of(record) if record.finished else "NOT FINISHED: the run is still going on, or died"


def judged(record: RunRecord) -> tuple[JudgedRequirement, ...]:
    """Return the requirements that scenarios of the run judge, in the order of the catalogue."""
    return tuple(_judged(record, name, results) for name, results in record.requirements.items())


def counts(record: RunRecord, requirements: Iterable[JudgedRequirement]) -> Counts:
    """Return how many scenarios and requirements have each verdict, by level."""
    scenarios = [(each.scenario.level, each.verdict) for each in record.scenarios]
    found = [(each.level, each.verdict) for each in requirements]
    verdicts = tuple(verdict for verdict in Verdict if any(verdict is each for _, each in (*scenarios, *found)))
    return Counts(verdicts, _counted(scenarios, verdicts), _counted(found, verdicts))


def qualification(record: RunRecord) -> Qualification | None:
    """Return the qualification that lies beside the record, or None when there is none."""
    path: Path = record.path.parent / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for name in ("finished", "qualified", "full", "faults", "others", "defects"):
            found[name]
        for defect in found["defects"]:
            for name in ("name", "wrong", "requirement", "caught", "verdict", "by", "trips", "trouble"):
                defect[name]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Qualification({}, f"{FILE} cannot be read ({error!r})")
    return Qualification(found)


def _judged(record: RunRecord, name: str, results: list[ScenarioResult]) -> JudgedRequirement:
    known = record.catalogue.get(name)
    return JudgedRequirement(
        id=name,
        area=name.split("-")[1] if name.count("-") > 1 else name,
        level=known.level if known else results[0].scenario.level,
        verdict=worst(result.verdict for result in results),
        known=known,
        results=tuple(results),
    )


def _counted(found: list[tuple[Level, Verdict]], verdicts: tuple[Verdict, ...]) -> tuple[Counted, ...]:
    rows = [("all", found), *((str(level), [each for each in found if each[0] is level]) for level in Level)]
    return tuple(
        Counted(name, len(row), tuple(sum(each is verdict for _, each in row) for verdict in verdicts))
        for name, row in rows
        if row or name == "all"
    )
