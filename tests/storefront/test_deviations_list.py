"""The list of deviations is whole: unique names, both behaviours told, requirements that exist, no trap left out."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = {"name", "trap", "real", "reference", "requirement"}
TRAPS = [f"T{number}" for number in range(1, 53)]


def entries(path: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return found


LIST = ROOT / "simulators" / "storefront" / "deviations.toml"
DEVIATIONS, NO_DEVIATIONS = entries(LIST, "deviation"), entries(LIST, "no_deviation")


def test_each_deviation_has_a_name_of_its_own_and_tells_both_behaviours() -> None:
    assert len({entry["name"] for entry in DEVIATIONS}) == len(DEVIATIONS)
    for entry in DEVIATIONS:
        assert set(entry) - {"trips", "sporadic", "scenario"} == MEMBERS, entry["name"]
        assert all(entry.values()), entry["name"]


def test_each_requirement_a_deviation_breaks_is_in_the_catalogue() -> None:
    known = {entry["id"] for entry in entries(ROOT / "features" / "requirements.toml", "requirement")}
    assert {entry["requirement"] for entry in DEVIATIONS} <= known


def test_each_trap_is_a_deviation_or_has_a_reason_why_not() -> None:
    assert all(set(entry) == {"trap", "reason"} and entry["reason"] for entry in NO_DEVIATIONS)
    named = Counter(trap for entry in (*DEVIATIONS, *NO_DEVIATIONS) for trap in re.findall(r"T\d+", entry["trap"]))
    assert named == Counter(TRAPS)
