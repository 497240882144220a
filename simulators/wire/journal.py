"""The journal: every exchange of a run, as it was seen on the wire, redacted, written while it happens.

Each exchange makes two lines of JSON, one when the request is seen and one when its answer is, so that a run that
dies leaves behind what it was waiting for. An exchange is written by one end only: parties of the run write what
they receive, and a caller writes what it sends to anyone who keeps no journal here (the target).
"""

from __future__ import annotations

import json
import threading
import time
import traceback
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from simulators.wire.approach import Approach
from simulators.wire.losses import Lines, Losses
from simulators.wire.patience import Patience
from simulators.wire.redaction import Redactor

# A message that is wrong on purpose carries this header with the reason, so that nobody takes it for a mistake.
ON_PURPOSE = "x-punchout-on-purpose"
LONGEST_BODY = 64 * 1024
# Of what belongs to no scenario, which nobody drops: parties may be served for weeks. The file has it all.
MOST_OUTSIDE = 1_000
# Read beyond what is kept, so that a secret at the very end is recognised before it is cut.
_MARGIN = 4 * 1024
# What is enough of a body for all the journal keeps of it.
BEGINNING = LONGEST_BODY + _MARGIN
# JSON may hold these as they are, but many readers of lines would end the line there.
_LINE_BREAKS = {place: f"\\u{place:04x}" for place in (0x85, 0x2028, 0x2029)}


@dataclass(frozen=True)
class Body:
    """Headers and body of a request or an answer; `size` is that of the body in bytes before anything was cut."""

    headers: tuple[tuple[str, str], ...]
    text: str
    size: int


@dataclass(frozen=True)
class Exchange:
    """One request and what became of it; `duration` in seconds, `failure` when no answer came."""

    number: int
    scenario: str
    started: str
    sender: str
    receiver: str
    method: str
    url: str
    request: Body
    status: int | None = None
    answer: Body | None = None
    duration: float | None = None
    failure: str | None = None

    @property
    def summary(self) -> str:
        """Who asked whom for what and what came, in one line."""
        outcome = self.failure or (str(self.status) if self.status is not None else "no answer yet")
        return f"{self.sender} -> {self.receiver}: {self.method} {self.url} -> {outcome}"


@dataclass(frozen=True)
class PartyFault:
    """An error inside a party of the run: our fault, never the target's. `details` is where it happened."""

    party: str
    message: str
    scenario: str
    details: str = ""


@dataclass(frozen=True)
class Seen:
    """One request with its answer as they were on the wire, whole and with their secrets: for eyes, never for paper."""

    scenario: str
    sender: str
    receiver: str
    method: str
    url: str = field(repr=False)
    request_headers: Mapping[str, str] = field(repr=False)
    request: bytes = field(repr=False)
    status: int
    answer_headers: Mapping[str, str] = field(repr=False)
    answer: bytes = field(repr=False)


@dataclass
class OpenExchange:
    """A request that is not answered yet."""

    exchange: Exchange
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    began: float = field(default_factory=time.perf_counter)


