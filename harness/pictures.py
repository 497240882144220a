"""Pictures of what the buyer's browser shows, as evidence: at Submit, and when a scenario fails.

What a page shows can be read from a picture by anybody, and nothing can be taken out of it again: of a page that shows
something that is kept secret there is no picture, and the evidence says so. A trace, which holds all that a browser
sent and got as it was, is no evidence: it is kept beside, for whoever asked for it on this machine.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessFault
from simulators.wire import Redactor, write_whole

# Of one scenario: enough for a person who looks into it, where hundreds of buyers may submit.
MOST = 8


@dataclass(frozen=True)
class PictureFile:
    """A picture that was kept: what it is of, such as `Submit`, and its file, relative to the output folder."""

    of: str
    file: str


class Album:
    """The pictures of one scenario. Safe for several threads."""

    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor
        self._lock = threading.Lock()
        self._pictures: list[tuple[str, bytes]] = []
        self._traces: Path | None = None
        self._traced = 0
        self.remarks: list[str] = []
        self.complaints: list[str] = []

    def add(self, of: str, png: bytes, words: str) -> None:
        """Take a picture in; `words` are all that can be read on it."""
        with self._lock:
            if self.redactor.text(words) != words:
                self.remarks.append(f"no picture is kept of {of}: the page shows something that is kept secret")
            elif len(self._pictures) < MOST:
                self._pictures.append((of, png))
            else:
                self.remarks.append(f"no picture is kept of {of}: there are {MOST} of the scenario already")

    def complain(self, words: str) -> None:
        """Take in what a browser said of the pages, which may be why a scenario fails, with its secrets replaced."""
        with self._lock:
            self.complaints.append(self.redactor.text(words))
            self.remarks.append(self.complaints[-1])

    @property
    def wants_traces(self) -> bool:
        """Whether somebody has asked for traces of what fails."""
        return self._traces is not None

    def trace_as(self, path: Path) -> None:
        """Keep traces in files that are called as a path, with a number and an ending."""
        self._traces = path

    def next_trace(self) -> Path:
        """Return the file for one more trace.

        Raises:
            HarnessFault: when nobody has asked for traces.

        """
        if self._traces is None:
            raise HarnessFault("nobody has asked for traces")
        with self._lock:
            self._traced += 1
            name = f"{self._traces.name}-{self._traced}.zip"
            self.remarks.append(f"a trace with all secrets as they are, for this machine only, is traces/{name}")
            return self._traces.with_name(name)

    def write(self, out: Path, evidence: str) -> tuple[PictureFile, ...]:
        """Write the pictures beside an evidence file, whose name is relative to the output folder; return their names.

        Raises:
            OSError: when one cannot be written.

        """
        stem, kept = evidence.removesuffix(".json"), []
        for number, (of, png) in enumerate(self._pictures, 1):
            name = f"{stem}-{number}-{of.lower().replace(' ', '-')}.png"
            write_whole(out / name, png)
            kept.append(PictureFile(of, name))
        return tuple(kept)
