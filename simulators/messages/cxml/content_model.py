"""What the schema asks of each element, read from the schema itself, to say in words what a document has against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal, TypeAlias

from simulators.messages.cxml.reading import ROOT, Element

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_XML_SPACE = " \t\r\n"
_SHOWN = 12
_LONGEST_SHAPE = 60
_MOST_SHAPES = 500

# A little wider than the types themselves, so that a value this refuses is refused by the schema too.
_TYPES = {
    "NMTOKEN": re.compile(r"""\s*[^\s!"#$%&'()*+,/;<=>?@\[\\\]^`{|}~]+\s*"""),
    "Name": re.compile(r"""\s*[^\s!"#$%&'()*+,/;<=>?@\[\\\]^`{|}~.0-9-][^\s!"#$%&'()*+,/;<=>?@\[\\\]^`{|}~]*\s*"""),
}

Values: TypeAlias = frozenset[str] | Literal["NMTOKEN", "Name"] | None
"""What an attribute may be: one of a list, of a type, or any character data."""

Pattern: TypeAlias = (
    tuple[Literal["nothing", "empty"]]
    | tuple[Literal["element"], str]
    | tuple[Literal["group", "choice"], "Pattern", "Pattern"]
    | tuple[Literal["more"], "Pattern"]
)
"""A content model: which names may follow one another. "nothing" matches no content at all, "more" one or more."""

NOTHING: Pattern = ("nothing",)
EMPTY: Pattern = ("empty",)


