"""The beacon: the plugin by which a worker of pytest-xdist, which has no terminal, shows what it is at."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.progress.doing import Doing, Here
from harness.progress.notes import Notes, notes_folder
from harness.progress.ticking import Ticking

# Seconds; a scenario that is shorter need not be seen by anybody.
_EVERY = 0.5


class Beacon(Here):
    """Writes a note of what this worker is at whenever that has changed, a few times in a second at most."""

    def __init__(self, worker: str, out: Path) -> None:
        """Write it in the output folder of the run."""
        super().__init__(worker)
        self._notes = Notes(notes_folder(out))
        self._noted = Doing(worker)
        self._ticking: Ticking | None = None

    def pytest_sessionstart(self) -> None:
        """Begin."""
        self._ticking = Ticking(_EVERY, self.note)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """End; the note is the controller's to remove."""
        if self._ticking is not None:
            self._ticking.stop()

    def note(self) -> None:
        """Write the note, unless it would say what it says already.

        Raises:
            OSError: when it cannot be written.

        """
        doing = self.now()
        if doing != self._noted:
            self._notes.put(doing)
            self._noted = doing
