"""Dates and times as cXML senders really write them, read into moments, each deviation from the standard named.

cXML asks for ISO 8601 with a numeric offset (User's Guide, "cXML envelope"); senders write `Z`, no offset, a date
alone, or the form of mail headers. Source: hub and protocols, 2.1, 2.5 and 7 (16).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:(?P<between>[Tt ])(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,30}))?)?"
    r"(?P<blank> ?)(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_ISO_BASIC = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z|[+-]\d\d(?:\d\d)?)?)?",
    re.ASCII,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_ZONE = r"(?P<zone>Z|UTC|UT|GMT|[+-]\d\d:?\d\d)"
# As mail headers have it (the sample Coupa publishes), and as the standard libraries of Ruby and Java print a date.
_MAIL = re.compile(
    rf"(?:[A-Za-z]{{3,9}}, ?)?(?P<day>\d\d?) (?P<month>[A-Za-z]{{3}}) (?P<year>\d{{4}}) {_CLOCK} ?{_ZONE}?", re.ASCII
)
_PRINTED = re.compile(
    rf"[A-Za-z]{{3}} (?P<month>[A-Za-z]{{3}}) {{1,2}}(?P<day>\d\d?) {_CLOCK}(?: {_ZONE})? (?P<year>\d{{4}})", re.ASCII
)
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time as it was written, and what it means.

    `at` is an aware moment, or None when what was written cannot be read without guessing (`01/02/2026`, a local zone
    by its letters). `deviations` are the names of the advisories the form deserves, none for the form of the standard.
    `certain` is False when the day or the offset from UTC had to be filled in.
    """

    written: str
    at: datetime | None
    deviations: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the moment was said to the full."""
        return self.at is not None and not {"moment without offset", "moment without time"} & set(self.deviations)


def read_moment(written: str, *, assumed: tzinfo = UTC) -> Moment:
    """Read a date or time in any form seen; `assumed` is the offset of one that names none, midnight the time.

    White space around it is no part of it. Fractions finer than a microsecond are cut, a leap second is the second
    after. Never raises: what cannot be read has `at` None and the deviation "moment unreadable".
    """
    text = written.strip(" \t\r\n")
    if len(text) <= _LONGEST:
        if found := _ISO.fullmatch(text):
            return _moment(written, found, assumed, _iso_deviations(found))
        if found := _ISO_BASIC.fullmatch(text) or _MAIL.fullmatch(text) or _PRINTED.fullmatch(text):
            return _moment(written, found, assumed, ["moment not ISO"])
    return Moment(written, None, ("moment unreadable",))


def _iso_deviations(found: re.Match[str]) -> list[str]:
    deviations = []
    zone = found["zone"] or ""
    if zone in ("Z", "z"):
        deviations.append("moment with Z")
    odd = found["between"] not in (None, "T") or found["blank"] or (zone and zone[0] not in "Zz" and len(zone) != 6)
    if odd or (found["hour"] and found["second"] is None):
        deviations.append("moment not ISO")
    return deviations


def _moment(written: str, found: re.Match[str], assumed: tzinfo, deviations: list[str]) -> Moment:
    parts = found.groupdict()
    month = parts["month"]
    if parts["hour"] is None:
        deviations.append("moment without time")
    elif parts["zone"] is None:
        deviations.append("moment without offset")
    second = int(parts["second"] or 0)
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    midnight_after = (hour, minute, second) == (24, 0, 0)
    try:
        at = datetime(
            int(parts["year"]),
            int(month) if month.isdecimal() else _MONTHS.index(month.lower()) + 1,
            int(parts["day"]),
            0 if midnight_after else hour,
            minute,
            min(second, 59) if second <= 60 else second,
            int(f"{parts.get('fraction') or 0:0<6}"[:6]),
            _zone(parts["zone"], assumed),
        )
        if midnight_after:
            at += timedelta(days=1)
        if second == 60:
            at += timedelta(seconds=1)
    except (ValueError, OverflowError):
        return Moment(written, None, ("moment unreadable",))
    return Moment(written, at, tuple(deviations))


def _zone(zone: str | None, assumed: tzinfo) -> tzinfo:
    if zone is None:
        return assumed
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "")
    minutes = int(digits[2:] or 0)
    if minutes > 59 or int(digits[:2]) > 14:
        raise ValueError(zone)
    offset = timedelta(hours=int(digits[:2]), minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset)
