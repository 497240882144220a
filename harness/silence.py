"""A target that does not answer: what a scenario says that ended because of it."""

from __future__ import annotations

from harness.errors import NonConformance, Untestable
from harness.record import Failure
from harness.verdicts import Cause, Level, Verdict
from simulators.wire import Patience, Silence

# Seconds for a scenario that makes more calls than others, as a multiple of what any has.
SLOW = 10


def ended_by(error: BaseException | None, patience: Patience) -> Silence | None:
    """Return the silence that ended a scenario: nobody answered its last call, and that is what the error comes from.

    While a party of the run is silent or broken on purpose, a target that waits for it is judged as by any other error.
    """
    silence = patience.silence
    if silence is None or not comes_from_target(error):
        return None
    return silence if silence.absent or not patience.is_excused else None


def is_kept_waiting(error: BaseException | None, patience: Patience) -> bool:
    """Tell whether nobody answered the last call while a party of the run was silent or broken on purpose."""
    silent = patience.silence is not None and comes_from_target(error)
    return silent and ended_by(error, patience) is None


def comes_from_target(error: BaseException | None) -> bool:
    """Tell whether an error, or each of a group, is one of the target's."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(comes_from_target, error.exceptions))
    return isinstance(error, NonConformance | Untestable)


def verdict_of_silence(error: BaseException, level: Level, *, in_prerequisite: bool) -> Verdict:
    """Return the verdict: a *must* is not met; of all else nobody has seen whether it is."""
    judged = isinstance(error, NonConformance) and not in_prerequisite and level is Level.MUST
    return Verdict.FAILED if judged else Verdict.UNTESTABLE


def failure_of_silence(silence: Silence, patience: Patience, *, exchange: str, details: str) -> Failure:
    """Return the failure: whom was waited for, by whom, how long, at which address. Nothing is redacted yet."""
    if silence.absent:
        what = "The storefront could not be connected to"
    elif silence.broken:
        what = "The storefront broke off the connection"
    elif silence.in_all:
        what = f"The storefront gave no answer within the {patience.seconds:g} s that a scenario waits for it in all"
    else:
        what = f"The storefront gave no answer within {silence.seconds:g} s"
    return Failure(
        what,
        expected=f"an answer for the {silence.caller}",
        got=silence.reason,
        where=f"{silence.method} {silence.url}",
        hint="See whether the storefront still runs and is reached from here. One that is only slow gets more time by "
        "--scenario-deadline SECONDS.",
        exchange=exchange,
        details=details,
        cause=str(Cause.NO_ANSWER),
    )
