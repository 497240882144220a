"""How far a run is: what anybody can be told of it at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.progress.doing import Doing
from harness.record import RunRecord
from harness.verdicts import Verdict


@dataclass(frozen=True)
class Account:
    """How far a run is after so many seconds: verdicts so far, how many scenarios there are, what each process is at.

    `now` is the moment, by `time.monotonic`.
    """

    now: float
    seconds: float
    planned: int = 0
    counts: Mapping[Verdict, int] = field(default_factory=dict)
    doing: tuple[Doing, ...] = ()

    @property
    def judged(self) -> int:
        """How many scenarios have a verdict."""
        return sum(self.counts.values())


def account_of(record: RunRecord | None, began: float, now: float, doing: tuple[Doing, ...]) -> Account:
    """Return how far a run is that began then; there is no record before the target has been looked at."""
    at = tuple(each for each in doing if each.scenario or each.waits)
    if record is None:
        return Account(now, now - began, doing=at)
    # Copies, because scenarios are added meanwhile.
    results, planned = record.results.copy(), record.planned.copy()
    counts = Counter(result.verdict for result in results.values())
    return Account(now, now - began, len(planned.keys() | results.keys()), counts, at)
