"""Dates and times in every form seen, read into moments; what is odd about each has a name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.cxml import ADVICE, Moment, read_moment, timestamp

NINE = datetime(2026, 1, 1, 9, tzinfo=UTC)
WEST = timezone(timedelta(hours=-8))
ZONES = st.integers(min_value=-14 * 60, max_value=14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_profile = settings(database=None, deadline=None, derandomize=True, max_examples=60)


@pytest.mark.parametrize(
    ("written", "at", "deviations"),
    [
        ("2026-01-01T09:00:00+00:00", NINE, ()),
        ("1999-03-12T18:39:09-08:00", datetime(1999, 3, 12, 18, 39, 9, tzinfo=WEST), ()),
        ("2026-01-01T10:30:00.25+01:30", NINE.replace(microsecond=250_000), ()),
        ("2026-01-01T09:00:00,1234567890+00:00", NINE.replace(microsecond=123_456), ()),
        ("\n 2026-01-01T09:00:00+00:00 ", NINE, ()),
        ("2025-12-31T24:00:00-09:00", NINE, ()),
        ("2026-01-01T08:59:60+00:00", NINE, ()),
        ("2026-01-01T09:00:00Z", NINE, ("moment with Z",)),
        ("2026-01-01T09:00:00.000z", NINE, ("moment with Z",)),
        ("2026-01-01T09:00:00", NINE, ("moment without offset",)),
        ("2026-01-01T09:00", NINE, ("moment not ISO", "moment without offset")),
        ("2026-01-01", NINE.replace(hour=0), ("moment without time",)),
        ("2026-01-01T09:00:00+0000", NINE, ("moment not ISO",)),
        ("2026-01-01T09:00:00+00", NINE, ("moment not ISO",)),
        ("2026-01-01t09:00:00+00:00", NINE, ("moment not ISO",)),
        ("2026-01-01 09:00:00 UTC", NINE, ("moment not ISO",)),
        ("2026-01-01 01:00:00 -0800", NINE, ("moment not ISO",)),
        ("20260101T090000Z", NINE, ("moment not ISO",)),
        ("20260101T0900", NINE, ("moment not ISO", "moment without offset")),
        ("20260101", NINE.replace(hour=0), ("moment not ISO", "moment without time")),
        ("Thu, 01 Jan 2026 09:00:00 +0000", NINE, ("moment not ISO",)),
        ("1 jan 2026 9:00 GMT", NINE, ("moment not ISO",)),
        ("Thu Jan  1 09:00:00 UTC 2026", NINE, ("moment not ISO",)),
        ("Thu Jan 01 01:00:00 -0800 2026", NINE, ("moment not ISO",)),
        ("Thu Jan 01 09:00:00 2026", NINE, ("moment not ISO", "moment without offset")),
    ],
)
def test_a_moment_is_read_in_every_form_seen(written: str, at: datetime, deviations: tuple[str, ...]) -> None:
    moment = read_moment(written)

    assert moment == Moment(written, at, deviations)
    assert moment.at is not None
    assert moment.at.tzinfo is not None
    assert set(deviations) <= set(ADVICE)
    assert moment.certain == (not any("without" in deviation for deviation in deviations))


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "now", "1767258000", "01/02/2026", "1.2.2026", "2026-02-30T00:00:00Z", "2026-13-01", "0000-01-01"),
        *("2026-01-01T25:00:00Z", "2026-01-01T24:00:01Z", "2026-01-01T09:60:00Z", "2026-01-01T09:00:61Z"),
        *("2026-01-01T09:00:00+15:00", "2026-01-01T09:00:00+01:60", "2026-01-01T09:00:00PST", "9999-12-31T24:00:00Z"),
        *(
            "Thu Jan 01 09:00:00 CET 2026",
            "Thu, 01 Foo 2026 09:00:00 +0000",
            "\u0662026-01-01",
            "2026-01-01T",
            "9" * 5000,
        ),
        *("2026-01-01T09:00:00+00:00x", "2026-W01-1", "Jan 1, 2026 9:00:00 AM"),
    ],
)
def test_a_moment_that_would_have_to_be_guessed_is_not_read(written: str) -> None:
    assert read_moment(written) == Moment(written, None, ("moment unreadable",))
    assert not read_moment(written).certain


def test_what_a_moment_without_offset_means_can_be_said() -> None:
    assert read_moment("2026-01-01T01:00:00", assumed=WEST).at == NINE
    assert read_moment("2026-01-01T09:00:00Z", assumed=WEST).at == NINE


@_profile
@given(st.datetimes(min_value=datetime(1999, 1, 1), timezones=ZONES), st.text(max_size=40))
def test_what_we_write_reads_as_the_same_moment_and_nothing_else_raises(moment: datetime, text: str) -> None:
    read = read_moment(timestamp(moment))

    assert read.deviations == ()
    assert read.at == moment.replace(microsecond=0)
    assert (read_moment(text).at is None) == (read_moment(text).deviations == ("moment unreadable",))
