"""The permission matrix: which permissions of a role were tried, what was to happen, and whether it did.

It is read from the record alone: the rows of the outlines about roles, whose first value lists the permissions and
whose others are what the storefront has to do then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from harness.record import ScenarioResult

_NOTHING = "nothing"


@dataclass(frozen=True)
class Tried:
    """What was to happen with some permissions, by which scenario."""

    expected: str
    result: ScenarioResult


@dataclass(frozen=True)
class PermissionRow:
    """One set of permissions, and all that was tried with it."""

    permissions: frozenset[str]
    tried: tuple[Tried, ...]


@dataclass(frozen=True)
class PermissionMatrix:
    """The permissions that were tried, those named most often first, and a row for each set of them."""

    permissions: tuple[str, ...]
    rows: tuple[PermissionRow, ...]


def permission_matrix(results: Iterable[ScenarioResult]) -> PermissionMatrix:
    """Return the matrix of a run; it is empty when no outline about roles was in it."""
    found: dict[frozenset[str], list[Tried]] = {}
    mentions: Counter[str] = Counter()
    for result in results:
        if not (result.scenario.feature_file.startswith("role") and result.scenario.row):
            continue
        listed, _, expected = result.scenario.row.partition("-")
        names = [name.strip() for name in listed.split(",") if name.strip() and name.strip() != _NOTHING]
        mentions.update(names)
        found.setdefault(frozenset(names), []).append(Tried(expected.replace("-", ", "), result))
    rows = sorted(found.items(), key=lambda each: (len(each[0]), sorted(each[0])))
    permissions = tuple(name for name, _ in mentions.most_common())
    return PermissionMatrix(permissions, tuple(PermissionRow(names, tuple(tried)) for names, tried in rows))
