"""`punchout qualify`: a defect that is caught, one that is missed, one that does not end, and what is asked wrongly."""

from __future__ import annotations

import json
import os
import select
import subprocess
import threading
import time
from pathlib import Path

from harness.defects import read_defects
from tests.commands.conftest import Punchout, environment_with


def test_a_defect_is_caught_by_the_requirement_it_names(punchout: Punchout, tmp_path: Path) -> None:
    out = tmp_path / "out"
    # What is set for other runs is not for this one.
    others = {"PUNCHOUT_LEVEL": "certification", "PUNCHOUT_PRODUCT": "none.toml", "PUNCHOUT_SCENARIO_DEADLINE": "0.001"}
    done = punchout("qualify", "token-accepted-twice", f"--out={out}", "--seed=5", environment=others)
    assert done.code == 0, done.output
    assert "caught  token-accepted-twice" in done.output
    matrix = json.loads((out / "qualification.json").read_text(encoding="utf-8"))
    (row,) = matrix["defects"]
    assert (row["requirement"], row["verdict"], row["caught"]) == ("P2G-TOKEN-001", "failed", True)
    assert row["by"] == ["access_token.feature: A token that was used lets nobody in"]
    assert (matrix["seed"], matrix["full"], matrix["qualified"]) == (5, False, True)
    record = json.loads((out / "qualification" / "token-accepted-twice" / "results.json").read_text(encoding="utf-8"))
    assert record["target"]["defects"] == ["token-accepted-twice"]
    (scenario,) = (each for each in record["scenarios"] if each["verdict"] == "failed")
    assert (out / "qualification" / "token-accepted-twice" / scenario["evidence"]).exists()


def children_of(pid: int, deadline: float) -> list[int]:
    """Return the processes a process has made, once there is one."""
    ends, path = time.monotonic() + deadline, Path(f"/proc/{pid}/task/{pid}/children")
    while not (found := path.read_text(encoding="ascii").split()) and time.monotonic() < ends:
        threading.Event().wait(0.05)
    return [int(each) for each in found]


def test_nothing_goes_on_when_the_command_is_killed(punchout_command: list[str], tmp_path: Path) -> None:
    # All scenarios against one defect take longer than anybody waits here.
    command = [*punchout_command, "qualify", "--full", f"--out={tmp_path}", "token-accepted-twice"]
    with subprocess.Popen(command, env=environment_with({}), stdout=subprocess.DEVNULL) as process:
        going = [os.pidfd_open(pid) for pid in children_of(process.pid, 60)]
        assert going
        process.kill()
    for each in going:
        assert select.select([each], [], [], 5)[0], "a trial goes on"
        os.close(each)


def test_a_defect_nobody_knows_is_told(punchout: Punchout, tmp_path: Path) -> None:
    done = punchout("qualify", "token-eaten", f"--out={tmp_path}")
    assert done.code == 4
    assert "qualify: 'token-eaten' is no defect. punchout defects lists them." in done.output


def test_the_defects_are_listed(punchout: Punchout) -> None:
    done = punchout("defects")
    assert done.code == 0
    for name, defect in read_defects().items():
        assert f"  {name}\n" in done.output
        assert f"breaks {defect.requirement}" in done.output
