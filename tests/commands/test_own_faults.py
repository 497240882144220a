"""The harness under its own faults: the scenario is an error that names the cause, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

HERE = Path(__file__).parent
PLUGIN = ("-p", "faults_on_purpose")
AT = "test_after_submit_the_buyer_is_signed_out"
HIT = "redirect.feature: After Submit the buyer is signed out"
SCENARIOS = "signed_out or no_cookie or of_use_once or byte_for_byte or nobody_opened"


@pytest.fixture
def broken(punchout: Callable[..., Any]) -> Callable[..., Any]:
    """Run a few scenarios, in one of which something of the harness breaks."""

    def run(fault: str, *options: str, environment: dict[str, str] | None = None, at: str = AT) -> Any:
        told = {"PYTHONPATH": str(HERE), "FAULT": fault, "FAULT_AT": at}
        selected = () if "-k" in options else ("-k", SCENARIOS)
        done = punchout("certify", *PLUGIN, *selected, *options, environment={**told, **(environment or {})})
        assert "INTERNALERROR" not in done.output, done.output
        return done

    return run


def is_whole(done: Any) -> bool:
    """Tell whether the files of a run are whole and agree, and nothing else is left beside them."""
    results = done.results
    cases = etree.parse(done.out / "junit.xml").getroot()
    assert results["run"]["exit_code"] == done.code
    assert cases.get("tests") == str(len(results["scenarios"]))
    assert {path.name for path in done.out.iterdir()} <= {"coverage.txt", "evidence", "junit.xml", "results.json"}
    return not list((done.out / "evidence").glob("*.part"))


def only(done: Any, verdict: str) -> dict[str, Any]:
    """Return the one scenario that has another verdict than passed; it is the one in which the fault was."""
    others = {name: found for name, found in done.verdicts.items() if found != "passed"}
    assert others == {HIT: verdict}, done.output
    found: dict[str, Any] = next(s for s in done.results["scenarios"] if s["id"] == HIT)
    return found


@pytest.mark.parametrize(
    ("fault", "name", "processes"),
    [
        ("thread dies: hub", "hub", "0"),
        ("thread dies: procurement", "procurement system", "0"),
        ("thread dies: storefront", "reference storefront", "2"),
        ("socket closes: hub", "hub", "2"),
        ("socket closes: storefront", "reference storefront", "0"),
    ],
)
def test_a_party_that_ends_is_named_and_started_again(
    broken: Callable[..., Any], fault: str, name: str, processes: str
) -> None:
    done = broken(fault, "-n", processes)
    assert done.code == 3, done.output
    scenario = only(done, "error")
    assert name in scenario["reason"]
    assert "stopped at" in scenario["failure"]["details"] or "does not listen at" in scenario["failure"]["details"]
    assert is_whole(done)


@pytest.mark.parametrize("error", ["MemoryError", "RecursionError", "SystemExit"])
def test_an_error_nobody_foresaw_is_ours(broken: Callable[..., Any], error: str) -> None:
    done = broken(f"scenario ends by: {error}", "-k", "buyer_is_signed_out")
    assert done.code == 3, done.output
    assert error in only(done, "error")["failure"]["details"]
    assert is_whole(done)


def test_the_scenario_of_a_worker_that_is_killed_is_an_error_and_the_rest_goes_on(broken: Callable[..., Any]) -> None:
    done = broken("worker is killed", "-n", "2")
    assert done.code == 3, done.output
    assert "was killed" in only(done, "error")["reason"]
    assert done.results["run"]["faults"] == []
    assert "CRASHED" not in done.output
    assert is_whole(done)


@pytest.mark.parametrize(("seconds", "processes"), [("3600", "0"), ("-3600", "2")])
def test_a_clock_that_is_set_changes_no_verdict(broken: Callable[..., Any], seconds: str, processes: str) -> None:
    selected = "redirect or terms or token_lifetime or returning_cart or purchase_order_once"
    done = broken(f"clock jumps: {seconds}", "-n", processes, "-k", selected)
    assert done.code == 0, done.output
    assert set(done.verdicts.values()) == {"passed"}
    assert all(0 <= scenario["duration"] < 120 for scenario in done.results["scenarios"])
    assert is_whole(done)
