"""Numbers as they travel in JSON: exact decimals, in the forms Liferay's own JSON class writes and in all it may meet.

Source: reference, Liferay connector, 6.2 and 15 (number and string forms of the cart).
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import simplejson

# Liferay keeps amounts in columns of this scale; a zero read from one is written with it.
_COLUMN_SCALE = 16


class NotANumber(ValueError):
    """A value that should have been a number is none; the message says what was found."""


def decimal_from(value: object) -> Decimal:
    """Return a JSON number, or a string that holds one, as an exact decimal.

    Raises:
        NotANumber: for anything else, NaN and infinity included.

    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise NotANumber(f"expected a number, got {_shown(value)}")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise NotANumber(f"expected a number, got {_shown(value)}") from None
    if not number.is_finite():
        raise NotANumber(f"expected a number, got {_shown(value)}")
    return number


def amount(value: Decimal) -> Decimal:
    """Return an amount as Liferay writes it: no trailing zeros, and zero as 0E-16."""
    if value == 0:
        return Decimal((0, (0,), -_COLUMN_SCALE))
    short = value.normalize()
    exponent = short.as_tuple().exponent
    # A whole number with trailing zeros comes from its column as 100, not as 1E+2.
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short


def dumps(document: object) -> str:
    """Return a document as JSON text the way Liferay's JSON class escapes it: `</` and some blocks as `\\uXXXX`.

    Decimals keep their exponent, None leaves its key out (the caller drops it).
    """
    text = simplejson.dumps(document, use_decimal=True, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("</", "<\\/"))


def loads(body: bytes) -> object:
    """Read JSON in UTF-8 with every decimal exact.

    Raises:
        ValueError: when the body is not JSON in UTF-8; NaN and Infinity are not JSON.

    """
    text = body.decode("utf-8")
    return simplejson.loads(text, use_decimal=True, parse_constant=_refuse)


_ESCAPED = re.compile("[\u0080-\u009f\u2000-\u20ff]")


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _shown(value: object) -> str:
    return f"{value!r:.80}"
