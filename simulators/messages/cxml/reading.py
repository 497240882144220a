"""Reading cXML bytes from a stranger: bounded in size, depth and time, and never resolving an entity."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias
from xml.parsers import expat

from lxml import etree

Element: TypeAlias = etree._Element
"""An lxml element; named once here so that no other module needs lxml's private name."""

Reason: TypeAlias = Literal[
    "malformed", "too large", "too deep", "entity", "encoding", "not cXML", "invalid", "incomplete"
]
"""The stable words a refusal is classed by."""

ROOT = "cXML"

# Character sets a cXML sender may declare. Python knows many more, among them some that are not character sets at all
# ("utf-7", "unicode_escape") and let a document say something else than it shows.
_CHARACTER_SETS = frozenset(
    codecs.lookup(name).name
    for name in (
        *("ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"),
        *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *(f"cp125{page}" for page in range(9)),
    )
)
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED_ENCODING = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_NOT_REFERENCES = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_REFERENCE = re.compile(r"&(?!#|(?:amp|lt|gt|apos|quot);)([^\s;&<>\"'=]{1,200});")
_ADVICE_ON_ENTITIES = "write the characters themselves, numeric references, or one of the five predefined entities"


class CxmlRejected(ValueError):
    """A document, or a value on its way into one, that this package refuses.

    `reason` is one stable word (see `Reason`); `message` says what is wrong, where, what was expected and what came.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        """Keep the class of the refusal and its explanation."""
        super().__init__(reason, message)
        self.reason: Reason = reason
        self.message = message

    def __str__(self) -> str:
        """Give the explanation, led by the reason."""
        return f"{self.reason}: {self.message}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read before it is refused.

    `size` is in bytes as received, `depth` in nested elements (the root is 1), `nodes` counts elements and attributes,
    `attributes` those of one element (checking them against a schema takes time that grows with their square).
    """

    size: int = 4 * 1024 * 1024
    depth: int = 100
    nodes: int = 250_000
    attributes: int = 200


def read(document: bytes, *, encoding: str | None = None, limits: Limits = Limits(), any_case: bool = False) -> Element:
    """Parse one cXML document and return its root element; in `any_case` its name may be spelled in any case.

    `encoding` is the charset parameter of the transport; it wins over the XML declaration (cXML User's Guide,
    "Character encoding"). A DOCTYPE is accepted and never fetched; comments and processing instructions are left out
    of the result. Lines in messages count from 1.

    Raises `CxmlRejected`: "too large", "too deep", "encoding" (bytes that are not in the character set named),
    "entity" (any declaration in an internal subset, any reference but the predefined ones), "malformed", "not cXML".
    """
    if len(document) > limits.size:
        raise CxmlRejected("too large", f"document: expected at most {limits.size} bytes, got {len(document)}")
    text = decoded(document, encoding)
    parsed = parse_text(text, limits)
    root = str(parsed.tag)
    if root != ROOT and not (any_case and root.lower() == ROOT.lower()):
        raise CxmlRejected("not cXML", f"line 1, root element: expected {ROOT}, got {root[:80]!r}")
    return parsed


def parse_text(text: str, limits: Limits) -> Element:
    """Parse characters that are already decoded, under the same rules as `read`, whatever the root element is.

    An encoding declaration in `text` is ignored. Raises `CxmlRejected` as `read` does, but for the root's name.
    """
    try:
        utf8 = text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise CxmlRejected(
            "encoding", f"character {error.start}: expected a character, got half of one, U+{code:04X}"
        ) from None
    if _inspect(utf8, limits):
        _refuse_references(text)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        parsed = etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError as error:
        raise CxmlRejected("malformed", f"line {error.lineno}: {error.msg}; expected well-formed XML") from None
    # The inspection refused these already; should the two parsers ever disagree, text must not go missing silently.
    for node in parsed.iter(etree.Entity):
        raise CxmlRejected("entity", f"line {node.sourceline}: got {node.text!r}; {_ADVICE_ON_ENTITIES}")
    return parsed


def decoded(document: bytes, encoding: str | None) -> str:
    """Return the characters of a document: in the character set of its byte order mark, `encoding`, or as it declares.

    Raises `CxmlRejected` ("encoding") for bytes that are not in the character set named, and for one no sender means.
    """
    for mark, marked in _BYTE_ORDER_MARKS:
        if document.startswith(mark):
            named, body = marked, document[len(mark) :]
            break
    else:
        named, body = encoding or _declared(document), document
    try:
        codec = codecs.lookup(named)
    except (LookupError, ValueError):
        codec = None
    if codec is None or codec.name not in _CHARACTER_SETS:
        raise CxmlRejected("encoding", f"character set: expected UTF-8 or another plain one, got {named[:60]!r}")
    try:
        return body.decode(codec.name)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        got = body[error.start : error.start + 4].hex(" ")
        message = f"line {line}, byte {error.start}: expected {named} text, got bytes {got} ({error.reason})"
        raise CxmlRejected("encoding", message) from None


