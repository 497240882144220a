"""Somebody new follows "Your own Liferay" word by word: the target file, the questions, the run, and what is undone."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from harness.stage import Stage
from tests.commands import readme
from tests.commands.conftest import DEADLINE, Served, environment_with
from tests.commands.gate import free_port

YOURS = readme.section("Your own Liferay")
# What is run of all scenarios, so that it does not take minutes: the way a cart goes, and what changes settings.
SAMPLE = ("-k", "round_trip or channel")


def run(command: str, folder: Path, served: Served, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*readme.words(command), *more],
        cwd=folder,
        env=environment_with(served.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=DEADLINE,
        check=False,
    )


@pytest.fixture
def values(served: Served) -> dict[str, dict[str, str]]:
    """What somebody writes down who has read each comment: where the storefront is, and what it sells."""
    told = tomllib.loads(served.target.read_text(encoding="utf-8"))
    target, host = told["target"], "http://127.0.0.1"
    return {
        "target": {"url": f'"{target["url"]}"'},
        "target.site": {name: f'"{target["site"][name]}"' for name in ("group", "start_url")},
        "target.catalog": {name: json.dumps(target["catalog"][name]) for name in ("skus", "currencies")},
        "target.console": {"log": f'"{served.target.parent / target["console"]["log"]}"'},
        "target.orders": {"url": f'"{target["orders"]["url"]}"'},
        "harness": {name: f'"{host}:{free_port()}"' for name in ("advertise", "advertise_faults")},
    }


def test_the_steps_are_those_that_are_followed_here() -> None:
    steps = [command for command in readme.commands(YOURS) if "--target staging.toml" in command]
    assert [command.split()[1] for command in steps[:3]] == ["doctor", "certify", "restore"]


def test_with_an_administrator(served: Served, values: dict[str, dict[str, str]], tmp_path: Path) -> None:
    # "without [target.admin]", say the comments of these sections.
    unneeded = ("target.buyer", "target.other_buyer", "target.token")
    text = readme.filled_in(readme.block(YOURS, "toml"), values, leaving_out=unneeded)
    (tmp_path / "staging.toml").write_text(text, encoding="utf-8")
    doctor, certify, restore = readme.commands(YOURS)[:3]
    asked = run(doctor, tmp_path, served)
    assert asked.returncode == 0, asked.stdout
    assert set(re.findall(r"(?m)^(\w[\w ]{9})  ", asked.stdout)) <= {"yes       "}
    judged = run(certify, tmp_path, served, *SAMPLE)
    assert judged.returncode == 0, judged.stdout
    results = json.loads((tmp_path / "build" / "punchout" / "results.json").read_text(encoding="utf-8"))
    assert {each["verdict"] for each in results["scenarios"]} <= {"passed", "inapplicable"}
    assert len(results["scenarios"]) >= 30
    undone = run(restore, tmp_path, served)
    assert undone.returncode == 0, undone.stdout


def test_without_one(served: Served, stage: Stage, values: dict[str, dict[str, str]], tmp_path: Path) -> None:
    buyer, other = stage.buyer(), stage.buyer()
    plain = stage.colleague(buyer, ())
    listed = {
        "target.buyer": {
            "email": f'"{buyer.person.email}"',
            "account": f'"{buyer.company.account_code}"',
            "without_role": f'"{plain.person.email}"',
        },
        "target.other_buyer": {"email": f'"{other.person.email}"', "account": f'"{other.company.account_code}"'},
    }
    text = readme.filled_in(readme.block(YOURS, "toml"), {**values, **listed}, leaving_out=("target.admin",))
    (tmp_path / "staging.toml").write_text(text, encoding="utf-8")
    doctor, certify, _ = readme.commands(YOURS)[:3]
    asked = run(doctor, tmp_path, served)
    assert asked.returncode == 0, asked.stdout
    judged = run(certify, tmp_path, served, *SAMPLE)
    assert judged.returncode == 0, judged.stdout
    assert "give [target.admin] in" in judged.stdout
