"""The command line as a user types it: subprocesses, and a storefront served in one of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

DEADLINE = 600
PUNCHOUT = [sys.executable, "-P", "-c", "from harness.cli import main; raise SystemExit(main())"]

# Secrets nobody may ever find in a file or on a screen.
PLANTED = {
    "PUNCHOUT_CLIENT_ID": "planted-client",
    "PUNCHOUT_CLIENT_SECRET": "Planted/Client+Secret&7Qx",
    "PUNCHOUT_ADMIN_USER": "planted.admin@shop.example",
    "PUNCHOUT_ADMIN_PASSWORD": "Planted-Admin-Passw0rd",
    "PUNCHOUT_ORDER_SECRET": "Planted/Order+Secret&9Zw",
}


@dataclass(frozen=True)
class Finished:
    """A command that ended."""

    code: int
    output: str
    out: Path

    @property
    def results(self) -> dict[str, Any]:
        """What is in results.json."""
        document: dict[str, Any] = json.loads((self.out / "results.json").read_text(encoding="utf-8"))
        return document

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each scenario."""
        return {scenario["id"]: scenario["verdict"] for scenario in self.results["scenarios"]}


Punchout = Callable[..., Finished]


@dataclass(frozen=True)
class Served:
    """A served storefront: what `punchout serve --json` said, the target file and its environment."""

    ready: dict[str, Any]
    target: Path
    environment: dict[str, str]


def environment_with(extra: dict[str, str]) -> dict[str, str]:
    """Return the environment without any setting of a run, plus some."""
    # Compiling everything anew in every command would be most of what these tests take.
    left_out = ("PUNCHOUT_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | extra


@pytest.fixture
def punchout_command() -> list[str]:
    """What a user types as `punchout`."""
    return PUNCHOUT


@pytest.fixture
def punchout(tmp_path: Path) -> Punchout:
    """Run a command in an empty folder; `certify` writes its results to a folder of the test."""
    return running_in(tmp_path)


def running_in(folder: Path) -> Punchout:
    """Return what runs a command in a folder; `certify` writes its results to one in there."""

    def run(*arguments: str, environment: dict[str, str] | None = None, deadline: float = DEADLINE) -> Finished:
        out = folder / "out"
        more = [f"--out={out}"] if arguments[0] == "certify" else []
        done = subprocess.run(
            [*PUNCHOUT, *arguments, *more],
            cwd=folder,
            env=environment_with(environment or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=deadline,
            check=False,
        )
        return Finished(done.returncode, done.stdout, out)

    return run


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a storefront with planted secrets, in a process of its own."""
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def served_with(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serve a storefront with more options of `punchout serve`."""
    with ExitStack() as running:
        yield lambda *options: running.enter_context(serving(tmp_path, *options))


@pytest.fixture
def served_as(served_with: Callable[..., Served]) -> Callable[[str], Served]:
    """Serve a storefront that deviates as a connector does."""
    return lambda connector: served_with("--as", connector)


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[Served]:
    """Serve a storefront from a folder until the block ends."""
    process = subprocess.Popen(
        [*PUNCHOUT, "serve", "storefront", "--json", "--target-out", "target.toml", *more],
        cwd=folder,
        env=environment_with(PLANTED),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        # The line comes when the storefront is ready; an end of the stream means that it never will be.
        line = process.stdout.readline()
        assert line, "punchout serve ended without a word"
        yield Served(json.loads(line), folder / "target.toml", PLANTED)
        process.terminate()
        assert process.wait(DEADLINE) == 0
