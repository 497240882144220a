"""Buyers of a target without administration: those its target file names, each for what the file says of it."""

from __future__ import annotations

from collections.abc import Sequence

from harness.administration import PUNCH_OUT_PERMISSIONS
from harness.errors import Inapplicable
from harness.targetfile import ListedBuyer, TargetFile


def listed_buyer(file: TargetFile, permissions: Sequence[str], *, other: bool, role_elsewhere: bool) -> ListedBuyer:
    """Return the buyer a target file names for a scenario; with `other` one of another company beside the first.

    Raises:
        Inapplicable: when it names none whose role permits just that.

    """
    if tuple(permissions) == PUNCH_OUT_PERMISSIONS and not role_elsewhere:
        found = file.other_buyer if other else file.buyer
        section = "[target.other_buyer]" if other and file.buyer else "[target.buyer]"
        wanted = "another buyer, of another company," if other and file.buyer else "a buyer"
    elif not permissions and not other:
        found = file.buyer_without_role
        section, wanted = "without_role under [target.buyer]", "a buyer without the punch out role"
    else:
        found, section, wanted = None, "", "a buyer whose role is made for it"
    if found is None:
        listed = f"{section}, or " if section else ""
        raise Inapplicable(
            f"not applied to {file.name}: it needs {wanted} whom the target file does not name; give {listed}"
            "[target.admin] so that the harness may create one"
        )
    return found
