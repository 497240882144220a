"""Verdicts and what follows from them: of a scenario, of a requirement, of a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import IntEnum, StrEnum

from harness.errors import Inapplicable, NonConformance, NotAttended, Untestable


class Level(StrEnum):
    """How binding a requirement is."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Verdict(StrEnum):
    """What a scenario says about the target; the order is that of severity, the worst first."""

    ERROR = "error"
    FAILED = "failed"
    UNTESTABLE = "untestable"
    NOT_RUN = "not_run"
    DEVIATION = "deviation"
    WARNING = "warning"
    PASSED = "passed"
    INAPPLICABLE = "inapplicable"


class Cause(StrEnum):
    """What ended a scenario, where a run has to know: it goes on after any failure but some."""

    NO_ANSWER = "no answer"
    """The target did not answer in time, or could not be connected to, and nothing of ours kept it from it."""
    KEPT_WAITING = "kept waiting"
    """The target did not answer while a party of the run was silent or broken on purpose, so that it may be there."""
    RATE_LIMIT = "rate limit"
    """A rate limit answered in place of the target."""


class Exit(IntEnum):
    """Exit codes of a run."""

    CONFORMANT = 0
    NOT_CONFORMANT = 1
    INTERRUPTED = 2
    HARNESS_FAULT = 3
    USAGE = 4
    VACUOUS = 5


_SEVERITY = list(Verdict)


def verdict_of(error: BaseException | None, level: Level, *, in_prerequisite: bool = False) -> Verdict:
    """Return the verdict of a scenario that ended with an error, or without one.

    A target that fails while a scenario prepares (`in_prerequisite`) leaves the requirement unjudged.
    """
    match error:
        case None:
            return Verdict.PASSED
        case Inapplicable():
            return Verdict.INAPPLICABLE
        case Untestable():
            return Verdict.UNTESTABLE
        case NotAttended():
            return Verdict.NOT_RUN
        case NonConformance() if in_prerequisite:
            return Verdict.UNTESTABLE
        case NonConformance():
            return {Level.MUST: Verdict.FAILED, Level.SHOULD: Verdict.WARNING, Level.MAY: Verdict.PASSED}[level]
        case _:
            return Verdict.ERROR


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the gravest of some verdicts; none at all means that nothing was run."""
    return min(verdicts, key=_SEVERITY.index, default=Verdict.NOT_RUN)


def exit_code(verdicts: Collection[Verdict], *, interrupted: bool = False) -> Exit:
    """Return the exit code of a run with these verdicts of its scenarios."""
    if interrupted:
        return Exit.INTERRUPTED
    if Verdict.ERROR in verdicts:
        return Exit.HARNESS_FAULT
    if not set(verdicts) - {Verdict.INAPPLICABLE, Verdict.NOT_RUN}:
        return Exit.VACUOUS
    if {Verdict.FAILED, Verdict.UNTESTABLE, Verdict.NOT_RUN} & set(verdicts):
        return Exit.NOT_CONFORMANT
    return Exit.CONFORMANT
