"""The names of the fields of a returned form: which field of which item each is, right or nearly right.

Source: reference, hub and protocols, 3.2 (forms of names, LONGTEXT) and 7 (row 17).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulators.messages.oci.fields import FIELDS, LONGTEXT, PREFIX
from simulators.messages.oci.findings import Finding, shown

_INDEX = r"(0|[1-9][0-9]{0,4})"
_RIGHT = re.compile(rf"{PREFIX}([A-Z0-9_]{{1,40}})\[{_INDEX}\]")
_RIGHT_LONGTEXT = re.compile(rf"{PREFIX}{LONGTEXT}_{_INDEX}:132\[\]")
_ODD_LONGTEXT = re.compile(rf"{PREFIX}{LONGTEXT}_{_INDEX}(?::[0-9]{{0,4}})?(?:\[[0-9]{{0,5}}\])?")
_KNOWN = re.compile(rf"{PREFIX}({'|'.join([*FIELDS, LONGTEXT, 'VENDMAT'])})(?![A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says: the field (LONGTEXT included) and the number of its item; both None when it says nothing."""

    field: str | None
    item: int | None
    findings: tuple[Finding, ...] = ()


def is_item_field(name: str) -> bool:
    """Tell whether a field belongs to an item, whatever the letter case of its name."""
    return name[: len(PREFIX)].upper() == PREFIX


def named(name: str) -> Named:
    """Read the name of an item's field.

    Findings that come with it: "letter case", "LONGTEXT form" (with a number in brackets alone, SAP appends the text
    to item 1), "unknown field" are advisories; "VENDMAT" (taken for VENDORMAT), "index form" (no item) and "index
    zero" (the item is lost) are faults. `is_fault` tells which is which.
    """
    upper = name.upper() if len(name) <= 100 else name
    case = () if upper == name else (Finding("letter case", name, f"expected {upper}; taken for it"),)
    if found := _RIGHT_LONGTEXT.fullmatch(upper):
        return _of_item(LONGTEXT, int(found[1]), name, case)
    if found := _ODD_LONGTEXT.fullmatch(upper):
        number = int(found[1])
        message = f"expected {PREFIX}{LONGTEXT}_{number}:132[]; taken for it"
        return _of_item(LONGTEXT, number, name, (*case, Finding("LONGTEXT form", name, message, item=number)))
    if found := _RIGHT.fullmatch(upper):
        return _right(found[1], int(found[2]), name, case)
    if _KNOWN.match(upper):
        message = f"expected a number of an item from 1, as in {PREFIX}UNIT[1]; the field belongs to none"
        return Named(None, None, (Finding("index form", shown(name), message),))
    return Named(None, None, (Finding("unknown field", shown(name), "no field of OCI; ignored"),))


def is_fault(finding: Finding) -> bool:
    """Tell whether a finding about a name breaks the specification."""
    return finding.name in ("VENDMAT", "index form", "index zero")


def _right(field: str, number: int, name: str, findings: tuple[Finding, ...]) -> Named:
    if field == LONGTEXT:
        message = f"expected {PREFIX}{LONGTEXT}_{number}:132[]; SAP appends this text to item 1"
        return Named(LONGTEXT, 1, (*findings, Finding("LONGTEXT form", name, message, item=1)))
    if field == "VENDMAT":
        message = f"expected {PREFIX}VENDORMAT[{number}]; taken for it, where SAP loses it"
        return _of_item("VENDORMAT", number, name, (*findings, Finding("VENDMAT", name, message, item=number)))
    if field not in FIELDS:
        return Named(None, None, (*findings, Finding("unknown field", name, "no field of OCI; ignored", item=number)))
    return _of_item(field, number, name, findings)


def _of_item(field: str, number: int, name: str, findings: tuple[Finding, ...]) -> Named:
    if number == 0:
        zero = Finding("index zero", name, "items count from 1; item 0 is lost", item=0, drops=True)
        return Named(field, 0, (*findings, zero))
    return Named(field, number, findings)
