"""How far a run is, in words: for the lines of a terminal, which are replaced, and for those of a log, which stay.

Every letter is one of ASCII, so that a line is as wide as it is long, whatever terminal or log it is written to.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from harness.progress.account import Account
from harness.progress.doing import Doing
from harness.reports.terminal import COLORS, Line
from harness.verdicts import Verdict, worst
from simulators.wire import Wait

# Seconds after which it is worth a line in a terminal that something is waited for, and in a log.
SHOWN_AFTER = 1.0
TOLD_AFTER = 3.0
_CUT = "..."


def live_lines(account: Account, width: int, height: int) -> list[Line]:
    """Return the lines for a terminal of a width and height; none is wider; they take half of it at most."""
    head = [Line(_tally(account, width), _color(account))] if account.planned else []
    lines = [Line(line) for doing in account.doing for line in _at(doing, account, width)]
    room = max(1, height // 2 - len(head))
    if len(lines) > room:
        hidden = len(lines) - room + 1
        lines = [*lines[: room - 1], Line(_fitted(f"  and {hidden} more lines", "", width))]
    return [*head, *lines]


def told_tally(account: Account) -> str:
    """Return the line for a log that says how far the run is, and which scenarios take longest now."""
    longest = sorted((doing for doing in account.doing if doing.scenario), key=lambda doing: doing.since)
    at = [f"{_quoted(doing)} for {in_words(account.now - doing.since)}" for doing in longest]
    now = f"; now {', '.join(at)}" if at else ""
    return f"[{in_words(account.seconds)}] {_judged(account)}, {_verdicts(account)}{now}"


def told_wait(account: Account, doing: Doing, wait: Wait, clock: datetime) -> str:
    """Return the line for a log that says what is waited for, and until when; `clock` is the time of day."""
    by = f"{_quoted(doing)} waits" if doing.scenario else "waiting"
    left, passed = _left(wait, account.now), in_words(account.now - wait.since)
    until = f", until {clock + timedelta(seconds=wait.until - account.now):%H:%M:%S}" if left else ""
    how_long = f"{left} more{until}" if wait.certain else f"{passed} so far{until}{' at most' if until else ''}"
    return f"[{in_words(account.seconds)}] {by} for {_plain(wait.what)}: {how_long}"


def waits_worth(doing: Doing, now: float, seconds: float) -> list[Wait]:
    """Return what a process waits for that takes so many seconds or more, each once; what comes soonest first."""
    found: dict[str, Wait] = {}
    for wait in sorted(doing.waits, key=lambda wait: wait.until):
        lasts = wait.until - wait.since if wait.certain else now - wait.since
        if round(lasts, 1) >= seconds:
            found.setdefault(wait.what, wait)
    return list(found.values())


def in_words(seconds: float) -> str:
    """Return a time as whole minutes and seconds, 1:05, with hours before them where there are any."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _left(wait: Wait, now: float) -> str:
    """Return the time that is left, of which the last second is one until it is over; nothing for one without end."""
    return "" if math.isinf(wait.until) else in_words(math.ceil(wait.until - now))


def _at(doing: Doing, account: Account, width: int) -> Iterator[str]:
    worker = f"{doing.worker:<5}" if doing.worker else ""
    if doing.scenario:
        ran = in_words(account.now - doing.since)
        yield _fitted(f"  {worker}{ran:>5}  {_plain(doing.scenario)}", "", width)
    for wait in waits_worth(doing, account.now, SHOWN_AFTER)[:1]:
        left, passed = _left(wait, account.now), in_words(account.now - wait.since)
        at_most = f" of at most {in_words(round(wait.until - wait.since))}" if left else ""
        how_long = f"waits {left} more" if wait.certain else f"waited {passed}{at_most}"
        indent = " " * (min(9 + len(worker), width // 8) if doing.scenario else 2)
        # The time stands first, where no narrow terminal cuts it off.
        yield _fitted(f"{indent}{how_long} for {_plain(wait.what)}", "", width)


def _tally(account: Account, width: int) -> str:
    seconds = in_words(account.seconds)
    line = f"{_judged(account)}, {_verdicts(account)} ({seconds})"
    if len(line) <= width:
        return line
    # What did not pass is what a person looks for.
    bad = _verdicts(account, but=Verdict.PASSED)
    return _fitted(f"{account.judged}/{account.planned}{f', {bad}' if bad else ''}", f" ({seconds})", width)


def _judged(account: Account) -> str:
    return f"{account.judged} of {account.planned} scenarios judged"


def _verdicts(account: Account, but: Verdict | None = None) -> str:
    counts = [(count, verdict) for verdict in Verdict if (count := account.counts.get(verdict, 0))]
    if but is None and [verdict for _, verdict in counts] == [Verdict.PASSED]:
        return "all passed"
    told = ", ".join(f"{count} {verdict}" for count, verdict in counts if verdict is not but)
    return told or ("" if but else "none yet")


def _color(account: Account) -> str:
    return COLORS[worst(account.counts)] if account.judged else ""


def _quoted(doing: Doing) -> str:
    return f'"{_plain(doing.scenario)}"' + (f" ({doing.worker})" if doing.worker else "")


def _fitted(text: str, tail: str, width: int) -> str:
    """Return text and tail in a width; the text is cut first."""
    room = width - len(tail)
    if len(text) > room:
        text = text[: max(0, room - len(_CUT))].rstrip() + _CUT
    return (text + tail)[: max(0, width)]


def _plain(text: str) -> str:
    """Return a text in which everything but plain letters is written as an escape."""
    return "".join(each if " " <= each <= "~" else each.encode("unicode-escape").decode() for each in text)
