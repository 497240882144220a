"""What the content of a document deviates in, line by line: languages, countries, currencies, units, codes, moments.

What stands in elements of any content is not looked into: it is the sender's own. Source: hub and protocols, 2.2
(details that trip people), 2.7 (session semantics) and 7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from simulators.messages.cxml.advisory import Finding, finding
from simulators.messages.cxml.moments import read_moment
from simulators.messages.cxml.parsing import XML_LANG, own_text
from simulators.messages.cxml.reading import Element
from simulators.messages.cxml.schema import known_elements
from simulators.messages.units import is_unit_code

_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_UNSPSC = re.compile(r"[0-9]{8}")
_UNSPSC_DOMAINS = frozenset({"UNSPSC", "SPSC"})
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
_MOMENTS = frozenset(
    {
        *("timestamp", "orderDate", "creationDate", "expirationDate", "effectiveDate", "noticeDate"),
        *("requestedDeliveryDate", "requestedShipmentDate", "agreementDate", "lastChangedTimestamp"),
    }
)
# Of these the DTD asks a date, with or without a time.
_DATES = frozenset({"requestedDeliveryDate", "requestedShipmentDate"})


def content_findings(root: Element) -> Iterator[Finding]:
    """Give what the content below a root deviates in, in document order."""
    models = known_elements()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        model = models.get(str(element.tag))
        if model is None or model.loose:
            continue
        for check in _CHECKS:
            yield from check(element)
        if not model.open:
            waiting.extend(reversed(element))


def _moments(element: Element) -> Iterator[Finding]:
    for key, value in element.attrib.items():
        name = str(key)
        if name in _MOMENTS:
            for deviation in read_moment(str(value)).deviations:
                if not (deviation == "moment without time" and name in _DATES):
                    yield finding(deviation, element, f"{name} {value!s}")


def _language(element: Element) -> Iterator[Finding]:
    if XML_LANG not in element.attrib and XML_LANG in known_elements()[str(element.tag)].required:
        yield finding("xml:lang missing", element)


def _country(element: Element) -> Iterator[Finding]:
    code = element.get("isoCountryCode")
    if code is not None and not code.strip():
        yield finding("isoCountryCode empty", element)
    elif code is not None and not _COUNTRY.fullmatch(code):
        yield finding("isoCountryCode form", element, code)


def _currency(element: Element) -> Iterator[Finding]:
    for name in ("currency", "alternateCurrency"):
        code = element.get(name)
        if code is not None and not _CURRENCY.fullmatch(code):
            yield finding("currency form", element, code)


def _values(element: Element) -> Iterator[Finding]:
    tag = element.tag
    if tag == "UnitOfMeasure":
        unit = own_text(element).strip()
        if not is_unit_code(unit):
            yield finding("unit of measure unknown", element, unit)
    elif tag == "Classification" and element.get("domain", "").upper() in _UNSPSC_DOMAINS:
        code = own_text(element).strip()
        if not _UNSPSC.fullmatch(code):
            yield finding("UNSPSC form", element, code)
    elif tag == "Extrinsic" and not element.get("name", "").strip():
        yield finding("Extrinsic without name", element)


def _escapes(element: Element) -> Iterator[Finding]:
    model = known_elements()[str(element.tag)]
    if model.text and not model.open:
        found = _REFERENCE.search(own_text(element))
        if found:
            yield finding("escaped twice", element, found[0])


_CHECKS: tuple[Callable[[Element], Iterator[Finding]], ...]
_CHECKS = (_moments, _language, _country, _currency, _values, _escapes)
