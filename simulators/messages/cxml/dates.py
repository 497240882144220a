"""Dates as senders of cXML write them: the form cXML asks for, and the others that are met.

Source: cXML User's Guide, "cXML envelope"; reference, hub and protocols, 1.13 and 2.5.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from simulators.messages.cxml.reading import CxmlRejected

_ISO = re.compile(r"(\d{4}-\d\d-\d\d|\d{8})(?:[T ](\S+)(?: ?([+-]\d\d:?\d\d|[+-]\d\d|Z|UTC))?)?", re.ASCII)
# As Java, C and Perl write a moment: the zone, if there is any, stands before the year.
_SPOKEN = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?: [A-Z]{1,5})? (\d{4})", re.ASCII)


def day_of(written: str) -> date:
    """Give the day a date or moment is on, as the sender's calendar has it: no zone is changed.

    Read are ISO 8601 dates and moments (with T or a blank, with fractions, with `Z`, a numeric offset or none, basic
    form too), dates of e-mail headers, and moments as programs print them (`Thu Jan 01 09:00:00 UTC 2026`).
    Raises `CxmlRejected` ("invalid") for anything else.
    """
    text = written.strip()
    try:
        if found := _ISO.fullmatch(text):
            day, time, zone = found.groups()
            zone = {None: "", "UTC": "Z"}.get(zone, zone)
            return datetime.fromisoformat(f"{day}T{time}{zone}" if time else day).date()
        if found := _SPOKEN.fullmatch(text):
            return datetime.strptime(" ".join(found.groups()), "%b %d %H:%M:%S %Y").date()
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        raise CxmlRejected("invalid", f"date: expected one such as 2026-01-31, got {written[:60]!r}") from None
