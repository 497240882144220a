"""The target file: which storefront is judged, how to reach it, and what it is able to do.

The format is that of the design: TOML, secrets only by the name of an environment variable.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.approaching import KNOWN as FRONT_KEYS
from harness.approaching import PROXY_KEYS, read_front, read_proxy
from harness.containers.order import KEYS as CONTAINER_KEYS
from harness.containers.order import ContainerOrder, read_order
from harness.entries import Entries
from harness.errors import ConfigurationError
from harness.listing import (
    BUYER,
    LISTING_KEYS,
    OTHER_CHANNEL,
    SITE,
    ListedBuyer,
    ListedChannel,
    read_other_buyer,
    read_other_channel,
)
from simulators.storefront import GENERATIONS
from simulators.wire import Front, Proxy, origin_of

DEFAULT_GENERATION = "tradecentric-7.4"
# The browser of a person, at a target nobody may automate.
BY_HAND = "by hand"


@dataclass(frozen=True)
class HubCredentials:
    """How the hub calls the session API: an OAuth2 client or a user; each value with the name of its field."""

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Login:
    """A user's e-mail address and password."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class OrderInterface:
    """Where the target takes purchase orders, and the secret they come with."""

    url: str
    shared_secret: str = field(repr=False)


@dataclass(frozen=True)
class AskedOfPerson:
    """What a person is to do and to tell; `by_hand` when nobody else may use a browser there or change anything."""

    by_hand: bool = False


@dataclass(frozen=True)
class TargetFile:
    """What a target file says.

    With a container its addresses may be paths, which lead to the storefront once it is known where that is. The
    portal's own address, `url`, has a path where the portal is not at the root of its server.
    """

    name: str
    kind: str
    url: str
    generation: str
    group: str
    start_url: str
    hub: HubCredentials
    admin: Login | None = None
    buyer_email: str = ""
    account: str = ""
    email_without_role: str = ""
    other_buyer: ListedBuyer | None = None
    other_channel: ListedChannel | None = None
    skus: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    bind: str = "127.0.0.1"
    advertise: str = ""
    advertise_faults: str = ""
    open_carts_url: str = ""
    checkout_url: str = ""
    token_duration: int | None = None
    ca_file: str = ""
    console_logs: tuple[str, ...] = ()
    console_container: str = ""
    orders: OrderInterface | None = None
    advertise_procurement: str = ""
    attestation: AskedOfPerson | None = None
    front: Front | None = None
    proxy: Proxy | None = None

    @property
    def buyer(self) -> ListedBuyer | None:
        """The buyer with the punch out role, or None when the file does not name one with an account."""
        named = self.buyer_email.strip() and self.account.strip()
        return ListedBuyer(BUYER, self.buyer_email, self.account) if named else None

    @property
    def buyer_without_role(self) -> ListedBuyer | None:
        """The buyer of the same account without the role, or None."""
        named = self.email_without_role.strip() and self.account.strip()
        return ListedBuyer(BUYER, self.email_without_role, self.account, key="without_role") if named else None

    @property
    def buyer_of_both(self) -> ListedBuyer | None:
        """The buyer of the same account who belongs to the site of the other channel as well, or None."""
        email = self.other_channel.email_of_both.strip() if self.other_channel else ""
        named = email and self.account.strip()
        return ListedBuyer(OTHER_CHANNEL, email, self.account, key="email_of_both") if named else None

    @property
    def by_hand(self) -> bool:
        """Whether only a person may use a browser there."""
        return self.attestation is not None and self.attestation.by_hand

    container: ContainerOrder | None = None

    @property
    def context_path(self) -> str:
        """The path below which all of the portal is, such as `/portal`, or nothing where that is its server's root."""
        return urlsplit(self.url).path

    @property
    def buyers_url(self) -> str:
        """The portal's own address where the start URL is, which may be at another host."""
        is_below = urlsplit(self.start_url).path.startswith(f"{self.context_path}/")
        return origin_of(self.start_url) + (self.context_path if is_below else "")

    def at(self, address: str) -> str:
        """Return the whole of an address that may be a path: of the server, or below the context path alone."""
        if not address.startswith("/"):
            return address
        return self.url + address.removeprefix(self.context_path if address.startswith(f"{self.context_path}/") else "")

    def at_its_address(self, url: str) -> TargetFile:
        """Return what the file says of a portal at an address, its paths led there."""
        file, other = replace(self, url=url), self.other_channel
        return replace(
            file,
            start_url=file.at(self.start_url),
            open_carts_url=file.at(self.open_carts_url),
            checkout_url=file.at(self.checkout_url),
            other_channel=replace(other, start_url=file.at(other.start_url)) if other else None,
            orders=replace(self.orders, url=file.at(self.orders.url)) if self.orders else None,
        )

    def secrets(self) -> tuple[str, ...]:
        """Return the values that are never written down."""
        admin = self.admin.password if self.admin else ""
        orders = self.orders.shared_secret if self.orders else ""
        front = (self.front.password, self.front.value) if self.front else ()
        proxy = self.proxy.password if self.proxy else ""
        handed = self.container.secrets if self.container else ()
        own = (self.hub.client_secret, self.hub.password, admin, orders, proxy, *front, *handed)
        return tuple(value for value in own if value)


