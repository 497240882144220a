"""The schema of the cXML documents punch out uses: our own RELAX NG, and what a document has against it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from importlib import resources

from lxml import etree

from simulators.messages.cxml import content_model
from simulators.messages.cxml.reading import CxmlRejected, Element

_MOST_FAULTS = 50
_LISTED_FAULTS = 5
# A validator of lxml keeps the errors of its last document: two threads in it at once would read each other's.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """One thing the schema has against a document: the line (from 1), the path of the element, and what is wrong."""

    line: int
    path: str
    message: str


def schema_faults(root: Element) -> tuple[SchemaFault, ...]:
    """Check a document that `read` gave against our schema and list its faults, at most fifty; none when it is valid.

    Rules are those of the cXML DTDs 1.2.014 to 1.2.071 for the elements of punch out and of the order: which elements
    follow which, and which attributes are required or have a list of values. Attribute values are not judged further.
    """
    validator, models = _loaded()
    with _ONE_AT_A_TIME:
        if validator.validate(root):
            return ()
        errors = [(error.line, error.path or "", error.message) for error in validator.error_log]
    # RELAX NG validators say that something is wrong much better than what: the words come from the content models.
    told = tuple(
        SchemaFault(fault.element.sourceline or 0, root.getroottree().getpath(fault.element), fault.message)
        for fault in content_model.faults(root, models, _MOST_FAULTS)
    )
    return told or tuple(SchemaFault(*error) for error in dict.fromkeys(errors[:_MOST_FAULTS]))


def refuse_faults(root: Element) -> None:
    """Raise `CxmlRejected` ("invalid") with the first faults of a document and their lines, if there are any."""
    faults = schema_faults(root)
    if not faults:
        return
    listed = [f"line {fault.line}, {fault.path}: {fault.message}" for fault in faults[:_LISTED_FAULTS]]
    if len(faults) > _LISTED_FAULTS:
        listed.append(f"and {len(faults) - _LISTED_FAULTS} more")
    raise CxmlRejected("invalid", "; ".join(listed))


@cache
def _loaded() -> tuple[etree.RelaxNG, dict[str, content_model.ElementModel]]:
    source = resources.files(__package__).joinpath("punchout.rng").read_bytes()
    grammar = etree.fromstring(source, etree.XMLParser(no_network=True, remove_comments=True))
    return etree.RelaxNG(grammar), content_model.element_models(grammar)
