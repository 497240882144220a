"""The browser form field that carries an order message from the supplier's page to the buyer's."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import unquote_plus

from lxml import etree

from simulators.messages.cxml.advisory import Advisory, Finding, advised, finding
from simulators.messages.cxml.reading import CxmlRejected, read

FieldStyle: TypeAlias = Literal["cXML-urlencoded", "cXML-base64"]
URLENCODED: FieldStyle = "cXML-urlencoded"
BASE64: FieldStyle = "cXML-base64"
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DOCUMENT = re.compile(r"<cXML[\s/>]", re.IGNORECASE)
_ESCAPED_DOCUMENT = re.compile(r"\s*(?:&lt;|&#60;|&#x3c;)(?:\?xml|!DOCTYPE|cXML)", re.IGNORECASE)
_QUOTED_DOCUMENT = re.compile(r"\s*%3C(?:%3F|\?)?(?:xml|%21DOCTYPE|!DOCTYPE|cXML)", re.IGNORECASE)
_BASE64_OF_DOCUMENT = re.compile(r"\s*(?:PD94bWw|PCFET0NUWVBF|PGNYTUw)")
_BODY = re.compile(rb"<\0?c\0?X\0?M\0?L", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormDocument:
    """A document out of a form: its bytes, and the encoding to read them with (None: the document says).

    Read it with `parse_order_message(found.document, encoding=found.encoding)`; `field` is the name as it arrived, ""
    for a body that is no form. `advisories` say what a tolerant receiver made of the form, and of its values.
    """

    document: bytes
    encoding: str | None
    field: str
    advisories: tuple[Advisory, ...] = ()


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


def decode_form_field(
    fields: Sequence[tuple[str, str]], *, strict: bool = True, body: bytes | None = None
) -> FormDocument:
    """Find the document among the decoded fields of a form, given as pairs of name and value.

    cXML User's Guide, "Form encoding": names are compared without regard to case; base64 is looked for first; the XML
    declaration counts in base64, and is overridden in urlencoded, whose characters the browser decoded already.
    Unless `strict`, the document is also taken out of a field of another name that holds one, out of the `body` as it
    is, and out of a value that is escaped once too often or in the other style; each is named in the advisories.
    Raises `CxmlRejected`: "incomplete" without any of these (naming the fields that came), "invalid" for one that comes
    twice with different values, "malformed" for a value that is not base64, "encoding" for half a character.
    """
    for style in (BASE64, URLENCODED):
        found = [(name, value) for name, value in fields if name.lower() == style.lower()]
        if found:
            name, value = _single(found, f"form field {style}")
            if not strict:
                return _tolerantly(name, value, style)
            return _from_base64(name, value) if style == BASE64 else _from_text(name, value)
    if not strict:
        others = [(name, value) for name, value in fields if _holds_document(value)]
        if others:
            name, value = _single(others, "form: a document in a field of another name")
            return _tolerantly(name, value, None)
        if body is not None and _BODY.search(body, 0, 4096):
            return FormDocument(body, None, "", advised([finding("body instead of a form", "request body")]))
    came = ", ".join(repr(name[:60]) for name, _ in fields[:20]) or "no fields"
    raise CxmlRejected("incomplete", f"form: expected a field {BASE64} or {URLENCODED}, got {came}")


def _single(found: Sequence[tuple[str, str]], what: str) -> tuple[str, str]:
    if len({value for _, value in found}) > 1:
        raise CxmlRejected("invalid", f"{what}: expected it once, got {len(found)} with different values")
    return found[0]


def _holds_document(value: str) -> bool:
    forms = (_ESCAPED_DOCUMENT, _QUOTED_DOCUMENT, _BASE64_OF_DOCUMENT)
    return _DOCUMENT.search(value) is not None or any(form.match(value) for form in forms)


def _tolerantly(name: str, value: str, style: FieldStyle | None) -> FormDocument:
    found: list[Finding] = []
    if style is None:
        found.append(finding("field of another name", f"form field {name[:60]}", name))
    text = value
    # Once too often and no more: a document that is still none after that is refused by its reader.
    if _ESCAPED_DOCUMENT.match(text):
        text = html.unescape(text)
        found.append(finding("escaped for HTML by the sender", f"form field {name[:60]}", value[:20]))
    elif _QUOTED_DOCUMENT.match(text):
        text = unquote_plus(text)
        found.append(finding("encoded for a URL by the sender", f"form field {name[:60]}", value[:20]))
    is_base64 = _DOCUMENT.search(text) is None and (style == BASE64 or _BASE64_OF_DOCUMENT.match(text) is not None)
    if style is not None and is_base64 != (style == BASE64):
        found.append(finding("field of the other style", f"form field {name[:60]}", "base64" if is_base64 else "text"))
    if is_base64:
        made = _from_base64(name, text)
    else:
        found.extend(_not_ascii(name, text))
        made = _from_text(name, text)
    return FormDocument(made.document, made.encoding, name, advised(found))


def _not_ascii(name: str, text: str) -> Iterator[Finding]:
    other = next((character for character in text if not character.isascii()), None)
    if other is not None:
        yield finding("not US-ASCII", f"form field {name[:60]}", f"U+{ord(other):04X}")


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
