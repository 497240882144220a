"""Defects of texts: what becomes of letters, markup and categories on the way from the shop into the posted cart."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from simulators.messages.cart import Cart, CartLine
from simulators.storefront.switching import Switch, part, posted_line
from simulators.storefront.transfer import CartTransfer

_QUANTITY = re.compile(rb'"quantity": (\d+)')
_TAG = re.compile("<[^>]*>")
_BEYOND_THREE_BYTES = re.compile("[\U00010000-\U0010ffff].*", re.DOTALL)


class QuantitiesAsTexts(CartTransfer):
    """Writes quantities as texts, which most readers take and no form has."""

    def body(self, cart: Cart) -> bytes:
        """Return a cart as it is written."""
        return _QUANTITY.sub(rb'"quantity": "\1"', super().body(cart))


class PlainText(CartTransfer):
    """Says that the cart is plain text."""

    content_type = "text/plain"


def described(change: Callable[[str], str]) -> Switch:
    """Change the description of every line before it is posted."""
    return posted_line(lambda line: replace(line, description=change(line.description)))


def _read_as_latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def _first_category(line: CartLine) -> CartLine:
    return replace(line, classification=line.classification.partition(",")[0])


DEFECTS: Mapping[str, Switch] = {
    "letters-read-as-latin-1": described(_read_as_latin_1),
    "letters-beyond-latin-1-lost": described(lambda text: text.encode("latin-1", "replace").decode("latin-1")),
    "text-ends-at-an-emoji": described(lambda text: _BEYOND_THREE_BYTES.sub("", text)),
    "entities-encoded-twice": described(lambda text: text.replace("&quot;", "&amp;quot;")),
    "markup-escaped": described(lambda text: html.escape(text, quote=False) if "<p>" in text else text),
    "text-lost-with-tags": described(lambda text: _TAG.sub("", text)),
    "one-category-posted": posted_line(_first_category),
    "quotes-doubled": described(lambda text: text.replace('"', '""')),
    "quantities-as-texts": part("transfer", QuantitiesAsTexts),
    "cart-as-plain-text": part("transfer", PlainText),
}
