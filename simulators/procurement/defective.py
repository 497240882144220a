"""Procurement systems that are broken on purpose, to show that the harness knows its own faults.

The list beside it says of each what is wrong with it, and of which requirement the scenarios notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from simulators.messages.oci import Reading
from simulators.procurement.parts import Lines, ProcurementSwitch
from simulators.procurement.requisition import BroughtBack, held_after
from simulators.procurement.sessions import Session


def takes_nothing_for_a_cart(operation: str, before: Lines, brought: BroughtBack) -> Lines:
    """Return what is held of a cart: what came back, also when the message says that nothing did."""
    return held_after(operation, before, replace(brought, unchanged=False))


def says_nothing(session: Session, body: bytes, reading: Reading) -> tuple[str, ...]:
    """Return that nothing was noticed about a form."""
    del session, body, reading
    return ()


DEFECTS: Mapping[str, ProcurementSwitch] = {
    "nothing-taken-for-a-cart": lambda parts: replace(parts, held_after=takes_nothing_for_a_cart),
    "oci-form-taken-without-a-word": lambda parts: replace(parts, noticed=says_nothing),
}
LISTS = (Path(__file__).with_suffix(".toml"),)