def _declared(document: bytes) -> str:
    # XML 1.0, appendix F: without a mark, a sixteen-bit document shows itself by the zeros around its first "<".
    if document[:4] == b"<\0?\0":
        return "utf-16-le"
    if document[:4] == b"\0<\0?":
        return "utf-16-be"
    found = _DECLARED_ENCODING.match(document)
    return found[1].decode("ascii") if found else "utf-8"


def named_encodings(document: bytes) -> tuple[str | None, str | None]:
    """Give the character sets a document names: by its byte order mark, and in its XML declaration; None for neither.

    The declaration of a sixteen-bit document is taken to say what its bytes show.
    """
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if document.startswith(mark)), None)
    body = document.removeprefix(codecs.BOM_UTF8)
    declares = body[:4] in (b"<\0?\0", b"\0<\0?") or _DECLARED_ENCODING.match(body)
    return marked, _declared(body) if declares else None


class _Inspection:
    """What expat reports, checked as it comes: nothing is built, so nothing can grow."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.depth = 0
        self.nodes = 0
        self.has_doctype = False
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EndDoctypeDeclHandler = self.doctype_end
        self.parser.SkippedEntityHandler = self.reference
        self.parser.EntityDeclHandler = self.declaration
        self.parser.AttlistDeclHandler = self.declaration
        self.parser.ElementDeclHandler = self.declaration
        self.parser.NotationDeclHandler = self.declaration

    def start(self, _name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.nodes += 1 + len(attributes)
        if self.depth > self.limits.depth:
            raise self.refusal("too deep", f"expected at most {self.limits.depth} nested elements, got more")
        if len(attributes) > self.limits.attributes:
            raise self.refusal(
                "too large", f"expected at most {self.limits.attributes} attributes, got {len(attributes)}"
            )
        if self.nodes > self.limits.nodes:
            raise self.refusal("too large", f"expected at most {self.limits.nodes} elements and attributes, got more")

    def end(self, _name: str) -> None:
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        self.has_doctype = True
        self.parser.DefaultHandler = self.subset

    def doctype_end(self) -> None:
        self.parser.DefaultHandler = None

    def subset(self, token: str) -> None:
        # expat stops telling of declarations after a parameter entity reference, so the reference itself is refused.
        if token.startswith("%"):
            raise self.refusal("entity", f"got a parameter entity reference {token[:40]!r}; {_ADVICE_ON_ENTITIES}")

    def reference(self, name: str, _is_parameter: bool) -> None:
        raise self.refusal("entity", f"got the entity reference {name[:40]!r}; {_ADVICE_ON_ENTITIES}")

    def declaration(self, *what: object) -> None:
        got = f"got a declaration of {str(what[0])[:40]!r} in the DOCTYPE"
        raise self.refusal("entity", f"expected no internal subset, {got}; {_ADVICE_ON_ENTITIES}")

    def refusal(self, reason: Reason, message: str) -> CxmlRejected:
        return CxmlRejected(reason, f"line {self.parser.CurrentLineNumber}: {message}")


def _refuse_references(text: str) -> None:
    # With a DOCTYPE that is not read, any name may be declared there; in an attribute, parsers drop it without a word.
    blanked = _NOT_REFERENCES.sub(lambda found: "\n" * found[0].count("\n"), text)
    if found := _REFERENCE.search(blanked):
        line = blanked.count("\n", 0, found.start()) + 1
        raise CxmlRejected("entity", f"line {line}: got the entity reference {found[1][:40]!r}; {_ADVICE_ON_ENTITIES}")


def _inspect(utf8: bytes, limits: Limits) -> bool:
    """Refuse what is dangerous or not well-formed; tell whether there is a DOCTYPE."""
    inspection = _Inspection(limits)
    try:
        inspection.parser.Parse(utf8, True)
    except expat.ExpatError as error:
        text = expat.ErrorString(error.code)
        if text == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
            message = f"line {error.lineno}, column {error.offset + 1}: got a reference to an undefined entity"
            raise CxmlRejected("entity", f"{message}; {_ADVICE_ON_ENTITIES}") from None
        message = f"line {error.lineno}, column {error.offset + 1}: {text}; expected well-formed XML"
        raise CxmlRejected("malformed", message) from None
    finally:
        # The handlers refer to the parser and the parser to them: without this, each document waits for the collector.
        del inspection.parser
    return inspection.has_doctype
