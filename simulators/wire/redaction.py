"""What is never written down: secrets and tokens, replaced by labels that keep equal things equal.

A value is recognised by where it stands (a header, a cookie, a named field of a URL, form, page, JSON or XML document)
or because it was declared. Once recognised it is replaced wherever it turns up again, in whatever encoding. The label
is a keyed digest: a reader can follow one token through a journal and learns nothing about it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import html
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import unquote, unquote_plus

from simulators.wire.known_values import LABEL, KnownValues

# What the name of a field ends with, word by word, and what its value is called in a label.
SECRET_FIELDS = {
    "punch out access token": "access token",
    "access token": "bearer token",
    "refresh token": "refresh token",
    "auth token": "csrf token",
    "csrf token": "csrf token",
    "p auth": "csrf token",
    "token": "token",
    "api key": "api key",
    "authorization": "credentials",
    "client secret": "client secret",
    "shared secret": "shared secret",
    "secret": "secret",
    "password": "password",
    "passwd": "password",
    "passphrase": "password",
    "pwd": "password",
    "private key": "private key",
    "jsessionid": "cookie",
    "phpsessid": "cookie",
}
SECRET_COOKIES = re.compile(r"session|token|remember|^id$|passw|uuid|login|commerceorder|auth|secret", re.IGNORECASE)

# A field is looked for by the last word of its name; a portlet's namespace may stand before the name.
_LAST_WORDS = sorted({words.split()[-1] for words in SECRET_FIELDS})
_NAMES = "|".join(words.replace(" ", "[._-]?") for words in SECRET_FIELDS)
_NAME = re.compile(rf"(?:{_NAMES})\Z", re.IGNORECASE)
_LONGEST_NAME = 32
_LABEL = LABEL.pattern
# What may follow a name: ":"value" of JSON or = 'value' of a script, also inside another string (then each quote inside
# has one more backslash than twice as many) or cut at the end; the same in a URL; a number of JSON; =value of a URL or
# form; the same inside a URL's parameter, where it ends before an escaped & or #.
_MARK = r"(?:[\"']|&(?:quot|apos|#34|#39|#x27);)"
_ASSIGNED = (
    r"\d?(?:\]|%5D)?(?:"
    rf"(?:\\*{_MARK})?\s*SIGN\s*(?P<mark>(?P<escape>\\*){_MARK})(?!(?P=mark)|\Z)"
    r"(?P<quoted>.*?(?<!\\)(?:(?P=escape)(?P=escape)\\\\)*)(?:(?P=mark)|\Z)"
    r"|%22(?:%20|\+)*%3A(?:%20|\+)*%22(?P<escaped>(?:(?!%22).|(?<=%5C)%22)+)(?:%22|\Z)"
    r"|\\*[\"']\s*:\s*(?P<number>\d[\w.]*)"
    rf"|(?:=|\\u003D)(?!=|{_LABEL})(?P<plain>PLAIN)"
    rf"|%(?P<level>(?:25)*)3D(?!{_LABEL})(?P<nested>(?:(?!%(?P=level)2[236])[^&#\s\"'<>;,\\])+))"
)
_FORMS = ("quoted", "escaped", "number", "plain", "nested")


def _assigned(*, sign: str, plain: str) -> re.Pattern[str]:
    return re.compile(_ASSIGNED.replace("SIGN", sign).replace("PLAIN", plain), re.IGNORECASE)


# Only in a text that is nothing but a URL or a form is a value sure to end where the next parameter begins.
_ASSIGNED_IN_FORM = _assigned(sign=":", plain="(?<=jsessionid=)[^&#;?]+|[^&#]+")
_ASSIGNED_ANYWHERE = _assigned(sign="[:=]", plain=r"[^&#\s\"'<>;,\\]+")
_XML_FIELD = re.compile(
    rf"((<|&lt;|%3C)(?:\w+(?::|%3A))?({_NAMES})(?:\s[^<>]*?)?(?<!/)(?:>|&gt;|%3E))"
    r"((?:<!\[CDATA\[.*?\]\]>|.)*?)(?=\2(?:/|%2F)|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INPUT = re.compile(r"<(?:input|meta|button)\b(?:[^>\"']|\"[^\"]*\"|'[^']*'){0,2000}>", re.IGNORECASE)
_HTML_NAME = re.compile(rf"\b(?:name|id)\s*=\s*[\"']?[^\s\"'>]*?({_NAMES})\d?(?:\]|%5D)?(?=[\s\"'/>])", re.IGNORECASE)
_HTML_VALUE = re.compile(
    rf"(\b(?:value|content)\s*=\s*)(?:([\"'])(.*?)\2|(?!{_LABEL})([^\s\"'>]+))", re.IGNORECASE | re.DOTALL
)
_FORM_DATA = re.compile(
    rf"(\bname=\"[^\"\r\n]*?({_NAMES})\d?\]?\"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n)(.*?)(?=\r?\n--|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# Headers in a text, each on a line of its own.
_HEADER_LINE = re.compile(
    r"^((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:token|key|secret)): *(.+?)(?=\r?$)",
    re.IGNORECASE | re.MULTILINE,
)
_USER_INFO = re.compile(r"(?<=://)([^/\s:@\"'<>]*):([^/\s\"'<>]+)(?=@)")
_BASE64 = re.compile(r"[\w+/%-]{40,}(?:\r?\n[\w+/%-]+)*={0,2}", re.ASCII)
_BASE64_PIECE = re.compile(r"[\w+/-]{16,}", re.ASCII)
_AUTHORIZATION = re.compile(
    r"(authorization[\"']?\s*[:=]\s*[\"']?)?\b(Basic|Bearer)(\s+|%20|\+)([\w.~+/=%*-]{4,})", re.IGNORECASE
)
_COOKIE = re.compile(r"(?<![^\s;,])([^\s=;,]+)=((?:(?!,\s*[^\s=;,]+=)[^;])+)")


# Texts are remembered in which nothing is given away, if they are short; so many of them.
_LONGEST_PLAIN, _MOST_PLAIN = 200, 2000


class Redactor:
    """Replaces secrets in what is about to be stored or shown. Safe to use from several threads."""

    def __init__(self, key: bytes) -> None:
        """Take the key of the labels: with one key equal values have equal labels, also across processes."""
        self._key = key
        self._known = KnownValues()
        self._plain: set[str] = set()

    def label(self, kind: str, value: str) -> str:
        """Return the label of a value, such as `[access token 1f3a9c02]`."""
        digest = hmac.new(self._key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"[{kind} {digest[:8]}]"

    def declare(self, value: str, kind: str) -> str:
        """Remember a secret, so that it is replaced wherever it turns up; return its label.

        Short values are replaced only where a field gives them away: `test` is a password and a word.
        """
        if not value or LABEL.fullmatch(value):
            return value
        return self._known.remember(value, self.label(kind, value))

    def text(self, text: str) -> str:
        """Return any text (a page, a document, a message for a person) with its secrets replaced."""
        if text not in self._plain:
            shown = self._by_place(text)
            if shown == text and len(text) <= _LONGEST_PLAIN:
                self._remember_as_plain(text)
            text = shown
        return self._known.replace(text)

    def _by_place(self, text: str) -> str:
        """Return a text with those secrets replaced that where they stand gives away.

        Most texts have no word at all that could name one, and looking for words costs least.
        """
        small = _small(text)
        if "cookie:" in small or "authorization:" in small or "\nx-" in small or small.startswith("x-"):
            text = _HEADER_LINE.sub(lambda m: f"{m[1]}: {self._header(m[1], m[2])}", text)
        if any(word in small for word in _LAST_WORDS):
            if "form-data" in small:
                text = _FORM_DATA.sub(lambda m: m[1] + self._field(m[2], m[3]), text)
            text = _XML_FIELD.sub(self._xml_field, text)
            text = _HTML_INPUT.sub(self._input, text)
            text = self._fields(text)
        if "basic" in small or "bearer" in small:
            text = _AUTHORIZATION.sub(self._authorization, text)
        if "://" in small and "@" in small:
            text = _USER_INFO.sub(lambda m: f"{m[1]}:{self.declare(unquote(m[2]), 'password')}", text)
        return _BASE64.sub(self._base64, text)

    def _remember_as_plain(self, text: str) -> None:
        """Remember a text in which no place gives anything away: what is in headers is there again and again."""
        if len(self._plain) >= _MOST_PLAIN:
            self._plain.clear()
        self._plain.add(text)

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return HTTP headers with credentials, cookies and tokens replaced."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        if name.lower() in ("cookie", "set-cookie"):
            return self.text(_COOKIE.sub(self._cookie, value))
        secret = _NAME.search(name)
        return self._field(secret[0], value) if secret else self.text(value)

    def _cookie(self, match: re.Match[str]) -> str:
        if not SECRET_COOKIES.search(match[1]):
            return match[0]
        # A login cookie may hold the buyer's address, which is no secret elsewhere.
        label = self.label("cookie", match[2]) if "@" in unquote(match[2]) else self.declare(match[2], "cookie")
        return f"{match[1]}={label}"

    def _field(self, name: str, value: str) -> str:
        """Return the label of the value of a secret field; of credentials the scheme stays."""
        kind = _KINDS[re.sub(r"[._-]", "", name.lower())]
        scheme, space, rest = value.partition(" ")
        if kind == "credentials" and space and not LABEL.fullmatch(value):
            return scheme + space + self._credentials(scheme, rest.strip())
        return self.declare(value, kind)

    def _credentials(self, scheme: str, value: str) -> str:
        if scheme.lower() == "bearer":
            return self.declare(value, "bearer token")
        user, mark, password = _decoded(value).partition(":")
        if scheme.lower() == "basic" and mark and user.isprintable():
            self.declare(password, "password")
        return self.declare(value, "credentials")

    def _authorization(self, match: re.Match[str]) -> str:
        """Replace credentials; without the name of the header before them, only what can be nothing else."""
        named, scheme, space, value = match.groups()
        value = unquote(value)
        meant = named or (re.search(r"\d", value) if scheme.lower() == "bearer" else ":" in _decoded(value))
        return f"{named or ''}{scheme}{space}{self._credentials(scheme, value)}" if meant else match[0]

    def _fields(self, text: str) -> str:
        """Replace the values of named fields."""
        assigned = _ASSIGNED_ANYWHERE if re.search(r"[\s\"<>]", text) else _ASSIGNED_IN_FORM
        shown, done = [], 0
        for end in _ends_of_last_words(text):
            match = assigned.match(text, end) if end >= done else None
            name = _NAME.search(text, max(done, end - _LONGEST_NAME), end) if match else None
            if match is None or name is None:
                continue
            form = next(form for form in _FORMS if match[form])
            shown += [text[done : match.start(form)], self._field(name[0], _meant(match, form))]
            done = match.end(form)
        return "".join([*shown, text[done:]])

    def _xml_field(self, match: re.Match[str]) -> str:
        tag, mark, name, value = match.groups()
        value = unquote_plus(value) if mark.startswith("%") else value
        value = html.unescape(html.unescape(value) if mark.startswith("&") else value)
        value = re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", value, flags=re.DOTALL).strip()
        return tag + self._field(name, value)

    def _input(self, match: re.Match[str]) -> str:
        name = _HTML_NAME.search(match[0])
        if name is None:
            return match[0]
        field = name[1]
        return _HTML_VALUE.sub(
            lambda m: f"{m[1]}{m[2] or ''}{self._field(field, html.unescape(m[3] or m[4] or ''))}{m[2] or ''}", match[0]
        )

    def _base64(self, match: re.Match[str]) -> str:
        pieces = _BASE64_PIECE.findall(re.sub(r"[\r\n]", "", unquote(match[0])))
        gives_away = any(self.text(inner) != inner for inner in map(_decoded, pieces))
        return self.label("base64 with secrets", match[0]) if gives_away else match[0]


_KINDS = {words.replace(" ", ""): kind for words, kind in SECRET_FIELDS.items()}


def _ends_of_last_words(text: str) -> list[int]:
    """Return the places where a name of a secret field may end, in order."""
    small = _small(text)
    return sorted(match.end() for word in _LAST_WORDS if word in small for match in re.finditer(word, small))


def _small(text: str) -> str:
    """Return a text in small letters, each in its place: one letter would get longer and move all that follow."""
    return text.replace("\u0130", "I").lower()


def _meant(match: re.Match[str], form: str) -> str:
    """Return what the value of a field says that is written in one of the forms it may have."""
    written = match[form]
    if form in ("plain", "nested"):
        for _ in range(1 if form == "plain" else 2 + len(match["level"]) // len("25")):
            written = unquote_plus(written)
    elif form != "number":
        written = unquote_plus(written) if form == "escaped" else written
        written = html.unescape(written) if "&" in (match["mark"] or "") else written
        for _ in range(1 + len(match["escape"] or "").bit_length()):
            written = _read_as_json(written)
    return written


def _read_as_json(text: str) -> str:
    with suppress(ValueError):
        return str(json.loads(f'"{text}"', strict=False))
    return text


def _decoded(value: str) -> str:
    """Return what base64 of either alphabet says, with or without its padding; nothing when it is none."""
    letters = unquote(value).rstrip("=").translate(str.maketrans("-_", "+/"))
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
