"""How fine the amounts of a currency are: the decimals ISO 4217 gives it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

_USUAL = 2
_OTHERS: Mapping[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DECIMALS = {code: decimals for decimals, codes in _OTHERS.items() for code in codes.split()}


def decimals_of(currency: str) -> int:
    """Return how many decimals the amounts of a currency have, named by its code; two for one nobody knows."""
    return _DECIMALS.get(currency, _USUAL)


def smallest_amount(currency: str) -> Decimal:
    """Return the smallest amount of a currency."""
    return Decimal(1).scaleb(-decimals_of(currency))


def rounding_of(currency: str) -> Decimal:
    """Return half of the smallest amount of a currency: what rounding may make of an amount."""
    return smallest_amount(currency) / 2
