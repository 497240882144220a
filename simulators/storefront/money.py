"""Money: currencies, their decimals, and what an amount is in another one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

BASE_CURRENCY = "USD"
_SYMBOLS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5", "KWD": "KD"}

# What one unit of the base currency is worth, and how many decimals a price has.
_CURRENCIES: Mapping[str, tuple[Decimal, int]] = {
    "USD": (Decimal(1), 2),
    "EUR": (Decimal("0.92"), 2),
    "GBP": (Decimal("0.79"), 2),
    "JPY": (Decimal(151), 0),
    "KWD": (Decimal("0.307"), 3),
}


def currencies() -> tuple[str, ...]:
    """Return the currencies the company sells in, by their ISO 4217 codes."""
    return tuple(_CURRENCIES)


def is_known(currency: str) -> bool:
    """Tell whether the company sells in a currency, named by its ISO 4217 code."""
    return currency in _CURRENCIES


def exchanged(amount: Decimal, currency: str) -> Decimal:
    """Return an amount of the base currency in another currency, rounded to its decimals.

    In the base currency a price keeps all its decimals.
    """
    exact = exactly_exchanged(amount, currency)
    there = rounded(exact, currency)
    return exact if currency == BASE_CURRENCY and exact != there else there


def exactly_exchanged(amount: Decimal, currency: str) -> Decimal:
    """Return an amount of the base currency in another currency, with all its decimals."""
    return amount * _CURRENCIES[currency][0]


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Return an amount rounded half to even to the decimals of its currency."""
    return amount.quantize(smallest(currency), ROUND_HALF_EVEN)


def smallest(currency: str) -> Decimal:
    """Return the smallest amount there is in a currency, such as 0.01."""
    return Decimal(1).scaleb(-_CURRENCIES[currency][1])


def formatted(amount: Decimal | int, currency: str) -> str:
    """Return an amount as a page in American English shows it, such as `$ 1,234.50`."""
    return f"{_SYMBOLS[currency]} {rounded(Decimal(amount), currency):,}"
