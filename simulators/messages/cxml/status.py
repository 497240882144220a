"""The status of a response or message: its code, its text, and what an unknown code means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulators.messages.cxml.building import add
from simulators.messages.cxml.parsing import needed_attribute, own_text, whole_number
from simulators.messages.cxml.reading import Element

STANDARD_TEXTS: Mapping[int, str] = MappingProxyType(
    {
        200: "OK",
        201: "Accepted",
        204: "No Content",
        211: "OK",
        280: "Forwarded",
        281: "Forwarded Unreliably",
        400: "Bad Request",
        401: "Unauthorized",
        402: "Payment Required",
        403: "Forbidden",
        406: "Not Acceptable",
        409: "Conflict",
        412: "Precondition Failed",
        417: "Expectation Failed",
        450: "Not Implemented",
        461: "Bad Commodity Code",
        462: "Notification Error",
        463: "Catalog Format Error",
        464: "Bad Catalog",
        465: "Duplicate Catalog Name",
        466: "No Catalog to Update",
        467: "Publish Not Allowed",
        468: "Catalog Too Large",
        469: "Bad Catalog File Extension",
        470: "Catalog Has Errors",
        475: "Signature Required",
        476: "Signature Verification Failed",
        477: "Signature Unacceptable",
        499: "Document Size Error",
        500: "Internal Server Error",
        550: "Unable to Reach cXML Server",
        551: "Unable to Forward Request",
        560: "Temporary Server Error",
        561: "Too Many Catalogs",
        562: "Publish Disabled",
        563: "Catalog Validating",
    }
)
"""The codes of cXML and their texts (cXML User's Guide, "Status")."""


@dataclass(frozen=True, slots=True)
class Status:
    """A `Status` element: `code`, the short `text` of the code, and the longer explanation inside the element."""

    code: int
    text: str
    detail: str = ""

    @property
    def effective_code(self) -> int:
        """The code to act on: itself when standard, else the 200, 400 or 500 of its class, else itself.

        cXML User's Guide, "Status": a receiver treats a code it does not know like the first of its class.
        """
        base = self.code // 100 * 100
        return base if self.code not in STANDARD_TEXTS and base in STANDARD_TEXTS else self.code

    @property
    def is_success(self) -> bool:
        """Whether the code is of the 2xx class."""
        return self.code // 100 == 2

    @property
    def is_transient(self) -> bool:
        """Whether the code is of the 5xx class, after which the same document may be sent again."""
        return self.code // 100 == 5


def standard_status(code: int, detail: str = "") -> Status:
    """Give the status of this code with its standard text; an unknown code gets the text of its class."""
    text = STANDARD_TEXTS.get(code) or STANDARD_TEXTS.get(code // 100 * 100, "Unknown")
    return Status(code, text, detail)


def add_status(parent: Element, status: Status) -> Element:
    """Append a `Status` and return it. Raises `CxmlRejected` for characters XML cannot carry."""
    detail = status.detail or None
    return add(parent, "Status", {"code": str(status.code), "text": status.text}, detail)


def parse_status(element: Element) -> Status:
    """Read a `Status`. Raises `CxmlRejected`: "incomplete" without code or text, "invalid" for no whole number."""
    code = whole_number(element, needed_attribute(element, "code"))
    return Status(code, needed_attribute(element, "text"), own_text(element))
