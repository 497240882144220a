"""Our schema and the official DTDs give the same answer, or the exception is listed with its reason.

One document is excepted as a whole: the ConfirmationRequest. It is declared in Fulfill.dtd, which is complete in
itself and not among these files; its schema of ours is compared with samples only. That cXML.dtd does not declare it
is held here.

The DTDs are not part of the project: they are read from the folder CXML_DTD_HOME names, or from one called
data/cxml-dtd in a folder beside the project's.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from simulators.messages.cxml import schema_faults
from simulators.messages.cxml.schema import _loaded
from tests.messages.cxml.cxml_corpus import CONFIRMATION, SAMPLES, Sample

VERSIONS = ("1.2.014", "1.2.071")

_ANY = "content ANY is not looked into by our schema, while a DTD wants every element in it declared and in order"
_NEWER = "newer than DTD 1.2.014"
_BOTH = {
    "element nobody declared inside an extrinsic": _ANY,
    "declared element gone wrong inside an extrinsic": _ANY,
    "catalogue payload that is not looked into": "payloads other than punch out and orders are not looked into",
    "namespace declared and not used": "to a DTD a namespace declaration is an attribute, to a schema it is none",
    "signed by an element of another namespace": "signatures are not looked into",
    "white space in an element that has to be empty": "RELAX NG does not tell white space from nothing",
}
DIFFERENCES: Mapping[str, Mapping[str, str]] = {
    "1.2.014": {
        **_BOTH,
        "item with comments and its own extrinsic": _NEWER,
        "item id with buyer part id": _NEWER,
        "address with municipality": _NEWER,
        "line type of the newer DTDs": _NEWER,
        "modifications of the newer DTDs": _NEWER,
        "two comments on an order": _NEWER,
        "two comments on an order line": _NEWER,
    },
    "1.2.071": {
        **_BOTH,
        "modifications of the newer DTDs": "elements beyond punch out are known by their place, not by their content",
    },
}


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


def _named(sample: Sample) -> str:
    return sample.name


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("sample", SAMPLES, ids=_named)
def test_the_official_dtd_gives_the_same_answer(sample: Sample, version: str) -> None:
    ours = schema_faults(etree.fromstring(sample.document)) == ()
    theirs = DTDS[version].validate(etree.fromstring(sample.document))

    reason = DIFFERENCES[version].get(sample.name)
    assert (ours != theirs) == (reason is not None), f"ours {ours}, DTD {version} {theirs}, listed difference: {reason}"


def test_every_listed_difference_is_about_a_document_of_the_corpus() -> None:
    names = {sample.name for sample in SAMPLES}
    assert all(names.issuperset(listed) for listed in DIFFERENCES.values())


def test_each_element_takes_the_attributes_the_newest_dtd_gives_it() -> None:
    declared = {
        element.name: {
            f"{'xml:' if a.prefix else ''}{a.name}": (a.default == "required", set(a.values()))
            for a in element.attributes()
        }
        for element in DTDS["1.2.071"].elements()
        if not element.prefix
    }
    # Of what a confirmation holds, the newest DTD declares what other documents refer to an order by.
    confirmation = _loaded("fulfill")[1]
    models = {**_loaded()[1], **{name: model for name, model in confirmation.items() if name in declared}}

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
