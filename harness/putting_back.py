"""Putting back: what a scenario changed is undone when it ends, in reverse order, whatever else happens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from harness.restoring import Change, Ledger


class PuttingBack:
    """Keeps what is to be done at the end; what cannot be put back keeps nothing else from it."""

    def __init__(self, ledger: Ledger | None = None) -> None:
        """Write what changes on the target into a ledger, for whoever comes when there is no end."""
        self._ledger = ledger or Ledger()
        self._undo = ExitStack()
        self._failed: list[Exception] = []

    def at_the_end(self, put_back: Callable[..., object], *values: Any, **named: Any) -> None:
        """Call this at the end, before all that was asked for earlier."""
        self._at_the_end(lambda: put_back(*values, **named))

    def noted(self, change: Change) -> Noted:
        """Note a change of the target, before it is made."""
        return Noted(self, self._ledger.note(change))

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

    def _undo_noted(self, number: int, put_back: Callable[[], object]) -> None:
        def act() -> None:
            put_back()
            self._ledger.undone(number)

        self._at_the_end(act)

    def _at_the_end(self, put_back: Callable[[], object]) -> None:
        def act() -> None:
            try:
                put_back()
            except Exception as error:  # whatever it is, the rest is put back first
                self._failed.append(error)

        self._undo.callback(act)


class Noted:
    """A change that is in the ledger. Of one that fails nothing is known, so it stays there to be looked for."""

    def __init__(self, putting_back: PuttingBack, number: int) -> None:
        self._putting_back = putting_back
        self._number = number

    def undone_by(self, put_back: Callable[..., object], *values: Any, **named: Any) -> None:
        """Call this at the end, before all that was asked for earlier, and note that the change is undone then."""
        self._putting_back._undo_noted(self._number, lambda: put_back(*values, **named))
