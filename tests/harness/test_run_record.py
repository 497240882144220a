"""The record of a run: whole at any time, honest about what was not run, and the same after a journey."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.record import Failure, RunRecord, ScenarioResult, StepResult
from harness.verdicts import Exit, Level, Verdict
from tests.harness.judge_bench import planned, requirement, result


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    return RunRecord(
        about={"id": "abc", "seed": 7},
        target={"name": "Acme", "generation": "tradecentric-7.4"},
        catalogue={name: requirement(name) for name in ("P2G-CART-002", "P2G-CART-001", "P2G-CART-009")},
        path=tmp_path / "deep" / "results.json",
    )


def written(record: RunRecord) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(record.path.read_text(encoding="utf-8"))
    return document


FULL = result(
    "A cart <&> \u20ac",
    Verdict.FAILED,
    Failure("what", "expected", "got", "where", "hint", "exchange", "details"),
    row="1",
    steps=(StepResult("Given", "a cart", "passed", 0.25),),
    checks=3,
    duration=1.5,
    evidence="evidence/a.json",
)


@pytest.mark.parametrize("original", [FULL, result("Passed", Verdict.PASSED, level=Level.MAY)])
def test_a_result_survives_its_journey_as_json(original: ScenarioResult) -> None:
    document = json.loads(json.dumps(original.document()))
    arrived = ScenarioResult.from_document(document)
    assert arrived.document() == original.document()
    assert (arrived.verdict, arrived.failure, arrived.steps) == (original.verdict, original.failure, original.steps)
    assert arrived.scenario.id == original.scenario.id


def test_what_did_not_run_is_not_run(record: RunRecord) -> None:
    record.expect(planned("One"))
    record.expect(planned("Two"))
    record.add(result("Two", Verdict.PASSED))
    record.add(result("Never planned", Verdict.WARNING))
    shown = [(r.scenario.name, r.verdict, r.reason) for r in record.scenarios]
    assert shown == [
        ("Never planned", Verdict.WARNING, ""),
        ("One", Verdict.NOT_RUN, "the run ended before it came to this scenario"),
        ("Two", Verdict.PASSED, ""),
    ]
    assert record.counts == {Verdict.WARNING: 1, Verdict.NOT_RUN: 1, Verdict.PASSED: 1}
    assert record.finish(interrupted=False) is Exit.NOT_CONFORMANT


def test_a_requirement_is_judged_by_the_worst_of_its_scenarios_in_the_order_of_the_catalogue(
    record: RunRecord,
) -> None:
    record.add(result("One", Verdict.PASSED))
    record.add(result("Two", Verdict.FAILED))
    record.add(result("Three", Verdict.INAPPLICABLE, requirement="P2G-CART-002"))
    record.add(result("Four", Verdict.PASSED, requirement="P2G-CART-002"))
    record.add(result("Five", Verdict.PASSED, requirement="P2G-NEW-001", level=Level.SHOULD))
    shown = [(r["id"], r["level"], r["verdict"], len(r["scenarios"])) for r in record.document()["requirements"]]
    assert shown == [
        ("P2G-CART-002", "must", "passed", 2),
        ("P2G-CART-001", "must", "failed", 2),
        ("P2G-NEW-001", "should", "passed", 1),
    ]


def test_the_file_is_whole_at_any_time(record: RunRecord) -> None:
    record.expect(planned("One"))
    record.write(at_once=True)
    assert [s["verdict"] for s in written(record)["scenarios"]] == ["not_run"]
    assert written(record)["run"]["exit_code"] is None
    for number in range(50):
        record.add(result(f"Number {number}", Verdict.PASSED))
        assert written(record)["version"] == 1
    record.finish(interrupted=False)
    assert len(written(record)["scenarios"]) == 51
    assert [path.name for path in record.path.parent.iterdir()] == ["results.json"]


def test_the_file_is_not_rewritten_at_every_result(record: RunRecord) -> None:
    record.write(at_once=True)
    record.add(result("One", Verdict.PASSED))
    assert written(record)["scenarios"] == []


def test_the_file_holds_whatever_a_target_sends(record: RunRecord) -> None:
    record.add(result("One", Verdict.FAILED, Failure("\ud800 \0 \u2028 \U0001f600 </script>", got='"\\')))
    record.finish(interrupted=False)
    assert written(record)["scenarios"][0]["failure"]["what"] == "\ud800 \0 \u2028 \U0001f600 </script>"


def test_the_file_says_how_the_run_ended(record: RunRecord) -> None:
    record.add(result("One", Verdict.PASSED))
    record.finish(interrupted=True)
    run = written(record)["run"]
    assert (run["id"], run["interrupted"], run["exit_code"], run["counts"]) == ("abc", True, 2, {"passed": 1})
    assert run["finished"].endswith("+00:00")
    assert written(record)["target"] == {"name": "Acme", "generation": "tradecentric-7.4"}


@pytest.mark.parametrize(
    ("verdicts", "faults", "interrupted", "code"),
    [
        ([Verdict.PASSED], [], False, Exit.CONFORMANT),
        ([Verdict.FAILED], [], False, Exit.NOT_CONFORMANT),
        ([Verdict.ERROR], [], False, Exit.HARNESS_FAULT),
        ([Verdict.PASSED], ["a feature could not be read"], False, Exit.HARNESS_FAULT),
        ([Verdict.PASSED], ["a worker died"], True, Exit.HARNESS_FAULT),
        ([Verdict.FAILED], [], True, Exit.INTERRUPTED),
        ([], [], False, Exit.VACUOUS),
    ],
)
def test_the_exit_code(
    record: RunRecord, verdicts: list[Verdict], faults: list[str], interrupted: bool, code: Exit
) -> None:
    for number, verdict in enumerate(verdicts):
        record.add(result(str(number), verdict))
    record.faults += faults
    assert record.finish(interrupted=interrupted) is code
    assert written(record)["run"]["exit_code"] == code
