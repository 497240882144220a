"""Trading relationships: which buyer may punch out to which shop, with which secret, for which account there."""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass
from typing import Any

from simulators.messages.cxml import Content, Credential, Header


@dataclass(frozen=True)
class ShopAccess:
    """How the hub reaches a shop: its address, the site, and OAuth2 client credentials or a user's password."""

    url: str
    group: str
    client_id: str = ""
    client_secret: str = ""
    user: str = ""
    password: str = ""
    verify: bool | str = True


@dataclass(frozen=True)
class Relationship:
    """One buyer and one shop: the buyer's credential and secret, the account in the shop, currency and form field."""

    buyer: Credential
    supplier: Credential
    shop: ShopAccess
    account_reference_code: str
    currency: str
    form_field: str = "cXML-urlencoded"


class Unauthorized(Exception):
    """The sender of a set-up request is not who it says, or has no business with that shop."""


class Relationships:
    """Keeps the relationships by the buyer's credential."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._relationships: dict[tuple[str, str], Relationship] = {}

    def add(self, relationship: Relationship) -> None:
        """Add a relationship, in the place of one with the same buyer."""
        with self._lock:
            self._relationships[_key(relationship.buyer)] = relationship

    def of(self, header: Header) -> Relationship:
        """Return the relationship a document is about, when its sender proves to be the buyer.

        Raises:
            Unauthorized: when the buyer is unknown, the secret is wrong or the document is for somebody else's shop.

        """
        with self._lock:
            candidates = [self._relationships.get(_key(credential)) for credential in header.from_]
        relationship = next((candidate for candidate in candidates if candidate), None)
        secret = _text(relationship.buyer.shared_secret) if relationship else ""
        shown = [_text(c.shared_secret) for c in header.sender if c.shared_secret is not None]
        proved = any(hmac.compare_digest(candidate.encode(), secret.encode()) for candidate in shown)
        if relationship is None or not secret or not proved:
            raise Unauthorized("The sender's credential is not recognized.")
        if _key(relationship.supplier) not in [_key(credential) for credential in header.to]:
            raise Unauthorized("There is no relationship with this supplier.")
        return relationship


def relationship_from(document: dict[str, Any]) -> Relationship:
    """Return a relationship from the JSON an operator sends.

    Raises:
        KeyError, TypeError: when something is missing or not known.

    """
    buyer, supplier = document["buyer"], document["supplier"]
    return Relationship(
        buyer=Credential(buyer["domain"], buyer["identity"], buyer["shared_secret"]),
        supplier=Credential(supplier["domain"], supplier["identity"]),
        shop=ShopAccess(**document["shop"]),
        account_reference_code=document["account_reference_code"],
        currency=document["currency"],
        form_field=document.get("form_field", "cXML-urlencoded"),
    )


def _key(credential: Credential) -> tuple[str, str]:
    """Return what a credential is found by; domains are written in any letter case."""
    return credential.domain.lower(), _text(credential.identity)


def _text(content: Content | None) -> str:
    return content if isinstance(content, str) else ""
