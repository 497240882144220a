"""Messages built and read again: nothing is lost, changed, or let through."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulators.messages.cxml import (
    Classification,
    Contact,
    Credential,
    CxmlRejected,
    Envelope,
    FieldStyle,
    Header,
    ItemID,
    ItemIn,
    ItemOut,
    Money,
    OrderMessage,
    SetupRequest,
    SetupResponse,
    Status,
    Text,
    XmlContent,
    build_order_message,
    build_setup_request,
    build_setup_response,
    build_status_response,
    decode_form_field,
    document_kind,
    encode_form_field,
    parse_order_message,
    parse_setup_request,
    parse_setup_response,
    read,
    schema_faults,
)
from tests.messages.cxml.cxml_corpus import CANCEL, HEADER, ORDER, RESPONSE, SETUP, changed, order, setup
from tests.messages.cxml.cxml_strategies import (
    NASTY,
    envelopes,
    maybe,
    order_messages,
    profile,
    setup_requests,
    texts,
    urls,
)

HEAD = parse_setup_request(SETUP.encode()).header
ENVELOPE = Envelope("1@shop.example", "2026-01-01T09:00:00+00:00")
CART = parse_order_message(ORDER.encode())


HOSTILE: dict[str, Callable[[str], tuple[Any, Callable[..., bytes], Callable[..., Any]]]] = {
    "cookie": lambda text: (
        replace(parse_setup_request(SETUP.encode()), buyer_cookie=text),
        build_setup_request,
        parse_setup_request,
    ),
    "extrinsic": lambda text: (
        replace(parse_setup_request(SETUP.encode()), extrinsics=((text, text),)),
        build_setup_request,
        parse_setup_request,
    ),
    "payload id": lambda text: (replace(CART, envelope=Envelope(text, text)), build_order_message, parse_order_message),
    "description": lambda text: (
        replace(CART, items=(replace(CART.items[0], descriptions=(Text("en", text, text),)),)),
        build_order_message,
        parse_order_message,
    ),
    "status": lambda text: (
        SetupResponse(ENVELOPE, Status(200, text, text)),
        build_setup_response,
        parse_setup_response,
    ),
}
WICKED = (
    *NASTY,
    "a\0b",
    "\ud800",
    "\udc00\ud800",
    "\x1b[31m",
    "\ufffe",
    "\x85",
    "<!ENTITY a SYSTEM 'file:///etc/passwd'>&a;",
)
UNCARRIABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@profile
@given(setup_requests, st.sampled_from(["UTF-8", "US-ASCII"]), st.sampled_from([None, "1.2.014", "1.2.071"]))
def test_a_setup_request_comes_back_as_it_was(request: SetupRequest, encoding: Any, dtd: str | None) -> None:
    document = build_setup_request(request, dtd=dtd, encoding=encoding)

    assert parse_setup_request(document) == request
    assert document.isascii() or encoding == "UTF-8"


@profile
@given(
    order_messages,
    st.sampled_from(["UTF-8", "US-ASCII"]),
    st.sampled_from(["cXML-urlencoded", "cXML-base64"]),
    st.booleans(),
)
def test_an_order_message_comes_back_from_the_form_as_it_was(
    message: OrderMessage, encoding: Any, style: FieldStyle, strict: bool
) -> None:
    document = build_order_message(message, encoding=encoding)
    # What a page, a browser and a web server make of the value: escaped, undone, encoded, decoded.
    posted = urlencode(
        [(name, html.unescape(html.escape(value))) for name, value in [encode_form_field(document, style=style)]]
    )
    found = decode_form_field(parse_qsl(posted, keep_blank_values=True), strict=strict)

    assert document.isascii() or encoding == "UTF-8"
    assert found.advisories == ()
    assert parse_order_message(found.document, encoding=found.encoding, strict=strict) == message


@profile
@given(
    st.sampled_from(WICKED) | st.text(st.characters(), max_size=8),
    st.sampled_from(sorted(HOSTILE)),
    st.sampled_from(["UTF-8", "US-ASCII"]),
)
def test_a_text_is_carried_as_it_is_or_refused(text: str, place: str, encoding: Any) -> None:
    carried, build, parse = HOSTILE[place](text)
    if UNCARRIABLE.search(text):
        with pytest.raises(CxmlRejected, match=r"^invalid: .*U\+[0-9A-F]{4} at character "):
            build(carried, encoding=encoding)
        return
    document = build(carried, encoding=encoding)

    assert parse(document) == carried
    assert parse(document, strict=False) == carried


@profile
@given(envelopes, st.integers(min_value=200, max_value=299), texts, texts, maybe(urls))
def test_a_setup_response_comes_back_as_it_was(
    envelope: Envelope, code: int, text: str, detail: str, page: str | None
) -> None:
    response = SetupResponse(envelope, Status(code, text, detail), page)

    assert parse_setup_response(build_setup_response(response)) == response


def test_a_status_response_comes_back_without_a_start_page() -> None:
    document = build_status_response(ENVELOPE, Status(401, "Unauthorized", "Who are you?"))

    assert parse_setup_response(document) == SetupResponse(ENVELOPE, Status(401, "Unauthorized", "Who are you?"), None)
    assert document_kind(read(document)) == "Status"


def test_a_setup_request_is_read_value_by_value() -> None:
    assert parse_setup_request(SETUP.encode()) == SetupRequest(
        envelope=Envelope("1@buyer.example", "2026-01-01T09:00:00+00:00", language="en-US"),
        header=Header(
            from_=(Credential("NetworkID", "BUYER-1"),),
            to=(Credential("DUNS", "000000001"),),
            sender=(Credential("NetworkID", "BUYER-1", "not-a-real-secret"),),
            user_agent="SimBuyer 0.1",
        ),
        deployment_mode="test",
        operation="edit",
        buyer_cookie="c-7f3a",
        browser_form_post="https://buyer.example/poom?s=1&t=2",
        extrinsics=(("UserEmail", "user@buyer.example"),),
        contacts=(Contact(Text("en", "A User"), role="endUser", emails=("user@buyer.example",)),),
        items=(ItemOut(ItemID("SKU-1", "cart9/line1 "), Decimal(2)),),
    )


def test_an_order_message_is_read_value_by_value() -> None:
    assert replace(CART, header=HEAD) == OrderMessage(
        envelope=Envelope("1@buyer.example", "2026-01-01T09:00:00+00:00"),
        header=HEAD,
        deployment_mode="production",
        status=None,
        buyer_cookie="c-7f3a",
        operation_allowed="edit",
        quote_status="final",
        total=Money(Decimal("20.50"), "EUR"),
        items=(
            ItemIn(
                item_id=ItemID("SKU-1"),
                quantity=Decimal(2),
                line_number=1,
                unit_price=Money(Decimal("10.25"), "EUR"),
                descriptions=(Text("en", "Bolt M6 & nut"),),
                unit_of_measure="EA",
                classifications=(Classification("UNSPSC", "31161600"),),
            ),
        ),
    )


def test_a_cancelled_session_has_its_status_and_no_items() -> None:
    cancelled = parse_order_message(CANCEL.encode())

    assert cancelled.status == Status(204, "No Content")
    assert cancelled.items == ()


def test_a_setup_response_gives_the_start_page() -> None:
    assert parse_setup_response(RESPONSE.encode()).start_page == "https://shop.example/start?t=abc"


def test_white_space_around_a_url_is_not_part_of_it() -> None:
    document = changed(
        RESPONSE, "<URL>https://shop.example/start?t=abc</URL>", "<URL>\n https://shop.example/ \n</URL>"
    )
    assert parse_setup_response(document.encode()).start_page == "https://shop.example/"


def test_a_document_starts_with_declaration_and_doctype() -> None:
    document = build_order_message(CART, dtd="1.2.071", encoding="US-ASCII")

    assert document.startswith(
        b'<?xml version="1.0" encoding="US-ASCII"?>\n'
        b'<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.071/cXML.dtd">\n<cXML '
    )
    assert b"/1.2.014/cXML.dtd" in build_order_message(CART)
    assert b"DOCTYPE" not in build_order_message(CART, dtd=None)


@pytest.mark.parametrize(
    ("written", "read_as", "built"),
    [
        ("1.50", "1.50", b">1.50<"),
        ("+7", "7", b">7<"),
        (".5", "0.5", b">0.5<"),
        ("5.", "5", b">5<"),
        ("\n 1e3 ", "1000", b">1000<"),
        ("1.5E-7", "0.00000015", b">0.00000015<"),
        ("-0.01", "-0.01", b">-0.01<"),
        (
            "0.10000000000000000000000000000001",
            "0.10000000000000000000000000000001",
            b">0.10000000000000000000000000000001<",
        ),
    ],
)
def test_an_amount_keeps_its_digits_and_is_written_plainly(written: str, read_as: str, built: bytes) -> None:
    cart = parse_order_message(changed(ORDER, ">20.50<", f">{written}<").encode())

    assert cart.total.amount == Decimal(read_as)
    assert built in build_order_message(cart)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "NaN",
        "INF",
        "Infinity",
        "1,50",
        "1 000",
        "0x1",
        "1e999",
        "--1",
        "1_0",
        "\u0661",
        "9" * 101,
        "1e1000000",
    ],
)
def test_an_amount_that_is_no_number_is_refused_by_element_expectation_and_value(written: str) -> None:
    with pytest.raises(CxmlRejected) as refused:
        parse_order_message(changed(ORDER, ">20.50<", f">{written}<").encode())

    assert refused.value.reason == "invalid"
    assert refused.value.message.startswith(
        "line 1, /cXML/Message/PunchOutOrderMessage/PunchOutOrderMessageHeader/Total/Money: expected a number"
    )
    assert repr(written[:80]) in refused.value.message


@pytest.mark.parametrize(
    "quantity", [Decimal("NaN"), Decimal("Infinity"), Decimal(-1), Decimal("1e200"), Decimal("1e-200")]
)
def test_a_quantity_that_cannot_be_sent_is_refused(quantity: Decimal) -> None:
    with pytest.raises(CxmlRejected, match=r"invalid: .*ItemIn: expected a (finite )?number.*, got "):
        build_order_message(replace(CART, items=(replace(CART.items[0], quantity=quantity),)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('quantity="2"', 'quantity="-2"', "ItemIn: expected a number that is not negative, got '-2'"),
        ('quantity="2"', 'quantity=""', "ItemIn: expected a number, got ''"),
        ('lineNumber="1"', 'lineNumber="1.0"', "ItemIn: expected a whole number, got '1.0'"),
        ("</ItemDetail>", "<LeadTime>soon</LeadTime></ItemDetail>", "LeadTime: expected a whole number, got 'soon'"),
    ],
)
def test_a_value_that_is_none_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(CxmlRejected) as refused:
        parse_order_message(changed(ORDER, old, new).encode())

    assert refused.value.reason == "invalid"
    assert refused.value.message.endswith(words)


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_xml_cannot_carry_is_refused_by_field(character: str) -> None:
    item = replace(CART.items[0], descriptions=(Text("en", f"ab{character}"),))

    with pytest.raises(CxmlRejected) as refused:
        build_order_message(replace(CART, items=(CART.items[0], item)))

    assert refused.value.reason == "invalid"
    assert "ItemIn[2]/ItemDetail/Description: " in refused.value.message
    assert f"U+{ord(character):04X} at character 2" in refused.value.message


def test_a_character_xml_cannot_carry_is_refused_in_an_attribute_too() -> None:
    with pytest.raises(CxmlRejected, match=r"/cXML/@payloadID: .*U\+0000 at character 0"):
        build_status_response(Envelope("\0", "t"), Status(200, "OK"))


LINE = CART.items[0]
INVALID: dict[str, Callable[[], bytes]] = {
    "operation allowed": lambda: build_order_message(replace(CART, operation_allowed="source")),
    "quote status": lambda: build_order_message(replace(CART, quote_status="")),
    "deployment mode": lambda: build_order_message(replace(CART, deployment_mode="live")),
    "no recipient": lambda: build_order_message(replace(CART, header=replace(HEAD, to=()))),
    "no description": lambda: build_order_message(replace(CART, items=(replace(LINE, descriptions=()),))),
    "no classification": lambda: build_order_message(replace(CART, items=(replace(LINE, classifications=()),))),
    "negative lead time": lambda: build_order_message(replace(CART, items=(replace(LINE, lead_time=-1),))),
    "DTD version": lambda: build_order_message(CART, dtd='1.2"><!ENTITY'),
    "encoding": lambda: build_order_message(CART, encoding="UTF-16"),  # type: ignore[arg-type]
    "operation": lambda: build_setup_request(SetupRequest(ENVELOPE, HEAD, "test", "delete", "c")),
    "start page of a failure": lambda: build_setup_response(SetupResponse(ENVELOPE, Status(500, "Down"), "https://s")),
}


@pytest.mark.parametrize("build", INVALID.values(), ids=INVALID)
def test_an_invalid_document_is_never_built(build: Callable[[], bytes]) -> None:
    with pytest.raises(CxmlRejected, match=r"^invalid: .*expected .*, got "):
        build()


def test_a_faulty_document_is_refused_unless_the_receiver_is_tolerant() -> None:
    document = changed(ORDER, '<Classification domain="UNSPSC">31161600</Classification>', "").encode()

    with pytest.raises(CxmlRejected, match="expected PriceBasisQuantity or Classification after UnitOfMeasure"):
        parse_order_message(document)
    assert parse_order_message(document, strict=False) == replace(
        CART, items=(replace(CART.items[0], classifications=()),)
    )
    assert len(schema_faults(read(document))) == 1


def test_a_tolerant_receiver_reads_two_recipients_as_one_and_any_order() -> None:
    moved = changed(SETUP, "<Sender>", '<To><Credential domain="D"><Identity>i</Identity></Credential></To><Sender>')
    moved = changed(changed(moved, "<UserAgent>SimBuyer 0.1</UserAgent>", ""), "<BuyerCookie>c-7f3a</BuyerCookie>", "")
    moved = changed(moved, "</PunchOutSetupRequest>", "<BuyerCookie>late</BuyerCookie></PunchOutSetupRequest>")

    request = parse_setup_request(moved.encode(), strict=False)

    assert [credential.domain for credential in request.header.to] == ["DUNS", "D"]
    assert request.header.user_agent == ""
    assert request.buyer_cookie == "late"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (changed(SETUP, HEADER, ""), "/cXML: expected the element Header, got Request"),
        (
            changed(SETUP, "<BuyerCookie>c-7f3a</BuyerCookie>", ""),
            "PunchOutSetupRequest: expected the element BuyerCookie",
        ),
        (changed(SETUP, ' payloadID="1@buyer.example"', ""), "/cXML: expected the attribute payloadID"),
        (changed(SETUP, ' operation="edit"', ""), "expected the attribute operation, got no attributes"),
        (RESPONSE, "/cXML: expected the element Request, got Response"),
    ],
)
def test_a_tolerant_receiver_says_what_it_cannot_do_without(document: str, words: str) -> None:
    with pytest.raises(CxmlRejected) as refused:
        parse_setup_request(document.encode(), strict=False)

    assert refused.value.reason == "incomplete"
    assert words in refused.value.message


def test_an_order_without_currency_is_incomplete() -> None:
    with pytest.raises(CxmlRejected, match=r"incomplete: .*Money: expected the attribute currency, got no attributes"):
        parse_order_message(changed(ORDER, '<Money currency="EUR">', "<Money>").encode(), strict=False)


def test_another_message_is_incomplete_for_each_reader() -> None:
    for parse, document in ((parse_order_message, SETUP), (parse_setup_response, ORDER), (parse_setup_request, ORDER)):
        with pytest.raises(CxmlRejected, match=r"^incomplete: "):
            parse(document.encode())


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (SETUP, "PunchOutSetupRequest"),
        (RESPONSE, "PunchOutSetupResponse"),
        (ORDER, "PunchOutOrderMessage"),
        (CANCEL, "PunchOutOrderMessage"),
        (SETUP.replace("PunchOutSetupRequest", "Mine"), "Mine"),
        ("<cXML><Response><Status/></Response></cXML>", "Status"),
    ],
)
def test_a_document_is_known_by_its_payload(document: str, kind: str) -> None:
    assert document_kind(etree.fromstring(document)) == kind


def test_a_document_without_payload_has_no_kind() -> None:
    with pytest.raises(CxmlRejected, match=r"^incomplete: "):
        document_kind(read(b"<cXML><Request/></cXML>"))


def test_content_with_elements_is_kept_as_canonical_xml() -> None:
    cookie = "<BuyerCookie> a<b  d='2' c=\"1\"/>&#233;<!-- gone --><e></e> </BuyerCookie>"

    request = parse_setup_request(setup(cookie).encode())

    assert request.buyer_cookie == XmlContent(' a<b c="1" d="2"></b>\u00e9<e></e> ')
    assert request.buyer_cookie.text() == " a\u00e9 "
    assert parse_setup_request(build_setup_request(request, encoding="US-ASCII")) == request


def test_content_with_a_namespace_of_the_root_takes_it_along() -> None:
    document = changed(
        setup('<BuyerCookie/><Extrinsic name="x"><p:a p:b="1"/></Extrinsic>'), "payloadID", 'xmlns:p="urn:p" payloadID'
    )

    request = parse_setup_request(document.encode())

    assert request.extrinsics == (("x", XmlContent('<p:a xmlns:p="urn:p" p:b="1"/>')),)
    assert parse_setup_request(build_setup_request(request)) == request


def test_content_in_a_namespace_that_is_no_address_is_kept() -> None:
    request = parse_setup_request(setup('<BuyerCookie><a xmlns="u"/></BuyerCookie>').encode())

    assert request.buyer_cookie == XmlContent('<a xmlns="u"></a>')
    assert parse_setup_request(build_setup_request(request)) == request


@pytest.mark.parametrize("xml", ["text", "", "<a>", "<a/></content><content>", "&x;<a/>", "<!DOCTYPE a><a/>", "<a/>\0"])
def test_content_that_is_no_piece_of_xml_is_refused(xml: str) -> None:
    with pytest.raises(CxmlRejected):
        XmlContent(xml)


def test_names_of_another_alphabet_cannot_go_into_ascii() -> None:
    request = replace(parse_setup_request(SETUP.encode()), buyer_cookie=XmlContent("<\u00e9/>"))

    assert parse_setup_request(build_setup_request(request)) == request
    with pytest.raises(CxmlRejected):
        build_setup_request(request, encoding="US-ASCII")


def test_a_cart_of_a_thousand_lines_is_built_and_read() -> None:
    message = replace(CART, items=CART.items * 1000)

    assert parse_order_message(build_order_message(message)) == message


def test_an_item_of_the_line_itself_is_not_mistaken_for_one_of_its_detail() -> None:
    document = order(
        changed(
            ORDER[ORDER.index("<ItemIn") : ORDER.index("</PunchOutOrderMessage>")],
            "</ItemIn>",
            "<Extrinsic name='line'>v</Extrinsic></ItemIn>",
        )
    )
    assert parse_order_message(document.encode()).items[0].extrinsics == ()
