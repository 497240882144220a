"""The evidence of a scenario as the report reads it back: its checks, findings, remarks and exchanges.

A file that is missing or cannot be read is told in the report, and takes nothing else with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from harness.evidence import Check
from harness.reports.html.untrusted import short_path, shortened
from simulators.wire import Body, Exchange

_LONGEST_CALL = 56
_FIRST_ERROR = 400


@dataclass(frozen=True)
class Evidenced:
    """What a scenario's evidence file holds; `problem` says why there is nothing of it."""

    checks: tuple[Check, ...] = ()
    remarks: tuple[str, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Run:
    """Calls of one party to another, one after the other: each as method, path and what came of it."""

    sender: str
    receiver: str
    calls: tuple[tuple[str, bool], ...]
    """The words of each call, and whether it went wrong: no answer, or one of 400 and more."""


def read_evidence(folder: Path, name: str) -> Evidenced:
    """Return the evidence in a file whose name is relative to the folder of the run."""
    if not name:
        return Evidenced(problem="no evidence was kept")
    try:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
        return Evidenced(
            checks=tuple(Check(**check) for check in found["checks"]),
            remarks=tuple(str(each) for each in found["remarks"]),
            findings=tuple(dict(each) for each in found["findings"]),
            exchanges=tuple(_exchange(each) for each in found["exchanges"]),
        )
    except OSError as error:
        return Evidenced(problem=f"{name} cannot be read ({error.strerror}); steps and verdict are of the record")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Evidenced(problem=f"{name} is no evidence ({error!r}); steps and verdict are of the record")


def outcome(exchange: Exchange) -> str:
    """Return what came of a request: the status, or why there is none."""
    if exchange.status is not None and not exchange.failure:
        return str(exchange.status)
    return exchange.failure or "no answer"


def went_wrong(exchange: Exchange) -> bool:
    """Tell whether no answer came, or one that says so: of 400 and more."""
    return bool(exchange.failure) or exchange.status is None or exchange.status >= _FIRST_ERROR


def runs(exchanges: tuple[Exchange, ...]) -> Iterator[Run]:
    """Yield exchanges without their bodies, those between the same two in a row together.

    Of an administrator, who prepares and clears away, calls that went well are counted only.
    """
    for (sender, receiver), group in groupby(exchanges, key=lambda each: (each.sender, each.receiver)):
        calls = list(group)
        if sender != "administrator":
            yield Run(sender, receiver, tuple((_call(each), went_wrong(each)) for each in calls))
            continue
        well = sum(not went_wrong(each) for each in calls)
        counted = ((f"{well} call{'s' if well > 1 else ''} that went well", False),) if well else ()
        yield Run(sender, receiver, (*counted, *((_call(each), True) for each in calls if went_wrong(each))))


def _call(exchange: Exchange) -> str:
    told = shortened(outcome(exchange), _LONGEST_CALL)
    return f"{shortened(exchange.method, 12)} {short_path(exchange.url, _LONGEST_CALL)} {told}"


def _exchange(document: dict[str, Any]) -> Exchange:
    answer = document["answer"]
    exchange = Exchange(
        **{**document, "request": _body(document["request"]), "answer": _body(answer) if answer else None}
    )
    texts = (exchange.sender, exchange.receiver, exchange.method, exchange.url, exchange.started)
    if not all(isinstance(text, str) for text in texts) or not isinstance(exchange.status, int | None):
        raise TypeError(f"exchange {exchange.number!r}")
    return exchange


def _body(document: dict[str, Any]) -> Body:
    headers = tuple((str(name), str(value)) for name, value in document["headers"])
    return Body(headers, str(document["text"]), int(document["size"]))
