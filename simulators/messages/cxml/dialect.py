"""Which dialect of cXML a document is in: versions, spelling, characters, and what its envelope and header deviate in.

`advisories` is the one function to call about a document that can be read; what stands in it that is not valid at all,
`schema_faults` says, and the two are kept apart. Source: hub and protocols, 2.1, 2.3 to 2.6 and 7.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from simulators.messages.cxml.advisory import Advisory, Finding, advised, finding
from simulators.messages.cxml.content_advice import content_findings
from simulators.messages.cxml.envelope import document_kind
from simulators.messages.cxml.parsing import XML_LANG, own_text
from simulators.messages.cxml.proofs import MAC_ALGORITHM, MAC_TYPE
from simulators.messages.cxml.reading import CxmlRejected, Element, named_encodings
from simulators.messages.cxml.status import STANDARD_TEXTS
from simulators.messages.cxml.tolerance import read_tolerantly, respelled
from simulators.messages.cxml.versions import (
    FIRST_OF_1_2,
    NEWEST,
    OLDEST,
    Doctype,
    Version,
    doctype_of,
    version_number,
)

_MOST_LOOKED_AT = 2_000
_PAYLOAD_ID = re.compile(r"[^@\s.]+\.[^@\s.]+\.[^@\s]+@[^@\s]+")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_OLD_CODES = frozenset({"501", "406"})
_PROOFS = ("SharedSecret", "DigitalSignature", "CredentialMac")
_THROUGH_BROWSER = "PunchOutOrderMessage"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a document is and says of itself, and each thing in it that others may stumble over.

    `kind` is its payload ("" when it has none), `version_attribute` as written, `version` the newer of the two its
    DOCTYPE and attribute name (None when neither does).
    """

    kind: str
    doctype: Doctype | None
    version_attribute: str | None
    version: Version | None
    deviations: tuple[Advisory, ...]

    @property
    def is_old(self) -> bool:
        """Whether it is of a version before 1.2, whose status codes say other things (see `current_status`)."""
        return self.version is not None and self.version < FIRST_OF_1_2


def advisories(
    document: bytes | Element, *, encoding: str | None = None, through_browser: bool | None = None
) -> tuple[Advisory, ...]:
    """List what a sender should do differently, at most `MOST_OF_A_NAME` of each name.

    `document` is what arrived, or a root that `read` gave, which tells nothing of bytes; `encoding` is the charset
    parameter of the transport. `through_browser` says whether the user's browser carried the document; None takes it
    that an order message went so and nothing else did. Raises `CxmlRejected` for bytes that cannot be read, as
    `read_tolerantly` does.
    """
    return described(document, encoding=encoding, through_browser=through_browser).deviations


def described(
    document: bytes | Element, *, encoding: str | None = None, through_browser: bool | None = None
) -> Dialect:
    """Say which dialect a document is in. Arguments and errors are those of `advisories`."""
    if isinstance(document, bytes):
        root, put_right = read_tolerantly(document, encoding=encoding)
    else:
        root, put_right = respelled(document)
    doctype, attribute, kind = doctype_of(root), root.get("version"), _kind(root)
    named = (doctype.version if doctype is not None else None, version_number(attribute))
    version = max((number for number in named if number is not None), default=None)
    carried = kind == _THROUGH_BROWSER if through_browser is None else through_browser
    findings = chain(
        _characters(document, encoding) if isinstance(document, bytes) else (),
        _versions(root, doctype, attribute, version),
        _envelope(root),
        _header(root, carried),
        _payload(root, version),
        content_findings(root),
    )
    return Dialect(kind, doctype, attribute, version, (*put_right, *advised(findings)))


def _kind(root: Element) -> str:
    try:
        return document_kind(root)
    except CxmlRejected:
        return ""


def _characters(document: bytes, encoding: str | None) -> Iterator[Finding]:
    marked, declared = named_encodings(document)
    if marked is not None:
        yield finding("byte order mark", "document", marked)
    for name in (marked, declared):
        if encoding is not None and name is not None and _codec(name) != _codec(encoding):
            yield finding("charset contradicts", "document", f"{encoding}, and {name} in the document")
            return


def _codec(name: str) -> str:
    # Which half of a sixteen-bit character comes first, the mark says; the declaration need not.
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return name
    return known.removesuffix("-le").removesuffix("-be").removesuffix("-sig")


