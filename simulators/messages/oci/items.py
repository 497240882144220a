"""An item on its way from a catalogue to the procurement system, and the form fields it travels in.

Source: reference, hub and protocols, 3.2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from simulators.messages.oci.charset import Charset, arrives_as
from simulators.messages.oci.fields import FIELDS, LONGTEXT, Form, decimal_text, field_name, length_of
from simulators.messages.oci.findings import Finding
from simulators.messages.oci.prices import line_value

_JOINER = "\u200d"
# A letter may carry any number of marks; beyond this the cut goes through them, or a text of marks would vanish.
_MOST_MARKS = 16


@dataclass(frozen=True, slots=True)
class OciItem:
    """One item. Texts that are empty are not sent; `matnr` is the buyer's material number, `vendormat` the supplier's.

    `quantity` is in `unit` (ISO code), `price` in `currency` per `priceunit` (None is 1), `leadtime` in days;
    `parent_id` is the number of another item of the form, from 1 (OCI 5.0).
    """

    quantity: Decimal
    description: str = ""
    unit: str = ""
    price: Decimal | None = None
    currency: str = ""
    priceunit: int | None = None
    matnr: str = ""
    leadtime: int | None = None
    longtext: str = ""
    vendor: str = ""
    vendormat: str = ""
    manufactcode: str = ""
    manufactmat: str = ""
    matgroup: str = ""
    service: str = ""
    contract: str = ""
    contract_item: str = ""
    ext_quote_id: str = ""
    ext_quote_item: str = ""
    ext_product_id: str = ""
    attachment: str = ""
    attachment_title: str = ""
    attachment_purpose: str = ""
    ext_schema_type: str = ""
    ext_category_id: str = ""
    ext_category: str = ""
    sld_sys_name: str = ""
    cust_field1: str = ""
    cust_field2: str = ""
    cust_field3: str = ""
    cust_field4: str = ""
    cust_field5: str = ""
    item_type: str = ""
    parent_id: str = ""

    @property
    def value(self) -> Fraction | None:
        """The exact value of the line in `currency`, or None without a price. Raises `OciRejected` as `line_value`."""
        return None if self.price is None else line_value(self.quantity, self.price, self.priceunit)


def item_fields(items: Iterable[OciItem]) -> tuple[tuple[str, str], ...]:
    """Return the fields of items as they are, unchecked, numbered from 1; `build_return` checks what it sends."""
    return tuple(pair for number, item in enumerate(items, start=1) for pair in _fields(item, number))


def shortened(item: OciItem, charset: Charset = Charset.UTF_8) -> tuple[OciItem, tuple[Finding, ...]]:
    """Cut a description of more than 40 characters, and put the whole of it at the head of the long text.

    Characters are counted as they arrive: one that `charset` lacks takes the length of its `&#NNNN;`. An advisory
    "description cut" goes with a cut; it has no number of an item.
    """
    limit = FIELDS["DESCRIPTION"].length
    short = item.description if limit is None else cut(item.description, limit, charset)
    if short == item.description:
        return item, ()
    longtext = item.longtext
    if not longtext.startswith(item.description):
        longtext = f"{item.description}\n{longtext}" if longtext else item.description
    message = f"cut at {limit} of {length_of(item.description)} characters; the whole text is in the long text"
    return replace(item, description=short, longtext=longtext), (Finding("description cut", "DESCRIPTION", message),)


def cut(text: str, limit: int, charset: Charset = Charset.UTF_8) -> str:
    """Return the longest beginning of a text that arrives in at most `limit` characters, with no character torn.

    A letter is not parted from its accents, nor an emoji from what it is joined to, unless they fill the text.
    """
    end, used = 0, 0
    for character in text:
        used += length_of(arrives_as(character, charset)) if not character.isascii() else 1
        if used > limit:
            break
        end += 1
    if end == len(text):
        return text
    whole = next((place for place in range(end, max(0, end - _MOST_MARKS), -1) if _may_part(text, place)), end)
    return text[:whole]


def _may_part(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if before == _JOINER or after == _JOINER or unicodedata.category(after).startswith("M"):
        return False
    if "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    flags = len(text[:place]) - len(text[:place].rstrip(_REGIONAL))
    return not (after in _REGIONAL and flags % 2)


_REGIONAL = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def _fields(item: OciItem, number: int) -> Iterator[tuple[str, str]]:
    for field in FIELDS.values():
        value = getattr(item, field.attribute)
        if value is not None and value != "":
            text = decimal_text(value) if field.form is Form.DECIMAL else str(value)
            yield field_name(field.name, number), text
    if item.longtext:
        yield field_name(LONGTEXT, number), item.longtext
