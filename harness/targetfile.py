"""The target file: which storefront is judged, how to reach it, and what it is able to do.

The format is that of the design: TOML, secrets only by the name of an environment variable.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.browser.addresses import is_web_address
from harness.containers.order import KEYS as CONTAINER_KEYS
from harness.containers.order import ContainerOrder, read_order
from harness.errors import ConfigurationError
from simulators.storefront import GENERATIONS

DEFAULT_GENERATION = "tradecentric-7.4"


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
class TargetFile:
    """What a target file says.

    With a container its addresses may be paths, which lead to the storefront once it is known where that is.
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
    skus: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    bind: str = "127.0.0.1"
    advertise: str = ""
    advertise_faults: str = ""
    open_carts_url: str = ""
    checkout_url: str = ""
    ca_file: str = ""
    console_logs: tuple[str, ...] = ()
    console_container: str = ""
    orders: OrderInterface | None = None
    container: ContainerOrder | None = None

    def secrets(self) -> tuple[str, ...]:
        """Return the values that are never written down."""
        admin = self.admin.password if self.admin else ""
        orders = self.orders.shared_secret if self.orders else ""
        handed = self.container.secrets if self.container else ()
        return tuple(value for value in (self.hub.client_secret, self.hub.password, admin, orders, *handed) if value)


# Section and key of every entry; an entry that is none of these is a mistake worth telling.
_KNOWN: Mapping[str, frozenset[str]] = {
    "target": frozenset({"name", "kind", "url", "generation", "ca_file"}),
    "target.site": frozenset({"group", "start_url", "open_carts_url", "checkout_url"}),
    "target.auth": frozenset({"client_id_env", "client_secret_env", "user_env", "password_env"}),
    "target.admin": frozenset({"user_env", "password_env"}),
    "target.buyer": frozenset({"email", "account"}),
    "target.catalog": frozenset({"skus", "currencies"}),
    "target.console": frozenset({"log", "container"}),
    "target.orders": frozenset({"url", "shared_secret_env"}),
    "target.container": CONTAINER_KEYS,
    "harness": frozenset({"bind", "advertise", "advertise_faults"}),
}


def read_target_file(path: Path, environment: Mapping[str, str] = os.environ) -> TargetFile:
    """Read a target file and the environment variables it names.

    Raises:
        ConfigurationError: when the file cannot be read, or an entry is missing, unknown or makes no sense.

    """
    reader = _Reader(_load(path), path, environment)
    reader.refuse_unknown()
    kind = reader.text("target", "kind")
    if kind not in ("live", "container"):
        raise ConfigurationError(
            f"{path.name}, target.kind",
            f"{kind!r} cannot be run from a file",
            'Write kind = "live", or "container" for an image.',
        )
    container = _ordered(reader, kind, environment)
    return TargetFile(
        name=reader.text("target", "name"),
        kind=kind,
        url=reader.address("target", "url", "" if container else None).rstrip("/"),
        generation=reader.generation(),
        group=reader.text("target.site", "group"),
        start_url=reader.place("target.site", "start_url"),
        hub=_hub_credentials(reader),
        admin=_admin(reader),
        buyer_email=reader.text("target.buyer", "email", ""),
        account=reader.text("target.buyer", "account", ""),
        skus=reader.texts("target.catalog", "skus"),
        currencies=reader.texts("target.catalog", "currencies"),
        bind=reader.text("harness", "bind", "" if container else "127.0.0.1"),
        advertise=reader.address("harness", "advertise", "", with_port=True),
        advertise_faults=_faults_address(reader),
        open_carts_url=reader.place("target.site", "open_carts_url", ""),
        checkout_url=reader.place("target.site", "checkout_url", ""),
        ca_file=reader.file("target", "ca_file"),
        console_logs=reader.files("target.console", "log"),
        console_container=_container(reader),
        orders=_orders(reader),
        container=container,
    )


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


