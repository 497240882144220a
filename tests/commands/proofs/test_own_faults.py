"""The harness under its own faults: the scenario is an error that names the cause, and the rest goes on."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

HERE = Path(__file__).parents[1]
PLUGIN = ("-p", "faults_on_purpose")
AT = "test_after_submit_the_buyer_is_signed_out"
HIT = "redirect.feature: After Submit the buyer is signed out"
FILES = {"coverage.txt", "cucumber.json", "evidence", "junit.xml", "report.html", "results.json"}
SCENARIOS = "signed_out or no_cookie or of_use_once or byte_for_byte or nobody_opened"

# Bytes a file may have: less than a worker's journal; less than the record of the run as it is at last.
JOURNAL_IS_LARGER = 100_000
NOTHING_FITS = 14_000


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
    features = json.loads((done.out / "cucumber.json").read_text(encoding="utf-8"))
    assert sum(len(feature["elements"]) for feature in features) == len(results["scenarios"])
    assert {path.name for path in done.out.iterdir()} <= FILES
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
        ("thread dies: storefront", "storefront", "2"),
        ("socket closes: hub", "hub", "2"),
        ("socket closes: storefront", "storefront", "0"),
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


def test_a_journal_that_cannot_be_written_is_told_once_and_changes_no_verdict(broken: Callable[..., Any]) -> None:
    done = broken("", "-n", "2", environment={"FAULT_FILE_SIZE": str(JOURNAL_IS_LARGER)})
    assert done.code == 3, done.output
    assert set(done.verdicts.values()) == {"passed"}
    faults = done.results["run"]["faults"]
    assert {fault.partition(":")[0] for fault in faults} == {"journal"}
    assert len(faults) == len(list((done.out / "evidence").glob("journal-*"))) == 2
    assert all(fault.endswith("could not be written (File too large)") for fault in faults)
    assert done.output.count("fault of the harness:") == 2
    for journal in (done.out / "evidence").glob("journal-*"):
        assert [json.loads(line)["event"] for line in journal.read_text(encoding="utf-8").splitlines()]
    assert is_whole(done)


def test_nothing_that_could_be_written_is_halved_when_nothing_more_can_be(broken: Callable[..., Any]) -> None:
    """Room for the record as it is at first, and for no evidence: what is on the disk is older, and whole."""
    done = broken("", "-n", "0", "-k", SCENARIOS, environment={"FAULT_FILE_SIZE": str(NOTHING_FITS)})
    assert done.code == 3, done.output
    shown = " ".join(done.output.split())
    for what in ("journal", "evidence", "results", "coverage.txt", "report.html"):
        assert shown.count(f"fault of the harness: {what}: ") == 1
    assert done.results["run"]["exit_code"] is None
    assert f"{len(done.verdicts)} passed" in done.output
    assert not list(done.out.rglob("*.part"))
    assert not list((done.out / "evidence").glob("*.json"))


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_port_of_the_hub_that_is_taken_is_one_message(
    punchout: Callable[..., Any], served: Any, processes: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        # The last of the ports the workers need.
        port = taken.getsockname()[1] - max(int(processes) - 1, 0)
        target = served.target.with_name(f"taken-{processes}.toml")
        advertise = f'[harness]\nadvertise = "http://127.0.0.1:{port}"\n'
        target.write_text(served.target.read_text(encoding="utf-8") + advertise, encoding="utf-8")
        done = punchout("certify", "--target", str(target), "-n", processes, environment=served.environment)
    assert done.code == 4, done.output
    assert "harness.advertise" in done.output
    assert "Traceback" not in done.output
    assert len(re.findall("ERROR", done.output)) == 1


def test_a_port_of_a_served_party_that_is_taken_is_one_message(punchout: Callable[..., Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = punchout("serve", "procurement", "--port-base", str(taken.getsockname()[1]))
    assert done.code == 4, done.output
    assert "Traceback" not in done.output


def test_a_storefront_that_cannot_come_back_to_its_port_is_our_fault(broken: Callable[..., Any]) -> None:
    at = "test_the_start_url_is_the_one_entered_before_the_restart"
    done = broken("port is taken", "-n", "0", "-k", "before_the_restart", at=at)
    assert done.code == 3, done.output
    errors = [scenario for scenario in done.results["scenarios"] if scenario["verdict"] != "passed"]
    assert [scenario["verdict"] for scenario in errors] == ["error"]
    assert "Address already in use" in errors[0]["failure"]["details"]
    assert is_whole(done)
