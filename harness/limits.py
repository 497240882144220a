"""A rate limit in front of the target: what a scenario says that it kept from being judged."""

from __future__ import annotations

from http import HTTPStatus

from harness.record import Failure
from harness.verdicts import Cause
from simulators.wire import Limit

REMEDY = (
    "Let the limiter in front of the storefront take requests of this machine's address without a limit, or raise it; "
    "fewer processes (-n) ask less often."
)


def told(limit: Limit) -> str:
    """Return what a rate limit answered, in words."""
    after = f"Retry-After: {limit.retry_after}" if limit.retry_after else "no Retry-After"
    return f"HTTP {limit.status}, with {after}{_besides(limit)}"


def _besides(limit: Limit) -> str:
    """Return what a 503 without a time may be as well, from a web server that answers so by itself."""
    is_nginxs = limit.status == HTTPStatus.SERVICE_UNAVAILABLE and not limit.retry_after
    return ", on nginx's own page, as it also answers when it has no storefront to lead to" if is_nginxs else ""


def failure_of_limit(limit: Limit, patience: float, *, exchange: str, details: str) -> Failure:
    """Return the failure: who was kept from what. Nothing is redacted yet; `patience` is the scenario's, in seconds."""
    ended = (
        f"which was not over within the {patience:g} s that a scenario waits in all (--scenario-deadline)"
        if limit.waited
        else "and what a scenario judges is asked once"
    )
    return Failure(
        f"The storefront was not judged: a rate limit in front of it kept the {limit.caller} from it, {ended}",
        expected="an answer of the storefront",
        got=told(limit),
        where=f"{limit.method} {limit.url}",
        hint=REMEDY,
        exchange=exchange,
        details=details,
        cause=str(Cause.RATE_LIMIT),
    )
