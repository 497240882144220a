"""What a sender should do differently: each advisory comes for what it names, and none for a document that is right."""

from __future__ import annotations

import base64
import codecs
import time
from collections.abc import Callable
from urllib.parse import quote_plus

import pytest

from simulators.messages.cxml import (
    ADVICE,
    Advisory,
    CxmlRejected,
    Dialect,
    Doctype,
    Status,
    advisories,
    current_status,
    decode_form_field,
    described,
    parse_order_message,
    parse_setup_request,
    read,
    read_tolerantly,
    schema_faults,
    version_number,
    version_text,
)
from simulators.messages.units import units_of_measure
from tests.messages.cxml.cxml_corpus import CONTACT, FORM_POST, ORDER, RESPONSE, SETUP, changed, order, purchase, setup

DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE cXML SYSTEM "http://xml.cXML.org/schemas/cXML/1.2.014/cXML.dtd">'
)
ID = 'payloadID="20260101.1.77@buyer.example"'
SECRET = "<SharedSecret>not-a-real-secret</SharedSecret>"


def _right(document: str) -> str:
    """Give a document of the corpus with all that an advisory would be about put right."""
    language = "" if "xml:lang" in document[:200] else ' xml:lang="en-US"'
    document = document.replace('payloadID="1@buyer.example"', ID + language, 1).replace("<Message>", MESSAGE)
    return DOCTYPE + (document.replace(SECRET, "") if "<Message" in document else document)


MESSAGE = '<Message deploymentMode="test">'
POSR, POOM, ANSWER = _right(SETUP), _right(ORDER), _right(RESPONSE)
PO = _right(purchase("<Total/>")).replace("<Request>", '<Request deploymentMode="test">')
PO = PO.replace('orderDate="2026-01-01"', 'orderDate="2026-01-01T09:00:00+00:00"')


def _names(document: str | bytes, **options: object) -> list[str]:
    raw = document if isinstance(document, bytes) else document.encode()
    return [advisory.name for advisory in advisories(raw, **options)]  # type: ignore[arg-type]


