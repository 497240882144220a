"""Storefronts behind what networks put before them: the same verdicts, and no secret of the front anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.fronted import FRONT, fronted
from tests.fronts_bench import Door, Refusal, basic

BASIC = '[target.front]\nuser_env = "FRONT_USER"\npassword_env = "FRONT_PASSWORD"'
HEADER = '[target.front]\nheader = "X-Access-Token"\nvalue_env = "FRONT_VALUE"'
COOKIE = '[target.front]\ncookie = "staging"\nvalue_env = "FRONT_VALUE"'
# What the hub and an administrator call with credentials of the storefront's own.
OPEN = ("/o/oauth2", "/o/headless-", "/o/punchout-", "/api/jsonws")


def wanting(name: str, value: str) -> Door:
    """Return a door that wants a text in a header."""
    return lambda passing: None if value in passing.headers.get(name, "") else Refusal(403)


@pytest.mark.parametrize(
    ("door", "section", "takes"),
    [
        (basic(FRONT["FRONT_USER"], FRONT["FRONT_PASSWORD"], let_in=OPEN), BASIC, "Authorization"),
        (wanting("X-Access-Token", FRONT["FRONT_VALUE"]), HEADER, ""),
        (wanting("Cookie", f"staging={FRONT['FRONT_VALUE']}"), COOKIE, ""),
    ],
    ids=["basic authentication", "a header", "a cookie"],
)
def test_a_front_that_wants_credentials_changes_no_verdict(
    punchout: Callable[..., Any], tmp_path: Path, door: Door, section: str, takes: str
) -> None:
    with fronted(tmp_path, door, section, takes=takes) as target:
        done = punchout(
            "certify", "--target", str(target.target), "--level", "smoke", "--har", environment=target.environment
        )
        assert done.code == 0, done.output
        assert set(done.verdicts.values()) == {"passed"}
        assert target.front.passed
        # Before anything else a bare connection sees what is spoken there.
        assert {passing.method for passing in target.front.refused} <= {"HEAD"}
    written = [path for path in done.out.rglob("*") if path.is_file()]
    assert written
    for path in written:
        text = path.read_bytes()
        assert [name for name in ("FRONT_PASSWORD", "FRONT_VALUE") if FRONT[name].encode() in text] == [], path
    assert FRONT["FRONT_PASSWORD"] not in done.output
