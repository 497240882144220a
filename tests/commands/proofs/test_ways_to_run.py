"""However a run is made, in one process or more, in any order: its verdicts are the same; levels take more or less."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ONE = ("-k", "one_product_arrives")


def test_pytest_alone_does_the_same(tmp_path: Path, punchout: Callable[..., Any]) -> None:
    by_command = punchout("certify", *ONE, "--seed", "1")
    out = tmp_path / "by_pytest"
    out.mkdir()
    # As it is typed in the project's folder; pytest would take a value apart from its option for a test path.
    command = [sys.executable, "-P", "-m", "pytest"]
    done = subprocess.run(
        [*command, *ONE, "--seed=1", f"--out={out}"], check=False, cwd=Path(__file__).parents[3], timeout=120
    )
    assert done.returncode == 0
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert {s["id"]: s["verdict"] for s in results["scenarios"]} == by_command.verdicts


@pytest.mark.long
def test_serial_parallel_and_random_order_give_the_same_verdicts(punchout: Callable[..., Any]) -> None:
    serial = punchout("certify", "-k", "redirect or terms").verdicts
    parallel = punchout("certify", "-k", "redirect or terms", "-n", "2", "-p", "randomly").verdicts
    assert serial == parallel
    assert set(serial.values()) == {"passed"}


@pytest.mark.long
def test_certification_runs_more_than_regression_and_takes_no_deviation_without_a_reason(
    punchout: Callable[..., Any], tmp_path: Path
) -> None:
    counted = ("--collect-only", "-q")
    regression = punchout("certify", *counted).output.splitlines()[:-1]
    certification = punchout("certify", "--level", "certification", *counted).output.splitlines()[:-1]
    more = [line for line in certification if line not in regression]
    assert [line for line in certification if line not in more] == regression
    assert any("two_hundred_buyers" in line for line in more)
    baseline = tmp_path / "baseline.toml"
    baseline.write_text('[[deviation]]\nrequirement = "P2G-CART-001"\nsince = "1.0.7"\n', encoding="utf-8")
    done = punchout("certify", "--level", "certification", "--baseline", str(baseline))
    assert done.code == 4
    assert "baseline.toml, deviation 1, reason: it is missing." in done.output
