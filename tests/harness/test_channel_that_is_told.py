"""The channel an answer tells: that of the page its start URL leads to, where the page tells of one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from harness.checks.sessions import START_URLS
from harness.errors import NonConformance
from harness.evidence import Evidence
from simulators.wire import Redactor

START_URL = "https://shop.example/web/shop?punchOutAccessToken=A1*"


def judge(told: object, channel_on_the_page: str) -> Evidence:
    """Judge one answer that tells a channel, by a page that sells in one; return what is in the evidence then."""
    browser: Any = SimpleNamespace(come_to=lambda _: SimpleNamespace(channel_id=channel_on_the_page))
    buyer: Any = SimpleNamespace(browser=browser, sit_down_at=lambda _: None)
    answer: Any = SimpleNamespace(document={"cart": {"channelId": told}}, start_url=START_URL)
    evidence = Evidence(Redactor(b"key"))
    START_URLS["leads into the channel that is told"](evidence, buyer, lambda: browser, (answer,))
    return evidence


@pytest.mark.parametrize("told", [41, "41"], ids=["number", "text"])
def test_the_channel_of_the_page_is_the_one_to_tell(told: object) -> None:
    judge(told, "41")


@pytest.mark.parametrize("told", [42, None, "group 41"])
def test_any_other_channel_is_not(told: object) -> None:
    with pytest.raises(NonConformance, match="the one the page sells in"):
        judge(told, "41")


def test_of_a_page_that_tells_of_none_it_is_remarked() -> None:
    assert "does not tell which channel" in str(judge(41, "0").remarks)
