"""Ten thousand damaged documents, always the same: each is refused with reason and place, or reads as a sound value.

None takes long or much memory, and no address in one is ever asked.
"""

from __future__ import annotations

import random
import re
import resource
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn, get_args

import pytest
from lxml import etree

from simulators.messages import cxml
from simulators.messages.cxml import (
    ADVICE,
    CxmlRejected,
    OrderMessage,
    Reason,
    SetupRequest,
    SetupResponse,
    advisories,
    build_order_message,
    build_setup_request,
    build_setup_response,
    read,
)
from simulators.messages.cxml.content_model import faults
from simulators.messages.cxml.schema import _loaded, schema_faults
from tests.messages.cxml.cxml_corpus import ORDER
from tests.messages.cxml.cxml_damage import HARMFUL, HARMLESS, Damaged, damaged

Reader = Callable[..., Any]
READERS: dict[str, Reader] = {
    name: getattr(cxml, name) for name in cxml.__all__ if name.startswith("parse_") and name != "parse_text"
}
BUILDERS: dict[type, Callable[..., bytes]] = {
    SetupRequest: build_setup_request,
    OrderMessage: build_order_message,
    SetupResponse: build_setup_response,
}
REASONS = frozenset(get_args(Reason))
PLACE = re.compile(r"line \d|byte \d|character \d|/cXML|^document|^character set")
WORDS = re.compile(r"expected |got ")
BATCHES, PER_BATCH = 10, 1000
KINDS = len(HARMFUL) + len(HARMLESS)
SLOWEST = 1.0
MOST_MEMORY = 100 * 1024 * 1024