# Section and key of every entry; an entry that is none of these is a mistake worth telling.
KNOWN: Mapping[str, frozenset[str]] = {
    "target": frozenset({"name", "kind", "url", "generation", "ca_file"}),
    SITE: frozenset({"group", "start_url", "open_carts_url", "checkout_url"}),
    "target.auth": frozenset({"client_id_env", "client_secret_env", "user_env", "password_env"}),
    "target.admin": frozenset({"user_env", "password_env"}),
    **LISTING_KEYS,
    "target.token": frozenset({"duration"}),
    "target.catalog": frozenset({"skus", "currencies"}),
    "target.console": frozenset({"log", "container"}),
    "target.orders": frozenset({"url", "shared_secret_env"}),
    "target.attestation": frozenset({"browser"}),
    "target.container": CONTAINER_KEYS,
    **FRONT_KEYS,
    "harness": PROXY_KEYS | {"bind", "advertise", "advertise_faults", "advertise_procurement"},
}


def read_target_file(
    path: Path, environment: Mapping[str, str] = os.environ, *, to_be_made: Mapping[str, str] | None = None
) -> TargetFile:
    """Read a target file and the environment variables it names.

    `to_be_made` is what the target is yet to have, by the entry that would name it, where the file has none.

    Raises:
        ConfigurationError: when the file cannot be read, or an entry is missing, unknown or makes no sense.

    """
    reader = Entries(_load(path), path, environment, to_be_made or {})
    reader.refuse_unknown(KNOWN)
    kind = reader.text("target", "kind")
    if kind not in ("live", "container"):
        raise ConfigurationError(
            f"{path.name}, target.kind",
            f"{kind!r} cannot be run from a file",
            'Write kind = "live", or "container" for an image.',
        )
    container = _ordered(reader, kind, environment)
    file = TargetFile(
        name=reader.text("target", "name"),
        kind=kind,
        url=_portal_address(reader, "" if container else None),
        generation=reader.one_of("target", "generation", GENERATIONS, DEFAULT_GENERATION),
        group=reader.text(SITE, "group"),
        start_url=reader.place(SITE, "start_url"),
        hub=_hub_credentials(reader),
        admin=_admin(reader),
        buyer_email=reader.text(BUYER, "email", ""),
        account=reader.text(BUYER, "account", ""),
        email_without_role=reader.text(BUYER, "without_role", ""),
        other_buyer=read_other_buyer(reader),
        other_channel=read_other_channel(reader),
        skus=reader.texts("target.catalog", "skus"),
        currencies=reader.texts("target.catalog", "currencies"),
        bind=reader.text("harness", "bind", "" if container else "127.0.0.1"),
        advertise=reader.address("harness", "advertise", "", with_port=True),
        advertise_faults=_faults_address(reader),
        open_carts_url=reader.place(SITE, "open_carts_url", ""),
        checkout_url=reader.place(SITE, "checkout_url", ""),
        token_duration=reader.seconds("target.token", "duration"),
        ca_file=reader.file("target", "ca_file"),
        console_logs=reader.files("target.console", "log"),
        console_container=_container(reader),
        orders=_orders(reader),
        advertise_procurement=reader.address("harness", "advertise_procurement", "", with_port=True),
        attestation=_attestation(reader),
        front=read_front(reader),
        proxy=read_proxy(reader),
        container=container,
    )
    return file.at_its_address(file.url) if file.url and not container else file


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            "--target", f"{path} cannot be read ({error.strerror})", "Give a readable file."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("--target", f"{path} is not text in UTF-8", "Save it in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(
            "--target", f"{path} is not valid TOML ({error})", "Correct the line it names."
        ) from error


