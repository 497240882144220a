"""The published schema of results.json: every record the harness can write is valid, and damage is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.baseline import Baseline, Deviation
from harness.project import ROOT
from harness.record import FORMAT_VERSION, Failure, RunRecord
from harness.settings import LEVELS
from harness.verdicts import Cause, Exit, Level, Verdict
from simulators.storefront import GENERATIONS
from tests.harness.judge_bench import planned, result
from tests.harness.run_bench import every_verdict, record_in, run_of_every_verdict

SCHEMA: dict[str, Any] = json.loads((ROOT / "harness" / "schemas" / "results.schema.json").read_text(encoding="utf-8"))
QUALIFIED = {
    "file": "qualification.json",
    "finished": "2026-01-01T00:00:00+00:00",
    "qualified": True,
    "full": False,
    "whole": True,
    "defects": 220,
    "requirements": 189,
    "of_this_suite": True,
}


def faults_of(document: Any) -> list[str]:
    found = Draft202012Validator(SCHEMA).iter_errors(document)
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in found]


def written(record: RunRecord) -> Any:
    return json.loads(record.path.read_text(encoding="utf-8"))


def just_begun(record: RunRecord) -> None:
    record.begin()


def killed(record: RunRecord) -> None:
    record.expect(planned("One"))
    record.expect(planned("Two"))
    record.add(result("One", Verdict.PASSED))
    record.write(at_once=True)


def broken_off(record: RunRecord) -> None:
    record.expect(planned("Two"))
    record.add(result("One", Verdict.PASSED))
    record.finish(interrupted=True)


def stopped(record: RunRecord) -> None:
    record.expect(planned("Two"))
    record.add(result("One", Verdict.UNTESTABLE, Failure("No answer", cause=Cause.NO_ANSWER)))
    record.add(result("None", Verdict.FAILED, Failure("No answer", cause=Cause.KEPT_WAITING)))
    record.stopped = "the storefront did not answer three scenarios in a row"
    record.finish(interrupted=False)


def with_faults(record: RunRecord) -> None:
    record.faults.append("cart.feature could not be collected: line 3")
    record.finish(interrupted=False)


def of_a_stale_baseline(record: RunRecord) -> None:
    record.baseline = Baseline((Deviation("P2G-CART-001", "they said so", "2.1"),))
    record.add(result("One", Verdict.PASSED))
    record.finish(interrupted=False)
    assert written(record)["run"]["stale_deviations"]


def of_a_certification(record: RunRecord) -> None:
    record.about |= {"level": "certification", "qualification": QUALIFIED}
    record.target |= {"kind": "embedded", "url": "", "defects": ["token-accepted-twice"]}
    record.add(result("One", Verdict.PASSED, requirement="P2G-NEW-001"))
    record.finish(interrupted=False)
    assert "text" not in written(record)["requirements"][0]


def of_every_verdict(record: RunRecord) -> None:
    for each in every_verdict():
        record.add(each)
    record.expect(planned("One more"))
    record.finish(interrupted=False)
    assert set(written(record)["run"]["counts"]) == set(Verdict)
    assert written(record)["not_testable"]


STATES = [
    just_begun,
    killed,
    broken_off,
    stopped,
    with_faults,
    of_a_stale_baseline,
    of_a_certification,
    of_every_verdict,
]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("comes_to", STATES, ids=lambda state: state.__name__)
def test_a_record_is_valid_in_every_state(comes_to: Callable[[RunRecord], None], tmp_path: Path) -> None:
    record = record_in(tmp_path)
    comes_to(record)
    assert faults_of(written(record)) == []


def test_the_words_of_the_schema_are_those_of_the_code() -> None:
    known, run = SCHEMA["$defs"], SCHEMA["$defs"]["run"]["properties"]
    assert SCHEMA["properties"]["version"]["const"] == FORMAT_VERSION
    assert known["verdict"]["enum"] == list(Verdict)
    assert known["level"]["enum"] == list(Level)
    assert known["failure"]["properties"]["cause"]["enum"] == ["", *Cause]
    assert run["level"]["enum"] == list(LEVELS)
    # Wrong usage ends a run before it has a record.
    assert run["exit_code"]["enum"] == [None, *(code for code in Exit if code is not Exit.USAGE)]
    assert known["target"]["properties"]["generation"]["enum"] == list(GENERATIONS)


def changed(document: Any, path: str, value: Any) -> None:
    """Put a value where a path such as run/counts leads."""
    *way, last = [int(part) if part.isdecimal() else part for part in path.split("/")]
    for part in way:
        document = document[part]
    document[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", 3),
        ("more", True),
        ("run/more", True),
        ("run/finished", "yesterday"),
        ("run/exit_code", 4),
        ("run/exit_code", None),
        ("run/finished", ""),
        ("run/level", "huge"),
        ("run/seed", "7"),
        ("run/counts/broken", 1),
        ("run/counts/passed", 0),
        ("run/faults", [""]),
        ("run/qualification", {}),
        ("run/qualification/of_this_suite", "yes"),
        ("run/configuration/0/secret", "x"),
        ("target/kind", "paper"),
        ("target/generation", "tradecentric-8"),
        ("target/more", True),
        ("requirements/0/id", "P2G-1"),
        ("requirements/0/verdict", "fine"),
        ("requirements/0/scenarios", []),
        ("requirements/0/reason", "none"),
        ("not_testable/0/reason", ""),
        ("not_testable/0/verdict", "passed"),
        ("scenarios/0/verdict", "skipped"),
        ("scenarios/0/level", "shall"),
        ("scenarios/0/more", True),
        ("scenarios/0/duration", -1),
        ("scenarios/0/checks", 1.5),
        ("scenarios/0/steps/0/outcome", "skipped"),
        ("scenarios/0/steps/0/more", True),
        ("scenarios/0/failure/cause", "bad luck"),
        ("scenarios/0/failure/more", True),
        ("scenarios/0/verdict", "not_run"),
        ("run/attestation", {}),
        ("run/attestation", {"by": "Ada", "for": "money"}),
        ("requirements/0/attested", None),
        ("scenarios/0/attestations", None),
        ("scenarios/0/attestations/0/said", "perhaps"),
        ("scenarios/0/attestations/0/at", "2026-01-02T10:00:00"),
        ("scenarios/0/attestations/0/did", [""]),
        ("scenarios/0/attestations/0/more", True),
        ("scenarios/0/attestations/1/remark", ""),
        ("scenarios/0/attestations/1/screenshot/file", "evidence/../it.png"),
        ("scenarios/0/attestations/1/screenshot/file", "evidence/it.svg"),
        ("scenarios/0/attestations/1/screenshot/media_type", "image/svg+xml"),
        ("scenarios/0/attestations/1/screenshot/sha256", "0"),
    ],
)
def test_a_change_of_the_format_is_refused(path: str, value: Any, finished: Any) -> None:
    changed(finished, path, value)
    assert faults_of(finished) != []


def objects_in(document: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return every object of a document, with the path to it."""
    if isinstance(document, list):
        return [found for number, each in enumerate(document) for found in objects_in(each, f"{path}/{number}")]
    if not isinstance(document, dict):
        return []
    return [(path, document), *(found for name in document for found in objects_in(document[name], f"{path}/{name}"))]


def test_no_member_may_be_missing(finished: Any) -> None:
    """Of every object, member by member; but which packages have a version, and which verdicts a count, is open."""
    missed = []
    for number, (path, found) in enumerate(objects_in(finished)):
        for name in [name for name in found if path not in ("/run/versions", "/run/counts")]:
            damaged = copy.deepcopy(finished)
            del objects_in(damaged)[number][1][name]
            if not faults_of(damaged):
                missed.append(f"{path}/{name}")
    assert missed == ["/target/defects"]


@pytest.fixture
def finished(tmp_path: Path) -> Any:
    """A valid document that has everything in it."""
    record = record_in(tmp_path)
    record.about |= {"qualification": dict(QUALIFIED), "attestation": {"by": "Ada Tester"}}
    record.target["defects"] = ["token-accepted-twice"]
    record.add(next(each for each in run_of_every_verdict(tmp_path).scenarios if each.attestations))
    record.finish(interrupted=False)
    document = written(record)
    assert faults_of(document) == []
    return document