# What names the advisory, the document it is about, where it is, and what came.
ADVISED: list[tuple[str, str, str, str]] = [
    ("DOCTYPE missing", POSR.replace(DOCTYPE, ""), "document", "nothing"),
    ("DOCTYPE not official", POSR.replace("xml.cXML.org", "b.example"), "DOCTYPE", "http://b.example/schemas"),
    ("DOCTYPE not official", POSR.replace("/1.2.014/", "/current/"), "DOCTYPE", "http://xml.cXML.org/schemas/cXML/cur"),
    ("version unknown", POSR.replace(ID, f'{ID} version="latest"'), "/cXML", "latest"),
    ("version unknown", POSR.replace("1.2.014", "1.2.072"), "DOCTYPE", "http://xml.cXML.org/schemas/cXML/1.2.072"),
    ("version newer than the DTD", POSR.replace(ID, f'{ID} version="1.2.045"'), "/cXML", "1.2.045"),
    ("version old", POSR.replace("1.2.014", "1.1.010"), "/cXML", ""),
    ("root xml:lang missing", POSR.replace(' xml:lang="en-US"', ""), "/cXML", "nothing"),
    ("payloadID form", POSR.replace(ID, 'payloadID="c0ffee@buyer.example"'), "/cXML", "c0ffee@buyer.example"),
    ("moment with Z", POSR.replace("09:00:00+00:00", "09:00:00Z"), "/cXML", "timestamp 2026-01-01T09:00:00Z"),
    ("moment without offset", POSR.replace("09:00:00+00:00", "09:00:00"), "/cXML", "timestamp 2026-01-01T09:00:00"),
    ("moment without time", POSR.replace("T09:00:00+00:00", ""), "/cXML", "timestamp 2026-01-01"),
    (
        "moment not ISO",
        POSR.replace("2026-01-01T09:00:00+00:00", "Thu, 01 Jan 2026 09:00:00 +0000"),
        "/cXML",
        "timestamp Thu, 01 Jan 2026 09:00:00 +0000",
    ),
    ("moment unreadable", POSR.replace("2026-01-01T09:00:00+00:00", "01/02/2026"), "/cXML", "timestamp 01/02/2026"),
    (
        "moment with Z",
        PO.replace('orderDate="2026-01-01T09:00:00+00:00"', 'orderDate="2026-01-01T09:00:00Z"'),
        "/OrderRequestHeader",
        "orderDate 2026-01-01T09:00:00Z",
    ),
    ("element name in another case", POSR.replace("cXML ", "cxml ").replace("</cXML", "</cxml"), "/cXML", "cxml"),
    ("element name in another case", POSR.replace("BuyerCookie", "BUYERCOOKIE"), "/BuyerCookie", "BUYERCOOKIE"),
    ("attribute name in another case", POSR.replace("deploymentMode", "deploymentmode"), "/Request", "deploymentmode"),
    ("attribute value in another case", POSR.replace('"edit"', '"Edit"'), "/PunchOutSetupRequest", "operation Edit"),
    ("several To", POSR.replace("<Sender>", "<To><Credential domain='DUNS'/></To><Sender>"), "/To[2]", "2 To elements"),
    ("several From", POSR.replace("<To>", "<From/><To>"), "/From[2]", "2 From elements"),
    ("UserAgent missing", POSR.replace("<UserAgent>SimBuyer 0.1</UserAgent>", ""), "/Sender", "nothing"),
    (
        "domain spelled in two ways",
        POSR.replace('<To><Credential domain="DUNS">', '<To><Credential domain="NetworkId">'),
        "/To/Credential",
        "NetworkId, and NetworkID before",
    ),
    ("secret outside the Sender", POSR.replace("</Identity>", f"</Identity>{SECRET}", 1), "/SharedSecret", "SharedSec"),
    (
        "secret through the browser",
        POOM.replace("</Identity>", f"</Identity>{SECRET}", 1),
        "/SharedSecret",
        "SharedSecret",
    ),
    (
        "code of another kind",
        POSR.replace(SECRET, '<CredentialMac type="FromSenderCredentials" algorithm="HMAC-SHA256"/>'),
        "/CredentialMac",
        "FromSenderCredentials, HMAC-SHA256",
    ),
    ("deploymentMode missing", POSR.replace(' deploymentMode="test"', ""), "/Request", "nothing"),
    ("deploymentMode misplaced", POSR.replace(ID, f'{ID} deploymentMode="test"'), "/cXML", "test"),
    ("BrowserFormPost missing", POSR.replace(FORM_POST, ""), "/PunchOutSetupRequest", "nothing"),
    ("BuyerCookie empty", POOM.replace("c-7f3a", " "), "/BuyerCookie", "nothing"),
    (
        "Contact before BrowserFormPost",
        POSR.replace(CONTACT, "").replace(FORM_POST, CONTACT + FORM_POST),
        "/Contact",
        "Contact",
    ),
    (
        "URL not for a browser",
        POSR.replace("https://buyer", "javascript://buyer"),
        "/BrowserFormPost/URL",
        "javascript",
    ),
    ("URL not for a browser", ANSWER.replace("https://shop.example", ""), "/StartPage/URL", "/start?t=abc"),
    ("operationAllowed missing", POOM.replace(' operationAllowed="edit"', ""), "OrderMessageHeader", "nothing"),
    ("operationAllowed unknown", POOM.replace('Allowed="edit"', 'Allowed="source"'), "OrderMessageHeader", "source"),
    ("status code unknown", ANSWER.replace('code="200"', 'code="299"'), "/Status", "299"),
    ("status code unknown", ANSWER.replace('code="200"', 'code="OK"'), "/Status", "OK"),
    (
        "status code of cXML 1.1",
        ANSWER.replace("1.2.014", "1.1.007").replace('code="200"', 'code="501"'),
        "/Status",
        "501",
    ),
    (
        "payload beside a failure",
        ANSWER.replace('code="200"', 'code="401"'),
        "/PunchOutSetupResponse",
        "PunchOutSetupResponse beside 401",
    ),
    ("Extrinsic without name", POSR.replace('Extrinsic name="UserEmail"', "Extrinsic"), "/Extrinsic", "nothing"),
    ("xml:lang missing", POOM.replace('<Description xml:lang="en">', "<Description>"), "/Description", "nothing"),
    (
        "isoCountryCode empty",
        POSR.replace(
            "</Email>", "</Email><Phone><TelephoneNumber><CountryCode isoCountryCode=''/></TelephoneNumber></Phone>"
        ),
        "/CountryCode",
        "nothing",
    ),
    (
        "isoCountryCode form",
        POSR.replace("</Email>", "</Email><PostalAddress><Country isoCountryCode='DEU'/></PostalAddress>"),
        "/Country",
        "DEU",
    ),
    ("currency form", POOM.replace('"EUR"', '"Euro"', 1), "/Total/Money", "Euro"),
    ("unit of measure unknown", POOM.replace(">EA<", ">EACH<"), "/UnitOfMeasure", "EACH"),
    ("unit of measure unknown", POOM.replace(">EA<", ">ea<"), "/UnitOfMeasure", "ea"),
    ("unit of measure unknown", POOM.replace(">EA<", ">UN<"), "/UnitOfMeasure", "UN"),
    ("UNSPSC form", POOM.replace("31161600", "31.16.16.00"), "/Classification", "31.16.16.00"),
    ("UNSPSC form", POOM.replace('"UNSPSC">31161600', '"unspsc">311616'), "/Classification", "311616"),
    ("escaped twice", POOM.replace("M6 &amp; nut", "M6 &amp;amp; nut"), "/Description", "&amp;"),
]