class Journal:
    """Keeps the exchanges of a run, in memory by scenario and on disk as they happen. Safe for several threads."""

    def __init__(self, redactor: Redactor, path: Path | None = None) -> None:
        """Open the journal, writing to `path` (a file of JSON lines) when one is given."""
        self.redactor = redactor
        self.patience = Patience()
        self.approach = Approach()
        self.losses = Losses()
        self._lines = Lines(path) if path is not None else None
        self._lock = threading.Lock()
        self._number = 0
        self._scenario = ""
        self._kept: dict[str, dict[int, Exchange]] = {}
        self._faults: list[PartyFault] = []
        self._recorders: dict[str, str] = {}
        self._watchers: list[Callable[[Seen], None]] = []

    def watched_by(self, watcher: Callable[[Seen], None]) -> None:
        """Show every exchange that is answered to somebody, from now on; an error of theirs is a fault of the run."""
        self._watchers.append(watcher)

    def close(self) -> None:
        """Close the file; later exchanges are kept in memory only."""
        with self._lock:
            if self._lines is not None:
                self._lines.close()
                self._lines = None

    def recorded_at(self, origin: str, party: str) -> None:
        """Note that the party at this origin writes what it receives itself."""
        self._recorders[origin] = party

    def recorder_at(self, origin: str) -> str | None:
        """Return the name of the party at this origin that writes what it receives itself, or None."""
        return self._recorders.get(origin)

    @contextmanager
    def scenario(self, name: str, patience: Patience | None = None) -> Iterator[None]:
        """Attribute all that happens meanwhile to a scenario, and wait for the target as long as it has patience."""
        before = self._scenario, self.patience
        self._scenario, self.patience = name, patience or Patience()
        try:
            yield
        finally:
            self._scenario, self.patience = before

    @property
    def scenario_now(self) -> str:
        """The scenario that runs, or nothing."""
        return self._scenario

    def begin(
        self, sender: str, receiver: str, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes
    ) -> OpenExchange:
        """Write down a request; `body` in bytes as sent. Returns what `end` or `fail` needs."""
        headers = tuple(headers)
        request, shown = self._body(headers, body), self.redactor.text(url)
        with self._lock:
            self._number += 1
            exchange = Exchange(
                number=self._number,
                scenario=self._scenario,
                started=datetime.now(UTC).isoformat(timespec="microseconds"),
                sender=sender,
                receiver=receiver,
                method=method,
                url=shown,
                request=request,
            )
            kept = self._kept.setdefault(exchange.scenario, {})
            kept[exchange.number] = exchange
            if not exchange.scenario and len(kept) > MOST_OUTSIDE:
                del kept[next(iter(kept))]
            self._write("request", vars(exchange))
        return OpenExchange(exchange, url, headers, body)

    def end(
        self,
        opened: OpenExchange,
        status: int,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        *,
        size: int | None = None,
    ) -> None:
        """Write down the answer to a request; `body` in bytes as received, or its beginning when it has a `size`."""
        headers = tuple(headers)
        self._finish(opened, lambda e: replace(e, status=status, answer=self._body(headers, body, size)))
        if self._watchers:
            self._show(opened, status, headers, body)

    def fail(self, opened: OpenExchange, failure: str) -> None:
        """Write down that no answer came, and why."""
        self._finish(opened, lambda e: replace(e, failure=self.redactor.text(failure)))

    def fault(self, party: str, error: BaseException, *, scenario: str | None = None) -> None:
        """Write down an error inside a party of the run, in the scenario that runs or the one it is known to be of."""
        message = self.redactor.text(f"{type(error).__name__}: {error}")
        details = self.redactor.text("".join(traceback.format_exception(error)))
        fault = PartyFault(party, message, self._scenario if scenario is None else scenario, details)
        with self._lock:
            self._faults.append(fault)
            del self._faults[:-MOST_OUTSIDE]
            self._write("fault", vars(fault))

    def exchanges(self, scenario: str | None = None) -> tuple[Exchange, ...]:
        """Return what was seen during a scenario, or the one that runs, in the order the requests were seen."""
        with self._lock:
            return tuple(self._kept.get(self._scenario if scenario is None else scenario, {}).values())

    def forget(self, scenario: str) -> None:
        """Drop a scenario from memory; the file keeps it."""
        with self._lock:
            self._kept.pop(scenario, None)

    def take_faults(self) -> tuple[PartyFault, ...]:
        """Return the errors inside parties since the last call."""
        with self._lock:
            faults, self._faults = tuple(self._faults), []
        return faults

    def _show(self, opened: OpenExchange, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        exchange = opened.exchange
        seen = Seen(
            scenario=exchange.scenario,
            sender=exchange.sender,
            receiver=exchange.receiver,
            method=exchange.method,
            url=opened.url,
            request_headers={name.lower(): value for name, value in opened.headers},
            request=opened.body,
            status=status,
            answer_headers={name.lower(): value for name, value in headers},
            answer=body,
        )
        for watcher in self._watchers:
            try:
                watcher(seen)
            except Exception as error:  # whoever watches is ours, and must not break what it watches
                self.fault("journal", error, scenario=exchange.scenario)

    def _finish(self, opened: OpenExchange, complete: Callable[[Exchange], Exchange]) -> None:
        exchange = replace(complete(opened.exchange), duration=round(time.perf_counter() - opened.began, 6))
        with self._lock:
            if exchange.number in self._kept.get(exchange.scenario, {}):  # not if the scenario was forgotten meanwhile
                self._kept[exchange.scenario][exchange.number] = exchange
            self._write(
                "answer",
                {
                    "number": exchange.number,
                    "status": exchange.status,
                    "answer": exchange.answer,
                    "duration": exchange.duration,
                    "failure": exchange.failure,
                },
            )

    def _write(self, event: str, values: dict[str, object]) -> None:
        if self._lines is None:
            return
        try:
            line = json.dumps({"event": event, **values}, ensure_ascii=False, default=vars)
            self._lines.add(line.translate(_LINE_BREAKS))
        except OSError as error:
            # What happens on the wire is judged all the same. A journal with gaps would be taken for a whole one.
            self.losses.note("journal", self._lines.path, error)
            self._lines.close()
            self._lines = None

    def _body(self, headers: Iterable[tuple[str, str]], body: bytes, size: int | None = None) -> Body:
        # In any other reading a secret would not be recognised, though a person could still read it.
        encoding = "utf-16" if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
        text = self.redactor.text(body[:BEGINNING].decode(encoding, "backslashreplace"))
        size = len(body) if size is None else size
        if size > LONGEST_BODY:
            text = f"{text[: min(LONGEST_BODY, len(text) - _MARGIN)]}... ({size} bytes in all)"
        return Body(self.redactor.headers(headers), text, size)
