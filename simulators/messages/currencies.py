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


def rounding_of(currency: str) -> Decimal:
    """Return half of the smallest amount of a currency, named by its code: what rounding may make of an amount.

    A code nobody knows is taken for one of two decimals.
    """
    return Decimal(1).scaleb(-_DECIMALS.get(currency, _USUAL)) / 2
