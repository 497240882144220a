"""What a target file says of the way to its target: what a web server in front wants, and the proxy to go through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from harness.entries import Entries
from simulators.wire import Front, Proxy

FRONT = "target.front"
# What Liferay has for programs, below its context path; they have credentials of the storefront's own.
INTERFACES = ("/o/", "/api/")
# Names of headers and of cookies (RFC 9110, 5.6.2).
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ITS_OWN = ("authorization", "cookie", "host", "content-length", "content-type")

KNOWN: Mapping[str, frozenset[str]] = {
    FRONT: frozenset({"user_env", "password_env", "header", "cookie", "value_env", "let_in"}),
}
PROXY_KEYS = frozenset({"proxy", "proxy_user_env", "proxy_password_env"})


def read_front(reader: Entries) -> Front | None:
    """Return what a web server in front of the target wants, or None where nothing is said of one.

    Raises:
        ConfigurationError: when what is said makes no sense.

    """
    if not reader.has_section(FRONT):
        return None
    if reader.has(FRONT, "user_env", "password_env"):
        reader.refuse_both(FRONT, "user_env", "header", "cookie", "value_env")
        let_in = reader.texts(FRONT, "let_in") if reader.has(FRONT, "let_in") else INTERFACES
        if not all(path.startswith("/") for path in let_in):
            raise reader.wrong(FRONT, "let_in", f"{list(let_in)} are no paths", 'Write them as ["/o/", "/api/"].')
        user, password = reader.secret(FRONT, "user_env"), reader.secret(FRONT, "password_env")
        return Front(user, password, let_in=let_in)
    if reader.has(FRONT, "let_in"):
        raise reader.wrong(FRONT, "let_in", "a header or a cookie goes with every request", "Leave it out.")
    if reader.has(FRONT, "cookie"):
        reader.refuse_both(FRONT, "cookie", "header")
        return Front(cookie=_name(reader, "cookie"), value=_value(reader))
    if not reader.has(FRONT, "header"):
        raise reader.wrong(
            FRONT,
            "user_env",
            "nothing says what the web server in front wants",
            "Give user_env and password_env, or header or cookie with value_env.",
        )
    return Front(header=_name(reader, "header"), value=_value(reader))


def read_proxy(reader: Entries) -> Proxy | None:
    """Return the proxy that leads to the target, or None.

    Raises:
        ConfigurationError: when what is said makes no sense.

    """
    url = reader.address("harness", "proxy", "")
    has_user = reader.has("harness", "proxy_user_env", "proxy_password_env")
    if not url:
        if has_user:
            raise reader.wrong("harness", "proxy_user_env", "there is no proxy", "Give proxy, or leave it out.")
        return None
    parts = urlsplit(url)
    if parts.path.strip("/") or parts.query:
        raise reader.wrong("harness", "proxy", f"{url!r} has a path", "Write http://, the host and the port.")
    place = f"{parts.scheme}://{parts.netloc}"
    if not has_user:
        return Proxy(place)
    return Proxy(place, reader.secret("harness", "proxy_user_env"), reader.secret("harness", "proxy_password_env"))


def _name(reader: Entries, key: str) -> str:
    name = reader.text(FRONT, key)
    if not _NAME.fullmatch(name):
        raise reader.wrong(FRONT, key, f"{name!r} is no name of a {key}", "Write one such as X-Access-Token.")
    if key == "header" and name.lower() in _ITS_OWN:
        raise reader.wrong(
            FRONT,
            key,
            f"{name} is a header of the requests themselves",
            "Give user_env and password_env for basic authentication, cookie for a cookie.",
        )
    return name


def _value(reader: Entries) -> str:
    value = reader.secret(FRONT, "value_env")
    if not value.isascii() or not value.isprintable():
        raise reader.wrong(FRONT, "value_env", "its value cannot stand in a header", "Set it to one line of ASCII.")
    return value
