"""Values that several cXML messages share: money, addresses, item identities, and content that may hold XML."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from lxml import etree

from simulators.messages.cxml.reading import CxmlRejected, Element, Limits, parse_text

_WRAPPER = "content"


@dataclass(frozen=True, slots=True)
class XmlContent:
    """What stands between the tags of an element that holds elements, in exclusive canonical XML without comments.

    Written in any equivalent form, the content is put into canonical form, so that equal means equal as XML.
    Raises `CxmlRejected`: "invalid" when there is no child element (plain text is a `str`), or as `read` does.
    """

    xml: str

    def __post_init__(self) -> None:
        """Bring the content into canonical form."""
        wrapper = self.wrapped()
        if len(wrapper) == 0:
            raise CxmlRejected(
                "invalid", "XML content: expected at least one child element, got none; use a str for text"
            )
        object.__setattr__(self, "xml", _canonical(wrapper))

    def wrapped(self) -> Element:
        """Give an element of no meaning that holds this content, for its text and children to be moved elsewhere."""
        return parse_text(f"<{_WRAPPER}>{self.xml}</{_WRAPPER}>", Limits())

    def text(self) -> str:
        """Give the character data of the content with all tags left out."""
        return "".join(self.wrapped().itertext())


Content: TypeAlias = str | XmlContent
"""The content of an element that the DTD declares ANY: text byte for byte, or XML."""


def xml_content_of(element: Element) -> XmlContent:
    """Give the content of an element that holds at least one element. Raises `CxmlRejected` ("invalid") otherwise."""
    wrapper = etree.Element(_WRAPPER)
    wrapper.text = element.text
    wrapper.extend(deepcopy(child) for child in element)
    return XmlContent(_canonical(wrapper))


def _canonical(wrapper: Element) -> str:
    # Version 2 of canonical XML is exclusive, and unlike version 1 takes namespaces that are no absolute address.
    written: str = etree.canonicalize(etree.tostring(wrapper, encoding="unicode"), with_comments=False)
    return written[written.index(">") + 1 : -len(f"</{_WRAPPER}>")]


@dataclass(frozen=True, slots=True)
class Text:
    """A `Description` or `Name`: its `xml:lang`, its text, and the short name a description may carry."""

    language: str
    value: str
    short_name: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with the digits it was given, and its currency as written (cXML asks for ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Charge:
    """What `Shipping` or `Tax` adds to a total, and what for."""

    money: Money
    description: Text


@dataclass(frozen=True, slots=True)
class Comment:
    """One `Comments`: its text, `xml:lang` and type, and the URLs of what is attached (`cid:` for a part beside it)."""

    text: str
    language: str | None = None
    type: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """A commodity code: its scheme (`UNSPSC`) and the code."""

    domain: str
    value: str


@dataclass(frozen=True, slots=True)
class Telephone:
    """A `TelephoneNumber`: ISO 3166 code of the country, its dial code, area, number, extension."""

    iso_country_code: str
    country_code: str
    area_code: str
    number: str
    extension: str | None = None


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A `PostalAddress`; `country` is the country's name, which may be empty, `name` the label of the address."""

    streets: tuple[str, ...]
    city: str
    iso_country_code: str
    country: str = ""
    state: str | None = None
    postal_code: str | None = None
    deliver_to: tuple[str, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """The `Address` inside `ShipTo` or `BillTo`. A fax that is an e-mail address or a URL is not kept."""

    name: Text
    postal: PostalAddress | None = None
    email: str | None = None
    phone: Telephone | None = None
    fax: Telephone | None = None
    url: str | None = None
    address_id: str | None = None
    iso_country_code: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A `Contact`; `role` is one token (`endUser`, `buyer`). Faxes that are e-mail addresses or URLs are not kept."""

    name: Text
    role: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[Telephone, ...] = ()
    faxes: tuple[Telephone, ...] = ()
    postal_addresses: tuple[PostalAddress, ...] = ()
    urls: tuple[str, ...] = ()
    address_id: str | None = None


@dataclass(frozen=True, slots=True)
class ItemID:
    """What identifies an item: the supplier's part id and, unchanged to the last blank, the supplier's own data."""

    supplier_part_id: str
    auxiliary_id: Content | None = None


@dataclass(frozen=True, slots=True)
class ItemOut:
    """A line the buyer sends: only identity and quantity matter in a set-up request."""

    item_id: ItemID
    quantity: Decimal
    line_number: int | None = None
