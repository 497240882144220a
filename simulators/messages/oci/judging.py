"""One item of a returned form against the rules of its fields: lengths, numbers, what is needed and what goes together.

Source: reference, hub and protocols, 3.2 and 6.2 (buyer under test, 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from simulators.messages.currencies import decimals_of
from simulators.messages.oci.fields import (
    FIELDS,
    LONGTEXT,
    Field,
    Form,
    decimal_from,
    field_name,
    length_of,
    whole_from,
)
from simulators.messages.oci.findings import Finding, Name, OciRejected, shown
from simulators.messages.oci.items import OciItem, cut

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_HALF = re.compile("[\ud800-\udfff]")
_ISO_UNIT = re.compile("[A-Z0-9]{1,3}")
_ISO_CURRENCY = re.compile("[A-Z]{3}")
_WEB_ADDRESS = re.compile("(?:https?|ftp)://", re.IGNORECASE)
# SAP's internal units that mean something else, or nothing, among the ISO codes, and what they should be.
_INTERNAL_UNITS = {"ST": "PCE", "KAR": "CT", "PAK": "PK", "PAA": "PR", "DZ": "DZN"}
# The field that is needed, the one that makes it so, and the name of the fault.
_TOGETHER: tuple[tuple[str, str, Name], ...] = (
    ("CURRENCY", "PRICE", "missing"),
    ("CONTRACT", "CONTRACT_ITEM", "contract"),
    ("EXT_QUOTE_ID", "EXT_QUOTE_ITEM", "quote"),
    ("EXT_SCHEMA_TYPE", "EXT_CATEGORY_ID", "schema"),
    ("EXT_SCHEMA_TYPE", "EXT_CATEGORY", "schema"),
)


def item_of(
    number: int, values: Mapping[str, str], longtext: str
) -> tuple[OciItem | None, list[Finding], list[Finding]]:
    """Return an item with the faults and the advisories found, from its raw values by name of field.

    A text that is too long is cut as the receiver does. The item is None when a fault drops it.
    """
    faults: list[Finding] = []
    advisories: list[Finding] = []
    read: dict[str, Any] = {}
    for name, value in values.items():
        if value.strip() == "":
            continue
        field, where = FIELDS[name], field_name(name, number)
        try:
            found = _text(field, value, where, number, faults)
            if field.form is Form.DECIMAL:
                found = decimal_from(value, where)
            elif field.form is Form.WHOLE:
                found = whole_from(value, where, field.length or 0)
            read[field.attribute] = found
        except OciRejected as rejected:
            faults.extend(Finding(fault.name, where, fault.message, number, True) for fault in rejected.faults)
    if _HALF.search(longtext):
        where = field_name(LONGTEXT, number)
        faults.append(Finding("half a character", where, "expected characters, got half of one", number))
    present = {name for name, value in values.items() if value.strip() != ""}
    faults.extend(_lacking(present, number))
    if read.get("priceunit") == 0:
        faults.append(Finding("zero", field_name("PRICEUNIT", number), "expected 1 or more, got 0", number, True))
    if any(fault.drops for fault in faults):
        return None, faults, advisories
    item = OciItem(**read, longtext=longtext)
    advisories.extend(_advice(item, values, number))
    return item, faults, advisories


def _text(field: Field, value: str, where: str, number: int, faults: list[Finding]) -> Any:
    if field.form in (Form.DECIMAL, Form.WHOLE):
        return value
    if _CONTROL.search(value):
        faults.append(Finding("control character", where, f"expected one line of text, got {shown(value)}", number))
    if _HALF.search(value):
        faults.append(Finding("half a character", where, "expected characters, got half of one", number))
    length = length_of(value.rstrip(" "))
    if field.length is None or length <= field.length:
        return value
    message = f"expected at most {field.length} characters, got {length}: {shown(value)}"
    faults.append(Finding("too long", where, message, number, field.form is Form.CODE))
    return cut(value, field.length)


def _lacking(present: set[str], number: int) -> Iterator[Finding]:
    needed = ["QUANTITY"] if "MATNR" in present else ["QUANTITY", "DESCRIPTION", "UNIT"]
    for name in needed:
        if name not in present:
            unless = "" if name == "QUANTITY" else " (needed without MATNR)"
            yield Finding("missing", field_name(name, number), f"expected a value, got none{unless}", number, True)
    for name, because, fault in _TOGETHER:
        if because in present and name not in present:
            message = f"expected a value with {because}, got none"
            yield Finding(fault, field_name(name, number), message, number, True)


def _advice(item: OciItem, values: Mapping[str, str], number: int) -> Iterator[Finding]:
    for name, message in _remarks(item, values):
        field, _, text = message.partition(": ")
        yield Finding(name, field_name(field, number), text, number)


def _remarks(item: OciItem, values: Mapping[str, str]) -> Iterator[tuple[Name, str]]:
    if item.quantity == 0:
        yield "zero", "QUANTITY: expected more than nothing, got 0"
    for name, field in FIELDS.items():
        if field.form in (Form.DECIMAL, Form.WHOLE) and values.get(name, "").rstrip() != values.get(name, ""):
            yield "trailing blank", f"{name}: expected digits to the last character"
    if item.unit in _INTERNAL_UNITS:
        yield "unit", f"UNIT: {item.unit} is SAP's own; its ISO code is {_INTERNAL_UNITS[item.unit]}"
    elif item.unit and not _ISO_UNIT.fullmatch(item.unit):
        yield "unit", f"UNIT: expected an ISO code of capitals and digits, got {shown(item.unit)}"
    if item.currency and not _ISO_CURRENCY.fullmatch(item.currency):
        yield "currency", f"CURRENCY: expected three capitals of ISO 4217, got {shown(item.currency)}"
    elif item.price is not None and _decimals(item.price) > decimals_of(item.currency):
        fewer = f"{item.currency} has {decimals_of(item.currency)} decimals"
        yield "finer than the currency", f"PRICE: {fewer}, the price {_decimals(item.price)}: it may be rounded"
    if item.ext_schema_type and not (item.ext_category_id or item.ext_category):
        yield "schema", "EXT_SCHEMA_TYPE: expected a category of this schema, got none"
    if item.ext_schema_type.upper() == "UNSPSC" and not re.fullmatch("[0-9]{8}|", item.ext_category_id or ""):
        yield "schema", f"EXT_CATEGORY_ID: expected 8 digits of UNSPSC, got {shown(item.ext_category_id)}"
    if item.service not in ("", "X"):
        yield "service", f"SERVICE: expected X or nothing, got {shown(item.service)}"
    if item.attachment and not _WEB_ADDRESS.match(item.attachment):
        yield "attachment", f"ATTACHMENT: expected an address of the web, got {shown(item.attachment)}"
    if (item.attachment_title or item.attachment_purpose) and not item.attachment:
        yield "attachment", "ATTACHMENT: expected an address with its title or purpose, got none"
    if item.attachment_purpose not in ("", "C"):
        yield "attachment", f"ATTACHMENT_PURPOSE: expected C or nothing, got {shown(item.attachment_purpose)}"
    if item.item_type not in ("", "R", "O"):
        yield "item type", f"ITEM_TYPE: expected R (root) or O (part of it), got {shown(item.item_type)}"


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
