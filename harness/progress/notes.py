"""Notes of what each worker is at, as files in the output folder: a worker has no other way to say so meanwhile."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from harness.progress.doing import Doing
from simulators.wire import write_whole


def notes_folder(out: Path) -> Path:
    """Return where they are in the output folder of a run; nothing of it is left when the run has ended."""
    return out / "progress"


class Notes:
    """The notes of all workers of a run, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, doing: Doing) -> None:
        """Write what a worker is at.

        Raises:
            OSError: when it cannot be written.

        """
        write_whole(self._path(doing.worker), doing.document().encode())

    def all(self) -> tuple[Doing, ...]:
        """Return what each worker is at, by their names; of one whose note cannot be read, nothing."""
        found = []
        for path in sorted(self._folder.glob("*.json"), key=lambda path: (len(path.name), path.name)):
            with suppress(OSError, ValueError, TypeError, KeyError):
                found.append(Doing.from_document(path.read_text(encoding="utf-8")))
        return tuple(found)

    def forget(self, worker: str) -> None:
        """Remove the note of a worker that is gone."""
        with suppress(OSError):
            self._path(worker).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove them all, and the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, worker: str) -> Path:
        return self._folder / f"{worker}.json"
