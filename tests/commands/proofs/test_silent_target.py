"""A storefront that stops answering in the middle of a run: what it costs, and what a person reads."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.commands.conftest import DEADLINE, PUNCHOUT, Finished, environment_with
from tests.commands.gate import Gate, free_port

# The storefront is the third of the parties that could be served.
STOREFRONT = 2
SCENARIOS = "test_session_refusal.py or test_redirect.py or test_terms.py"
READY = "scenario-deadline: 1 (command line)"
FIRST_PASSED = "PASSED"


@pytest.fixture
def gate() -> Iterator[Gate]:
    with Gate(free_port()) as gate:
        yield gate


@pytest.fixture
def behind(gate: Gate, served_with: Callable[..., Any]) -> Any:
    """A storefront served behind the gate, by the only address that it knows."""
    return served_with("--port-base", str(gate._port - STOREFRONT), "--public-url", gate.url)


def run_until(served: Any, folder: Path, word: str, then: Callable[[], None], *options: str) -> Finished:
    """Run scenarios; do something when a line has a word in it, and see how the run ends."""
    out = folder / "out"
    arguments = ("certify", f"--target={served.target}", f"--out={out}", "--scenario-deadline=1", "-v", *options)
    process = subprocess.Popen(
        [*PUNCHOUT, *arguments],
        cwd=folder,
        env=environment_with(served.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        assert process.stdout is not None
        before = []
        for line in process.stdout:
            before.append(line)
            if word in line:
                break
        then()
        output, _ = process.communicate(timeout=DEADLINE)
    return Finished(process.returncode, "".join(before) + output, out)


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize("moment", [READY, FIRST_PASSED], ids=["after the preflight", "later"])
def test_a_storefront_that_never_answers_ends_the_run_after_three_scenarios(
    behind: Any, gate: Gate, tmp_path: Path, processes: str, moment: str
) -> None:
    done = run_until(behind, tmp_path, moment, gate.shut, "-k", SCENARIOS, "-n", processes)
    assert done.code == 1, done.output
    assert "Traceback" not in done.output
    assert "the run was stopped" in done.output
    assert "the storefront did not answer three scenarios in a row (at last " in done.output
    results = done.results
    assert results["run"]["exit_code"] == 1
    assert results["run"]["interrupted"] is False
    assert gate.url in results["run"]["stopped"]
    unanswered = [s for s in results["scenarios"] if s["failure"] and s["failure"]["cause"] == "no answer"]
    assert 3 <= len(unanswered) <= 3 + int(processes)
    for scenario in unanswered:
        assert scenario["verdict"] in ("failed", "untestable")
        assert scenario["reason"].startswith("The storefront gave no answer within ")
        assert gate.url in scenario["failure"]["where"]
        assert "Traceback" not in scenario["failure"]["details"]
        # What the machine takes besides; without a deadline of the scenario a single call takes 30 s.
        assert scenario["duration"] < 15
    # A scenario that had told the hub to answer in a way of its own may have been under way.
    kept = [s for s in results["scenarios"] if s["failure"] and s["failure"]["cause"] == "kept waiting"]
    left = [scenario for scenario in results["scenarios"] if scenario["verdict"] == "not_run"]
    assert len(left) > 20
    assert all("did not answer three scenarios in a row" in scenario["reason"] for scenario in left)
    passed = results["run"]["counts"].get("passed", 0)
    assert len(left) + len(unanswered) + len(kept) + passed == len(results["scenarios"])
    cases = etree.parse(done.out / "junit.xml").getroot()
    assert cases.get("tests") == str(len(results["scenarios"]))
    # What was made there by then cannot be undone, and stays written down.
    assert "NOT undone; do it by hand, or run `punchout restore` again" in done.output
    files = ["coverage.txt", "cucumber.json", "evidence", "junit.xml", "ledgers", "report.html", "results.json"]
    assert sorted(path.name for path in done.out.iterdir()) == files


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_storefront_that_is_gone_ends_the_run_at_once(
    behind: Any, gate: Gate, tmp_path: Path, processes: str
) -> None:
    done = run_until(behind, tmp_path, FIRST_PASSED, gate.vanish, "-k", SCENARIOS, "-n", processes)
    assert done.code == 1, done.output
    assert "Traceback" not in done.output
    reasons = [s["reason"] for s in done.results["scenarios"] if s["failure"] and s["failure"]["cause"]]
    assert len(reasons) >= 3
    assert all(reason.startswith("The storefront could not be connected to") for reason in reasons)
    assert done.results["run"]["counts"]["not_run"] > 20


def test_a_hub_that_is_silent_on_purpose_stops_no_run(punchout: Callable[..., Any], served: Any) -> None:
    """The storefront waits for the hub longer than the scenario has patience: a failure of its, and no more."""
    done = punchout(
        "certify",
        f"--target={served.target}",
        "--scenario-deadline=2",
        "-k",
        "the_buyer_is_told_when_the_hub_never_answers",
        environment=served.environment,
    )
    assert done.code == 1, done.output
    (scenario,) = json.loads((done.out / "results.json").read_text(encoding="utf-8"))["scenarios"]
    assert (scenario["verdict"], scenario["failure"]["cause"]) == ("failed", "kept waiting")
