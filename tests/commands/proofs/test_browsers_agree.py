"""Both browsers of the buyer, and what they say: the same of every scenario.

A selection of what depends on a browser most; with EVERY_SCENARIO set, as `make browsers` does, all there are.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from harness.defects import Defect, read_defects

# Where the buyer submits and is led back, and where nothing of that may go wrong.
SELECTED = (
    "browser_habits or round_trip or redirect or checkout or hostile_addresses or page_safety or auto_login "
    "or two_buyers"
)
OF_2_1 = "round_trip or redirect or checkout"
FEW = "round_trip or framed_shop or start_url_ahead or browser_habits"
EVERY = bool(os.environ.get("EVERY_SCENARIO"))
PARTS = [
    ("tradecentric-7.4", FEW, 15),
    pytest.param("tradecentric-7.4", SELECTED, 50, marks=pytest.mark.long),
    pytest.param("punchout2go-2.1", OF_2_1, 20, marks=pytest.mark.long),
]
WHOLE = [("tradecentric-7.4", "", 600), ("punchout2go-2.1", "", 600)]


@pytest.mark.parametrize(("generation", "part", "least"), WHOLE if EVERY else PARTS)
def test_both_browsers_say_the_same_of_every_scenario(
    punchout: Callable[..., Any], generation: str, part: str, least: int
) -> None:
    wanted = ["certify", "--generation", generation, "--seed", "42", *(["-k", part] if part else [])]
    plain = punchout(*wanted, deadline=3600)
    assert plain.code == 0, plain.output
    expected = plain.verdicts
    real = punchout(*wanted, "--browser", "chromium", deadline=3600)
    assert real.verdicts == expected, real.output
    assert real.code == 0, real.output
    assert len(expected) >= least
    assert Counter(expected.values()) == {"passed": len(expected)}
    submitted = [scenario for scenario in real.results["scenarios"] if scenario["pictures"]]
    assert submitted
    assert {(real.out / each["file"]).is_file() for one in submitted for each in one["pictures"]} == {True}


@pytest.mark.parametrize(
    "defect", [defect for defect in read_defects().values() if defect.browser], ids=lambda defect: defect.name
)
def test_a_defect_that_a_real_browser_meets_is_caught_by_it_alone(punchout: Callable[..., Any], defect: Defect) -> None:
    wanted = ["certify", "--defect", defect.name, "-m", f'requirement(id="{defect.requirement}")']
    assert set(punchout(*wanted).verdicts.values()) == {"passed"}
    real = punchout(*wanted, "--browser", defect.browser)
    assert real.code == 1, real.output
    assert "failed" in real.verdicts.values()
    assert "error" not in real.verdicts.values()


def test_a_failure_is_seen_by_both_and_shown_by_the_real_one(punchout: Callable[..., Any]) -> None:
    wanted = ["certify", "--defect", "session-survives-submit", "-k", "redirect", "--seed", "42"]
    plain = punchout(*wanted)
    failed = {name for name, verdict in plain.verdicts.items() if verdict == "failed"}
    assert failed
    real = punchout(*wanted, "--browser", "chromium")
    assert real.verdicts == plain.verdicts
    shown = {each["id"]: [picture["of"] for picture in each["pictures"]] for each in real.results["scenarios"]}
    assert all("failure" in shown[name] for name in failed)
    report = (real.out / "report.html").read_text(encoding="utf-8")
    assert "picture of failure" in report
