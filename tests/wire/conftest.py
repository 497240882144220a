"""What the tests of the wire share: a journal in a file of its own, parties that are closed after each test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.wire import Caller, Endpoint, Journal, Party, Redactor
from tests.wire.wire_bench import Lines, Serve


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(b"a key for the labels")


@pytest.fixture
def lines_path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture
def journal(redactor: Redactor, lines_path: Path) -> Iterator[Journal]:
    journal = Journal(redactor, lines_path)
    yield journal
    journal.close()


@pytest.fixture
def lines(lines_path: Path) -> Lines:
    return lambda: [json.loads(line) for line in lines_path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def closing() -> Iterator[list[Party]]:
    """Parties that were asked to close; they are waited for at the end, all at once."""
    parties: list[Party] = []
    yield parties
    for party in parties:
        party.close()


@pytest.fixture
def serve(journal: Journal, closing: list[Party]) -> Iterator[Serve]:
    parties: list[Party] = []

    def start(*endpoints: Endpoint, name: str = "hub", recorded: bool = True) -> Party:
        parties.append(Party(name, endpoints, journal, recorded=recorded))
        return parties[-1].open()

    yield start
    for party in parties:
        party.ask_to_close()
    closing.extend(parties)


@pytest.fixture
def caller(journal: Journal) -> Iterator[Caller]:
    with Caller("browser", journal, deadline=5) as caller:
        yield caller
