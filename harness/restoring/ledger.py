"""The ledger of a process: a file with every change of a target before it is made, and every one that was undone.

A line is written at once, so that it is there whatever happens to the process; the kernel keeps the lock for as long
as the process lives, so that nobody undoes what is still being used.
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.restoring.changes import Change, change_in, document_of, identified

SUFFIX = ".ledger"


class InUse(Exception):
    """The process that keeps a ledger is still there."""


class Ledger:
    """Keeps the changes of one target by one process; without a path it keeps nothing."""

    def __init__(self, path: Path | None = None, target: Mapping[str, str] | None = None) -> None:
        """Begin a ledger; `target` is what tells the target from others, as JSON values.

        Raises:
            OSError: when the file cannot be written.

        """
        self._path = path
        self._numbers = itertools.count(1)
        self._open: set[int] = set()
        self._lock = threading.Lock()
        self._file: int | None = None
        self._folders: list[Path] = []
        if path is not None:
            self._folders = [folder for folder in path.parents if not folder.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            self._write({"target": dict(target or {})})

    def note(self, change: Change) -> int:
        """Write down a change that is going to be made; return its number.

        Raises:
            OSError: when that cannot be written; the change had better not be made then.

        """
        number = next(self._numbers)
        if self._file is not None:
            self._write({"number": number, "change": document_of(change)})
            with self._lock:
                self._open.add(number)
        return number

    def known(self, number: int, thing_id: int) -> None:
        """Write down the id of what was made, so that nothing else of that name is taken for it later."""
        if self._file is not None:
            self._write({"known": number, "id": thing_id})

    def undone(self, number: int) -> None:
        """Write down that a change is undone."""
        if self._file is not None:
            self._write({"undone": number})
            with self._lock:
                self._open.discard(number)

    def close(self) -> None:
        """End the ledger; it stays there, in the folders made for it, when something in it is not undone."""
        if self._file is None or self._path is None:
            return
        if not self._open:
            self._path.unlink(missing_ok=True)
            for folder in self._folders:
                with suppress(OSError):
                    folder.rmdir()
        os.close(self._file)
        self._file = None

    def _write(self, document: Mapping[str, Any]) -> None:
        assert self._file is not None
        os.write(self._file, (json.dumps(document) + "\n").encode())


@dataclass(frozen=True)
class Leftover:
    """What a ledger says that is not undone, in the order in which it was noted."""

    path: Path
    target: Mapping[str, str]
    changes: Mapping[int, Change] = field(default_factory=dict)


def read_ledger(path: Path) -> Leftover:
    """Read the ledger of a process that is gone. A last line that is cut short tells of nothing that was made.

    Raises:
        InUse: when the process is still there.
        OSError: when the file cannot be read.
        ValueError: when it is no ledger.

    """
    with path.open("r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(str(path)) from None
        whole, _, _ = file.read().rpartition("\n")
    changes: dict[int, Change] = {}
    target: Mapping[str, str] = {}
    try:
        for line in filter(None, whole.split("\n")):
            entry = json.loads(line)
            if "target" in entry:
                target = entry["target"]
            elif "undone" in entry:
                changes.pop(entry["undone"], None)
            elif "known" in entry:
                changes[entry["known"]] = identified(changes[entry["known"]], int(entry["id"]))
            else:
                changes[entry["number"]] = change_in(entry["change"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is no ledger of a run: {error!r}") from error
    return Leftover(path, target, changes)
