"""Objects of the standard JSON read tolerantly: nulls, PHP's empty lists for objects, numbers for texts.

Source: reference, hub and protocols, 1.2 and 1.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simulators.messages import numbers
from simulators.messages.advisories import Notes, shown


class StandardRejected(ValueError):
    """A session request or launch that cannot be used; the message names each fault by its place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class StandardObject:
    """An object of a message, with its place (ending in a dot, "" for the whole), and where oddities are noted."""

    document: Mapping[str, Any]
    where: str
    notes: Notes

    @classmethod
    def read(cls, body: bytes, what: str, notes: Notes, where: str = "") -> StandardObject:
        """Read the object a JSON text in UTF-8 holds.

        Raises:
            StandardRejected: when it holds none; `what` names the text.

        """
        try:
            document = numbers.loads(body, as_written=True)
        except ValueError as error:
            raise StandardRejected((f"{what} is not JSON: {error}",)) from None
        if document == []:
            notes.advise("list-for-object", what)
            document = {}
        if not isinstance(document, dict):
            raise StandardRejected((f"{what} is not a JSON object",))
        return cls(document, where, notes)

    def inner(self, key: str) -> StandardObject:
        """Return an object in this one; one that is missing or null, or the empty list PHP has for it, is empty."""
        value = self.document.get(key)
        where = f"{self.where}{key}."
        if value == []:
            self.notes.advise("list-for-object", f"{self.where}{key}")
            value = {}
        elif value is not None and not isinstance(value, dict):
            self.notes.fault(f"{self.where}{key}", f"expected an object, got {shown(value)}")
            value = {}
        return StandardObject(value or {}, where, self.notes)

    def objects(self, key: str) -> tuple[StandardObject, ...]:
        """Return the objects of a list in this one, none when it is missing or null."""
        value = self.document.get(key)
        if value is None:
            return ()
        # PHP writes a list whose first index is not 0 as an object with numeric keys.
        if isinstance(value, dict) and all(name.isdecimal() for name in value):
            value = list(value.values())
        if not isinstance(value, list):
            self.notes.fault(f"{self.where}{key}", f"expected a list, got {shown(value)}")
            return ()
        found = []
        for index, element in enumerate(value):
            if isinstance(element, dict):
                found.append(StandardObject(element, f"{self.where}{key}[{index}].", self.notes))
            else:
                self.notes.fault(f"{self.where}{key}[{index}]", f"expected an object, got {shown(element)}")
        return tuple(found)

    def text(self, key: str, *, needed: bool = False, secret: bool = False) -> str:
        """Return a text, "" when it is missing or null; a number is taken for its text. A `secret` is never shown."""
        value = self.document.get(key)
        place = f"{self.where}{key}"
        if value is None and key in self.document:
            self.notes.advise("null-for-text", place)
        if value is None or value == "":
            if needed:
                self.notes.fault(place, "missing")
            return ""
        return self._text(value, place, secret=secret)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return all members as names and texts; a null is ""."""
        for name, value in self.document.items():
            if value is None:
                self.notes.advise("null-for-text", f"{self.where}{_printable(name)}")
        return tuple(
            (name, "" if value is None else self._text(value, f"{self.where}{_printable(name)}"))
            for name, value in self.document.items()
        )

    def quantity(self, key: str) -> Decimal:
        """Return a quantity, 1 when it is missing or null; it is never negative."""
        value = self.document.get(key)
        place = f"{self.where}{key}"
        if value is None:
            return Decimal(1)
        try:
            number = numbers.decimal_from(value)
        except numbers.NotANumber as error:
            self.notes.fault(place, str(error))
            return Decimal(1)
        if number < 0:
            self.notes.fault(place, f"expected zero or more, got {shown(str(number))}")
        if isinstance(value, str):
            self.notes.advise("number-as-text", place, value)
        return number

    def _text(self, value: Any, place: str, *, secret: bool = False) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.notes.fault(place, f"expected text, got {type(value).__name__ if secret else shown(value)}")
            return ""
        self.notes.advise("text-as-number", place, None if secret else value)
        return value.text if isinstance(value, numbers.Written) else str(value)


def _printable(name: str) -> str:
    return name if name.isprintable() else ascii(name)
