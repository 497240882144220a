"""Our schema and the official DTDs give the same answer, or the exception is listed with its reason.

One document is excepted as a whole: the ConfirmationRequest. It is declared in Fulfill.dtd, which is complete in
itself and not among these files; its schema of ours is compared with samples only. That cXML.dtd does not declare it
is held here.

The DTDs are not part of the project: they are read from the folder CXML_DTD_HOME names, or from one called
data/cxml-dtd in a folder beside the project's.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Set
from pathlib import Path

import pytest
from lxml import etree

from simulators.messages.cxml import CxmlRejected, read, schema_faults
from simulators.messages.cxml.schema import _loaded, known_elements
from tests.messages.cxml.cxml_corpus import CONFIRMATION, SAMPLES
from tests.messages.cxml.cxml_damage import damaged

VERSIONS = ("1.2.014", "1.2.071")
NEWEST = VERSIONS[-1]

_ANY = "content ANY is not looked into by our schema, while a DTD wants every element in it declared and in order"
_PLACE = "elements beyond punch out and orders, and signatures, are known by their place, not by their content"
_NAMESPACE = "to a DTD a namespace declaration is an attribute, to a schema it is none"
_EMPTY = "RELAX NG does not tell white space from nothing"
_NEWER = "newer than DTD 1.2.014"

Rule = Callable[[etree._Element, etree._LogEntry], bool]
RULES: Mapping[str, Rule] = {
    _ANY: lambda element, _: any(
        _is(parent, "open") and not _is(parent, "loose") for parent in element.iterancestors()
    ),
    _PLACE: lambda element, _: _is(element, "loose") or any(_is(parent, "loose") for parent in element.iterancestors()),
    _NAMESPACE: lambda _, error: error.message.startswith("No declaration for attribute xmlns"),
    _EMPTY: lambda element, error: (
        error.type_name == "DTD_NOT_EMPTY" and not len(element) and not (element.text or "").strip()
    ),
}
"""All that a DTD may have against a document our schema takes, but for what is newer than the DTD: why, and which.

