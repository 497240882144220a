"""Files that cannot be written: told once, whole or not there, and a journal that goes on without its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulators.wire import Journal, Losses, Redactor, write_whole
from simulators.wire.losses import Lines

FULL = OSError(28, "No space left on device")


def test_each_kind_of_file_is_told_once(tmp_path: Path) -> None:
    lost = Losses()
    for kind, name in (("evidence", "a"), ("evidence", "b"), ("journal", "c")):
        lost.note(kind, tmp_path / name, FULL)
    assert lost.take() == (
        f"evidence: {tmp_path / 'a'} could not be written (No space left on device)",
        f"journal: {tmp_path / 'c'} could not be written (No space left on device)",
    )
    lost.note("evidence", tmp_path / "d", FULL)
    assert lost.take() == ()


def test_a_file_is_what_it_was_when_it_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep" / "results.json"
    write_whole(path, b"old")

    def half(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:2])
        raise FULL

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"newer")
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in path.parent.iterdir()] == ["results.json"]


class Full:
    """A file on a disk that takes some bytes more, and then none."""

    def __init__(self, file: Any, room: int) -> None:
        self._file = file
        self._room = room

    def write(self, data: memoryview) -> int:
        if not self._room:
            raise FULL
        written: int = self._file.write(data[: self._room])
        self._room -= written
        return written

    def truncate(self, size: int) -> None:
        self._file.truncate(size)

    def close(self) -> None:
        self._file.close()


def test_a_line_is_whole_or_not_there(tmp_path: Path) -> None:
    lines = Lines(tmp_path / "lines")
    lines._file = Full(lines._file, 9)  # type: ignore[assignment]  # as much of it as is used
    lines.add("first")
    with pytest.raises(OSError, match="No space"):
        lines.add("second")
    lines.close()
    assert lines.path.read_text(encoding="utf-8") == "first\n"


def test_a_journal_goes_on_without_its_file(tmp_path: Path) -> None:
    journal = Journal(Redactor(b"full"), tmp_path / "journal.jsonl")
    assert journal._lines is not None
    journal._lines._file = Full(journal._lines._file, 40)  # type: ignore[assignment]  # as above
    for status in (200, 201):
        journal.end(journal.begin("hub", "storefront", "GET", "http://shop", (), b""), status, (), b"")
    assert [exchange.status for exchange in journal.exchanges("")] == [200, 201]
    (told,) = journal.losses.take()
    assert told.startswith(f"journal: {tmp_path}")
    assert (tmp_path / "journal.jsonl").read_bytes() == b""
    journal.close()
