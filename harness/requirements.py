"""The catalogue of requirements: what is promised, by whom, how binding, and what to do when it does not hold."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.errors import HarnessFault
from harness.verdicts import Level
from simulators.storefront import GENERATIONS

ID = re.compile(r"P2G-[A-Z]+-[0-9]{3}")


@dataclass(frozen=True)
class Requirement:
    """One normative statement: `text` is our wording, `source` the heading it comes from, `remedy` what to do.

    `not_testable` says why no scenario can judge it, `attested` why only a person can tell, who is asked in its
    scenarios. The others have scenarios that need nobody.
    """

    id: str
    level: Level
    generations: tuple[str, ...]
    source: str
    actor: str
    text: str
    remedy: str
    not_testable: str = ""
    attested: str = ""

    @property
    def why_not_judged(self) -> str:
        """Why a run that nobody attends does not judge it; nothing when it does."""
        return self.not_testable or (self.attested and f"Only a person can tell. {self.attested}")


@cache
def read_catalogue(path: Path) -> Mapping[str, Requirement]:
    """Read the catalogue, by id, in its order.

    Raises:
        HarnessFault: when it cannot be read, or an entry lacks a member, has an unknown one, a malformed id or a
            generation nobody knows.

    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("requirement", [])
    except (OSError, ValueError) as error:
        raise HarnessFault(f"{path.name} cannot be read: {error}") from error
    catalogue: dict[str, Requirement] = {}
    for entry in entries:
        try:
            requirement = Requirement(
                **{**entry, "level": Level(entry["level"]), "generations": tuple(entry["generations"])}
            )
        except (KeyError, TypeError, ValueError) as error:
            name = entry.get("id", entry) if isinstance(entry, dict) else entry
            raise HarnessFault(f"{path.name}: the entry {name!r} is not valid: {error!r}") from error
        wrong = [
            name for name in entry if not (value := getattr(requirement, name)) or not isinstance(value, str | tuple)
        ]
        if wrong:
            raise HarnessFault(f"{path.name}: the entry {requirement.id!r} says nothing of {', '.join(wrong)}")
        if requirement.not_testable and requirement.attested:
            raise HarnessFault(f"{path.name}: the entry {requirement.id!r} is both not_testable and attested")
        if unknown := sorted(set(requirement.generations) - set(GENERATIONS)):
            raise HarnessFault(
                f"{path.name}: the entry {requirement.id!r} is of a generation nobody knows: {unknown[0]}"
            )
        if not ID.fullmatch(requirement.id) or requirement.id in catalogue:
            raise HarnessFault(f"{path.name}: {requirement.id!r} is not a new id of the form P2G-AREA-001")
        catalogue[requirement.id] = requirement
    return catalogue
