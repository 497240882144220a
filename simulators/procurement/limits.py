"""What a platform's limits would do to the lines of a cart: advice for the shop, never a failure.

Source: reference, hub and protocols, 2.8 and 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from simulators.messages.units import is_unit_code
from simulators.procurement.profiles import OCI, Profile
from simulators.procurement.requisition import HeldLine

# OCI has the piece by its ISO code, which UN/CEFACT's list has not.
_ISO_UNITS = frozenset({"PCE"})


def limits_met(profile: Profile, lines: tuple[HeldLine, ...]) -> Iterator[str]:
    """Tell what of a cart a platform would cut, change or refuse, line by line."""
    for number, line in enumerate(lines, start=1):
        for what in _of_line(profile, line):
            yield f"{profile.title}, line {number} ({line.auxiliary_id or line.part_id}): {what}"


def _of_line(profile: Profile, line: HeldLine) -> Iterator[str]:
    limits = profile.limits
    for name, text, most in (
        ("part id", line.part_id, limits.part_id),
        ("auxiliary id", line.auxiliary_id, limits.auxiliary_id),
        ("unit of measure", line.unit_of_measure, limits.unit),
        ("manufacturer", line.manufacturer, limits.manufacturer),
    ):
        if most and len(text) > most:
            yield f"the {name} has {len(text)} characters, {most} are kept"
    for name, text in (("part id", line.part_id), ("auxiliary id", line.auxiliary_id)):
        if forbidden := sorted(set(text) & set(limits.forbidden_in_ids)):
            yield f"the {name} holds {' '.join(forbidden)}, for which the line is refused"
    size = len(line.description.encode())
    if limits.description_bytes and size > limits.description_bytes:
        yield f"the description has {size} bytes, {limits.description_bytes} are kept"
    elif limits.description_shown and len(line.description) > limits.description_shown:
        yield f"the description has {len(line.description)} characters, {limits.description_shown} are shown"
    if limits.unit_price_decimals and _decimals(line.unit_price) > limits.unit_price_decimals:
        yield f"the unit price has {_decimals(line.unit_price)} decimals, {limits.unit_price_decimals} are kept"
    for domain, code in line.classifications:
        if limits.unspsc_digits and domain == "UNSPSC" and (len(code) != limits.unspsc_digits or not code.isdecimal()):
            yield f"the UNSPSC code {code!r} has not {limits.unspsc_digits} digits"
    # Of a line that was only told by its ids nobody knows the unit yet.
    is_told = line.unit_of_measure or line.unit_price is not None
    if limits.unit_unknown and is_told and not _is_known(profile, line.unit_of_measure):
        yield f"the unit of measure {line.unit_of_measure!r} may be unknown: {limits.unit_unknown}"


def _is_known(profile: Profile, unit: str) -> bool:
    return is_unit_code(unit) or (profile.protocol == OCI and unit in _ISO_UNITS)


def _decimals(price: Decimal | None) -> int:
    exponent = price.normalize().as_tuple().exponent if price is not None else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
