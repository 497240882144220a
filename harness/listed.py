"""Buyers and channels of a target without administration: those its target file lists, each for what it says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from harness.administration import PUNCH_OUT_PERMISSIONS
from harness.errors import Inapplicable
from harness.listing import BUYER, OTHER_BUYER, OTHER_CHANNEL, ListedBuyer, ListedChannel
from harness.targetfile import TargetFile

Listed = TypeVar("Listed")


def listed_buyer(file: TargetFile, permissions: Sequence[str], *, other: bool, role_elsewhere: bool) -> ListedBuyer:
    """Return the buyer a target file names for a scenario; with `other` one of another company beside the first.

    Raises:
        Inapplicable: when it names none whose role permits just that.

    """
    if tuple(permissions) == PUNCH_OUT_PERMISSIONS and not role_elsewhere:
        if other and file.buyer:
            return _named(file, file.other_buyer, "other buyer, of another company", f"[{OTHER_BUYER}]")
        return _named(file, file.buyer, "buyer", f"[{BUYER}]")
    if not permissions and not other:
        what = "buyer without the punch out role"
        return _named(file, file.buyer_without_role, what, f"without_role under [{BUYER}]")
    return _named(file, None, "buyer whose role is made for the scenario")


def listed_channel(file: TargetFile) -> ListedChannel:
    """Return the other channel a target file names.

    Raises:
        Inapplicable: when it names none.

    """
    return _named(file, file.other_channel, "other channel", f"[{OTHER_CHANNEL}]")


def listed_buyer_of_both(file: TargetFile) -> ListedBuyer:
    """Return the buyer a target file names who belongs to the site of the other channel as well.

    Raises:
        Inapplicable: when it names none.

    """
    what = "buyer who belongs to the sites of both channels"
    return _named(file, file.buyer_of_both, what, f"email_of_both under [{OTHER_CHANNEL}]")


def _named(file: TargetFile, found: Listed | None, what: str, entry: str = "") -> Listed:
    """Return what was found; if that is nothing, say what is missing, and which entry would name it."""
    if found is None:
        listed = f"{entry}, or " if entry else ""
        raise Inapplicable(
            f"not applied to {file.name}: the target file names no {what}; give {listed}[target.admin] so that the "
            "harness may create one"
        )
    return found
