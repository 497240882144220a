"""What a matrix of defects and requirements says of the suite: each way in which it is not qualified."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.defects import Defect, Trip
from harness.qualification.matrix import Matrix
from harness.qualification.telling import line_of, qualification_of, summary, write
from harness.qualification.trial import Trial, Tried, outcome

DEFECT = Defect("token-kept", "a token is good for ever", "P2G-TOKEN-003")
EXPLAINED = replace(DEFECT, trips=(Trip(("P2G-TERM-007", "P2G-ORDER-*"), "the same in other words"),))


def tried(defect: Defect = DEFECT, /, trouble: str = "", **cells: str) -> Tried:
    """Return what a run said; cells by the last part of the id, such as TOKEN_003="failed"."""
    named = {f"P2G-{name.replace('_', '-')}": cell for name, cell in cells.items()}
    noticed = {name: (f"x.feature: {name}",) for name, cell in named.items() if cell not in ("passed", "not_run")}
    trial = Trial(defect, "tradecentric-7.4", Path("nowhere"), 1, full=True)
    return Tried(trial, 1.5, named, noticed, trouble=trouble)


def matrix(*rows: Tried, full: bool = True, requirements: tuple[str, ...] = ("P2G-TOKEN-003",)) -> Matrix:
    return Matrix(rows, requirements, full=full, whole=True)


def others(count: int) -> dict[str, str]:
    return {f"CART_{number:03}": "passed" for number in range(count)}


@pytest.mark.parametrize("cell", ["failed", "warning", "information"])
def test_a_defect_is_caught_when_its_requirement_does_not_hold(cell: str) -> None:
    caught = matrix(tried(TOKEN_003=cell, TOKEN_001="passed"))
    assert caught.is_qualified
    assert caught.broken_by == {"P2G-TOKEN-003": ("token-kept",)}


@pytest.mark.parametrize("cell", ["passed", "inapplicable", "untestable", "error", "not_run"])
def test_anything_else_catches_nothing(cell: str) -> None:
    faults = list(matrix(tried(TOKEN_003=cell)).faults())
    assert faults[0] == f"token-kept: not caught by P2G-TOKEN-003, which is {cell}"
    assert faults[-1].startswith("P2G-TOKEN-003: no defect that names it is caught by it")


def test_a_fault_of_a_party_of_ours_is_caught_by_an_error_too() -> None:
    assert tried(replace(DEFECT, party="hub"), TOKEN_003="error").is_caught


def test_a_requirement_that_was_not_run_catches_nothing() -> None:
    assert "token-kept: not caught by P2G-TOKEN-003, which is not judged at all" in matrix(tried()).faults()


def test_what_else_trips_has_to_be_explained() -> None:
    unexplained = matrix(tried(DEFECT, TOKEN_003="failed", TERM_007="failed", **others(40)))
    assert list(unexplained.faults()) == ["token-kept: P2G-TERM-007 is failed as well, and nobody has explained why"]
    row = tried(EXPLAINED, TOKEN_003="failed", TERM_007="untestable", ORDER_004="failed", **others(40))
    assert matrix(row).is_qualified


def test_an_explanation_of_what_holds_is_stale_when_all_was_run() -> None:
    row = tried(EXPLAINED, TOKEN_003="failed", TERM_007="failed", ORDER_004="passed", **others(40))
    assert list(matrix(row).faults()) == ["token-kept: P2G-ORDER-* is explained, but holds: take the explanation out"]
    assert matrix(row, full=False).is_qualified
    sometimes = replace(EXPLAINED, trips=(replace(EXPLAINED.trips[0], sporadic=True),))
    assert matrix(replace(row, trial=replace(row.trial, defect=sometimes))).is_qualified


def test_an_error_for_what_the_storefront_does_is_a_fault_of_the_suite() -> None:
    row = tried(EXPLAINED, TOKEN_003="failed", TERM_007="error", ORDER_001="failed", **others(40))
    assert list(matrix(row).faults()) == ["token-kept: the harness blames itself for it at P2G-TERM-007"]


def test_a_requirement_nothing_breaks_is_a_fault_of_the_suite() -> None:
    row = tried(TOKEN_003="failed")
    faults = list(matrix(row, requirements=("P2G-TOKEN-003", "P2G-CART-001")).faults())
    assert faults == ["P2G-CART-001: no defect that names it is caught by it, so nobody has seen it fail"]
    assert Matrix((row,), ("P2G-TOKEN-003", "P2G-CART-001"), full=True, whole=False).is_qualified


def test_too_many_others_are_a_fault_of_the_suite() -> None:
    row = tried(EXPLAINED, TOKEN_003="failed", TERM_007="failed", ORDER_004="failed", **others(10))
    assert list(matrix(row).faults()) == ["2 of 12 other cells trip, which is more than 5%"]


def test_a_run_without_result_is_told_and_nothing_else_of_it() -> None:
    faults = list(matrix(tried(trouble="it did not end within 60 s")).faults())
    assert faults[0] == "token-kept: there is no result: it did not end within 60 s"


def results(folder: Path, *scenarios: tuple[str, str, str]) -> None:
    """Write a record of scenarios, each with a requirement, a verdict and whether it informs."""
    document: dict[str, Any] = {
        "run": {"faults": []},
        "scenarios": [
            {"id": f"{number}", "requirements": [name], "verdict": verdict, "failure": {} if informs else None}
            for number, (name, verdict, informs) in enumerate(scenarios)
        ],
    }
    (folder / "results.json").write_text(json.dumps(document), encoding="utf-8")


def test_the_gravest_verdict_of_a_requirement_counts_with_the_scenarios_that_have_it(tmp_path: Path) -> None:
    results(
        tmp_path,
        ("P2G-TOKEN-003", "passed", ""),
        ("P2G-TOKEN-003", "untestable", ""),
        ("P2G-TOKEN-003", "failed", ""),
        ("P2G-TOKEN-003", "failed", ""),
        ("P2G-HUB-010", "passed", "informs"),
        ("P2G-CART-001", "passed", ""),
    )
    seen = outcome(Trial(DEFECT, "tradecentric-7.4", tmp_path, 1, full=True), 2.0, "")
    assert seen.cells == {"P2G-TOKEN-003": "failed", "P2G-HUB-010": "information", "P2G-CART-001": "passed"}
    assert seen.noticed == {"P2G-TOKEN-003": ("2", "3"), "P2G-HUB-010": ("4",)}
    assert seen.tripped == {"P2G-HUB-010": "information"}


def test_what_shares_a_scenario_or_a_check_is_explained_by_it(tmp_path: Path) -> None:
    arrives, other = {"what": "The buyer arrives"}, {"what": "The cart is kept"}
    scenarios = [
        {"id": "1", "requirements": ["P2G-TOKEN-003", "P2G-TERM-001"], "verdict": "failed", "failure": arrives},
        {"id": "2", "requirements": ["P2G-TERM-001", "P2G-TERM-002"], "verdict": "untestable", "failure": other},
        {"id": "3", "requirements": ["P2G-TERM-003", "P2G-TERM-004"], "verdict": "failed", "failure": other},
        {"id": "4", "requirements": ["P2G-TERM-004", "P2G-TERM-005"], "verdict": "failed", "failure": arrives},
    ]
    trial = Trial(DEFECT, "tradecentric-7.4", tmp_path, 1, full=True)
    trial.results.write_text(json.dumps({"run": {"faults": []}, "scenarios": scenarios}), encoding="utf-8")
    seen = outcome(trial, 2.0, "")
    unjudged = "it could not be judged: what its scenarios prepare does not come about with the defect"
    assert {name: seen.explanation(name) for name in seen.tripped} == {
        "P2G-TERM-001": unjudged,
        "P2G-TERM-002": unjudged,
        "P2G-TERM-003": "",
        "P2G-TERM-004": "",
        "P2G-TERM-005": "its scenarios look at what the defect is noticed by as well: 'The buyer arrives'",
    }
    trial.results.write_text(json.dumps({"run": {"faults": []}, "scenarios": scenarios[:1]}), encoding="utf-8")
    seen = outcome(trial, 2.0, "")
    assert seen.explanation("P2G-TERM-001") == "a scenario that judges P2G-TOKEN-003 judges it as well"


def test_a_fault_of_a_party_of_ours_is_explained_wherever_it_is_told_as_one(tmp_path: Path) -> None:
    results(tmp_path, ("P2G-TOKEN-003", "error", "x"), ("P2G-CART-001", "error", "y"), ("P2G-CART-002", "failed", "z"))
    seen = outcome(Trial(replace(DEFECT, party="hub"), "tradecentric-7.4", tmp_path, 1, full=True), 2.0, "")
    assert seen.explanation("P2G-CART-001") == "a fault of ours is told as one wherever it shows"
    assert seen.explanation("P2G-CART-002") == ""


def test_a_run_that_left_nothing_says_what_it_said_last(tmp_path: Path) -> None:
    (tmp_path / "output.txt").write_text("starting\nERROR: no port is free\n", encoding="utf-8")
    seen = outcome(Trial(DEFECT, "tradecentric-7.4", tmp_path, 1, full=True), 2.0, "")
    assert seen.trouble == "ERROR: no port is free"
    assert not seen.is_caught


def test_the_row_of_a_defect_can_be_read() -> None:
    assert line_of(tried(TOKEN_003="failed", TERM_007="failed")).split() == [
        *("caught", "token-kept", "P2G-TOKEN-003", "failed", "1.5", "s", "1", "other"),
    ]
    assert line_of(tried(TOKEN_003="passed")).startswith("MISSED  token-kept")


def test_the_matrix_is_kept_for_programs_and_people_and_told_in_a_record(tmp_path: Path) -> None:
    kept = matrix(tried(EXPLAINED, TOKEN_003="failed", TERM_007="failed", ORDER_001="failed", **others(60)))
    write(kept, tmp_path, seed=7, seconds=12.3)
    text = (tmp_path / "qualification.txt").read_text(encoding="utf-8")
    assert "        P2G-TERM-007 failed: the same in other words\n" in text
    assert text.endswith("QUALIFIED\n")
    found = qualification_of(tmp_path)
    assert found is not None
    assert {**found, "finished": ""} == {
        "file": "qualification.json",
        "finished": "",
        "qualified": True,
        "full": True,
        "whole": True,
        "defects": 1,
        "requirements": 1,
        "of_this_suite": True,
    }


def test_a_matrix_of_another_suite_is_told_as_such(tmp_path: Path) -> None:
    write(matrix(tried(TOKEN_003="failed")), tmp_path, seed=7, seconds=1)
    document = json.loads((tmp_path / "qualification.json").read_text(encoding="utf-8"))
    (tmp_path / "qualification.json").write_text(json.dumps({**document, "suite": "another"}), encoding="utf-8")
    found = qualification_of(tmp_path)
    assert found is not None
    assert not found["of_this_suite"]


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"version": 1}'])
def test_what_is_no_matrix_is_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "qualification.json").write_text(content, encoding="utf-8")
    assert qualification_of(tmp_path) is None


def test_the_summary_says_whether_the_suite_is_qualified() -> None:
    good = list(summary(matrix(tried(DEFECT, TOKEN_003="failed", **others(3)))))
    assert good == [
        "",
        "1 of 1 defects caught, each by the requirement it names",
        "1 of 1 requirements seen to fail",
        "0 of 3 other cells tripped (0.0%); all scenarios were run against each",
        "QUALIFIED",
    ]
    bad = list(summary(matrix(tried(TOKEN_003="passed"), full=False)))
    assert bad[-1] == "NOT QUALIFIED: 2 faults above"
    assert bad[-2] == "0 of 0 other cells tripped; only the scenarios that see a defect were run"
