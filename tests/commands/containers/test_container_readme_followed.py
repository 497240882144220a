"""Somebody new follows "In a container" word by word."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from harness.project import ROOT
from tests.commands import readme
from tests.commands.conftest import DEADLINE, environment_with
from tests.commands.containers.conftest import Runs

CONTAINER = readme.section("In a container")
# What is run of all scenarios, so that it does not take minutes; and what a person would not write.
SAMPLE = ("-k", "round_trip")


def test_the_commands_of_the_readme_judge_the_image(runs: Runs, tmp_path: Path) -> None:
    images, *exports, certify = [line.split("#")[0].strip() for line in readme.blocks(CONTAINER, "sh")[0].splitlines()]
    # It has come first: without it there is no image, and none of these tests.
    assert images == "make images"
    exported: dict[str, str] = {}
    for line in exports:
        word, *assignments = shlex.split(line)
        assert word == "export"
        exported |= dict(assignment.split("=", 1) for assignment in assignments)
    with subprocess.Popen(
        [*readme.words(certify), *SAMPLE, f"--out={tmp_path / 'out'}"],
        cwd=ROOT,
        env=environment_with(exported),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said, _ = process.communicate(timeout=DEADLINE)
        assert runs.left_by(process) == []
    assert process.returncode == 0, said
    assert "CONFORMANT" in said
    assert (tmp_path / "out" / "evidence" / "console-container.log").is_file()


def test_the_target_file_of_the_readme_is_one_that_can_be_read(runs: Runs) -> None:
    folder = runs.folder
    (folder / "configs").mkdir()
    (folder / "files").mkdir()
    for name in ("activation-key.xml", "Liferay Commerce Connector to PunchOut2Go.lpkg"):
        (folder / name).write_bytes(b"")
    (folder / "configs" / "com.acme.Shop.config").write_text('name="Acme"', encoding="utf-8")
    (folder / "acme.toml").write_text(readme.blocks(CONTAINER, "toml")[0], encoding="utf-8")
    done = runs.run("doctor", "--target", "acme.toml", ACME_DB_PASSWORD="a-secret")
    # All of it is read; there is no such image.
    assert done.code == 4, done.output
    assert "target.container.image: there is no image" in " ".join(done.output.split())
