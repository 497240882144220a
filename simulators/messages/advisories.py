"""What a tolerant reader noticed in a message it could read: named by stable words, placed, and counted once.

Source: reference, hub and protocols, 1.7 (a tolerant hub takes the variants, and names them).
"""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST = 80
# A cart of a thousand lines has its units wrong a thousand times; a reader needs no more than some of the places.
MOST_PLACES = 20


@dataclass(frozen=True)
class Advisory:
    """Something worth knowing of a message: its name, what it means, the first places (at most 20), all it is true of.

    `saw` is what stood at the first place, cut to 80 characters, "" when nothing did.
    """

    name: str
    meaning: str
    places: tuple[str, ...]
    count: int
    saw: str = ""

    def __str__(self) -> str:
        more = f" and {self.count - len(self.places)} more" if self.count > len(self.places) else ""
        saw = f" (saw {self.saw})" if self.saw else ""
        return f"{self.name}: {self.meaning}, at {', '.join(self.places)}{more}{saw}"


class Notes:
    """Collects the faults and the advisories of one reading, each name with its meaning out of a catalogue."""

    def __init__(self, meanings: dict[str, str]) -> None:
        self._meanings = meanings
        self._found: dict[str, Advisory] = {}
        self.faults: list[str] = []

    @property
    def advisories(self) -> tuple[Advisory, ...]:
        """The advisories in the order of the catalogue."""
        return tuple(self._found[name] for name in self._meanings if name in self._found)

    def fault(self, place: str, problem: str) -> None:
        """Take down what makes the message unusable, at its place."""
        self.faults.append(f"{place}: {problem}")

    def advise(self, name: str, place: str, saw: object = None) -> None:
        """Take down an advisory of the catalogue, at its place, with what was seen there."""
        before = self._found.get(name)
        if before is None:
            self._found[name] = Advisory(name, self._meanings[name], (place,), 1, "" if saw is None else shown(saw))
            return
        places = before.places if len(before.places) >= MOST_PLACES else (*before.places, place)
        self._found[name] = Advisory(name, before.meaning, places, before.count + 1, before.saw)


def shown(value: object) -> str:
    """Return a value as it can stand in a message: as Python writes it, cut to 80 characters."""
    return repr(value)[:_LONGEST]
