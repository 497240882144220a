"""Undoing what a run that is gone has left on a target."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from harness.administration import Administration
from harness.errors import ConfigurationError, Untestable
from harness.restoring.changes import Change, undo
from harness.restoring.ledger import SUFFIX, InUse, Ledger, Leftover, read_ledger
from harness.targetfile import TargetFile
from harness.targets import live_target
from simulators.wire import Journal, Patience, Redactor

# Seconds the target may take to undo one change; one that takes longer is not asked for the next.
_PATIENCE = 10.0


@dataclass(frozen=True)
class Restored:
    """What was undone, as lines for a person, and what the target would not undo."""

    done: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.done or self.left)

    def lines(self) -> Iterator[str]:
        """Yield what a person is told."""
        if not self:
            yield "Nothing was left on the target."
        yield from self.done
        if self.left:
            yield "NOT undone; do it by hand, or run `punchout restore` again when the storefront lets it:"
            yield from (f"  {line}" for line in self.left)


def new_ledger(folder: Path, worker: str, file: TargetFile) -> Ledger:
    """Begin a ledger in a folder, for what a worker changes on a target.

    Raises:
        OSError: when it cannot be written.

    """
    return Ledger(folder / f"{worker}-{secrets.token_hex(3)}{SUFFIX}", _identity_of(file))


def restore(folder: Path, file: TargetFile, command: str = "punchout restore") -> Restored:
    """Undo what the ledgers of a folder say was not undone on a target, the last change first.

    `command` is what a person runs to have this done.

    A ledger of which all is undone is removed.

    Raises:
        ConfigurationError: when a ledger is one of a run that goes on, of another target, or no ledger; when the
            target file names no administrator to do it. Nothing is undone then.

    """
    restored = _restored(list(leftovers(folder, file, command)), file)
    with suppress(OSError):
        # Where something is left, it stays.
        folder.rmdir()
    return restored


def _restored(leftovers: Sequence[Leftover], file: TargetFile) -> Restored:
    if not leftovers:
        return Restored()
    with_generation = replace(file, generation=leftovers[0].target["generation"])
    journal = Journal(Redactor(os.urandom(16)))
    target = live_target(with_generation, journal, turns=None)
    try:
        assert target.admin is not None  # else there is no leftover that was accepted
        undoing = _Undoing(target.admin, journal)
        for leftover in leftovers:
            if undoing.undo(leftover):
                leftover.path.unlink(missing_ok=True)
    finally:
        target.release()
    return Restored(tuple(undoing.done), tuple(undoing.left))


class _Undoing:
    """Undoes one ledger after another; a target that does not answer is asked once."""

    def __init__(self, hand: Administration, journal: Journal) -> None:
        self._hand = hand
        self._journal = journal
        self._is_silent = False
        self.done: list[str] = []
        self.left: list[str] = []

    def undo(self, leftover: Leftover) -> bool:
        """Undo what a ledger has left, the last change first; return whether all of it is."""
        before = len(self.left)
        for change in reversed(list(leftover.changes.values())):
            if self._is_silent:
                self.left.append(f"{change}: not tried, for the target does not answer")
            else:
                self._try(change)
        return len(self.left) == before

    def _try(self, change: Change) -> None:
        patience = Patience(_PATIENCE)
        try:
            with self._journal.scenario("restore", patience):
                self.done.append(f"{change}: {undo(change, self._hand)}")
        except Untestable as error:
            self.left.append(f"{change}: {self._journal.redactor.text(str(error))}")
            self._is_silent = patience.silence is not None


def leftovers(folder: Path, file: TargetFile, command: str = "punchout restore") -> Iterator[Leftover]:
    """Yield what the ledgers of a folder say was not undone, the last of them by name first; remove the others.

    Raises:
        ConfigurationError: as `restore` does.

    """
    for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True):
        leftover = _read(path)
        if not leftover.changes:
            path.unlink(missing_ok=True)
            continue
        there = leftover.target
        if {**there, "generation": ""} != {**_identity_of(file), "generation": ""}:
            raise ConfigurationError(
                str(path),
                f"an earlier run has changed {there['url']}, and could not put everything back",
                f"Run `{command}` with the target file of that storefront and the same --out, or give this run "
                "another --out.",
                expected=f"a folder without changes of another target than {file.url}",
            )
        if file.admin is None:
            raise ConfigurationError(
                "target.admin",
                f"not given, though an earlier run has changed {file.url} as its administrator, and could not put "
                "everything back",
                "Give [target.admin] in the target file.",
            )
        yield leftover


def _identity_of(file: TargetFile) -> Mapping[str, str]:
    """Return what tells a target from others, and how it is administered."""
    return {"url": file.url, "group": file.group, "generation": file.generation}


def _read(path: Path) -> Leftover:
    try:
        return read_ledger(path)
    except InUse:
        raise ConfigurationError(
            "--out",
            f"another run is using {path.parent.parent}",
            "Wait until it has ended, or name another folder.",
        ) from None
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            str(path),
            f"what an earlier run has changed cannot be read: {error}",
            "Look into the file; what it names in readable words is perhaps still on the target. Remove the file then.",
        ) from error
