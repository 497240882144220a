"""A pytest plugin that lets something of the harness break in the middle of a run.

`FAULT` names what, `FAULT_AT` a part of the name of the test in whose When it does.
"""

from __future__ import annotations

import builtins
import datetime as datetime_module
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytest_bdd.parser import Step
from starlette.responses import Response

from harness.browser import HttpBrowser
from harness.world import World
from simulators.wire import Endpoint, Incoming, Party

HOUR = 3600.0


def _party_of(world: World, name: str) -> Party:
    owners: dict[str, Any] = {
        "hub": world._hub,
        "procurement": world._procurements[0],
        "storefront": getattr(world.target.restart, "__self__", None),
    }
    party: Party = owners[name]._party
    return party


def _thread_dies(world: World, name: str) -> None:
    """Let the loop of a party's server end by an error, and its thread with it."""
    party: Any = _party_of(world, name)

    async def broken(_: int) -> bool:
        raise RuntimeError("broken on purpose")

    party._server.on_tick = broken
    party._thread.join(20)


def _socket_closes(world: World, name: str) -> None:
    """Take the port away from a party that goes on."""
    _party_of(world, name)._socket.shutdown(socket.SHUT_RDWR)


def _clock_jumps(_: World, seconds: str) -> None:
    """Set the clock of this process."""
    by, tell = float(seconds), time.time
    time.time = lambda: tell() + by

    class Jumped(datetime_module.datetime):
        @classmethod
        def now(cls, tz: datetime_module.tzinfo | None = None) -> Any:
            return super().now(tz) + datetime_module.timedelta(seconds=by)

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("harness", "simulators") and hasattr(module, "datetime"):
            vars(module)["datetime"] = Jumped


def _ends_by(_: World, error: str) -> None:
    """Let the next page that is opened end by an error that is no one's."""
    browser: Any = HttpBrowser
    usual = browser.open

    def broken(*_: object) -> None:
        browser.open = usual
        raise getattr(builtins, error)

    browser.open = broken


def _port_is_taken(_: World, __: str) -> None:
    """Let somebody else have the port of the storefront when it is restarted next."""
    party: Any = Party
    usual = party.again

    def again(self: Party, endpoints: Any) -> Party:
        party.again = usual
        with socket.create_server(("127.0.0.1", self._port)):
            return self.again(endpoints)

    party.again = again


def _party_repeats(_: World, name: str) -> None:
    """Let a party fail at the next request it is sent, by an error that repeats all of it."""
    party: Any = Party
    usual = party._answer

    def answer(self: Party, served: Endpoint, incoming: Incoming) -> Any:
        if self.name != name:
            return usual(self, served, incoming)
        party._answer = usual

        def broken(_: Incoming) -> Response:
            raise RuntimeError(f"{incoming.url} {dict(incoming.headers)} {incoming.body!r}")

        return usual(self, replace(served, handler=broken), incoming)

    party._answer = answer


FAULTS: dict[str, Callable[[World, str], None]] = {
    "thread dies": _thread_dies,
    "socket closes": _socket_closes,
    "worker is killed": lambda *_: os.kill(os.getpid(), signal.SIGKILL),
    "port is taken": _port_is_taken,
    "party repeats": _party_repeats,
    "clock jumps": _clock_jumps,
    "scenario ends by": _ends_by,
}


def pytest_configure() -> None:
    """Let no file grow beyond a size, as on a disk that is full."""
    if limit := os.environ.get("FAULT_FILE_SIZE"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Let it break."""
    fault, _, what = os.environ.get("FAULT", "").partition(": ")
    if fault and step.type == "when" and os.environ["FAULT_AT"] in request.node.name:
        os.environ["FAULT"] = ""
        FAULTS[fault](request.getfixturevalue("world"), what)
