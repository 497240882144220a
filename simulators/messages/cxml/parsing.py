"""Turning elements into values: the parts every message shares, each refusal naming the element and its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from simulators.messages.cxml.reading import CxmlRejected, Element
from simulators.messages.cxml.values import (
    Address,
    Charge,
    Classification,
    Comment,
    Contact,
    Content,
    ItemID,
    ItemOut,
    Money,
    PostalAddress,
    Telephone,
    Text,
    xml_content_of,
)

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_SPACE = " \t\r\n"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_NUMBER_LENGTH = 100
_WHOLE_NUMBER = re.compile(r"\+?[0-9]{1,18}")


def where(element: Element) -> str:
    """Say where an element stands: its line, when it was read from a document, and its path."""
    path = element.getroottree().getpath(element)
    return f"line {element.sourceline}, {path}" if element.sourceline else path


def refusal(element: Element, expected: str, got: str) -> CxmlRejected:
    """Make the refusal of a value that is there and wrong."""
    return CxmlRejected("invalid", f"{where(element)}: expected {expected}, got {got[:80]!r}")


def needed(parent: Element, name: str) -> Element:
    """Find the first child of this name. Raises `CxmlRejected` ("incomplete") without one."""
    found = parent.find(name)
    if found is None:
        children = ", ".join(str(child.tag) for child in parent[:20]) or "no elements"
        raise CxmlRejected("incomplete", f"{where(parent)}: expected the element {name}, got {children}")
    return found


def needed_attribute(element: Element, name: str) -> str:
    """Give an attribute's value. Raises `CxmlRejected` ("incomplete") without one."""
    value = element.get(name)
    if value is None:
        attributes = ", ".join(map(str, element.attrib)) or "no attributes"
        raise CxmlRejected("incomplete", f"{where(element)}: expected the attribute {name}, got {attributes}")
    return value


