"""The console log of the storefront's application server, in Liferay's line format.

Source: reference, Liferay connector, 9 (log pattern of 7.4).
"""

from __future__ import annotations

import threading
from pathlib import Path

from simulators.wire import Clock


class Console:
    """Writes log lines, to a file when one is given; never a token, a secret or a cookie."""

    def __init__(self, clock: Clock, path: Path | None = None) -> None:
        self._clock = clock
        self._path = path
        self._lock = threading.Lock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)

    def write(self, level: str, thread: str, source: str, message: str) -> None:
        """Write one line; `source` is the class and line number between the second brackets."""
        if self._path is None:
            return
        moment = self._clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        with self._lock, self._path.open("a", encoding="utf-8") as log:
            log.write(f"{moment} {level:<5} [{thread}][{source}] {message}\n")

    def announce(self, container: str, bundles: tuple[tuple[str, str], ...]) -> None:
        """Write what the server says when the connector is deployed and its bundles start."""
        deployer = "com.liferay.portal.kernel.deploy.auto.AutoDeployScanner"
        self.write("INFO", deployer, "AutoDeployDir:213", f"Processing {container}.lpkg")
        for number, (name, version) in enumerate(bundles, start=1500):
            self.write("INFO", "Refresh Thread", "BundleStartStopLogger:68", f"STARTED {name}_{version} [{number}]")