@dataclass(frozen=True, slots=True)
class ElementModel:
    """What one element may hold: attributes with their permitted values, and children.

    `open` elements may hold anything, `loose` ones may have any attributes too; `text` says whether characters may
    stand between or instead of the children. `sound` are the shapes of children known to be in order: the documents
    of one sender are built alike, and need not be worked out anew each time.
    """

    attributes: dict[str, Values]
    required: frozenset[str]
    children: Pattern
    text: bool
    open: bool
    loose: bool
    sound: set[tuple[str, ...]] = field(default_factory=set, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one element, in words."""

    element: Element
    message: str


def element_models(schema: Element) -> dict[str, ElementModel]:
    """Read the model of every named element out of a RELAX NG grammar of the kind `punchout.rng` is."""
    defines = {define.get("name", ""): define for define in schema.iterfind(f"{_RNG}define")}
    reader = _Reader(defines)
    elements = [element for define in defines.values() for element in define.iterfind(f"{_RNG}element[@name]")]
    return {_tag(element): reader.model(element) for element in elements}


def _values(attribute: Element) -> Values:
    data = attribute.find(f"{_RNG}data")
    if data is not None:
        return "NMTOKEN" if data.get("type") == "NMTOKEN" else "Name"
    return frozenset(value.text or "" for value in attribute.iter(f"{_RNG}value")) or None


def _tag(element: Element) -> str:
    name, namespace = element.get("name", ""), element.get("ns", "")
    return f"{{{namespace}}}{name}" if namespace else name


class _Reader:
    """Walks the defines of a grammar; references to attributes are followed, those to elements become names."""

    def __init__(self, defines: dict[str, Element]) -> None:
        self.defines = defines

    def model(self, element: Element) -> ElementModel:
        attributes: dict[str, Values] = {}
        required: set[str] = set()
        for attribute, optional in self.attributes(element):
            name = attribute.get("name", "").replace("xml:", _XML)
            attributes[name] = _values(attribute)
            if not optional:
                required.add(name)
        references = {reference.get("name", "") for reference in element.iter(f"{_RNG}ref")}
        return ElementModel(
            attributes,
            frozenset(required),
            self.sequence(element),
            text=next(element.iter(f"{_RNG}text", f"{_RNG}mixed"), None) is not None,
            open=not references.isdisjoint({"anything", "whatever"}),
            loose="whatever" in references,
        )

    def attributes(self, within: Element, optional: bool = False) -> Iterator[tuple[Element, bool]]:
        for child in within:
            if child.tag == f"{_RNG}attribute":
                yield child, optional
            elif child.tag == f"{_RNG}optional":
                yield from self.attributes(child, optional=True)
            elif child.tag == f"{_RNG}ref" and not self.tag(child.get("name", "")):
                yield from self.attributes(self.defines[child.get("name", "")], optional)

    def tag(self, define: str) -> str:
        """The tag of the element a define stands for; "" when it stands for attributes or loose content."""
        element = self.defines[define].find(f"{_RNG}element")
        return "" if element is None else _tag(element)

    def sequence(self, within: Element) -> Pattern:
        found = EMPTY
        for child in within:
            found = group(found, self.pattern(child))
        return found

    def pattern(self, rule: Element) -> Pattern:
        kind = str(rule.tag).removeprefix(_RNG)
        if kind == "ref":
            tag = self.tag(rule.get("name", ""))
            return ("element", tag) if tag else EMPTY
        if kind == "choice":
            return reduce(choice, [self.pattern(child) for child in rule], NOTHING)
        if kind == "optional":
            return choice(self.sequence(rule), EMPTY)
        if kind == "oneOrMore":
            return _more(self.sequence(rule))
        if kind == "zeroOrMore":
            return choice(_more(self.sequence(rule)), EMPTY)
        return self.sequence(rule) if kind in ("group", "mixed") else EMPTY


def group(first: Pattern, then: Pattern) -> Pattern:
    """Match one pattern and then the other."""
    if NOTHING in (first, then):
        return NOTHING
    if first == EMPTY:
        return then
    return first if then == EMPTY else ("group", first, then)


def choice(one: Pattern, other: Pattern) -> Pattern:
    """Match either pattern."""
    if one in (NOTHING, other):
        return other
    return one if other == NOTHING else ("choice", one, other)


def _more(of: Pattern) -> Pattern:
    return of if of in (NOTHING, EMPTY) else ("more", of)


def may_end(pattern: Pattern) -> bool:
    """Say whether nothing more is needed."""
    if pattern[0] == "group":
        return may_end(pattern[1]) and may_end(pattern[2])
    if pattern[0] == "choice":
        return may_end(pattern[1]) or may_end(pattern[2])
    return may_end(pattern[1]) if pattern[0] == "more" else pattern == EMPTY


def possible(pattern: Pattern) -> list[str]:
    """Name the elements that may come next, in the order of the schema."""
    if pattern[0] == "element":
        return [pattern[1]]
    if pattern[0] == "more":
        return possible(pattern[1])
    if pattern[0] == "choice":
        return list(dict.fromkeys(possible(pattern[1]) + possible(pattern[2])))
    if pattern[0] == "group":
        return list(dict.fromkeys(possible(pattern[1]) + (possible(pattern[2]) if may_end(pattern[1]) else [])))
    return []


def after(pattern: Pattern, name: str) -> Pattern:
    """Give what remains to be matched after this element: the pattern's derivative."""
    if pattern[0] == "element":
        return EMPTY if pattern[1] == name else NOTHING
    if pattern[0] == "more":
        return group(after(pattern[1], name), choice(pattern, EMPTY))
    if pattern[0] == "choice":
        return choice(after(pattern[1], name), after(pattern[2], name))
    if pattern[0] == "group":
        taken = group(after(pattern[1], name), pattern[2])
        return choice(taken, after(pattern[2], name)) if may_end(pattern[1]) else taken
    return NOTHING


def faults(root: Element, models: dict[str, ElementModel], most: int) -> list[Fault]:
    """Say what is wrong with a document, in document order, `most` faults at most; nothing when it is valid."""
    if root.tag != ROOT:
        return [Fault(root, f"expected the root element {ROOT}, got {_shown(str(root.tag))}")]
    found: list[Fault] = []
    waiting = [root]
    while waiting and len(found) < most:
        element = waiting.pop()
        model = models.get(str(element.tag))
        if model is None or model.loose:
            continue
        found.extend(Fault(element, message) for message in _attribute_faults(element, model))
        if not model.open:
            found.extend(Fault(element, message) for message in _text_faults(element, model))
            shape = tuple([str(child.tag) for child in element])
            if shape not in model.sound:
                misplaced = [Fault(*fault) for fault in _order_faults(element, model)]
                found.extend(misplaced)
                if not misplaced and len(shape) <= _LONGEST_SHAPE:
                    if len(model.sound) >= _MOST_SHAPES:
                        model.sound.clear()
                    model.sound.add(shape)
            waiting.extend(reversed(element))
    return found[:most]


def _attribute_faults(element: Element, model: ElementModel) -> Iterator[str]:
    tag = str(element.tag)
    for name in sorted(model.required.difference(map(str, element.attrib))):
        yield f"expected the attribute {_shown(name)} on {tag}, got none"
    for key, value in element.attrib.items():
        name, written = str(key), str(value)
        if name not in model.attributes:
            allowed = _listed([_shown(known) for known in model.attributes])
            yield f"expected {allowed} as attributes of {tag}, got {_shown(name)}"
        elif not _permits(model.attributes[name], written):
            values = model.attributes[name]
            expected = _listed(sorted(values)) if isinstance(values, frozenset) else f"a {values}"
            yield f"expected {expected} as the attribute {_shown(name)} of {tag}, got {written[:40]!r}"


def _permits(values: Values, written: str) -> bool:
    if isinstance(values, str):
        return _TYPES[values].fullmatch(written) is not None
    return values is None or written in values


def _text_faults(element: Element, model: ElementModel) -> Iterator[str]:
    if not model.text:
        texts = [element.text, *(child.tail for child in element)]
        loose = next((text.strip(_XML_SPACE) for text in texts if text and text.strip(_XML_SPACE)), None)
        if loose is not None:
            # The text itself may be a secret that strayed out of its element: its length is enough to find it.
            yield f"expected only elements in {element.tag!s}, got text of {len(loose)} characters"


def _order_faults(element: Element, model: ElementModel) -> Iterator[tuple[Element, str]]:
    tag = str(element.tag)
    pattern, previous, settled = model.children, "", ""
    for child in element:
        # In a long run of lines the model stops changing; a cart of thousands need not work it out each time.
        if child.tag == settled:
            continue
        left = after(pattern, str(child.tag))
        if left == NOTHING:
            place = f"after {previous} in {tag}" if previous else f"first in {tag}"
            yield child, f"expected {_next(pattern)} {place}, got {_shown(str(child.tag))}"
            return
        settled = str(child.tag) if left == pattern else ""
        pattern, previous = left, _shown(str(child.tag))
    if not may_end(pattern):
        place = f"after {previous} in {tag}" if previous else f"in {tag}"
        yield element, f"expected {_next(pattern)} {place}, got nothing more"


def _next(pattern: Pattern) -> str:
    names = [_shown(name) for name in possible(pattern)]
    return _listed([*names[:_SHOWN], *(["..."] if len(names) > _SHOWN else [])], "the end" if may_end(pattern) else "")


def _listed(names: list[str], last: str = "") -> str:
    words = [*names, last] if last else names
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "none"


def _shown(name: str) -> str:
    if name.startswith(_XML):
        return f"xml:{name.removeprefix(_XML)}"
    if name.startswith("{"):
        namespace, _, local = name[1:].partition("}")
        return f"{local[:60]} of {namespace[:60]}"
    return name[:60]
