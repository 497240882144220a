"""Pictures of what the buyer's browser shows, as evidence: at Submit, and when a scenario fails.

What a page shows can be read from a picture by anybody, and nothing can be taken out of it again: of a page that shows
something that is kept secret there is no picture, and the evidence says so.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

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
        self.remarks: list[str] = []

    def add(self, of: str, png: bytes, words: str) -> None:
        """Take a picture in; `words` are all that can be read on it."""
        with self._lock:
            if self.redactor.text(words) != words:
                self.remarks.append(f"no picture is kept of {of}: the page shows something that is kept secret")
            elif len(self._pictures) < MOST:
                self._pictures.append((of, png))
            else:
                self.remarks.append(f"no picture is kept of {of}: there are {MOST} of the scenario already")

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
