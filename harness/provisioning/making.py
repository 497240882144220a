"""Making what is missing on a target, noted in a ledger before it is made, and removing it again.

The ledger is not one of a run: what is made has to outlive runs, so that neither the next run nor `punchout restore`
undoes it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from harness.administration import Administration
from harness.errors import ConfigurationError, Untestable
from harness.provisioning.pieces import Piece, Pieces, Switch, channel_of
from harness.provisioning.testdata import TestData
from harness.restoring import SUFFIX, Change, Ledger, Made
from harness.restoring.restoring import Restored, leftovers, new_ledger, restore
from harness.targetfile import TargetFile
from harness.targets import Target, live_target
from simulators.wire import Caller, Journal, Patience, Redactor, Unreachable

REMOVE = "punchout provision --remove"
# Seconds the target may take for one thing.
_PATIENCE = 60.0

Tell = Callable[[str], None]


@dataclass
class Provisioned:
    """What came of it: the currencies that are active, and what the target would not do."""

    currencies: tuple[str, ...] = ()
    refused: list[str] = field(default_factory=list)


def ledgers_of(out: Path, file: TargetFile) -> Path:
    """Return the folder of the ledgers of what was made on a target."""
    return out / "provisioned" / hashlib.sha256(file.url.encode()).hexdigest()[:12]


def provision(data: TestData, file: TargetFile, out: Path, tell: Tell) -> Provisioned:
    """Make what is missing, `tell` what was made, was there, and has to be done by hand.

    Raises:
        ConfigurationError: when the target cannot be reached or does not let the administrator in; when the ledger
            cannot be kept.

    """
    folder = ledgers_of(out, file)
    earlier = [change for leftover in leftovers(folder, file, REMOVE) for change in leftover.changes.values()]
    journal = Journal(Redactor(os.urandom(16)))
    target = live_target(file, journal, turns=None)
    try:
        hand = _administrator_of(target, journal)
        with closing(_ledger(folder, file)) as ledger:
            making = _Making(Pieces(data, hand, file.generation), hand, ledger, earlier, journal, tell)
            making.make_all()
        making.look_at_pages(target)
        making.look_at_currencies(data)
        return making.provisioned
    finally:
        target.release()


def remove(file: TargetFile, out: Path) -> Restored:
    """Remove what was made, the last thing first, and put settings back.

    Raises:
        ConfigurationError: as `restore` does.

    """
    return restore(ledgers_of(out, file), file, REMOVE)


def _administrator_of(target: Target, journal: Journal) -> Administration:
    """Return the administrator's hand, once it was let in."""
    hand = target.admin
    assert hand is not None  # the command has asked for it
    try:
        with journal.scenario("provision", Patience(_PATIENCE)):
            hand.directory.site_named(target.file.group)
    except Untestable as error:
        raise ConfigurationError(
            "target.url, target.admin",
            journal.redactor.text(str(error)),
            "Check with `punchout doctor --target FILE` that the portal runs and takes this user and password.",
            expected="a portal that lets its administrator use web services",
        ) from error
    return hand


def _ledger(folder: Path, file: TargetFile) -> Ledger:
    numbers = [int(path.name.partition("-")[0]) for path in folder.glob(f"*{SUFFIX}")]
    try:
        return new_ledger(folder, f"{max(numbers, default=0) + 1:04}", file)
    except OSError as error:
        raise ConfigurationError(
            "--out", f"{folder} cannot be written ({error.strerror})", "Name another folder."
        ) from error


