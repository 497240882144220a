"""The forms a message of the session API comes in, JSON and XML, read to one kind of object and written from it.

Source: reference, Liferay connector, 1.1 (content types) and 2.1 (error bodies).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from simulators.messages import numbers
from simulators.messages.session.faults import SessionRejected
from simulators.messages.session.model import ROOT
from simulators.messages.session.xml import read_xml, write_xml

PROBLEM = "Problem"


class Form(StrEnum):
    """How a body is written, by its media type."""

    JSON = "application/json"
    XML = "application/xml"


def form_of(content_type: str) -> Form | None:
    """Return the form a content type names, whatever its parameters and its letter case, or None for another one."""
    named = content_type.partition(";")[0].strip().lower()
    return next((form for form in Form if form.value == named), None)


def accepted_form(accept: str) -> Form | None:
    """Return the form an Accept header wants most, JSON among equals, or None when it takes neither.

    Source: RFC 9110, 12.5.1; a header that names nothing takes anything, and so does a weight that cannot be read.
    """
    if not accept.strip():
        return Form.JSON
    wanted = {form: _weight_of(form, accept) for form in Form}
    best = max(wanted, key=lambda form: wanted[form])
    return best if wanted[best] > 0 else None


def read_body(
    body: bytes, form: Form, *, root: str = ROOT, what: str = "body", charset: str | None = None
) -> dict[str, Any]:
    """Return the object in a body, as it stands: whether it is sound is another question.

    `root` names the type the object is of, which is its root element in XML, `what` the message in a refusal.

    Raises:
        SessionRejected: when the body is not in that form or holds no object.

    """
    if form is Form.XML:
        try:
            return read_xml(body, root, charset)
        except ValueError as error:
            raise SessionRejected((f"the {what} is not XML: {error}",)) from None
    try:
        document = numbers.loads(body)
    except ValueError as error:
        raise SessionRejected((f"the {what} is not JSON: {error}",)) from None
    if not isinstance(document, dict):
        raise SessionRejected((f"the {what} is not a JSON object",))
    return document


def write_body(document: Mapping[str, Any], form: Form, *, root: str = ROOT) -> bytes:
    """Return an object as a body in UTF-8; half a character, which only a JSON escape can carry, becomes "?".

    Raises:
        SessionRejected: when XML cannot carry it: a control character, a member whose name is no name there.

    """
    if form is Form.JSON:
        # Like Java, "?" for half a character, which a JSON escape can smuggle in.
        return numbers.dumps(document).encode("utf-8", "replace")
    try:
        return write_xml(document, root)
    except ValueError as error:
        raise SessionRejected((f"it cannot be written as XML: {error}",)) from None


def problem_body(status: str, title: str, form: Form) -> bytes:
    """Return a refusal as Liferay's REST layer writes it: an object, or the element `Problem`.

    What XML cannot carry of a title, which may quote the request, becomes "?".
    """
    document = {"status": status, "title": title}
    try:
        return write_body(document, form, root=PROBLEM)
    except SessionRejected:
        return write_body({**document, "title": ascii(title)[1:-1]}, form, root=PROBLEM)


def _weight_of(form: Form, accept: str) -> float:
    """Return the weight of the most telling range that a form is in, 0 when it is in none."""
    kind = form.value.partition("/")[0]
    telling = {form.value: 2, f"{kind}/*": 1, "*/*": 0}
    best, weight = -1, 0.0
    for entry in accept.split(","):
        named, *parameters = (part.strip().lower() for part in entry.split(";"))
        if telling.get(named, -1) > best:
            best, weight = telling[named], _q_in(parameters)
    return weight


def _q_in(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 1.0
    return 1.0