@dataclass
class Asked:
    """What a document made somebody look up, connect to or load; nothing, that is."""

    addresses: list[str] = field(default_factory=list)

    def refuse(self, *address: object, **_: object) -> NoReturn:
        self.addresses.append(repr(address))
        raise OSError("no address is asked in this test")


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """Listen where the addresses in the documents point to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Watch and refuse each connection, look-up, and loading of anything external by the XML parser."""
    seen = Asked()
    for owner, name in ((socket, "getaddrinfo"), (socket, "create_connection"), (socket, "gethostbyname")):
        monkeypatch.setattr(owner, name, seen.refuse)
    monkeypatch.setattr(socket.socket, "connect", seen.refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", seen.refuse)

    class Watching(etree.Resolver):
        def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
            seen.addresses.append(f"{system_url} {public_id}")
            return self.resolve_string("", context)

    plain = etree.XMLParser

    def watched(**options: Any) -> Any:
        parser = plain(**options)
        parser.resolvers.add(Watching())
        return parser

    monkeypatch.setattr(etree, "XMLParser", watched)
    return seen


def _outcome(reader: Reader, document: Damaged, strict: bool) -> object:
    """Give the value a reader makes of a document, or the reason it refuses it for, said clearly."""
    try:
        return reader(document.document, encoding=document.encoding, strict=strict)
    except CxmlRejected as rejected:
        return _clear(rejected, document)


def _clear(rejected: CxmlRejected, document: Damaged) -> str:
    """Give the reason of a refusal, after a look at whether it says what is wrong and where."""
    assert rejected.reason in REASONS, document
    assert PLACE.search(rejected.message), (str(rejected), document)
    assert WORDS.search(rejected.message), (str(rejected), document)
    return rejected.reason


@cache
def _meant(name: str, sound: str, strict: bool) -> object:
    return _outcome(READERS[name], Damaged("sound", sound.encode(), sound, harmless=True), strict)


def _survives(value: object) -> bool:
    """Say whether a value that was read is written and read again as the same, or known to be none that is sent."""
    build = BUILDERS.get(type(value))
    if build is None:
        return True
    try:
        document = build(value)
    except CxmlRejected as rejected:
        return rejected.reason == "invalid"
    reader = READERS[f"parse_{build.__name__.removeprefix('build_')}"]
    return bool(reader(document, strict=False) == value)


def _peak() -> int:
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_document_is_refused_or_means_what_it_says(batch: int, canary: socket.socket, asked: Asked) -> None:
    before = _peak()
    answered: Counter[str] = Counter()

    for number, document in enumerate(damaged(PER_BATCH, batch, port=canary.getsockname()[1])):
        # Every reader takes every document; which of its two modes, changes from one of a kind to the next.
        modes = (True, False) if document.harmless else ((number // KINDS) % 2 == 0,)
        started = time.process_time()
        outcomes = {
            (name, strict): _outcome(reader, document, strict) for name, reader in READERS.items() for strict in modes
        }
        assert time.process_time() - started < SLOWEST, document
        answered.update("read" if not isinstance(outcome, str) else outcome for outcome in outcomes.values())
        if document.harmless:
            for (name, strict), outcome in outcomes.items():
                assert outcome == _meant(name, document.sound, strict), (document, name, strict)
        elif number % 4 == 0:
            assert all(_survives(value) for value in outcomes.values()), document
        if number % 3 == 0:
            _advisories_are_clear(document, outcomes)

    assert asked.addresses == []
    with pytest.raises(BlockingIOError):
        canary.accept()
    assert _peak() - before < MOST_MEMORY
    assert set(answered) | {"not cXML"} == {*REASONS, "read"}, "a generator that makes one kind of fault proves little"


def _advisories_are_clear(document: Damaged, outcomes: dict[tuple[str, bool], object]) -> None:
    """Check that whatever some reader takes has advisories, each of a known name."""
    try:
        found = advisories(document.document, encoding=document.encoding)
    except CxmlRejected:
        assert all(isinstance(outcome, str) for (_, strict), outcome in outcomes.items() if not strict), document
        return
    assert {advisory.name for advisory in found} <= set(ADVICE)
    assert all(len(advisory.got) <= 80 and advisory.where for advisory in found), document


HUGE = {
    "one byte too many": ("too large", b" " * (4 * 1024 * 1024 + 1)),
    "many elements": ("too large", b"<cXML>" + b"<a/>" * 900_000 + b"</cXML>"),
    "deep": ("too deep", b"<cXML>" + b"<a>" * 1_000_000),
    "entities": ("entity", b"<!DOCTYPE cXML [<!ENTITY a '" + b"x" * 1_000_000 + b"'>]><cXML>" + b"&a;" * 900_000),
    "one attribute": ("malformed", b'<cXML a="' + b"x" * 4_000_000),
    "comments": ("malformed", b"<cXML>" + b"<!---->" * 500_000),
}


def test_huge_documents_are_refused_by_every_reader_at_once() -> None:
    before = _peak()
    for reason, document in HUGE.values():
        for reader in READERS.values():
            started = time.process_time()
            with pytest.raises(CxmlRejected) as refused:
                reader(document, strict=False)
            assert refused.value.reason == reason
            assert time.process_time() - started < SLOWEST

    long = ORDER.replace("Bolt", "B" * 3_000_000)
    assert len(cxml.parse_order_message(long.encode()).items[0].descriptions[0].value) > 3_000_000
    assert _peak() - before < MOST_MEMORY


def test_the_damage_is_always_the_same_and_of_every_kind() -> None:
    once = list(damaged(200, 3))

    assert once == list(damaged(200, 3))
    assert once != list(damaged(200, 4))
    assert {document.kind for document in once} == {*HARMFUL, *HARMLESS}


def test_an_address_that_is_asked_would_be_noticed(canary: socket.socket, asked: Asked) -> None:
    with pytest.raises(OSError, match="no address is asked"):
        socket.create_connection(canary.getsockname())
    etree.fromstring(b'<!DOCTYPE cXML SYSTEM "http://127.0.0.1:9/cXML.dtd"><cXML/>', etree.XMLParser(load_dtd=True))

    assert len(asked.addresses) == 2
    assert "cXML.dtd" in asked.addresses[1]


def test_a_socket_that_is_hit_would_be_noticed(canary: socket.socket) -> None:
    with socket.create_connection(canary.getsockname()):
        connection, _ = canary.accept()
        connection.close()


@pytest.mark.parametrize("seed", range(2))
def test_the_words_and_the_validator_agree_on_damaged_documents(seed: int) -> None:
    validator, models = _loaded()
    checked = 0
    for document in damaged(800, 100 + seed):
        try:
            root = read(document.document, encoding=document.encoding)
        except CxmlRejected:
            continue
        checked += 1
        assert (faults(root, models, 50) == []) == validator.validate(root) == (schema_faults(root) == ()), document
    assert checked > 300


def test_a_document_with_pieces_put_into_its_form_field_is_refused_or_read() -> None:
    chance = random.Random(1)
    read_as: Counter[str] = Counter()
    for document in damaged(600, 200):
        value = document.document.decode("utf-8", "replace" if chance.random() < 0.5 else "surrogateescape")
        name = chance.choice(["cXML-urlencoded", "CXML-base64", "cXMLData", "oracart", ""])
        for strict in (True, False):
            try:
                found = cxml.decode_form_field([("a", "1"), (name, value)], strict=strict, body=document.document)
                cxml.parse_order_message(found.document, encoding=found.encoding, strict=strict)
                read_as["read"] += 1
            except CxmlRejected as rejected:
                read_as[rejected.reason] += 1
    assert set(read_as) >= {"read", "malformed", "incomplete", "encoding", "invalid", "entity"}
