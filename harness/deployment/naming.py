"""What things are called in a log: the connector's bundles, and the LPKG files of the connector and of Commerce.

Source: reference, Liferay connector, 9 (names of the ten bundles); 2.1 documentation, Deploy the PunchOut2Go
Connector (names of the two LPKG files, percent-encoded in a `file:` URL).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from urllib.parse import unquote

CONTAINER = "Liferay Commerce Connector to PunchOut2Go"
BUNDLES = (
    "com.liferay.headless.commerce.punchout.api",
    "com.liferay.headless.commerce.punchout.impl",
    "com.liferay.commerce.punchout.api",
    "com.liferay.commerce.punchout.service",
    "com.liferay.commerce.punchout.web",
    "com.liferay.commerce.punchout.oauth2.provider.api",
    "com.liferay.commerce.punchout.oauth2.provider.rest",
    "com.liferay.commerce.punchout.portal.security.auto.login",
    f"{CONTAINER} - API",
    f"{CONTAINER} - Impl",
)

# Liferay writes "Commerce - API"; downloads and browsers make other separators of the spaces, or append "(1)".
GAP = r"[ ._+-]+"
TAIL = (
    rf"(?:{GAP}(?P<part>API|Impl))?(?:{GAP}v?(?P<version>\d+\.\d+\.\d+))?(?:{GAP}7\.\d\.(?:\d+|x))?"
    r"(?: ?\(\d+\))?\.lpkg"
)
CONNECTOR_FILE = re.compile(
    rf"(?:Liferay{GAP})?(?:Commerce{GAP})?Connector{GAP}to{GAP}(?:PunchOut2Go|TradeCentric){TAIL}"
)
COMMERCE_FILE = re.compile(rf"Liferay{GAP}Commerce(?:{GAP}(?:Enterprise|Community|CE))?{TAIL}")
# Longest first, so that the container is not found where one of its halves is named.
NAMED = re.compile(
    rf"(?<![\w.])({'|'.join(sorted(map(re.escape, (*BUNDLES, CONTAINER)), key=len, reverse=True))})"
    r"(?=$|[_:,;\[\]\s/\"]|-\d|\.(?:jar|lpkg)|\.$)"
)


class Product(StrEnum):
    """What an LPKG file installs."""

    CONNECTOR = auto()
    COMMERCE = auto()


@dataclass(frozen=True)
class Package:
    """An LPKG file: its product, which half of it (`API`, `Impl`, or empty for both) and its version, if named."""

    product: Product
    part: str = ""
    version: str = ""


def package_at(location: str) -> Package | None:
    """Return the package at a path or `file:` URL, of Windows too; None for one that is neither product's."""
    name = file_name(location)
    for product, pattern in ((Product.CONNECTOR, CONNECTOR_FILE), (Product.COMMERCE, COMMERCE_FILE)):
        if found := pattern.fullmatch(name):
            return Package(product, found["part"] or "", found["version"] or "")
    return None


def file_name(location: str) -> str:
    """Return the last segment of a path or `file:` URL, decoded."""
    return unquote(location, errors="replace").replace("\\", "/").rstrip("/").rpartition("/")[2]


def bundles_named(text: str) -> tuple[str, ...]:
    """Return the connector's bundles that a text names, each once."""
    return tuple(dict.fromkeys(NAMED.findall(text)))
