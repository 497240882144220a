"""The record of a run: whole at any time, honest about what was not run, and the same after a journey."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.documentation import Document, Statement
from harness.record import Failure, RunRecord, ScenarioResult, StepResult
from harness.verdicts import Exit, Level, Verdict
from tests.harness.attestation_bench import attestation
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


def test_a_requirement_says_where_it_is_stated_and_what_cannot_be_tested_says_why(tmp_path: Path) -> None:
    new, old = (Document(name, "t", g) for name, g in (("new", "tradecentric-7.4"), ("old", "punchout2go-2.1")))
    record = RunRecord(
        about={},
        target={"generation": "tradecentric-7.4"},
        catalogue={
            "P2G-CART-001": requirement(),
            "P2G-CART-003": requirement("P2G-CART-003", not_testable="It leaves no trace."),
            "P2G-CART-004": requirement("P2G-CART-004", generation="punchout2go-2.1", not_testable="Nor does it."),
        },
        path=tmp_path / "results.json",
        statements=(
            Statement(new, "A heading", 1, "It arrives.", ("P2G-CART-001", "P2G-CART-003")),
            Statement(new, "Another", 1, "It does.", ("P2G-CART-001",)),
            Statement(old, "A heading", 7, "It did.", ("P2G-CART-001",)),
        ),
    )
    record.add(result("One", Verdict.PASSED))
    (judged,), (not_testable,) = (record.document()[name] for name in ("requirements", "not_testable"))
    assert (judged["source"], judged["statements"]) == ("A heading", ["new: A heading, 1", "new: Another, 1"])
    assert (not_testable["id"], not_testable["level"]) == ("P2G-CART-003", "must")
    assert (not_testable["statements"], not_testable["reason"]) == (["new: A heading, 1"], "It leaves no trace.")
    assert "verdict" not in not_testable


def test_what_a_may_says_is_kept_as_information(record: RunRecord) -> None:
    record.add(result("One", Verdict.PASSED, Failure("A", "B", "C"), level=Level.MAY))
    record.add(result("Two", Verdict.PASSED, level=Level.MAY))
    assert [each.is_information for each in record.scenarios] == [True, False]
    assert record.document()["scenarios"][0]["failure"]["expected"] == "B"
    assert record.finish(interrupted=False) is Exit.CONFORMANT


def test_a_result_is_of_the_requirements_of_the_generation(record: RunRecord) -> None:
    record.catalogue = {**record.catalogue, "P2G-OLD-001": requirement("P2G-OLD-001", generation="punchout2go-2.1")}
    both = result("One", Verdict.PASSED)
    record.add(replace(both, scenario=replace(both.scenario, requirements=("P2G-CART-001", "P2G-OLD-001"))))
    assert list(record.requirements) == ["P2G-CART-001"]
    assert record.document()["scenarios"][0]["requirements"] == ["P2G-CART-001"]


def test_the_file_is_whole_at_any_time(record: RunRecord) -> None:
    record.expect(planned("One"))
    record.write(at_once=True)
    assert [s["verdict"] for s in written(record)["scenarios"]] == ["not_run"]
    assert written(record)["run"]["exit_code"] is None
    for number in range(50):
        record.add(result(f"Number {number}", Verdict.PASSED))
        assert written(record)["version"] == 2
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


def test_what_only_a_person_can_tell_is_not_testable_unless_the_run_was_to_ask(tmp_path: Path) -> None:
    catalogue = {"P2G-CART-001": requirement(attested="It stands in a menu.")}
    target = {"name": "Acme", "kind": "live", "url": "", "generation": "tradecentric-7.4"}
    record = RunRecord({}, target, catalogue, tmp_path / "results.json")
    (told,) = record.document()["not_testable"]
    assert (told["id"], told["reason"]) == ("P2G-CART-001", "Only a person can tell. It stands in a menu.")
    said = replace(result("One", Verdict.NOT_RUN, reason="nobody attended"), attestations=(attestation("no", "gone"),))
    record.add(said)
    document = record.document()
    assert document["not_testable"] == []
    assert (document["requirements"][0]["attested"], document["requirements"][0]["verdict"]) == (
        "It stands in a menu.",
        "not_run",
    )
    assert ScenarioResult.from_document(document["scenarios"][0]).attestations == said.attestations
