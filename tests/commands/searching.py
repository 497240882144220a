"""Searching files for secrets: whole or in parts, in every writing."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus
from zipfile import ZipFile

# A part of a secret that is this long gives it away; in base64 that takes more letters.
PART = 9
# Of one that is a number to the base of 16, as a UUID is, more: thousands of others are told, and shorter parts meet.
PART_OF_NUMBERS = 15
_NUMBER = re.compile("[0-9a-fA-F-]+")
PART_IN_BASE64 = PART * 4 // 3
_PIECE = 6
_STEP = PART - _PIECE + 1


def writings_of(secret: str) -> Iterator[tuple[str, int]]:
    """Yield a secret in every way it might be written down, with how long a part of that gives it away."""
    once = {quote(secret), quote(secret, safe=""), quote_plus(secret), quote(secret, safe="!'()*")}
    twice = {quote(form, safe="") for form in once}
    in_json = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    in_json |= {form.replace("/", "\\/") for form in in_json}
    in_json |= {"".join(f"\\u{ord(c):04x}" if c in "<>&'=+" else c for c in form) for form in in_json}
    in_markup = {html.escape(form) for form in {secret, *in_json}}
    part = PART_OF_NUMBERS if _NUMBER.fullmatch(secret) else PART
    yield from ((form, part) for form in {secret, *once, *twice, *in_json, *in_markup})
    in_base64 = set()
    for before in range(3):
        whole = base64.b64encode(bytes(before) + secret.encode()).decode()
        # What stands before and after spoils the letters that share bits with it.
        first = (0, 2, 3)[before]
        in_base64.add(whole[first : (before + len(secret.encode())) * 8 // 6])
    in_base64 |= {form.translate(str.maketrans("+/", "-_")) for form in in_base64}
    yield from ((form, PART_IN_BASE64) for form in in_base64)


class Search:
    """Looks for secrets in texts; whatever is shorter than a part is looked for nowhere."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Take the secrets."""
        self._pieces: dict[str, list[tuple[str, int, int]]] = {}
        for form, part in {writing for secret in secrets for writing in writings_of(secret)}:
            for place in range(len(form) - _PIECE + 1):
                self._pieces.setdefault(form[place : place + _PIECE], []).append((form, part, place))

    def parts_in(self, text: str) -> set[str]:
        """Return the longest parts of secrets in a text, each as it is written there."""
        pieces = self._pieces
        seen = [at for at in range(0, len(text), _STEP) if text[at : at + _PIECE] in pieces]
        return {part for at in seen for part in self._around(text, at)}

    def _around(self, text: str, at: int) -> Iterator[str]:
        for form, part, place in self._pieces[text[at : at + _PIECE]]:
            start, end = at, at + _PIECE
            before, after = place, place + _PIECE
            while start and before and text[start - 1] == form[before - 1]:
                start, before = start - 1, before - 1
            while end < len(text) and after < len(form) and text[end] == form[after]:
                end, after = end + 1, after + 1
            if end - start >= part:
                yield text[start:end]


def files_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file below a folder with what is in it; of a package, every member, and its own letters too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name, content = str(path.relative_to(folder)), path.read_bytes()
            yield name, f"{name}\n{_text(content)}"
            if path.suffix == ".zip":
                with ZipFile(path) as package:
                    for member in package.namelist():
                        packed, beside = package.read(member), folder / member
                        # What is a copy of a file of the run is looked through there.
                        if not beside.is_file() or beside.read_bytes() != packed:
                            yield f"{name}: {member}", f"{member}\n{_text(packed)}"


def _text(content: bytes) -> str:
    return content.decode("utf-8", "backslashreplace")
