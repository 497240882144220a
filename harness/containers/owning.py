"""Whose a container is: the process that made it, told by labels, so that nobody removes what another still uses."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MACHINE, _BOOT, _SPACE = Path("/etc/machine-id"), Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
_LABEL = "punchout."
# Whatever has it was made by a run.
MADE_BY_RUN = f"{_LABEL}pid"


@dataclass(frozen=True)
class Owner:
    """A process: its machine, since when that runs, its number there and when it was started.

    `space` is the space its number is of: processes in other containers have other numbers for the same.
    """

    machine: str
    boot: str
    space: str
    pid: int
    started: str

    def labels(self, run: str) -> dict[str, str]:
        """Return the labels of what it makes for a run."""
        values = {name: str(value) for name, value in vars(self).items()}
        return {f"{_LABEL}{name}": value for name, value in {**values, "run": run}.items()}

    def is_gone(self) -> bool:
        """Tell whether it has certainly ended; of a process that cannot be seen from here nobody knows."""
        here = this_process()
        if self.boot != here.boot:
            # The machine was started anew since, if it is this one.
            return bool(self.machine) and self.machine == here.machine and self.space == here.space
        return self.space == here.space and _started(self.pid) != self.started


def this_process() -> Owner:
    """Return the process that asks."""
    return Owner(_read(_MACHINE), _read(_BOOT), _space(), os.getpid(), _started(os.getpid()))


def owner_of(labels: Mapping[str, str]) -> Owner | None:
    """Return who made something with these labels; None when they do not say."""
    try:
        values = {name: labels[f"{_LABEL}{name}"] for name in ("machine", "boot", "space", "started")}
        return Owner(pid=int(labels[MADE_BY_RUN]), **values)
    except (KeyError, ValueError):
        return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _space() -> str:
    try:
        return str(_SPACE.readlink())
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Return when a process was started, in whatever form the system tells it; nothing when there is none."""
    try:
        # Its name stands in brackets, and may hold any; the moment is the twentieth field after.
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        if Path("/proc/self/stat").exists():
            return ""
        asked = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return asked.stdout.strip()
    # One that has ended and was not asked about yet is gone too.
    return "" if told[0] in "ZX" else told[19]
