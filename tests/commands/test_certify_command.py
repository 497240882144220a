"""`punchout certify` on the embedded target: what a stranger sees who types it."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree, html

from harness.project import ROOT

ONE = ("-k", "one_product_arrives")


def test_a_scenario_is_judged_and_everything_is_written(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", *ONE)
    assert done.code == 0, done.output
    assert "CONFORMANT" in done.output
    assert done.results["run"]["counts"] == {"passed": 1}
    assert done.results["requirements"][0]["verdict"] == "passed"
    assert etree.parse(done.out / "junit.xml").getroot().get("tests") == "1"
    page = html.parse(done.out / "report.html").getroot()
    assert page.xpath("string(//*[@id='answer']/strong)") == "CONFORMANT"
    assert len(page.xpath("//section[@id='scenarios']//svg//text[contains(., 'session/request')]")) == 1
    table = (done.out / "coverage.txt").read_text(encoding="utf-8")
    assert "current: Verify Redirect to Buyer's Procurement System" in table
    assert table == punchout("requirements", "--coverage", "--out", str(done.out)).output
    evidence = json.loads((done.out / done.results["scenarios"][0]["evidence"]).read_text(encoding="utf-8"))
    assert all(check["holds"] for check in evidence["checks"])
    assert any("/gateway/link/api/id/" in exchange["url"] for exchange in evidence["exchanges"])


def test_other_programs_get_their_formats_whoever_ran_the_scenarios(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", *ONE, "-n", "2", "--har")
    assert done.code == 0, done.output
    schema = json.loads((ROOT / "harness" / "schemas" / "results.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(done.results, schema, jsonschema.Draft202012Validator)
    ((element,),) = (each["elements"] for each in json.loads((done.out / "cucumber.json").read_text(encoding="utf-8")))
    assert {step["result"]["status"] for step in element["steps"]} == {"passed"}
    assert [step["name"] for step in element["steps"]] == [s["text"] for s in done.results["scenarios"][0]["steps"]]
    evidence = json.loads((done.out / done.results["scenarios"][0]["evidence"]).read_text(encoding="utf-8"))
    (archive,) = (done.out / "har").iterdir()
    entries = json.loads(archive.read_text(encoding="utf-8"))["log"]["entries"]
    assert [entry["_number"] for entry in entries] == [exchange["number"] for exchange in evidence["exchanges"]]
    files = ["coverage.txt", "cucumber.json", "evidence", "har", "junit.xml", "report.html", "results.json"]
    assert sorted(path.name for path in done.out.iterdir()) == files


def test_the_settings_and_their_origins_are_shown(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", *ONE, "--seed", "42", environment={"PUNCHOUT_LEVEL": "smoke"})
    assert "seed: 42 (command line)" in done.output
    assert "level: smoke (environment variable PUNCHOUT_LEVEL)" in done.output
    assert "target: embedded reference storefront (default)" in done.output
    assert {"name": "seed", "value": "42", "origin": "command line"} in done.results["run"]["configuration"]


def test_what_cannot_be_tested_is_in_the_results_with_its_reason(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", *ONE, "--generation", "punchout2go-2.1")
    assert "generation: punchout2go-2.1 (command line)" in done.output
    untestable = {entry["id"]: entry["reason"] for entry in done.results["not_testable"]}
    assert "P2G-DEPLOY-030" in untestable
    assert all(untestable.values())
    assert f"{len(untestable)} requirements besides" in done.output


def test_what_the_last_run_did_not_judge_is_a_gap(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", *ONE)
    coverage = punchout("requirements", "--coverage", "--out", str(done.out))
    assert (coverage.code, coverage.output.splitlines()[-1]) == (1, "not covered")
    assert "P2G-TOKEN-001      promised, but nothing judged it" in coverage.output


def test_the_catalogue_is_listed(punchout: Callable[..., Any]) -> None:
    done = punchout("requirements")
    assert done.code == 0
    assert "P2G-TERM-006" in done.output
    assert "source       2.1: Configure the Connector, 5" in done.output


def test_a_requirement_is_selected_by_its_id(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", "-m", 'requirement(id="P2G-TOKEN-001")')
    assert [s["requirements"] for s in done.results["scenarios"]] == [["P2G-TOKEN-001"]]


def test_a_run_that_judges_nothing_is_vacuous(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", "-k", "no_such_scenario")
    assert done.code == 5
    assert "nothing was judged" in done.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--level", "huge"], "--level: 'huge' is no level. Choose one of smoke, regression, certification."),
        (["--generation", "x"], "--generation: 'x' is not known."),
        (["--seed", "ten"], "--seed: 'ten' is not a whole number."),
        (["--target", "none.toml"], "--target: none.toml cannot be read"),
    ],
)
def test_a_wrong_flag_is_one_message(punchout: Callable[..., Any], arguments: list[str], words: str) -> None:
    done = punchout("certify", *arguments)
    assert done.code == 4
    assert words in done.output
    assert "Traceback" not in done.output


def begun(command: list[str], folder: Path) -> subprocess.Popen[str]:
    """Start a run and return when its first scenario has passed."""
    # Whoever is started in the background of a shell may have been told to ignore it, and would hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*command, "certify", "--out=out", "-v"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    signal.signal(signal.SIGINT, before)
    assert process.stdout is not None
    assert any("PASSED" in line for line in process.stdout)
    return process


def test_an_interruption_leaves_what_was_judged_and_what_was_not(tmp_path: Path, punchout_command: list[str]) -> None:
    process = begun(punchout_command, tmp_path)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert process.returncode == 2, output
    assert results["run"]["interrupted"] is True
    verdicts = [scenario["verdict"] for scenario in results["scenarios"]]
    assert "passed" in verdicts
    assert "not_run" in verdicts
    assert len(verdicts) >= 40


def test_the_record_is_readable_when_the_run_was_killed(tmp_path: Path, punchout_command: list[str]) -> None:
    process = begun(punchout_command, tmp_path)
    process.kill()
    process.communicate(timeout=60)
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert results["run"]["exit_code"] is None
    assert "not_run" in {scenario["verdict"] for scenario in results["scenarios"]}
