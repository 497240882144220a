"""A run that is broken off, or killed, in the middle: what was judged by then is there, and what was not is told."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest


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


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_what_was_judged_and_what_was_not(
    tmp_path: Path, punchout_command: list[str], told: signal.Signals
) -> None:
    process = begun(punchout_command, tmp_path)
    process.send_signal(told)
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
