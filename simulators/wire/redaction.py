"""What is never written down: secrets and tokens, replaced by labels that keep equal things equal.

A value is recognised by where it stands (a header, a cookie, a named field of a URL, form, JSON or cXML document) or
because it was declared. Once recognised it is replaced wherever it turns up again, in whatever encoding. The label is
a keyed digest: a reader can follow one token through a journal and learns nothing about it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import html
import re
import threading
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus, unquote_plus

# What a field is called, in small letters and without punctuation, and what its value is called in a label.
SECRET_FIELDS = {
    "accesstoken": "bearer token",
    "apikey": "api key",
    "authorization": "credentials",
    "authtoken": "csrf token",
    "clientsecret": "client secret",
    "jpassword": "password",
    "pauth": "csrf token",
    "password": "password",
    "password1": "password",
    "password2": "password",
    "punchoutaccesstoken": "access token",
    "refreshtoken": "refresh token",
    "secret": "secret",
    "sharedsecret": "shared secret",
    "xcsrftoken": "csrf token",
}
SECRET_COOKIES = re.compile(r"session|token|remember|^id$|password|uuid|login|commerceorder", re.IGNORECASE)

_WORD = re.compile(r"[A-Za-z0-9_*-]{8,}")
_FIELD_NAME = r"[A-Za-z0-9_.$-]{2,80}"
# name=value of a URL or form; "name":"value" and name: 'value' of JSON or a script; name = 'value' of a script
_URL_FIELD = re.compile(rf"(?<![A-Za-z0-9_.$-])({_FIELD_NAME})=([^&\s\"'<>;,\[\]]+)")
_QUOTED_FIELD = re.compile(rf"({_FIELD_NAME})([\"']?\s*[:=]\s*)([\"'])((?:\\.|(?!\3)[^\\])*)\3")
_XML_FIELD = re.compile(r"<((?:\w+:)?SharedSecret)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL)
_HTML_INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_HTML_NAME = re.compile(r"\bname\s*=\s*([\"'])(.*?)\1", re.IGNORECASE)
_HTML_VALUE = re.compile(r"(\bvalue\s*=\s*)([\"'])(.*?)\2", re.IGNORECASE)
_USER_INFO = re.compile(r"(?<=://)([^/\s:@\"'<>]+):([^/\s@\"'<>]+)(?=@)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_AUTHORIZATION = re.compile(r"\b(Basic|Bearer)(\s+|%20)([A-Za-z0-9._~+/=*-]{4,})", re.IGNORECASE)


class Redactor:
    """Replaces secrets in what is about to be stored or shown. Safe to use from several threads."""

    def __init__(self, key: bytes) -> None:
        """Take the key of the labels: with one key equal values have equal labels, also across processes."""
        self._key = key
        self._lock = threading.Lock()
        self._words: dict[str, str] = {}
        self._literals: dict[str, str] = {}

    def label(self, kind: str, value: str) -> str:
        """Return the label of a value, such as `[access token 1f3a9c02]`."""
        digest = hmac.new(self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"[{kind} {digest[:8]}]"

    def declare(self, value: str, kind: str) -> str:
        """Remember a secret, so that it is replaced wherever it turns up; return its label.

        Short values are replaced only where a field gives them away: `test` is a password and a word.
        """
        label = self.label(kind, value)
        if len(value) < 6 or value.startswith("["):
            return label
        with self._lock:
            for form in _encodings(value):
                words = [word for word in _WORD.findall(form) if len(word) >= 8]
                if words and len(max(words, key=len)) * 2 > len(form):
                    self._words.setdefault(max(words, key=len), label)
                else:
                    self._literals.setdefault(form, label)
        return label

    def text(self, text: str) -> str:
        """Return any text (a page, a document, a message for a person) with its secrets replaced."""
        text = _XML_FIELD.sub(
            lambda m: f"<{m[1]}{m[2]}>{self.declare(html.unescape(m[3]), 'shared secret')}</{m[1]}>", text
        )
        text = _HTML_INPUT.sub(self._input, text)
        text = _AUTHORIZATION.sub(lambda m: f"{m[1]}{m[2]}{self._credentials(m[1], m[3])}", text)
        text = _USER_INFO.sub(lambda m: f"{m[1]}:{self.declare(m[2], 'password')}", text)
        text = _QUOTED_FIELD.sub(self._quoted, text)
        text = _URL_FIELD.sub(self._url_field, text)
        text = _BASE64.sub(self._base64, text)
        return self._remembered(text)

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return HTTP headers with credentials, cookies and tokens replaced."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        small = name.lower()
        if small == "cookie":
            return "; ".join(self._cookie(pair) for pair in value.split("; "))
        if small == "set-cookie":
            pair, mark, attributes = value.partition(";")
            return self._cookie(pair) + mark + attributes
        kind = _kind(name)
        if kind and small not in ("authorization", "proxy-authorization"):
            return self.declare(value, kind)
        return self.text(value)

    def _cookie(self, pair: str) -> str:
        name, mark, value = pair.partition("=")
        if mark and value and SECRET_COOKIES.search(name):
            return f"{name}={self.declare(value, 'cookie')}"
        return self.text(pair)

    def _credentials(self, scheme: str, value: str) -> str:
        if scheme.lower() == "basic":
            try:
                user_and_password = base64.b64decode(unquote_plus(value), validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return self.declare(value, "credentials")
            self.declare(user_and_password.partition(":")[2], "password")
            return self.declare(value, "credentials")
        return self.declare(value, "bearer token")

    def _quoted(self, match: re.Match[str]) -> str:
        kind = _kind(match[1])
        if kind is None or not match[4] or match[4].startswith("["):
            return match[0]
        return f"{match[1]}{match[2]}{match[3]}{self.declare(match[4], kind)}{match[3]}"

    def _url_field(self, match: re.Match[str]) -> str:
        kind = _kind(match[1])
        return match[0] if kind is None else f"{match[1]}={self.declare(unquote_plus(match[2]), kind)}"

    def _input(self, match: re.Match[str]) -> str:
        name = _HTML_NAME.search(match[0])
        kind = _kind(name[2]) if name else None
        if kind is None:
            return match[0]
        return _HTML_VALUE.sub(lambda m: f"{m[1]}{m[2]}{self.declare(html.unescape(m[3]), kind)}{m[2]}", match[0])

    def _base64(self, match: re.Match[str]) -> str:
        try:
            inner = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return match[0]
        return match[0] if self.text(inner) == inner else self.label("base64 with secrets", match[0])

    def _remembered(self, text: str) -> str:
        for literal in [literal for literal in self._literals if literal in text]:
            text = text.replace(literal, self._literals[literal])
        return _WORD.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        return self._words.get(match[0], match[0])


def _kind(name: str) -> str | None:
    """Return what the value of a field of this name is called, or None when it is no secret.

    Liferay puts the namespace of a portlet before a field's name: only the last part counts.
    """
    for candidate in (name, name.rpartition("_")[2], name.rpartition(".")[2]):
        kind = SECRET_FIELDS.get(re.sub(r"[^a-z0-9]", "", candidate.lower()))
        if kind:
            return kind
    return None


def _encodings(value: str) -> set[str]:
    encoders: tuple[Callable[[str], str], ...] = (
        str,
        quote,
        quote_plus,
        lambda text: quote(text, safe=""),
        html.escape,
        lambda text: base64.b64encode(text.encode()).decode(),
    )
    return {encode(value) for encode in encoders}
