"""Cart and set-up documents damaged in every way a stranger may send them, always the same ones for the same seed.

Each kind of damage is a function of a sound document and a source of chance. What leaves the meaning alone is harmless:
such a document has to read as the sound one does. The rest is refused, or reads as some value that is valid in itself.
"""

from __future__ import annotations

import base64
import codecs
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from lxml import etree

from simulators.messages.cxml.schema import known_elements
from tests.messages.cxml.cxml_corpus import CANCEL, GOOD, ORDER, RESPONSE, SAMPLES, SETUP

CANARY = "http://127.0.0.1:{port}/cXML.dtd"
"""An address that must never be asked; tests put the port of a socket of theirs in."""

PIECES = ("<", ">", "&", ";", "&a;", "&#x", "]]>", "<!--", "<![CDATA[", "<?", '"', "\ufffd", "\u2028")
FOREIGN = "\u00e9\u20ac"
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_TEXT = re.compile(r">([^<>&]+)</")


@dataclass(frozen=True)
class Damaged:
    """A document, the kind of its damage, the sound document it was made of, and what the transport says of it."""

    kind: str
    document: bytes
    sound: str
    harmless: bool
    encoding: str | None = None


Result = bytes | str | tuple[bytes, str]
Damage = Callable[[str, random.Random], Result]
HARMFUL: dict[str, Damage] = {}
HARMLESS: dict[str, Damage] = {}


def _harmful(damage: Damage) -> Damage:
    HARMFUL[damage.__name__.strip("_").replace("_", " ")] = damage
    return damage


def _harmless(damage: Damage) -> Damage:
    HARMLESS[damage.__name__.strip("_").replace("_", " ")] = damage
    return damage


def _place(document: str, chance: random.Random) -> int:
    return chance.randrange(len(document))


def _tag(document: str, chance: random.Random) -> re.Match[str]:
    return chance.choice(list(_TAG.finditer(document)))


def _text(document: str, chance: random.Random) -> re.Match[str]:
    found = list(_TEXT.finditer(document))
    return chance.choice(found)


def _inside(document: str, text: str, chance: random.Random) -> str:
    """Put a text behind a start tag somewhere."""
    end = _tag(document, chance).end()
    return document[:end] + text + document[end:]


# --- bytes and characters


@_harmful
def _cut_off(document: str, chance: random.Random) -> Result:
    return document[: _place(document, chance)]


@_harmful
def _cut_out(document: str, chance: random.Random) -> Result:
    start = _place(document, chance)
    return document[:start] + document[start + chance.randint(1, 40) :]


@_harmful
def _pieces_put_in(document: str, chance: random.Random) -> Result:
    for _ in range(chance.randint(1, 3)):
        place = _place(document, chance)
        document = document[:place] + chance.choice(PIECES) + document[place + chance.choice([0, 0, 1, 20]) :]
    return document


@_harmful
def _bytes_flipped(document: str, chance: random.Random) -> Result:
    flipped = bytearray(document.encode())
    for _ in range(chance.randint(1, 4)):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


@_harmful
def _stretches_swapped(document: str, chance: random.Random) -> Result:
    a, b, c = sorted(chance.sample(range(len(document)), 3))
    return document[:a] + document[b:c] + document[a:b] + document[c:]


@_harmful
def _stretch_doubled(document: str, chance: random.Random) -> Result:
    start = _place(document, chance)
    return document[:start] + document[start : start + chance.randint(1, 300)] + document[start:]


@_harmful
def _NUL_bytes(document: str, chance: random.Random) -> Result:  # noqa: N802
    place = _place(document, chance)
    return document[:place] + "\0" * chance.randint(1, 3) + document[place:]


@_harmful
def _control_character(document: str, chance: random.Random) -> Result:
    return _inside(document, chance.choice(["\x01", "\x0b", "\x1f", "&#1;", "&#0;", "&#xFFFE;", "&#xD800;"]), chance)


@_harmful
def _wrong_encoding(document: str, chance: random.Random) -> Result:
    declared, real = chance.choice(
        [("UTF-8", "cp1252"), ("us-ascii", "utf-8"), ("UTF-8", "utf-16"), ("utf-16", "utf-8"), ("utf-7", "utf-8")]
    )
    return f'<?xml version="1.0" encoding="{declared}"?>{_inside(document, FOREIGN, chance)}'.encode(real)


@_harmful
def _mixed_encodings(document: str, chance: random.Random) -> Result:
    place = _place(document, chance)
    other = chance.choice(["utf-16-le", "cp1252", "utf-8"])
    return document[:place].encode() + "\u00e9\u00df\u20ac".encode(other) + document[place:].encode()


