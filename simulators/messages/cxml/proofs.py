"""What a credential proves itself with instead of a shared secret: a message authentication code or a signature.

Source: cXML DTD, "Credential"; hub and protocols, 2.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from simulators.messages.cxml.building import add, add_content
from simulators.messages.cxml.parsing import content, needed_attribute, own_text
from simulators.messages.cxml.reading import Element
from simulators.messages.cxml.values import Content

MAC_TYPE = "FromSenderCredentials"
MAC_ALGORITHM = "HMAC-SHA1-96"


@dataclass(frozen=True, slots=True)
class CredentialMac:
    """A code that proves the shared secret is known without naming it, for a while.

    `type` says what is authenticated and `algorithm` how, each with one value cXML knows; the dates are timestamps as
    written, for they are part of what is authenticated.
    """

    value: str = field(repr=False)
    creation_date: str
    expiration_date: str
    type: str = MAC_TYPE
    algorithm: str = MAC_ALGORITHM


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """A signature by certificate, carried and never checked. `type` and `encoding` are left out when None."""

    content: Content = field(repr=False)
    type: str | None = None
    encoding: str | None = None


def add_mac(credential: Element, mac: CredentialMac | None) -> None:
    """Append a `CredentialMac`, or nothing for None. Raises `CxmlRejected` for characters XML cannot carry."""
    if mac is not None:
        attributes = {
            "type": mac.type,
            "algorithm": mac.algorithm,
            "creationDate": mac.creation_date,
            "expirationDate": mac.expiration_date,
        }
        add(credential, "CredentialMac", attributes, mac.value)


def add_signature(credential: Element, signature: DigitalSignature | None) -> None:
    """Append a `DigitalSignature`, or nothing for None. Raises `CxmlRejected` for characters XML cannot carry."""
    if signature is not None:
        attributes = {"type": signature.type, "encoding": signature.encoding}
        add_content(credential, "DigitalSignature", signature.content, attributes)


def parse_mac(credential: Element) -> CredentialMac | None:
    """Read the `CredentialMac` of a credential, or None. Raises `CxmlRejected` ("incomplete") without an attribute."""
    element = credential.find("CredentialMac")
    if element is None:
        return None
    return CredentialMac(
        value=own_text(element),
        creation_date=needed_attribute(element, "creationDate"),
        expiration_date=needed_attribute(element, "expirationDate"),
        type=needed_attribute(element, "type"),
        algorithm=needed_attribute(element, "algorithm"),
    )


def parse_signature(credential: Element) -> DigitalSignature | None:
    """Read the `DigitalSignature` of a credential, or None."""
    element = credential.find("DigitalSignature")
    if element is None:
        return None
    return DigitalSignature(content(element), element.get("type"), element.get("encoding"))
