"""When a line was written, as far as it says so: what rotated files are put in order by."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from harness.deployment.wrapping import without_colours

T = TypeVar("T")

# Liferay, ISO 8601 and Log4j; the comma is Log4j's own.
ISO = re.compile(
    r"(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6})\d*)?(?: ?(Z|[+-]\d\d:?\d\d))?", re.ASCII
)
# Tomcat's one-line form, and the two-line form of older ones. The names of months are those of an English locale;
# in another, the next line that Liferay wrote itself gives the time.
TOMCAT = re.compile(r"\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d", re.ASCII)
JAVA = re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M", re.ASCII)
# Before the time: a container's name, or the bracket some servers put around it.
START = re.compile(r"[\ufeff\s]*(?:[\w.-]+\s+\|\s+|\[pod/[^\]]+\]\s+)?\[?")
JSON_TIME = re.compile(r'"(?:time|timestamp|@timestamp)"\s*:\s*"')


def moment_of(text: str) -> datetime | None:
    """Return when a line says it was written, aware of its time zone only if the line names one."""
    text = without_colours(text)
    start = START.match(text)
    begin = start.end() if start else 0
    if text.startswith("{", begin) and (member := JSON_TIME.search(text, begin)):
        begin = member.end()
    if iso := ISO.match(text, begin):
        return _valid(lambda: _from_iso(iso))
    if tomcat := TOMCAT.match(text, begin):
        return _valid(lambda: datetime.strptime(tomcat[0], "%d-%b-%Y %H:%M:%S"))
    if java := JAVA.match(text, begin):
        return _valid(lambda: datetime.strptime(java[0], "%b %d, %Y %I:%M:%S %p"))
    return None


def in_order_of_time(things: Sequence[T], moments: Sequence[datetime | None]) -> list[T]:
    """Return things in the order of their moments; one without follows the one it was given after.

    Time zones count only when every moment has one; otherwise the clock on the wall does.
    """
    aware = all(moment.tzinfo for moment in moments if moment)
    keys: list[datetime] = []
    for moment in moments:
        if moment:
            keys.append(moment.astimezone(UTC) if aware else moment.replace(tzinfo=UTC))
        else:
            keys.append(keys[-1] if keys else datetime.min.replace(tzinfo=UTC))
    return [things[place] for place in sorted(range(len(things)), key=keys.__getitem__)]


def _from_iso(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    written = f"{year}-{month}-{day}T{hour}:{minute}:{second}.{(fraction or '').ljust(6, '0')}{zone or ''}"
    return datetime.fromisoformat(written)


def _valid(read: Callable[[], datetime]) -> datetime | None:
    try:
        return read()
    except ValueError:
        return None
