"""PRICE and PRICEUNIT so chosen that the value of a line survives exactly, or a refusal: nothing is ever rounded.

The price is per PRICEUNIT: a line is worth quantity x price / price unit.

Source: reference, hub and protocols, 3.2 and 7 (row 8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from simulators.messages.oci.fields import MOST_DECIMALS, MOST_DIGITS, MOST_PRICE_UNIT
from simulators.messages.oci.findings import refuse

_STEPS = 10**MOST_DECIMALS
_END = 10**MOST_DIGITS
# No amount has more; without a limit, the exact fraction of a number of ten characters fills the memory.
_MOST_DIGITS = 100
_BEYOND: int = 10**_MOST_DIGITS


@dataclass(frozen=True, slots=True)
class Carried:
    """What stands in PRICE and PRICEUNIT; a price unit of None is left empty and means 1."""

    price: Decimal
    priceunit: int | None = None


def carried(
    quantity: Decimal, *, unit_price: Decimal | Fraction | None = None, line_price: Decimal | Fraction | None = None
) -> Carried:
    """Choose PRICE and PRICEUNIT for a line, given what one unit or what the whole line costs (exactly one of them).

    A unit price of at most three decimals stands alone; with up to seven it is per 10, 100, 1,000 or 10,000; else the
    line's price stands per its quantity, where that is whole and fits; else the smallest price unit that is exact.

    Raises:
        OciRejected: "not carried exactly" when no PRICE and PRICEUNIT of the permitted digits are worth the same,
            "negative", "zero" (a price of a line of nothing), "not a number" (NaN, infinite, beyond all digits).
        TypeError: when not exactly one of the prices is given.

    """
    if (unit_price is None) == (line_price is None):
        raise TypeError("expected either unit_price or line_price")
    amount = _exact(quantity, "quantity")
    one = _exact(unit_price, "unit price") if unit_price is not None else _share(line_price, amount)
    if amount >= _END or (amount * _STEPS).denominator != 1:
        raise refuse("not carried exactly", "quantity", f"expected 11 digits and 3 decimals at most, got {quantity}")
    for unit in _price_units(amount, one):
        steps = one * unit * _STEPS
        if steps.denominator == 1 and steps < _END * _STEPS:
            price = Decimal(steps.numerator).scaleb(-MOST_DECIMALS)
            return Carried(price, None if unit == 1 else unit)
    message = (
        f"no PRICE of {MOST_DIGITS} digits and {MOST_DECIMALS} decimals with a PRICEUNIT up to {MOST_PRICE_UNIT} is "
        f"worth {_shown(one)} a unit; send fewer decimals or another quantity"
    )
    raise refuse("not carried exactly", "price", message)


def line_value(quantity: Decimal, price: Decimal, priceunit: int | None = None) -> Fraction:
    """Return what a line is worth, exactly: quantity x price / price unit, an empty unit being 1.

    Raises:
        OciRejected: "zero" for a price unit of 0, "negative" and "not a number" as `carried`.

    """
    unit = 1 if priceunit is None else priceunit
    if unit < 1:
        raise refuse("zero", "PRICEUNIT", f"expected 1 or more, got {unit}")
    return _exact(quantity, "quantity") * _exact(price, "price") / unit


def _price_units(quantity: Fraction, one: Fraction) -> Iterator[int]:
    yield from (1, 10, 100, 1_000, 10_000)
    if quantity.denominator == 1 and 1 <= quantity <= MOST_PRICE_UNIT:
        yield int(quantity)
    smallest = (one * _STEPS).denominator
    if smallest <= MOST_PRICE_UNIT:
        yield smallest


def _share(line_price: Decimal | Fraction | None, quantity: Fraction) -> Fraction:
    price = _exact(line_price or Decimal(0), "line price")
    if quantity == 0 and price != 0:
        raise refuse("zero", "quantity", f"expected more than nothing for a price of {_shown(price)}, got 0")
    return price / quantity if quantity else price


def _exact(value: Decimal | Fraction, where: str) -> Fraction:
    if _is_beyond(value):
        raise refuse("not a number", where, f"expected a finite number of at most {_MOST_DIGITS} digits")
    if value < 0:
        raise refuse("negative", where, f"expected zero or more, got {_shown(Fraction(value))}")
    return Fraction(value)


def _is_beyond(value: Decimal | Fraction) -> bool:
    if isinstance(value, Fraction):
        return max(abs(value.numerator), value.denominator) >= _BEYOND
    _, digits, exponent = value.as_tuple()
    return not isinstance(exponent, int) or max(len(digits), abs(exponent)) > _MOST_DIGITS


def _shown(value: Fraction) -> str:
    return str(value) if len(str(value)) <= 60 else f"about {float(value):g}"
