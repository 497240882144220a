"""Products a scenario wants, told by what the storefront shows of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from simulators.messages.markup import text_of

# What Liferay lets a buyer order of one product unless it is told otherwise.
MOST_OF_ONE = 10000
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True)
class Offered:
    """An SKU the storefront offers; prices for one, 0 where none is told, `most` is how many may be ordered at once.

    `categories`, and a discount where the list tells none, are only looked up where they are asked for.
    """

    sku_id: int
    sku: str
    product_id: int
    description: str
    promo_price: Decimal
    discount: Decimal
    most: int
    categories: tuple[str, ...] = ()
    price: Decimal = Decimal(0)


@dataclass(frozen=True)
class Wanted:
    """What a product has to be like, in a reader's words and as a test; `closely` when a list does not tell it."""

    words: str
    fits: Callable[[Offered], bool]
    closely: bool = False


def _in_letters(words: str, *names: str) -> Wanted:
    """Return a product described in letters whose names in Unicode begin so."""
    return Wanted(
        words, lambda offered: any(unicodedata.name(letter, "").startswith(names) for letter in offered.description)
    )


def _holding(words: str, *parts: str) -> Wanted:
    """Return a product whose description, as it is read, holds all of these."""
    return Wanted(words, lambda offered: all(part in text_of(offered.description) for part in parts))


ANY = Wanted("of any kind", lambda _: True)
AT_A_PROMOTION_PRICE = Wanted("at a promotion price", lambda offered: offered.promo_price > 0)
WITH_A_DISCOUNT = Wanted("with a discount", lambda offered: offered.discount > 0, closely=True)
WITH_MARKUP = Wanted("whose description has markup", lambda offered: _MARKUP.search(offered.description) is not None)
IN_FOREIGN_LETTERS = Wanted(
    "described in letters other than those of English",
    lambda offered: any(letter.isalpha() and not letter.isascii() for letter in offered.description),
)
IN_SEVERAL_CATEGORIES = Wanted("in several categories", lambda offered: len(offered.categories) > 1, closely=True)
IN_GREEK = _in_letters("described in Greek", "GREEK ")
IN_JAPANESE = _in_letters("described in Japanese", "HIRAGANA ", "KATAKANA ")
FROM_RIGHT_TO_LEFT = _in_letters("described in letters written from right to left", "HEBREW ", "ARABIC ")
WITH_EMOJI = Wanted(
    "with emoji in its description",
    lambda offered: any(
        unicodedata.category(letter) == "So" and ord(letter) > 0xFFFF for letter in offered.description
    ),
)
WITH_QUOTES_AND_AMPERSANDS = _holding("with quotes and ampersands in its description", '"', "&")
WITH_ENDS_OF_MARKUP = _holding("with the end of a CDATA section in its description", "]]>")
OF_FOUR_DECIMALS = Wanted(
    "whose price has four decimals", lambda offered: offered.price != offered.price.quantize(Decimal("0.001"))
)
