"""The baseline: deviations of a connector that are known and explained, so that a run shows what is new.

A failure the baseline names is a deviation, not a failure. An entry that no longer happens is stale and fails the
run: somebody mended what it explains, or the scenario no longer looks where it did. One that says it is sporadic, as a
race is, may happen or not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from harness.errors import ConfigurationError
from harness.plan import PlannedScenario
from harness.project import BASELINES
from harness.requirements import ID
from harness.verdicts import Verdict

_EXPLAINABLE = frozenset({Verdict.FAILED, Verdict.WARNING, Verdict.UNTESTABLE})
_JUDGED = _EXPLAINABLE | {Verdict.PASSED, Verdict.DEVIATION}
_MEMBERS = {"requirement", "scenario", "row", "reason", "since", "until", "sporadic"}


@dataclass(frozen=True)
class Deviation:
    """One entry: which requirement, or which scenario or row of it, why, since which version, until which day.

    Without `until` it holds until somebody takes it out; a `sporadic` one does not happen in every run.
    """

    requirement: str
    reason: str
    since: str
    scenario: str = ""
    row: str = ""
    until: date | None = None
    sporadic: bool = False

    def names(self, scenario: PlannedScenario) -> bool:
        """Tell whether the entry is about a scenario."""
        return (
            self.requirement in scenario.requirements
            and self.scenario in ("", scenario.name)
            and self.row in ("", scenario.row)
        )

    def __str__(self) -> str:
        """Name the entry as it is found in its file."""
        place = f", {self.scenario}" if self.scenario else ""
        return f"{self.requirement}{place}{f' [{self.row}]' if self.row else ''}"


@dataclass(frozen=True)
class Baseline:
    """The entries of a baseline file; an empty one explains nothing."""

    deviations: tuple[Deviation, ...] = ()

    def explanation(self, scenario: PlannedScenario, verdict: Verdict, today: date) -> Deviation | None:
        """Return the entry that explains a scenario's failure, or None when it is no failure or a new one."""
        if verdict not in _EXPLAINABLE:
            return None
        current = [entry for entry in self.deviations if entry.until is None or today <= entry.until]
        return next((entry for entry in current if entry.names(scenario)), None)

    def stale(self, verdicts: Iterable[tuple[PlannedScenario, Verdict]]) -> tuple[Deviation, ...]:
        """Return the entries that name scenarios which were judged, all of which pass by now; sporadic ones never are.

        An entry whose day has passed is not stale while a scenario fails: what it named does still happen.
        """
        judged = [(scenario, verdict) for scenario, verdict in verdicts if verdict in _JUDGED]
        named = {entry: {verdict for scenario, verdict in judged if entry.names(scenario)} for entry in self.deviations}
        return tuple(entry for entry, found in named.items() if found == {Verdict.PASSED} and not entry.sporadic)


def baseline_file(path: Path) -> Path:
    """Return the file a baseline is in: the one of that path, or the shipped one of that name where there is none."""
    shipped = BASELINES / f"{path.name}.toml"
    return shipped if not path.exists() and shipped.is_file() else path


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file, or the shipped one of that name: TOML with one `[[deviation]]` per entry.

    Raises:
        ConfigurationError: when the file cannot be read, or an entry lacks requirement, reason or since.

    """
    path = baseline_file(path)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            "--baseline", f"{path} cannot be read ({error.strerror})", "Give a readable file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            "--baseline", f"{path} is not valid TOML ({error})", "Correct the line it names."
        ) from error
    if unknown := sorted(set(document) - {"deviation"}):
        raise ConfigurationError(f"{path.name}, {unknown[0]}", "there is no such entry", "Write [[deviation]] entries.")
    entries = document.get("deviation", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigurationError(f"{path.name}, deviation", "it is no list of entries", "Write [[deviation]] entries.")
    return Baseline(tuple(_deviation(entry, f"{path.name}, deviation {n}") for n, entry in enumerate(entries, start=1)))


def _deviation(entry: dict[str, Any], where: str) -> Deviation:
    for name in ("requirement", "reason", "since"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise ConfigurationError(f"{where}, {name}", "it is missing", "A deviation without it explains nothing.")
    if not ID.fullmatch(entry["requirement"]):
        raise ConfigurationError(
            f"{where}, requirement", f"{entry['requirement']!r} is no id", "Write it like P2G-TOKEN-001."
        )
    if unknown := sorted(set(entry) - _MEMBERS):
        raise ConfigurationError(
            f"{where}, {unknown[0]}", "there is no such entry", f"Known: {', '.join(sorted(_MEMBERS))}."
        )
    until = entry.get("until")
    if until is not None and type(until) is not date:
        raise ConfigurationError(f"{where}, until", f"{until!r} is no day", "Write it like 2027-01-31, without quotes.")
    if not isinstance(entry.get("sporadic", False), bool):
        raise ConfigurationError(
            f"{where}, sporadic", f"{entry['sporadic']!r} is neither", "Write true or false, without quotes."
        )
    return Deviation(**entry)
