"""The product file: whose product a run certifies, in which version, and who has tested it.

TOML: `[product]` with vendor, name, version and perhaps contact; `[connector]` with version; `[tested_by]` with name
and organisation.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.errors import ConfigurationError

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "product": ("vendor", "name", "version", "contact"),
    "connector": ("version",),
    "tested_by": ("name", "organisation"),
}
_OPTIONAL = {("product", "contact")}
LARGEST = 64 * 1024


@dataclass(frozen=True)
class Product:
    """What a product file says; `text` is the file itself."""

    vendor: str
    name: str
    version: str
    contact: str
    connector: str
    tester: str
    organisation: str
    text: bytes

    def __str__(self) -> str:
        """Name the product as a reader knows it."""
        return f"{self.vendor} {self.name} {self.version}, connector {self.connector}"


def read_product(path: Path) -> Product:
    """Read a product file.

    Raises:
        ConfigurationError: when the file cannot be read, or an entry is missing, empty, unknown or no text.

    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
    except OSError as error:
        raise ConfigurationError(
            "--product", f"{path} cannot be read ({error.strerror})", "Give a readable file."
        ) from error
    return product_of(text, path.name)


def product_of(text: bytes, name: str) -> Product:
    """Return what the text of a product file says; `name` is what messages call it. Raises as `read_product` does."""
    if len(text) > LARGEST:
        raise ConfigurationError("--product", f"{name} has more than {LARGEST} bytes", "Name the right file.")
    try:
        document = tomllib.loads(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigurationError("--product", f"{name} is not text in UTF-8", "Save it in UTF-8.") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(
            "--product", f"{name} is not valid TOML ({error})", "Correct the line it names."
        ) from error
    for section in document:
        if section not in _KNOWN:
            raise ConfigurationError(f"{name}, [{section}]", "there is no such section", f"Known: {', '.join(_KNOWN)}.")
    values = {section: _entries(document, section, name) for section in _KNOWN}
    product, tested_by = values["product"], values["tested_by"]
    return Product(
        vendor=product["vendor"],
        name=product["name"],
        version=product["version"],
        contact=product["contact"],
        connector=values["connector"]["version"],
        tester=tested_by["name"],
        organisation=tested_by["organisation"],
        text=text,
    )


def _entries(document: dict[str, Any], section: str, name: str) -> dict[str, str]:
    entries = document.get(section, {})
    if not isinstance(entries, dict):
        raise ConfigurationError(f"{name}, {section}", f"{entries!r} is not a section", f"Write [{section}].")
    for key in entries:
        if key not in _KNOWN[section]:
            raise ConfigurationError(
                f"{name}, {section}.{key}", "there is no such entry", f"Known here: {', '.join(_KNOWN[section])}."
            )
    return {key: _text(entries, section, key, name) for key in _KNOWN[section]}


def _text(entries: dict[str, Any], section: str, key: str, name: str) -> str:
    where = f"{name}, {section}.{key}"
    if key not in entries:
        if (section, key) in _OPTIONAL:
            return ""
        raise ConfigurationError(where, "it is missing", f"Add {key} under [{section}].")
    value = entries[key]
    if not isinstance(value, str):
        raise ConfigurationError(where, f"{value!r} is not text", "Write it in quotes.")
    if not value.strip():
        raise ConfigurationError(where, "it is empty", f"Give {key} a value.")
    if not value.isprintable():
        raise ConfigurationError(where, f"{value!r} is more than a line of text", "Write it in one line.")
    return value.strip()