@pytest.mark.parametrize("document", [POSR, POOM, ANSWER, PO], ids=["setup", "order message", "response", "order"])
def test_a_document_that_is_right_has_no_advisories(document: str) -> None:
    assert advisories(document.encode(), encoding="utf-8") == ()
    assert advisories(read(document.encode())) == ()


@pytest.mark.parametrize(("name", "document", "place", "got"), ADVISED)
def test_a_deviation_is_named_with_place_and_what_came(name: str, document: str, place: str, got: str) -> None:
    # A document may deviate in what follows from it too: a version of 1.1 makes an old status.
    (found,) = (advisory for advisory in advisories(document.encode()) if advisory.name == name)

    assert place in found.where
    assert found.got.startswith(got)
    assert found.advice == ADVICE[name]
    assert found.name in str(found)


FORM: list[tuple[str, str, str]] = [
    ("field of another name", "cXMLData", ORDER),
    ("field of another name", "oracart", base64.b64encode(DOCTYPE.encode() + ORDER.encode()).decode()),
    ("escaped for HTML by the sender", "cXML-urlencoded", ORDER.replace("&", "&amp;").replace("<", "&lt;")),
    ("encoded for a URL by the sender", "cXML-urlencoded", quote_plus(ORDER)),
    ("field of the other style", "cXML-base64", ORDER),
    ("field of the other style", "cXML-urlencoded", base64.b64encode(ORDER.encode()).decode()),
    ("not US-ASCII", "cXML-urlencoded", ORDER.replace("nut", "n\u00fct")),
]


@pytest.mark.parametrize(("name", "field", "value"), FORM)
def test_a_tolerant_receiver_takes_the_document_and_names_what_is_odd(name: str, field: str, value: str) -> None:
    found = decode_form_field([("token", "1"), (field, value)], strict=False)

    meant = parse_order_message(ORDER.replace("nut", "n\u00fct" if name == "not US-ASCII" else "nut").encode())
    assert parse_order_message(found.document, encoding=found.encoding) == meant
    assert [(advisory.name, advisory.advice) for advisory in found.advisories] == [(name, ADVICE[name])]
    if name != "not US-ASCII":
        with pytest.raises(CxmlRejected):
            parse_order_message(decode_form_field([(field, value)]).document)


def test_a_tolerant_receiver_takes_the_body_itself() -> None:
    found = decode_form_field([], strict=False, body=ORDER.encode("utf-16"))

    assert parse_order_message(found.document) == parse_order_message(ORDER.encode())
    assert [advisory.name for advisory in found.advisories] == ["body instead of a form"]
    with pytest.raises(CxmlRejected, match="got no fields"):
        decode_form_field([], body=ORDER.encode())
    with pytest.raises(CxmlRejected, match="got 'a'"):
        decode_form_field([("a", "b")], strict=False, body=b"a=b")


def test_a_tolerant_receiver_does_not_choose_between_two_documents() -> None:
    with pytest.raises(CxmlRejected, match="expected it once, got 2 with different values"):
        decode_form_field([("a", ORDER), ("b", SETUP)], strict=False)


