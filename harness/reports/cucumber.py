"""Cucumber JSON of a run, for test managers such as Xray and Zephyr: a feature per file, an element per scenario.

The shape is that of Cucumber-JVM, which knows steps that passed, failed or were skipped, and no verdicts. An importer
makes the status of a scenario from those of its steps, so that they follow the verdict, step by step:

| verdict | steps |
|---|---|
| passed | all passed |
| warning, deviation, information (passed, with a *may* that is not met) | all passed; what was not met is told below |
| failed, untestable, error | as recorded, one at least failed |
| inapplicable, not_run | all skipped |

Where the recorded steps do not show it, one more is made of the reason: in a scenario that failed although all of its
steps passed (what it changed could not be put back, a party broke, a step has no definition), and in one without steps.
Steps a scenario did not come to are not in the record, and not here.

Every element ends with an `after` hook. Its location is the verdict (`verdict: warning`), its status that of the
scenario, its duration what is left of the scenario's beside the steps, so that the sums agree with the record; whatever
is no plain passed scenario is told there, as output and as an embedded text. Durations are whole nanoseconds. Line
numbers are counted, feature by feature: they keep the order and are not those of the files.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, groupby
from pathlib import Path
from typing import Any

from harness.record import RunRecord, ScenarioResult, StepResult
from harness.reports.plain_text import plain, told_of
from harness.verdicts import Verdict
from simulators.wire import write_whole

STATUS: Mapping[Verdict, str] = {
    Verdict.PASSED: "passed",
    Verdict.WARNING: "passed",
    Verdict.DEVIATION: "passed",
    Verdict.FAILED: "failed",
    Verdict.UNTESTABLE: "failed",
    Verdict.ERROR: "failed",
    Verdict.INAPPLICABLE: "skipped",
    Verdict.NOT_RUN: "skipped",
}
_NANOSECONDS = 1_000_000_000


def write_cucumber(record: RunRecord, path: Path) -> None:
    """Write the record as Cucumber JSON: every planned scenario, whoever ran it, with the status of its verdict.

    Raises:
        OSError: when it cannot be written.

    """
    by_file = groupby(record.scenarios, key=lambda result: result.scenario.feature_file)
    features = [_feature(name, list(results)) for name, results in by_file]
    write_whole(path, f"{json.dumps(features, ensure_ascii=False, indent=1)}\n".encode())


def _feature(file: str, results: list[ScenarioResult]) -> dict[str, Any]:
    name, lines = _slug(file.removesuffix(".feature")), count(1)
    return {
        "uri": f"features/{file}",
        "id": name,
        "line": next(lines),
        "keyword": "Feature",
        "name": plain(results[0].scenario.feature),
        "description": "",
        "tags": [],
        "elements": list(_elements(name, results, lines)),
    }


def _elements(feature: str, results: Iterable[ScenarioResult], lines: Iterator[int]) -> Iterator[dict[str, Any]]:
    """Yield the scenarios; names that differ in their punctuation only are told apart by a number."""
    times: dict[str, int] = {}
    for result in results:
        scenario = result.scenario
        slug = _slug(scenario.title)
        times[slug] = times.get(slug, 0) + 1
        yield {
            "id": f"{feature};{slug}" + (f";;{times[slug]}" if times[slug] > 1 else ""),
            "line": next(lines),
            "type": "scenario",
            "keyword": "Scenario Outline" if scenario.row else "Scenario",
            "name": plain(scenario.title),
            "description": plain(scenario.rule),
            "tags": [{"name": f"@{tag}"} for tag in (*scenario.requirements, scenario.level)],
            "steps": [{"line": next(lines), **step} for step in _steps(result)],
            "after": [_verdict(result)],
        }


def _steps(result: ScenarioResult) -> Iterator[dict[str, Any]]:
    status = STATUS[result.verdict]
    for step in result.steps:
        yield _step(step, step.outcome if status == "failed" else status, result)
    shown = any(step.outcome == "failed" for step in result.steps) if status == "failed" else bool(result.steps)
    if not shown:
        reason = " ".join(result.reason.split()) or f"the verdict is {result.verdict}"
        yield _step(StepResult("*", reason, status, 0.0), status, result)


def _step(step: StepResult, status: str, result: ScenarioResult) -> dict[str, Any]:
    return {
        "keyword": f"{step.keyword} ",
        "name": plain(step.text),
        "match": {},
        "result": _result(status, step.duration, result),
    }


def _verdict(result: ScenarioResult) -> dict[str, Any]:
    rest = max(result.duration - sum(step.duration for step in result.steps), 0.0)
    hook: dict[str, Any] = {
        "match": {"location": f"verdict: {result.verdict}"},
        "result": _result(STATUS[result.verdict], rest, result),
    }
    if result.verdict is Verdict.PASSED and not result.is_information:
        return hook
    told = told_of(result)
    embedded = {"mime_type": "text/plain", "name": "verdict", "data": b64encode(told.encode()).decode()}
    return {**hook, "output": [told], "embeddings": [embedded]}


def _result(status: str, seconds: float, result: ScenarioResult) -> dict[str, Any]:
    told = {"error_message": told_of(result)} if status == "failed" else {}
    return {"status": status, "duration": round(seconds * _NANOSECONDS), **told}


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+|_+", "-", text.lower()).strip("-")
