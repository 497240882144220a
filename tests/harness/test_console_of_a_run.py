"""The console log of the run's own storefront: a file of the run, without secrets, in which they are found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from harness.deployment import read_log
from harness.staged_console import StagedConsole
from simulators.storefront.console import Console
from simulators.wire import AdjustableClock, Redactor

TOKEN = "AbC-_12xYz0*"


class Told:
    """A target of which there is a console log."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def console(self) -> Any:
        return read_log([self._path])


def lines_with_the_token(path: Path, redactor: Redactor) -> list[int]:
    return [line.number for line in StagedConsole(cast("Any", Told(path)), redactor).lines(TOKEN)]


def test_a_token_is_a_label_in_the_log_of_a_run_and_found_by_it(tmp_path: Path) -> None:
    redactor = Redactor(b"key")
    label = redactor.declare(TOKEN, "access token")
    console = Console(AdjustableClock(), tmp_path / "console.log", shown=redactor.text)
    console.say("Starting")
    console.say(f"{TOKEN} is good")
    assert (tmp_path / "console.log").read_text(encoding="utf-8") == f"Starting\n{label} is good\n"
    assert lines_with_the_token(tmp_path / "console.log", redactor) == [2]


def test_a_token_is_found_in_the_log_of_a_storefront_that_is_somebody_elses(tmp_path: Path) -> None:
    redactor = Redactor(b"key")
    redactor.declare(TOKEN, "access token")
    Console(AdjustableClock(), tmp_path / "console.log").say(f"{TOKEN} is good")
    assert lines_with_the_token(tmp_path / "console.log", redactor) == [1]
