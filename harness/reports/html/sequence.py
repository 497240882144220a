"""The sequence diagram of a scenario: who sent what to whom, in the order in which it was seen on the wire.

Only geometry is worked out here, in the units of an SVG's own space (pixels when it is shown as it is); the template
draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from harness.reports.html.exchanges import outcome, went_wrong
from harness.reports.html.untrusted import short_path, shortened
from simulators.wire import Exchange

_T = TypeVar("_T")

# From left to right; whoever else takes part stands to the right, in the order of appearance.
PREFERRED = ("procurement system", "other procurement system", "hub", "storefront", "browser", "administrator")
MOST_ARROWS = 60
_FIRST_ARROWS = 20

_BETWEEN, _MARGIN, _HEAD, _ROW = 226, 96, 46, 32
_TIP = 7
_LONGEST_PATH, _LONGEST_OUTCOME, _LONGEST_NAME = 24, 12, 24


@dataclass(frozen=True)
class Lifeline:
    """A party: its name, and where its line stands."""

    name: str
    x: int


@dataclass(frozen=True)
class Arrow:
    """A request with what came of it: from x1 to x2 at height y, its words in the middle.

    `number` is that of the exchange; an arrow without one stands for several, and its label says for how many.
    """

    number: int | None
    x1: int
    x2: int
    y: int
    label: str
    title: str
    is_wrong: bool

    @property
    def x(self) -> int:
        """The middle of the arrow."""
        return (self.x1 + self.x2) // 2

    @property
    def path(self) -> str:
        """The arrow with its head, as the data of a path."""
        back = -_TIP if self.x2 > self.x1 else _TIP
        return f"M{self.x1} {self.y}H{self.x2}m{back}-4l{-back} 4l{back} 4"


@dataclass(frozen=True)
class Sequence:
    """A diagram: its size, its lifelines from left to right, its arrows from top to bottom."""

    width: int
    height: int
    head: int
    lifelines: tuple[Lifeline, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class _Row:
    """What an arrow is to show, before it has a place."""

    sender: str
    receiver: str
    label: str
    title: str = ""
    is_wrong: bool = False
    number: int | None = None


def sequence_of(exchanges: tuple[Exchange, ...], *, counted: bool) -> Sequence:
    """Return the diagram of some exchanges; of more than `MOST_ARROWS` arrows those in the middle are left out.

    With `counted` what an administrator prepares and clears away is one arrow, as long as it goes well.
    """
    names = parties(exchanges)
    places = {name: _MARGIN + place * _BETWEEN for place, name in enumerate(names)}
    first, left_out, last = middle_left_out(tuple(_counted(exchanges) if counted else map(_row, exchanges)))
    gap = (_Row(names[0], names[-1], f"{left_out} more are left out here"),) if left_out else ()
    arrows = tuple(_arrow(row, places, height) for height, row in enumerate((*first, *gap, *last)))
    lifelines = tuple(Lifeline(shortened(name, _LONGEST_NAME), x) for name, x in places.items())
    width = 2 * _MARGIN + max(0, len(lifelines) - 1) * _BETWEEN
    return Sequence(width, _height(len(arrows)), _HEAD, lifelines, arrows)


def middle_left_out(rows: tuple[_T, ...]) -> tuple[tuple[_T, ...], int, tuple[_T, ...]]:
    """Return the first of some rows, how many are left out, and the last ones, where most scenarios fail."""
    if len(rows) <= MOST_ARROWS:
        return rows, 0, ()
    return rows[:_FIRST_ARROWS], len(rows) - MOST_ARROWS, rows[_FIRST_ARROWS - MOST_ARROWS :]


def parties(exchanges: Iterable[Exchange]) -> list[str]:
    """Return who takes part, in the preferred order and then in that of appearance."""
    seen = list(dict.fromkeys(name for each in exchanges for name in (each.sender, each.receiver)))
    return [name for name in PREFERRED if name in seen] + [name for name in seen if name not in PREFERRED]


def _row(exchange: Exchange) -> _Row:
    told = shortened(outcome(exchange), _LONGEST_OUTCOME)
    return _Row(
        exchange.sender,
        exchange.receiver,
        f"{shortened(exchange.method, 7)} {short_path(exchange.url, _LONGEST_PATH)} {told}",
        shortened(exchange.summary, 300),
        went_wrong(exchange),
        exchange.number,
    )


def _counted(exchanges: tuple[Exchange, ...]) -> Iterator[_Row]:
    for (sender, receiver, prepares), group in groupby(exchanges, key=_what):
        calls = list(group)
        if prepares and len(calls) > 1:
            yield _Row(sender, receiver, f"{len(calls)} calls that went well")
        else:
            yield from map(_row, calls)


def _what(exchange: Exchange) -> tuple[str, str, bool]:
    return exchange.sender, exchange.receiver, exchange.sender == "administrator" and not went_wrong(exchange)


def _arrow(row: _Row, places: Mapping[str, int], height: int) -> Arrow:
    x1, x2 = places[row.sender], places[row.receiver]
    # A party that calls itself has an arrow too.
    end = x2 if x2 != x1 else x1 + _BETWEEN // 4
    return Arrow(row.number, x1, end, _height(height), row.label, row.title, row.is_wrong)


def _height(row: int) -> int:
    return _HEAD + (row + 1) * _ROW
