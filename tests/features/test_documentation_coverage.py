"""Every statement of both documentations is covered, on both generations, and the README counts right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features

from harness.coverage import coverage_of
from harness.documentation import of_generation, read_documentation
from harness.plan import PlannedScenario, plan
from harness.project import CATALOGUE, DOCUMENTATION, FEATURES, ROOT
from harness.requirements import read_catalogue
from harness.selection import is_taken, narrowed
from harness.targetfile import DEFAULT_GENERATION
from simulators.storefront import GENERATIONS

REQUIREMENTS = read_catalogue(CATALOGUE)
STATEMENTS = read_documentation(DOCUMENTATION)
README = (ROOT / "README.md").read_text(encoding="utf-8")


ROWS: Mapping[tuple[str, str], int] = {
    (Path(feature.filename).name, template.name): max(1, sum(len(list(e.as_contexts())) for e in template.examples))
    for feature in get_features([str(FEATURES)])
    for template in feature.scenarios.values()
}


def taken(level: str, generation: str, *, attested: bool = False) -> list[PlannedScenario]:
    """Return the scenarios of a run, one for each row of an outline, with the requirements of the generation."""
    return [
        narrowed(scenario, generation, REQUIREMENTS)
        for scenario in plan().values()
        if is_taken(scenario, level, generation, REQUIREMENTS, attested=attested)
        for _ in range(ROWS[scenario.feature_file, scenario.name])
    ]


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("attested", [False, True], ids=["unattended", "attended"])
def test_documentation_and_catalogue_are_covered_in_both_directions(generation: str, *, attested: bool) -> None:
    scenarios = [
        {"requirements": list(scenario.requirements), "verdict": "passed"}
        for scenario in taken("regression", generation, attested=attested)
    ]
    found = coverage_of(REQUIREMENTS, STATEMENTS, {"target": {"generation": generation}, "scenarios": scenarios})
    assert found.gaps == ()
    assert len(found.statements) >= 40


def test_a_requirement_comes_from_a_heading_or_says_what_else_binds() -> None:
    headings = {statement.heading for statement in STATEMENTS}
    others = ("connector wire behaviour, ", "standard: ", "plain sense", "good practice")
    strange = {r.id: r.source for r in REQUIREMENTS.values() if r.source not in headings}
    assert {name: source for name, source in strange.items() if not source.startswith(others)} == {}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_smoke_is_fifteen_scenarios_at_most(generation: str) -> None:
    assert 5 <= len(taken("smoke", generation)) <= 15


@pytest.mark.parametrize("generation", GENERATIONS)
def test_certification_takes_all_that_regression_does_and_what_is_marked_for_it(generation: str) -> None:
    certified = taken("certification", generation)
    assert [s for s in certified if "certification" not in s.tags] == taken("regression", generation)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_no_requirement_is_judged_by_certification_alone(generation: str) -> None:
    judged = {name for scenario in taken("regression", generation) for name in scenario.requirements}
    assert {name for scenario in taken("certification", generation) for name in scenario.requirements} == judged


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_readme_counts_right(generation: str) -> None:
    own = [requirement for requirement in REQUIREMENTS.values() if generation in requirement.generations]
    counts = [
        len(of_generation(STATEMENTS, generation)),
        len(own),
        sum(bool(requirement.not_testable) for requirement in own),
        sum(bool(requirement.attested) for requirement in own),
        len(taken("regression", generation)),
        sum(scenario.is_attested for scenario in taken("regression", generation, attested=True)),
        len(taken("smoke", generation)),
    ]
    assert f"| `{generation}` | {' | '.join(map(str, counts))} |" in README


def test_the_readme_says_how_many_scenarios_the_main_command_judges() -> None:
    assert f"{len(taken('regression', DEFAULT_GENERATION))} scenarios against the embedded" in README
