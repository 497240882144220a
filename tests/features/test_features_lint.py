"""The features follow the rules, and steps and catalogue fit them without a gap or a doubt."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.parser import Feature, ScenarioTemplate, Step
from pytest_bdd.scenario import make_python_name
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.attestation.announcing import PARTS
from harness.plan import plan
from harness.project import CATALOGUE, CONFORMANCE, FEATURES, ROOT
from harness.requirements import read_catalogue

ALL = get_features([str(FEATURES)])
IDS = [Path(feature.filename).name for feature in ALL]


def definitions() -> list[StepFunctionContext]:
    """Return every step definition of the steps package."""
    for path in (ROOT / "steps").glob("[!_]*.py"):
        importlib.import_module(f"steps.{path.stem}")
    return [d for d in step_function_context_registry.values() if d.step_func.__module__.startswith("steps.")]


def rows_of(template: ScenarioTemplate) -> list[dict[str, str]]:
    """Return the rows of an outline, or one empty row."""
    return [dict(row) for examples in template.examples for row in examples.as_contexts()] or [{}]


def steps_used() -> Iterator[Step]:
    """Yield every step of every scenario, outlines with their rows filled in."""
    for feature in ALL:
        for template in feature.scenarios.values():
            for row in rows_of(template):
                yield from template.render(row).steps


def matching(step: Step, defined: list[StepFunctionContext]) -> list[StepFunctionContext]:
    return [d for d in defined if d.type in (None, step.type) and d.parser.is_matching(step.name)]


def scenario_names(text: str) -> list[str]:
    return re.findall(r"^\s*Scenario(?: Outline)?:\s*(.+?)\s*$", text, re.MULTILINE)


def repeated(names: list[str]) -> list[str]:
    """Return the names that would make the same test function twice; pytest-bdd drops one without a word."""
    counts = Counter(make_python_name(name) for name in names)
    return [name for name in names if counts[make_python_name(name)] > 1]


@pytest.mark.parametrize("feature", ALL, ids=IDS)
def test_scenario_names_are_unique_in_a_feature(feature: Feature) -> None:
    names = scenario_names(Path(feature.filename).read_text(encoding="utf-8"))
    assert repeated(names) == []
    assert len(names) == len(feature.scenarios)


def test_a_repeated_scenario_name_is_noticed() -> None:
    assert repeated(["A token is late", "A token, is late", "Other"]) == ["A token is late", "A token, is late"]


@pytest.mark.parametrize("feature", ALL, ids=IDS)
def test_a_feature_is_short_and_says_where_it_comes_from(feature: Feature) -> None:
    assert len(Path(feature.filename).read_text(encoding="utf-8").splitlines()) < 150
    assert 3 <= len(feature.scenarios) <= 12
    assert re.search(r"documentation|connector|Plain sense", feature.description)


@pytest.mark.parametrize("feature", ALL, ids=IDS)
def test_a_scenario_has_one_when_and_at_most_eight_steps(feature: Feature) -> None:
    for template in feature.scenarios.values():
        steps = template.render(rows_of(template)[0]).steps
        assert len(steps) <= 8, template.name
        assert [step.keyword for step in steps].count("When") == 1, template.name


def test_every_step_has_one_definition() -> None:
    defined = definitions()
    ambiguous = {s.name: len(matching(s, defined)) for s in steps_used() if len(matching(s, defined)) != 1}
    assert ambiguous == {}


def test_every_definition_is_used() -> None:
    defined = definitions()
    used = {id(d) for step in steps_used() for d in matching(step, defined)}
    assert [d.parser.name for d in defined if id(d) not in used] == []


def test_there_are_few_enough_definitions_for_speed() -> None:
    assert len(definitions()) < 140


def test_every_feature_is_bound_to_a_test() -> None:
    bound = {path.stem.removeprefix("test_") for path in CONFORMANCE.glob("test_*.py")}
    assert bound == {Path(feature.filename).stem for feature in ALL}


def test_every_requirement_has_a_scenario_or_a_reason_and_never_both_and_every_scenario_a_requirement() -> None:
    catalogue = read_catalogue(CATALOGUE)
    used = {name for scenario in plan().values() if not scenario.is_attested for name in scenario.requirements}
    assert used == {name for name, requirement in catalogue.items() if not requirement.why_not_judged}


def test_what_only_a_person_can_tell_has_a_scenario_in_which_one_is_asked() -> None:
    asked = {name for scenario in plan().values() if scenario.is_attested for name in scenario.requirements}
    assert {name for name, each in read_catalogue(CATALOGUE).items() if each.attested} <= asked


def test_a_person_plays_one_part_in_what_they_attest_and_none_in_the_rest() -> None:
    parts = {scenario.id: len(PARTS.keys() & scenario.tags) for scenario in plan().values()}
    assert parts == {scenario.id: int(scenario.is_attested) for scenario in plan().values()}


def test_a_scenario_is_as_binding_as_its_requirements() -> None:
    catalogue = read_catalogue(CATALOGUE)
    wrong = [
        scenario.id
        for scenario in plan().values()
        if any(catalogue[name].level is not scenario.level for name in scenario.requirements)
    ]
    assert wrong == []


def test_there_are_at_least_forty_scenarios() -> None:
    assert sum(len(rows_of(template)) for feature in ALL for template in feature.scenarios.values()) >= 40