@_harmful
def _half_a_character(document: str, chance: random.Random) -> Result:
    end = _tag(document, chance).end()
    half = chance.choice([b"\xed\xa0\x80", b"\xc3", b"\xf0\x9f\x94", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80"])
    return document[:end].encode() + half + document[end:].encode()


@_harmful
def _half_of_UTF_16(document: str, chance: random.Random) -> Result:  # noqa: N802
    encoded = document.encode(chance.choice(["utf-16", "utf-16-be", "utf-16-le"]))
    place = chance.randrange(2, len(encoded))
    return encoded[:place] + chance.choice([b"", b"\xd8", b"\xd8\x00", b"x"]) + encoded[place + 1 :]


@_harmful
def _transport_that_lies(document: str, chance: random.Random) -> Result:
    lie = chance.choice(["us-ascii", "utf-16", "utf-7", "unicode_escape", "x-mine", "", "idna", "rot13"])
    return _inside(document, "\u00e9", chance).encode(), lie


# --- what XML allows and nobody wants


def _with_doctype(document: str, subset: str, system: str = "") -> str:
    named = f' SYSTEM "{system}"' if system else ""
    return f'<?xml version="1.0"?><!DOCTYPE cXML{named} [{subset}]>{document}'


@_harmful
def _entity_bomb(document: str, chance: random.Random) -> Result:
    levels = "".join(f'<!ENTITY a{level + 1} "{f"&a{level};" * 10}">' for level in range(chance.randint(2, 30)))
    return _with_doctype(_inside(document, "&a2;", chance), f'<!ENTITY a0 "ha">{levels}')


@_harmful
def _quadratic_blow_up(document: str, chance: random.Random) -> Result:
    return _with_doctype(_inside(document, "&a;" * 200, chance), f'<!ENTITY a "{"x" * chance.randint(1, 9_000)}">')


@_harmful
def _external_entity(document: str, chance: random.Random) -> Result:
    target = chance.choice(
        [CANARY, "file:///etc/passwd", "ftp://127.0.0.1:{port}/x", "//127.0.0.1:{port}/x", "cXML.dtd"]
    )
    public = chance.choice(["SYSTEM", 'PUBLIC "-//x"'])
    return _with_doctype(_inside(document, "&a;", chance), f'<!ENTITY a {public} "{target}">')


@_harmful
def _parameter_entity(document: str, chance: random.Random) -> Result:
    subset = chance.choice(
        [
            f'<!ENTITY % a SYSTEM "{CANARY}"> %a;',
            "%a;",
            """<!ENTITY % a '<!ENTITY b "c">'> %a;""",
            f"""<!ENTITY % a "<!ENTITY &#37; b SYSTEM '{CANARY}'>"> %a; %b;""",
        ]
    )
    return _with_doctype(_inside(document, chance.choice(["&b;", "x"]), chance), subset)


@_harmful
def _declarations(document: str, chance: random.Random) -> Result:
    subset = chance.choice(
        [
            '<!ATTLIST Request deploymentMode CDATA "test">',
            "<!ELEMENT cXML ANY>",
            f'<!NOTATION n SYSTEM "{CANARY}">',
            f'<!ENTITY a SYSTEM "{CANARY}" NDATA n>',
            '<![INCLUDE[<!ENTITY a "b">]]>',
        ]
    )
    return _with_doctype(document, subset, chance.choice(["", CANARY]))


@_harmful
def _unknown_entity(document: str, chance: random.Random) -> Result:
    doctype = chance.choice(["", f'<!DOCTYPE cXML SYSTEM "{CANARY}">'])
    return doctype + _inside(document, chance.choice(["&nbsp;", "&euro;", "&a;", "&"]), chance)


@_harmful
def _inclusion(document: str, chance: random.Random) -> Result:
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{CANARY}" parse="text"/>'
    return _inside(document, include, chance)


@_harmful
def _schema_location(document: str, chance: random.Random) -> Result:
    hint = f'xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:noNamespaceSchemaLocation="{CANARY}" '
    sheet = chance.choice(["", f'<?xml-stylesheet href="{CANARY}"?>'])
    return sheet + document.replace("payloadID", f"{hint}payloadID", 1)


@_harmful
def _attribute_twice(document: str, chance: random.Random) -> Result:
    tag = chance.choice([found for found in _TAG.finditer(document) if "=" in found[0]])
    attribute = tag[0].split()[1].rstrip("/>")
    return document[: tag.end() - (2 if tag[0].endswith("/>") else 1)] + f" {attribute}" + document[tag.end() - 1 :]


@_harmful
def _namespace(document: str, chance: random.Random) -> Result:
    return document.replace("<cXML ", f'<cXML {chance.choice(["xmlns", "xmlns:a", "a:xmlns"])}="urn:x" ', 1)


@_harmful
def _deep(document: str, chance: random.Random) -> Result:
    levels = chance.choice([60, 99, 101, 2_000])
    return _inside(document, "<a>" * levels + chance.choice(["</a>" * levels, ""]), chance)


@_harmful
def _wide(document: str, chance: random.Random) -> Result:
    return _inside(document, chance.choice(["<a/>" * 500, "<Extrinsic/>" * 200, "x" * 20_000]), chance)


@_harmful
def _many_attributes(document: str, chance: random.Random) -> Result:
    attributes = " ".join(f'a{number}=""' for number in range(chance.choice([3, 199, 201, 900])))
    return document.replace("<cXML ", f"<cXML {attributes} ", 1)


@_harmful
def _two_documents(document: str, chance: random.Random) -> Result:
    return document + chance.choice([document, "x", "<a/>", "\0", "<!--", "<?xml version='1.0'?>"])


@_harmful
def _not_XML(document: str, chance: random.Random) -> Result:  # noqa: N802
    return chance.choice(
        [
            "",
            " ",
            base64.b64encode(document.encode()).decode(),
            document.replace("<", "&lt;"),
            "{}",
            "<html><body>503</body></html>",
            f"HTTP/1.1 200 OK\r\n\r\n{document}",
            f"{document.upper()}",
            "\0" * 400,
            "<" * 400,
            "<a>" * 400,
            "<!DOCTYPE" * 40,
            "<!--" * 100,
            "<cXML " + "a" * 5_000,
        ]
    )


# --- XML that says something else


def _changed_tree(document: str, change: Callable[[etree._Element], None]) -> bytes:
    root = etree.fromstring(document)
    change(root)
    return etree.tostring(root)


def _any_element(root: etree._Element, chance: random.Random) -> etree._Element:
    return chance.choice(list(root.iterdescendants()))


@_harmful
def _element_taken_out(document: str, chance: random.Random) -> Result:
    def change(root: etree._Element) -> None:
        element = _any_element(root, chance)
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)

    return _changed_tree(document, change)


@_harmful
def _element_twice(document: str, chance: random.Random) -> Result:
    def change(root: etree._Element) -> None:
        element = _any_element(root, chance)
        copied = deepcopy(element)
        if chance.random() < 0.5:
            copied.text = "other"
        element.addnext(copied)

    return _changed_tree(document, change)


@_harmful
def _elements_reordered(document: str, chance: random.Random) -> Result:
    def change(root: etree._Element) -> None:
        parent = chance.choice([element for element in root.iter() if len(element) > 1] or [root])
        children = list(parent)
        chance.shuffle(children)
        parent.extend(children)

    return _changed_tree(document, change)


@_harmful
def _element_renamed(document: str, chance: random.Random) -> Result:
    def change(root: etree._Element) -> None:
        element = _any_element(root, chance)
        element.tag = chance.choice([chance.choice(_names()), str(element.tag).lower(), str(element.tag).upper()])

    return _changed_tree(document, change)


@_harmful
def _element_moved(document: str, chance: random.Random) -> Result:
    def change(root: etree._Element) -> None:
        element, target = _any_element(root, chance), _any_element(root, chance)
        if element not in target.iterancestors() and element is not target:
            target.insert(0, element)

    return _changed_tree(document, change)


@_harmful
def _attributes_changed(document: str, chance: random.Random) -> Result:
    def change(root: etree._Element) -> None:
        element = chance.choice([element for element in root.iter() if element.attrib] or [root])
        name = chance.choice(list(map(str, element.attrib)))
        value = element.attrib.pop(name)
        odd = chance.choice([None, "", "\u00a0", "-1", "1e999", "NaN", "x" * 3_000, value.lower(), value.upper()])
        if odd is not None:
            element.set(chance.choice([name, name.lower()]) if not name.startswith("{") else name, odd)

    return _changed_tree(document, change)


@_harmful
def _texts_changed(document: str, chance: random.Random) -> Result:
    odd = ["", "-1", "1e999", "1e-999", "9" * 101, "NaN", "0x1", "1,5", "\u0661", "x" * 3_000, "&lt;", "\r\n", "2026"]

    def change(root: etree._Element) -> None:
        element = chance.choice([element for element in root.iter() if len(element) == 0])
        element.text = chance.choice(odd)

    return _changed_tree(document, change)


@cache
def _names() -> list[str]:
    return sorted(name for name in known_elements() if not name.startswith("{"))


# --- harmless


@_harmless
def _nothing(document: str, _: random.Random) -> Result:
    return document


@_harmless
def _DOCTYPE_of_any_version(document: str, chance: random.Random) -> Result:  # noqa: N802
    host = chance.choice(["xml.cxml.org", "xml.cXML.org"])
    version = chance.choice(["1.1.010", "1.2.008", "1.2.014", "1.2.045", "1.2.071", "1.2.099"])
    return f'<!DOCTYPE cXML SYSTEM "http://{host}/schemas/cXML/{version}/cXML.dtd">\n{document}'


@_harmless
def _DOCTYPE_of_another_address(document: str, chance: random.Random) -> Result:  # noqa: N802
    public = chance.choice([f'SYSTEM "{CANARY}"', f'PUBLIC "-//x" "{CANARY}"', f'SYSTEM "{CANARY}" [ <!-- %a; --> ]'])
    return f'<?xml version="1.0"?><!DOCTYPE cXML {public}>{document}'


@_harmless
def _comments(document: str, chance: random.Random) -> Result:
    return _inside(document, chance.choice(["<!-- &a; -->", "<?a <b>?>", "<!---->"]), chance)


@_harmless
def _declared_encoding(document: str, chance: random.Random) -> Result:
    name = chance.choice(["utf-8", "UTF-16", "us-ascii", "iso-8859-1", "windows-1252", "ISO-8859-15"])
    return f'<?xml version="1.0" encoding="{name}"?>{document}'.encode(name)


@_harmless
def _byte_order_mark(document: str, _: random.Random) -> Result:
    return codecs.BOM_UTF8 + document.encode()


@_harmless
def _sixteen_bits(document: str, chance: random.Random) -> Result:
    order = chance.choice(["utf-16", "utf-16-le", "utf-16-be"])
    return f'<?xml version="1.0" encoding="UTF-16"?>{document}'.encode(order)


@_harmless
def _transport_over_declaration(document: str, _: random.Random) -> Result:
    return f'<?xml version="1.0" encoding="utf-16"?>{document}'.encode(), "utf-8"


@_harmless
def _numeric_references(document: str, chance: random.Random) -> Result:
    text = _text(document, chance)
    written = "".join(chance.choice(["&#{};", "&#x{:x};"]).format(ord(character)) for character in text[1])
    return document[: text.start(1)] + written + document[text.end(1) :]


@_harmless
def _CDATA(document: str, chance: random.Random) -> Result:  # noqa: N802
    text = _text(document, chance)
    return f"{document[: text.start(1)]}<![CDATA[{text[1]}]]>{document[text.end(1) :]}"


@_harmless
def _white_space_in_tags(document: str, chance: random.Random) -> Result:
    tag = _tag(document, chance)
    cut = tag.end() - (2 if tag[0].endswith("/>") else 1)
    return document[:cut] + chance.choice([" ", "\n", "\t\r\n  "]) + document[cut:]


@_harmless
def _white_space_around(document: str, _: random.Random) -> Result:
    return document.replace("<Header>", "\n  <Header>\r\n").replace("<Response>", "<Response>\n\t") + "\n \n"


@_harmless
def _attributes_reordered(document: str, _: random.Random) -> Result:
    def change(root: etree._Element) -> None:
        for element in root.iter():
            attributes = list(element.attrib.items())
            element.attrib.clear()
            element.attrib.update(dict(reversed(attributes)))

    return _changed_tree(document, change)


@_harmless
def _other_quotes(document: str, _: random.Random) -> Result:
    return document.replace('"', "'")


SOUND = (SETUP, ORDER, RESPONSE, CANCEL, *(sample.document for sample in GOOD if _TEXT.search(sample.document)))
_ANY = tuple(sample.document for sample in SAMPLES if _TEXT.search(sample.document))


def damaged(count: int, seed: int, *, port: int = 9) -> Iterator[Damaged]:
    """Give so many damaged documents, the kinds in turn; the addresses in them are of this port of this machine."""
    chance = random.Random(seed)
    kinds = [(name, damage, True) for name, damage in HARMLESS.items()]
    kinds += [(name, damage, False) for name, damage in HARMFUL.items()]
    for number in range(count):
        name, damage, harmless = kinds[number % len(kinds)]
        sound = chance.choice(SOUND if harmless or chance.random() < 0.7 else _ANY)
        made = damage(sound, chance)
        document, encoding = made if isinstance(made, tuple) else (made, None)
        if isinstance(document, str):
            document = document.encode("utf-8", "surrogatepass")
        yield Damaged(name, document.replace(b"{port}", b"%d" % port), sound, harmless, encoding)
