"""A real Engine with the project's images; where there is none, these tests are not run, and say so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docker
import pytest
from docker import DockerClient
from docker.errors import DockerException, ImageNotFound

from harness.project import ROOT
from tests.commands.conftest import DEADLINE, PLANTED, PUNCHOUT, Finished, environment_with

IMAGES = ("punchout-storefront", "punchout-harness")
# With this value of CONTAINERS a machine has to have an Engine.
REQUIRED = "required"


@pytest.fixture(scope="session")
def engine() -> Iterator[DockerClient]:
    """The Engine that the environment names."""
    try:
        client = docker.from_env(timeout=60)
        client.ping()
    except DockerException as error:
        if os.environ.get("CONTAINERS") == REQUIRED:
            pytest.fail(f"a Docker Engine is required here, and none answers: {error}")
        pytest.skip(f"not run, for there is no Docker Engine here: {error}")
    try:
        for image in IMAGES:
            client.images.get(image)
        yield client
    except ImageNotFound as error:
        pytest.fail(f"make images has to come first: {error}")
    finally:
        client.close()


@dataclass(frozen=True)
class Runs:
    """Runs `punchout` in a folder, and sees what each run has left on the Engine."""

    engine: DockerClient
    folder: Path

    def target(self, *changes: tuple[str, str]) -> str:
        """Return the target file of the reference image in a folder of its own, with some lines changed."""
        folder = self.folder / f"target-{len(list(self.folder.iterdir()))}"
        shutil.copytree(ROOT / "docker" / "storefront", folder)
        text = (folder / "target.toml").read_text(encoding="utf-8")
        for pattern, replacement in changes:
            text, count = re.subn(pattern, replacement, text)
            assert count, pattern
        (folder / "target.toml").write_text(text, encoding="utf-8")
        return str(folder / "target.toml")

    def begin(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            [*PUNCHOUT, *arguments],
            cwd=self.folder,
            env=environment_with(PLANTED | environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> Finished:
        """Run a command to its end, after which nothing of it may be left."""
        out = self.folder / "out"
        with self.begin(*arguments, *([f"--out={out}"] if arguments[0] == "certify" else []), **environment) as process:
            output, _ = process.communicate(timeout=DEADLINE)
            assert self.left_by(process) == []
        return Finished(process.returncode, output, out)

    def left_by(self, process: subprocess.Popen[str]) -> list[str]:
        """Return the names of what a process has made and is there yet."""
        mine: dict[str, str | list[str] | bool] = {"label": f"punchout.pid={process.pid}"}
        containers = self.engine.containers.list(all=True, filters=mine, ignore_removed=True)
        networks = self.engine.networks.list(filters=mine)
        return [*(str(each.name) for each in containers), *(str(each.name) for each in networks)]


@pytest.fixture
def runs(engine: DockerClient, tmp_path: Path) -> Runs:
    """What runs commands against the Engine."""
    return Runs(engine, tmp_path)
