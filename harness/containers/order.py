"""What a target file orders of a container: the image, what is put into it, and how long it may take to start.

Source: reference, Liferay connector, 8 and 9 (where Liferay's images expect what is put into them).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from harness.errors import ConfigurationError

SECTION = "target.container"
KEYS = frozenset(
    {
        "image",
        "lpkg",
        "licence",
        "configs",
        "files",
        "env",
        "env_from",
        "memory",
        "port",
        "start_deadline",
        "network",
    }
)
START_DEADLINE = 600
_MEMORY = re.compile(r"[1-9]\d*[bkmgBKMG]?")


@dataclass(frozen=True)
class ContainerOrder:
    """A container that is to be started; paths are those of files and folders of this machine.

    `deployed` goes to the deploy folder, `configs` to that of the `.config` files, what is in the folders `files` to
    Liferay's home. `memory` is a limit as Docker writes it, or nothing; `start_deadline` in seconds.
    """

    image: str
    deployed: tuple[Path, ...] = ()
    configs: tuple[Path, ...] = ()
    files: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    memory: str = ""
    port: int = 8080
    start_deadline: int = START_DEADLINE
    network: str = ""

    @property
    def brings_connector(self) -> bool:
        """Whether a package is put into the deploy folder."""
        return any(path.suffix == ".lpkg" for path in self.deployed)


class Reader(Protocol):
    """Takes entries out of a target file, and says what is wrong with them."""

    def text(self, section: str, key: str, default: str | None = None) -> str:
        """Return a text."""
        ...

    def texts(self, section: str, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        ...

    def whole(self, section: str, key: str, default: int) -> int:
        """Return a whole number above 0."""
        ...

    def table(self, section: str, key: str) -> Mapping[str, Any]:
        """Return a table."""
        ...

    def files(self, section: str, key: str) -> tuple[str, ...]:
        """Return the paths of files that are there."""
        ...

    def folder(self, section: str, key: str) -> str:
        """Return the path of a folder that is there, or nothing."""
        ...

    def wrong(self, section: str, key: str, found: str, remedy: str) -> ConfigurationError:
        """Return what is wrong with an entry."""
        ...


def read_order(reader: Reader, environment: Mapping[str, str] = os.environ) -> ContainerOrder:
    """Return what [target.container] orders.

    Raises:
        ConfigurationError: when an entry is missing or makes no sense.

    """
    memory = reader.text(SECTION, "memory", "")
    if memory and not _MEMORY.fullmatch(memory):
        raise reader.wrong(SECTION, "memory", f"{memory!r} is no amount of memory", 'Write it as "8g" or "2048m".')
    packages = reader.files(SECTION, "lpkg")
    for package in packages:
        if not package.endswith(".lpkg"):
            raise reader.wrong(
                SECTION, "lpkg", f"{Path(package).name!r} is no LPKG", "Name the connector's .lpkg file."
            )
    given, secrets = _environment(reader, environment)
    folder, files = reader.folder(SECTION, "configs"), reader.folder(SECTION, "files")
    configs = tuple(sorted(Path(folder).glob("*.config"))) if folder else ()
    if folder and not configs:
        raise reader.wrong(SECTION, "configs", f"no .config file is in {Path(folder).name}", "Put some there.")
    return ContainerOrder(
        image=reader.text(SECTION, "image"),
        deployed=tuple(map(Path, (*packages, *reader.files(SECTION, "licence")))),
        configs=configs,
        files=Path(files) if files else None,
        environment=given,
        secrets=secrets,
        memory=memory,
        port=reader.whole(SECTION, "port", 8080),
        start_deadline=reader.whole(SECTION, "start_deadline", START_DEADLINE),
        network=reader.text(SECTION, "network", ""),
    )


def _environment(reader: Reader, environment: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the variables of the container, and the values among them that are secret."""
    given = reader.table(SECTION, "env")
    for name, value in given.items():
        if not isinstance(value, str):
            raise reader.wrong(SECTION, "env", f"{name} is {value!r}, which is not text", "Write it in quotes.")
    handed = {}
    for name in reader.texts(SECTION, "env_from"):
        if name in given:
            raise reader.wrong(SECTION, "env_from", f"{name} stands in env too", "Keep one of the two.")
        if not environment.get(name):
            raise reader.wrong(
                SECTION, "env_from", f"the environment variable {name} is not set", f"Set {name} and run again."
            )
        handed[name] = environment[name]
    return {**given, **handed}, tuple(handed.values())
