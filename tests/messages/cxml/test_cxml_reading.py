"""Reading bytes from a stranger: what is refused, for which reason, and how fast."""

from __future__ import annotations

import codecs
import re
import socket
import tracemalloc
from pathlib import Path

import pytest
from lxml import etree

from simulators.messages.cxml import CxmlRejected, Limits, Reason, read

DTD = '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">'


def _document(text: str = "", doctype: str = "", attribute: str = "b") -> bytes:
    return f'{doctype}<cXML payloadID="a" timestamp="{attribute}"><Response>{text}</Response></cXML>'.encode()


def _billion_laughs() -> str:
    levels = "".join(f'<!ENTITY a{level + 1} "{f"&a{level};" * 10}">' for level in range(9))
    return f'<!DOCTYPE cXML [<!ENTITY a0 "ha">{levels}]>'


REFUSED: dict[str, tuple[Reason, bytes]] = {
    "billion laughs": ("entity", _document("&a9;", _billion_laughs())),
    "quadratic blow-up": ("entity", _document("&a;" * 10_000, f'<!DOCTYPE cXML [<!ENTITY a "{"x" * 100_000}">]>')),
    "entity declared and not used": ("entity", _document("", '<!DOCTYPE cXML [<!ENTITY a "b">]>')),
    "unparsed entity": ("entity", _document("", '<!DOCTYPE cXML [<!ENTITY a SYSTEM "b" NDATA c>]>')),
    "parameter entity": ("entity", _document("", '<!DOCTYPE cXML [<!ENTITY % a "b">]>')),
    "unknown parameter entity": ("entity", _document("&b;", '<!DOCTYPE cXML [ %a; <!ENTITY b "c"> ]>')),
    "attribute defaults": ("entity", _document("", '<!DOCTYPE cXML [<!ATTLIST Response a CDATA "b">]>')),
    "element declaration": ("entity", _document("", "<!DOCTYPE cXML [<!ELEMENT cXML ANY>]>")),
    "notation": ("entity", _document("", '<!DOCTYPE cXML [<!NOTATION a SYSTEM "b">]>')),
    "unknown reference": ("entity", _document("&nbsp;")),
    "unknown reference under a DOCTYPE": ("entity", _document("&nbsp;", DTD)),
    "unknown reference in an attribute under a DOCTYPE": ("entity", _document("", DTD, "a&nbsp;b")),
    "five MiB": ("too large", _document("x" * (5 * 1024 * 1024))),
    "a million elements": ("too large", _document("<a/>" * 900_000)),
    "many attributes": ("too large", b"<cXML " + b" ".join(b'a%d=""' % number for number in range(9_000)) + b"/>"),
    "many namespaces": ("too large", b"<cXML " + b" ".join(b'xmlns:a%d="u"' % n for n in range(9_000)) + b"/>"),
    "100,000 deep": ("too deep", _document("<a>" * 100_000 + "</a>" * 100_000)),
    "deep and never closed": ("too deep", b"<a>" * 1_000_000),
    "empty": ("malformed", b""),
    "blank": ("malformed", b" \n"),
    "not XML": ("malformed", b"nothing of the kind"),
    "never closed": ("malformed", b"<cXML>"),
    "two roots": ("malformed", b"<cXML/><cXML/>"),
    "text after the root": ("malformed", b"<cXML/>x"),
    "blank before the declaration": ("malformed", b'\n<?xml version="1.0"?><cXML/>'),
    "attribute twice": ("malformed", b'<cXML a="1" a="2"/>'),
    "prefix without namespace": ("malformed", b"<cXML><x:y/></cXML>"),
    "NUL": ("malformed", b"<cXML>\0</cXML>"),
    "reference to NUL": ("malformed", b"<cXML>&#0;</cXML>"),
    "reference to U+FFFE": ("malformed", b"<cXML>&#xFFFE;</cXML>"),
    "reference to half a character": ("malformed", b"<cXML>&#xD800;</cXML>"),
    "conditional section": ("malformed", _document("", '<!DOCTYPE cXML [<![INCLUDE[<!ENTITY a "b">]]>]>')),
    "a long name": ("malformed", b"<" + b"a" * 4_000_000 + b"/>"),
    "Latin-1 that says UTF-8": ("encoding", b'<?xml version="1.0" encoding="UTF-8"?><cXML a="\xe9"/>'),
    "overlong UTF-8": ("encoding", b'<cXML a="\xc0\xaf"/>'),
    "half a character in UTF-8": ("encoding", b'<cXML a="\xed\xa0\x80"/>'),
    "UTF-7": ("encoding", b'<?xml version="1.0" encoding="utf-7"?><cXML/>'),
    "escapes of Python": ("encoding", b'<?xml version="1.0" encoding="unicode_escape"?><cXML/>'),
    "character set nobody knows": ("encoding", b'<?xml version="1.0" encoding="x-mine"?><cXML/>'),
    "odd byte in UTF-16": ("encoding", "<cXML/>".encode("utf-16") + b"x"),
    "HTML": ("not cXML", b"<html><body/></html>"),
    "root in lower case": ("not cXML", b"<cxml/>"),
    "root in a namespace": ("not cXML", b'<cXML xmlns="u"/>'),
    "root with a prefix": ("not cXML", b'<c:cXML xmlns:c="u"/>'),
}


@pytest.mark.parametrize(("reason", "document"), REFUSED.values(), ids=REFUSED)
def test_a_dangerous_or_broken_document_is_refused(reason: Reason, document: bytes) -> None:
    with pytest.raises(CxmlRejected) as refused:
        read(document)

    assert refused.value.reason == reason
    assert re.search(r"expected|got|line \d", refused.value.message)