def _portal_address(reader: Entries, default: str | None) -> str:
    address = reader.address("target", "url", default)
    if urlsplit(address).query or urlsplit(address).fragment or address.endswith(("?", "#")):
        raise reader.wrong(
            "target", "url", f"{address!r} has more behind its path", "Write no more than host, port and context path."
        )
    return address.rstrip("/")


def _hub_credentials(reader: Entries) -> HubCredentials:
    if reader.has("target.auth", "user_env", "password_env"):
        reader.refuse_both("target.auth", "user_env", "client_id_env", "client_secret_env")
        return HubCredentials(
            user=reader.secret("target.auth", "user_env"), password=reader.secret("target.auth", "password_env")
        )
    return HubCredentials(
        client_id=reader.secret("target.auth", "client_id_env"),
        client_secret=reader.secret("target.auth", "client_secret_env"),
    )


def _admin(reader: Entries) -> Login | None:
    if not reader.has("target.admin", "user_env", "password_env"):
        return None
    return Login(reader.secret("target.admin", "user_env"), reader.secret("target.admin", "password_env"))


def _orders(reader: Entries) -> OrderInterface | None:
    if not reader.has("target.orders", "url", "shared_secret_env"):
        return None
    return OrderInterface(reader.place("target.orders", "url"), reader.secret("target.orders", "shared_secret_env"))


def _attestation(reader: Entries) -> AskedOfPerson | None:
    section = "target.attestation"
    if not reader.has_section(section):
        return None
    browser = reader.text(section, "browser", "")
    if browser not in ("", BY_HAND):
        raise reader.wrong(
            section, "browser", f"{browser!r} is no way to use one", f'Write "{BY_HAND}", or leave it out.'
        )
    if browser and reader.has_section("target.admin"):
        raise reader.wrong(
            section,
            "browser",
            f'it is "{BY_HAND}", but [target.admin] lets the harness change the storefront',
            "Keep one of the two: where nobody may automate, the harness changes nothing.",
        )
    return AskedOfPerson(by_hand=bool(browser))


def _faults_address(reader: Entries) -> str:
    address = reader.address("harness", "advertise_faults", "", with_port=True)
    hub = reader.address("harness", "advertise", "", with_port=True)
    if address and urlsplit(address).port == urlsplit(hub).port:
        raise reader.wrong("harness", "advertise_faults", "its port is the hub's own", "Give another.")
    return address


def _ordered(reader: Entries, kind: str, environment: Mapping[str, str]) -> ContainerOrder | None:
    """Return the container that is ordered, of a target that is one."""
    if kind == "container":
        if reader.has("target.console", "log", "container"):
            raise reader.wrong("target", "console", "a container is judged by its own log", "Leave the section out.")
        if reader.has_section("target.front"):
            raise reader.wrong("target", "front", "nothing is in front of a container", "Leave the section out.")
        if reader.has("harness", "proxy"):
            raise reader.wrong("harness", "proxy", "no proxy leads to a container here", "Leave it out.")
        return read_order(reader, environment)
    if reader.has("target", "container"):
        raise reader.wrong("target", "container", f"the target is {kind}", 'Leave it out, or write kind = "container".')
    return None


def _container(reader: Entries) -> str:
    if reader.has("target.console", "container"):
        reader.refuse_both("target.console", "container", "log")
    return reader.text("target.console", "container", "")
