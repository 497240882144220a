"""Documents changed at random, always in the same way: no reader fails but by refusing, and all judges agree."""

from __future__ import annotations

import random
from contextlib import suppress
from copy import deepcopy

import pytest
from lxml import etree

from simulators.messages.cxml import (
    CxmlRejected,
    parse_confirmation_request,
    parse_order_message,
    parse_order_request,
    parse_setup_request,
    parse_setup_response,
    read,
    schema_faults,
)
from simulators.messages.cxml.content_model import faults
from simulators.messages.cxml.schema import _loaded
from tests.messages.cxml.cxml_corpus import CONFIRMATION_SAMPLES, GOOD, SAMPLES

READERS = (
    parse_setup_request,
    parse_order_message,
    parse_setup_response,
    parse_order_request,
    parse_confirmation_request,
)
PIECES = (b"<", b">", b"&", b";", b"&a;", b"&#x", b"]]>", b"<!--", b"<![CDATA[", b"<?", b'"', b"\xff", b"\0")
DOCTYPES = ("", '<?xml version="1.0"?><!DOCTYPE cXML SYSTEM "x" [ ]>')


def _spoilt(document: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(document)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(spoilt))
        spoilt[place : place + chance.choice([0, 0, 1, 20])] = chance.choice(PIECES)
    return bytes(spoilt)


def _rearranged(document: str, names: list[str], chance: random.Random) -> bytes:
    root = etree.fromstring(document)
    for _ in range(chance.randint(1, 3)):
        element = chance.choice(list(root.iter()))
        parent = element.getparent()
        if parent is None:
            continue
        match chance.randrange(4):
            case 0:
                parent.remove(element)
            case 1:
                parent.insert(chance.randrange(len(parent) + 1), deepcopy(element))
            case 2:
                parent.insert(chance.randrange(len(parent) + 1), element)
            case _:
                element.tag = chance.choice(names)
    return etree.tostring(root)


def _readers_refuse_or_read(document: bytes) -> None:
    for reader in READERS:
        for strict in (True, False):
            with suppress(CxmlRejected):
                reader(document, strict=strict)


@pytest.mark.parametrize("seed", range(10))
def test_spoilt_bytes_are_refused_or_read(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        document = (chance.choice(DOCTYPES) + chance.choice((*SAMPLES, *CONFIRMATION_SAMPLES)).document).encode()
        _readers_refuse_or_read(_spoilt(document, chance))


@pytest.mark.parametrize("seed", range(10))
def test_rearranged_documents_get_one_answer(seed: int) -> None:
    chance = random.Random(seed)
    validator, models = _loaded()
    names = sorted(name for name in models if not name.startswith("{"))
    for _ in range(40):
        document = _rearranged(chance.choice(GOOD).document, names, chance)
        root = read(document)

        assert (faults(root, models, 50) == []) == validator.validate(root) == (schema_faults(root) == ()), document
        _readers_refuse_or_read(document)
