"""What one process of a run is at: its scenario, and what that waits for."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from harness.plan import planned_for
from simulators.wire import WAITS, Wait


@dataclass(frozen=True)
class Doing:
    """What a process is at: the scenario's title, or "" between two of them, and since when by `time.monotonic`.

    `worker` is its name, "" for one that judges alone.
    """

    worker: str
    scenario: str = ""
    since: float = 0.0
    waits: tuple[Wait, ...] = ()

    def document(self) -> str:
        """Return it as JSON text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_document(cls, text: str) -> Doing:
        """Return what a document was made from.

        Raises:
            ValueError, TypeError, KeyError: when it was made from something else.

        """
        document: dict[str, Any] = json.loads(text)
        return cls(**{**document, "waits": tuple(Wait(**wait) for wait in document["waits"])})


class Here:
    """A plugin that knows what this process is at."""

    def __init__(self, worker: str = "") -> None:
        self._worker = worker
        self._at = ("", 0.0)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Know the scenario while it runs."""
        planned = planned_for(item.nodeid)
        self._at = (planned.title if planned else "", time.monotonic())
        try:
            return (yield)
        finally:
            self._at = ("", 0.0)

    def now(self) -> Doing:
        """Return what it is at. Safe for several threads."""
        return Doing(self._worker, *self._at, WAITS.now())
