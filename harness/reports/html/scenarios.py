"""Scenarios as the report shows them, and how much of each: a report has to fit into a mail.

In full means a sequence diagram that leads to every request and answer; those that plainly passed have a diagram
without them, and what there is no room for is a list of calls, or left to the evidence file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from harness.evidence import Check
from harness.pictures import PictureFile
from harness.record import RunRecord, ScenarioResult, StepResult
from harness.reports.html.exchanges import Evidenced, Run, outcome, runs, went_wrong
from harness.reports.html.sequence import Sequence, middle_left_out, sequence_of
from harness.reports.html.untrusted import anchor, evidence_address, shortened
from harness.reports.terminal import remedies_of
from harness.requirements import Requirement
from harness.verdicts import Verdict
from simulators.wire import Body, Exchange

LONGEST_BODY = 1500
LONGEST_VALUE = 160
LONGEST_TEXT = 1500
_LONGEST_HEADER = 300
_MOST_HEADERS = 30
_MOST_CHECKS = 60
_MOST_RUNS = 60

# The gravest first, as a reader wants them; a may that is not met comes last.
_ORDER = (Verdict.FAILED, Verdict.UNTESTABLE, Verdict.ERROR, Verdict.WARNING, Verdict.DEVIATION)


class Detail(Enum):
    """How much of a scenario's exchanges is shown."""

    FULL = "the diagram, and every request and answer"
    DIAGRAM = "the diagram"
    CALLS = "a list of the calls"


@dataclass(frozen=True)
class ShownCheck:
    """Checks that were alike in every word: what, expected, got, where, how many; `same` when expected was got."""

    what: str
    expected: str
    got: str
    where: str
    holds: bool
    times: int

    @property
    def same(self) -> bool:
        """Whether one value says it all."""
        return self.holds and self.expected == self.got


@dataclass(frozen=True)
class Message:
    """A request or an answer: its headers, as much of its body as is shown, and what is said of the rest."""

    headers: tuple[tuple[str, str], ...]
    body: str
    note: str


@dataclass(frozen=True)
class ShownExchange:
    """An exchange in full; `duration` in milliseconds."""

    number: int
    title: str
    method: str
    url: str
    outcome: str
    is_wrong: bool
    duration: str
    request: Message
    answer: Message | None


@dataclass(frozen=True)
class Story:
    """A scenario with all that is told of it; of `left_out` exchanges nothing is."""

    result: ScenarioResult
    anchor: str
    word: str
    requirements: tuple[Requirement, ...]
    statements: tuple[str, ...]
    remedies: tuple[str, ...]
    evidence: str
    pictures: tuple[PictureFile, ...]
    evidenced: Evidenced
    checks: tuple[ShownCheck, ...]
    checks_left_out: int
    sequence: Sequence | None = None
    exchanges: tuple[ShownExchange, ...] = ()
    runs: tuple[Run, ...] = ()
    left_out: int = 0

    @property
    def in_full(self) -> bool:
        """Whether its messages are shown."""
        return bool(self.exchanges)

    @property
    def failed_step(self) -> StepResult | None:
        """The step at which it ended, if it ended at one."""
        return next((step for step in self.result.steps if step.outcome == "failed"), None)


def word_of(result: ScenarioResult) -> str:
    """Return the verdict as a reader is told it."""
    return "information" if result.is_information else str(result.verdict)


def gravity(result: ScenarioResult) -> int:
    """Return a number that is smaller the sooner a reader wants to see the scenario."""
    return _ORDER.index(result.verdict) if result.verdict in _ORDER else len(_ORDER)


def is_plain(result: ScenarioResult) -> bool:
    """Tell whether a scenario plainly passed, so that nobody needs its messages."""
    return result.verdict is Verdict.PASSED and not result.is_information


def story_of(record: RunRecord, result: ScenarioResult, evidenced: Evidenced, detail: Detail) -> Story:
    """Return what is told of a scenario, with its exchanges in as much detail as is asked for."""
    exchanges = evidenced.exchanges
    checks = tuple(_alike(evidenced.checks))
    # What did not hold is the last check: it ended the scenario.
    shown = checks if len(checks) <= _MOST_CHECKS else (*checks[: _MOST_CHECKS // 2], *checks[-_MOST_CHECKS // 2 :])
    first, left_out, last = middle_left_out(exchanges) if detail is Detail.FULL else ((), 0, ())
    calls = tuple(runs(exchanges)) if detail is Detail.CALLS else ()
    drawn = bool(exchanges) and detail is not Detail.CALLS
    return Story(
        result=result,
        anchor=anchor(result.scenario.id),
        word=word_of(result),
        requirements=tuple(record.catalogue[name] for name in result.scenario.requirements if name in record.catalogue),
        statements=tuple(_statements(record, result)),
        remedies=remedies_of(record, result),
        evidence=evidence_address(result.evidence),
        pictures=tuple(picture for picture in result.pictures if evidence_address(picture.file)),
        evidenced=evidenced,
        checks=shown,
        checks_left_out=len(checks) - len(shown),
        sequence=sequence_of(exchanges, counted=detail is Detail.DIAGRAM) if drawn else None,
        exchanges=tuple(_shown(each) for each in (*first, *last)),
        runs=calls[:_MOST_RUNS],
        left_out=left_out or sum(len(run.calls) for run in calls[_MOST_RUNS:]),
    )


def _statements(record: RunRecord, result: ScenarioResult) -> Iterator[str]:
    """Yield what the documentation of the generation says where the requirements of a scenario come from."""
    generation = record.target["generation"]
    for statement in record.statements:
        if statement.document.generation == generation and set(statement.requirements) & set(
            result.scenario.requirements
        ):
            yield f"{statement.name}: {statement.says}"


def _alike(checks: tuple[Check, ...]) -> Iterator[ShownCheck]:
    for check, group in groupby(checks):
        expected, got, where = (shortened(text, LONGEST_VALUE) for text in (check.expected, check.got, check.where))
        yield ShownCheck(check.what, expected, got, where, check.holds, len(list(group)))


def _shown(exchange: Exchange) -> ShownExchange:
    return ShownExchange(
        number=exchange.number,
        title=f"{exchange.sender} \u2192 {exchange.receiver}",
        method=shortened(exchange.method, 12),
        url=shortened(exchange.url, LONGEST_TEXT),
        outcome=outcome(exchange),
        is_wrong=went_wrong(exchange),
        duration="" if exchange.duration is None else f"{exchange.duration * 1000:.0f} ms",
        request=_message(exchange.request),
        answer=_message(exchange.answer) if exchange.answer else None,
    )


def _message(body: Body) -> Message:
    headers = tuple((shortened(name, 60), shortened(value, _LONGEST_HEADER)) for name, value in body.headers)
    shown = body.text[:LONGEST_BODY]
    notes = []
    if len(body.text) > LONGEST_BODY:
        notes.append(f"The first {LONGEST_BODY} characters; the body has {body.size} bytes in all.")
    if len(headers) > _MOST_HEADERS:
        notes.append(f"{len(headers) - _MOST_HEADERS} headers more are left out.")
    note = " ".join([*notes, "The evidence file has the rest."]) if notes else ""
    return Message(headers[:_MOST_HEADERS], shown, note)
