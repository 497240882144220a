"""The search for secrets finds them, whole and in parts, in every writing; and nothing else."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from tests.commands.searching import PART, Search, files_in

SECRET = 'Pl/anted+Secr&et="7Qx'
WRITINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in a URL": lambda s: quote(s, safe=""),
    "in a URL in a URL": lambda s: quote(quote(s, safe=""), safe=""),
    "JSON": lambda s: json.dumps(s)[1:-1],
    "HTML": html.escape,
    "base64": lambda s: base64.b64encode(s.encode()).decode(),
    "base64 after a name": lambda s: base64.b64encode(f"hub:{s}".encode()).decode(),
    "base64 after a longer name": lambda s: base64.b64encode(f"admin:{s}!".encode()).decode(),
    "base64 of a document": lambda s: base64.b64encode(f"<a>{s}</a>".encode()).decode(),
}


@pytest.mark.parametrize("write", WRITINGS.values(), ids=WRITINGS.keys())
def test_a_secret_is_found_in_every_writing_at_any_place(write: Callable[[str], str]) -> None:
    search = Search([SECRET])
    for before in range(4):
        assert search.parts_in(f"{'x' * before}{write(SECRET)} and more")


@pytest.mark.parametrize("size", [PART - 1, PART])
def test_a_part_is_found_when_it_is_long_enough(size: int) -> None:
    search = Search([SECRET])
    for start in range(len(SECRET) - size + 1):
        part = SECRET[start : start + size]
        assert search.parts_in(f"<{part}>") == ({part} if size >= PART else set())


def test_parts_of_two_uuids_may_be_the_same() -> None:
    secret = "6f0d9a52-41d4-4c74-88e9-710da3cdb313"
    search = Search([secret])
    assert not search.parts_in("0992e1ec-83a4-4c74-88b9-aaaaaaaaaaaa")
    assert search.parts_in(f"<{secret[8:23]}>") == {secret[8:23]}


def test_every_file_and_every_member_of_a_package_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "one.json").write_text("one", encoding="utf-8")
    with ZipFile(tmp_path / "certification.zip", "w") as package:
        package.writestr("evidence/one.json", "one")
        package.writestr("results.json", SECRET)
    search = Search([SECRET])
    texts = dict(files_in(tmp_path))
    assert sorted(texts) == ["certification.zip", "certification.zip: results.json", "evidence/one.json"]
    assert SECRET in search.parts_in(texts["certification.zip: results.json"])
