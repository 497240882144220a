"""Putting back: what a scenario changed is undone when it ends, in reverse order, whatever else happens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any


class PuttingBack:
    """Keeps what is to be done at the end; what cannot be put back keeps nothing else from it."""

    def __init__(self) -> None:
        self._undo = ExitStack()
        self._failed: list[Exception] = []

    def at_the_end(self, put_back: Callable[..., object], *values: Any, **named: Any) -> None:
        """Call this at the end, before all that was asked for earlier."""

        def act() -> None:
            try:
                put_back(*values, **named)
            except Exception as error:  # whatever it is, the rest is put back first
                self._failed.append(error)

        self._undo.callback(act)

    def now(self) -> None:
        """Do it all.

        Raises:
            ExceptionGroup: of what could not be put back; the exception itself when it is one.

        """
        self._undo.close()
        if len(self._failed) == 1:
            raise self._failed[0]
        if self._failed:
            raise ExceptionGroup("several things could not be put back", self._failed)
