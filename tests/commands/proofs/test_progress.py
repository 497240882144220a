"""A run tells how far it is and what it waits for: counted down in a terminal, plain in a log, or not at all."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from tests.commands.conftest import DEADLINE, Punchout, Served, environment_with

COLUMNS, ROWS = 80, 24
ONE = ("-k", "test_a_token_lets_nobody_in_from_when_its_duration_has_ended[3")
TITLE = "A token lets nobody in from when its duration has ended"
EXPIRES = "for the access token to expire"


def shown_by(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[list[str]]:
    """Run a command in a terminal; yield what stands in that after each piece it writes."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    ours, theirs = pty.openpty()
    terminal = {"TERM": "xterm", "COLUMNS": str(COLUMNS), "LINES": str(ROWS)}
    with subprocess.Popen(
        command, cwd=folder, env=environment_with(environment) | terminal, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        # A terminal whose last writer is gone says so by an error.
        while written := read(ours):
            stream.feed(written)
            yield [line.rstrip() for line in screen.display]
        os.close(ours)
        assert process.wait(DEADLINE) == 0


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_a_terminal_counts_down_until_a_token_ends(
    served: Served, punchout_command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    command = [*punchout_command, "certify", f"--target={served.target}", "--out=out", "-n", "2", *ONE]
    screens = list(shown_by(command, tmp_path, served.environment))
    left = [
        seconds for screen in screens for seconds in re.findall(rf"waits 0:0(\d) more {EXPIRES}", "\n".join(screen))
    ]
    assert len(set(left)) > 1
    assert left == sorted(left, reverse=True)
    (head, at, wait), *_ = [tail_of(screen) for screen in screens if EXPIRES in "\n".join(screen)]
    assert re.fullmatch(r"0 of 1 scenarios judged, none yet \(0:\d\d\)", head)
    assert re.fullmatch(rf"  gw[01]   0:0\d  {TITLE} \[.*", at)
    assert wait.startswith("         waits 0:0")
    last = "\n".join(screens[-1])
    assert "scenarios judged" not in last
    assert "CONFORMANT" in last
    assert not (tmp_path / "out" / "progress").exists()


def tail_of(screen: list[str]) -> list[str]:
    return [line for line in screen if line][-3:]


@pytest.mark.parametrize(
    ("how", "then"), [((), r"\. +\[100%\]"), (("-v",), r"[^ ]*test_token_lifetime\.py::test_a_token_lets.* PASSED .*")]
)
def test_a_log_is_told_until_when_a_token_is_waited_for(
    served: Served, punchout: Punchout, how: tuple[str, ...], then: str
) -> None:
    done = punchout("certify", "--target", str(served.target), *ONE, *how, environment=served.environment)
    assert done.code == 0, done.output
    assert "\x1b" not in done.output
    assert "\r" not in done.output
    lines = done.output.splitlines()
    (told,) = [line for line in lines if EXPIRES in line]
    line = rf'\[0:\d\d\] "{TITLE} \[.*\]" waits {EXPIRES}: 0:03 more, until \d\d:\d\d:\d\d'
    assert re.fullmatch(line, told)
    assert re.fullmatch(then, lines[lines.index(told) + 1])


def test_nothing_is_told_with_q(served: Served, punchout: Punchout) -> None:
    done = punchout("certify", "--target", str(served.target), *ONE, "-q", environment=served.environment)
    assert done.code == 0, done.output
    assert EXPIRES not in done.output
    assert "scenarios judged" not in done.output
