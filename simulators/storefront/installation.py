"""The connector as Liferay installs it: from its home folder, where packages and settings are put while it runs.

Source: documentation, both "Deploy" headings; reference, Liferay connector, 8 and 9.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from starlette.responses import Response

from simulators.storefront.console import Console
from simulators.storefront.generation import Generation
from simulators.storefront.settings import SettingRefused, SystemSettings
from simulators.wire import Incoming

# Seconds between two looks into the folders.
EVERY = 0.2
_LINE = re.compile(r'\s*([\w.]+)\s*=\s*[A-Z]?"(.*)"\s*')


class Installation:
    """Watches `deploy` and `osgi/configs` of a home folder; until a package has come there is no connector."""

    def __init__(self, home: Path, generation: Generation, settings: SystemSettings, console: Console) -> None:
        self.home = home
        self._generation, self._settings, self._console = generation, settings, console
        self._seen: dict[Path, tuple[int, int]] = {}
        self._running = False
        self._end = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="installation", daemon=True)

    def begin(self) -> None:
        """Read what is there, say so, and watch what comes."""
        for folder in (self._deploy, self._marketplace, self._configs):
            folder.mkdir(parents=True, exist_ok=True)
        self._running = self._is_installed()
        tell = self._generation.announce_restart if self._running else self._generation.announce_portal
        tell(self._console, self._generation)
        self._read_configurations()
        self._watching.start()

    def end(self) -> None:
        """Watch no more. Does nothing the second time."""
        self._end.set()
        if self._watching.is_alive():
            self._watching.join()

    def guarded(self, handler: Callable[[Incoming], Response]) -> Callable[[Incoming], Response]:
        """Return a handler of the connector that answers as long as the connector runs: else nothing is there."""

        def answer(incoming: Incoming) -> Response:
            return handler(incoming) if self._running else Response(status_code=404)

        answer.__name__ = getattr(handler, "__name__", "handler")
        return answer

    @property
    def _deploy(self) -> Path:
        return self.home / "deploy"

    @property
    def _marketplace(self) -> Path:
        return self.home / "osgi" / "marketplace"

    @property
    def _configs(self) -> Path:
        return self.home / "osgi" / "configs"

    def _is_installed(self) -> bool:
        return any(self._marketplace.glob(f"{self._generation.package}*.lpkg"))

    def _watch(self) -> None:
        while not self._end.wait(EVERY):
            self._deploy_packages()
            self._read_configurations()

    def _deploy_packages(self) -> None:
        """Take packages out of the deploy folder; those of the connector are said to start, or to want a restart."""
        for package in sorted(self._deploy.glob("*.lpkg")):
            try:
                shutil.move(package, self._marketplace / package.name)
            except OSError:
                self._console.write("ERROR", "AutoDeployScanner", "AutoDeployDir:242", f"Unable to write {package}")
                self._end.wait(EVERY * 50)
                continue
            if package.name.startswith(self._generation.package):
                self._generation.announce_package(self._console, self._generation)
                self._running = self._running or not self._generation.needs_restart
            else:
                self._console.processed(package.stem)

    def _read_configurations(self) -> None:
        """Take the settings in each file that is new or was changed; those of one that is gone are the defaults."""
        found = {file: file.stem for file in self._configs.glob("*.config")}
        for file in [file for file in self._seen if file not in found]:
            del self._seen[file]
            self._settings.reset(file.stem)
        for file, pid in sorted(found.items()):
            if pid in self._settings.configurations:
                self._read_configuration(file, pid)

    def _read_configuration(self, file: Path, pid: str) -> None:
        defaults = {
            key: str(setting.default).lower() for key, setting in self._settings.configurations[pid].settings.items()
        }
        try:
            state = file.stat()
            if self._seen.get(file) == (state.st_mtime_ns, state.st_size):
                return
            self._seen[file] = (state.st_mtime_ns, state.st_size)
            self._settings.update(pid, defaults | _read(file.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, SettingRefused) as error:
            self._console.write("ERROR", "fileinstall", "ConfigInstaller:112", f"Unable to read {file}: {error}")


def _read(text: str) -> dict[str, str]:
    """Return keys and values of a configuration file, each value without the letter of its type."""
    return {found[1]: found[2] for line in text.splitlines() if (found := _LINE.fullmatch(line))}
