"""Whose a container is: nothing is removed but what certainly belongs to a process that has ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from harness.containers.engine import connected
from harness.containers.owning import Owner, owner_of, this_process
from harness.containers.reaping import reap
from tests.harness.containers.engine_bench import FakeEngine

HERE = this_process()
ANOTHER_START = replace(HERE, started=f"{HERE.started}0")


def ended() -> Owner:
    """Return a process that has just ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return replace(HERE, pid=process.pid)


KINDS: list[tuple[str, Callable[[], Owner], bool]] = [
    ("this process", lambda: HERE, False),
    ("a process that has ended", ended, True),
    ("an earlier process of the same number", lambda: ANOTHER_START, True),
    ("a process of another machine", lambda: replace(ANOTHER_START, machine="other", boot="other"), False),
    ("a process before this machine was started anew", lambda: replace(HERE, boot="earlier", machine="m"), False),
    ("a process in another container", lambda: replace(ANOTHER_START, space="pid:[1]"), False),
    ("one of nobody knows where", lambda: replace(ANOTHER_START, machine="", boot="other"), False),
]


@pytest.mark.parametrize(("owner", "gone"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_a_process_is_gone_only_when_that_is_certain(owner: Callable[[], Owner], gone: bool) -> None:
    assert owner().is_gone() is gone


def test_what_was_made_before_the_machine_started_anew_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.containers.owning.this_process", lambda: replace(HERE, machine="m"))
    assert replace(HERE, boot="earlier", machine="m").is_gone()


def test_a_process_that_was_not_asked_about_yet_is_gone_too() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read()
    owner = replace(HERE, pid=process.pid)
    with process:
        assert owner.is_gone()


def test_labels_tell_the_owner() -> None:
    labels = HERE.labels("run-7")
    assert owner_of(labels) == HERE
    assert labels["punchout.run"] == "run-7"
    assert owner_of({}) is None
    assert owner_of(labels | {"punchout.pid": "many"}) is None


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEngine]:
    """An Engine that DOCKER_HOST names."""
    engine = FakeEngine()
    with engine.party() as party:
        monkeypatch.setenv("DOCKER_HOST", party.bound_url.replace("http://", "tcp://"))
        yield engine


def network(name: str, labels: dict[str, str]) -> dict[str, object]:
    return {"Id": name, "Name": name, "Labels": labels}


def test_only_what_is_left_behind_is_removed(engine: FakeEngine) -> None:
    engine.add("dead", ANOTHER_START.labels("a"))
    engine.add("alive", HERE.labels("b"))
    engine.add("foreign", {"punchout.pid": "1"})
    engine.add("liferay", {})
    engine.networks = {
        name: network(name, labels)
        for name, labels in (("net-dead", ANOTHER_START.labels("a")), ("net-alive", HERE.labels("b")), ("bridge", {}))
    }
    with connected() as client:
        assert reap(client) == ("container dead", "network net-dead")
    assert engine.removed == ["dead", "net-dead"]
    assert {container.name for container in engine.containers.values()} == {"alive", "foreign", "liferay"}


def test_what_somebody_else_has_removed_meanwhile_is_no_mistake(engine: FakeEngine) -> None:
    engine.add("dead", ANOTHER_START.labels("a"))
    engine.refuses["DELETE /containers/{id}"] = (409, "removal of container is already in progress")
    with connected() as client:
        assert reap(client) == ("container dead",)
