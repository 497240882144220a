"""Losses: files of a run that could not be written, each told once; and files that are whole or not there at all."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path


class Losses:
    """What could not be written: for each kind of file the first time, in words. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._told: list[str] = []

    def note(self, kind: str, path: Path, error: OSError) -> None:
        """Note that a file of some kind, such as the journal, could not be written."""
        with self._lock:
            if kind not in self._known:
                self._known.add(kind)
                self._told.append(f"{kind}: {path} could not be written ({error.strerror or error})")

    def take(self) -> tuple[str, ...]:
        """Return the losses since the last call."""
        with self._lock:
            told, self._told = tuple(self._told), []
        return told


class Lines:
    """A file of lines, each of them whole, and written when it is added. Not safe for several threads."""

    def __init__(self, path: Path) -> None:
        """Begin the file anew."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("wb", buffering=0)
        self._whole = 0

    def add(self, line: str) -> None:
        """Add a line.

        Raises:
            OSError: when it cannot be written; nothing of it is in the file then.

        """
        left = memoryview(f"{line}\n".encode("utf-8", "backslashreplace"))
        size = len(left)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            with suppress(OSError):
                self._file.truncate(self._whole)
            raise
        self._whole += size

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is whole at any time: beside it, and then moved into its place.

    Raises:
        OSError: when it cannot be written; the file is what it was before then.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
