"""The browsers of a worker's buyers: profiles of one Chromium, which is started when the first is wanted."""

from __future__ import annotations

import threading
from pathlib import Path

from harness.browser.browser import Album
from harness.browser.chromium.browser import ChromiumBrowser
from harness.browser.chromium.engine import Engine
from simulators.wire import Journal


class ChromiumBrowsers:
    """Opens browsers in one process; a process that has ended is followed by another."""

    know_no_ports = True

    def __init__(self, executable: Path) -> None:
        """Run the browsers with a Chromium; nothing is started yet."""
        self._executable = executable
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def open(self, journal: Journal, album: Album, *, ours: frozenset[str], verify: bool | str) -> ChromiumBrowser:
        """Return a browser that has been nowhere yet; `ours` are the origins of the parties the harness plays.

        What it shows at Submit, and when it is asked for a picture, is kept in the album.

        Raises:
            HarnessFault: when Chromium does not start.

        """
        with self._lock:
            if self._engine is not None and not self._engine.is_running:
                self._engine.close()
                self._engine = None
            if self._engine is None:
                self._engine = Engine(self._executable)
            return ChromiumBrowser.with_profile(self._engine, journal, album, ours=ours, verify=verify)

    def close(self) -> None:
        """End Chromium. Does nothing the second time."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None