def _hub_credentials(reader: _Reader) -> HubCredentials:
    if reader.has("target.auth", "user_env", "password_env"):
        reader.refuse_both("target.auth", "user_env", "client_id_env", "client_secret_env")
        return HubCredentials(
            user=reader.secret("target.auth", "user_env"), password=reader.secret("target.auth", "password_env")
        )
    return HubCredentials(
        client_id=reader.secret("target.auth", "client_id_env"),
        client_secret=reader.secret("target.auth", "client_secret_env"),
    )


def _admin(reader: _Reader) -> Login | None:
    if not reader.has("target.admin", "user_env", "password_env"):
        return None
    return Login(reader.secret("target.admin", "user_env"), reader.secret("target.admin", "password_env"))


def _orders(reader: _Reader) -> OrderInterface | None:
    if not reader.has("target.orders", "url", "shared_secret_env"):
        return None
    return OrderInterface(reader.place("target.orders", "url"), reader.secret("target.orders", "shared_secret_env"))


def _faults_address(reader: _Reader) -> str:
    address = reader.address("harness", "advertise_faults", "", with_port=True)
    hub = reader.address("harness", "advertise", "", with_port=True)
    if address and urlsplit(address).port == urlsplit(hub).port:
        raise reader.wrong("harness", "advertise_faults", "its port is the hub's own", "Give another.")
    return address


def _ordered(reader: _Reader, kind: str, environment: Mapping[str, str]) -> ContainerOrder | None:
    """Return the container that is ordered, of a target that is one."""
    if kind == "container":
        if reader.has("target.console", "log", "container"):
            raise reader.wrong("target", "console", "a container is judged by its own log", "Leave the section out.")
        return read_order(reader, environment)
    if reader.has("target", "container"):
        raise reader.wrong("target", "container", f"the target is {kind}", 'Leave it out, or write kind = "container".')
    return None


def _container(reader: _Reader) -> str:
    if reader.has("target.console", "container"):
        reader.refuse_both("target.console", "container", "log")
    return reader.text("target.console", "container", "")


