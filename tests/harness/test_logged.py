"""What is logged while a run goes on: as it was, but for secrets."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from harness.logged import log_without_secrets
from simulators.wire import Redactor

SECRET = "open-sesame-1"


@pytest.fixture
def label() -> Iterator[str]:
    """The label of a secret, which the log shows in its place."""
    redactor = Redactor(b"key")
    made, end = logging.getLogRecordFactory(), log_without_secrets(redactor)
    yield redactor.declare(SECRET, "password")
    end()
    assert logging.getLogRecordFactory() is made


def test_messages_and_errors_are_logged_with_labels(label: str, caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("urllib3.connectionpool")
    log.warning("%s %s?punchOutAccessToken=%s", "GET", f"/x/{SECRET}", "AB12")
    try:
        raise ValueError(f"no {SECRET} here")
    except ValueError:
        log.exception("it failed")
    assert f"GET /x/{label}?punchOutAccessToken=[access token " in caplog.text
    assert f"ValueError: no {label} here" in caplog.text
    assert SECRET not in caplog.text
    assert "AB12" not in caplog.text


def test_a_record_whose_parts_do_not_fit_is_left_to_logging(label: str) -> None:
    record = logging.getLogRecordFactory()("x", logging.INFO, "x.py", 1, f"%d {label}", ("no number",), None)
    assert record.args == ("no number",)
