"""What is found in an OCI message: faults, which break the specification, and advisories, which only deserve a look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

_Form: TypeAlias = Literal["too large", "many fields", "ok code", "no ok code", "target", "duplicate", "conflict"]
_FieldName: TypeAlias = Literal[
    "index zero", "index form", "index gap", "LONGTEXT form", "VENDMAT", "unknown field", "letter case"
]
_Text: TypeAlias = Literal[
    "missing", "too long", "half a character", "control character", "trailing blank", "several texts", "lost text"
]
_Number: TypeAlias = Literal[
    "leading blank", "thousands separator", "decimal comma", "negative", "too many digits", "too many decimals"
]
_Worth: TypeAlias = Literal[
    "not a number", "not a whole number", "zero", "unit", "currency", "finer than the currency", "not carried exactly"
]
_Rule: TypeAlias = Literal["schema", "contract", "quote", "service", "attachment", "item type", "hierarchy"]
_Built: TypeAlias = Literal["description cut", "not read back"]
_Launch: TypeAlias = Literal["hook", "hook name", "version", "function", "SOURCING", "default", "catalogue"]
_Charset: TypeAlias = Literal[
    "character set", "outside the character set", "windows-1252", "not in the character set", "mojibake"
]
_Page: TypeAlias = Literal["character reference"]

Name: TypeAlias = _Form | _FieldName | _Text | _Number | _Worth | _Rule | _Built | _Launch | _Charset | _Page
"""The stable words a finding is known by."""

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its name, the field or parameter it was found at, what was expected and what came.

    `item` is the number of the item it belongs to, from 1, or None; `drops` tells that the item is lost by it.
    """

    name: Name
    where: str
    message: str
    item: int | None = None
    drops: bool = False

    def __str__(self) -> str:
        """Give place, name and explanation in one line."""
        return f"{self.where}: {self.name}: {self.message}"


class OciRejected(ValueError):
    """A message, or a value on its way into one, that this package refuses: `faults` names each reason."""

    def __init__(self, faults: Iterable[Finding]) -> None:
        """Keep the faults; the text shows the first twenty."""
        self.faults = tuple(faults)
        shown = "; ".join(str(fault) for fault in self.faults[:_SHOWN])
        more = len(self.faults) - _SHOWN
        super().__init__(f"{shown}; and {more} more" if more > 0 else shown)


def refuse(name: Name, where: str, message: str) -> OciRejected:
    """Give the refusal for a single reason, to be raised."""
    return OciRejected((Finding(name, where, message),))


def shown(value: str) -> str:
    """Give a stranger's text in a form fit for a message: quoted and cut."""
    return repr(value) if len(value) <= 60 else f"{value[:60]!r} and {len(value) - 60} characters more"
