"""Reading a document whose names are spelled in another case, and refusing one that says two things at once.

XML tells `cxml` from `cXML`, and real senders do not: the root in lower case is a known failure (hub and protocols, 7).
Where a name can only be one of the schema's, it is put right and the deviation named. What stands in elements of any
content (BuyerCookie, Extrinsic) is the sender's own and stays as it is. Where an element that may stand once stands
twice with different content, taking either would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache

from lxml import etree

from simulators.messages.cxml.advisory import Advisory, Finding, advised, finding
from simulators.messages.cxml.content_model import ElementModel
from simulators.messages.cxml.parsing import where
from simulators.messages.cxml.reading import CxmlRejected, Element, read
from simulators.messages.cxml.schema import known_elements, refuse_faults

# What may stand once, and would mean something else if the other one were taken. From and To are read as one.
_ONCE = {
    "cXML": ("Header", "Request", "Message", "Response"),
    "Header": ("Sender",),
    "Credential": ("Identity", "SharedSecret", "CredentialMac"),
    "Message": ("Status", "PunchOutOrderMessage"),
    "Request": ("PunchOutSetupRequest",),
    "Response": ("Status", "PunchOutSetupResponse"),
    "PunchOutSetupResponse": ("StartPage",),
    "StartPage": ("URL",),
    "PunchOutSetupRequest": ("BuyerCookie", "BrowserFormPost", "SupplierSetup", "ShipTo", "SelectedItem"),
    "BrowserFormPost": ("URL",),
    "PunchOutOrderMessage": ("BuyerCookie", "PunchOutOrderMessageHeader"),
    "PunchOutOrderMessageHeader": ("Total", "Shipping", "Tax", "ShipTo"),
    "ItemIn": ("ItemID", "ItemDetail", "Shipping", "Tax", "ShipTo"),
    "ItemOut": ("ItemID",),
    "ItemID": ("SupplierPartID", "SupplierPartAuxiliaryID"),
    "ItemDetail": ("UnitPrice", "UnitOfMeasure"),
    "UnitPrice": ("Money",),
    "Total": ("Money",),
    "Shipping": ("Money",),
    "Tax": ("Money",),
}


def read_document(document: bytes, *, encoding: str | None = None, strict: bool = True) -> Element:
    """Read a document and return its root: valid when `strict`, else with its names put right.

    Raises `CxmlRejected` as `read` does; when `strict`, "invalid" for faults of the schema, else as
    `read_tolerantly` does.
    """
    if not strict:
        return read_tolerantly(document, encoding=encoding)[0]
    root = read(document, encoding=encoding)
    refuse_faults(root)
    return root


def read_tolerantly(document: bytes, *, encoding: str | None = None) -> tuple[Element, tuple[Advisory, ...]]:
    """Read a document whatever case its names are in; return its root, names put right, and what was put right.

    Raises `CxmlRejected` as `read` does, and "invalid" where two names differ in nothing but case, or an element that
    may stand once stands twice with different content.
    """
    root = read(document, encoding=encoding, any_case=True)
    put_right = advised([*_respelled(root, change=True)])
    _refuse_ambiguous(root)
    return root, put_right


def respelled(root: Element) -> tuple[Element, tuple[Advisory, ...]]:
    """Give a root with its names put right, and what was put right; the same root when nothing was, else a copy.

    Raises `CxmlRejected` ("invalid") where two attributes differ in nothing but case.
    """
    if next(_respelled(root, change=False), None) is None:
        return root, ()
    copy = deepcopy(root.getroottree()).getroot()
    return copy, advised([*_respelled(copy, change=True)])


@cache
def _spellings() -> dict[str, str]:
    """The names of the schema by their lower case."""
    return {name.lower(): name for name in known_elements() if not name.startswith("{")}


def _respelled(root: Element, *, change: bool) -> Iterator[Finding]:
    models, spellings = known_elements(), _spellings()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag = str(element.tag)
        proper = tag if tag in models else spellings.get(tag.lower(), tag)
        if proper != tag:
            yield finding("element name in another case", element, tag)
            if change:
                element.tag = proper
        model = models.get(proper)
        if model is None or model.loose:
            continue
        yield from _attributes(element, model, change=change)
        if not model.open:
            waiting.extend(reversed(element))


def _attributes(element: Element, model: ElementModel, *, change: bool) -> Iterator[Finding]:
    for key, value in list(element.attrib.items()):
        name, written = str(key), str(value)
        proper = name if name in model.attributes else _only(name, model.attributes)
        if proper is None:
            continue
        if proper != name:
            if proper in element.attrib:
                message = f"{where(element)}: expected the attribute {proper} once, got {name} beside it"
                raise CxmlRejected("invalid", message)
            yield finding("attribute name in another case", element, name)
            if change:
                del element.attrib[name]
                element.set(proper, written)
        values = model.attributes[proper]
        if isinstance(values, frozenset) and written not in values:
            meant = _only(written.strip(" \t\r\n"), values)
            if meant is not None:
                yield finding("attribute value in another case", element, f"{proper} {written}")
                if change:
                    element.set(proper, meant)


def _only(written: str, names: Iterable[str]) -> str | None:
    return next((name for name in names if name.lower() == written.lower()), None)


def _refuse_ambiguous(root: Element) -> None:
    for parent in root.iter(*_ONCE):
        if len(parent) < 2:
            continue
        for name in _ONCE[str(parent.tag)]:
            found = parent.findall(name)
            if len(found) > 1 and len({etree.tostring(one, with_tail=False) for one in found}) > 1:
                got = f"{len(found)} with different content"
                raise CxmlRejected("invalid", f"{where(parent)}: expected the element {name} once, got {got}")
