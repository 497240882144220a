"""What is announced before a run: how many scenarios a person is asked about, as whom, and for about how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.plan import PlannedScenario


@dataclass(frozen=True)
class Part:
    """A part a person plays: what is needed for it, and for about how many minutes each time."""

    needs: str
    minutes: int


AS_BUYER, AS_ADMINISTRATOR = "as_buyer", "as_administrator"
# By the tag of the scenarios.
PARTS: Mapping[str, Part] = {
    AS_BUYER: Part(
        "a buyer: a browser with private windows on a machine that reaches the storefront and the addresses that are "
        "shown; nobody has to sign in, the punch out does it",
        4,
    ),
    AS_ADMINISTRATOR: Part(
        "an administrator: a browser in which you are signed in to the storefront as one; nothing has to be changed", 2
    ),
}


def announcement(name: str, scenarios: Sequence[PlannedScenario], deadline: float) -> Iterator[str]:
    """Yield the paragraphs of the announcement; `deadline` is how many seconds there are for each answer."""
    count = len(scenarios)
    minutes = sum(part.minutes * _count(scenarios, tag) for tag, part in PARTS.items())
    yield (
        f"{name}, {count} scenario{'' if count == 1 else 's'} of this run cannot be judged without you. They come "
        f"first and take about {minutes} minutes in all; the rest of the run needs nobody."
    )
    for tag, part in PARTS.items():
        if number := _count(scenarios, tag):
            yield f"- {number} as {part.needs}; about {part.minutes} minutes each"
    yield (
        "For each you are told what to do and what to look for, and asked whether it is so, for a remark, and for a "
        f"screenshot if you have one. Your name, the time and what you say are written into the results. There are "
        f"{deadline:g} seconds for each answer; when none comes, or you press Ctrl-D, what is left is not run, and "
        "Ctrl-C interrupts the whole run."
    )


def _count(scenarios: Sequence[PlannedScenario], tag: str) -> int:
    return sum(tag in scenario.tags for scenario in scenarios)
