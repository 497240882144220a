"""Turning values into elements and a finished document: the parts every message shares, checked before they leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

from lxml import etree

from simulators.messages.cxml.parsing import XML_LANG, bounded, where
from simulators.messages.cxml.reading import CxmlRejected, Element, read
from simulators.messages.cxml.schema import Schema, refuse_faults
from simulators.messages.cxml.values import (
    Address,
    Charge,
    Comment,
    Contact,
    Content,
    ItemID,
    ItemOut,
    Money,
    PostalAddress,
    Telephone,
    Text,
)

OutputEncoding: TypeAlias = Literal["UTF-8", "US-ASCII"]
DEFAULT_DTD = "1.2.014"
"""The DTD version documents name unless told otherwise: the commonest among punch out installations."""

_DTD_FILES: Mapping[Schema, str] = {"punchout": "cXML.dtd", "fulfill": "Fulfill.dtd"}
_DTD_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){1,3}")
_UNCARRIABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_ATTRIBUTES: Mapping[str, str | None] = {}


def add(
    parent: Element | None, name: str, attributes: Mapping[str, str | None] = _NO_ATTRIBUTES, text: str | None = None
) -> Element:
    """Append an element and return it; attributes that are None are left out, without a parent it is a root.

    Raises `CxmlRejected` ("invalid") naming the element or attribute whose characters XML 1.0 cannot carry.
    """
    element = etree.Element(name) if parent is None else etree.SubElement(parent, name)
    for key, value in attributes.items():
        set_attribute(element, key, value)
    if text is not None:
        element.text = _carriable(element, text)
    return element


def set_attribute(element: Element, name: str, value: str | None) -> None:
    """Give an element an attribute, or none for None. Raises as `add` does."""
    if value is not None:
        element.set(name, _carriable(element, value, name.replace(XML_LANG, "xml:lang")))


def _carriable(element: Element, value: str, attribute: str = "") -> str:
    if found := _UNCARRIABLE.search(value):
        field = f"{where(element)}{'/@' if attribute else ''}{attribute}"
        got = f"U+{ord(found[0]):04X} at character {found.start()}"
        raise CxmlRejected("invalid", f"{field}: expected characters that XML 1.0 can carry, got {got}")
    return value


def add_content(
    parent: Element, name: str, content: Content, attributes: Mapping[str, str | None] = _NO_ATTRIBUTES
) -> Element:
    """Append an element of content ANY and return it. Raises as `add` does."""
    if isinstance(content, str):
        return add(parent, name, attributes, content)
    element = add(parent, name, attributes)
    wrapper = content.wrapped()
    element.text = wrapper.text
    element.extend(list(wrapper))
    return element


def add_extrinsics(parent: Element, extrinsics: Iterable[tuple[str, Content]]) -> None:
    """Append an `Extrinsic` for each pair of name and content. Raises as `add` does."""
    for name, content in extrinsics:
        add_content(parent, "Extrinsic", content, {"name": name})


def add_comments(parent: Element, comments: Iterable[Comment]) -> None:
    """Append a `Comments` for each, its attachments behind its text. Raises as `add` does."""
    for comment in comments:
        element = add(parent, "Comments", {XML_LANG: comment.language, "type": comment.type}, comment.text)
        for attached in comment.attachments:
            add(add(element, "Attachment"), "URL", text=attached)


def decimal_text(element: Element, number: Decimal, *, negative: bool = True) -> str:
    """Write a number without exponent, keeping the digits given: `Decimal("1.50")` is `1.50`.

    Raises `CxmlRejected` ("invalid") naming `element` for NaN, infinities, more than a hundred digits, and numbers
    below zero unless `negative`.
    """
    return format(bounded(element, number, str(number), negative=negative), "f")


def whole_number_text(element: Element, number: int | None) -> str | None:
    """Write a whole number, or None for None. Raises `CxmlRejected` ("invalid") below zero."""
    if number is not None and not 0 <= number < 10**18:
        raise CxmlRejected("invalid", f"{where(element)}: expected a whole number from zero up, got {number}")
    return None if number is None else str(number)


def add_text(parent: Element, name: str, text: Text) -> Element:
    """Append a `Description` or `Name` and return it. Raises as `add` does."""
    element = add(parent, name, {XML_LANG: text.language}, text.value)
    if text.short_name is not None:
        element.text = None
        add(element, "ShortName", text=text.short_name).tail = text.value
    return element


def add_money(parent: Element, money: Money) -> Element:
    """Append a `Money` and return it. Raises `CxmlRejected` for an amount that is no finite number."""
    element = add(parent, "Money", {"currency": money.currency})
    element.text = decimal_text(element, money.amount)
    return element


def add_charge(parent: Element, name: str, charge: Charge | None) -> None:
    """Append a `Shipping` or `Tax`, or nothing for None. Raises as `add_money` does."""
    if charge is not None:
        element = add(parent, name)
        add_money(element, charge.money)
        add_text(element, "Description", charge.description)


def add_item_id(parent: Element, item_id: ItemID) -> None:
    """Append an `ItemID`. Raises as `add` does."""
    element = add(parent, "ItemID")
    add(element, "SupplierPartID", text=item_id.supplier_part_id)
    if item_id.auxiliary_id is not None:
        add_content(element, "SupplierPartAuxiliaryID", item_id.auxiliary_id)


def add_line(parent: Element, name: str, item: ItemOut) -> Element:
    """Append an `ItemIn` or `ItemOut` with quantity, line number and identity, and return it."""
    element = add(parent, name)
    element.set("quantity", decimal_text(element, item.quantity, negative=False))
    line = whole_number_text(element, item.line_number)
    if line is not None:
        element.set("lineNumber", line)
    add_item_id(element, item.item_id)
    return element


def add_telephone(parent: Element, name: str, telephone: Telephone | None) -> None:
    """Append a `Phone` or `Fax`, or nothing for None. Raises as `add` does."""
    if telephone is None:
        return
    element = add(add(parent, name), "TelephoneNumber")
    add(element, "CountryCode", {"isoCountryCode": telephone.iso_country_code}, telephone.country_code)
    add(element, "AreaOrCityCode", text=telephone.area_code)
    add(element, "Number", text=telephone.number)
    add_optional(element, "Extension", telephone.extension)


def add_optional(parent: Element, name: str, text: str | None) -> None:
    """Append an element of text, or nothing for None. Raises as `add` does."""
    if text is not None:
        add(parent, name, text=text)


def add_postal_address(parent: Element, postal: PostalAddress) -> None:
    """Append a `PostalAddress`. Raises as `add` does."""
    element = add(parent, "PostalAddress", {"name": postal.name})
    for line in postal.deliver_to:
        add(element, "DeliverTo", text=line)
    for street in postal.streets:
        add(element, "Street", text=street)
    add(element, "City", text=postal.city)
    add_optional(element, "State", postal.state)
    add_optional(element, "PostalCode", postal.postal_code)
    add(element, "Country", {"isoCountryCode": postal.iso_country_code}, postal.country)


def add_address(parent: Element, name: str, address: Address | None) -> None:
    """Append a `ShipTo` or `BillTo` with its `Address`, or nothing for None. Raises as `add` does."""
    if address is None:
        return
    labels = {"addressID": address.address_id, "isoCountryCode": address.iso_country_code}
    element = add(add(parent, name), "Address", labels)
    add_text(element, "Name", address.name)
    if address.postal is not None:
        add_postal_address(element, address.postal)
    add_optional(element, "Email", address.email)
    add_telephone(element, "Phone", address.phone)
    add_telephone(element, "Fax", address.fax)
    add_optional(element, "URL", address.url)


def add_contact(parent: Element, contact: Contact) -> None:
    """Append a `Contact`. Raises as `add` does."""
    element = add(parent, "Contact", {"role": contact.role, "addressID": contact.address_id})
    add_text(element, "Name", contact.name)
    for postal in contact.postal_addresses:
        add_postal_address(element, postal)
    for email in contact.emails:
        add(element, "Email", text=email)
    for phone in contact.phones:
        add_telephone(element, "Phone", phone)
    for fax in contact.faxes:
        add_telephone(element, "Fax", fax)
    for url in contact.urls:
        add(element, "URL", text=url)


def finished(root: Element, *, dtd: str | None, encoding: OutputEncoding, schema: Schema = "punchout") -> bytes:
    """Write a document: XML declaration, a DOCTYPE naming that version of the schema's DTD unless None, and the root.

    In US-ASCII every other character is a numeric reference. The bytes are read back and checked before they are
    given away: raises `CxmlRejected` as `read` does, "invalid" for a document our schema refuses, and "invalid" for
    a `dtd` that is not a version number or another `encoding`.
    """
    if encoding not in ("UTF-8", "US-ASCII"):
        raise CxmlRejected("invalid", f"output encoding: expected UTF-8 or US-ASCII, got {encoding!r}")
    if dtd is not None and not _DTD_VERSION.fullmatch(dtd):
        raise CxmlRejected("invalid", f"DTD version: expected a number such as {DEFAULT_DTD}, got {dtd!r}")
    lines = [f'<?xml version="1.0" encoding="{encoding}"?>']
    if dtd is not None:
        lines.append(f'<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/{dtd}/{_DTD_FILES[schema]}">')
    head = "".join(f"{line}\n" for line in lines).encode("ascii")
    document = head + etree.tostring(root, encoding=encoding, xml_declaration=False)
    refuse_faults(read(document), schema)
    return document
