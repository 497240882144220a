"""Carts written in each of the forms, for tests and for stores other than Liferay.

Source: reference, hub and protocols, 1.7, 1.9 and 1.12.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import simplejson

from simulators.messages import numbers
from simulators.messages.cart import forms, liferay
from simulators.messages.cart.forms import CartForm, classification_of
from simulators.messages.cart.spelling import CART, DATA, LINE, plain
from simulators.messages.cart.values import Cart, CartLine

FORM_VERSION = "1.0"
_DATES = ("createDate", "modifiedDate", "requestedDeliveryDate")
_LIFERAY = (forms.LIFERAY_0, forms.LIFERAY_1, forms.LIFERAY_2)


def build_cart_as(form: CartForm, cart: Cart, *, api_key: str = "") -> bytes:
    """Return a cart in a form: JSON in UTF-8, or the fields of a browser's form, urlencoded.

    What the form has no place for is left out (`forms.carried` tells what is left). The API key is the store's own,
    and goes into a form cart only.

    Raises:
        ValueError: for a member of `data` that would be read as something else, or that comes twice.

    """
    if form in _LIFERAY:
        return numbers.dumps(_of_liferay(form, cart)).encode()
    document = _wrapped(form, _document(form, cart))
    if form.carrier == "json":
        return numbers.dumps(document).encode()
    params = base64.b64encode(numbers.dumps(document).encode()).decode("ascii")
    return urlencode({"apikey": api_key, "version": FORM_VERSION, "params": params}).encode("ascii")


def build_standard_cart(cart: Cart) -> bytes:
    """Return a cart as the hub's standard JSON; raises ValueError as `build_cart_as` does."""
    return build_cart_as(forms.STANDARD, cart)


def build_form_cart(cart: Cart, api_key: str) -> bytes:
    """Return a cart as the urlencoded form a browser posts; raises ValueError as `build_cart_as` does."""
    return build_cart_as(forms.FORM_CART, cart, api_key=api_key)


def _of_liferay(form: CartForm, cart: Cart) -> dict[str, Any]:
    document = liferay.cart_document(cart)
    if form is forms.LIFERAY_2:
        return document
    items = []
    for item in document["items"]:
        left_out = {"skuid", "shippingAddress", *(date for date in _DATES if not item[date])}
        item["shippingAddressId"] = item["shippingAddress"]["shippingAddressId"]
        items.append({key: value for key, value in item.items() if key not in left_out})
    if form is forms.LIFERAY_1:
        return {**document, "items": items}
    for item in items:
        del item["unspsc"]
    del document["currencyCode"]
    return {**document, "items": numbers.dumps(items)}


def _wrapped(form: CartForm, document: dict[str, Any]) -> dict[str, Any]:
    return {form.wrapper: document} if form.wrapper else document


def _document(form: CartForm, cart: Cart) -> dict[str, Any]:
    members = _members(form.cart_keys, vars(cart))
    if form.custom:
        members |= _own(cart.data, CART)
    if form is forms.FORM_CART and "shipping" in members:
        members["shipping"] = format(cart.shipping, "f")
    data = {**_members(form.data_keys, vars(cart)), **_own(cart.data, DATA)} if form.has_data else {}
    lines = [_line(form, line) for line in cart.lines]
    items = {"items": lines} if form.items == "object" else lines
    return {**members, **({"data": data} if data else {}), "items": items}


def _line(form: CartForm, line: CartLine) -> dict[str, Any]:
    code, domain = classification_of(line)
    members = _members(form.line_keys, {**vars(line), "classification": code, "class_domain": domain})
    if form.custom:
        return members | _own(line.data, LINE)
    # In an object of its own any name will do.
    return {**members, "data": _own(line.data, {})} if line.data else members


def _members(keys: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said: no member for an empty text, or for an edit_mode of None."""
    said = {key: values[name] for name, key in keys.items() if values[name] not in (None, "")}
    return {key: _number(value) if isinstance(value, Decimal) else value for key, value in said.items()}


def _number(value: Decimal) -> object:
    # No exponent, which some readers of JSON numbers do not know.
    return simplejson.RawJSON(format(value, "f"))


def _own(data: tuple[tuple[str, Any], ...], taken: Mapping[str, str]) -> dict[str, Any]:
    names = [name for name, _ in data]
    wrong = sorted({name for name in names if names.count(name) > 1 or plain(name) in taken})
    if wrong:
        raise ValueError(f"data: expected names of a shop's own, each once, got {', '.join(wrong)}")
    return dict(data)