Nothing stands the other way round: what our schema refuses, the DTDs refuse.
"""

_BOTH = {
    "element nobody declared inside an extrinsic": {_ANY},
    "declared element gone wrong inside an extrinsic": {_ANY},
    "catalogue payload that is not looked into": {_PLACE},
    "namespace declared and not used": {_NAMESPACE},
    "signed by an element of another namespace": {_PLACE},
    "white space in an element that has to be empty": {_EMPTY},
}
DIFFERENCES: Mapping[str, Mapping[str, Set[str]]] = {
    "1.2.014": {
        **_BOTH,
        "item with comments and its own extrinsic": {_NEWER},
        "item id with buyer part id": {_NEWER},
        "address with municipality": {_NEWER},
        "line type of the newer DTDs": {_NEWER},
        "modifications of the newer DTDs": {_NEWER, _PLACE},
        "two comments on an order": {_NEWER},
        "two comments on an order line": {_NEWER},
    },
    "1.2.071": {**_BOTH, "modifications of the newer DTDs": {_PLACE}},
}


def _is(element: etree._Element, trait: str) -> bool:
    model = known_elements().get(str(element.tag))
    return model is not None and bool(getattr(model, trait))


def _dtd_home() -> Path | None:
    given = os.environ.get("CXML_DTD_HOME")
    if given:
        return Path(given)
    root = next(folder for folder in Path(__file__).resolve().parents if (folder / "pyproject.toml").is_file())
    return next((found for found in sorted(root.parent.glob("*/data/cxml-dtd")) if found.is_dir()), None)


def _official() -> Mapping[str, etree.DTD]:
    home = _dtd_home()
    files = {version: home / version / "cXML.dtd" for version in VERSIONS} if home else {}
    return {version: etree.DTD(str(file)) for version, file in files.items() if file.is_file()}


DTDS = _official()
if len(DTDS) < len(VERSIONS):
    pytest.skip(
        "no official cXML DTD here: set CXML_DTD_HOME to a folder that holds <version>/cXML.dtd",
        allow_module_level=True,
    )


def _differences(root: etree._Element) -> dict[str, Set[str]]:
    """Give, for each DTD that answers otherwise than our schema, the listed reasons for it.

    A difference that no listed reason explains, whichever way it goes, has the reason "not listed" and what it is.
    """
    ours = schema_faults(root)
    unlisted = {version: _reasons(root, version) for version in VERSIONS}
    found: dict[str, Set[str]] = {}
    for version, (reasons, rest) in unlisted.items():
        if ours:
            if not (reasons or rest):
                found[version] = {f"not listed: ours alone refuses it: {ours[0].message}"}
        elif rest and version != NEWEST and not unlisted[NEWEST][1]:
            found[version] = reasons | {_NEWER}
        elif reasons or rest:
            found[version] = reasons | {f"not listed: {message}" for message in rest}
    return found


def _reasons(root: etree._Element, version: str) -> tuple[Set[str], Set[str]]:
    """Give the reasons that explain what a DTD has against a document, and what none of them explains."""
    if DTDS[version].validate(root):
        return set(), set()
    reasons: set[str] = set()
    rest: set[str] = set()
    prefixes = {prefix: address for element in root.iter() for prefix, address in element.nsmap.items() if prefix}
    for error in DTDS[version].error_log:
        (element,) = root.xpath(error.path or "/*", namespaces=prefixes)
        found = next((reason for reason, rule in RULES.items() if rule(element, error)), None)
        (rest.add(error.message) if found is None else reasons.add(found))
    return reasons, rest


def test_the_official_dtds_give_the_same_answer_about_the_corpus_or_the_reason_is_listed() -> None:
    answers = {sample.name: _differences(etree.fromstring(sample.document)) for sample in SAMPLES}

    for version in VERSIONS:
        found = {name: reasons[version] for name, reasons in answers.items() if version in reasons}
        assert found == DIFFERENCES[version]


@pytest.mark.parametrize("batches", [range(5), range(5, 10)])
def test_the_official_dtds_give_the_same_answer_about_damaged_documents(batches: range) -> None:
    listed = {*RULES, _NEWER}
    seen: Counter[str] = Counter()
    for batch in batches:
        for document in damaged(1000, batch):
            try:
                root = read(document.document, encoding=document.encoding)
            except CxmlRejected:
                continue
            seen["compared"] += 1
            for version, reasons in _differences(root).items():
                seen.update(reasons)
                assert reasons <= listed, (version, reasons - listed, document)

    assert seen["compared"] > 400 * len(batches)
    assert set(seen) == {*listed, "compared"}, "a reason that explains nothing is not listed"


def test_each_element_takes_the_attributes_the_newest_dtd_gives_it() -> None:
    declared = {
        element.name: {
            f"{'xml:' if a.prefix else ''}{a.name}": (a.default == "required", set(a.values()))
            for a in element.attributes()
        }
        for element in DTDS[NEWEST].elements()
        if not element.prefix
    }
    # Of what a confirmation holds, the newest DTD declares what other documents refer to an order by.
    confirmation = _loaded("fulfill")[1]
    models = {**known_elements(), **{name: model for name, model in confirmation.items() if name in declared}}

    for name, model in models.items():
        if model.loose:
            continue
        ours = {
            attribute.replace("{http://www.w3.org/XML/1998/namespace}", "xml:"): (
                attribute in model.required,
                set(values) if isinstance(values, frozenset) else set(),
            )
            for attribute, values in model.attributes.items()
        }
        assert ours == declared[name], name


@pytest.mark.parametrize("version", VERSIONS)
def test_a_confirmation_is_the_exception_for_it_is_not_declared(version: str) -> None:
    declared = {element.name for element in DTDS[version].elements()}
    only_theirs = {name for name in _loaded("fulfill")[1] if name.startswith("Confirmation")}

    assert "OrderRequest" in declared
    assert only_theirs == {"ConfirmationRequest", "ConfirmationHeader", "ConfirmationItem", "ConfirmationStatus"}
    assert not only_theirs & declared
    assert not DTDS[version].validate(etree.fromstring(CONFIRMATION))
