"""Members of a JSON object, read by kind: what is missing or of another kind becomes a fault that names its place."""

from __future__ import annotations

from collections.abc import Mapping, Set
from decimal import Decimal
from typing import Any

from simulators.messages import numbers

ZERO = Decimal(0)
_LONGS_END = 2**63


class Members:
    """Reads members of one object and collects what is wrong with them, by place, in the list it is given.

    A member that is not there reads as empty; when it is `needed`, that is a fault. With `numbers_as_text` a number is
    taken where text is asked for, as senders write part numbers and postal codes.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        faults: list[str],
        *,
        where: str = "",
        needed: Set[str] = frozenset(),
        numbers_as_text: bool = False,
    ) -> None:
        self._document = document
        self._faults = faults
        self._where = where
        self._needed = needed
        self._numbers_as_text = numbers_as_text

    def text(self, *keys: str) -> str:
        """Return text, under the first of these names that is there; "" without it."""
        key, value = self._first(keys)
        if value is None or value == "":
            self._miss(key)
            return ""
        if self._numbers_as_text and isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            self.fault(key, f"expected text, got {value!r:.80}")
            return ""
        return value

    def secret(self, key: str) -> str:
        """Return text that no fault repeats."""
        value = self._document.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
        self.fault(key, f"expected text, got a value of type {type(value).__name__}")
        return ""

    def texts(self, names: Mapping[str, str]) -> dict[str, Any]:
        """Return texts by attribute, of a mapping from attribute to member."""
        return {name: self.text(key) for name, key in names.items()}

    def amounts(self, names: Mapping[str, str]) -> dict[str, Any]:
        """Return exact numbers by attribute; 0 for one that is not there."""
        found = {name: self.number(key) for name, key in names.items()}
        return {name: ZERO if value is None else value for name, value in found.items()}

    def longs(self, names: Mapping[str, str]) -> dict[str, Any]:
        """Return whole numbers of 64 bits by attribute; 0 for one that is not there."""
        return {name: self.long(key) or 0 for name, key in names.items()}

    def number(self, *keys: str) -> Decimal | None:
        """Return an exact number, written as a number or as text, under the first of these names that is there."""
        key, value = self._first(keys)
        if value is None:
            self._miss(key)
            return None
        try:
            return numbers.decimal_from(value)
        except numbers.NotANumber as error:
            self.fault(key, str(error))
            return None

    def long(self, *keys: str) -> int | None:
        """Return a whole number of 64 bits, or None."""
        value = self.number(*keys)
        if value is None or (value == value.to_integral_value() and abs(value) < _LONGS_END):
            return None if value is None else int(value)
        self.fault(self._first(keys)[0], f"expected a whole number of 64 bits, got {str(value)!r:.80}")
        return None

    def lines(self, key: str) -> tuple[str, ...]:
        """Return lines of text: of a list, or of one text."""
        value = self._document.get(key)
        if not isinstance(value, list):
            line = self.text(key)
            return (line,) if line else ()
        inner = {str(index): line for index, line in enumerate(value)}
        reader = Members(inner, [], numbers_as_text=self._numbers_as_text)
        found = tuple(reader.text(index) for index in inner)
        self._faults += [f"{self._where}{key}[{fault.replace(':', ']:', 1)}" for fault in reader._faults]
        return found

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return an object as it is; an empty one without it."""
        value = self._document.get(key)
        if value is None or isinstance(value, dict):
            return value or {}
        self.fault(key, f"expected an object, got {value!r:.80}")
        return {}

    def has(self, key: str) -> bool:
        """Tell whether a member is there and not null."""
        return self._document.get(key) is not None

    def inner(self, key: str, needed: Set[str] | None = None) -> Members:
        """Return a reader of an object in this one; in one that is not there all is empty, and nothing is missed."""
        value = self._document.get(key)
        empty = Members({}, [], numbers_as_text=self._numbers_as_text)
        if value is None:
            self._miss(key)
            return empty
        return self.of(value, key, needed) or empty

    def each(self, key: str, needed: Set[str] | None = None) -> list[Members]:
        """Return a reader of each object in a list."""
        value = self._document.get(key)
        if value is None:
            self._miss(key)
            return []
        if not isinstance(value, list):
            self.fault(key, f"expected a list, got {value!r:.80}")
            return []
        readers = [self.of(item, f"{key}[{index}]", needed) for index, item in enumerate(value)]
        return [reader for reader in readers if reader is not None]

    def of(self, value: Any, name: str, needed: Set[str] | None = None) -> Members | None:
        """Return a reader of a value found in this object, or None, and a fault, when it is no object."""
        if not isinstance(value, dict):
            self.fault(name, f"expected an object, got {value!r:.80}")
            return None
        return Members(
            value,
            self._faults,
            where=f"{self._where}{name}.",
            needed=self._needed if needed is None else needed,
            numbers_as_text=self._numbers_as_text,
        )

    def fault(self, key: str, what: str) -> None:
        """Note what is wrong with a member."""
        self._faults.append(f"{self._where}{key}: {what}")

    def _first(self, keys: tuple[str, ...]) -> tuple[str, Any]:
        return next(((key, self._document[key]) for key in keys if self.has(key)), (keys[0], None))

    def _miss(self, key: str) -> None:
        if key in self._needed:
            self.fault(key, "missing")
