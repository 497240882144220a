"""What is secret in messages as they were on the wire, found by readers of their formats.

This is on purpose not the way the harness finds it: that goes by patterns, through text of any kind.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree, html

# Whoever has one of these can act for its owner. Cookies beside them hold a language, or whether cookies are taken.
_FIELDS = re.compile(
    r"(access_?token|auth_?token|p_auth|csrf_?token|client_?secret|shared_?secret|secret|password\d?|passwd)\Z", re.I
)
_COOKIES = re.compile(r"JSESSIONID|REMEMBER_ME|.*CommerceOrder#\d+", re.I)
# Words before what is drawn at random, which stand in other places too.
_WORDS = re.compile(r"\A(?:another|shared|secret|orders|ordinary-1)-", re.I)
_SCRIPT = re.compile(r"authToken\s*=\s*'([^']+)'")


def secrets_in(folder: Path) -> dict[str, set[str]]:
    """Return the secrets in the recordings of a folder, by the kind of place they stood in."""
    found: dict[str, set[str]] = {}
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            message = json.loads(line)
            for kind, value in _of_message(message["url"], message["headers"], message["body"]):
                found.setdefault(kind, set()).add(_WORDS.sub("", value))
    return found


def _of_message(url: str, headers: Iterable[tuple[str, str]], body: str) -> Iterator[tuple[str, str]]:
    yield from _of_url(url)
    content = ""
    for header, value in headers:
        name = header.lower()
        if name == "content-type":
            content = value
        elif name == "authorization":
            yield from _of_authorization(value)
        elif name in ("cookie", "set-cookie"):
            yield from _of_cookies(value)
        elif name == "x-csrf-token":
            yield "header of a token", value
        elif name in ("location", "referer"):
            yield from _of_url(value)
    if "json" in content:
        with suppress(ValueError, RecursionError):
            yield from _of_json(json.loads(body))
    elif "x-www-form-urlencoded" in content:
        yield from _of_pairs("form", body)
    elif "html" in content and body:
        yield from _of_page(body)
    elif "xml" in content:
        yield from _of_xml(body)


def _of_authorization(value: str) -> Iterator[tuple[str, str]]:
    scheme, _, given = value.partition(" ")
    if scheme.lower() == "bearer":
        yield "bearer token", given
    elif scheme.lower() == "basic":
        with suppress(binascii.Error, UnicodeDecodeError):
            yield "basic password", base64.b64decode(given).decode().partition(":")[2]


def _of_cookies(value: str) -> Iterator[tuple[str, str]]:
    with suppress(CookieError):
        for name, morsel in SimpleCookie(value.replace("#", "_N_")).items():
            if _COOKIES.fullmatch(name.replace("_N_", "#")):
                yield f"cookie {name.partition('.')[0]}", morsel.value


def _of_url(url: str) -> Iterator[tuple[str, str]]:
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.password:
            yield "password in a URL", parts.password
        yield from _of_pairs("URL", parts.query)


def _of_pairs(kind: str, written: str) -> Iterator[tuple[str, str]]:
    for name, value in parse_qsl(written):
        if _FIELDS.search(name):
            yield f"{kind}: {_FIELDS.search(name)[0].lower()}", value  # type: ignore[index]
        yield from _of_text(value)


def _of_json(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _of_json(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner, name)
    elif isinstance(value, str):
        if _FIELDS.search(name):
            yield f"JSON: {name}", value
        yield from _of_text(value)


def _of_text(value: str) -> Iterator[tuple[str, str]]:
    """Look into a value: it may be an address, a document, or a document in base64."""
    if value.startswith(("http://", "https://", "/")):
        yield from _of_url(value)
    elif value.lstrip().startswith("<"):
        yield from _of_xml(value)
    elif value.startswith("PD94") or value.startswith("PGNY"):
        with suppress(binascii.Error):
            yield from _of_xml(base64.b64decode(value).decode("utf-8", "replace"))


def _of_xml(text: str) -> Iterator[tuple[str, str]]:
    parser = etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True)
    root = etree.fromstring(text.encode(), parser) if text.strip() else None
    for element in root.iter("{*}SharedSecret") if root is not None else ():
        yield "SharedSecret", "".join(element.itertext())


def _of_page(text: str) -> Iterator[tuple[str, str]]:
    with suppress(etree.ParserError, ValueError):
        page = html.fromstring(text)
        for field in page.iter("input", "button"):
            value = field.get("value")
            if value and _FIELDS.search(field.get("name", "")):
                yield "field of a page", value
        for element in page.iter("a", "form", "img"):
            for attribute in ("href", "action", "src"):
                yield from _of_url(element.get(attribute) or "")
    yield from (("script of a page", token) for token in _SCRIPT.findall(text))
