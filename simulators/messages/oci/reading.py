"""The form a catalogue returns, read as SAP reads it: what is faulty is dropped, and here, unlike there, named.

A fault breaks the specification; one that `drops` costs the item. An advisory costs nothing and deserves a look.

Source: reference, hub and protocols, 3.2 and 7 (rows 1, 8, 10, 17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from simulators.messages.oci.charset import MOST_FIELDS
from simulators.messages.oci.fields import LONGTEXT, field_name
from simulators.messages.oci.findings import Finding, OciRejected, refuse, shown
from simulators.messages.oci.hierarchy import hierarchy_findings
from simulators.messages.oci.items import OciItem
from simulators.messages.oci.judging import item_of
from simulators.messages.oci.naming import is_fault, is_item_field, named

# PHP stops reading at this many fields and says nothing (max_input_vars).
PHP_FIELDS = 1_000
OK_CODE = "ADDI"
_CONTROLS = ("~okcode", "~caller", "~target")
_GAPS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that SAP loses without a word: its number in the form, and why."""

    number: int
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a returned form says: the items that arrive, with their numbers, and all that was found on the way.

    `others` are the fields that are not OCI's, such as those of the HOOK_URL, in order; they are not shown.
    """

    items: tuple[OciItem, ...]
    numbers: tuple[int, ...]
    dropped: tuple[Dropped, ...]
    faults: tuple[Finding, ...]
    advisories: tuple[Finding, ...]
    ok_code: str = ""
    caller: str = ""
    target: str = ""
    others: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def totals(self) -> dict[str, Fraction]:
        """Return the exact value of the items by currency; items without a price count for nothing."""
        sums: dict[str, Fraction] = {}
        for item in self.items:
            if (value := item.value) is not None:
                sums[item.currency] = sums.get(item.currency, Fraction(0)) + value
        return sums


def read_return(fields: Sequence[tuple[str, str]], *, version: str = "5.0", strict: bool = False) -> Reading:
    """Read the decoded fields of a returned form, as pairs of name and value; `version` is the one that was asked for.

    Raises:
        OciRejected: with every fault when `strict`; always "too large" beyond 200,000 fields.

    """
    if len(fields) > MOST_FIELDS:
        raise refuse("too large", "form", f"expected at most {MOST_FIELDS} fields, got {len(fields)}")
    form = _Form()
    for name, value in fields:
        form.take(name, value)
    reading = form.reading(version, len(fields))
    if strict and reading.faults:
        raise OciRejected(reading.faults)
    return reading


class _Form:
    """Collects the fields of a form by item, and what is found in their names."""

    def __init__(self) -> None:
        self._values: dict[int, dict[str, str]] = {}
        self._texts: dict[int, list[str]] = {}
        self._controls: dict[str, str] = {}
        self._others: list[tuple[str, str]] = []
        self._faults: list[Finding] = []
        self._advisories: list[Finding] = []
        self._of_items: dict[int, list[Finding]] = {}

    def take(self, name: str, value: str) -> None:
        """Put one field where it belongs."""
        if is_item_field(name):
            self._take_item_field(name, value)
        elif name.lower() in _CONTROLS:
            self._take_control(name, value)
        else:
            self._others.append((name, value))

    def reading(self, version: str, count: int) -> Reading:
        """Judge what was collected."""
        self._judge_form(count)
        self._judge_texts()
        items: dict[int, OciItem] = {}
        for number in sorted(self._values):
            item, faults, advisories = item_of(number, self._values[number], "\n".join(self._texts.get(number, ())))
            self._faults += faults
            self._advisories += advisories
            self._of_items.setdefault(number, []).extend(fault for fault in faults if fault.drops)
            if item is not None:
                items[number] = item
        lost = {number for number, reasons in self._of_items.items() if reasons}
        faults, advisories = hierarchy_findings(items, lost, version)
        self._faults += faults
        self._advisories += advisories
        for fault in faults:
            self._of_items[fault.item or 0].append(fault)
        dropped = [Dropped(number, tuple(self._of_items[number])) for number in sorted(self._of_items)]
        dropped = [item for item in dropped if item.reasons]
        kept = [number for number in items if not self._of_items[number]]
        return Reading(
            items=tuple(items[number] for number in kept),
            numbers=tuple(kept),
            dropped=tuple(dropped),
            faults=tuple(self._faults),
            advisories=tuple(self._advisories),
            ok_code=self._controls.get("~okcode", ""),
            caller=self._controls.get("~caller", ""),
            target=self._controls.get("~target", ""),
            others=tuple(self._others),
        )

    def _take_item_field(self, name: str, value: str) -> None:
        meant = named(name)
        for finding in meant.findings:
            if finding.name == "index zero" and 0 in self._of_items:
                continue
            (self._faults if is_fault(finding) else self._advisories).append(finding)
            if finding.drops and finding.item is not None:
                self._of_items.setdefault(finding.item, []).append(finding)
        if meant.field is None or not meant.item:
            return
        if meant.field == LONGTEXT:
            self._texts.setdefault(meant.item, []).append(value)
            return
        self._keep(self._values.setdefault(meant.item, {}), meant.field, name, value, meant.item)

    def _take_control(self, name: str, value: str) -> None:
        self._keep(self._controls, name.lower(), name, value, None)

    def _keep(self, values: dict[str, str], key: str, name: str, value: str, item: int | None) -> None:
        if key not in values:
            values[key] = value
        elif values[key] == value:
            self._advisories.append(Finding("duplicate", name, "came more than once with the same value", item=item))
        else:
            message = f"expected it once, got {shown(values[key])} and {shown(value)}"
            conflict = Finding("conflict", name, message, item=item, drops=item is not None)
            self._faults.append(conflict)
            if item is not None:
                self._of_items.setdefault(item, []).append(conflict)

    def _judge_form(self, count: int) -> None:
        code = self._controls.get("~okcode")
        if code is None:
            self._advisories.append(Finding("no ok code", "~OkCode", "expected ADDI, got no such field"))
        elif code.upper() != OK_CODE:
            self._faults.append(Finding("ok code", "~OkCode", f"expected {OK_CODE}, got {shown(code)}"))
        if self._controls.get("~target", "").lower() == "_self":
            message = "expected _top or the frame asked for, got _self: the cart returns into the catalogue's own frame"
            self._advisories.append(Finding("target", "~TARGET", message))
        if count > PHP_FIELDS:
            message = f"{count} fields; a receiver in PHP stops reading at {PHP_FIELDS} without a word"
            self._advisories.append(Finding("many fields", "form", message))
        last = max(self._values, default=0)
        missing = last - len(self._values)
        if missing:
            absent = (str(number) for number in range(1, last) if number not in self._values)
            first = ", ".join(islice(absent, _GAPS_SHOWN))
            message = f"items count from 1 without a gap; missing of {last}: {first}"
            more = f" and {missing - _GAPS_SHOWN} more" if missing > _GAPS_SHOWN else ""
            self._faults.append(Finding("index gap", "form", message + more))

    def _judge_texts(self) -> None:
        for number, texts in self._texts.items():
            where = field_name(LONGTEXT, number)
            if number not in self._values:
                self._faults.append(Finding("lost text", where, f"there is no item {number}", item=number))
            elif len(texts) > 1:
                message = f"{len(texts)} texts for one item; read as its lines"
                self._advisories.append(Finding("several texts", where, message, item=number))
