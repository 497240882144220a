"""Certificates: what a server shows of itself, and why a client does not trust it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from requests.utils import DEFAULT_CA_BUNDLE_PATH

# OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which Python gives no name: to read a certificate, whatever its days are.
_ANY_TIME = 0x200000


@dataclass(frozen=True)
class Certificate:
    """What a certificate says: the alternative names it is for, whose and by whom it is, its first and last moment."""

    names: tuple[str, ...]
    subject: str
    issuer: str
    starts: datetime
    ends: datetime


def trusting(ca_file: str) -> ssl.SSLContext:
    """Return how a client of this run checks certificates: by a file of authorities, or by the public ones.

    Raises:
        ssl.SSLError: when the file holds no certificate.

    """
    context = ssl.create_default_context(cafile=ca_file or DEFAULT_CA_BUNDLE_PATH)
    context.hostname_checks_common_name = False
    return context


def authorities_in(context: ssl.SSLContext) -> tuple[str, ...]:
    """Return the names of the authorities that are trusted."""
    return tuple(_named(certificate["subject"]) for certificate in context.get_ca_certs())


def shake_hands(host: str, port: int, context: ssl.SSLContext, deadline: float) -> bytes:
    """Make a TLS connection and close it; return the server's certificate (DER).

    Raises:
        OSError: when it does not come about; ssl.SSLError is one.

    """
    with (
        socket.create_connection((host, port), deadline) as connection,
        context.wrap_socket(connection, server_hostname=host) as secured,
    ):
        return secured.getpeercert(binary_form=True) or b""


def unchecked() -> ssl.SSLContext:
    """Return how to look at a certificate without believing it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def certificate_at(host: str, port: int, deadline: float) -> Certificate:
    """Return the certificate a server shows, trusted or not.

    Raises:
        OSError: when no TLS connection comes about.

    """
    # Python reads only a certificate that was checked: so it is checked against itself, and its days are not.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=shake_hands(host, port, unchecked(), deadline))
    context.verify_flags = ssl.VerifyFlags(context.verify_flags | ssl.VERIFY_X509_PARTIAL_CHAIN | _ANY_TIME)
    with (
        socket.create_connection((host, port), deadline) as connection,
        context.wrap_socket(connection, server_hostname=host) as secured,
    ):
        return _read(secured.getpeercert() or {})


def _read(document: Mapping[str, Any]) -> Certificate:
    return Certificate(
        names=tuple(str(name) for _, name in document.get("subjectAltName", ())),
        subject=_named(document["subject"]),
        issuer=_named(document["issuer"]),
        starts=_moment(document["notBefore"]),
        ends=_moment(document["notAfter"]),
    )


def _moment(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)


def _named(subject: Any) -> str:
    """Return what a person calls the subject of a certificate: its common name, else its organization."""
    parts = {key: value for part in subject for key, value in part}
    return str(parts.get("commonName") or parts.get("organizationName") or "somebody without a name")
