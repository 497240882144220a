"""Whatever ends a run, its container goes too: at once, or when the next run removes what a killed one has left."""

from __future__ import annotations

import signal
import subprocess

import pytest

from harness.containers.owning import this_process
from tests.commands.containers.conftest import Runs

DEADLINE = 120
NO_IMAGE = ('image = "punchout-storefront"', 'image = "punchout-nowhere:1"')


def begun(runs: Runs, target: str, word: str, scenarios: str = "round_trip") -> subprocess.Popen[str]:
    """Start a run, and return when it has said a word."""
    process = runs.begin("certify", "--target", target, "--out=out", "-v", "-k", scenarios)
    assert process.stdout is not None
    assert any(word in line for line in process.stdout), word
    return process


def test_what_killed_runs_have_left_the_next_one_removes_and_nothing_else(runs: Runs) -> None:
    target, other = runs.target(), runs.target(NO_IMAGE)
    mine = runs.engine.containers.create("punchout-storefront", labels=this_process().labels("test"))
    try:
        killed = []
        for word in ("starts from", "the connector answers", "PASSED"):
            process = begun(runs, target, word)
            assert runs.left_by(process), word
            process.kill()
            process.communicate(timeout=DEADLINE)
            killed.append(process)
        runs.run("doctor", "--target", other)
        assert [runs.left_by(process) for process in killed] == [[], [], []]
        mine.reload()
    finally:
        mine.remove()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_end_leaves_nothing(runs: Runs, number: signal.Signals) -> None:
    # Whoever is started in the background of a shell may have been told to ignore it, and would hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = begun(runs, runs.target(), "PASSED")
    signal.signal(signal.SIGINT, before)
    process.send_signal(number)
    output, _ = process.communicate(timeout=DEADLINE)
    assert process.returncode == 2, output
    assert runs.left_by(process) == []


def test_a_container_that_ends_in_the_midst_of_a_run_is_told(runs: Runs) -> None:
    process = begun(runs, runs.target(), "PASSED", "round_trip or two_buyers")
    (container,) = runs.engine.containers.list(filters={"label": f"punchout.pid={process.pid}"})
    container.kill()
    output, _ = process.communicate(timeout=DEADLINE)
    assert process.returncode == 1, output
    told = " ".join(output.split())
    assert "the storefront did not answer three scenarios in a row" in told
    assert "the container of punchout-storefront ended by itself, with exit code 137" in told
    assert runs.left_by(process) == []
