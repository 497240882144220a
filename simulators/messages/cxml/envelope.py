"""The envelope of every cXML document: payload id, timestamp, and the header with its credentials."""

from __future__ import annotations

import os
import random as randomness
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from simulators.messages.cxml.building import add, add_content
from simulators.messages.cxml.parsing import XML_LANG, content, needed, needed_attribute, own_text
from simulators.messages.cxml.proofs import (
    CredentialMac,
    DigitalSignature,
    add_mac,
    add_signature,
    parse_mac,
    parse_signature,
)
from simulators.messages.cxml.reading import ROOT, CxmlRejected, Element
from simulators.messages.cxml.values import Content

_HOST = re.compile(r"[A-Za-z0-9._\[\]:-]+")


@dataclass(frozen=True, slots=True)
class Credential:
    """Who a party says it is: an identity in a domain (`DUNS`, `NetworkID`), and its secret when it authenticates.

    `type` is `marketplace` or None. Instead of the secret there may be a `mac` or a `signature`: one of the three at
    most, or the credential cannot be written.
    """

    domain: str
    identity: Content
    shared_secret: Content | None = field(default=None, repr=False)
    type: str | None = None
    mac: CredentialMac | None = field(default=None, kw_only=True)
    signature: DigitalSignature | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Header:
    """Whom a request or message comes from, whom it is for, and who sent it on; each has one credential or more."""

    from_: tuple[Credential, ...]
    to: tuple[Credential, ...]
    sender: tuple[Credential, ...]
    user_agent: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes of the root element. `version` and `language` (`xml:lang`) are left out when None."""

    payload_id: str
    timestamp: str
    version: str | None = None
    language: str | None = None


def new_payload_id(
    now: datetime, host: str, random: randomness.Random | None = None, *, process: int | None = None
) -> str:
    """Make a payload id that nobody else makes: `time.process.random@host`, time in UTC to the microsecond.

    Without `random` the system's randomness is used, without `process` this process' number. cXML User's Guide,
    "cXML envelope": the id is unique over space and time. Raises `CxmlRejected` ("invalid") for a `now` without
    offset or a `host` that is not a host name.
    """
    if not _HOST.fullmatch(host):
        raise CxmlRejected("invalid", f"payloadID: expected a host name after the @, got {host!r}")
    moment = _aware(now).astimezone(UTC).strftime("%Y%m%d%H%M%S%f")
    number = (random or randomness.SystemRandom()).getrandbits(64)
    return f"{moment}.{os.getpid() if process is None else process}.{number}@{host}"


def timestamp(now: datetime) -> str:
    """Write a moment as cXML wants it: ISO 8601 to the second with a numeric offset, never `Z`.

    cXML User's Guide, "cXML envelope". Raises `CxmlRejected` ("invalid") for a `now` without offset.
    """
    offset = _aware(now).utcoffset()
    # ISO 8601 has no seconds in an offset; historic local times do.
    whole = offset is not None and offset.total_seconds() % 60 == 0
    return (now if whole else now.astimezone(UTC)).isoformat(timespec="seconds")


def _aware(now: datetime) -> datetime:
    if now.utcoffset() is None:
        raise CxmlRejected("invalid", f"timestamp: expected a moment with an offset from UTC, got {now.isoformat()}")
    return now


def add_header(root: Element, header: Header) -> Element:
    """Append the `Header` to the root and return it. Raises `CxmlRejected` for characters XML cannot carry."""
    written = add(root, "Header")
    for name, credentials in (("From", header.from_), ("To", header.to), ("Sender", header.sender)):
        party = add(written, name)
        for credential in credentials:
            holder = add(party, "Credential", {"domain": credential.domain, "type": credential.type})
            add_content(holder, "Identity", credential.identity)
            if credential.shared_secret is not None:
                add_content(holder, "SharedSecret", credential.shared_secret)
            add_signature(holder, credential.signature)
            add_mac(holder, credential.mac)
        if name == "Sender":
            add(party, "UserAgent", text=header.user_agent)
    return written


def parse_header(root: Element) -> Header:
    """Read the `Header` of a document. A missing `UserAgent` reads as "", several `To` as one.

    Raises `CxmlRejected` ("incomplete") when the header, a party in it or a part of a credential is missing.
    """
    header = needed(root, "Header")
    sender = needed(header, "Sender")
    agent = sender.find("UserAgent")
    return Header(
        from_=_credentials(header, "From"),
        to=_credentials(header, "To"),
        sender=_credentials(header, "Sender"),
        user_agent="" if agent is None else own_text(agent),
    )


def _credentials(header: Element, party: str) -> tuple[Credential, ...]:
    needed(needed(header, party), "Credential")
    return tuple(_credential(element) for element in header.iterfind(f"{party}/Credential"))


def _credential(element: Element) -> Credential:
    secret = element.find("SharedSecret")
    return Credential(
        domain=needed_attribute(element, "domain"),
        identity=content(needed(element, "Identity")),
        shared_secret=None if secret is None else content(secret),
        type=element.get("type"),
        mac=parse_mac(element),
        signature=parse_signature(element),
    )


def new_document(envelope: Envelope) -> Element:
    """Make a root element with the attributes of the envelope. Raises `CxmlRejected` for forbidden characters."""
    return add(
        None,
        ROOT,
        {
            "payloadID": envelope.payload_id,
            "timestamp": envelope.timestamp,
            "version": envelope.version,
            XML_LANG: envelope.language,
        },
    )


def parse_envelope(root: Element) -> Envelope:
    """Read the attributes of the root. Raises `CxmlRejected` ("incomplete") without payload id or timestamp."""
    return Envelope(
        payload_id=needed_attribute(root, "payloadID"),
        timestamp=needed_attribute(root, "timestamp"),
        version=root.get("version"),
        language=root.get(XML_LANG),
    )


def document_kind(root: Element) -> str:
    """Name the payload: `PunchOutSetupRequest`, `PunchOutOrderMessage`, ..., or `Status` for a response without one.

    `root` comes from `read`. Raises `CxmlRejected` ("incomplete") when there is neither payload nor status.
    """
    for name in ("Request", "Message", "Response"):
        holder = root.find(name)
        if holder is None:
            continue
        tags = [str(child.tag) for child in holder]
        payload = next((tag for tag in tags if tag != "Status"), None)
        if payload or tags:
            return payload or "Status"
    raise CxmlRejected("incomplete", "/cXML: expected a Request, Message or Response with a payload, got none")
