"""The list of deviations is whole: unique names, both behaviours told, requirements that exist."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = {"name", "trap", "real", "reference", "requirement"}


def entries(path: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return found


DEVIATIONS = entries(ROOT / "simulators" / "storefront" / "deviations.toml", "deviation")


def test_each_deviation_has_a_name_of_its_own_and_tells_both_behaviours() -> None:
    assert len({entry["name"] for entry in DEVIATIONS}) == len(DEVIATIONS)
    for entry in DEVIATIONS:
        assert MEMBERS - {"requirement"} <= set(entry) <= MEMBERS, entry["name"]
        assert all(entry.values()), entry["name"]


def test_each_requirement_a_deviation_breaks_is_in_the_catalogue() -> None:
    known = {entry["id"] for entry in entries(ROOT / "features" / "requirements.toml", "requirement")}
    assert {entry["requirement"] for entry in DEVIATIONS if "requirement" in entry} <= known
