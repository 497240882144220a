"""Form bodies in ISO-8859-1 or UTF-8 as browsers write them, and what of a text does not survive that.

To a browser, ISO-8859-1 is windows-1252 (WHATWG Encoding Standard): a euro sign goes out as one byte that a receiver
which takes the name at its word reads as a control character. What windows-1252 lacks goes out as `&#8364;`, and
stays so: nobody turns it back.

Source: reference, hub and protocols, 3.1 (http_content_charset), 7 (row 6); HTML Standard, "Form submission".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote_from_bytes, unquote_to_bytes

from simulators.messages.oci.findings import Finding, refuse, shown

MOST_BYTES = 32 * 1024 * 1024
MOST_FIELDS = 200_000

Fields = Sequence[tuple[str, str]]


class Charset(StrEnum):
    """The character sets an OCI form is sent in."""

    LATIN_1 = "ISO-8859-1"
    UTF_8 = "UTF-8"


@dataclass(frozen=True, slots=True)
class FormBody:
    """The fields of a form body in their order, decoded once, and what was noticed while decoding."""

    fields: tuple[tuple[str, str], ...]
    advisories: tuple[Finding, ...] = ()


_LABELS = {
    **dict.fromkeys(("", "iso88591", "88591", "latin1", "l1"), Charset.LATIN_1),
    "utf8": Charset.UTF_8,
}
_NEWLINE = re.compile(r"\r\n?|\n")
_HALF = re.compile("[\ud800-\udfff]")
_REFERENCE = re.compile(r"&#\d{1,7};")
# The bytes windows-1252 gives no character to; browsers map them to the control characters of that number.
_HOLES = {number: bytes([number]) for number in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def charset_named(name: str) -> Charset:
    """Return the character set an `http_content_charset` names; nothing is ISO-8859-1.

    Raises:
        OciRejected: "character set" for any but ISO-8859-1 and UTF-8, by any of their usual names.

    """
    label = re.sub("[-_: ]", "", name).lower()
    found = _LABELS.get(label)
    if found is None:
        raise refuse("character set", "http_content_charset", f"expected ISO-8859-1 or UTF-8, got {shown(name)}")
    return found


def encode_form(fields: Fields, charset: Charset = Charset.LATIN_1) -> bytes:
    """Return the body a browser sends for a form of these fields: urlencoded, with CRLF for every line break.

    Characters outside the set become `&#NNNN;`, half a character becomes U+FFFD. `not_carried` names both beforehand.
    """
    pairs = (f"{_encoded(name, charset)}={_encoded(value, charset)}" for name, value in fields)
    return "&".join(pairs).encode("ascii")


def decode_form(body: bytes, charset: Charset = Charset.LATIN_1) -> FormBody:
    """Read an urlencoded body; ISO-8859-1 is read as windows-1252, as it was written, with an advisory where it tells.

    Advisories: "not in the character set" (U+FFFD stands for the bytes), "windows-1252", "mojibake" (the bytes are
    UTF-8), "character reference" (`&#8364;` stands for a character, and is kept as it came).

    Raises:
        OciRejected: "too large" beyond 32 MiB or 200,000 fields.

    """
    if len(body) > MOST_BYTES:
        raise refuse("too large", "form", f"expected at most {MOST_BYTES} bytes, got {len(body)}")
    if (count := body.count(b"&") + 1) > MOST_FIELDS:
        raise refuse("too large", "form", f"expected at most {MOST_FIELDS} fields, got {count}")
    fields: list[tuple[str, str]] = []
    advisories: list[Finding] = []
    for pair in body.split(b"&"):
        if pair:
            raw_name, _, raw_value = pair.partition(b"=")
            name, value = _bytes(raw_name), _bytes(raw_value)
            fields.append((decoded(name, charset), decoded(value, charset)))
            advisories.extend(_noticed(name, fields[-1][0], charset))
            advisories.extend(_noticed(value, fields[-1][0], charset))
    return FormBody(tuple(fields), tuple(advisories))


def not_carried(fields: Fields, charset: Charset) -> tuple[Finding, ...]:
    """Name what of these fields a receiver does not read as it was meant, field by field.

    "outside the character set": it arrives as `&#NNNN;`; "windows-1252": browsers send it, and a receiver that takes
    ISO-8859-1 at its word reads a control character; "half a character": it arrives as U+FFFD.
    """
    return tuple(finding for name, value in fields for finding in _losses(name, value, charset))


def arrives_as(text: str, charset: Charset) -> str:
    """Return a text as the receiver reads it, were it the value of a field."""
    return decoded(_written(text, charset), charset)


def _losses(name: str, value: str, charset: Charset) -> Iterator[Finding]:
    text = name + value
    if text.isascii():
        return
    if halves := _HALF.findall(text):
        yield Finding("half a character", name, f"expected characters, got {_named(halves)}")
    if charset is Charset.LATIN_1:
        foreign = {character: _latin_1(character) for character in set(text) if not _is_plain(character)}
        if outside := [character for character, written in foreign.items() if len(written) > 1]:
            advice = "send it in UTF-8 or leave it out"
            yield Finding(
                "outside the character set", name, f"{_named(outside)} arrive as &#...; in {charset}; {advice}"
            )
        if doubtful := [character for character, written in foreign.items() if 0x7F < written[0] < 0xA0]:
            advice = "send it in UTF-8 or leave it out"
            yield Finding(
                "windows-1252", name, f"{_named(doubtful)} arrive as control characters of {charset}; {advice}"
            )


def _noticed(raw: bytes, where: str, charset: Charset) -> Iterator[Finding]:
    if b"&#" in raw and (found := _REFERENCE.search(raw.decode("latin-1"))):
        message = f"{found[0]} stands for a character that {charset} lacks, and is shown as it stands"
        yield Finding("character reference", where, message)
    if raw.isascii():
        return
    try:
        raw.decode("utf-8")
        is_utf_8 = True
    except UnicodeDecodeError as error:
        is_utf_8 = False
        if charset is Charset.UTF_8:
            got = raw[error.start : error.start + 4].hex(" ")
            message = f"expected UTF-8, got bytes {got}; declare the character set the form is sent in"
            yield Finding("not in the character set", where, message)
    if charset is Charset.LATIN_1:
        if is_utf_8:
            message = f"the bytes are UTF-8, and shown as {charset}; send the form in the character set asked for"
            yield Finding("mojibake", where, message)
        elif found_bytes := sorted({byte for byte in raw if 0x80 <= byte < 0xA0}):
            got = bytes(found_bytes[:8]).hex(" ")
            yield Finding(
                "windows-1252", where, f"bytes {got} are control characters in {charset}; read as windows-1252"
            )


def _encoded(text: str, charset: Charset) -> str:
    return quote_from_bytes(_written(text, charset), safe="* ").replace("~", "%7E").replace(" ", "+")


def _written(text: str, charset: Charset) -> bytes:
    lines = _HALF.sub("\ufffd", _NEWLINE.sub("\r\n", text))
    if lines.isascii() or charset is Charset.UTF_8:
        return lines.encode("utf-8")
    return b"".join(map(_latin_1, lines))


def _latin_1(character: str) -> bytes:
    try:
        return _HOLES.get(ord(character)) or character.encode("cp1252")
    except UnicodeEncodeError:
        return f"&#{ord(character)};".encode("ascii")


def decoded(raw: bytes, charset: Charset) -> str:
    """Return bytes as text the way browsers read the set: windows-1252 for ISO-8859-1, U+FFFD for what is not UTF-8."""
    if charset is Charset.UTF_8:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte in _HOLES else bytes([byte]).decode("cp1252") for byte in raw)


def _is_plain(character: str) -> bool:
    return character.isascii() or _HALF.match(character) is not None


def _bytes(quoted: bytes) -> bytes:
    return unquote_to_bytes(quoted.replace(b"+", b" "))


def _named(characters: Iterable[str]) -> str:
    codes = [f"U+{ord(character):04X}" for character in sorted(set(characters))]
    return ", ".join(codes[:8]) + (f" and {len(codes) - 8} more" if len(codes) > 8 else "")
