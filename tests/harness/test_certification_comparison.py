"""Two runs compared: what changed requirement by requirement, and whether anything got worse."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harness.certification.comparison import Comparison, compare, is_worse, said
from harness.certification.runs import run_said
from harness.errors import ConfigurationError
from harness.record import ScenarioResult
from harness.verdicts import Verdict
from tests.harness.certification_bench import bench
from tests.harness.judge_bench import result


def document(folder: Path, *results: ScenarioResult, **about: Any) -> dict[str, Any]:
    """Return the record of a run in which some scenarios said something else."""
    made = bench(folder, **about)
    made.take(*results)
    made.end()
    found: dict[str, Any] = json.loads((made.folder / "results.json").read_text(encoding="utf-8"))
    return found


def lines(comparison: Comparison) -> list[str]:
    return [line.strip() for line in comparison.lines()]


def compared(folder: Path, *results: ScenarioResult, **about: Any) -> Comparison:
    """Compare the run in which all passed with another."""
    before, after = document(folder / "a"), document(folder / "b", *results, **about)
    return compare(said(before), said(after))


def slow(verdict: Verdict, row: str = "1") -> ScenarioResult:
    return result("It is fast", verdict, row=row, requirement="P2G-CART-002")


def test_two_runs_that_said_the_same_are_the_same(tmp_path: Path) -> None:
    comparison = compared(tmp_path)
    assert (comparison.worse, comparison.requirements, comparison.scenarios, comparison.checks) == (0, (), (), ())
    assert lines(comparison)[-1] == "nothing got worse"
    assert "requirements: the same" in lines(comparison)


def test_what_failed_since_is_worse_and_the_other_way_is_not(tmp_path: Path) -> None:
    comparison = compared(tmp_path, slow(Verdict.FAILED))
    assert "WORSE  P2G-CART-002       passed -> failed" in lines(comparison)
    assert "WORSE  passed -> failed: cart.feature: It is fast [1]" in lines(comparison)
    assert lines(comparison)[-1] == "2 got worse"
    before, after = document(tmp_path / "a", slow(Verdict.FAILED)), document(tmp_path / "b")
    back = compare(said(before), said(after))
    assert back.worse == 0
    assert "P2G-CART-002       failed -> passed" in lines(back)


def test_another_scenario_of_a_requirement_that_failed_before_is_worse(tmp_path: Path) -> None:
    before = document(tmp_path / "a", slow(Verdict.FAILED, "1"))
    after = document(tmp_path / "b", slow(Verdict.FAILED, "1"), slow(Verdict.WARNING, "2"))
    comparison = compare(said(before), said(after))
    assert (comparison.requirements, comparison.worse) == ((), 1)
    assert "WORSE  passed -> warning: cart.feature: It is fast [2]" in lines(comparison)


ORDER = [
    Verdict.ERROR,
    Verdict.FAILED,
    Verdict.UNTESTABLE,
    Verdict.NOT_RUN,
    Verdict.DEVIATION,
    Verdict.WARNING,
    Verdict.PASSED,
]


@pytest.mark.parametrize(("worse", "better"), list(pairwise(ORDER)))
def test_each_verdict_is_worse_than_the_next(worse: Verdict, better: Verdict) -> None:
    assert (is_worse(better, worse), is_worse(worse, better), is_worse(worse, worse)) == (True, False, False)


@pytest.mark.parametrize("nothing", [None, Verdict.INAPPLICABLE])
def test_what_is_not_judged_counts_as_not_run(nothing: Verdict | None) -> None:
    assert is_worse(Verdict.PASSED, nothing)
    assert is_worse(nothing, Verdict.FAILED)
    assert not is_worse(Verdict.FAILED, nothing)
    assert not is_worse(nothing, Verdict.NOT_RUN)


def without(found: dict[str, Any], requirement: str) -> dict[str, Any]:
    """Return a record of fewer requirements and scenarios."""
    return {
        **found,
        "requirements": [each for each in found["requirements"] if each["id"] != requirement],
        "scenarios": [each for each in found["scenarios"] if requirement not in each["requirements"]],
    }


def test_a_requirement_that_is_gone_is_worse_and_one_that_is_new_is_not(tmp_path: Path) -> None:
    whole = document(tmp_path)
    fewer = without(whole, "P2G-CART-002")
    gone, new = compare(said(whole), said(fewer)), compare(said(fewer), said(whole))
    assert "WORSE  P2G-CART-002       gone, was passed" in lines(gone)
    assert "gone, was passed: cart.feature: It is fast [1]" in lines(gone)
    assert (gone.worse, new.worse) == (1, 0)
    assert "P2G-CART-002       new, passed" in lines(new)
    assert "new, passed: cart.feature: It is fast [2]" in lines(new)


def test_between_generations_what_only_one_has_weighs_nothing(tmp_path: Path) -> None:
    whole = document(tmp_path)
    fewer = without(whole, "P2G-CART-002")
    fewer["target"] = {**whole["target"], "generation": "punchout2go-2.1"}
    comparison = compare(said(whole), said(fewer))
    assert comparison.worse == 0
    assert "generation: tradecentric-7.4 -> punchout2go-2.1" in lines(comparison)
    assert "P2G-CART-002       gone, was passed" in lines(comparison)


def test_checks_that_differ_are_told_and_weigh_nothing(tmp_path: Path) -> None:
    before = document(tmp_path)
    after = json.loads(json.dumps(before))
    after["scenarios"][0]["checks"] = 2
    comparison = compare(said(before), said(after))
    assert "3 -> 2: cart.feature: It arrives" in lines(comparison)
    assert comparison.worse == 0


def test_how_the_runs_themselves_differ_is_told(tmp_path: Path) -> None:
    before = document(tmp_path)
    after = json.loads(json.dumps(before))
    after["run"] |= {"id": "def456", "level": "smoke", "qualification": None, "exit_code": 3}
    after["run"]["versions"] = {"punchout-harness": "0.2.0", "lxml": "6"}
    after["target"] |= {"name": "Acme live", "defects": ["late"]}
    told = lines(compare(said(before), said(after)))
    for line in (
        "run: abc123 of 2026-01-02T00:00:00+00:00 -> def456 of 2026-01-02T00:00:00+00:00",
        "level: certification -> smoke",
        "target: Acme staging live http://x.example -> Acme live live http://x.example",
        "defects: none -> late",
        "version of punchout-harness: 0.1.0 -> 0.2.0",
        "version of lxml: none -> 6",
        "qualification: 2026-01-01T00:00:00+00:00 -> none",
        "WORSE  outcome: conformant -> harness fault",
    ):
        assert line in told


@pytest.mark.parametrize(("code", "worse"), [(1, 0), (2, 1), (3, 1), (5, 1), (None, 1)])
def test_a_run_that_was_broken_off_is_worse(tmp_path: Path, code: int | None, worse: int) -> None:
    before = document(tmp_path)
    after = json.loads(json.dumps(before))
    after["run"]["exit_code"] = code
    assert compare(said(before), said(after)).worse == worse
    assert compare(said(after), said(before)).worse == 0


def test_a_run_is_read_from_its_file_its_folder_or_its_package(tmp_path: Path) -> None:
    made = bench(tmp_path).end()
    read = [run_said(path) for path in (made.folder / "results.json", made.folder, made.package)]
    assert read[0] == read[1] == read[2]
    assert read[0].requirements == {"P2G-CART-001": Verdict.PASSED, "P2G-CART-002": Verdict.PASSED}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no JSON", "it is not JSON"),
        ("[" * 200_000, "it is not JSON"),
        ("[]", "it holds no results of a run"),
        ('{"version": 1}', "it holds no results of a run"),
        ('{"version": 2, "scenarios": [1], "run": {}, "target": {}}', "it holds no results of a run"),
        ('{"version": 1, "scenarios": []}', "its results are of format 1; expected 2. Compare it with the harness"),
        ("PK", "it is no package that is whole"),
    ],
    ids=["text", "deep", "list", "half", "other", "another format", "no package"],
)
def test_what_holds_no_results_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=says):
        run_said(path)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json", tmp_path / "none.zip"):
        with pytest.raises(ConfigurationError, match="there is no such file"):
            run_said(path)


def test_a_package_that_was_changed_is_not_compared(tmp_path: Path) -> None:
    made = bench(tmp_path).end()
    made.package.write_bytes(made.package.read_bytes() + b"\0")
    with pytest.raises(ConfigurationError, match="no package that is whole: something after the end"):
        run_said(made.package)
