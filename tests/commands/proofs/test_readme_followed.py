"""Somebody new follows "Your own Liferay" word by word: the target file, the questions, the run, and what is undone."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from harness.administration import PUNCH_OUT_PERMISSIONS
from harness.stage import Stage
from tests.commands import readme
from tests.commands.conftest import DEADLINE, Served, environment_with
from tests.commands.gate import free_port

YOURS = readme.section("Your own Liferay")
FIRST, BUYERS, PLACES = readme.blocks(YOURS, "toml")[:3]
# What is run of all scenarios, so that it does not take minutes: the way a cart goes, and what changes settings.
SAMPLE = ("-k", "round_trip or channel")
STEPS = [(step, SAMPLE if " certify " in step else ()) for step in readme.commands(YOURS[: YOURS.index("### ")])]


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
    target = tomllib.loads(served.target.read_text(encoding="utf-8"))["target"]
    return {
        "target": {"url": f'"{target["url"]}"'},
        "target.site": {name: f'"{target["site"][name]}"' for name in ("group", "start_url")},
        "target.catalog": {name: json.dumps(target["catalog"][name]) for name in ("skus", "currencies")},
        "harness": {name: f'"http://127.0.0.1:{free_port()}"' for name in ("advertise", "advertise_faults")},
    }


@pytest.fixture
def placed(served: Served) -> dict[str, dict[str, str]]:
    """What else is so of this one: its log, and where it takes orders. Nothing stands before it."""
    target = tomllib.loads(served.target.read_text(encoding="utf-8"))["target"]
    return {
        "target.console": {"log": f'"{served.target.parent / target["console"]["log"]}"'},
        "target.orders": {"url": f'"{target["orders"]["url"]}"'},
    }


def judged(folder: Path, served: Served, text: str) -> list[dict[str, Any]]:
    """Write the target file, follow the steps, and return the scenarios of the run."""
    (folder / "staging.toml").write_text(text, encoding="utf-8")
    asked, certified, undone = (run(each, folder, served, *more) for each, more in STEPS)
    assert asked.returncode == 0, asked.stdout
    assert set(re.findall(r"(?m)^(yes|no|not asked|not told) ", asked.stdout)) == {"yes"}
    assert certified.returncode == 0, certified.stdout
    assert undone.returncode == 0, undone.stdout
    results = json.loads((folder / "build" / "punchout" / "results.json").read_text(encoding="utf-8"))
    scenarios: list[dict[str, Any]] = results["scenarios"]
    assert len(scenarios) >= 30
    assert {each["verdict"] for each in scenarios} <= {"passed", "inapplicable"}
    return scenarios


def test_the_steps_are_those_that_are_followed_here() -> None:
    assert [step.split()[1:] for step, _ in STEPS] == [
        [word, "--target", "staging.toml"] for word in ("doctor", "certify", "restore")
    ]


def test_with_an_administrator_and_nothing_else(
    served: Served, values: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    judged(tmp_path, served, readme.filled_in(FIRST, values))


def test_without_an_administrator(
    served: Served,
    stage: Stage,
    values: dict[str, dict[str, str]],
    placed: dict[str, dict[str, str]],
    tmp_path: Path,
) -> None:
    buyer, other = stage.buyer(), stage.buyer()
    plain, both = stage.colleague(buyer, ()), stage.colleague(buyer, PUNCH_OUT_PERMISSIONS)
    channel = stage.channels.other()
    stage.settings.change_other_channel(channel, enabled=True)
    stage.channels.let_belong(both, channel)
    alone = stage.channels.buyer_of(channel)
    listed = {
        "target.buyer": {
            "email": f'"{buyer.person.email}"',
            "account": f'"{buyer.company.account_code}"',
            "without_role": f'"{plain.person.email}"',
        },
        "target.other_buyer": {"email": f'"{other.person.email}"', "account": f'"{other.company.account_code}"'},
        "target.other_channel": {
            "group": f'"{channel.group}"',
            "start_url": f'"{channel.start_url}"',
            "email": f'"{alone.person.email}"',
            "account": f'"{alone.company.account_code}"',
            "email_of_both": f'"{both.person.email}"',
        },
    }
    text = readme.filled_in(FIRST, values, leaving_out=("target.admin",))
    text += readme.filled_in(BUYERS, listed) + readme.filled_in(PLACES, placed, leaving_out=("target.front",))
    scenarios = judged(tmp_path, served, text)
    assert any("[target.admin]" in each["reason"] for each in scenarios)