class _Reader:
    """Takes entries out of a target file and says what is wrong with them in the words of the file."""

    def __init__(self, document: dict[str, Any], path: Path, environment: Mapping[str, str]) -> None:
        self._document = document
        self._path = path
        self._file = path.name
        self._environment = environment

    def has(self, section: str, *keys: str) -> bool:
        return any(key in self._section(section) for key in keys)

    def refuse_both(self, section: str, key: str, *others: str) -> None:
        if self.has(section, *others):
            raise self.wrong(section, key, f"it stands beside {others[0]}", "Keep one of the two.")

    def text(self, section: str, key: str, default: str | None = None) -> str:
        value = self._section(section).get(key, default)
        if value is None:
            raise self.wrong(section, key, "it is missing", f"Add {key} under [{section}].")
        if not isinstance(value, str):
            raise self.wrong(section, key, f"{value!r} is not text", "Write it in quotes.")
        if default is None and not value.strip():
            raise self.wrong(section, key, "it is empty", f"Give {key} a value.")
        return value

    def texts(self, section: str, key: str) -> tuple[str, ...]:
        value = self._section(section).get(key, [])
        if not isinstance(value, list) or not all(isinstance(element, str) for element in value):
            raise self.wrong(section, key, f"{value!r} is not a list of texts", 'Write ["...", "..."].')
        return tuple(value)

    def address(self, section: str, key: str, default: str | None = None, *, with_port: bool = False) -> str:
        value = self.text(section, key, default)
        if not value:
            return value
        if not is_web_address(value):
            raise self.wrong(section, key, f"{value!r} is not a web address", "Write it with http:// or https://.")
        parts = urlsplit(value)
        if parts.username is not None:
            raise self.wrong(
                section, key, "it holds a user or a password", "Take them out; only [target.auth] and others name them."
            )
        if with_port and parts.port is None:
            raise self.wrong(
                section,
                key,
                f"{value!r} names no port",
                f"Add the port to listen on, such as {value.rstrip('/')}:8800.",
            )
        return value

    def place(self, section: str, key: str, default: str | None = None) -> str:
        """Return an address; of a container also a path, for nobody knows its address before it is started."""
        value = self.text(section, key, default)
        if self.text("target", "kind") != "container" or not value:
            return self.address(section, key, default)
        if value.startswith("/") and not value.startswith("//"):
            return value
        if not is_web_address(value):
            raise self.wrong(
                section,
                key,
                f"{value!r} is neither a path nor a web address",
                "Write a path, such as /web/acme/catalog.",
            )
        return self.address(section, key, default)

    def whole(self, section: str, key: str, default: int) -> int:
        """Return a whole number above 0."""
        value = self._section(section).get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(
                section, key, f"{value!r} is no whole number above 0", f"Write one, such as {key} = {default}."
            )
        return value

    def table(self, section: str, key: str) -> Mapping[str, Any]:
        """Return a table."""
        value = self._section(section).get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(section, key, f"{value!r} is no table", f'Write {key} = {{ NAME = "value" }}.')
        return value

    def folder(self, section: str, key: str) -> str:
        """Return the path of a folder that is there, named from the target file's own folder; or nothing."""
        value = self.text(section, key, "")
        path = self._path.parent / value
        if value and not path.is_dir():
            raise self.wrong(section, key, f"there is no folder {value!r}", "Name it from the target file's folder.")
        return str(path) if value else ""

    def file(self, section: str, key: str) -> str:
        """Return the path of a file that is there, which is named from the target file's own folder; or nothing."""
        value = self.text(section, key, "")
        return self._found(section, key, value) if value else ""

    def files(self, section: str, key: str) -> tuple[str, ...]:
        """Return the paths of files that are there: of one, or of a list of them."""
        if isinstance(self._section(section).get(key), list):
            return tuple(self._found(section, key, value) for value in self.texts(section, key))
        return tuple(filter(None, [self.file(section, key)]))

    def _found(self, section: str, key: str, value: str) -> str:
        path = self._path.parent / value
        if not path.is_file():
            raise self.wrong(section, key, f"there is no file {value!r}", "Name it from the target file's folder.")
        return str(path)

    def secret(self, section: str, key: str) -> str:
        variable = self.text(section, key)
        value = self._environment.get(variable, "")
        if not value:
            raise self.wrong(
                section, key, f"the environment variable {variable} is not set", f"Set {variable} and run again."
            )
        return value

    def generation(self) -> str:
        value = self.text("target", "generation", DEFAULT_GENERATION)
        if value not in GENERATIONS:
            raise self.wrong("target", "generation", f"{value!r} is not known", f"Use one of {', '.join(GENERATIONS)}.")
        return value

    def refuse_unknown(self) -> None:
        for section, keys in _KNOWN.items():
            inner = {name.rpartition(".")[2] for name in _KNOWN if name.startswith(f"{section}.")}
            for key in self._section(section):
                if key not in keys and key not in inner:
                    raise self.wrong(section, key, "there is no such entry", f"Known here: {', '.join(sorted(keys))}.")
        for section in self._document:
            if section not in _KNOWN:
                raise ConfigurationError(
                    f"{self._file}, [{section}]", "there is no such section", f"Known: {', '.join(_KNOWN)}."
                )

    def _section(self, section: str) -> dict[str, Any]:
        value: Any = self._document
        for name in section.split("."):
            value = value.get(name, {}) if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            raise ConfigurationError(f"{self._file}, {section}", f"{value!r} is not a section", f"Write [{section}].")
        return value

    def wrong(self, section: str, key: str, found: str, remedy: str) -> ConfigurationError:
        return ConfigurationError(f"{self._file}, {section}.{key}", found, remedy)