def test_a_form_that_is_right_has_no_advisories() -> None:
    assert decode_form_field([("CXML-urlencoded", ORDER), ("a", SETUP)], strict=False).advisories == ()
    assert (
        decode_form_field([("cxml-base64", base64.b64encode(ORDER.encode()).decode())], strict=False).advisories == ()
    )


def test_every_advisory_there_is_has_been_seen() -> None:
    of_bytes = {"byte order mark", "charset contradicts", "body instead of a form"}
    assert {name for name, *_ in (*ADVISED, *FORM)} | of_bytes == set(ADVICE)


@pytest.mark.parametrize(
    ("document", "encoding", "names"),
    [
        (codecs.BOM_UTF8 + POSR.encode(), None, ["byte order mark"]),
        (codecs.BOM_UTF8 + POSR.encode(), "iso-8859-1", ["byte order mark", "charset contradicts"]),
        (codecs.BOM_UTF8 + POSR.encode(), "x-mine", ["byte order mark", "charset contradicts"]),
        (POSR.encode(), "iso-8859-1", ["charset contradicts"]),
        (POSR.encode(), "us-ascii", ["charset contradicts"]),
        (POSR.encode(), "utf8", []),
        (POSR.replace("UTF-8", "UTF-16").encode("utf-16"), "utf-16", ["byte order mark"]),
        (POSR.replace("UTF-8", "UTF-16").encode("utf-16-be"), "utf-16-be", []),
        (POSR.replace(' encoding="UTF-8"', "").encode(), "iso-8859-1", []),
    ],
)
def test_the_characters_of_a_document_are_advised_on(document: bytes, encoding: str | None, names: list[str]) -> None:
    assert _names(document, encoding=encoding) == names


def test_who_carried_a_document_can_be_said() -> None:
    assert "secret through the browser" in _names(POSR, through_browser=True)
    assert "secret through the browser" not in _names(
        POOM.replace("</Identity>", f"</Identity>{SECRET}", 3), through_browser=False
    )


def test_no_advisory_shows_a_secret() -> None:
    shown = " ".join(map(str, advisories(_right(ORDER).replace("</Identity>", f"</Identity>{SECRET}").encode())))
    assert "SharedSecret" in shown
    assert "not-a-real-secret" not in shown


def test_packages_are_units_with_their_x_and_without() -> None:
    assert {"EA", "BX", "XBX", "KGM", "C62", "H87", "PK", "MTR", "XPK"} <= units_of_measure()
    assert units_of_measure().isdisjoint({"EACH", "UN", "", "pk", "PIECE"})


def test_thousands_of_the_same_mistake_are_twenty_advisories() -> None:
    started = time.process_time()
    for mistaken in ("<itemin/>", "<Description/>"):
        names = _names(order(items=mistaken * 20_000))
        assert max(map(names.count, names)) <= 20

    assert time.process_time() - started < 4, "where each stands takes time that grows with the square"


def test_a_dialect_says_what_the_document_says_of_itself() -> None:
    dialect = described(POSR.replace(ID, f'{ID} version="1.2.045"').encode())

    assert dialect == Dialect(
        kind="PunchOutSetupRequest",
        doctype=Doctype("http://xml.cXML.org/schemas/cXML/1.2.014/cXML.dtd", "xml.cxml.org", (1, 2, 14), "cXML"),
        version_attribute="1.2.045",
        version=(1, 2, 45),
        deviations=(Advisory("version newer than the DTD", "line 1, /cXML", "1.2.045", dialect.deviations[0].advice),),
    )
    assert not dialect.is_old


@pytest.mark.parametrize(
    ("doctype", "attribute", "version", "file"),
    [
        ("http://xml.cxml.org/schemas/cXML/1.1.010/cXML.dtd", None, "1.1.010", "cXML"),
        ("http://xml.cXML.org/schemas/cXML/1.2.036/Fulfill.dtd", None, "1.2.036", "Fulfill"),
        ("http://xml.cXML.org/schemas/cXML/1.2/InvoiceDetail.dtd", None, "1.2", "InvoiceDetail"),
        ("http://xml.cxml.org/schemas/cXML/1.2.071/cXML.dtd", "1.1.007", "1.2.071", "cXML"),
        ("cXML.dtd", "1.1", "1.1", None),
        (None, "1.0", "1.0", None),
    ],
)
def test_every_version_is_received(doctype: str | None, attribute: str | None, version: str, file: str | None) -> None:
    document = SETUP.replace("payloadID", f'version="{attribute}" payloadID' if attribute else "payloadID", 1)
    raw = (f'<!DOCTYPE cXML SYSTEM "{doctype}">' if doctype else "").encode() + document.encode()

    dialect = described(raw)

    assert dialect.version == version_number(version)
    assert version_text(dialect.version or (0, 0, 0)) == version
    assert (dialect.doctype.file if dialect.doctype else None) == file
    assert dialect.is_old == version.startswith(("1.0", "1.1"))
    assert parse_setup_request(raw).buyer_cookie == "c-7f3a"


