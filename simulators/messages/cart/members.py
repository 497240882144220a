"""The members of one object of a cart, found in whichever spelling, and read tolerantly: each oddity is noted.

Source: reference, hub and protocols, 1.7 (variants); Liferay connector, 6.2 and 15 (number and string forms).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simulators.messages import numbers
from simulators.messages.advisories import Notes, shown
from simulators.messages.cart.spelling import IGNORED, plain
from simulators.messages.cart.values import ZERO

_LONGEST_KEY = 60
_IDS_END = 2**63
_EXACT_IN_JAVASCRIPT = 2**53


@dataclass(frozen=True)
class Found:
    """A member as it came: its key, its value, which is not null, and its place in the message."""

    key: str
    value: Any
    place: str


class Members:
    """Reads members of an object by what they mean.

    `spellings` has the meaning by plain key, `keys` the key by meaning in the form that is read. What means nothing,
    or has no place in the form, is in `unknown` or advised of.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        where: str,
        spellings: Mapping[str, str],
        keys: Mapping[str, str],
        notes: Notes,
    ) -> None:
        self.where = where
        self.unknown: dict[str, Any] = {}
        self._keys = keys
        self._notes = notes
        self._found: dict[str, Found] = {}
        for key, value in document.items():
            meaning = spellings.get(plain(key))
            if meaning is None:
                self.unknown[key] = value
            elif value is not None:
                self._take(meaning, Found(key, value, where + _printable(key)))
        for meaning, found in self._found.items():
            self._advise_of_spelling(meaning, found)

    def get(self, meaning: str) -> Found | None:
        """Return a member, or None when it is missing or null."""
        return self._found.get(meaning)

    def add(self, others: Members) -> None:
        """Take over members of another object; one that is in both counts where the form has it."""
        for meaning, found in others._found.items():
            own = self._found.get(meaning)
            if own is not None and own.value != found.value:
                self._notes.advise("said-twice", found.place, found.value)
            if own is None or meaning in others._keys:
                self._found[meaning] = found

    def advise_of_unknown(self) -> None:
        """Advise of members that mean nothing in any form."""
        for key in self.unknown.keys() - IGNORED:
            self._notes.advise("unknown-member", self.where + _printable(key))

    def text(self, meaning: str, *, needed: bool = False) -> str:
        """Return a text, "" when it is missing; a number is taken for its text."""
        found = self._found.get(meaning)
        if found is None or found.value == "":
            self._missing(meaning, needed)
            return ""
        if isinstance(found.value, str):
            return found.value
        if isinstance(found.value, bool) or not isinstance(found.value, int | Decimal):
            self._wrong(meaning, found, "text")
            return ""
        self._notes.advise("text-as-number", found.place, found.value)
        return found.value.text if isinstance(found.value, numbers.Written) else str(found.value)

    def amount(self, meaning: str, *, needed: bool = False) -> Decimal:
        """Return an amount or quantity, zero when it is missing; none may be negative."""
        found = self._found.get(meaning)
        if found is None or found.value == "":
            self._missing(meaning, needed)
            return ZERO
        number = self._number(found)
        if number < 0:
            self._notes.fault(found.place, f"expected zero or more, got {shown(str(number))}")
            return ZERO
        if isinstance(found.value, str):
            self._notes.advise("number-as-text", found.place, found.value)
        return number

    def id(self, meaning: str) -> int:
        """Return an id, a whole number of 64 bits, 0 when it is missing."""
        found = self._found.get(meaning)
        if found is None or found.value == "":
            return 0
        number = self._number(found)
        if number != number.to_integral_value() or abs(number) >= _IDS_END:
            self._notes.fault(found.place, f"expected a whole number of 64 bits, got {shown(str(number))}")
            return 0
        if isinstance(found.value, str):
            self._notes.advise("id-as-text", found.place, found.value)
        else:
            self._notes.advise("id-as-number", found.place, found.value)
        return int(number)

    def flag(self, meaning: str) -> int | None:
        """Return 0 or 1, None when it is missing or neither."""
        found = self._found.get(meaning)
        if found is None:
            return None
        if isinstance(found.value, bool) or found.value not in (0, 1):
            self._notes.advise("edit-mode-not-0-or-1", found.place, found.value)
        said = str(found.value).lower()
        return {"0": 0, "1": 1, "false": 0, "true": 1}.get(said)

    def inner(self, meaning: str, spellings: Mapping[str, str], keys: Mapping[str, str]) -> Members:
        """Return the members of an object in this one; none when it is missing, or the list that PHP has for it."""
        found = self._found.get(meaning)
        value = {} if found is None or found.value == [] else found.value
        place = found.place if found else ""
        if found is not None and not isinstance(value, dict):
            self._wrong(meaning, found, "an object")
            value = {}
        return Members(value, f"{place}.", spellings, keys, self._notes)

    def place(self, meaning: str) -> str:
        """Return where a member stands, or where it would in the form."""
        found = self._found.get(meaning)
        return found.place if found else self.where + self._keys.get(meaning, meaning)

    def _take(self, meaning: str, found: Found) -> None:
        before = self._found.get(meaning)
        if before is not None and before.value != found.value:
            self._notes.advise("said-twice", found.place, found.value)
        if before is None or found.key == self._keys.get(meaning):
            self._found[meaning] = found

    def _advise_of_spelling(self, meaning: str, found: Found) -> None:
        if plain(found.key) == "currencycode":
            self._notes.advise("currency-code-key", found.place)
            if meaning in self._keys and self._keys[meaning] in ("currency", found.key):
                return
        if meaning not in self._keys:
            self._notes.advise("unknown-member", found.place)
        elif found.key != self._keys[meaning]:
            self._notes.advise("other-spelling", found.place, self._keys[meaning])

    def _wrong(self, meaning: str, found: Found, expected: str) -> None:
        """Take down a value of the wrong type, unless the form has no place for it: that is advised of already."""
        if meaning in self._keys:
            self._notes.fault(found.place, f"expected {expected}, got {shown(found.value)}")

    def _missing(self, meaning: str, needed: bool) -> None:
        if needed:
            self._notes.fault(self.place(meaning), "missing")

    def _number(self, found: Found) -> Decimal:
        try:
            number = numbers.decimal_from(found.value)
        except numbers.NotANumber as error:
            self._notes.fault(found.place, str(error))
            return ZERO
        text = found.value.text if isinstance(found.value, numbers.Written) else found.value
        if isinstance(text, str) and "e" in text.lower():
            self._notes.advise("number-with-exponent", found.place, text)
        return number


def _printable(key: str) -> str:
    return key[:_LONGEST_KEY] if key.isprintable() else ascii(key)[:_LONGEST_KEY]
