"""The browser form field that carries an order message from the supplier's page to the buyer's."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lxml import etree

from simulators.messages.cxml.reading import CxmlRejected, read

FieldStyle: TypeAlias = Literal["cXML-urlencoded", "cXML-base64"]
URLENCODED: FieldStyle = "cXML-urlencoded"
BASE64: FieldStyle = "cXML-base64"
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class FormDocument:
    """A document out of a form: its bytes, and the encoding to read them with (None: the document says).

    Read it with `parse_order_message(found.document, encoding=found.encoding)`; `field` is the name as it arrived.
    """

    document: bytes
    encoding: str | None
    field: str


def encode_form_field(document: bytes, *, style: FieldStyle) -> tuple[str, str]:
    """Give name and value of the hidden input that carries a document; the page still has to escape it for HTML.

    In `cXML-urlencoded` the value is US-ASCII text (cXML User's Guide, "Form encoding"): a document that is US-ASCII
    goes as it is, another is written anew with numeric references. In `cXML-base64` the bytes go as they are.
    Raises `CxmlRejected` as `read` does for a document that has to be written anew, "invalid" for another `style`.
    """
    if style == BASE64:
        return BASE64, base64.b64encode(document).decode("ascii")
    if style != URLENCODED:
        raise CxmlRejected("invalid", f"form field: expected {URLENCODED} or {BASE64}, got {style!r}")
    if not document.isascii():
        document = etree.tostring(read(document).getroottree(), encoding="US-ASCII", xml_declaration=True)
    return URLENCODED, document.decode("ascii")


def decode_form_field(fields: Sequence[tuple[str, str]]) -> FormDocument:
    """Find the document among the decoded fields of a form, given as pairs of name and value.

    cXML User's Guide, "Form encoding": names are compared without regard to case; base64 is looked for first; the XML
    declaration counts in base64, and is overridden in urlencoded, whose characters the browser decoded already.
    Raises `CxmlRejected`: "incomplete" without either field (naming those that came), "invalid" for one that comes
    twice with different values, "malformed" for a value that is not base64, "encoding" for half a character.
    """
    for style in (BASE64, URLENCODED):
        found = [(name, value) for name, value in fields if name.lower() == style.lower()]
        if len({value for _, value in found}) > 1:
            raise CxmlRejected(
                "invalid", f"form field {style}: expected it once, got {len(found)} with different values"
            )
        if found:
            name, value = found[0]
            return _from_base64(name, value) if style == BASE64 else _from_text(name, value)
    came = ", ".join(repr(name[:60]) for name, _ in fields[:20]) or "no fields"
    raise CxmlRejected("incomplete", f"form: expected a field {BASE64} or {URLENCODED}, got {came}")


def _from_base64(name: str, value: str) -> FormDocument:
    try:
        document = base64.b64decode(_BLANKS.sub("", value), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CxmlRejected("malformed", f"form field {name}: expected base64, got {error}") from None
    return FormDocument(document, None, name)


def _from_text(name: str, value: str) -> FormDocument:
    try:
        return FormDocument(value.encode("utf-8"), "utf-8", name)
    except UnicodeEncodeError as error:
        code = f"U+{ord(value[error.start]):04X} at character {error.start}"
        raise CxmlRejected("encoding", f"form field {name}: expected characters, got half of one, {code}") from None
