"""Values to be found again in any text, in whatever encoding they travel there.

A text is looked at in every fourth place only. Of each form of a value eight characters in a row are kept, as four
pieces of five; wherever the form turns up, one of the four begins at a place that is looked at. So the time depends on
the text, hardly on how many values are known.
"""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

_PIECE = 5
_STEP = 4
# Whatever is shorter is found in too many places that have nothing to do with it.
SHORTEST = _PIECE + _STEP - 1

LABEL = re.compile(r"\[[a-z0-9 ]+ [0-9a-f]{8}\]")
_ESCAPE = re.compile("%[0-9A-F]{2}")
# Browsers, Java and Python disagree on which of these a URL may hold as they are.
_SAFE_IN_URLS = ("", "/", "*", "/*", "!'()*", "!$'()*,/:;@")


class _Form(NamedTuple):
    text: str
    label: str


class _Span(NamedTuple):
    start: int
    end: int
    label: str


class KnownValues:
    """Replaces known values by their labels. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: dict[str, list[tuple[int, _Form]]] = {}
        self._labels: dict[str, str] = {}

    def remember(self, value: str, label: str) -> str:
        """Remember a value and return its label, which is the one it was first remembered with.

        A value shorter than `SHORTEST` is not remembered.
        """
        if len(value) < SHORTEST:
            return label
        with self._lock:
            if value not in self._labels:
                for form in _forms(value):
                    self._index(_Form(form, label))
                self._labels[value] = label
            return self._labels[value]

    def replace(self, text: str) -> str:
        """Return a text with every known value replaced; labels in it are left alone."""
        spans = sorted(self._found(text))
        if not spans:
            return text
        kept = [label.span() for label in LABEL.finditer(text)]
        shown, done = [], 0
        for span in _united(s for s in spans if not any(start < s.end and s.start < end for start, end in kept)):
            shown += [text[done : span.start], span.label]
            done = span.end
        return "".join([*shown, text[done:]])

    def _index(self, form: _Form) -> None:
        # Beginnings and ends are often alike (a common prefix, padding); the middle tells values apart.
        middle = (len(form.text) - SHORTEST) // 2
        for place in range(middle, middle + _STEP):
            self._pieces.setdefault(form.text[place : place + _PIECE], []).append((place, form))

    def _found(self, text: str) -> Iterator[_Span]:
        pieces = self._pieces
        for seen in [i for i in range(0, len(text), _STEP) if text[i : i + _PIECE] in pieces]:
            for place, form in pieces[text[seen : seen + _PIECE]]:
                start = seen - place
                if start >= 0 and text.startswith(form.text, start):
                    yield _Span(start, start + len(form.text), form.label)


def _united(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Make one of spans that overlap, labelled like the longest: what one of them leaves over is secret too."""
    whole: _Span | None = None
    longest = 0
    for span in spans:
        length = span.end - span.start
        if whole is None or span.start >= whole.end:
            if whole is not None:
                yield whole
            whole, longest = span, length
            continue
        label = span.label if length > longest else whole.label
        whole, longest = _Span(whole.start, max(whole.end, span.end), label), max(length, longest)
    if whole is not None:
        yield whole


def _forms(value: str) -> set[str]:
    """Return a value as it is written in URLs, HTML, XML, JSON and base64, in the dialects in use."""
    escaped = {value, *_in_json(value)}
    escaped |= {written for form in tuple(escaped) for written in _in_markup(form)}
    in_urls = _in_urls(value)
    escaped |= in_urls | {written for form in in_urls for written in _in_urls(form)}
    return {form for form in escaped | _in_base64(value) if len(form) >= SHORTEST}


def _in_urls(value: str) -> set[str]:
    written = {quote(value, safe=safe, errors="surrogatepass") for safe in _SAFE_IN_URLS}
    written |= {form.replace("~", "%7E") for form in written}
    written |= {form.replace("%20", "+") for form in written}
    return written | {_ESCAPE.sub(lambda match: match[0].lower(), form) for form in written}


def _in_markup(value: str) -> set[str]:
    written = {html.escape(value, quote=False)}
    for mark, references in (('"', ("&quot;", "&#34;")), ("'", ("&#x27;", "&#39;", "&apos;"))):
        written |= {form.replace(mark, reference) for form in written for reference in references}
    return written


def _in_json(value: str) -> set[str]:
    written = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    written |= {form.replace("/", "\\/") for form in written} | {form.replace("</", "<\\/") for form in written}
    unsafe = re.compile("[<>&'=+]")
    return written | {unsafe.sub(lambda match: f"\\u{ord(match[0]):04x}", form) for form in written}


def _in_base64(value: str) -> set[str]:
    """Return the value in base64, and what of that stays the same when other text stands around it."""
    data = value.encode("utf-8", "surrogatepass")
    written = {base64.b64encode(data).decode()}
    for before, spoilt in ((0, 0), (1, 2), (2, 3)):
        whole = (before + len(data)) * 8 // 6
        written.add(base64.b64encode(bytes(before) + data).decode()[spoilt:whole])
    return written | {form.translate(str.maketrans("+/", "-_")) for form in written}
