"""Cucumber JSON of a run: what a test manager imports says what the record says, where pytest-bdd's own does not."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from harness.keeper import RecordKeeper
from harness.plan import plan
from harness.record import Failure, RunRecord, ScenarioResult, StepResult
from harness.reports import write_cucumber
from harness.reports.cucumber import STATUS
from harness.verdicts import Verdict
from tests.harness.judge_bench import planned, result
from tests.harness.run_bench import GIVEN, MET, NOT_MET, OTHERWISE, record_in, run_of_every_verdict

HOSTILE = "\0\x0b\ud800\ufffe ]]> <!-- \n\u20ac\U0001f600"


def _object(required: dict[str, Any], **more: Any) -> dict[str, Any]:
    properties = {**required, **more}
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def _list_of(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


_TEXT, _LINE = {"type": "string"}, {"type": "integer", "minimum": 1}
_WORDS = {"type": "string", "minLength": 1, "pattern": "^[^\\x00]*$"}
_RESULT = {
    **_object(
        {"status": {"enum": ["passed", "failed", "skipped"]}, "duration": {"type": "integer", "minimum": 0}},
        error_message=_WORDS,
    ),
    "if": {"properties": {"status": {"const": "failed"}}},
    "then": {"required": ["error_message"]},
}
_STEP = _object(
    {
        "keyword": {"enum": ["Given ", "When ", "Then ", "And ", "But ", "* "]},
        "name": {**_WORDS, "pattern": "^[^\\n\\x00]*$"},
        "line": _LINE,
        "match": _object({}),
        "result": _RESULT,
    }
)
_EMBEDDED = _object({"mime_type": {"const": "text/plain"}, "data": _WORDS, "name": _WORDS})
_HOOK = _object(
    {"match": _object({"location": _WORDS}), "result": _RESULT}, output=_list_of(_WORDS), embeddings=_list_of(_EMBEDDED)
)
_ELEMENT = _object(
    {
        "id": _WORDS,
        "line": _LINE,
        "type": {"const": "scenario"},
        "keyword": {"enum": ["Scenario", "Scenario Outline"]},
        "name": _WORDS,
        "description": _TEXT,
        "tags": _list_of(_object({"name": {"type": "string", "pattern": "^@\\S+$"}})),
        "steps": _list_of(_STEP, least=1),
        "after": _list_of(_HOOK),
    }
)
_FEATURE = _object(
    {
        "uri": {"type": "string", "pattern": "\\.feature$"},
        "id": _WORDS,
        "line": _LINE,
        "keyword": {"const": "Feature"},
        "name": _WORDS,
        "description": _TEXT,
        "tags": _list_of(_object({"name": _WORDS})),
        "elements": _list_of(_ELEMENT, least=1),
    }
)
# What Cucumber-JVM writes, as far as importers read it; a step of ours is never undefined or pending.
FORMAT = Draft202012Validator(_list_of(_FEATURE))


def features_of(record: RunRecord) -> list[dict[str, Any]]:
    path = record.path.parent / "new" / "cucumber.json"
    write_cucumber(record, path)
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    FORMAT.validate(features)
    return features


def element_of(record: RunRecord, *results: ScenarioResult) -> dict[str, Any]:
    """Return the element of the only scenario of a run."""
    record.results = {each.scenario.id: each for each in results}
    (feature,) = features_of(record)
    (element,) = feature["elements"]
    return cast("dict[str, Any]", element)


def statuses(element: dict[str, Any]) -> list[str]:
    return [step["result"]["status"] for step in element["steps"]]


def imported(element: dict[str, Any]) -> str:
    """Return the status an importer gives a scenario: the worst of those of its steps and hooks."""
    found = [*statuses(element), *(str(hook["result"]["status"]) for hook in element["after"])]
    return min(found, key=["failed", "skipped", "passed"].index)


@pytest.fixture
def record(tmp_path: Path) -> RunRecord:
    return record_in(tmp_path)


# --- the traps pytest-bdd's own report falls into


def test_what_workers_tell_is_in_the_file(record: RunRecord) -> None:
    """Under pytest-xdist pytest-bdd writes an empty list; the controller, which runs nothing, writes ours."""
    keeper, one = RecordKeeper(record), result("It arrives", Verdict.PASSED, steps=MET)
    sent: Any = SimpleNamespace(punchout=json.dumps(one.document()), failed=False)
    keeper.pytest_runtest_logreport(sent)
    keeper.pytest_sessionfinish(cast("Any", SimpleNamespace(exitstatus=0)), 0)
    (feature,) = json.loads((record.path.parent / "cucumber.json").read_text(encoding="utf-8"))
    assert [(each["name"], imported(each)) for each in feature["elements"]] == [("It arrives", "passed")]


def test_what_was_skipped_is_not_passed(record: RunRecord) -> None:
    no_administrator = Failure("not applied: no administrator")
    element = element_of(record, result("One", Verdict.INAPPLICABLE, no_administrator, steps=NOT_MET))
    assert (statuses(element), imported(element)) == (["skipped", "skipped"], "skipped")
    assert element["after"][0]["output"] == ["inapplicable: not applied: no administrator"]


def test_a_step_without_a_definition_is_not_passed(record: RunRecord) -> None:
    """Of a step that is not defined pytest-bdd tells nothing but the error: those before it have all passed."""
    undefined = Failure('Step definition is not found: Then "the cart flies"')
    element = element_of(record, result("One", Verdict.ERROR, undefined, steps=(GIVEN,)))
    assert (statuses(element), imported(element)) == (["passed", "failed"], "failed")
    assert element["steps"][-1]["name"] == undefined.what


def test_what_could_not_be_put_back_is_not_passed(record: RunRecord) -> None:
    broken = Failure("What the scenario changed could not be put back", details="HTTP 500")
    element = element_of(record, result("One", Verdict.ERROR, broken, steps=MET))
    assert (statuses(element), imported(element)) == (["passed", "passed", "failed"], "failed")
    added = element["steps"][-1]
    assert (added["keyword"], added["name"]) == ("* ", broken.what)
    assert added["result"]["error_message"].splitlines() == [f"error: {broken.what}", "details: HTTP 500"]


def test_a_scenario_whose_first_step_is_missing_is_there(record: RunRecord) -> None:
    element = element_of(record, result("One", Verdict.ERROR, Failure("Step definition is not found")))
    assert statuses(element) == ["failed"]


def test_a_scenario_that_was_not_run_is_there(record: RunRecord) -> None:
    record.expect(planned("One"))
    element = element_of(record)
    assert [step["name"] for step in element["steps"]] == ["the run ended before it came to this scenario"]
    assert (statuses(element), imported(element)) == (["skipped"], "skipped")


def test_every_scenario_of_the_features_has_its_place(record: RunRecord) -> None:
    for each in plan().values():
        record.expect(each)
    features = features_of(record)
    elements = [element for feature in features for element in feature["elements"]]
    assert len(features) == len({name for name, _ in plan()})
    assert len(elements) == len({element["id"] for element in elements}) == len(plan())


# --- what the file says


def elements_by_name(record: RunRecord) -> Iterator[tuple[ScenarioResult, dict[str, Any]]]:
    (feature,) = features_of(record)
    by_name = {element["name"]: element for element in feature["elements"]}
    for each in record.scenarios:
        yield each, by_name[each.scenario.title]


def test_each_scenario_is_imported_as_its_verdict_says(tmp_path: Path) -> None:
    seen = set()
    for each, element in elements_by_name(run_of_every_verdict(tmp_path)):
        status = STATUS[each.verdict]
        assert imported(element) == status, each.scenario.title
        assert element["after"][0]["match"]["location"] == f"verdict: {each.verdict}"
        if status == "failed":
            assert "failed" in statuses(element)
        else:
            assert set(statuses(element)) == {status}
        seen.add(each.verdict)
    assert seen == set(Verdict) == set(STATUS)


def test_what_is_not_plainly_passed_is_told_in_the_hook(tmp_path: Path) -> None:
    for each, element in elements_by_name(run_of_every_verdict(tmp_path)):
        (hook,) = element["after"]
        plainly = each.verdict is Verdict.PASSED and each.failure is None
        assert ("output" in hook, "embeddings" in hook) == (not plainly, not plainly)
        if plainly:
            continue
        (told,), (embedded,) = hook["output"], hook["embeddings"]
        assert b64decode(embedded["data"]).decode() == told
        assert told.startswith(f"{'information' if each.is_information else each.verdict}: {each.reason}")
        if each.failure is OTHERWISE:
            assert told.splitlines()[-6 if each.evidence else -5 :][:2] == ["got: B-2", "where: line 1"]


def test_a_failed_step_tells_why(record: RunRecord) -> None:
    lost = result("One", Verdict.FAILED, OTHERWISE, reason="Not it", steps=NOT_MET, evidence="evidence/lost.json")
    element = element_of(record, lost)
    assert "error_message" not in element["steps"][0]["result"]
    assert element["steps"][1]["result"]["error_message"].splitlines() == [
        "failed: Not it",
        "what: The SKU is posted",
        "expected: A-1",
        "got: B-2",
        "where: line 1",
        "exchange: storefront -> hub: POST / -> 200",
        "hint: Look.",
        "details: more",
        "evidence: evidence/lost.json",
    ]


def test_times_are_nanoseconds_and_add_up(record: RunRecord) -> None:
    element = element_of(record, result("One", Verdict.PASSED, steps=MET, duration=1.0))
    assert [step["result"]["duration"] for step in element["steps"]] == [250_000_000, 500_000_000]
    assert element["after"][0]["result"]["duration"] == 250_000_000
    # Each is rounded by itself.
    short = result("One", Verdict.PASSED, steps=(StepResult("Given", "it", "passed", 0.3),), duration=0.1 + 0.1)
    assert element_of(record, short)["after"][0]["result"]["duration"] == 0


def test_tags_rows_and_rules_are_kept(record: RunRecord) -> None:
    element = element_of(record, result("One", Verdict.PASSED, steps=MET, row="10"))
    assert (element["keyword"], element["name"], element["description"]) == ("Scenario Outline", "One [10]", "A rule")
    assert [tag["name"] for tag in element["tags"]] == ["@P2G-CART-001", "@must"]


def test_ids_are_unique_and_lines_in_order(tmp_path: Path) -> None:
    (feature,) = features_of(run_of_every_verdict(tmp_path))
    ids = [element["id"] for element in feature["elements"]]
    assert len(set(ids)) == len(ids)
    assert {"cart;it-is-lost-on-the-way-1", "cart;it-is-lost-on-the-way-1;;2"} < set(ids)
    lines = [feature["line"]]
    for element in feature["elements"]:
        lines += [element["line"], *(step["line"] for step in element["steps"])]
    assert lines == list(range(1, len(lines) + 1))


def test_whatever_a_target_sends_can_be_imported(record: RunRecord) -> None:
    failure = Failure(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    steps = (StepResult("Given", f"it {HOSTILE.strip()}".replace("\n", " "), "passed", 0.1),)
    element = element_of(record, result(f"A name {HOSTILE}", Verdict.ERROR, failure, steps=steps))
    assert "\u20ac\U0001f600" in element["steps"][-1]["result"]["error_message"]


def test_a_run_of_nothing_is_an_empty_list(record: RunRecord) -> None:
    assert features_of(record) == []
