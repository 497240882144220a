"""What the connector's documentation states, statement by statement, and which requirements cover each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from harness.errors import HarnessFault
from harness.requirements import Requirement


@dataclass(frozen=True)
class Document:
    """One documentation: its short name, its title, and the generation of the connector it describes."""

    name: str
    title: str
    generation: str


@dataclass(frozen=True)
class Statement:
    """One statement: its number under its heading, from 1, what it says in our words, the ids that cover it."""

    document: Document
    heading: str
    number: int
    says: str
    requirements: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the statement is called wherever it is spoken of."""
        return f"{self.document.name}: {self.heading}, {self.number}"


@cache
def read_documentation(path: Path) -> tuple[Statement, ...]:
    """Read the statements of all documentations, in the order of the file.

    Raises:
        HarnessFault: when it cannot be read, or an entry lacks a member, has an unknown one or says nothing.

    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        documents = {entry["name"]: Document(**entry) for entry in content["document"]}
        statements = tuple(
            _statement(documents[heading["document"]], heading["name"], number, entry)
            for heading in content["heading"]
            for number, entry in enumerate(heading["statements"], start=1)
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise HarnessFault(f"{path.name} cannot be read: {error!r}") from error
    names = [statement.name for statement in statements]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise HarnessFault(f"{path.name}: a heading is there twice: {repeated[0]}")
    return statements


def of_generation(statements: Iterable[Statement], generation: str) -> tuple[Statement, ...]:
    """Return the statements of the documentation that describes a generation."""
    return tuple(statement for statement in statements if statement.document.generation == generation)


def unplaced(statements: Iterable[Statement], catalogue: Mapping[str, Requirement], generation: str) -> tuple[str, ...]:
    """Return the requirements of a generation whose source is a heading that has no statement they cover."""
    own = of_generation(statements, generation)
    headings = {statement.heading for statement in own}
    named = {name for statement in own for name in statement.requirements}
    return tuple(
        requirement.id
        for requirement in catalogue.values()
        if generation in requirement.generations and requirement.source in headings and requirement.id not in named
    )


def _statement(document: Document, heading: str, number: int, entry: Mapping[str, Any]) -> Statement:
    says, requirements = entry["says"], tuple(entry["requirements"])
    if not says or not requirements or set(entry) != {"says", "requirements"}:
        raise ValueError(f"{document.name}: {heading}, {number} has to say something and name requirements")
    return Statement(document, heading, number, says, requirements)
