"""Whether the sender of a document is who it says: its shared secret, or a code made with it, checked.

How the code is made (cXML User's Guide, "Message Authentication Code"), established by its published sample: domain
and identity of From, domain and identity of Sender, creation and expiration date; the first four in lower case; each
in UTF-8 and followed by a zero byte; HMAC-SHA1 with the secret for its key; the first 96 bits, in base64. The
sample has one credential in From; with several, this takes whichever of them fits.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from simulators.messages.cxml.envelope import Credential, timestamp
from simulators.messages.cxml.moments import read_moment
from simulators.messages.cxml.proofs import MAC_ALGORITHM, MAC_TYPE, CredentialMac
from simulators.messages.cxml.reading import CxmlRejected
from simulators.messages.cxml.status import Status, standard_status
from simulators.messages.cxml.values import Content

AuthenticationReason: TypeAlias = Literal[
    "secret matches",
    "code matches",
    "no secret known",
    "no proof",
    "secret empty",
    "wrong secret",
    "code of another kind",
    "code without readable dates",
    "code not yet valid",
    "code expired",
    "code lives too long",
    "wrong code",
    "signature not checked",
]
"""The stable words for how an authentication ended; the first two are its successes."""

_NO_TIME = timedelta(0)
_MOST_CREDENTIALS = 20
_MAC_BYTES = 12


@dataclass(frozen=True, slots=True)
class Authentication:
    """How an authentication ended, and the credential that decided it (None when there was none)."""

    reason: AuthenticationReason
    credential: Credential | None = None

    @property
    def accepted(self) -> bool:
        """Whether the sender proved that it knows the secret."""
        return self.reason in ("secret matches", "code matches")

    @property
    def status(self) -> Status:
        """The status to answer with: 200, or 401 with the same words whatever was wrong, so that nothing is learnt."""
        return standard_status(200) if self.accepted else standard_status(401, "The sender is not known here")


def same_party(one: Credential, other: Credential) -> bool:
    """Say whether two credentials name the same party: domains without regard to case, identities exactly.

    White space around an identity is no part of it. Senders write `NetworkId` and `NetworkID` for the same domain (hub
    and protocols, 2.8 and 7); the case of an identity may tell a test account from a real one.
    """
    return _domain(one) == _domain(other) and _identity(one) == _identity(other)


def credential_mac(
    from_: Credential, sender: Credential, secret: str, *, created: datetime, expires: datetime
) -> CredentialMac:
    """Make the code that proves for a while that `sender`, on behalf of `from_`, knows the secret.

    Raises `CxmlRejected` ("invalid") for moments without offset, and when it would expire before it is created.
    """
    if expires < created:
        got = f"{timestamp(expires)} before {timestamp(created)}"
        raise CxmlRejected("invalid", f"CredentialMac: expected to expire after its creation, got {got}")
    mac = CredentialMac("", timestamp(created), timestamp(expires))
    return replace(mac, value=base64.b64encode(_code(from_, sender, secret, mac)).decode("ascii"))


def authenticate(
    sender: Sequence[Credential],
    secret: Content,
    now: datetime,
    *,
    from_: Sequence[Credential] = (),
    skew: timedelta = _NO_TIME,
    longest: timedelta | None = None,
) -> Authentication:
    """Check the proof in the credentials of a `Sender` against the secret that is known for it.

    `from_` are the credentials of `From`, which a code is made over; without any, those of the sender stand for them.
    `skew` is how far the clocks may differ, `longest` how long a code may live at most. Of several credentials one
    that proves itself is enough; else the first that tries decides. An empty secret proves nothing, on either side. A
    signature is not checked: it is refused. Comparisons take the same time wherever the difference is.
    """
    known = _bytes(secret)
    if not known.strip():
        return Authentication("no secret known")
    results = [_checked(one, known, now, from_ or sender, skew, longest) for one in sender[:_MOST_CREDENTIALS]]
    tried = [result for result in results if result.reason != "no proof"]
    return next((result for result in tried if result.accepted), tried[0] if tried else Authentication("no proof"))


def _checked(
    sender: Credential,
    known: bytes,
    now: datetime,
    from_: Sequence[Credential],
    skew: timedelta,
    longest: timedelta | None,
) -> Authentication:
    if sender.shared_secret is not None:
        given = _bytes(sender.shared_secret)
        if not given.strip():
            return Authentication("secret empty", sender)
        same = hmac.compare_digest(hashlib.sha256(given).digest(), hashlib.sha256(known).digest())
        return Authentication("secret matches" if same else "wrong secret", sender)
    if sender.mac is not None:
        return Authentication(_mac_checked(sender.mac, sender, known, now, from_, skew, longest), sender)
    return Authentication("no proof" if sender.signature is None else "signature not checked", sender)


def _mac_checked(
    mac: CredentialMac,
    sender: Credential,
    known: bytes,
    now: datetime,
    from_: Sequence[Credential],
    skew: timedelta,
    longest: timedelta | None,
) -> AuthenticationReason:
    if (mac.type, mac.algorithm) != (MAC_TYPE, MAC_ALGORITHM):
        return "code of another kind"
    # The code first: nobody without the secret learns anything from the dates of a code that was not made with it.
    codes = [_code(one, sender, known, mac) for one in from_[:_MOST_CREDENTIALS]]
    if not _any_equal(codes, _decoded(mac.value)):
        return "wrong code"
    created, expires = read_moment(mac.creation_date), read_moment(mac.expiration_date)
    if created.at is None or expires.at is None or not (created.certain and expires.certain):
        return "code without readable dates"
    if created.at - now > skew:
        return "code not yet valid"
    if now - expires.at > skew:
        return "code expired"
    return "code lives too long" if longest is not None and expires.at - created.at > longest else "code matches"


def _any_equal(codes: Iterable[bytes], given: bytes) -> bool:
    found = False
    for code in codes:
        found |= hmac.compare_digest(code, given)
    return found


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value.strip(" \t\r\n"), validate=True)
    except ValueError:
        return b""


def _code(from_: Credential, sender: Credential, secret: str | bytes, mac: CredentialMac) -> bytes:
    parties = (_domain(from_), _identity(from_).lower(), _domain(sender), _identity(sender).lower())
    message = b"".join(_bytes(part) + b"\0" for part in (*parties, mac.creation_date, mac.expiration_date))
    key = secret if isinstance(secret, bytes) else _bytes(secret)
    # The algorithm is the one cXML names; HMAC does not lean on what SHA-1 has lost.
    return hmac.new(key, message, hashlib.sha1).digest()[:_MAC_BYTES]


def _domain(credential: Credential) -> str:
    return credential.domain.strip(" \t\r\n").lower()


def _identity(credential: Credential) -> str:
    identity = credential.identity
    return (identity if isinstance(identity, str) else identity.xml).strip(" \t\r\n")


def _bytes(content: Content) -> bytes:
    return (content if isinstance(content, str) else content.xml).encode("utf-8", "surrogatepass")
