"""Trials of a qualification that end otherwise than with a defect that is caught: each is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import environment_with

TRIAL = """
import os, sys
from dataclasses import replace
from pathlib import Path
from harness.defects import read_defects
from harness.qualification import trials
from harness.qualification.matrix import Matrix
from harness.qualification.trial import Trial
defect = read_defects()["token-accepted-twice"]
tried = [defect]
{change}
rows, folder = [], Path(sys.argv[1])
trials.run_all([Trial(each, "tradecentric-7.4", folder / each.name, 1, full=False) for each in tried], 1, rows.append)
print(*Matrix(tuple(rows), (), full=False, whole=False).faults(), sep="\\n")
"""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            'tried = [replace(defect, requirement="P2G-REDIRECT-005")]',
            "token-accepted-twice: not caught by P2G-REDIRECT-005, which is passed",
        ),
        (
            # In the process that has caught one by the same scenarios.
            'tried += [replace(read_defects()["redirect-lower-cased"], requirement=defect.requirement)]',
            "redirect-lower-cased: not caught by P2G-TOKEN-001, which is passed",
        ),
        ("trials.DEADLINE = 0.05", "token-accepted-twice: there is no result: it did not end within 0 s"),
        (
            "trials.child.run = lambda *_: os.abort()",
            "token-accepted-twice: there is no result: its process was ended by signal 6",
        ),
    ],
)
def test_a_defect_that_is_missed_or_has_no_result_is_told(change: str, says: str, tmp_path: Path) -> None:
    script = [sys.executable, "-P", "-c", TRIAL.format(change=change), str(tmp_path / "trial")]
    done = subprocess.run(script, env=environment_with({}), capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == [says]
