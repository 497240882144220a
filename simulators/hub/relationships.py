"""Trading relationships: which buyer may punch out to which shop, with which secret, for which account there."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulators.messages.cxml import Content, Credential, FieldStyle, Header
from simulators.messages.oci import LaunchNames

FIELD_STYLES: Mapping[str, FieldStyle] = {"cxml-urlencoded": "cXML-urlencoded", "cxml-base64": "cXML-base64"}
# The domain of buyers that sign in by a user's name.
OCI_DOMAIN = "OCI"
USUAL_NAMES = LaunchNames()
ROUTES = ("liferay",)
# When the shop is asked for its session: with the set-up, or when the buyer's browser arrives.
SESSION_REQUESTS = ("eager", "lazy")


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
class OrderAccess:
    """Where a shop takes purchase orders and the secret they come with, and where the buyer wants confirmations."""

    url: str
    shared_secret: str = field(repr=False)
    confirmation_url: str = ""


@dataclass(frozen=True)
class Relationship:
    """One buyer and one shop: the buyer's credential and secret, the account in the shop, currency and form field.

    `route` is the kind of shop, one of `ROUTES`; `session_request` is one of `SESSION_REQUESTS`; `launch_names` are
    what a buyer that speaks OCI calls the parameters that are its own to name; `orders` is None where the shop takes
    none.
    """

    buyer: Credential
    supplier: Credential
    shop: ShopAccess
    account_reference_code: str
    currency: str
    form_field: str = "cXML-urlencoded"
    route: str = "liferay"
    session_request: str = "eager"
    launch_names: LaunchNames = USUAL_NAMES
    orders: OrderAccess | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What the buyer is found by."""
        return _key(self.buyer)

    @property
    def asks_late(self) -> bool:
        """Whether the shop is asked for a session only when the buyer's browser arrives."""
        return self.session_request == "lazy"

    def without_secrets(self, text: str) -> str:
        """Return a text without the secrets of this relationship, to be told to somebody else."""
        of_orders = self.orders.shared_secret if self.orders else ""
        for secret in (_text(self.buyer.shared_secret), self.shop.client_secret, self.shop.password, of_orders):
            text = text.replace(secret, "[secret]") if secret else text
        return text


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

    def launch_names(self) -> tuple[LaunchNames, ...]:
        """Return how buyers call the parameters of a launch, each way once, the usual one first."""
        with self._lock:
            return tuple(dict.fromkeys((LaunchNames(), *(r.launch_names for r in self._relationships.values()))))

    def of_user(self, user: str, password: str) -> Relationship:
        """Return the relationship of a buyer that signs in by a user's name and a password, as OCI does.

        Raises:
            Unauthorized: when the user is unknown or the password is wrong.

        """
        with self._lock:
            relationship = self._relationships.get(_key(Credential(OCI_DOMAIN, user)))
        secret = _text(relationship.buyer.shared_secret) if relationship else ""
        if relationship is None or not secret or not hmac.compare_digest(password.encode(), secret.encode()):
            raise Unauthorized("The user name or the password is wrong.")
        return relationship


def relationship_from(document: dict[str, Any]) -> Relationship:
    """Return a relationship from the JSON an operator sends.

    Raises:
        KeyError, TypeError, ValueError: when something is missing, not known or no text.

    """
    document = {"form_field": "cXML-urlencoded", "route": "liferay", "session_request": "eager", **document}
    buyer, supplier, shop = document["buyer"], document["supplier"], dict(document["shop"])
    verify = shop.pop("verify", True)
    if not isinstance(verify, bool | str):
        raise TypeError("shop.verify is neither true, false nor a path")
    access = ShopAccess(**{name: _needed(shop, name) for name in shop}, verify=verify)
    for name, known in (("form_field", FIELD_STYLES), ("route", ROUTES), ("session_request", SESSION_REQUESTS)):
        said = _needed(document, name)
        if (said.lower() if name == "form_field" else said) not in known:
            raise ValueError(f"{name} is not one of {', '.join(known)}")
    names, orders = document.get("launch_names", {}), document.get("orders")
    return Relationship(
        launch_names=LaunchNames(**{name: _needed(names, name) for name in names}),
        buyer=Credential(*(_needed(buyer, name) for name in ("domain", "identity", "shared_secret"))),
        supplier=Credential(*(_needed(supplier, name) for name in ("domain", "identity"))),
        shop=replace(access, url=access.url.rstrip("/")),
        orders=None if orders is None else OrderAccess(**{name: _needed(orders, name) for name in orders}),
        **{name: _needed(document, name) for name in _TEXTS},
    )


_TEXTS = ("account_reference_code", "currency", "form_field", "route", "session_request")


def _needed(document: dict[str, Any], name: str) -> str:
    value = document[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _key(credential: Credential) -> tuple[str, str]:
    """Return what a credential is found by; domains are written in any letter case."""
    return credential.domain.lower(), _text(credential.identity)


def _text(content: Content | None) -> str:
    return content if isinstance(content, str) else ""
