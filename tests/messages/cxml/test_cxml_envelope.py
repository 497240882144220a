"""Envelope, credentials and status by themselves."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from simulators.messages.cxml import (
    STANDARD_TEXTS,
    Credential,
    CxmlRejected,
    Header,
    Status,
    XmlContent,
    new_payload_id,
    standard_status,
    timestamp,
)

NOW = datetime(2026, 1, 1, 9, 0, 0, 123456, tzinfo=UTC)


def test_a_credential_never_shows_its_secret() -> None:
    credential = Credential("NetworkID", "BUYER-1", "hush-hush")
    header = Header((credential,), (credential,), (Credential("D", "i", XmlContent("<a>hush-hush</a>")),), "agent")

    assert "hush" not in f"{credential!r} {credential} {header}"
    assert "BUYER-1" in repr(credential)


def test_credentials_with_different_secrets_are_different() -> None:
    assert Credential("D", "i", "a") != Credential("D", "i", "b")


def test_a_payload_id_is_time_process_random_at_host() -> None:
    made = new_payload_id(NOW.astimezone(timezone(timedelta(hours=2))), "shop.example", random.Random(7), process=42)

    assert re.fullmatch(r"20260101090000123456\.42\.[0-9]+@shop\.example", made)
    assert made == new_payload_id(NOW, "shop.example", random.Random(7), process=42)


def test_payload_ids_of_one_moment_differ() -> None:
    assert len({new_payload_id(NOW, "shop.example") for _ in range(1000)}) == 1000


@pytest.mark.parametrize("host", ["", "a b", "a@b", 'a"b', "a\n"])
def test_a_payload_id_needs_a_host_name(host: str) -> None:
    with pytest.raises(CxmlRejected, match="payloadID: expected a host name"):
        new_payload_id(NOW, host)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (NOW, "2026-01-01T09:00:00+00:00"),
        (NOW.astimezone(timezone(timedelta(hours=-5, minutes=-30))), "2026-01-01T03:30:00-05:30"),
        (NOW.astimezone(timezone(timedelta(seconds=53 * 60 + 28))), "2026-01-01T09:00:00+00:00"),
    ],
)
def test_a_timestamp_has_a_numeric_offset(moment: datetime, written: str) -> None:
    assert timestamp(moment) == written


def test_a_moment_without_offset_is_refused() -> None:
    with pytest.raises(CxmlRejected, match="expected a moment with an offset"):
        timestamp(datetime(2026, 1, 1))
    with pytest.raises(CxmlRejected, match="expected a moment with an offset"):
        new_payload_id(datetime(2026, 1, 1), "shop.example")


@pytest.mark.parametrize(
    ("code", "effective", "success", "transient"),
    [
        (200, 200, True, False),
        (204, 204, True, False),
        (299, 200, True, False),
        (401, 401, False, False),
        (488, 400, False, False),
        (500, 500, False, True),
        (599, 500, False, True),
        (302, 302, False, False),
        (700, 700, False, False),
        (0, 0, False, False),
    ],
)
def test_a_code_nobody_knows_counts_as_the_first_of_its_class(
    code: int, effective: int, success: bool, transient: bool
) -> None:
    status = Status(code, "x")

    assert (status.effective_code, status.is_success, status.is_transient) == (effective, success, transient)


def test_a_standard_status_has_its_text() -> None:
    assert standard_status(412, "No such session") == Status(412, "Precondition Failed", "No such session")
    assert standard_status(488) == Status(488, "Bad Request")
    assert all(standard_status(code).text == text for code, text in STANDARD_TEXTS.items())
