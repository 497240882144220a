"""Form bodies: written as browsers write them, read once, and every loss has a name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.oci import (
    Charset,
    OciRejected,
    arrives_as,
    charset_named,
    decode_form,
    encode_form,
    not_carried,
)

without_files = settings(deadline=None, database=None, derandomize=True)
LATIN_1, UTF_8 = Charset.LATIN_1, Charset.UTF_8


@pytest.mark.parametrize(
    ("reason", "text", "latin_1", "utf_8"),
    [
        ("what needs no escape", "aZ09*-._", "aZ09*-._", "aZ09*-._"),
        ("blanks and signs", "a b+~&=%[]/", "a+b%2B%7E%26%3D%25%5B%5D%2F", "a+b%2B%7E%26%3D%25%5B%5D%2F"),
        ("Latin letters", "\u00e9\u00df", "%E9%DF", "%C3%A9%C3%9F"),
        ("a euro sign is windows-1252", "\u20ac\u2013", "%80%96", "%E2%82%AC%E2%80%93"),
        ("a letter outside", "\u0141", "%26%23321%3B", "%C5%81"),
        ("an emoji", "\U0001f529", "%26%23128297%3B", "%F0%9F%94%A9"),
        ("a control character outside", "\u0080\u0081", "%26%23128%3B%81", "%C2%80%C2%81"),
        ("half a character", "\ud800", "%26%2365533%3B", "%EF%BF%BD"),
        ("line breaks", "a\nb\rc\r\nd\n\r", "a%0D%0Ab%0D%0Ac%0D%0Ad%0D%0A%0D%0A", "a%0D%0Ab%0D%0Ac%0D%0Ad%0D%0A%0D%0A"),
    ],
)
def test_a_body_is_written_as_browsers_write_it(reason: str, text: str, latin_1: str, utf_8: str) -> None:
    assert encode_form([("n", text)], LATIN_1) == f"n={latin_1}".encode(), reason
    assert encode_form([(text, "")], UTF_8) == f"{utf_8}=".encode(), reason


def test_a_body_is_decoded_exactly_once_and_twins_stay() -> None:
    body = b"&a=%2541&a=%2541&&b&=c&d=e=f+%2B&%zz=%"

    assert decode_form(body).fields == (
        ("a", "%41"),
        ("a", "%41"),
        ("b", ""),
        ("", "c"),
        ("d", "e=f +"),
        ("%zz", "%"),
    )
    assert decode_form(b"").fields == ()


@pytest.mark.parametrize(
    ("reason", "body", "charset", "value", "names"),
    [
        ("Latin letters", b"a=%E9", LATIN_1, "\u00e9", []),
        ("windows-1252", b"a=%80%81", LATIN_1, "\u20ac\u0081", ["windows-1252"]),
        ("UTF-8 where it is not expected", b"a=%C3%A9", LATIN_1, "\u00c3\u00a9", ["mojibake"]),
        ("Latin-1 where it is not expected", b"a=%E9x", UTF_8, "\ufffdx", ["not in the character set"]),
        ("a character reference", b"a=%26%238364%3B", LATIN_1, "&#8364;", ["character reference"]),
        ("no reference", b"a=%26%23x%3B", LATIN_1, "&#x;", []),
        ("raw bytes", b"a=\xc3\xa9", UTF_8, "\u00e9", []),
    ],
)
def test_what_went_wrong_on_the_way_is_noticed(
    reason: str, body: bytes, charset: Charset, value: str, names: list[str]
) -> None:
    read = decode_form(body, charset)

    assert read.fields == (("a", value),), reason
    assert [(found.name, found.where) for found in read.advisories] == [(name, "a") for name in names]


@pytest.mark.parametrize(
    ("text", "in_latin_1", "in_utf_8"),
    [
        ("plain", [], []),
        ("\u00e9\u00a0\u00ff", [], []),
        ("\u20ac", ["windows-1252"], []),
        ("\u0141", ["outside the character set"], []),
        ("\u0080", ["outside the character set"], []),
        ("\u0081", ["windows-1252"], []),
        ("\u0141\u20ac\ud800", ["half a character", "outside the character set", "windows-1252"], ["half a character"]),
    ],
)
def test_what_is_not_carried_is_named_beforehand(text: str, in_latin_1: list[str], in_utf_8: list[str]) -> None:
    assert [found.name for found in not_carried([("f", text)], LATIN_1)] == in_latin_1
    assert [found.name for found in not_carried([("f", text)], UTF_8)] == in_utf_8


def test_a_loss_names_the_characters_and_the_remedy() -> None:
    (found,) = not_carried([("NEW_ITEM-DESCRIPTION[1]", "".join(map(chr, range(0x400, 0x40A))) * 2)], LATIN_1)

    assert str(found).startswith("NEW_ITEM-DESCRIPTION[1]: outside the character set: U+0400, U+0401, ")
    assert "U+0407 and 2 more arrive as &#...; in ISO-8859-1; send it in UTF-8" in str(found)


@pytest.mark.parametrize(
    ("charset", "names"),
    [
        (LATIN_1, ["", " ", "ISO-8859-1", "iso-8859-1", "ISO8859_1", "latin1", "8859-1"]),
        (UTF_8, ["UTF-8", "utf-8", "utf8", " UTF-8 "]),
    ],
)
def test_character_sets_go_by_several_names(charset: Charset, names: list[str]) -> None:
    assert {charset_named(name) for name in names} == {charset}


@pytest.mark.parametrize("name", ["iso-8859-2", "utf-7", "idna", "unicode_escape", "x" * 100_000, "utf\u20118", "\0"])
def test_another_character_set_is_refused(name: str) -> None:
    with pytest.raises(OciRejected, match="character set: expected ISO-8859-1 or UTF-8, got") as refused:
        charset_named(name)
    assert len(str(refused.value)) < 300


def test_too_large_a_body_is_refused() -> None:
    for body in (b"a" * (32 * 1024 * 1024 + 1), b"&" * 200_000):
        with pytest.raises(OciRejected, match="too large"):
            decode_form(body)
    assert decode_form(b"&" * 199_999).fields == ()


@without_files
@given(st.lists(st.tuples(st.text(), st.text())), st.sampled_from(Charset))
def test_a_form_arrives_as_foretold(fields: list[tuple[str, str]], charset: Charset) -> None:
    arrived = decode_form(encode_form(fields, charset), charset).fields

    assert arrived == tuple((arrives_as(name, charset), arrives_as(value, charset)) for name, value in fields)
    breaks = any(re.search("[\r\n]", text) for pair in fields for text in pair)
    if not breaks and not not_carried(fields, charset):
        assert arrived == tuple(fields)


@without_files
@given(st.binary(), st.sampled_from(Charset))
def test_any_body_is_read(body: bytes, charset: Charset) -> None:
    assert len(decode_form(body, charset).fields) == sum(1 for pair in body.split(b"&") if pair)
