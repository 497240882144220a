"""Afterwards: a plugin of the controlling process, which undoes what no scenario has put back on a target."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import ConfigurationError
from harness.restoring.restoring import Restored, restore
from harness.targetfile import TargetFile


class Afterwards:
    """Undoes what was left: by scenarios of this run that could not put it back, by workers that were killed."""

    def __init__(self, ledgers: Path, file: TargetFile, earlier: Restored) -> None:
        """Look after the ledgers of a run on a target; `earlier` is what was undone of a run before it."""
        self._ledgers = ledgers
        self._file = file
        self._earlier = earlier
        self._told: list[str] = []

    def pytest_report_header(self) -> list[str]:
        """Tell what an earlier run had left."""
        return [f"left by an earlier run: {line}" for line in self._earlier.done]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Undo what this run has left, when its workers have ended."""
        try:
            restored = restore(self._ledgers, self._file)
        except ConfigurationError as error:
            self._told = [f"ERROR: {error}"]
        else:
            self._told = list(restored.lines()) if restored else []

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell what this run had left."""
        for line in self._told:
            terminalreporter.write_line(line)


def afterwards(ledgers: Path, file: TargetFile) -> Afterwards:
    """Undo what an earlier run has left on a target, and return who does the same for this one.

    Raises:
        ConfigurationError: when the target would not undo something, when what is left is another target's, or when
            another run is going on.

    """
    earlier = restore(ledgers, file)
    if earlier.left:
        raise ConfigurationError(
            str(ledgers),
            f"an earlier run has left something on {file.url} that could not be undone: {'; '.join(earlier.left)}",
            "Undo it by hand and remove the folder, or run `punchout restore` when the storefront lets it.",
        )
    return Afterwards(ledgers, file, earlier)