def test_a_code_of_an_old_version_is_read_as_what_it_was() -> None:
    assert current_status(Status(501, "Not Implemented", "no"), (1, 1, 10)) == Status(450, "Not Implemented", "no")
    assert current_status(Status(406, "Not Acceptable"), (1, 1, 0)) == Status(400, "Bad Request")
    for version in ((1, 2, 0), (1, 2, 14), None):
        assert current_status(Status(501, "x"), version) == Status(501, "x")
    assert current_status(Status(401, "x"), (1, 1, 0)) == Status(401, "x")


# --- names in another case, and two answers to one question


def test_a_tolerant_receiver_reads_names_in_any_case() -> None:
    shouted = setup("<BuyerCookie><a/>&lt;</BuyerCookie>" + CONTACT)
    for name in (
        "cXML",
        "Header",
        "Credential",
        "PunchOutSetupRequest",
        "BuyerCookie",
        "Contact",
        "Email",
        "payloadID",
    ):
        shouted = shouted.replace(f"<{name}", f"<{name.lower()}").replace(f"</{name}", f"</{name.lower()}")
    shouted = shouted.replace("payloadID", "PAYLOADID").replace('operation="create"', 'Operation=" CREATE "')

    plain = setup("<BuyerCookie><a/>&lt;</BuyerCookie>" + CONTACT)
    assert parse_setup_request(shouted.encode(), strict=False) == parse_setup_request(plain.encode())
    with pytest.raises(CxmlRejected, match="not cXML"):
        parse_setup_request(shouted.encode())
    root, put_right = read_tolerantly(shouted.encode())
    assert schema_faults(root) == ()
    assert len(put_right) > 8


def test_what_is_the_senders_own_keeps_its_case() -> None:
    own = "<BuyerCookie><money>1</money></BuyerCookie><Extrinsic name='a'><url/></Extrinsic>"

    assert read_tolerantly(setup(own).encode())[1] == ()
    assert parse_setup_request(setup(own).encode(), strict=False) == parse_setup_request(setup(own).encode())


AMBIGUOUS: dict[str, Callable[[], str]] = {
    "two cookies": lambda: changed(ORDER, "</BuyerCookie>", "</BuyerCookie><BuyerCookie>other</BuyerCookie>"),
    "two cookies, one in another case": lambda: changed(ORDER, "</BuyerCookie>", "</BuyerCookie><buyercookie/>"),
    "two prices": lambda: changed(ORDER, "</Money></UnitPrice>", '</Money><Money currency="EUR">1</Money></UnitPrice>'),
    "two totals": lambda: changed(ORDER, "</Total>", '</Total><Total><Money currency="EUR">1</Money></Total>'),
    "two secrets": lambda: changed(ORDER, SECRET, f"{SECRET}<SharedSecret/>"),
    "two senders": lambda: changed(
        ORDER, "<Sender>", '<Sender><Credential domain="D"><Identity/></Credential></Sender><Sender>'
    ),
    "two attributes": lambda: changed(ORDER, "operationAllowed", 'operationallowed="create" operationAllowed'),
}


@pytest.mark.parametrize("document", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_tolerant_receiver_does_not_choose_between_two_answers(document: Callable[[], str]) -> None:
    with pytest.raises(CxmlRejected, match=r"^invalid: line 1, .*expected .* once, got "):
        parse_order_message(document().encode(), strict=False)


def test_the_same_answer_twice_is_one() -> None:
    twice = changed(ORDER, "</BuyerCookie>", "</BuyerCookie><BuyerCookie>c-7f3a</BuyerCookie>")

    assert parse_order_message(twice.encode(), strict=False) == parse_order_message(ORDER.encode())
