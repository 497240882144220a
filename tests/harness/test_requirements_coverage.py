"""Coverage is proved from what ran: gaps in either direction are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.coverage import coverage_of, read_results
from harness.errors import ConfigurationError
from harness.requirements import Requirement
from harness.verdicts import Level


def requirement(name: str, generation: str = "g", not_testable: str = "") -> Requirement:
    return Requirement(name, Level.MUST, (generation,), "source", "actor", "text", "remedy", not_testable)


CATALOGUE = {name: requirement(name) for name in ("P2G-A-001", "P2G-A-002")} | {
    "P2G-A-003": requirement("P2G-A-003", not_testable="It leaves no trace."),
    "P2G-B-001": requirement("P2G-B-001", "h"),
}


def results(*scenarios: tuple[str, str]) -> dict[str, Any]:
    return {
        "target": {"generation": "g"},
        "scenarios": [{"requirements": [name], "verdict": verdict} for name, verdict in scenarios],
    }


def test_a_catalogue_is_covered_when_each_requirement_of_the_generation_was_judged() -> None:
    found = coverage_of(
        CATALOGUE, results(("P2G-A-001", "passed"), ("P2G-A-001", "failed"), ("P2G-A-002", "deviation"))
    )
    assert found.is_whole
    assert found.judged == {"P2G-A-001": 2, "P2G-A-002": 1}


@pytest.mark.parametrize("verdict", ["not_run", "inapplicable", "error"])
def test_a_scenario_without_a_judgement_covers_nothing(verdict: str) -> None:
    found = coverage_of(CATALOGUE, results(("P2G-A-001", "passed"), ("P2G-A-002", verdict)))
    assert found.not_judged == ("P2G-A-002",)
    assert not found.is_whole


def test_what_is_judged_and_not_promised_is_a_gap_too() -> None:
    every = [("P2G-A-001", "passed"), ("P2G-A-002", "passed")]
    found = coverage_of(CATALOGUE, results(*every, ("P2G-B-001", "passed"), ("P2G-C-001", "passed")))
    assert found.not_promised == ("P2G-B-001", "P2G-C-001")
    assert not found.is_whole


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"scenarios": 1}'])
def test_a_file_that_holds_no_results_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"results\.json"):
        read_results(path)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Run punchout certify first"):
        read_results(tmp_path / "results.json")