def test_a_refusal_before_parsing_costs_no_memory() -> None:
    document = _document("&a;" * 10_000, f'<!DOCTYPE cXML [<!ENTITY a "{"x" * 100_000}">]>')
    tracemalloc.start()
    try:
        with pytest.raises(CxmlRejected):
            read(document)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 20 * len(document)


@pytest.mark.parametrize("doctype", ['<!DOCTYPE cXML [<!ENTITY a SYSTEM "{}">]>', '<!DOCTYPE cXML SYSTEM "{}">'])
def test_a_file_named_by_the_document_is_never_read(doctype: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text('<!ENTITY a "CANARY">')

    with pytest.raises(CxmlRejected) as refused:
        read(_document("&a;", doctype.format(canary.as_uri())))

    assert refused.value.reason == "entity"
    assert "CANARY" not in str(refused.value)


def test_a_dtd_named_by_the_document_is_never_opened(tmp_path: Path) -> None:
    broken = tmp_path / "broken.dtd"
    broken.write_text("<!ELEMENT this is no DTD")

    assert read(_document("x", f'<!DOCTYPE cXML SYSTEM "{broken.as_uri()}">')).tag == "cXML"


def test_a_dtd_on_the_network_is_never_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]

        root = read(_document("x", f'<!DOCTYPE cXML SYSTEM "http://127.0.0.1:{port}/cXML.dtd">'))

        assert root.tag == "cXML"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_an_inclusion_is_left_as_it_is(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("CANARY")
    inclusion = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{canary.as_uri()}" parse="text"/>'

    assert b"CANARY" not in etree.tostring(read(_document(inclusion)))


@pytest.mark.parametrize(
    "doctype",
    [
        DTD,
        DTD.replace("cxml.org", "cXML.org"),
        '<!DOCTYPE cXML PUBLIC "-//x" "http://127.0.0.1:1/x">',
        '<!DOCTYPE cXML SYSTEM "cXML.dtd" [ ]>',
        '<!DOCTYPE cXML SYSTEM "cXML.dtd" [<!-- <!ENTITY a "b"> %c; --><?d e?>]>',
        "<!DOCTYPE cXML>",
    ],
)
def test_a_doctype_without_declarations_is_accepted(doctype: str) -> None:
    assert read(_document("x", doctype)).findtext("Response") == "x"


def test_what_looks_like_a_reference_and_is_none_stays() -> None:
    document = _document("<![CDATA[&foo;]]><!-- &bar; -->&amp;foo; &#65;&#x42;", DTD, "?a&amp;b;=c")

    root = read(document)

    assert root.findtext("Response") == "&foo;&foo; AB"
    assert root.get("timestamp") == "?a&b;=c"


def test_comments_do_not_cut_a_text_in_two() -> None:
    assert read(_document("one<!-- two --> three<?four five?>")).findtext("Response") == "one three"


@pytest.mark.parametrize(
    ("document", "encoding"),
    [
        pytest.param("<cXML a='é€'/>".encode(), None, id="UTF-8 without declaration"),
        pytest.param(codecs.BOM_UTF8 + "<cXML a='é€'/>".encode(), None, id="UTF-8 with mark"),
        pytest.param(codecs.BOM_UTF8 + "<cXML a='é€'/>".encode(), "us-ascii", id="mark wins over transport"),
        pytest.param("<?xml version='1.0' encoding='utf-16'?><cXML a='é€'/>".encode("utf-16"), None, id="UTF-16"),
        pytest.param(
            "<?xml version='1.0' encoding='utf-16'?><cXML a='é€'/>".encode("utf-16-be"), None, id="UTF-16 without mark"
        ),
        pytest.param(
            "<?xml version='1.0' encoding='windows-1252'?><cXML a='é€'/>".encode("cp1252"), None, id="declared"
        ),
        pytest.param(
            "<?xml version='1.0' encoding='utf-8'?><cXML a='é€'/>".encode("cp1252"), "windows-1252", id="transport wins"
        ),
        pytest.param(
            "<?xml version='1.0' encoding='us-ascii'?><cXML a='é€'/>".encode(), "UTF-8", id="transport over ASCII"
        ),
    ],
)
def test_characters_arrive_whatever_the_encoding(document: bytes, encoding: str | None) -> None:
    assert read(document, encoding=encoding).get("a") == "é€"


def test_a_transport_encoding_the_bytes_are_not_in_is_refused() -> None:
    with pytest.raises(CxmlRejected, match=r"line 2, byte 9: expected us-ascii text, got bytes c3 a9"):
        read("<cXML\na='é'/>".encode(), encoding="us-ascii")


def test_limits_hold_to_the_last_unit() -> None:
    document = b"<cXML><a b='c'/></cXML>"
    exact = Limits(size=len(document), depth=2, nodes=3, attributes=1)

    assert read(document, limits=exact).tag == "cXML"
    for smaller in (
        Limits(size=len(document) - 1),
        Limits(depth=1),
        Limits(nodes=2),
        Limits(attributes=0),
    ):
        with pytest.raises(CxmlRejected, match=r"too large|too deep"):
            read(document, limits=smaller)


def test_lines_are_those_of_the_document() -> None:
    root = read(b'<?xml version="1.0"?>\n' + DTD.encode() + b"\n<cXML>\n<a/>\n</cXML>")

    assert (root.sourceline, root[0].sourceline) == (3, 4)


def test_a_malformed_document_is_named_by_line_and_column() -> None:
    with pytest.raises(CxmlRejected) as refused:
        read(b"<cXML>\n<a></b>\n</cXML>")

    assert refused.value.message == "line 2, column 6: mismatched tag; expected well-formed XML"
    assert str(refused.value) == f"malformed: {refused.value.message}"
