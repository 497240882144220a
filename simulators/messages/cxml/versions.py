"""Which cXML a document says it is written in, and what the status codes of old versions are called today.

Source: hub and protocols, 2.1 (version and DTD), 2.3 (versions seen in the wild) and 2.4 (codes that changed).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from simulators.messages.cxml.reading import Element
from simulators.messages.cxml.status import Status, standard_status

Version: TypeAlias = tuple[int, int, int]
"""A version of cXML in numbers that compare: 1.2.014 is (1, 2, 14), 1.1 is (1, 1, 0)."""

OLDEST: Version = (1, 0, 0)
FIRST_OF_1_2: Version = (1, 2, 0)
NEWEST: Version = (1, 2, 71)
"""The newest version this package knows; a document of a newer one is read like one of this."""

_NUMBER = re.compile(r"([0-9]{1,3})\.([0-9]{1,3})(?:\.([0-9]{1,4}))?")
_SYSTEM_ID = re.compile(
    r"(?:https?://(?P<host>[^/\s?#]{1,200}))?(?:/?[^\s?#]{0,200}?/)?(?:cXML/)?(?P<version>[0-9]{1,3}(?:\.[0-9]{1,4}){1,2})"
    r"/(?P<file>[A-Za-z]{1,40})\.dtd",
    re.IGNORECASE,
)
_HOSTS = frozenset({"xml.cxml.org"})
# Codes of cXML 1.1 that were renamed, or meant the same as another (User's Guide 1.1, "Status").
_OLD_CODES = {501: 450, 406: 400}


@dataclass(frozen=True, slots=True)
class Doctype:
    """What a DOCTYPE names: its system id as written, and, where it has the usual form, version and file of the DTD.

    `host` is the host of the address in lower case (`xml.cxml.org` is also written `xml.cXML.org`).
    """

    system_id: str
    host: str | None = None
    version: Version | None = None
    file: str | None = None

    @property
    def is_official(self) -> bool:
        """Whether the address is that of the official DTDs."""
        return self.host in _HOSTS and self.version is not None


def version_number(written: str | None) -> Version | None:
    """Read a version such as `1.2.014`; None for None and for what is no version."""
    found = _NUMBER.fullmatch((written or "").strip(" \t\r\n"))
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def version_text(version: Version) -> str:
    """Write a version as cXML does: 1.2.014, 1.1."""
    return f"{version[0]}.{version[1]}" + (f".{version[2]:03d}" if version[2] else "")


def doctype_of(root: Element) -> Doctype | None:
    """Give what the DOCTYPE of a document that `read` gave names, or None without one. Nothing is fetched."""
    information = root.getroottree().docinfo
    if not information.doctype:
        return None
    system_id = information.system_url or ""
    found = _SYSTEM_ID.fullmatch(system_id)
    if found is None:
        return Doctype(system_id)
    return Doctype(system_id, (found["host"] or "").lower() or None, version_number(found["version"]), found["file"])


def current_status(status: Status, version: Version | None) -> Status:
    """Give a status with the code that says today what its code said in the version of its document.

    Before 1.2, 501 was what is 450 now (not implemented, and for good), and 406 another word for 400. A status of a
    newer document, or of one that names no version, comes back as it is.
    """
    if version is None or version >= FIRST_OF_1_2 or status.code not in _OLD_CODES:
        return status
    return standard_status(_OLD_CODES[status.code], status.detail)
