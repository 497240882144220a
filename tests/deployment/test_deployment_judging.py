"""Each log is judged as its reason says, by exactly the lines that decide it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.deployment import Finding, Log, Outcome, Subject, judge_deployment, read_log
from harness.errors import ConfigurationError
from simulators.storefront import GENERATIONS
from simulators.storefront.console import Console
from simulators.wire import SystemClock
from tests.deployment.deployment_logs import CASES, NEW, OLD, SUBJECTS, UP, Case


def lines_of(finding: Finding) -> set[tuple[str, int]]:
    return {(line.file, line.number) for line in finding.lines}


def by_subject(text: str, generation: str) -> dict[Subject, Finding]:
    return {finding.subject: finding for finding in judge_deployment(Log.from_text("x.log", text), generation)}


@pytest.fixture(params=CASES, ids=lambda case: case.reason)
def case(request: pytest.FixtureRequest) -> Case:
    value = request.param
    assert isinstance(value, Case)
    return value


@pytest.fixture
def findings(case: Case, tmp_path: Path) -> tuple[Finding, ...]:
    texts, _ = case.unmarked()
    for name, text in texts.items():
        (tmp_path / name).write_bytes(case.encode(text))
    return judge_deployment(read_log([tmp_path / name for name in texts]), case.generation)


def test_a_log_is_judged_as_its_reason_says(case: Case, findings: tuple[Finding, ...]) -> None:
    assert {finding.subject: finding.outcome for finding in findings} == case.expected, "\n".join(map(str, findings))


def test_the_lines_that_decided_are_exact(case: Case, findings: tuple[Finding, ...]) -> None:
    _, decided = case.unmarked()
    assert {finding.subject: lines_of(finding) for finding in findings} == decided


def test_there_is_a_remedy_exactly_when_something_is_to_be_done(findings: tuple[Finding, ...]) -> None:
    assert [f.subject for f in findings if bool(f.remedy) == (f.outcome is Outcome.HOLDS)] == []


def test_the_subjects_are_those_of_the_generation(case: Case, findings: tuple[Finding, ...]) -> None:
    assert [finding.subject for finding in findings] == SUBJECTS[case.generation]


def test_every_subject_has_a_log_for_every_outcome() -> None:
    shown = {(subject, outcome) for case in CASES for subject, outcome in case.expected.items()}
    assert shown == {(subject, outcome) for subject in Subject for outcome in Outcome}


def test_a_line_is_given_as_it_stands_in_the_file() -> None:
    started = by_subject(f"first\r\n\x1b[1m{UP}\x1b[0m\r\n", NEW)[Subject.STARTED]
    coloured = by_subject("liferay-1  | \x1b[1m" + UP + "\r\nlast", NEW)[Subject.STARTED]
    assert [(line.number, line.text) for line in started.lines] == [(2, f"\x1b[1m{UP}\x1b[0m")]
    assert coloured.lines[0].text == "liferay-1  | \x1b[1m" + UP


def test_versions_of_bundles_are_reported() -> None:
    case = next(case for case in CASES if case.reason.startswith("after a start-up, with other bundles"))
    (text,) = case.unmarked()[0].values()
    assert "com.liferay.commerce.punchout.web 6.1.25" in by_subject(text, NEW)[Subject.STARTED].got


def test_what_is_missing_is_named() -> None:
    case = next(case for case in CASES if case.reason == "one bundle stops later")
    (text,) = case.unmarked()[0].values()
    assert by_subject(text, NEW)[Subject.STARTED].got.endswith("stopped: com.liferay.commerce.punchout.web")


def test_a_finding_says_where_it_was_seen() -> None:
    assert str(by_subject(f"\n{UP}", NEW)[Subject.STARTED]).endswith("(x.log:2)")


@pytest.mark.parametrize("name", GENERATIONS)
def test_the_reference_storefront_s_own_log_is_good(tmp_path: Path, name: str) -> None:
    generation = GENERATIONS[name]
    generation.announce(Console(SystemClock(), tmp_path / "console.log"), generation)
    findings = judge_deployment(read_log([tmp_path / "console.log"]), name)
    assert {finding.outcome for finding in findings} == {Outcome.HOLDS}


def test_an_unknown_generation_is_named() -> None:
    with pytest.raises(ConfigurationError, match="punchout2go-3") as raised:
        judge_deployment(Log.from_text("x.log", ""), "punchout2go-3")
    assert OLD in str(raised.value)
