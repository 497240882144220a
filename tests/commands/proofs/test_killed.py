"""A run that is killed while it changes a target: the next one finds what was left, and all is as before."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import requests

from harness.administration import Administration
from harness.project import ROOT
from harness.targetfile import read_target_file
from simulators.wire import Journal, Redactor

# A scenario with two channels of its own, which changes the settings of the target's.
CHANGES_MUCH = "that_is_switched_on_leaves_this_one_off"
HERE = ROOT / "tests" / "commands"


Look = Callable[[], Mapping[str, object]]


@pytest.fixture
def there(served: Any, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Return what is there: all names and settings an administrator sees."""
    for name, value in served.environment.items():
        monkeypatch.setenv(name, value)
    file = read_target_file(served.target)
    assert file.admin is not None
    administrator = file.admin
    login = (administrator.user, administrator.password)

    def look() -> Mapping[str, object]:
        hand = Administration(file.url, administrator, file.group, Journal(Redactor(b"")), generation=file.generation)
        listed = {
            what: requests.get(f"{file.url}/o/{path}?pageSize=500", auth=login, timeout=30).json()["items"]
            for what, path in {
                "users": "headless-admin-user/v1.0/user-accounts",
                "accounts": "headless-admin-user/v1.0/accounts",
                "channels": "headless-commerce-admin-channel/v1.0/channels",
            }.items()
        }
        shown = hand.settings.channel_settings(), hand.settings.token_settings(), hand.settings.auto_login()
        hand.close()
        return {**listed, "settings": shown}

    return look


@pytest.fixture
def killed(punchout: Callable[..., Any], served: Any) -> Callable[[int, str], Any]:
    """Begin a run, and kill it before or after its change of this number."""

    def begin(number: int, when: str) -> Any:
        environment = {"PYTHONPATH": str(HERE), "KILL_AT": str(number), "KILL_WHEN": when, **served.environment}
        options = ("--target", str(served.target), "-k", CHANGES_MUCH, "-p", "kills_on_purpose")
        done = punchout("certify", *options, environment=environment)
        assert done.code == -signal.SIGKILL, done.output
        return done

    return begin


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [4, *(pytest.param(each, marks=pytest.mark.long) for each in (1, 2, 7, 10))])
def test_what_a_run_that_was_killed_has_left_is_undone(
    punchout: Callable[..., Any], served: Any, killed: Any, there: Look, number: int, when: str
) -> None:
    before = there()
    out = killed(number, when).out
    # The first change of all is a site, which is listed nowhere.
    assert (there() == before) is ((number, when) <= (2, "before") and (number, when) != (2, "after"))
    undone = punchout("restore", "--target", str(served.target), f"--out={out}", environment=served.environment)
    assert undone.code == 0, undone.output
    assert len(re.findall(r"the site .*: removed", undone.output)) == ((number, when) != (1, "before"))
    assert there() == before
    assert not (out / "ledgers").exists()


def test_the_next_run_undoes_it_first(punchout: Callable[..., Any], served: Any, killed: Any, there: Look) -> None:
    before = there()
    killed(10, "after")
    done = punchout("certify", "--target", str(served.target), "-k", "one_product", environment=served.environment)
    assert done.code == 0, done.output
    assert "left by an earlier run: Punch Out of the channel, which was on" in done.output
    assert there() == before


def test_what_a_worker_that_was_killed_has_left_is_undone_when_the_run_ends(
    punchout: Callable[..., Any], served: Any, there: Look
) -> None:
    before = there()
    environment = {"PYTHONPATH": str(HERE), "KILL_AT": "7", "KILL_WHEN": "after", **served.environment}
    options = ("--target", str(served.target), "-k", CHANGES_MUCH, "-p", "kills_on_purpose", "-n", "1")
    done = punchout("certify", *options, environment=environment)
    assert list(done.verdicts.values()) == ["error"], done.output
    assert re.search(r"the site .*: removed", done.output), done.output
    assert there() == before
