"""Numbers as they travel in JSON: exact decimals, in the forms Liferay's own JSON class writes and in all it may meet.

Source: reference, Liferay connector, 6.2 and 15 (number and string forms of the cart).
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from typing import Any

import simplejson

# Liferay keeps amounts in columns of this scale; a zero read from one is written with it.
_COLUMN_SCALE = 16
# No amount, id or quantity is longer; without a limit, a number of ten characters fills the memory.
_MOST_DIGITS = 100
_EXACTLY = Context(prec=2 * _MOST_DIGITS)
_DEEPEST = 100
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


class NotANumber(ValueError):
    """A value that should have been a number is none; the message says what was found."""


class Written(Decimal):
    """A number of JSON that is no integer, which remembers the characters it was written in."""

    text: str

    def __new__(cls, text: str) -> Written:
        """Return the number a text is; raises InvalidOperation when its exponent is too large for any number."""
        number = super().__new__(cls, text)
        number.text = text
        return number


def decimal_from(value: object) -> Decimal:
    """Return a JSON number, or a string that holds one, as an exact decimal.

    Raises:
        NotANumber: for anything else, NaN and infinity included, and for a number of more than 100 digits.

    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise NotANumber(f"expected a number, got {_shown(value)}")
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        raise NotANumber(f"expected a number, got {_shown(value)}")
    number = Decimal(value.strip() if isinstance(value, str) else value)
    if not number.is_finite():
        raise NotANumber(f"expected a number, got {_shown(value)}")
    _, digits, exponent = number.as_tuple()
    if len(digits) > _MOST_DIGITS or abs(int(exponent)) > _MOST_DIGITS:
        raise NotANumber(f"expected a number of at most {_MOST_DIGITS} digits, got {_shown(value)}")
    return number


def amount(value: Decimal) -> Decimal:
    """Return an amount as Liferay writes it: no trailing zeros, and zero as 0E-16."""
    if value == 0:
        return Decimal((0, (0,), -_COLUMN_SCALE))
    short = value.normalize(_EXACTLY)
    exponent = short.as_tuple().exponent
    # A whole number with trailing zeros comes from its column as 100, not as 1E+2.
    return short.quantize(Decimal(1), context=_EXACTLY) if isinstance(exponent, int) and exponent > 0 else short


def dumps(document: object) -> str:
    """Return a document as JSON text the way Liferay's JSON class escapes it: `</` and some blocks as `\\uXXXX`.

    Decimals keep their exponent. Half a character, which UTF-8 cannot hold, is escaped too.
    """
    text = simplejson.dumps(document, use_decimal=True, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text.replace("</", "<\\/"))


def loads(body: bytes, *, as_written: bool = False) -> object:
    """Read JSON in UTF-8 with every decimal exact. Of members with the same name the last one counts.

    With `as_written`, the decimals are `Written`.

    Raises:
        ValueError: when the body is not JSON in UTF-8, or is nested more than 100 deep; NaN and Infinity are not JSON.

    """
    text = body.decode("utf-8")
    try:
        document = simplejson.loads(text, parse_float=Written if as_written else Decimal, parse_constant=_refuse)
    except InvalidOperation:
        raise ValueError("a number has too large an exponent") from None
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if _is_deeper_than(_DEEPEST, document):
        raise ValueError(_TOO_DEEP)
    return document


_ESCAPED = re.compile("[\u0080-\u009f\u2000-\u20ff\ud800-\udfff]")
_TOO_DEEP = f"it is nested more than {_DEEPEST} deep"


def _is_deeper_than(levels: int, document: Any) -> bool:
    level = [document]
    for _ in range(levels):
        inner = [node.values() if isinstance(node, dict) else node for node in level if isinstance(node, dict | list)]
        level = [node for nodes in inner for node in nodes]
    return any(isinstance(node, dict | list) for node in level)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


def _shown(value: object) -> str:
    return f"{value!r:.80}"
