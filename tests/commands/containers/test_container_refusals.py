"""What cannot be started, or ends by itself, is one clear message, and nothing is left running."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.commands.conftest import PLANTED
from tests.commands.containers.conftest import Runs

Change = tuple[str, str]
REFUSALS: list[tuple[str, list[Change], dict[str, str], list[str]]] = [
    (
        "a wrong image name",
        [('image = "punchout-storefront"', 'image = "punchout-storefrnt"')],
        {},
        ["target.container.image", "there is no image 'punchout-storefrnt' on this Engine", "Correct its name"],
    ),
    ("no Engine", [], {"DOCKER_HOST": "unix:///tmp/nobody-listens.sock"}, ["no Docker Engine answers", "Start Docker"]),
    (
        "an image without the connector",
        [(r"lpkg = .*\n", "")],
        {},
        ["target.container.lpkg", "no connector is in the image", "Name the connector's LPKG"],
    ),
    (
        "a container that dies at start",
        [(r"\[target.container\]", '[target.container]\nenv = { PUNCHOUT_GENERATION = "9.9" }')],
        {},
        ["target.container.image", "ended by itself", "exit code 4", "invalid choice: '9.9'"],
    ),
    (
        "a container that gets no memory",
        [('memory = "1g"', 'memory = "6m"')],
        {},
        ["target.container.image", "ended by itself", "Read its log; correct env, files or memory"],
    ),
]


@pytest.mark.parametrize("number", range(len(REFUSALS)), ids=[refusal[0] for refusal in REFUSALS])
def test_what_cannot_be_judged_is_one_message_and_leaves_nothing(runs: Runs, number: int) -> None:
    _, changes, environment, words = REFUSALS[number]
    done = runs.run("certify", "--target", runs.target(*changes), **environment)
    assert done.code == 4, done.output
    assert [word for word in words if word not in done.output] == [], done.output
    assert len(re.findall("ERROR:", done.output)) == 1, done.output
    assert "Traceback" not in done.output
    assert "Warning" not in done.output
    assert [secret for secret in PLANTED.values() if secret in done.output] == []


def test_a_user_without_permission_is_told_by_the_harness_as_an_image(runs: Runs) -> None:
    folder = runs.target().rpartition("/")[0]
    mounts = ["-v", "/var/run/docker.sock:/var/run/docker.sock", "-v", f"{folder}:/work"]
    variables = [part for name, value in PLANTED.items() for part in ("-e", f"{name}={value}")]
    command = ["docker", "run", "--rm", "--user", "1000", *mounts, *variables, "punchout-harness"]
    asked = [*command, "doctor", "--target", "target.toml"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4, done.stderr
    assert "this user may not use the Docker Engine" in done.stderr
    assert "Become a member of the group docker" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("engine")
def test_the_harness_as_an_image_judges_the_embedded_storefront() -> None:
    command = ["docker", "run", "--rm", "punchout-harness", "certify", "--level", "smoke"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
    assert "CONFORMANT" in done.stdout


@pytest.mark.usefixtures("engine")
def test_a_disk_that_is_full_is_told_as_such() -> None:
    """The harness as an image, in a folder with room for next to nothing."""
    command = ["docker", "run", "--rm", "--tmpfs", "/work:size=200k", "punchout-harness", "certify", "--level", "smoke"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 3, done.stdout
    assert "No space left on device" in done.stdout
    assert "fault of the harness: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
