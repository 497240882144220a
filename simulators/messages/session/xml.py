"""The objects of the session API as XML: members are elements of their name, lists are repeated elements.

Source: reference, Liferay connector, 1.1, 1.4 and 2.1 (root elements). How Liferay's mapper writes lists is not told;
one that is wrapped into an element of its name is read as well. An empty list is one empty element, null an element
with `xsi:nil`. A map has no types in XML: all that it holds is read as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lxml import etree

from simulators.messages import numbers
from simulators.messages.cxml.reading import Element, Limits, decoded, parse_text
from simulators.messages.session.model import MODEL, Kind, Member

LIMITS = Limits(size=1024 * 1024, depth=50, nodes=100_000, attributes=20)

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_NIL = f"{{{_INSTANCE}}}nil"
# Of the members that are no members: what stands beside elements, and attributes.
_TEXT, _ATTRIBUTE = "#text", "@"
_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_BOOLEANS = {"true": True, "false": False}


def read_xml(body: bytes, root: str, charset: str | None = None) -> dict[str, Any]:
    """Return the object an XML document holds, whose root element and type are `root`.

    Text becomes a number or a boolean where the model wants one and the text is one; it stays text otherwise, for who
    validates to refuse. What has no place in an object stays visible: an attribute is a member `@name`, text beside
    elements a member `#text`, a member that is repeated though it is no list a list.

    Raises:
        ValueError: when it is not well-formed, has a DOCTYPE, a reference to an entity or another root, or is larger
            than `LIMITS`.

    """
    if len(body) > LIMITS.size:
        raise ValueError(f"expected at most {LIMITS.size} bytes, got {len(body)}")
    parsed = parse_text(decoded(body, charset), LIMITS)
    if parsed.getroottree().docinfo.doctype:
        raise ValueError("expected no DOCTYPE, got one")
    if _name_of(parsed) != root:
        raise ValueError(f"expected the root element {root}, got {_name_of(parsed)[:80]}")
    return _object_in(parsed, MODEL.get(root, {}))


def write_xml(document: Mapping[str, Any], root: str) -> bytes:
    """Return an object as an XML document in UTF-8.

    Raises:
        ValueError: when a text or the name of a member cannot stand in XML; the message names the member.

    """
    element = etree.Element(root, nsmap={"xsi": _INSTANCE} if _holds_none(document) else None)
    _write_members(element, document, "")
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True)


def _object_in(element: Element, members: Mapping[str, Member]) -> dict[str, Any]:
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(_name_of(child), []).append(child)
    document: dict[str, Any] = {f"{_ATTRIBUTE}{name}": value for name, value in _attributes(element).items()}
    if "".join([element.text or "", *(child.tail or "" for child in element)]).strip():
        document[_TEXT] = element.text or ""
    for name, elements in found.items():
        document[name] = _member_in(elements, members.get(name))
    return document


def _member_in(elements: list[Element], member: Member | None) -> Any:
    if member is None or (len(elements) > 1 and not member.many):
        values = [_anything_in(element) for element in elements]
        return values[0] if len(values) == 1 else values
    if not member.many:
        return _value_in(elements[0], member.holds)
    if len(elements) == 1:
        (only,) = elements
        if _is_nil(only):
            return None
        # Of texts, one that is blank is a text; of all else, blanks are how a list is laid out.
        text = (only.text or "") if member.holds == Kind.STRING else (only.text or "").strip()
        if not len(only) and not text and not _attributes(only):
            return []
        if {_name_of(child) for child in only} == {_name_of(only)} and not _attributes(only):
            elements = list(only)
    return [_value_in(element, member.holds) for element in elements]


def _value_in(element: Element, holds: Kind | str) -> Any:
    if _is_nil(element):
        return None
    if holds == Kind.MAP:
        return _map_in(element)
    if not isinstance(holds, Kind):
        text = (element.text or "").strip()
        return text if text and not len(element) else _object_in(element, MODEL[holds])
    if len(element) or _attributes(element):
        return _object_in(element, {})
    text = element.text or ""
    if holds is Kind.STRING:
        return text
    # An element that is there and empty is a number, or a boolean, that is not given.
    return _typed(text.strip(), holds) if text.strip() else None


def _typed(text: str, holds: Kind) -> Any:
    if holds is Kind.BOOLEAN:
        return _BOOLEANS.get(text, text)
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if holds is Kind.NUMBER and _NUMBER.fullmatch(text) and _is_short(text) else text


def _is_short(text: str) -> bool:
    try:
        numbers.decimal_from(text)
    except numbers.NotANumber:
        return False
    return True


def _map_in(element: Element) -> Any:
    text = (element.text or "").strip()
    return text if text and not len(element) else _object_in(element, {})


def _anything_in(element: Element) -> Any:
    if _is_nil(element):
        return None
    return _object_in(element, {}) if len(element) else element.text or ""


def _write_members(element: Element, document: Mapping[str, Any], path: str) -> None:
    for name, value in document.items():
        where = f"{path}{name}"
        if not isinstance(value, list):
            _write(element, name, value, where)
        elif not value:
            _added(element, name, where)
        else:
            # One empty element is an empty list, so a list of one that looks like it has to be wrapped.
            alone = len(value) == 1 and value[0] in (None, "", {}, [])
            _write_all(_added(element, name, where) if alone else element, name, value, where)


def _write_all(element: Element, name: str, values: Sequence[Any], path: str) -> None:
    for index, value in enumerate(values):
        _write(element, name, value, f"{path}[{index}]")


def _write(element: Element, name: str, value: Any, path: str) -> None:
    added = _added(element, name, path)
    if value is None:
        added.set(_NIL, "true")
    elif isinstance(value, Mapping):
        _write_members(added, value, f"{path}.")
    elif isinstance(value, list):
        _write_all(added, name, value, path)
    else:
        try:
            added.text = str(value).lower() if isinstance(value, bool) else str(value)
        except ValueError:
            raise ValueError(f"{path} holds a character that XML cannot carry") from None


def _added(element: Element, name: str, path: str) -> Element:
    try:
        return etree.SubElement(element, name)
    except ValueError:
        raise ValueError(f"{path!r:.80} is no name in XML") from None


def _holds_none(value: Any) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return value is None or any(map(_holds_none, inner))


def _name_of(element: Element) -> str:
    return etree.QName(element).localname


def _attributes(element: Element) -> dict[str, str]:
    """Return the attributes that have no namespace, which others than members have."""
    return {str(name): str(value) for name, value in element.attrib.items() if not str(name).startswith("{")}


def _is_nil(element: Element) -> bool:
    return element.get(_NIL) in ("true", "1")
