"""Checks of settings: what the control panel shows, and what becomes of a value that makes no sense.

Source: documentation, "Configure the Connector" and the two headings on access tokens; reference, Liferay
connector, 8.
"""

from __future__ import annotations

from collections.abc import Callable

from harness.administration import ChannelSettings, TokenSettings
from harness.browser import Page
from harness.checks.sessions import check_guest
from harness.evidence import Evidence
from harness.staged_settings import Trial


def check_channel(evidence: Evidence, shown: ChannelSettings, expected: ChannelSettings) -> None:
    """The control panel shows these Punch Out settings of a channel."""
    where = "Channels, the channel, Punch Out"
    evidence.expect("The toggle is as it should be", expected=expected.enabled, got=shown.enabled, where=where)
    evidence.expect(
        "The Punch Out Start URL is as it should be", expected=expected.start_url, got=shown.start_url, where=where
    )


def check_auto_login(evidence: Evidence, shown: bool, *, expected: bool) -> None:
    """The control panel shows auto login switched on or off."""
    where = "System Settings, API Authentication"
    evidence.expect("Auto login is as it should be", expected=expected, got=shown, where=where)


def check_token(evidence: Evidence, shown: TokenSettings, *, duration: int, size: int) -> None:
    """The control panel shows this duration and size of access tokens."""
    where = "System Settings, OAuth2"
    evidence.expect("Access Token Duration is as it should be", expected=duration, got=shown.duration, where=where)
    evidence.expect("Access Token Size is as it should be", expected=size, got=shown.size, where=where)


def check_refused_or_harmless(evidence: Evidence, trial: Trial, visit: Callable[[], Page | None]) -> None:
    """A value was refused, and nothing changed; or it is in force, and lets nobody in.

    `visit` opens a start URL that is issued now, as a visitor; it returns None when none is issued.
    """
    if trial.refused:
        evidence.expect(
            "A value that is refused changes nothing",
            expected=trial.before,
            got=trial.shown,
            where=trial.refusal,
        )
        return
    page = visit()
    if page is None:
        evidence.expect("A value that is taken lets nobody in", expected="nobody", got="nobody", where="no start URL")
    else:
        check_guest(evidence, page)
