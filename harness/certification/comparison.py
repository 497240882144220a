"""Comparing two runs: what changed, requirement by requirement, and whether anything got worse.

Worse is decided by the order of verdicts in `harness.verdicts.Verdict`, the worst first: error, failed, untestable,
not_run, deviation, warning, passed. What is not judged counts as not_run, whether it is inapplicable or not there at
all: a requirement that held and is not judged any more is worse, one that failed and is not judged is not. A
requirement, a scenario of both runs, and the end of the run itself (one that judged, and one that was broken off) can
get worse. Scenarios that are gone or new weigh through their requirement alone. Between two generations, what only one
of them has is told and weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.verdicts import Exit, Verdict

_ORDER = list(Verdict)
_NOT_JUDGED = frozenset({Verdict.INAPPLICABLE, Verdict.NOT_RUN})
_JUDGED = frozenset({Exit.CONFORMANT, Exit.NOT_CONFORMANT})
_OUTCOME: Mapping[int | None, str] = {
    None: "did not come to its end",
    **{int(code): code.name.lower().replace("_", " ") for code in Exit},
}


@dataclass(frozen=True)
class ScenarioSaid:
    """What a scenario said in a run: its verdict, and how many checks it made."""

    verdict: Verdict
    checks: int


@dataclass(frozen=True)
class RunSaid:
    """What two runs are compared by; `about` is what a reader has to know of a run, by what it is called."""

    about: Mapping[str, str]
    generation: str
    exit_code: int | None
    requirements: Mapping[str, Verdict]
    scenarios: Mapping[str, ScenarioSaid]


@dataclass(frozen=True)
class Change:
    """Something that is not the same in both runs, in words, and whether it got worse."""

    what: str
    worse: bool = False


@dataclass(frozen=True)
class Comparison:
    """All that changed, by what it is about; each may be empty."""

    runs: tuple[Change, ...]
    requirements: tuple[Change, ...]
    scenarios: tuple[Change, ...]
    checks: tuple[Change, ...]

    @property
    def worse(self) -> int:
        """How many things got worse."""
        return sum(each.worse for part in (self.runs, self.requirements, self.scenarios, self.checks) for each in part)

    def lines(self) -> Iterator[str]:
        """Yield the comparison for a reader, line by line."""
        for title, part in (
            ("the runs", self.runs),
            ("requirements", self.requirements),
            ("scenarios", self.scenarios),
            ("checks made by scenarios of one verdict in both", self.checks),
        ):
            yield (
                f"{title}: {f'{len(part)} differences' if len(part) != 1 else '1 difference'}"
                if part
                else (f"{title}: the same")
            )
            yield from (f"  {'WORSE  ' if each.worse else '       '}{each.what}" for each in part)
        yield f"{self.worse} got worse" if self.worse else "nothing got worse"


def said(document: Mapping[str, Any]) -> RunSaid:
    """Return what a record (as in results.json) says that can be compared.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: when it is no record of this format.

    """
    run, target = document["run"], document["target"]
    code = run["exit_code"]
    qualification = run["qualification"]
    return RunSaid(
        about={
            "run": f"{run['id']} of {run['started']}",
            "level": str(run["level"]),
            "generation": str(target["generation"]),
            "target": " ".join(filter(None, map(str, (target["name"], target["kind"], target["url"])))),
            "defects": ", ".join(target.get("defects", ())) or "none",
            **{f"version of {name}": str(version) for name, version in run["versions"].items()},
            **{
                setting["name"]: str(setting["value"])
                for setting in run["configuration"]
                if setting["name"] in ("baseline", "browser", "scenario-deadline")
            },
            "qualification": str(qualification["finished"]) if qualification else "none",
            "outcome": _OUTCOME[code],
        },
        generation=target["generation"],
        exit_code=code,
        requirements={each["id"]: Verdict(each["verdict"]) for each in document["requirements"]},
        scenarios={
            each["id"]: ScenarioSaid(Verdict(each["verdict"]), int(each["checks"])) for each in document["scenarios"]
        },
    )


def compare(before: RunSaid, after: RunSaid) -> Comparison:
    """Compare a run with a later one."""
    return Comparison(
        tuple(_of_runs(before, after)),
        tuple(_of_requirements(before, after)),
        tuple(_of_scenarios(before.scenarios, after.scenarios)),
        tuple(_of_checks(before.scenarios, after.scenarios)),
    )


def is_worse(before: Verdict | None, after: Verdict | None) -> bool:
    """Tell whether a verdict is worse than the one before; None is that of what was not there."""
    return _rank(after) < _rank(before)


def _rank(verdict: Verdict | None) -> int:
    return _ORDER.index(Verdict.NOT_RUN if verdict is None or verdict in _NOT_JUDGED else verdict)


def _of_runs(before: RunSaid, after: RunSaid) -> Iterator[Change]:
    for name in {**before.about, **after.about}:
        was, now = before.about.get(name, "none"), after.about.get(name, "none")
        if was != now:
            broken_off = before.exit_code in _JUDGED and after.exit_code not in _JUDGED
            yield Change(f"{name}: {was} -> {now}", worse=name == "outcome" and broken_off)


def _of_requirements(before: RunSaid, after: RunSaid) -> Iterator[Change]:
    same_generation = before.generation == after.generation
    for name in sorted(before.requirements.keys() | after.requirements.keys()):
        was, now = before.requirements.get(name), after.requirements.get(name)
        if was == now:
            continue
        of_both = was is not None and now is not None
        yield Change(f"{name:<18} {_change(was, now)}", worse=(of_both or same_generation) and is_worse(was, now))


def _of_scenarios(before: Mapping[str, ScenarioSaid], after: Mapping[str, ScenarioSaid]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        was = before[name].verdict if name in before else None
        now = after[name].verdict if name in after else None
        if was != now:
            of_both = was is not None and now is not None
            yield Change(f"{_change(was, now)}: {name}", worse=of_both and is_worse(was, now))


def _of_checks(before: Mapping[str, ScenarioSaid], after: Mapping[str, ScenarioSaid]) -> Iterator[Change]:
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name], after[name]
        if was.verdict == now.verdict and was.checks != now.checks:
            yield Change(f"{was.checks} -> {now.checks}: {name}")


def _change(before: Verdict | None, after: Verdict | None) -> str:
    if before is None:
        return f"new, {after}"
    if after is None:
        return f"gone, was {before}"
    return f"{before} -> {after}"
