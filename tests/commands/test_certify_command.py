"""`punchout certify` on the embedded target: what a stranger sees who types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from lxml import etree, html

from harness.project import ROOT
from tests.commands.conftest import Finished, Punchout, running_in

ONE = ("-k", "one_product_arrives")


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A run of one scenario by a worker, with all that can be asked for."""
    run = running_in(tmp_path_factory.mktemp("one"))
    done = run("certify", *ONE, "-n", "2", "--har", "--seed", "42", environment={"PUNCHOUT_LEVEL": "smoke"})
    assert done.code == 0, done.output
    return done


def test_a_scenario_is_judged_and_everything_is_written(one: Finished, punchout: Punchout) -> None:
    assert "CONFORMANT" in one.output
    assert one.results["run"]["counts"] == {"passed": 1}
    assert one.results["requirements"][0]["verdict"] == "passed"
    assert etree.parse(one.out / "junit.xml").getroot().get("tests") == "1"
    page = html.parse(one.out / "report.html").getroot()
    assert page.xpath("string(//*[@id='answer']/strong)") == "CONFORMANT"
    assert len(page.xpath("//section[@id='scenarios']//svg//text[contains(., 'session/request')]")) == 1
    table = (one.out / "coverage.txt").read_text(encoding="utf-8")
    assert "current: Verify Redirect to Buyer's Procurement System" in table
    coverage = punchout("requirements", "--coverage", "--out", str(one.out))
    assert table == coverage.output
    # What one scenario does not judge is a gap.
    assert (coverage.code, coverage.output.splitlines()[-1]) == (1, "not covered")
    assert "P2G-TOKEN-001      promised, but nothing judged it" in coverage.output
    evidence = json.loads((one.out / one.results["scenarios"][0]["evidence"]).read_text(encoding="utf-8"))
    assert all(check["holds"] for check in evidence["checks"])
    assert any("/gateway/link/api/id/" in exchange["url"] for exchange in evidence["exchanges"])


def test_other_programs_get_their_formats_whoever_ran_the_scenarios(one: Finished) -> None:
    schema = json.loads((ROOT / "harness" / "schemas" / "results.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(one.results, schema, jsonschema.Draft202012Validator)
    ((element,),) = (each["elements"] for each in json.loads((one.out / "cucumber.json").read_text(encoding="utf-8")))
    assert {step["result"]["status"] for step in element["steps"]} == {"passed"}
    assert [step["name"] for step in element["steps"]] == [s["text"] for s in one.results["scenarios"][0]["steps"]]
    evidence = json.loads((one.out / one.results["scenarios"][0]["evidence"]).read_text(encoding="utf-8"))
    (archive,) = (one.out / "har").iterdir()
    entries = json.loads(archive.read_text(encoding="utf-8"))["log"]["entries"]
    assert [entry["_number"] for entry in entries] == [exchange["number"] for exchange in evidence["exchanges"]]
    files = ["coverage.txt", "cucumber.json", "evidence", "har", "junit.xml", "report.html", "results.json"]
    assert sorted(path.name for path in one.out.iterdir()) == files


def test_the_settings_and_their_origins_are_shown(one: Finished) -> None:
    assert "seed: 42 (command line)" in one.output
    assert "level: smoke (environment variable PUNCHOUT_LEVEL)" in one.output
    assert "target: embedded reference storefront (default)" in one.output
    assert {"name": "seed", "value": "42", "origin": "command line"} in one.results["run"]["configuration"]


def test_the_catalogue_is_listed(punchout: Callable[..., Any]) -> None:
    done = punchout("requirements")
    assert done.code == 0
    assert "P2G-TERM-006" in done.output
    assert "source       2.1: Configure the Connector, 5" in done.output


def test_a_wrong_flag_is_one_message(punchout: Callable[..., Any]) -> None:
    done = punchout("certify", "--level", "huge")
    assert done.code == 4
    assert "--level: 'huge' is no level. Choose one of smoke, regression, certification." in done.output
    assert "Traceback" not in done.output
