"""The schemas of the cXML documents punch out uses: our own RELAX NG, and what a document has against it.

As with the DTDs there is one for each document, complete in itself: that of punch out and the order, and that of the
order's confirmation, which includes the first and changes what a request holds.
"""

from __future__ import annotations

import threading
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from lxml import etree

from simulators.messages.cxml import content_model
from simulators.messages.cxml.reading import CxmlRejected, Element

Schema: TypeAlias = Literal["punchout", "fulfill"]
"""Which schema judges a document: that of `cXML.dtd` (punch out, order) or that of `Fulfill.dtd` (confirmation)."""

_RNG = "{http://relaxng.org/ns/structure/1.0}"
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


def schema_faults(root: Element, schema: Schema = "punchout") -> tuple[SchemaFault, ...]:
    """Check a document that `read` gave against our schema and list its faults, at most fifty; none when it is valid.

    Rules are those of the cXML DTDs 1.2.014 to 1.2.071 for the elements of punch out and of the order: which elements
    follow which, and which attributes are required or have a list of values. Attribute values are not judged further.
    The schema "fulfill" takes a ConfirmationRequest and no other request, by the rules of Fulfill.dtd.
    """
    validator, models = _loaded(schema)
    # RELAX NG validators say that something is wrong much better than what, and take their time over many faults:
    # the words come from the content models, and the validator is asked where these find nothing.
    told = content_model.faults(root, models, _MOST_FAULTS)
    if told:
        path = root.getroottree().getpath
        return tuple(SchemaFault(one.element.sourceline or 0, path(one.element), one.message) for one in told)
    with _ONE_AT_A_TIME:
        if validator.validate(_without_any(root, models)):
            return ()
        errors = [(error.line, error.path or "", error.message) for error in validator.error_log]
    return tuple(SchemaFault(*error) for error in errors[:_MOST_FAULTS])


def known_elements() -> dict[str, content_model.ElementModel]:
    """Give the elements of our schema, by name, with what each may hold; not to be changed."""
    return _loaded()[1]


def refuse_faults(root: Element, schema: Schema = "punchout") -> None:
    """Raise `CxmlRejected` ("invalid") with the first faults of a document and their lines, if there are any."""
    faults = schema_faults(root, schema)
    if not faults:
        return
    listed = [f"line {fault.line}, {fault.path}: {fault.message}" for fault in faults[:_LISTED_FAULTS]]
    if len(faults) > _LISTED_FAULTS:
        listed.append(f"and {len(faults) - _LISTED_FAULTS} more")
    raise CxmlRejected("invalid", "; ".join(listed))


def _without_any(root: Element, models: dict[str, content_model.ElementModel]) -> Element:
    """Give the document without what stands in elements that may hold anything; itself when there is nothing there.

    The answer is the same; libxml2 would take time that grows with the square of the number of such children.
    """
    names = [name for name, model in models.items() if model.open]
    if not any(len(element) for element in root.iter(*names)):
        return root
    pruned = deepcopy(root)
    for element in list(pruned.iter(*names)):
        del element[:]
    return pruned


@cache
def _loaded(schema: Schema = "punchout") -> tuple[etree.RelaxNG, dict[str, content_model.ElementModel]]:
    grammar = _grammar(f"{schema}.rng")
    return etree.RelaxNG(grammar), content_model.element_models(grammar)


def _grammar(file: str) -> Element:
    """Read a grammar, with the defines of what it includes among its own, but for those it has in their place."""
    source = resources.files(__package__).joinpath(file).read_bytes()
    grammar = etree.fromstring(source, etree.XMLParser(no_network=True, remove_comments=True))
    for include in list(grammar.iterfind(f"{_RNG}include")):
        replaced = {define.get("name") for define in include}
        included = [part for part in _grammar(include.get("href", "")) if part.get("name") not in replaced]
        grammar.extend([*included, *include])
        grammar.remove(include)
    return grammar
