"""Our schema: what it accepts and refuses, and what it says about it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from simulators.messages.cxml import CxmlRejected, parse_setup_request, schema_faults
from simulators.messages.cxml.content_model import faults as told
from simulators.messages.cxml.schema import _loaded
from tests.messages.cxml.cxml_corpus import BAD, GOOD, ORDER, SAMPLES, SETUP, changed, setup


def _faults(document: str) -> list[str]:
    return [fault.message for fault in schema_faults(etree.fromstring(document))]


def test_the_corpus_names_each_document_once() -> None:
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES) >= 40
    assert len({sample.document for sample in SAMPLES}) == len(SAMPLES)


def test_a_good_document_has_no_faults() -> None:
    assert {sample.name: _faults(sample.document) for sample in GOOD if _faults(sample.document)} == {}


def test_a_bad_document_has_faults_with_line_path_and_words() -> None:
    for sample in BAD:
        found = schema_faults(etree.fromstring(sample.document))
        assert found, sample.name
        for fault in found:
            assert fault.line == 1, sample.name
            assert fault.path.startswith("/c"), sample.name
            assert "expected" in fault.message, sample.name
            assert "got" in fault.message, sample.name


def test_the_words_and_the_validator_agree() -> None:
    validator, models = _loaded()
    for sample in SAMPLES:
        root = etree.fromstring(sample.document)
        assert (told(root, models, 50) == []) == validator.validate(root) == sample.valid, sample.name


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            changed(SETUP, "<UserAgent>SimBuyer 0.1</UserAgent>", ""),
            "expected Credential or UserAgent after Credential in Sender, got nothing more",
        ),
        (
            setup("<Extrinsic name='a'/><BuyerCookie/>"),
            "expected BuyerCookie first in PunchOutSetupRequest, got Extrinsic",
        ),
        (
            changed(ORDER, '<Money currency="EUR">', "<Money>"),
            "expected the attribute currency on Money, got none",
        ),
        (
            changed(ORDER, '<Description xml:lang="en">', "<Description>"),
            "expected the attribute xml:lang on Description, got none",
        ),
        (
            setup("<BuyerCookie/>", ' operation="Edit"'),
            "expected create, edit, inspect or source as the attribute operation of PunchOutSetupRequest, got 'Edit'",
        ),
        (
            setup("<BuyerCookie/>", ' operation="edit" mode="1"'),
            "expected operation as attributes of PunchOutSetupRequest, got mode",
        ),
        (
            changed(SETUP, 'role="endUser"', 'role="end user"'),
            "expected a NMTOKEN as the attribute role of Contact, got 'end user'",
        ),
        (
            changed(SETUP, "</BuyerCookie>", "</BuyerCookie>and"),
            "expected only elements in PunchOutSetupRequest, got text of 3 characters",
        ),
        ("<cxml/>", "expected the root element cXML, got cxml"),
        (
            changed(ORDER, "<BuyerCookie>", '<BuyerCookie xmlns="u">'),
            "expected BuyerCookie first in PunchOutOrderMessage, got BuyerCookie of u",
        ),
    ],
)
def test_a_fault_says_what_was_expected_where_and_what_came(document: str, words: str) -> None:
    assert _faults(document) == [words]


def test_a_fault_has_the_line_and_path_of_its_element() -> None:
    document = changed(ORDER, "<UnitOfMeasure>", "\n\n<Unit>").replace("</UnitOfMeasure>", "</Unit>")

    (fault,) = schema_faults(etree.fromstring(document))

    assert fault.line == 3
    assert fault.path == "/cXML/Message/PunchOutOrderMessage/ItemIn/ItemDetail/Unit"


def test_a_refusal_lists_the_first_faults_and_counts_the_rest() -> None:
    document = setup("<BuyerCookie/>" + "<Extrinsic/>" * 8)

    with pytest.raises(CxmlRejected) as refused:
        parse_setup_request(document.encode())

    assert refused.value.reason == "invalid"
    assert refused.value.message.count("line 1, ") == 5
    assert "Extrinsic[5]: expected the attribute name" in refused.value.message
    assert refused.value.message.endswith("and 3 more")


def test_no_fault_repeats_a_secret() -> None:
    document = changed(SETUP, "</SharedSecret>", "</SharedSecret>stray-secret")
    assert "secret" not in " ".join(_faults(document))


def test_threads_do_not_see_each_others_faults() -> None:
    good, bad = etree.fromstring(ORDER), etree.fromstring(changed(SETUP, 'role="endUser"', 'role="\u00d7"'))

    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(lambda number: len(schema_faults(bad if number % 2 else good)), range(200)))

    assert {bool(count) for count in counts[::2]} == {False}
    assert {bool(count) for count in counts[1::2]} == {True}
