"""The console log of the storefront's application server, in Liferay's line format.

Source: reference, Liferay connector, 9; 2.1 documentation, "Deploy the PunchOut2Go Connector".
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from simulators.wire import Clock, Losses


class Console:
    """Writes log lines, to a file when one is given; never a token, a secret or a cookie."""

    def __init__(
        self,
        clock: Clock,
        path: Path | None = None,
        losses: Losses | None = None,
        shown: Callable[[str], str] = str,
    ) -> None:
        """Write to `path`, for as long as that is possible; `losses` hears when it is not any more.

        `shown` returns a line as it is written.
        """
        self._clock = clock
        self._path = path
        self._losses = losses or Losses()
        self._shown = shown
        self.is_whole = True
        self._lock = threading.Lock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)

    def write(self, level: str, thread: str, source: str, message: str) -> None:
        """Write one line; `source` is the class and line number between the second brackets."""
        moment = self._clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        self.say(f"{moment} {level:<5} [{thread}][{source}] {message}")

    def say(self, text: str) -> None:
        """Write a line as it is, as the server does while it starts."""
        if self._path is None or not self.is_whole:
            return
        try:
            with self._lock, self._path.open("a", encoding="utf-8") as log:
                log.write(f"{self._shown(text)}\n")
        except OSError as error:
            # A storefront goes on when its log is full; whoever judges by the log has to know.
            self.is_whole = False
            self._losses.note("console log", self._path, error)

    def starting(self, release: str, patches: tuple[str, ...]) -> None:
        """Write what the server says when it starts: its release, its patches, and that it is ready."""
        told = (
            f"The following patches are installed: {', '.join(patches)}"
            if patches
            else "There are no patches installed"
        )
        self.say(f"Starting {release}")
        self.write("INFO", "main", "StartupHelper:72", told)
        moment = self._clock.now().strftime("%d-%b-%Y %H:%M:%S.%f")[:-3]
        self.say(
            f"{moment} INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [43,112] milliseconds"
        )

    def processed(self, package: str) -> None:
        """Write that a package was taken out of the deploy folder."""
        deployer = "com.liferay.portal.kernel.deploy.auto.AutoDeployScanner"
        self.write("INFO", deployer, "AutoDeployDir:213", f"Processing {package}.lpkg")

    def restart_needed(self, package: str) -> None:
        """Write that a package asks for a restart."""
        folder = "/opt/liferay/osgi/marketplace"
        file = f"file:{folder}/{quote(package)}.lpkg"
        self.write(
            "INFO",
            f"fileinstall-{folder}",
            "LPKGArtifactInstaller:209",
            f"The portal instance needs to be restarted to complete the installation of {file}",
        )

    def started(self, bundles: tuple[tuple[str, str], ...]) -> None:
        """Write that bundles start."""
        for number, (name, version) in enumerate(bundles, start=1500):
            self.write("INFO", "Refresh Thread", "BundleStartStopLogger:68", f"STARTED {name}_{version} [{number}]")
