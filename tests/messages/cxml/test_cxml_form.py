"""The browser form field: the value on the page, and the document out of what arrives."""

from __future__ import annotations

import base64
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest

from simulators.messages.cxml import (
    CxmlRejected,
    FieldStyle,
    Text,
    build_order_message,
    decode_form_field,
    encode_form_field,
    parse_order_message,
)
from tests.messages.cxml.cxml_corpus import ORDER

CART = parse_order_message(ORDER.encode())
FOREIGN = replace(
    CART,
    items=(replace(CART.items[0], descriptions=(Text("de", "Schraube \u00d8 6 \u20ac \U0001f529 </textarea>]]>"),)),),
)


@pytest.mark.parametrize("style", ["cXML-urlencoded", "cXML-base64"])
@pytest.mark.parametrize("encoding", ["UTF-8", "US-ASCII"])
def test_a_document_survives_the_form_and_the_browser(style: FieldStyle, encoding: str) -> None:
    document = build_order_message(FOREIGN, encoding=encoding)  # type: ignore[arg-type]
    name, value = encode_form_field(document, style=style)

    arrived = parse_qsl(urlencode([("other", "1"), (name, value)]), keep_blank_values=True)
    found = decode_form_field(arrived)

    assert name == found.field == style
    assert value.isascii()
    assert parse_order_message(found.document, encoding=found.encoding) == FOREIGN


def test_an_ascii_document_goes_into_the_field_as_it_is() -> None:
    document = build_order_message(FOREIGN, encoding="US-ASCII")

    assert encode_form_field(document, style="cXML-urlencoded")[1] == document.decode("ascii")


def test_a_document_of_other_characters_keeps_its_doctype_in_ascii() -> None:
    _, value = encode_form_field(build_order_message(FOREIGN, dtd="1.2.071"), style="cXML-urlencoded")

    assert "1.2.071/cXML.dtd" in value
    assert "Schraube &#216; 6 &#8364; &#128297;" in value
    assert "US-ASCII" in value.splitlines()[0]


def test_the_encoding_declaration_of_text_is_not_believed() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-1"?><cXML a="\u00e9\u20ac"/>'

    found = decode_form_field([("cXML-urlencoded", text)])

    assert (found.document.decode("utf-8"), found.encoding) == (text, "utf-8")


def test_the_encoding_declaration_of_base64_counts() -> None:
    document = ORDER.replace("nut", "N\u00fcsse")
    latin = f'<?xml version="1.0" encoding="iso-8859-1"?>{document}'.encode("iso-8859-1")

    found = decode_form_field([("cXML-base64", base64.b64encode(latin).decode())])

    assert found.encoding is None
    cart = parse_order_message(found.document, encoding=found.encoding)
    assert cart.items[0].descriptions[0].value == "Bolt M6 & N\u00fcsse"


def test_names_are_compared_without_case_and_base64_is_looked_for_first() -> None:
    fields = [("CXML-URLENCODED", "<cXML/>"), ("cxml-BASE64", base64.b64encode(b"<cXML a='1'/>").decode())]

    assert decode_form_field(fields).document == b"<cXML a='1'/>"
    assert decode_form_field(fields[:1]).document == b"<cXML/>"


def test_base64_may_be_broken_into_lines() -> None:
    assert decode_form_field([("cXML-base64", "PGNY\r\nTUwv\n Pg==\n")]).document == b"<cXML/>"


def test_the_same_field_twice_is_accepted_only_with_the_same_value() -> None:
    assert decode_form_field([("cXML-urlencoded", "<cXML/>")] * 2).document == b"<cXML/>"
    with pytest.raises(CxmlRejected, match=r"invalid: .*expected it once, got 2 with different values"):
        decode_form_field([("cXML-urlencoded", "<cXML/>"), ("cxml-urlencoded", "<cXML a='1'/>")])


def test_a_form_without_the_field_is_refused_by_the_names_that_came() -> None:
    with pytest.raises(CxmlRejected) as refused:
        decode_form_field([("cXMLData", "top-secret"), ("token", "hush")])

    assert refused.value.reason == "incomplete"
    assert refused.value.message.endswith("got 'cXMLData', 'token'")
    with pytest.raises(CxmlRejected, match="got no fields"):
        decode_form_field([])


@pytest.mark.parametrize("value", ["PGNYTUwvPg=", "PGNY*UwvPg==", "\u00e9", "<cXML/>"])
def test_what_is_not_base64_is_refused(value: str) -> None:
    with pytest.raises(CxmlRejected) as refused:
        decode_form_field([("cXML-base64", value)])

    assert refused.value.reason == "malformed"


def test_half_a_character_is_refused() -> None:
    with pytest.raises(CxmlRejected) as refused:
        decode_form_field([("cXML-urlencoded", "<cXML>\ud800</cXML>")])

    assert refused.value.reason == "encoding"
    assert "U+D800 at character 6" in refused.value.message


def test_a_field_of_another_name_is_not_written() -> None:
    with pytest.raises(CxmlRejected, match="expected cXML-urlencoded or cXML-base64, got 'oracart'"):
        encode_form_field(b"<cXML/>", style="oracart")  # type: ignore[arg-type]
