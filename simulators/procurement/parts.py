"""The parts a procurement system is built from: another behaviour is another part in the place of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulators.messages.oci import Reading
from simulators.procurement.oci import noticed
from simulators.procurement.requisition import BroughtBack, HeldLine, held_after
from simulators.procurement.sessions import Session

Lines = tuple[HeldLine, ...]


@dataclass(frozen=True)
class ProcurementParts:
    """What a procurement system does with what comes back: what it holds then, and what it says of an OCI form."""

    held_after: Callable[[str, Lines, BroughtBack], Lines] = held_after
    noticed: Callable[[Session, bytes, Reading], tuple[str, ...]] = noticed


GOOD_PROCUREMENT = ProcurementParts()

ProcurementSwitch = Callable[[ProcurementParts], ProcurementParts]
