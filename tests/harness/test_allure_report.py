"""Results for Allure: what its report shows of a run, and that a scenario has one history over all runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.record import RunRecord
from harness.reports import write_allure
from harness.verdicts import Level, Verdict
from tests.harness.judge_bench import result
from tests.harness.run_bench import MET, NOT_MET, OTHERWISE, record_in

EXCHANGE = {
    "number": 4,
    "scenario": "cart.feature: It is lost",
    "started": "2026-01-01T00:00:02.500000+00:00",
    "sender": "storefront",
    "receiver": "hub",
    "method": "POST",
    "url": "http://hub.example/?token=[token 0123abcd]",
    "request": {"headers": [["Content-Type", "text/plain"]], "text": "half a \ud83d", "size": 10},
    "status": None,
    "answer": None,
    "duration": 0.1,
    "failure": "nobody answered",
}


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    """A run with a scenario that has evidence."""
    record = record_in(tmp_path)
    lost = result("It is lost", Verdict.FAILED, OTHERWISE, steps=NOT_MET, row="-1", evidence="lost.json", duration=1.25)
    record.results[lost.scenario.id] = lost
    evidence = json.dumps({"checks": [], "exchanges": [EXCHANGE]})
    (tmp_path / "lost.json").write_text(evidence, encoding="utf-8")
    return record


def written(record: RunRecord, folder: str = "allure-results") -> list[dict[str, Any]]:
    write_allure(record, record.path.with_name(folder))
    files = record.path.with_name(folder).glob("*-result.json")
    found = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return sorted(found, key=lambda each: str(each["name"]))


def test_a_scenario_is_told_with_steps_labels_and_reason(record: RunRecord) -> None:
    (found,) = written(record)
    assert (found["status"], found["name"], found["fullName"]) == (
        "failed",
        "It is lost [-1]",
        "cart.feature: It is lost [-1]",
    )
    assert [(step["name"], step["status"]) for step in found["steps"]] == [
        ("Given a buyer", "passed"),
        ("Then the cart arrives", "failed"),
    ]
    assert [found["steps"][1]["start"], found["stop"]] == [found["start"] + 250, found["start"] + 1250]
    assert found["start"] == 1767225602500
    labels = {(label["name"], label["value"]) for label in found["labels"]}
    assert labels >= {("severity", "critical"), ("tag", "P2G-CART-001"), ("suite", "cart"), ("verdict", "failed")}
    assert found["parameters"] == [{"name": "row", "value": "-1"}]
    assert found["statusDetails"]["message"] == "failed: The SKU is posted"
    assert "expected: A-1\ngot: B-2\n" in found["statusDetails"]["trace"]
    assert "hint: Look." in found["statusDetails"]["trace"]


def test_the_evidence_is_attached_and_the_exchanges_for_a_reader(record: RunRecord) -> None:
    (found,) = written(record)
    told, whole = (record.path.with_name("allure-results") / each["source"] for each in found["attachments"])
    assert whole.read_bytes() == (record.path.parent / "lost.json").read_bytes()
    assert told.read_text(encoding="utf-8").splitlines() == [
        "#4 storefront -> hub (2026-01-01T00:00:02.500000+00:00)",
        "POST http://hub.example/?token=[token 0123abcd]",
        "Content-Type: text/plain",
        "",
        "half a ?",
        "",
        "-> nobody answered",
    ]
    about = record.path.with_name("allure-results") / "environment.properties"
    assert "generation = tradecentric-7.4\n" in about.read_text(encoding="utf-8")


def test_a_scenario_has_one_history_and_a_row_one_of_its_own(record: RunRecord) -> None:
    other = result("It is lost", Verdict.PASSED, steps=MET, row="1")
    record.results[other.scenario.id] = other
    first, again = written(record), written(record, "again")
    assert [each["historyId"] for each in first] == [each["historyId"] for each in again]
    assert len({each["historyId"] for each in first}) == 2
    assert len({each["testCaseId"] for each in first}) == 1
    assert len({each["uuid"] for each in (*first, *again)}) == 4


def test_a_known_deviation_and_the_level_of_a_may_are_told(record: RunRecord) -> None:
    record.results.clear()
    known = result("It is known", Verdict.DEVIATION, OTHERWISE, steps=NOT_MET, reason="ticket 1", level=Level.MAY)
    record.results[known.scenario.id] = known
    (found,) = written(record)
    assert (found["status"], found["statusDetails"]["known"]) == ("passed", True)
    assert [step["status"] for step in found["steps"]] == ["passed", "passed"]
    assert {"name": "severity", "value": "minor"} in found["labels"]
