"""Session requests in XML: the same object as in JSON, judged by the same rules, and nothing dangerous is read."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulators.messages.session import (
    MODEL,
    PROBLEM,
    BuyerUser,
    CartItem,
    Form,
    Kind,
    Member,
    SessionRejected,
    SessionRequest,
    build_session_request,
    parse_session_answer,
    parse_session_request,
    problem_body,
    read_body,
    session_faults,
    write_body,
)

without_files = settings(deadline=None, database=None, derandomize=True, max_examples=60)

REQUEST = SessionRequest(
    "ACME & Söhne",
    "Site <1>",
    BuyerUser("a@b.c", "Ä", "", "Ü"),
    "USD",
    "https://hub/?a=1&b=2",
    "edit",
    7,
    (CartItem(70, 2, 5, 0), CartItem(71, 1, None, None)),
)
DOCUMENT: dict[str, Any] = REQUEST.document()
HEAD = b"<?xml version='1.0' encoding='UTF-8'?>\n"


def xml(inner: str, head: str = "", root: str = "PunchOutSession") -> bytes:
    """Return an XML document whose root holds some text of markup."""
    return f"{head}<{root}>{inner}</{root}>".encode()


def read(inner: str) -> dict[str, Any]:
    return read_body(xml(inner), Form.XML)


def refusal(body: bytes, form: Form = Form.XML) -> str:
    with pytest.raises(SessionRejected) as rejected:
        parse_session_request(body, form)
    return str(rejected.value)


# --- the way there and back

# What XML can carry; that a line ends with CR LF is for a document, not for a value, so a value keeps it.
_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n\r"
)
carriable = st.text(_CHARACTERS)
anything = st.text(st.characters(exclude_categories=()))


def requests_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[SessionRequest]:
    filled = texts.filter(bool)
    longs, ints = st.integers(-(2**63), 2**63 - 1), st.integers(-(2**31), 2**31 - 1)
    lines = st.builds(CartItem, longs, ints, st.none() | longs, st.none() | st.integers(0, 2**31 - 1))
    return st.builds(
        SessionRequest,
        account_reference_code=filled,
        group_name=filled,
        buyer=st.builds(BuyerUser, filled, texts, texts, texts),
        currency_code=filled,
        return_url=filled,
        session_type=filled,
        cart_id=st.none() | longs,
        items=st.none() | st.lists(lines, max_size=3).map(tuple),
    )


@without_files
@given(requests_of(carriable))
def test_a_request_is_the_same_after_the_way_in_either_form(request: SessionRequest) -> None:
    for form in Form:
        read_request, document = parse_session_request(build_session_request(request, form), form)
        assert (read_request, document) == (request, request.document())


@without_files
@given(requests_of(anything))
def test_a_text_that_xml_cannot_carry_is_refused_and_never_changed(request: SessionRequest) -> None:
    told, body = "", b""
    try:
        body = build_session_request(request, Form.XML)
    except SessionRejected as rejected:
        told = str(rejected)
    assert "holds a character that XML cannot carry" in told or parse_session_request(body, Form.XML)[0] == request


def values_of(member: Member, depth: int) -> st.SearchStrategy[Any]:
    kinds: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.STRING: carriable,
        Kind.INTEGER: st.integers(0 if member.unsigned else -(2**31), 2**31 - 1),
        Kind.LONG: st.integers(0 if member.unsigned else -(2**63), 2**63 - 1),
        Kind.NUMBER: st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers(-9, 9),
        Kind.BOOLEAN: st.booleans(),
        Kind.MAP: st.dictionaries(st.sampled_from(["color", "size", "é"]), carriable, max_size=2),
    }
    value = kinds[member.holds] if isinstance(member.holds, Kind) else objects_of(member.holds, depth + 1)
    if member.required and member.holds is Kind.STRING:
        value = value.filter(bool)
    return st.lists(value, max_size=3) if member.many else value


def objects_of(type_name: str, depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    members = {name: member for name, member in MODEL[type_name].items() if not member.read_only}
    return st.fixed_dictionaries(
        {name: values_of(member, depth) for name, member in members.items() if member.required},
        optional={name: values_of(member, depth) for name, member in members.items() if not member.required},
    )


@settings(without_files, max_examples=25)
@given(objects_of("PunchOutSession"))
def test_a_whole_object_is_the_same_after_the_way_in_either_form(document: dict[str, Any]) -> None:
    assert list(session_faults(document)) == []
    for form in Form:
        assert read_body(write_body(document, form), form) == document


@pytest.mark.parametrize(
    "items",
    [None, [], [None], [None, None], [{}], [{}, {}], [{"id": 1}], [{"id": None}], [{"customFields": {}}]],
    ids=json.dumps,
)
def test_a_list_of_lines_is_told_from_each_other_however_little_it_holds(items: list[Any] | None) -> None:
    document = {"cart": {"cartItems": items}}
    assert read_body(write_body(document, Form.XML), Form.XML) == document


@pytest.mark.parametrize("roles", [[], [""], [" "], ["", ""], ["a"], ["a", ""], [None], ["\r\n"]], ids=json.dumps)
def test_a_list_of_texts_is_told_from_each_other_however_little_it_holds(roles: list[Any]) -> None:
    document = {"buyerUser": {"roles": roles}}
    assert read_body(write_body(document, Form.XML), Form.XML) == document


# --- one document, and how tolerantly it is read


def test_a_request_is_written_as_elements_of_its_members_and_lists_as_repeated_elements() -> None:
    lines = (CartItem(1, 2),) * 2
    request = SessionRequest("A", "G", BuyerUser("a@b.c"), "USD", "http://x", "edit", 7, lines)
    line = "<cartItems><id>0</id><quantity>2</quantity><shippedQuantity>0</shippedQuantity><skuId>1</skuId></cartItems>"
    assert build_session_request(request, Form.XML) == HEAD + xml(
        "<buyerAccountReferenceCode>A</buyerAccountReferenceCode><buyerGroup><name>G</name></buyerGroup>"
        f"<buyerUser><email>a@b.c</email></buyerUser><cart><currencyCode>USD</currencyCode><id>7</id>{line}{line}</cart>"
        "<punchOutReturnURL>http://x</punchOutReturnURL><punchOutSessionType>edit</punchOutSessionType>"
    )


@pytest.mark.parametrize(
    ("inner", "document"),
    [
        ("", {}),
        ("<!-- a --><cart>\n <id> 7 </id>\n</cart><?p i?>", {"cart": {"id": 7}}),
        ("<cart><id>+7</id><useAsBilling>true</useAsBilling></cart>", {"cart": {"id": 7, "useAsBilling": True}}),
        ("<cart><id/><useAsBilling> </useAsBilling></cart>", {"cart": {"id": None, "useAsBilling": None}}),
        ("<cart/>", {"cart": {}}),
        ("<cart><couponCode/></cart>", {"cart": {"couponCode": ""}}),
        ("<cart><couponCode><![CDATA[<&]]> b</couponCode></cart>", {"cart": {"couponCode": "<& b"}}),
        ("<cart><couponCode>a<!-- b -->c</couponCode></cart>", {"cart": {"couponCode": "ac"}}),
        ("<cart><cartItems>\n</cartItems></cart>", {"cart": {"cartItems": []}}),
        ("<cart><cartItems><id>1</id></cartItems></cart>", {"cart": {"cartItems": [{"id": 1}]}}),
        (
            "<cart><cartItems><cartItems><id>1</id></cartItems><cartItems/></cartItems></cart>",
            {"cart": {"cartItems": [{"id": 1}, {}]}},
        ),
        ("<buyerUser><roles><roles>a</roles></roles></buyerUser>", {"buyerUser": {"roles": ["a"]}}),
        (
            "<buyerUser><roles>a</roles><email>e</email><roles>b</roles></buyerUser>",
            {"buyerUser": {"roles": ["a", "b"], "email": "e"}},
        ),
        ("<cart><summary><total>1.50</total></summary></cart>", {"cart": {"summary": {"total": Decimal("1.50")}}}),
        ("<cart><summary><total>1E3</total></summary></cart>", {"cart": {"summary": {"total": Decimal("1E3")}}}),
        (
            "<cart><channelId>x<b/></channelId><status>1</status></cart>",
            {"cart": {"channelId": {"#text": "x", "b": ""}, "status": "1"}},
        ),
        ("<l:cart xmlns:l='http://l' l:a='1'><l:id>7</l:id></l:cart>", {"cart": {"id": 7}}),
    ],
)
def test_xml_is_read_by_the_model(inner: str, document: dict[str, Any]) -> None:
    assert read(inner) == document


@pytest.mark.parametrize(
    ("inner", "fault"),
    [
        ("<cart><id>x</id></cart>", "cart.id must be of type 64-bit integer"),
        ("<cart><id>1.0</id></cart>", "cart.id must be of type 64-bit integer"),
        ("<cart><id>٣</id></cart>", "cart.id must be of type 64-bit integer"),
        (f"<cart><id>{'9' * 5000}</id></cart>", "cart.id must be of type 64-bit integer"),
        ("<cart><id>9223372036854775808</id></cart>", "cart.id must be of type 64-bit integer"),
        ("<cart><id>1</id><id>2</id></cart>", "cart.id must be of type 64-bit integer"),
        ("<cart><id a='1'>1</id></cart>", "cart.id must be of type 64-bit integer"),
        ("<cart><useAsBilling>TRUE</useAsBilling></cart>", "cart.useAsBilling must be of type boolean"),
        ("<cart><summary><total>1e9999999999</total></summary></cart>", "cart.summary.total must be of type number"),
        ("<cart><summary><total>NaN</total></summary></cart>", "cart.summary.total must be of type number"),
        ("<cart><couponCode>a<b/></couponCode></cart>", "cart.couponCode must be of type string"),
        ("<buyerGroup>Site</buyerGroup>", "buyerGroup must be an object"),
        ("<buyerUser><id>-1</id></buyerUser>", "buyerUser.id must not be negative"),
        ("<cart><cartItems>x</cartItems></cart>", "cart.cartItems[0] must be an object"),
        ("<cart><nonsense/></cart>", 'The property "cart.nonsense" is not defined in Cart'),
        ("<cart a='1'/>", 'The property "cart.@a" is not defined in Cart'),
        ("<cart><cartItems a='1'/></cart>", 'The property "cart.cartItems[0].@a" is not defined in CartItem'),
        ("text", 'The property "#text" is not defined in PunchOutSession'),
        ("<cart/>text", 'The property "#text" is not defined in PunchOutSession'),
        ("<punchoutReturnURL>x</punchoutReturnURL>", "is not defined in PunchOutSession"),
    ],
    ids=lambda value: value[:40],
)
def test_xml_is_refused_for_what_json_is_refused_for(inner: str, fault: str) -> None:
    assert fault in refusal(xml(inner))


def test_what_is_missing_is_told_in_the_same_words_in_either_form() -> None:
    def spoilt(*path: str, value: Any = None) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
        inner = document
        for part in path[:-1]:
            inner = inner[part]
        inner[path[-1]] = value
        return document

    spoilings = [
        {},
        spoilt("buyerGroup", value={}),
        spoilt("cart", "currencyCode"),
        spoilt("buyerUser", "email", value=""),
    ]
    spoilings += [spoilt("cart", "billingAddress", value={"name": "x"}), spoilt("cart", "notes", value=[None])]
    for document in spoilings:
        told = [refusal(write_body(document, form), form) for form in Form]
        assert told[0] == told[1] != ""


# --- what is dangerous, or no XML at all


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (xml("", "<!DOCTYPE PunchOutSession>"), "expected no DOCTYPE"),
        (xml("", "<!DOCTYPE PunchOutSession SYSTEM 'http://127.0.0.1:9/x.dtd'>"), "expected no DOCTYPE"),
        (xml("<cart>&a;</cart>", "<!DOCTYPE PunchOutSession [<!ENTITY a 'b'>]>"), "entity"),
        (xml("<cart>&a;</cart>", "<!DOCTYPE PunchOutSession [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"), "entity"),
        (xml("<cart>&nbsp;</cart>"), "entity"),
        (xml("", root="Order"), "expected the root element PunchOutSession, got Order"),
        (xml("<cart>" * 60 + "</cart>" * 60), "too deep"),
        (xml("x" * (1024 * 1024)), "expected at most 1048576 bytes"),
        (xml("<cart/>" * 120_000), "expected at most 1048576 bytes" if 7 * 120_000 > 1024 * 1024 else "too large"),
        (xml("<a " + " ".join(f"a{n}='1'" for n in range(30)) + "/>"), "too large"),
        (b"", "malformed"),
        (b"{}", "malformed"),
        (HEAD, "malformed"),
        (b"\xff" + xml(""), "encoding"),
        (xml("", "<?xml version='1.0' encoding='utf-7'?>"), "encoding"),
        (xml("\x00"), "malformed"),
        (xml("<cart></Cart>"), "malformed"),
        (xml("") + xml(""), "malformed"),
        (xml("<cart a='1' a='2'/>"), "malformed"),
        (xml("<n:cart/>"), "malformed"),
    ],
    ids=lambda value: str(value[:40]),
)
def test_what_is_no_plain_xml_is_refused(body: bytes, words: str) -> None:
    assert words in refusal(body)
    assert refusal(body).startswith("the body is not XML: ")


def test_xml_is_read_in_the_character_set_it_is_in() -> None:
    body = build_session_request(REQUEST, Form.XML).decode()
    for encoding in ("utf-16", "iso-8859-1", "utf-8-sig"):
        declared = body.replace("UTF-8", encoding.removesuffix("-sig"))
        assert parse_session_request(declared.encode(encoding), Form.XML)[0] == REQUEST
    plain = body.partition("\n")[2].encode("iso-8859-1")
    assert parse_session_request(plain, Form.XML, "iso-8859-1")[0] == REQUEST
    assert "encoding" in refusal(plain)


@pytest.mark.parametrize("form", Form)
def test_a_body_that_breaks_off_anywhere_is_refused(form: Form) -> None:
    body = build_session_request(REQUEST, form)
    for length in range(len(body)):
        assert refusal(body[:length], form)


@pytest.mark.parametrize("form", Form)
def test_a_damaged_body_is_refused_or_else_it_is_another_request(form: Form) -> None:
    # Three hundred damages each: a mark that means something is lost, doubled, or stands where none may.
    chance, body = random.Random(7), build_session_request(REQUEST, form)
    marks = [at for at, byte in enumerate(body) if byte in (b"<>/" if form is Form.XML else b'{}[]":,')]
    instead = (b"", b"\x00", b"<&" if form is Form.XML else b"'")
    damaged = [body[:at] + mark + body[at + 1 :] for at in chance.sample(marks, 100) for mark in instead]
    taken = []
    for one in damaged:
        with suppress(SessionRejected):
            taken.append(parse_session_request(one, form)[0])
    assert REQUEST not in taken
    assert len(taken) <= len(damaged) // 30


@settings(without_files, max_examples=200)
@given(st.data())
def test_no_damage_makes_reading_fail_otherwise(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(Form))
    body = build_session_request(REQUEST, form)
    at = data.draw(st.integers(0, len(body) - 1))
    inserted = data.draw(st.binary(max_size=4) | st.sampled_from([b"<!--", b"<![CDATA[", b"&#0;", b"]]>", b"\\ud800"]))
    damaged = body[:at] + inserted + body[at + data.draw(st.integers(0, 3)) :]
    assume(damaged != body)
    faults: tuple[str, ...] | None = None
    try:
        parse_session_request(damaged, form)
    except SessionRejected as rejected:
        faults = rejected.faults
    assert faults != ()


# --- answers and refusals


def test_an_answer_is_read_from_xml() -> None:
    start_url = "<punchOutStartURL>http://x/?punchOutAccessToken=A</punchOutStartURL>"
    answer = parse_session_answer(xml(f"<cart><channelId>41</channelId></cart>{start_url}"), Form.XML)
    assert answer.channel_id == 41
    assert (answer.start_url, answer.access_token) == ("http://x/?punchOutAccessToken=A", "A")
    with pytest.raises(SessionRejected, match="the answer is not XML"):
        parse_session_answer(b"{}", Form.XML)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("title", ["Site not found", "a < b & é", "half \ud800, \x00"])
def test_a_problem_is_written_whatever_it_quotes(form: Form, title: str) -> None:
    problem = read_body(problem_body("BAD_REQUEST", title, form), form, root=PROBLEM)
    assert problem["status"] == "BAD_REQUEST"
    assert problem["title"] == title or "\ud800" in title


def test_a_member_that_is_no_name_in_xml_is_told() -> None:
    with pytest.raises(
        SessionRejected, match=r"it cannot be written as XML: 'cart.customFields.a b' is no name in XML"
    ):
        write_body({"cart": {"customFields": {"a b": 1}}}, Form.XML)
