"""Trading relationships: which buyer may punch out to which shop, with which secret, for which account there."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from simulators.messages.addresses import is_address
from simulators.messages.cxml import Content, Credential, FieldStyle, Header, authenticate
from simulators.messages.oci import LaunchNames
from simulators.messages.standard import DEFAULT_KEY, SECRET_THROUGH_BROWSER
from simulators.wire import is_place

FIELD_STYLES: Mapping[str, FieldStyle] = {"cxml-urlencoded": "cXML-urlencoded", "cxml-base64": "cXML-base64"}
# How far the clock of a buyer's system may be from ours.
_SKEW = timedelta(minutes=5)
# The domain of buyers that sign in by a user's name.
OCI_DOMAIN = "OCI"
USUAL_NAMES = LaunchNames()
# Liferay's session API; the hub's standard JSON between servers; the old launch through the buyer's browser.
ROUTES = ("liferay", "standard", "browser")
# When the shop is asked for its session: with the set-up, or when the buyer's browser arrives.
SESSION_REQUESTS = ("eager", "lazy")


@dataclass(frozen=True)
class ShopAccess:
    """How the hub reaches a shop: its address, the site, and OAuth2 client credentials or a user's password.

    `group` is Liferay's; `session_path` is where other shops take session requests or launches, a path or an address.
    `connect_to` is the host and port it is reached at when that is not what its address says. The hub waits `patience`
    seconds for an answer, or as long as for any call for 0.
    """

    url: str
    group: str = ""
    client_id: str = ""
    client_secret: str = ""
    user: str = ""
    password: str = ""
    session_path: str = ""
    connect_to: str = ""
    patience: float = 0.0
    verify: bool | str = True

    @property
    def session_url(self) -> str:
        """Where a shop other than Liferay takes session requests or launches."""
        if not self.session_path or is_address(self.session_path):
            return self.session_path or self.url
        return f"{self.url}/{self.session_path.lstrip('/')}"


@dataclass(frozen=True)
class OrderAccess:
    """Where a shop takes purchase orders and the secret they come with, and where the buyer wants confirmations."""

    url: str
    shared_secret: str = field(repr=False)
    confirmation_url: str = ""


@dataclass(frozen=True)
class Relationship:
    """One buyer and one shop: the buyer's credential and secret, the account in the shop, currency and form field.

    `route` is the kind of shop, one of `ROUTES`; `session_request` is one of `SESSION_REQUESTS`. In the standard
    answer the start URL stands under `start_url_key`. `selected_item_ignore` is the SKU of a selected item that means
    none ("" when any is meant). `launch_variant` is "" or names one of a launch, such as the one with the secret.
    `launch_names` are what a buyer that speaks OCI calls the parameters that are its own to name.
    `orders` is None where the shop takes none. `return_origin` is where the shop posts its carts, when that is not the
    hub's own address.
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
    start_url_key: str = DEFAULT_KEY
    selected_item_ignore: str = "AAA"
    launch_variant: str = ""
    orders: OrderAccess | None = None
    return_origin: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What the buyer is found by."""
        return _key(self.buyer)

    @property
    def asks_late(self) -> bool:
        """Whether the shop is asked for a session only when the buyer's browser arrives."""
        return self.session_request == "lazy" or self.route == "browser"

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

    def of(self, header: Header, now: datetime) -> Relationship:
        """Return the relationship a document is about, when its sender proves now to be the buyer.

        Raises:
            Unauthorized: when the buyer is unknown, the proof is wrong or the document is for somebody else's shop.

        """
        with self._lock:
            candidates = [self._relationships.get(_key(credential)) for credential in header.from_]
        relationship = next((candidate for candidate in candidates if candidate), None)
        # Whoever is unknown is compared with a secret too, so that both take the same time.
        secret = (relationship.buyer.shared_secret if relationship else None) or secrets.token_hex(16)
        if not self.is_proved(header, secret, now) or relationship is None:
            raise Unauthorized("The sender's credential is not recognized.")
        if _key(relationship.supplier) not in [_key(credential) for credential in header.to]:
            raise Unauthorized("There is no relationship with this supplier.")
        return relationship

    def is_proved(self, header: Header, secret: str | Content, now: datetime) -> bool:
        """Tell whether the sender of a document proves now to know a secret."""
        return authenticate(header.sender, secret, now, from_=header.from_, skew=_SKEW).accepted

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
        # As above: whoever is unknown is compared too.
        secret = (_text(relationship.buyer.shared_secret) if relationship else "") or secrets.token_hex(16)
        proved = hmac.compare_digest(password.encode("utf-8", "replace"), secret.encode("utf-8", "replace"))
        if relationship is None or not proved:
            raise Unauthorized("The user name or the password is wrong.")
        return relationship


def relationship_from(document: dict[str, Any]) -> Relationship:
    """Return a relationship from the JSON an operator sends.

    Raises:
        KeyError, TypeError, ValueError: when something is missing, not known or no text.

    """
    document = {**_DEFAULTS, **document}
    buyer, supplier, shop = document["buyer"], document["supplier"], dict(document["shop"])
    verify = shop.pop("verify", True)
    if not isinstance(verify, bool | str):
        raise TypeError("shop.verify is neither true, false nor a path")
    patience = shop.pop("patience", 0)
    if isinstance(patience, bool) or not isinstance(patience, int | float) or patience < 0:
        raise TypeError("shop.patience is no number of seconds")
    access = ShopAccess(**{name: _needed(shop, name) for name in shop}, patience=float(patience), verify=verify)
    if access.connect_to and not is_place(access.connect_to):
        raise ValueError("shop.connect_to is no host and port")
    if document["return_origin"] and not is_address(document["return_origin"]):
        raise ValueError("return_origin is no http or https address")
    for name, known in _ONE_OF.items():
        said = _needed(document, name)
        if (said.lower() if name == "form_field" else said) not in known:
            raise ValueError(f"{name} is not one of {', '.join(filter(None, known))}")
    if document["route"] == "liferay":
        _needed(shop, "group")
    elif not is_address(access.session_url):
        raise ValueError("shop.url with shop.session_path is no http or https address")
    names, orders = document.get("launch_names", {}), document.get("orders")
    return Relationship(
        launch_names=LaunchNames(**{name: _needed(names, name) for name in names}),
        buyer=Credential(*(_needed(buyer, name) for name in ("domain", "identity", "shared_secret"))),
        supplier=Credential(*(_needed(supplier, name) for name in ("domain", "identity"))),
        shop=replace(access, url=access.url.rstrip("/")),
        orders=None if orders is None else OrderAccess(**{name: _needed(orders, name) for name in orders}),
        **{name: _needed(document, name) for name in _TEXTS},
    )


_ONE_OF: Mapping[str, Collection[str]] = {
    "form_field": FIELD_STYLES,
    "route": ROUTES,
    "session_request": SESSION_REQUESTS,
    "launch_variant": ("", SECRET_THROUGH_BROWSER),
}
_DEFAULTS = {
    **{"form_field": "cXML-urlencoded", "route": "liferay", "session_request": "eager", "launch_variant": ""},
    **{"start_url_key": DEFAULT_KEY, "selected_item_ignore": "AAA", "return_origin": ""},
}
_TEXTS = ("account_reference_code", "currency", *_DEFAULTS)


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
