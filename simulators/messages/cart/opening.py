"""The body of a cart post opened: the object that holds the cart, wherever it stands, its lines, and what is around.

Source: reference, hub and protocols, 1.7 (wrappers and places of items), 1.12 (form cart).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from simulators.messages import numbers
from simulators.messages.advisories import Notes, shown
from simulators.messages.cart.forms import FORMS, Carrier, CartForm, Items, Wrapper
from simulators.messages.cart.values import CartRejected
from simulators.messages.cart.writing import FORM_VERSION

_FORM = re.compile(rb"\s*[A-Za-z_]+=")
_MOST_FIELDS = 100


@dataclass(frozen=True)
class Opened:
    """A cart's own object and its lines as they came, and how they were wrapped; `where` is the place of the cart.

    `lines` are the elements of the list with the place of each.
    """

    carrier: Carrier
    wrapper: Wrapper
    items: Items
    document: Mapping[str, Any]
    where: str
    lines: tuple[tuple[str, Any], ...]
    api_key: str = field(default="", repr=False)

    def fits(self, form: CartForm) -> bool:
        """Tell whether carrier, wrapper and place of the lines are those of a form."""
        return (self.carrier, self.wrapper, self.items) == (form.carrier, form.wrapper, form.items)

    def form(self) -> CartForm:
        """Return the form that is nearest: by carrier, then place of the lines, then wrapper, then keys."""
        cart_keys = set(self.document)
        line_keys = {key for _, line in self.lines if isinstance(line, dict) for key in line}

        def nearness(form: CartForm) -> tuple[bool, bool, bool, int]:
            known = cart_keys & set(form.cart_keys.values()), line_keys & set(form.line_keys.values())
            return (
                self.carrier == form.carrier,
                self.items == form.items,
                self.wrapper == form.wrapper,
                sum(map(len, known)),
            )

        return max(FORMS, key=nearness)


def opened(body: bytes, notes: Notes) -> Opened:
    """Open the body of a cart post, a browser's form or JSON.

    Advises on what is around the cart only.

    Raises:
        CartRejected: when no object with lines is found.

    """
    if _FORM.match(body):
        document, api_key = _of_form(body, notes)
        return _unwrapped("form", document, notes, api_key)
    return _unwrapped("json", _json(body), notes, "")


def _json(body: bytes, what: str = "the cart") -> Any:
    try:
        return numbers.loads(body, as_written=True)
    except ValueError as error:
        raise CartRejected((f"{what} is not JSON: {error}",)) from None


def _of_form(body: bytes, notes: Notes) -> tuple[Any, str]:
    try:
        text = body.decode("ascii")
        fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise CartRejected((f"the cart is not an urlencoded form: {error}",)) from None
    notes.advise("sent-through-browser", "the form")
    api_key = fields.get("apikey", "")
    if api_key:
        notes.advise("api-key-in-browser", "apikey")
    else:
        notes.advise("no-api-key", "apikey")
    if fields.get("version") != FORM_VERSION:
        notes.advise("other-version", "version", fields.get("version"))
    params = fields.get("params", "")
    if not params:
        names = ", ".join(shown(name) for name in fields)
        raise CartRejected((f"params: missing; the form has {names}",))
    if " " in params:
        notes.advise("base64-with-blanks", "params")
    try:
        decoded = base64.b64decode(params.replace(" ", "+"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CartRejected((f"params: expected base64, got {error}",)) from None
    return _json(decoded, "params"), api_key


def _unwrapped(carrier: Carrier, document: Any, notes: Notes, api_key: str) -> Opened:
    if not isinstance(document, dict):
        raise CartRejected(("the cart is not a JSON object",))
    wrapper: Wrapper = ""
    where = ""
    if "items" not in document:
        for name in _WRAPPERS:
            if name in document:
                wrapper, where, document = name, f"{name}.", document[name]
                break
    if not isinstance(document, dict):
        raise CartRejected((f"{wrapper}: expected an object, got {shown(document)}",))
    if wrapper == "":
        notes.advise("no-body-wrapper", "the cart")
    elif wrapper != "body":
        notes.advise("other-wrapper", wrapper)
    items, lines = _lines(document.get("items"), f"{where}items", notes)
    return Opened(carrier, wrapper, items, document, where, lines, api_key)


_WRAPPERS: tuple[Wrapper, ...] = ("body", "requestBody")


def _lines(items: Any, place: str, notes: Notes) -> tuple[Items, tuple[tuple[str, Any], ...]]:
    layout: Items = "list"
    if isinstance(items, str):
        layout = "text"
        notes.advise("items-as-text", place)
        try:
            items = numbers.loads(items.encode("utf-8"), as_written=True)
        except ValueError as error:
            notes.fault(place, f"expected JSON in the string, got {error}")
            return layout, ()
    elif isinstance(items, dict):
        layout, place = "object", f"{place}.items"
        notes.advise("items-in-object", place)
        items = items.get("items")
    if not isinstance(items, list):
        notes.fault(place, "missing" if items is None else f"expected a list, got {shown(items)}")
        return layout, ()
    return layout, tuple((f"{place}[{index}]", item) for index, item in enumerate(items))
