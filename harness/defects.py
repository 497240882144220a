"""The catalogue of defects: what is wrong with each, which requirement it breaks, and what that takes with it.

The deviations of real connectors are among them: each is a fault that a storefront of ours can be given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from harness.errors import HarnessFault
from harness.project import DEVIATIONS as DEVIATIONS_LIST
from simulators.storefront import REFERENCE, Parts
from simulators.storefront.defective import DEFECTS, LISTS
from simulators.storefront.deviating import DEVIATIONS
from simulators.storefront.switching import Switch, both

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Trip:
    """Requirements that do not hold either where a defect is, and why; the last may be an area, such as P2G-ORDER-*."""

    requirements: tuple[str, ...]
    because: str
    sporadic: bool = False

    def takes(self, requirement: str) -> bool:
        """Tell whether a requirement is one of them."""
        return any(
            requirement == named or (named.endswith("*") and requirement.startswith(named[:-1]))
            for named in self.requirements
        )

    def only(self, named: str) -> Trip:
        """Return the same of one of its requirements alone."""
        return replace(self, requirements=(named,))


@dataclass(frozen=True)
class Defect:
    """A fault that can be switched on in the reference storefront.

    `trips` explains each requirement beside its own that does not hold with it. A `deviation` is what a real connector
    does. Where `sporadic`, it shows only now and then. `scenario` narrows a quick look to scenarios whose title has
    these words in it; `party` is who has it.
    """

    name: str
    wrong: str
    requirement: str
    trips: tuple[Trip, ...] = ()
    deviation: bool = False
    sporadic: bool = False
    scenario: str = ""
    party: str = "storefront"

    @property
    def is_ours(self) -> bool:
        """Whether it is a fault of a party of ours rather than of the target."""
        return self.party != "storefront"

    def explanation(self, requirement: str) -> str:
        """Return why a requirement beside its own does not hold, or nothing when nobody has explained it."""
        return next((trip.because for trip in self.trips if trip.takes(requirement)), "")


@cache
def read_defects() -> Mapping[str, Defect]:
    """Read the catalogue, by name.

    Raises:
        HarnessFault: when a list cannot be read, an entry is not valid, or lists and switches are not the same.

    """
    entries = [
        *_entries(DEVIATIONS_LIST, "deviation"),
        *(entry for path in LISTS for entry in _entries(path, "defect")),
    ]
    defects = [_defect(entry) for entry in entries]
    named = {defect.name: defect for defect in defects}
    switches = {**DEVIATIONS, **DEFECTS}
    if len(named) < len(defects) or named.keys() != switches.keys():
        odd = sorted(named.keys() ^ switches.keys()) or sorted(d.name for d in defects if named[d.name] is not d)
        raise HarnessFault(f"a defect is listed twice, or listed and not made, or made and not listed: {odd}")
    return named


def defective(*names: str, parts: Parts = REFERENCE) -> Parts:
    """Return the parts of a storefront that has these defects beside what it has by now.

    Raises:
        KeyError: when one of them is not in the catalogue.

    """
    switches: Mapping[str, Switch] = {**DEVIATIONS, **DEFECTS}
    return both(*(switches[name] for name in names))(parts)


def _entries(path: Path, table: str) -> Iterator[dict[str, Any]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    except (OSError, ValueError, KeyError) as error:
        raise HarnessFault(f"{path.name} cannot be read: {error!r}") from error
    yield from found


def _defect(entry: dict[str, Any]) -> Defect:
    deviation = "real" in entry
    wanted = {"name": str, "requirement": str, "real" if deviation else "wrong": str}
    known = {*wanted, "trips", "sporadic", "scenario", *(("trap", "reference") if deviation else ())}
    if any(not isinstance(entry.get(name), kind) or not entry[name] for name, kind in wanted.items()):
        raise HarnessFault(f"the defect {entry.get('name', entry)!r} needs {', '.join(wanted)}")
    if not _NAME.fullmatch(entry["name"]) or not entry.keys() <= known:
        raise HarnessFault(f"the defect {entry['name']!r} has a name of another form, or an unknown member")
    return Defect(
        name=entry["name"],
        wrong=entry["real"] if deviation else entry["wrong"],
        requirement=entry["requirement"],
        trips=tuple(_trip(entry["name"], trip) for trip in entry.get("trips", ())),
        deviation=deviation,
        sporadic=bool(entry.get("sporadic")),
        scenario=entry.get("scenario", ""),
    )


def _trip(name: str, entry: dict[str, Any]) -> Trip:
    requirements, because = entry.get("requirements"), entry.get("because")
    if not requirements or not because or not entry.keys() <= {"requirements", "because", "sporadic"}:
        raise HarnessFault(f"the defect {name!r} trips others, but does not say which and why: {entry!r}")
    return Trip(tuple(requirements), str(because), bool(entry.get("sporadic")))