def _versions(
    root: Element, doctype: Doctype | None, attribute: str | None, version: Version | None
) -> Iterator[Finding]:
    if doctype is None:
        yield finding("DOCTYPE missing", "document")
    elif not doctype.is_official:
        yield finding("DOCTYPE not official", "DOCTYPE", doctype.system_id)
    written = version_number(attribute)
    if attribute is not None and (written is None or not OLDEST <= written <= NEWEST):
        yield finding("version unknown", root, attribute)
    if doctype is not None and doctype.version is not None:
        if not OLDEST <= doctype.version <= NEWEST:
            yield finding("version unknown", "DOCTYPE", doctype.system_id)
        if written is not None and written > doctype.version:
            yield finding("version newer than the DTD", root, attribute or "")
    if version is not None and version < FIRST_OF_1_2:
        yield finding("version old", root, attribute or "")


def _envelope(root: Element) -> Iterator[Finding]:
    payload_id = root.get("payloadID")
    if payload_id is not None and not _PAYLOAD_ID.fullmatch(payload_id):
        yield finding("payloadID form", root, payload_id)
    if XML_LANG not in root.attrib:
        yield finding("root xml:lang missing", root)
    if "deploymentMode" in root.attrib:
        yield finding("deploymentMode misplaced", root, root.get("deploymentMode", ""))


def _header(root: Element, through_browser: bool) -> Iterator[Finding]:
    for party in ("From", "To"):
        found = root.findall(f"Header/{party}")
        if len(found) > 1:
            yield finding(f"several {party}", found[1], f"{len(found)} {party} elements")
    for sender in root.iterfind("Header/Sender"):
        agent = sender.find("UserAgent")
        if agent is None or not own_text(agent).strip():
            yield finding("UserAgent missing", sender)
    spelled: dict[str, str] = {}
    for credential in islice(root.iterfind("Header/*/Credential"), _MOST_LOOKED_AT):
        domain = credential.get("domain", "")
        if spelled.setdefault(domain.lower(), domain) != domain:
            yield finding("domain spelled in two ways", credential, f"{domain}, and {spelled[domain.lower()]} before")
        yield from _proofs(credential, through_browser)


def _proofs(credential: Element, through_browser: bool) -> Iterator[Finding]:
    party = credential.getparent()
    for name in _PROOFS:
        for proof in credential.iterfind(name):
            if through_browser:
                yield finding("secret through the browser", proof, name)
            elif party is not None and party.tag != "Sender":
                yield finding("secret outside the Sender", proof, name)
            kind = (proof.get("type"), proof.get("algorithm"))
            if name == "CredentialMac" and kind != (MAC_TYPE, MAC_ALGORITHM):
                yield finding("code of another kind", proof, f"{kind[0]}, {kind[1]}")


def _payload(root: Element, version: Version | None) -> Iterator[Finding]:
    for holder in (*root.iterfind("Request"), *root.iterfind("Message")):
        if "deploymentMode" not in holder.attrib:
            yield finding("deploymentMode missing", holder)
    for setup in root.iterfind("Request/PunchOutSetupRequest"):
        yield from _setup_request(setup)
    for head in root.iterfind("Message/PunchOutOrderMessage/PunchOutOrderMessageHeader"):
        allowed = head.get("operationAllowed")
        if allowed is None:
            yield finding("operationAllowed missing", head)
        elif allowed not in ("create", "inspect", "edit"):
            yield finding("operationAllowed unknown", head, allowed)
    for cookie in root.iterfind("*/*/BuyerCookie"):
        if len(cookie) == 0 and not own_text(cookie).strip():
            yield finding("BuyerCookie empty", cookie)
    for url in (*root.iterfind(".//BrowserFormPost/URL"), *root.iterfind(".//StartPage/URL")):
        if not _WEB.match(own_text(url).strip()):
            yield finding("URL not for a browser", url, own_text(url).strip())
    for status in (*root.iterfind("Response/Status"), *root.iterfind("Message/Status")):
        yield from _status(status, version)


def _setup_request(setup: Element) -> Iterator[Finding]:
    post = setup.find("BrowserFormPost")
    if post is None:
        yield finding("BrowserFormPost missing", setup)
        return
    contact = setup.find("Contact")
    if contact is not None and setup.index(contact) < setup.index(post):
        yield finding("Contact before BrowserFormPost", contact, "Contact")


def _status(status: Element, version: Version | None) -> Iterator[Finding]:
    code = status.get("code", "").strip()
    if version is not None and version < FIRST_OF_1_2 and code in _OLD_CODES:
        yield finding("status code of cXML 1.1", status, code)
    elif not (code.isascii() and code.isdecimal() and len(code) < 5 and int(code) in STANDARD_TEXTS):
        yield finding("status code unknown", status, code)
    holder = status.getparent()
    if holder is None or holder.tag != "Response" or code[:1] == "2":
        return
    payload = next((child for child in holder if child.tag != "Status"), None)
    if payload is not None:
        yield finding("payload beside a failure", payload, f"{payload.tag!s} beside {code}")
