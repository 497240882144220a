"""Interrupting a run where nothing is lost: at once at a scenario's steps, and not while a report is passed on."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from harness.stopping import Interruptions

Phase = Callable[[], None]


@pytest.fixture
def run() -> Callable[..., list[str]]:
    """Run a scenario as pytest does, in which each phase may do something; return what happened."""
    manager = pytest.PytestPluginManager()
    interruptions = Interruptions()
    manager.register(interruptions)
    happened: list[str] = []

    def act(item: Any, what: str) -> None:
        happened.append(what)
        item.get(what, lambda: None)()
        happened.append(f"{what} ended")

    class Scenario:
        def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> bool:
            del nextitem
            for phase in ("setup", "call", "teardown"):
                getattr(manager.hook, f"pytest_runtest_{phase}")(
                    item=item, **({"nextitem": None} if phase == "teardown" else {})
                )
                act(item, "report")
            return True

        def pytest_runtest_setup(self, item: Any) -> None:
            act(item, "setup")

        def pytest_runtest_call(self, item: Any) -> None:
            act(item, "call")

        def pytest_runtest_teardown(self, item: Any) -> None:
            act(item, "teardown")

    manager.register(Scenario())

    def scenario(**does: Phase) -> list[str]:
        happened.clear()
        end = interruptions.watch()
        try:
            manager.hook.pytest_runtest_protocol(item=does, nextitem=None)
        except KeyboardInterrupt:
            happened.append("interrupted")
        finally:
            end()
        return happened

    return scenario


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def told(request: pytest.FixtureRequest) -> Phase:
    """Tell this process to end."""
    return lambda: os.kill(os.getpid(), request.param)


WHOLE = ["setup", "setup ended", "report", "report ended", "call", "call ended", "report", "report ended"]
WHOLE += ["teardown", "teardown ended", "report", "report ended"]


def test_a_scenario_is_left_at_its_steps(run: Callable[..., list[str]], told: Phase) -> None:
    assert run() == WHOLE
    assert run(call=told) == [*WHOLE[:5], "interrupted"]
    assert run(setup=told) == ["setup", "interrupted"]


def test_what_it_changed_is_put_back_first(run: Callable[..., list[str]], told: Phase) -> None:
    assert run(teardown=told) == [*WHOLE, "interrupted"]


def test_a_report_is_passed_on_first(run: Callable[..., list[str]], told: Phase) -> None:
    assert run(report=told) == [*WHOLE[:4], "interrupted"]


def test_who_asks_twice_is_obeyed_at_once(run: Callable[..., list[str]], told: Phase) -> None:
    def twice() -> None:
        told()
        told()

    assert run(teardown=twice) == [*WHOLE[:9], "interrupted"]


def test_between_scenarios_it_is_at_once_and_handlers_are_as_before_afterwards(told: Phase) -> None:
    before = [signal.getsignal(each) for each in Interruptions.SIGNALS]
    end = Interruptions().watch()
    with pytest.raises(KeyboardInterrupt):
        told()
    end()
    assert [signal.getsignal(each) for each in Interruptions.SIGNALS] == before
