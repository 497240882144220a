"""The catalogue of defects: what is wrong with each, which requirement it breaks, and what that takes with it.

Most are of the storefront; those of the other parties show that the harness knows its own faults. The deviations of
real connectors are among them: each is a fault that a storefront of ours can be given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, reduce
from pathlib import Path
from typing import Any

from harness.errors import HarnessFault
from harness.project import DEVIATIONS as DEVIATIONS_LIST
from simulators import hub, procurement
from simulators.hub import GOOD_HUB, HubParts
from simulators.procurement import GOOD_PROCUREMENT, ProcurementParts
from simulators.storefront import REFERENCE, Parts
from simulators.storefront.defective import DEFECTS, LISTS
from simulators.storefront.deviating import DEVIATIONS
from simulators.storefront.switching import Switch, both

STOREFRONT, HUB, PROCUREMENT = "storefront", "hub", "procurement system"
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
    """A fault that can be switched on in the reference storefront, or in another `party` of ours.

    `trips` explains each requirement beside its own that does not hold with it. A `deviation` is what a real connector
    does. Where `sporadic`, it shows only now and then; where there is a `browser`, with that alone. `scenario` narrows
    a quick look to scenarios whose title has these words in it; `party` is who has it.
    """

    name: str
    wrong: str
    requirement: str
    party: str = STOREFRONT
    trips: tuple[Trip, ...] = ()
    deviation: bool = False
    sporadic: bool = False
    scenario: str = ""
    browser: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it is a fault of a party of ours rather than of the target."""
        return self.party != STOREFRONT

    def explanation(self, requirement: str) -> str:
        """Return why a requirement beside its own does not hold, or nothing when nobody has explained it."""
        return next((trip.because for trip in self.trips if trip.takes(requirement)), "")


_STOREFRONTS: Mapping[str, Switch] = {**DEVIATIONS, **DEFECTS}
_SWITCHES: Mapping[str, Iterable[str]] = {
    STOREFRONT: _STOREFRONTS,
    HUB: hub.DEFECTS,
    PROCUREMENT: procurement.DEFECTS,
}
_LISTS: Mapping[str, tuple[Path, ...]] = {STOREFRONT: LISTS, HUB: hub.LISTS, PROCUREMENT: procurement.LISTS}


def lists() -> tuple[Path, ...]:
    """Return the files that tell of the defects."""
    return (DEVIATIONS_LIST, *(path for paths in _LISTS.values() for path in paths))


@cache
def read_defects() -> Mapping[str, Defect]:
    """Read the catalogue, by name.

    Raises:
        HarnessFault: when a list cannot be read, an entry is not valid, or lists and switches are not the same.

    """
    defects = [
        *(_defect(entry, STOREFRONT) for entry in _entries(DEVIATIONS_LIST, "deviation")),
        *(
            _defect(entry, party)
            for party, paths in _LISTS.items()
            for path in paths
            for entry in _entries(path, "defect")
        ),
    ]
    named = {defect.name: defect for defect in defects}
    made = [(party, name) for party, switches in _SWITCHES.items() for name in switches]
    listed = [(defect.party, defect.name) for defect in defects]
    if len(named) < len(defects) or sorted(listed) != sorted(made):
        differing = {name for _, name in set(listed) ^ set(made)}
        odd = sorted(differing or {defect.name for defect in defects if named[defect.name] is not defect})
        raise HarnessFault(f"a defect is listed twice, or listed and not made, or made and not listed: {odd}")
    return named


def defective(*names: str, parts: Parts = REFERENCE) -> Parts:
    """Return the parts of a storefront that has these defects beside what it has by now, as far as they are its own.

    Raises:
        KeyError: when one of them is not in the catalogue.

    """
    return both(*(_STOREFRONTS[name] for name in _of(STOREFRONT, names)))(parts)


def defective_hub(*names: str) -> HubParts:
    """Return the parts of a hub that has these defects, as far as they are its own; raises as `defective` does."""
    return reduce(lambda parts, name: hub.DEFECTS[name](parts), _of(HUB, names), GOOD_HUB)


def defective_procurement(*names: str) -> ProcurementParts:
    """Return the parts of a procurement system that has these defects, as far as they are its own; raises likewise."""
    made = procurement.DEFECTS
    return reduce(lambda parts, name: made[name](parts), _of(PROCUREMENT, names), GOOD_PROCUREMENT)


def _of(party: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if read_defects()[name].party == party]


def _entries(path: Path, table: str) -> Iterator[dict[str, Any]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    except (OSError, ValueError, KeyError) as error:
        raise HarnessFault(f"{path.name} cannot be read: {error!r}") from error
    yield from found


def _defect(entry: dict[str, Any], party: str) -> Defect:
    deviation = "real" in entry
    wanted = {"name": str, "requirement": str, "real" if deviation else "wrong": str}
    known = {*wanted, "trips", "sporadic", "scenario", "browser", *(("trap", "reference") if deviation else ())}
    if any(not isinstance(entry.get(name), kind) or not entry[name] for name, kind in wanted.items()):
        raise HarnessFault(f"the defect {entry.get('name', entry)!r} needs {', '.join(wanted)}")
    if not _NAME.fullmatch(entry["name"]) or not entry.keys() <= known:
        raise HarnessFault(f"the defect {entry['name']!r} has a name of another form, or an unknown member")
    return Defect(
        name=entry["name"],
        wrong=entry["real"] if deviation else entry["wrong"],
        requirement=entry["requirement"],
        party=party,
        trips=tuple(_trip(entry["name"], trip) for trip in entry.get("trips", ())),
        deviation=deviation,
        sporadic=bool(entry.get("sporadic")),
        scenario=entry.get("scenario", ""),
        browser=entry.get("browser", ""),
    )


def _trip(name: str, entry: dict[str, Any]) -> Trip:
    requirements, because = entry.get("requirements"), entry.get("because")
    if not requirements or not because or not entry.keys() <= {"requirements", "because", "sporadic"}:
        raise HarnessFault(f"the defect {name!r} trips others, but does not say which and why: {entry!r}")
    return Trip(tuple(requirements), str(because), bool(entry.get("sporadic")))
