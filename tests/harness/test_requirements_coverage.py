"""Coverage is proved from what ran: gaps in either direction are named, and the table shows what covers what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.coverage import coverage_of, read_results
from harness.documentation import Document, Statement
from harness.errors import ConfigurationError
from harness.reports import catalogue_listing, coverage_table
from tests.harness.judge_bench import requirement

GENERATION = "tradecentric-7.4"
DOCUMENT = Document("new", "The new documentation", GENERATION)
STATEMENTS = (
    Statement(DOCUMENT, "A heading", 1, "It does one thing.", ("P2G-A-001", "P2G-A-003")),
    Statement(DOCUMENT, "A heading", 2, "It does another.", ("P2G-A-002",)),
    Statement(replace(DOCUMENT, name="old", generation="punchout2go-2.1"), "A", 1, "It did.", ("P2G-B-001",)),
)
CATALOGUE = {
    "P2G-A-001": requirement("P2G-A-001"),
    "P2G-A-002": requirement("P2G-A-002"),
    "P2G-A-003": requirement("P2G-A-003", not_testable="It leaves no trace."),
    "P2G-B-001": requirement("P2G-B-001", generation="punchout2go-2.1"),
    "P2G-C-001": replace(requirement("P2G-C-001"), source="plain sense"),
}
EVERY = [(name, "passed") for name in ("P2G-A-001", "P2G-A-002", "P2G-C-001")]


def results(*scenarios: tuple[str, str]) -> dict[str, Any]:
    return {
        "target": {"generation": GENERATION},
        "scenarios": [{"requirements": [name], "verdict": verdict} for name, verdict in scenarios],
    }


def test_all_is_covered_when_each_requirement_of_the_generation_was_judged_or_says_why_not() -> None:
    found = coverage_of(CATALOGUE, STATEMENTS, results(*EVERY, ("P2G-A-001", "failed"), ("P2G-A-002", "deviation")))
    assert found.is_whole
    assert found.judged == {"P2G-A-001": 2, "P2G-A-002": 2, "P2G-C-001": 1}
    assert [statement.number for statement in found.statements] == [1, 2]
    assert [each.id for each in found.besides] == ["P2G-C-001"]
    assert found.scenarios == 5


@pytest.mark.parametrize("verdict", ["not_run", "inapplicable", "error"])
def test_a_scenario_without_a_judgement_covers_nothing(verdict: str) -> None:
    found = coverage_of(CATALOGUE, STATEMENTS, results(*EVERY[::2], ("P2G-A-002", verdict)))
    assert found.gaps == (("P2G-A-002", "promised, but nothing judged it"),)
    assert not found.is_whole


def test_what_only_a_person_can_tell_is_a_gap_when_one_was_to_be_asked_and_nobody_was() -> None:
    attested = replace(requirement("P2G-C-002"), source="plain sense", attested="It stands in a menu.")
    catalogue = {**CATALOGUE, "P2G-C-002": attested}
    said = {
        verdict: coverage_of(catalogue, STATEMENTS, results(*EVERY, *asked))
        for verdict, asked in (("unasked", ()), *((v, (("P2G-C-002", v),)) for v in ("passed", "not_run")))
    }
    assert [said[each].gaps for each in ("unasked", "passed")] == [(), ()]
    assert said["not_run"].gaps == (("P2G-C-002", "promised, but nothing judged it"),)
    tables = {each: "\n".join(coverage_table(found)) for each, found in said.items()}
    assert "P2G-C-002          for a person  What" in tables["unasked"]
    assert "Only a person can tell. It stands in a menu." in tables["unasked"]
    assert "P2G-C-002          1 scenario    What" in tables["passed"]
    assert "Only a person" not in tables["passed"]
    assert "      for a person It stands in a menu." in list(catalogue_listing(catalogue, STATEMENTS))


def test_what_is_judged_and_not_promised_is_a_gap_too() -> None:
    found = coverage_of(CATALOGUE, STATEMENTS, results(*EVERY, ("P2G-B-001", "passed"), ("P2G-D-001", "passed")))
    gap = "judged, but the catalogue does not promise it"
    assert found.gaps == (("P2G-B-001", gap), ("P2G-D-001", gap))


def test_what_says_that_it_cannot_be_tested_is_not_judged() -> None:
    found = coverage_of(CATALOGUE, STATEMENTS, results(*EVERY, ("P2G-A-003", "passed")))
    assert found.gaps == (("P2G-A-003", "judged, though it says it cannot be"),)


@pytest.mark.parametrize("missing", ["P2G-X-001", "P2G-B-001"])
def test_a_statement_without_a_requirement_of_its_generation_is_a_gap(missing: str) -> None:
    further = Statement(DOCUMENT, "A heading", 3, "It does more.", ("P2G-A-001", missing))
    found = coverage_of(CATALOGUE, (*STATEMENTS, further), results(*EVERY))
    assert found.gaps == (("new: A heading, 3", "stated, but no requirement of the catalogue covers it"),)


def test_a_requirement_that_names_a_heading_covers_a_statement_there() -> None:
    found = coverage_of(CATALOGUE, STATEMENTS[:1], results(*EVERY))
    assert found.gaps == (("P2G-A-002", "covers no statement of the heading it names"),)


TABLE = """
new: A heading
   1  It does one thing.
      P2G-A-001          1 scenario    What P2G-A-001 asks for.
      P2G-A-003          not testable  What P2G-A-003 asks for.
   2  It does another.
      P2G-A-002          0 scenarios   What P2G-A-002 asks for.

besides the documentation
      P2G-C-001          1 scenario    What P2G-C-001 asks for.

why some cannot be tested
      P2G-A-003          It leaves no trace.

gaps
      P2G-A-002          promised, but nothing judged it

tradecentric-7.4: 2 statements, 4 requirements (1 with a reason why they cannot be tested), 2 scenarios, 1 gaps
not covered"""


def test_the_table_shows_what_covers_each_statement() -> None:
    assert "\n".join(coverage_table(coverage_of(CATALOGUE, STATEMENTS, results(*EVERY[::2])))) == TABLE


def test_the_last_line_says_when_all_is_covered() -> None:
    *_, counts, outcome = coverage_table(coverage_of(CATALOGUE, STATEMENTS, results(*EVERY)))
    assert counts.endswith("3 scenarios, 0 gaps")
    assert outcome == "covered in both directions"


def test_a_statement_that_nothing_covers_stands_in_the_table() -> None:
    further = Statement(DOCUMENT, "B", 1, "It does more.", ("P2G-X-001",))
    table = list(coverage_table(coverage_of(CATALOGUE, (*STATEMENTS, further), results(*EVERY))))
    assert "      P2G-X-001          0 scenarios   not in the catalogue" in table
    assert table[-1] == "not covered"


LISTING = """
A
  P2G-A-003          must   What P2G-A-003 asks for.
      of           tradecentric-7.4
      source       new: A heading, 1
      what to do   Look into it.
      not testable It leaves no trace.

C
  P2G-C-001          must   What P2G-C-001 asks for.
      of           tradecentric-7.4
      source       plain sense
      what to do   Look into it."""


def test_the_catalogue_is_listed_by_area_with_sources_and_reasons() -> None:
    some = {name: CATALOGUE[name] for name in ("P2G-A-003", "P2G-C-001")}
    assert "\n".join(catalogue_listing(some, STATEMENTS)) == LISTING


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"scenarios": 1}'])
def test_a_file_that_holds_no_results_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"results\.json"):
        read_results(path)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Run punchout certify first"):
        read_results(tmp_path / "results.json")
