"""A served storefront judged as a live target: the same verdicts, clear messages when it cannot be judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.storefront import GENERATIONS


def changed(target: Path, folder: Path, pattern: str, replacement: str) -> str:
    """Write a target file with one entry changed beside the first, for it names a log there; return its path."""
    text, count = re.subn(pattern, replacement, target.read_text(encoding="utf-8"))
    assert count
    path = target.with_name(f"{folder.name}.toml")
    path.write_text(text, encoding="utf-8")
    return str(path)


def refusals(served: Any, folder: Path) -> Iterator[tuple[str, dict[str, str], str, str]]:
    """Yield target file, environment, the field that has to be named and a word of the remedy."""
    good = str(served.target)
    yield (
        changed(served.target, folder, r'url = "http://[^/"]+"', 'url = "http://127.0.0.1:1"'),
        {},
        "target.url",
        "runs",
    )
    yield good, {"PUNCHOUT_CLIENT_SECRET": "wrong"}, "target.auth.client_secret_env", "OAuth2 Administration"
    yield good, {"PUNCHOUT_ADMIN_PASSWORD": "wrong"}, "target.admin.password_env", "Sign in"
    yield good, {"PUNCHOUT_CLIENT_ID": ""}, "target.auth.client_id_env", "Set PUNCHOUT_CLIENT_ID"


@pytest.mark.parametrize(("command", "number"), [("certify", 0), *(("doctor", number) for number in range(4))])
def test_a_target_that_cannot_be_judged_is_one_message(
    punchout: Callable[..., Any], served: Any, tmp_path: Path, command: str, number: int
) -> None:
    target, environment, field, remedy = list(refusals(served, tmp_path))[number]
    if number:
        target = str(served.target)
    done = punchout(command, "--target", target, environment=served.environment | environment)
    assert done.code == 4
    assert field in done.output
    assert remedy in done.output
    assert "Traceback" not in done.output
    assert len(re.findall("ERROR", done.output)) == 1


def test_an_unknown_generation_is_not_served(punchout: Callable[..., Any]) -> None:
    done = punchout("serve", "storefront", "--generation", "9.9")
    assert done.code == 4
    assert all(name in done.output for name in GENERATIONS)


def test_a_context_path_that_is_none_is_not_served(punchout: Callable[..., Any]) -> None:
    done = punchout("serve", "storefront", "--context-path", "portal/")
    assert done.code == 4
    assert "--context-path: 'portal/' is no path that addresses can begin with" in done.output


def test_a_storefront_behind_something_tells_where_it_listens(served_with: Callable[..., Any]) -> None:
    storefront = served_with("--public-url", "https://shop.example", "--context-path", "/portal").ready["storefront"]
    assert storefront["url"] == "https://shop.example/portal"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/portal", storefront["listens_at"])


@pytest.mark.parametrize(("generation", "pattern"), [("punchout2go-2.1", "restarted"), ("tradecentric-7.4", "STARTED")])
def test_a_served_storefront_is_of_the_generation_it_was_asked_for(
    served_with: Callable[..., Any], generation: str, pattern: str
) -> None:
    served = served_with("--generation", generation)
    assert f'generation = "{generation}"' in served.target.read_text(encoding="utf-8")
    assert pattern in served.target.with_suffix(".log").read_text(encoding="utf-8")
