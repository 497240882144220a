"""The fields of an OCI item as data, and the rules of their numbers.

Source: reference, hub and protocols, 3.2 (the table of OCI 4.0; ITEM_TYPE and PARENT_ID are of 5.0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from simulators.messages.oci.findings import OciRejected, refuse, shown

PREFIX = "NEW_ITEM-"
LONGTEXT = "LONGTEXT"
MOST_DIGITS = 11
MOST_DECIMALS = 3
MOST_PRICE_UNIT = 99_999
MOST_ITEMS = 99_999


class Form(StrEnum):
    """What a field holds. A text that is too long is cut by the receiver; a code that is too long is another code."""

    TEXT = "text"
    CODE = "code"
    DECIMAL = "decimal"
    WHOLE = "whole number"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name without `NEW_ITEM-`, its length in characters (None: no limit is known), what it holds."""

    name: str
    length: int | None
    form: Form = Form.CODE

    @property
    def attribute(self) -> str:
        """The name of the field in an `OciItem`."""
        return self.name.lower()


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        field.name: field
        for field in (
            Field("DESCRIPTION", 40, Form.TEXT),
            Field("MATNR", 40),
            Field("QUANTITY", 15, Form.DECIMAL),
            Field("UNIT", 3),
            Field("PRICE", 15, Form.DECIMAL),
            Field("CURRENCY", 5),
            Field("PRICEUNIT", 5, Form.WHOLE),
            Field("LEADTIME", 5, Form.WHOLE),
            Field("VENDOR", 10),
            Field("VENDORMAT", 40),
            Field("MANUFACTCODE", 10),
            Field("MANUFACTMAT", 40),
            Field("MATGROUP", 10),
            Field("SERVICE", 1),
            Field("CONTRACT", 10),
            Field("CONTRACT_ITEM", 5),
            Field("EXT_QUOTE_ID", 35),
            Field("EXT_QUOTE_ITEM", 10),
            Field("EXT_PRODUCT_ID", 40),
            Field("ATTACHMENT", 255),
            Field("ATTACHMENT_TITLE", 255, Form.TEXT),
            Field("ATTACHMENT_PURPOSE", 1),
            Field("EXT_SCHEMA_TYPE", 10),
            Field("EXT_CATEGORY_ID", 60),
            Field("EXT_CATEGORY", 40),
            Field("SLD_SYS_NAME", None),
            Field("CUST_FIELD1", 10, Form.TEXT),
            Field("CUST_FIELD2", 10, Form.TEXT),
            Field("CUST_FIELD3", 10, Form.TEXT),
            Field("CUST_FIELD4", 20, Form.TEXT),
            Field("CUST_FIELD5", 50, Form.TEXT),
            Field("ITEM_TYPE", 1),
            Field("PARENT_ID", 5),
        )
    }
)
"""Every field of an item but LONGTEXT, whose name has a form of its own and which has no limit."""

_PLAIN = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)
_WHOLE = re.compile(r"\d+", re.ASCII)
_SIGNED = re.compile(r"-\s*\d[\d.,]*|\d[\d.,]*\s*-", re.ASCII)
_GROUPED = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d{1,3}(?:\.\d{3})+(?:,\d*|\.\d{3})|\d{1,3}(?:[ '\u00a0\u2019\u202f]\d{3})+"
)
_COMMA = re.compile(r"\d*,\d+", re.ASCII)
_LONGEST_NUMBER = 40


def field_name(name: str, item: int) -> str:
    """Give the full name of a field of an item, counted from 1: `NEW_ITEM-UNIT[1]`, `NEW_ITEM-LONGTEXT_1:132[]`."""
    return f"{PREFIX}{LONGTEXT}_{item}:132[]" if name == LONGTEXT else f"{PREFIX}{name}[{item}]"


def length_of(text: str) -> int:
    """Give the length of a text as the receiver counts it: in UTF-16 units, of which an emoji takes two."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def decimal_from(value: str, where: str) -> Decimal:
    """Read QUANTITY or PRICE: at most 11 digits, a point, at most 3 decimals, and nothing else.

    Raises:
        OciRejected: by name: leading blank, thousands separator, decimal comma, negative, too many digits, too many
            decimals, not a number.

    """
    number = _without_blanks(value, where)
    found = _PLAIN.fullmatch(number)
    if not found:
        raise _not_plain(number, value, where)
    whole, decimals = found[1], found[2] or ""
    if len(whole) > MOST_DIGITS:
        raise refuse("too many digits", where, f"expected at most {MOST_DIGITS} before the point, got {len(whole)}")
    if len(decimals) > MOST_DECIMALS:
        raise refuse("too many decimals", where, f"expected at most {MOST_DECIMALS}, got {shown(value)}")
    return Decimal(number)


def whole_from(value: str, where: str, length: int) -> int:
    """Read PRICEUNIT or LEADTIME: digits only, `length` at most.

    Raises:
        OciRejected: by name: as `decimal_from`, or not a whole number.

    """
    number = _without_blanks(value, where)
    if not _WHOLE.fullmatch(number):
        if _PLAIN.fullmatch(number):
            raise refuse("not a whole number", where, f"expected digits only, got {shown(value)}")
        raise _not_plain(number, value, where)
    if len(number) > length:
        raise refuse("too many digits", where, f"expected at most {length}, got {len(number)}")
    return int(number)


def decimal_text(value: Decimal) -> str:
    """Write QUANTITY or PRICE, with three decimals as in SAP's own samples; what does not fit is written as it is."""
    plain = f"{value:f}" if value.is_finite() and abs(value.adjusted()) <= _LONGEST_NUMBER else str(value)
    whole, _, decimals = plain.partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<{MOST_DECIMALS}}" if value.is_finite() else plain


def _without_blanks(value: str, where: str) -> str:
    if value[:1].isspace():
        raise refuse("leading blank", where, f"expected a number from the first character on, got {shown(value)}")
    return value.rstrip()


def _not_plain(number: str, value: str, where: str) -> OciRejected:
    expected = f"expected digits and a decimal point, got {shown(value)}"
    if len(number) <= _LONGEST_NUMBER:
        if _SIGNED.fullmatch(number):
            return refuse("negative", where, f"expected zero or more, got {shown(value)}")
        if _GROUPED.fullmatch(number):
            return refuse("thousands separator", where, expected)
        if _COMMA.fullmatch(number):
            return refuse("decimal comma", where, expected)
    return refuse("not a number", where, expected)
