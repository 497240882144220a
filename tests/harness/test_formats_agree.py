"""The formats of a run agree: all files of results, those that are written on demand too, and the terminal."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from junitparser import Error, Failure, Skipped
from junitparser.xunit2 import JUnitXml

from harness.keeper import ON_DEMAND, REPORTS
from harness.record import RunRecord
from harness.reports import terminal_report
from harness.verdicts import Verdict
from tests.harness.judge_bench import result
from tests.harness.run_bench import run_of_every_verdict

# Chosen so that no two verdicts have the same number, but for those with one.
COUNTS = {
    "error": 2,
    "failed": 4,
    "untestable": 1,
    "not_run": 4,
    "deviation": 1,
    "warning": 1,
    "passed": 3,
    "inapplicable": 2,
}
# JUnit and Cucumber know fewer results; these are the verdicts behind each of theirs.
FAILURES, SKIPPED = ("failed", "untestable"), ("inapplicable", "not_run")


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    """A run of every verdict, whose files are written."""
    record = run_of_every_verdict(tmp_path)
    record.expect(result("Four more", Verdict.NOT_RUN).scenario)
    for scenario in filter(None, (each.evidence for each in record.scenarios)):
        (tmp_path / scenario).parent.mkdir(exist_ok=True)
        (tmp_path / scenario).write_text('{"exchanges": []}', encoding="utf-8")
    for name, write in {**REPORTS, **ON_DEMAND}.items():
        write(record, tmp_path / name)
    record.finish(interrupted=False)
    return record


def in_results(record: RunRecord) -> Mapping[str, int]:
    document = json.loads(record.path.read_text(encoding="utf-8"))
    listed = Counter(scenario["verdict"] for scenario in document["scenarios"])
    assert listed == document["run"]["counts"]
    return listed


def in_junit(record: RunRecord) -> Mapping[str, int]:
    suites: Any = JUnitXml.fromfile(str(record.path.with_name("junit.xml")))
    cases = [case for suite in suites for case in suite]
    marks = {Failure: FAILURES, Error: ("error",), Skipped: SKIPPED}
    counted = Counter(str(said.value) for case in cases for said in case.properties() if said.name == "verdict")
    for kind, verdicts in marks.items():
        marked = sum(isinstance(mark, kind) for case in cases for mark in case.result)
        assert marked == sum(counted[name] for name in verdicts)
    told = (suites.tests, suites.failures, suites.errors, suites.skipped)
    suites.update_statistics()
    assert told == (suites.tests, suites.failures, suites.errors, suites.skipped)
    return counted


def in_cucumber(record: RunRecord) -> Mapping[str, int]:
    features = json.loads(record.path.with_name("cucumber.json").read_text(encoding="utf-8"))
    elements = [element for feature in features for element in feature["elements"]]
    statuses = [{step["result"]["status"] for step in element["steps"]} for element in elements]
    counted = Counter(element["after"][0]["match"]["location"].removeprefix("verdict: ") for element in elements)
    assert sum("failed" in found for found in statuses) == sum(counted[name] for name in (*FAILURES, "error"))
    assert statuses.count({"skipped"}) == sum(counted[name] for name in SKIPPED)
    assert statuses.count({"passed"}) == sum(counted[name] for name in ("passed", "warning", "deviation"))
    return counted


def in_allure(record: RunRecord) -> Mapping[str, int]:
    results = allure_results(record)
    counted = Counter(label["value"] for each in results for label in each["labels"] if label["name"] == "verdict")
    statuses = Counter(each["status"] for each in results)
    assert statuses["failed"] == sum(counted[name] for name in FAILURES)
    assert statuses["broken"] == counted["error"]
    assert statuses["skipped"] == sum(counted[name] for name in SKIPPED)
    assert statuses["passed"] == sum(counted[name] for name in ("passed", "information", "warning", "deviation"))
    counted["passed"] += counted.pop("information")
    return counted


def allure_results(record: RunRecord) -> list[dict[str, Any]]:
    files = record.path.with_name("allure-results").glob("*-result.json")
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def in_the_terminal(record: RunRecord) -> Mapping[str, int]:
    lines = [line.text for line in terminal_report(record)]
    counts = next(line for line in lines if re.match(r"\d+ requirements, ", line)).partition(": ")[2]
    assert counts.endswith(" (1 of them with information)")
    return {name: int(number) for number, name in re.findall(r"(\d+) (\w+)(?=,| \(|$)", counts.partition(" (")[0])}


@pytest.mark.parametrize(
    "counted",
    [in_results, in_junit, in_cucumber, in_allure, in_the_terminal],
    ids=["results", "junit", "cucumber", "allure", "terminal"],
)
def test_every_format_counts_the_same_verdicts(
    record: RunRecord, counted: Callable[[RunRecord], Mapping[str, int]]
) -> None:
    assert record.counts == COUNTS
    assert counted(record) == COUNTS


def test_the_table_of_coverage_counts_what_was_judged(record: RunRecord) -> None:
    """A scenario that was not run, does not apply or is an error of ours has judged nothing."""
    table = record.path.with_name("coverage.txt").read_text(encoding="utf-8")
    judged = sum(COUNTS.values()) - COUNTS["not_run"] - COUNTS["inapplicable"] - COUNTS["error"]
    assert f", {judged} scenarios, " in table.splitlines()[-2]
    rows = re.findall(r"^ +(P2G-\w+-\d+) +(\d+) scenario", table, re.MULTILINE)
    assert {name: int(number) for name, number in rows} == {
        "P2G-CART-001": judged - 2,
        "P2G-CART-002": 1,
        "P2G-TERM-001": 1,
    }


def test_every_format_names_the_same_scenarios_and_times(record: RunRecord) -> None:
    document = json.loads(record.path.read_text(encoding="utf-8"))
    names = sorted(each["id"].partition(": ")[2] for each in document["scenarios"])
    seconds = sum(each["duration"] for each in document["scenarios"])
    suites = JUnitXml.fromfile(str(record.path.with_name("junit.xml")))
    assert sorted(str(case.name) for suite in suites for case in suite) == names
    assert suites.time == pytest.approx(seconds)
    features = json.loads(record.path.with_name("cucumber.json").read_text(encoding="utf-8"))
    elements = [element for feature in features for element in feature["elements"]]
    assert sorted(element["name"] for element in elements) == names
    timed = [each["result"]["duration"] for element in elements for each in (*element["steps"], *element["after"])]
    assert sum(timed) == pytest.approx(seconds * 1_000_000_000)
    results = allure_results(record)
    assert sorted(each["name"] for each in results) == names
    assert sum(each["stop"] - each["start"] for each in results) == pytest.approx(seconds * 1000)
