"""Items under items (OCI 5.0): each parent is there, is another item, and no item is its own ancestor.

Source: reference, hub and protocols, 3.1 (hierarchies need 4.01 or 5.0) and 3.2 (ITEM_TYPE, PARENT_ID).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from simulators.messages.oci.fields import field_name
from simulators.messages.oci.findings import Finding, shown
from simulators.messages.oci.items import OciItem

_NUMBER = re.compile("0{0,4}[1-9][0-9]{0,4}")
_WITHOUT = ("3.0", "4.0")


def hierarchy_findings(
    items: Mapping[int, OciItem], lost: Set[int], version: str
) -> tuple[list[Finding], list[Finding]]:
    """Return the faults, each of which drops its item, and the advisories of the structure of items by number.

    `lost` are the numbers of items dropped already: what stands under one of them is dropped too. In a version without
    hierarchies the two fields are not read, which is an advisory.
    """
    used = [number for number, item in items.items() if item.item_type or item.parent_id]
    if version in _WITHOUT:
        message = f"hierarchies need OCI 4.01 or 5.0, {version} was asked for; the items arrive side by side"
        return [], [Finding("hierarchy", field_name("PARENT_ID", number), message, number) for number in used]
    faults = {fault.item: fault for fault in _direct(items, lost)}
    sound = (number for number in used if items[number].parent_id and number not in faults)
    parents = {number: int(items[number].parent_id) for number in sound}
    for number in _in_circles(parents):
        message = "expected a parent that is no descendant, got a circle"
        faults[number] = Finding("hierarchy", field_name("PARENT_ID", number), message, number, True)
    bereft = [number for number in {*lost, *faults} if number is not None]
    children: dict[int, list[int]] = {}
    for number, parent in parents.items():
        children.setdefault(parent, []).append(number)
    while bereft:
        parent = bereft.pop()
        for number in children.get(parent, ()):
            if number not in faults:
                message = f"its parent, item {parent}, is dropped"
                faults[number] = Finding("hierarchy", field_name("PARENT_ID", number), message, number, True)
                bereft.append(number)
    return [faults[number] for number in sorted(number for number in faults if number is not None)], []


def _direct(items: Mapping[int, OciItem], lost: Set[int]) -> Iterator[Finding]:
    for number, item in items.items():
        where = field_name("PARENT_ID", number)
        if item.item_type == "O" and not item.parent_id:
            yield Finding("hierarchy", where, "expected a parent for a part (ITEM_TYPE O), got none", number, True)
        if not item.parent_id:
            continue
        parent = int(item.parent_id) if _NUMBER.fullmatch(item.parent_id) else None
        if parent is None or (parent not in items and parent not in lost):
            message = f"expected the number of another item, got {shown(item.parent_id)}"
            yield Finding("hierarchy", where, message, number, True)


def _in_circles(parents: Mapping[int, int]) -> set[int]:
    circles: set[int] = set()
    finished: set[int] = set()
    for start in parents:
        path: dict[int, None] = {}
        number: int | None = start
        while number is not None and number not in finished and number not in path:
            path[number] = None
            number = parents.get(number)
        if number is not None and number in path:
            walked = list(path)
            circles.update(walked[walked.index(number) :])
        finished.update(path)
    return circles
