"""The matrix of defects and requirements: what caught each defect, what else it tripped, what that says of the suite.

A suite is qualified when each defect is caught by the requirement it names, each requirement that can be judged is
named by a defect that is caught, whatever else a defect trips is explained, and little is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.qualification.trial import HELD, Tried
from harness.verdicts import Verdict

# How many of the cells beside the caught ones may trip.
MOST_OTHERS = 0.05


@dataclass(frozen=True)
class Matrix:
    """What all trials said; `requirements` are those that can be judged, `whole` when no defect was left out."""

    tried: tuple[Tried, ...]
    requirements: tuple[str, ...]
    full: bool
    whole: bool

    @cached_property
    def broken_by(self) -> Mapping[str, tuple[str, ...]]:
        """The defects that name each requirement and were caught by it."""
        found: dict[str, tuple[str, ...]] = dict.fromkeys(self.requirements, ())
        for each in self.tried:
            if each.is_caught:
                name = each.trial.defect.requirement
                found[name] = (*found.get(name, ()), each.trial.defect.name)
        return found

    @property
    def others(self) -> tuple[int, int]:
        """How many cells beside those of the requirements defects name have tripped, and of how many that were run."""
        cells = [(each, name, cell) for each in self.tried for name, cell in each.cells.items()]
        beside = [cell for each, name, cell in cells if name != each.trial.defect.requirement]
        return sum(cell not in HELD for cell in beside), sum(cell != Verdict.NOT_RUN for cell in beside)

    @property
    def is_qualified(self) -> bool:
        """Whether the suite has shown that it notices."""
        return not any(True for _ in self.faults())

    def faults(self) -> Iterator[str]:
        """Yield what keeps the suite from being qualified, in words."""
        for each in self.tried:
            yield from _faults(each, full=self.full)
        if self.whole:
            for name, defects in self.broken_by.items():
                if not defects:
                    yield f"{name}: no defect that names it is caught by it, so nobody has seen it fail"
        tripped, cells = self.others
        if self.full and tripped > MOST_OTHERS * cells:
            yield f"{tripped} of {cells} other cells trip, which is more than {MOST_OTHERS:.0%}"


def _faults(tried: Tried, *, full: bool) -> Iterator[str]:
    defect = tried.trial.defect
    if tried.trouble:
        yield f"{defect.name}: there is no result: {tried.trouble}"
        return
    if not tried.is_caught:
        said = tried.cells.get(defect.requirement, "not judged at all")
        yield f"{defect.name}: not caught by {defect.requirement}, which is {said}"
    for name, cell in sorted(tried.tripped.items()):
        if cell == Verdict.ERROR and not defect.is_ours:
            yield f"{defect.name}: the harness blames itself for it at {name}"
        elif not tried.explanation(name):
            yield f"{defect.name}: {name} is {cell} as well, and nobody has explained why"
    if full:
        for trip in defect.trips:
            for named in trip.requirements:
                tripped = any(trip.only(named).takes(name) for name in tried.tripped)
                if not tripped and not trip.sporadic and _could_be_judged(named, tried):
                    yield f"{defect.name}: {named} is explained, but holds: take the explanation out"


def _could_be_judged(named: str, tried: Tried) -> bool:
    """Tell whether a requirement was judged in this run: some are of another generation."""
    return any(name.startswith(named.removesuffix("*")) for name in tried.cells)
