"""A run takes the scenarios of its level that judge something of its generation, and judges nothing else by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from harness.selection import asks_for_person, generation_of, is_taken, narrowed
from harness.settings import LEVELS, read_settings
from harness.targetfile import AskedOfPerson, HubCredentials, TargetFile
from tests.harness.judge_bench import planned, requirement

OLD, NEW = "punchout2go-2.1", "tradecentric-7.4"
CATALOGUE = {"P2G-A-001": requirement("P2G-A-001", generation=OLD), "P2G-A-002": requirement("P2G-A-002")}
BOTH = replace(planned(), requirements=("P2G-A-001", "P2G-A-002"), tags=frozenset({"smoke"}))
NEW_ONLY = replace(planned(), requirements=("P2G-A-002",))
UNKNOWN = replace(planned(), requirements=("P2G-X-001",))


@pytest.mark.parametrize(("generation", "kept"), [(OLD, ("P2G-A-001",)), (NEW, ("P2G-A-002",))])
def test_a_scenario_judges_the_requirements_of_the_generation(generation: str, kept: tuple[str, ...]) -> None:
    assert narrowed(BOTH, generation, CATALOGUE).requirements == kept
    assert narrowed(UNKNOWN, generation, CATALOGUE) == UNKNOWN


def test_a_scenario_of_another_generation_is_not_taken_and_one_without_a_promise_is() -> None:
    assert not is_taken(NEW_ONLY, "regression", OLD, CATALOGUE)
    assert is_taken(NEW_ONLY, "regression", NEW, CATALOGUE)
    assert is_taken(UNKNOWN, "certification", OLD, CATALOGUE)


def test_smoke_takes_what_is_marked_for_it() -> None:
    assert is_taken(BOTH, "smoke", OLD, CATALOGUE)
    assert not is_taken(NEW_ONLY, "smoke", NEW, CATALOGUE)


def test_what_is_for_certification_is_left_to_it() -> None:
    heavy = replace(planned(), requirements=("P2G-A-002",), tags=frozenset({"certification"}))
    assert [is_taken(heavy, level, NEW, CATALOGUE) for level in LEVELS] == [False, False, True]
    assert not is_taken(heavy, "certification", OLD, CATALOGUE)
    assert [is_taken(NEW_ONLY, level, NEW, CATALOGUE) for level in LEVELS] == [False, True, True]


def test_what_a_person_attests_is_taken_when_one_is_to_be_asked() -> None:
    attested = replace(BOTH, tags=frozenset({"smoke", "attested"}))
    assert not is_taken(attested, "certification", NEW, CATALOGUE)
    assert [is_taken(attested, level, NEW, CATALOGUE, attested=True) for level in LEVELS] == [True, True, True]


@pytest.mark.parametrize(
    ("name", "wanted", "asks"),
    [("", None, False), ("Ada", None, True), ("", AskedOfPerson(), True), ("", AskedOfPerson(by_hand=True), True)],
)
def test_a_person_is_to_be_asked_when_one_attends_or_the_target_file_wants_it(
    tmp_path: Path, name: str, wanted: AskedOfPerson | None, *, asks: bool
) -> None:
    settings = read_settings({"attend": name, "out": str(tmp_path)}, {})
    file = TargetFile("Acme", "live", "http://shop", NEW, "A", "", HubCredentials(), attestation=wanted)
    assert asks_for_person(settings, file) is asks
    assert asks_for_person(settings, None) is bool(name)


@pytest.mark.parametrize(
    ("asked", "of_the_target", "generation"), [("", None, NEW), (NEW, OLD, NEW), ("", OLD, OLD), ("", NEW, NEW)]
)
def test_the_generation_is_the_one_asked_for_then_the_targets(
    tmp_path: Path, asked: str, of_the_target: str | None, generation: str
) -> None:
    settings = read_settings({"generation": asked, "out": str(tmp_path)}, {})
    file = of_the_target and TargetFile("Acme", "live", "http://shop", of_the_target, "A", "", HubCredentials())
    assert generation_of(settings, file or None) == generation
