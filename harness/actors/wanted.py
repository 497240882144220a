"""Products a scenario wants, told by what the storefront shows of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

# What Liferay lets a buyer order of one product unless it is told otherwise.
MOST_OF_ONE = 10000
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True)
class Offered:
    """An SKU the storefront offers; prices for one, 0 where there is none, `most` is how many may be ordered at once.

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


@dataclass(frozen=True)
class Wanted:
    """What a product has to be like, in a reader's words and as a test; `closely` when a list does not tell it."""

    words: str
    fits: Callable[[Offered], bool]
    closely: bool = False


ANY = Wanted("of any kind", lambda _: True)
AT_A_PROMOTION_PRICE = Wanted("at a promotion price", lambda offered: offered.promo_price > 0)
WITH_A_DISCOUNT = Wanted("with a discount", lambda offered: offered.discount > 0, closely=True)
WITH_MARKUP = Wanted("whose description has markup", lambda offered: _MARKUP.search(offered.description) is not None)
IN_FOREIGN_LETTERS = Wanted(
    "described in letters other than those of English",
    lambda offered: any(letter.isalpha() and not letter.isascii() for letter in offered.description),
)
IN_SEVERAL_CATEGORIES = Wanted("in several categories", lambda offered: len(offered.categories) > 1, closely=True)