def own_text(element: Element) -> str:
    """Give the characters directly inside an element, none taken away; those of its children are not among them."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def optional_text(parent: Element, name: str) -> str | None:
    """Give the text of the first child of this name, or None without one."""
    found = parent.find(name)
    return None if found is None else own_text(found)


def url(parent: Element, *path: str) -> str | None:
    """Give the address in the element at this path below `parent`, without white space around it, or None."""
    found = parent.find("/".join(path))
    return None if found is None else own_text(found).strip(_XML_SPACE)


def content(element: Element) -> Content:
    """Give what an element of content ANY holds: a str byte for byte, or `XmlContent` when elements are among it."""
    return xml_content_of(element) if len(element) else element.text or ""


def extrinsics(parent: Element) -> tuple[tuple[str, Content], ...]:
    """Give names and contents of the `Extrinsic` children, in order; one without a name is named ""."""
    return tuple((element.get("name", ""), content(element)) for element in parent.iterfind("Extrinsic"))


def decimal(element: Element, raw: str, *, negative: bool = True) -> Decimal:
    """Read a number in any form XML Schema's decimal or double writes, an exponent included, white space around it.

    Raises `CxmlRejected` ("invalid") for anything else (NaN and infinities too), for a number below zero unless
    `negative`, and for numbers of more than a hundred digits when written out.
    """
    written = raw.strip(_XML_SPACE)
    if not _NUMBER.fullmatch(written):
        raise refusal(element, "a number", raw)
    return bounded(element, Decimal(written) if len(written) <= _NUMBER_LENGTH else None, raw, negative=negative)


def bounded(element: Element, number: Decimal | None, raw: str, *, negative: bool = True) -> Decimal:
    """Give the number back. Raises `CxmlRejected` ("invalid") when it is no number, too long or wrongly negative."""
    # An exponent makes a few characters a megabyte of digits once the number is written out.
    exponent = number.as_tuple().exponent if number is not None else 0
    if number is None or (
        isinstance(exponent, int) and max(abs(exponent), abs(number.adjusted()), len(number.as_tuple().digits)) > 100
    ):
        raise refusal(element, f"a number of at most {_NUMBER_LENGTH} digits", raw)
    if not number.is_finite():
        raise refusal(element, "a finite number", raw)
    if number < 0 and not negative:
        raise refusal(element, "a number that is not negative", raw)
    return number


def whole_number(element: Element, raw: str) -> int:
    """Read a whole number from zero up. Raises `CxmlRejected` ("invalid") for anything else."""
    written = raw.strip(_XML_SPACE)
    if not _WHOLE_NUMBER.fullmatch(written):
        raise refusal(element, "a whole number", raw)
    return int(written)


def optional_whole_number(element: Element, raw: str | None) -> int | None:
    """Read a whole number from zero up, or None from None. Raises as `whole_number` does."""
    return None if raw is None else whole_number(element, raw)


def text(element: Element) -> Text:
    """Read a `Description` or `Name`. A missing `xml:lang` reads as ""; of several short names the first is kept."""
    return Text(element.get(XML_LANG, ""), own_text(element), optional_text(element, "ShortName"))


def texts(elements: Iterable[Element]) -> tuple[Text, ...]:
    """Read several descriptions, in order."""
    return tuple(text(element) for element in elements)


def money(parent: Element) -> Money:
    """Read the `Money` inside an element. Raises `CxmlRejected`: "incomplete" or, for no number, "invalid"."""
    element = needed(parent, "Money")
    return Money(decimal(element, own_text(element)), needed_attribute(element, "currency"))


def charge(parent: Element, name: str) -> Charge | None:
    """Read the `Shipping` or `Tax` child, or None. Raises as `money` does; a missing description reads as empty."""
    element = parent.find(name)
    if element is None:
        return None
    description = element.find("Description")
    return Charge(money(element), Text("", "") if description is None else text(description))


def comments(parent: Element) -> tuple[Comment, ...]:
    """Read the `Comments` children, in order; where in the text an attachment stood is not kept."""
    return tuple(
        Comment(
            text=own_text(element),
            language=element.get(XML_LANG),
            type=element.get("type"),
            attachments=tuple(own_text(found).strip(_XML_SPACE) for found in element.iterfind("Attachment/URL")),
        )
        for element in parent.iterfind("Comments")
    )


def classifications(parent: Element) -> tuple[Classification, ...]:
    """Read the `Classification` children, in order. Raises `CxmlRejected` ("incomplete") for one without a domain."""
    found = parent.iterfind("Classification")
    return tuple(Classification(needed_attribute(element, "domain"), own_text(element)) for element in found)


def item_id(parent: Element) -> ItemID:
    """Read the `ItemID` inside an element. Raises `CxmlRejected` ("incomplete") without it or without a part id."""
    element = needed(parent, "ItemID")
    auxiliary = element.find("SupplierPartAuxiliaryID")
    return ItemID(own_text(needed(element, "SupplierPartID")), None if auxiliary is None else content(auxiliary))


def quantity(element: Element) -> Decimal:
    """Read the `quantity` of a line, zero or more. Raises `CxmlRejected`: "incomplete" or "invalid"."""
    return decimal(element, needed_attribute(element, "quantity"), negative=False)


def item_out(element: Element) -> ItemOut:
    """Read an `ItemOut`. Raises `CxmlRejected`: "incomplete" or "invalid"."""
    line = optional_whole_number(element, element.get("lineNumber"))
    return ItemOut(item_id(element), quantity(element), line)


def telephone(element: Element | None) -> Telephone | None:
    """Read the `TelephoneNumber` inside a `Phone` or `Fax`, or None. Raises `CxmlRejected` ("incomplete")."""
    number = None if element is None else element.find("TelephoneNumber")
    if number is None:
        return None
    country = needed(number, "CountryCode")
    return Telephone(
        iso_country_code=needed_attribute(country, "isoCountryCode"),
        country_code=own_text(country),
        area_code=own_text(needed(number, "AreaOrCityCode")),
        number=own_text(needed(number, "Number")),
        extension=optional_text(number, "Extension"),
    )


def postal_address(element: Element) -> PostalAddress:
    """Read a `PostalAddress`. Raises `CxmlRejected` ("incomplete") without city or country."""
    country = needed(element, "Country")
    return PostalAddress(
        streets=tuple(own_text(street) for street in element.iterfind("Street")),
        city=own_text(needed(element, "City")),
        iso_country_code=needed_attribute(country, "isoCountryCode"),
        country=own_text(country),
        state=optional_text(element, "State"),
        postal_code=optional_text(element, "PostalCode"),
        deliver_to=tuple(own_text(line) for line in element.iterfind("DeliverTo")),
        name=element.get("name"),
    )


def address(parent: Element, name: str) -> Address | None:
    """Read the `Address` in the child of this name (`ShipTo`, `BillTo`), or None. Raises `CxmlRejected`."""
    holder = parent.find(name)
    if holder is None:
        return None
    element = needed(holder, "Address")
    postal = element.find("PostalAddress")
    return Address(
        name=text(needed(element, "Name")),
        postal=None if postal is None else postal_address(postal),
        email=optional_text(element, "Email"),
        phone=telephone(element.find("Phone")),
        fax=telephone(element.find("Fax")),
        url=url(element, "URL"),
        address_id=element.get("addressID"),
        iso_country_code=element.get("isoCountryCode"),
    )


def contact(element: Element) -> Contact:
    """Read a `Contact`. Raises `CxmlRejected` ("incomplete") without a name."""
    phones = (telephone(phone) for phone in element.iterfind("Phone"))
    faxes = (telephone(fax) for fax in element.iterfind("Fax"))
    return Contact(
        name=text(needed(element, "Name")),
        role=element.get("role"),
        emails=tuple(own_text(email) for email in element.iterfind("Email")),
        phones=tuple(phone for phone in phones if phone is not None),
        faxes=tuple(fax for fax in faxes if fax is not None),
        postal_addresses=tuple(postal_address(postal) for postal in element.iterfind("PostalAddress")),
        urls=tuple(own_text(found).strip(_XML_SPACE) for found in element.iterfind("URL")),
        address_id=element.get("addressID"),
    )
