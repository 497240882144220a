"""HOOK_URL, taken apart into the action of the form that brings the cart back and the hidden fields it carries along.

Nothing is assumed of the address: it may have a query or none, an empty one, question marks within it, a session of
SAP's in its path. The action is the address as it came, without its query; a browser would drop the query of a GET.

Source: reference, hub and protocols, 3.1 (rules of HOOK_URL) and 6.2 (supplier under test, 1).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes, urlsplit

from simulators.messages.oci.charset import Charset, decoded
from simulators.messages.oci.findings import refuse

SAP_EVENT = "SAPEVENT:POST"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers take tabs and line breaks out of an address, so that java\nscript: runs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPED = re.compile("((?:%[0-9A-Fa-f]{2})+)")
_MOST_CHARACTERS = 65_536


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a cart goes: the form's action, and the address's own parameters, decoded once, in order, twins kept.

    The values are part of a session and not shown.
    """

    action: str
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def is_sap_event(self) -> bool:
        """Tell whether this is the pseudo-address of a catalogue embedded in SAP GUI, which no browser can post to."""
        return self.action.upper() == SAP_EVENT


def split_hook(url: str, charset: Charset = Charset.LATIN_1) -> Hook:
    """Take a HOOK_URL apart; `charset` is that of the form, so that the parameters arrive as the bytes they were.

    Parameters are parted by `&` only; one without `=` has an empty value. A fragment stays with the action.

    Raises:
        OciRejected: "hook", for an address that is empty, relative, without a host, of a scheme that is not http or
            https (`javascript:`, `data:`), or one that browsers read otherwise than it looks (control characters,
            blanks at either end, backslashes before the query); "not in the character set", for a parameter.

    """
    address, mark, fragment = url.partition("#")
    action, _, query = address.partition("?")
    if action.upper() != SAP_EVENT:
        _refuse_dangerous(url, action)
    return Hook(action + mark + fragment, tuple(_parameters(query, charset)))


def hook_name(url: str) -> str:
    """Return a short name of a HOOK_URL, by which both sides find a session, and that tells nothing of it."""
    return f"oci-{hashlib.sha256(url.encode()).hexdigest()[:24]}"


def _refuse_dangerous(url: str, action: str) -> None:
    expected = "expected an absolute http or https address"
    if not url.strip():
        raise refuse("hook", "HOOK_URL", f"{expected}, got nothing")
    if len(url) > _MOST_CHARACTERS:
        raise refuse("hook", "HOOK_URL", f"{expected} of at most {_MOST_CHARACTERS} characters, got {len(url)}")
    if _CONTROL.search(url) or url != url.strip():
        raise refuse("hook", "HOOK_URL", f"{expected}, got one with control characters or blanks around it")
    scheme = _SCHEME.match(action)
    if scheme is None or scheme[1].lower() not in ("http", "https"):
        got = f"the scheme {scheme[1][:20]}:" if scheme else "one without a scheme"
        raise refuse("hook", "HOOK_URL", f"{expected}, got {got}")
    if "\\" in action or not action[scheme.end() :].startswith("//") or not _has_host(action):
        raise refuse("hook", "HOOK_URL", f"{expected}, got one without a host and port that all readers agree on")


def _has_host(action: str) -> bool:
    try:
        parts = urlsplit(action)
        return bool(parts.hostname) and parts.port != 0 and " " not in parts.netloc
    except ValueError:
        return False


def _parameters(query: str, charset: Charset) -> Iterator[tuple[str, str]]:
    for parameter in query.split("&"):
        if parameter:
            name, _, value = parameter.partition("=")
            yield _unquoted(name, charset), _unquoted(value, charset)


def _unquoted(text: str, charset: Charset) -> str:
    # Only the escapes are bytes; what stands there unescaped is a character already.
    return _ESCAPED.sub(lambda found: _character(found[0], charset), text.replace("+", " "))


def _character(escapes: str, charset: Charset) -> str:
    raw = unquote_to_bytes(escapes)
    try:
        return raw.decode("utf-8") if charset is Charset.UTF_8 else decoded(raw, charset)
    except UnicodeDecodeError:
        message = f"expected parameters in {charset}, got bytes {raw[:8].hex(' ')}"
        raise refuse("not in the character set", "HOOK_URL", message) from None