class _Making:
    """Makes one thing after the other; what could not be made is told, and what needs it not tried."""

    def __init__(
        self,
        pieces: Pieces,
        hand: Administration,
        ledger: Ledger,
        earlier: list[Change],
        journal: Journal,
        tell: Tell,
    ) -> None:
        self._pieces, self._hand, self._ledger, self._journal, self._tell = pieces, hand, ledger, journal, tell
        # Whatever goes by the name of what was made and whose id was not noted is taken for it: nobody can tell.
        self._ours = {(change.thing, change.name): change.id for change in earlier if isinstance(change, Made)}
        self._missing: set[tuple[str, str]] = set()
        self.provisioned = Provisioned()

    def make_all(self) -> None:
        """Make all that is missing."""
        for piece in self._pieces.all():
            lacking = next((each for each in piece.after if _key(each) in self._missing), None)
            if lacking is not None:
                self._refused(piece, f"not tried, for {lacking} is not there")
                continue
            try:
                with self._journal.scenario("provision", Patience(_PATIENCE)):
                    self._switch(piece) if isinstance(piece, Switch) else self._make(piece)
            except Untestable as error:
                self._refused(piece, self._journal.redactor.text(str(error)))
        for site in self._pieces.data.sites:
            if self._is_ours(channel_of(site)):
                self._by_hand(f"the type of {channel_of(site)}", self._pieces.steps.site_type(site))
        own = channel_of(self._pieces.data.own_site)
        if self._is_ours(own):
            self._by_hand(f"shipping and tax of {own}", self._pieces.steps.shipping_and_tax())

    def look_at_pages(self, target: Target) -> None:
        """Look whether the pages of the target's own site are there, which no interface makes."""
        urls = (target.file.start_url, target.open_carts_url, target.checkout_url)
        with closing(Caller("administrator", self._journal)) as caller:
            caller.verify = target.verify
            absent = [url for url in urls if not _answers(caller, url)]
        if absent:
            self._by_hand(f"pages that are not there yet: {', '.join(absent)}", self._pieces.steps.pages())

    def look_at_currencies(self, data: TestData) -> None:
        """Look which currencies are active."""
        try:
            with self._journal.scenario("provision", Patience(_PATIENCE)):
                active = self._hand.catalogs.currencies()
        except Untestable:
            self._by_hand("currencies, which this release does not list", self._pieces.steps.currencies())
            return
        self.provisioned.currencies = tuple(code for code in data.currencies if code in active)
        if missing := tuple(code for code in data.currencies if code not in active):
            self._by_hand("currencies that are not active", self._pieces.steps.currencies(missing))

    def _make(self, piece: Piece) -> None:
        found = piece.found()
        if found is None:
            number = self._ledger.note(piece.change)
            self._ours[_key(piece.change)] = 0
            found = piece.make()
            self._ledger.known(number, found)
            self._complete(piece, found)
            self._tell(f"made      {piece}")
        elif self._ours.get(_key(piece.change), -1) in (0, found):
            self._complete(piece, found)
            self._tell(f"found     {piece}, made before")
        else:
            self._tell(f"found     {piece}")
            self._look_at(piece, found)

    def _is_ours(self, change: Made) -> bool:
        return _key(change) in self._ours

    def _complete(self, piece: Piece, found: int) -> None:
        if piece.complete is not None:
            piece.complete(found)

    def _look_at(self, piece: Piece, found: int) -> None:
        """Tell what a buyer lacks who was there before, whom nobody changes."""
        buyer = next((each for each in self._pieces.data.buyers if each.email == piece.change.name), None)
        if piece.change.thing == "user" and buyer is not None and self._pieces.lacks(buyer, found):
            self._by_hand(f"what {buyer.email} has to belong to", self._pieces.steps.membership(buyer))

    def _switch(self, switch: Switch) -> None:
        change = switch.needed()
        if change is None:
            remark = switch.remark()
            self._tell(f"found     {switch}" + (f"; {remark}" if remark else ""))
            return
        if switch.part_of is None or not self._is_ours(switch.part_of):
            self._ledger.note(change)
        switch.save()
        self._tell(f"changed   {switch}: switched on")

    def _refused(self, piece: Piece | Switch, why: str) -> None:
        if isinstance(piece, Piece):
            self._missing.add(_key(piece.change))
        self.provisioned.refused.append(str(piece))
        self._tell(f"NOT made  {piece}: {why}")
        self._by_hand(str(piece), piece.steps)

    def _by_hand(self, what: str, steps: tuple[str, ...]) -> None:
        self._tell(f"by hand   {what}:")
        for step in steps:
            self._tell(f"          {step}")


def _key(change: Made) -> tuple[str, str]:
    return change.thing, change.name


def _answers(caller: Caller, url: str) -> bool:
    try:
        return caller.call("GET", url).status_code != 404
    except Unreachable:
        return False
