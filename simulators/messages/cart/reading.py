"""The cart read whatever form it came in, or in one form only, with the form named and every mismatch.

Source: reference, hub and protocols, 1.7, 1.9 and 1.12 (a tolerant hub takes the variants, a strict one names them).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulators.messages.advisories import Advisory, Notes, shown
from simulators.messages.cart import advisories, judging, liferay, spelling
from simulators.messages.cart.forms import CartForm, is_unspsc
from simulators.messages.cart.members import Members
from simulators.messages.cart.opening import Opened, opened
from simulators.messages.cart.values import Cart, CartLine, CartRejected, ShippingAddress


@dataclass(frozen=True)
class CartRead:
    """A cart that was read: its values, the name of the form it came in, and what was noticed.

    `api_key` is what a form cart brought, "" otherwise.
    """

    cart: Cart
    form: str
    advisories: tuple[Advisory, ...]
    api_key: str = field(default="", repr=False)

    @property
    def noticed(self) -> frozenset[str]:
        """The names of the advisories."""
        return frozenset(advisory.name for advisory in self.advisories)


def read_cart(body: bytes) -> CartRead:
    """Read a cart of any form, JSON or a browser's urlencoded form; name the form and each mismatch with the standard.

    Raises:
        CartRejected: with every fault by its place, when it is not a cart, something needed is missing or of the
            wrong type, an amount or quantity is negative, or currencies differ.

    """
    notes = Notes(advisories.MEANINGS)
    found = opened(body, notes)
    return _read(found, found.form(), notes)


def read_cart_as(form: CartForm, body: bytes) -> CartRead:
    """Read a cart of one form only.

    Raises:
        CartRejected: as `read_cart`, and for every mismatch in how the cart is written that is not the form's own.

    """
    notes = Notes(advisories.MEANINGS)
    found = opened(body, notes)
    if not found.fits(form):
        nearest = found.form().name
        notes.fault("the cart", f"expected the form {form.name}, got another; the nearest is {nearest}")
    return _read(found, form, notes, strict=True)


def _read(found: Opened, form: CartForm, notes: Notes, *, strict: bool = False) -> CartRead:
    cart = _cart(found, form, notes)
    judging.judge(cart, form, [place for place, item in found.lines if isinstance(item, dict)], notes)
    if strict:
        for advisory in notes.advisories:
            if advisory.name in advisories.FORM and advisory.name not in form.usual:
                notes.fault(advisory.places[0], f"not as in the form {form.name}: {advisory.meaning}")
    if notes.faults:
        raise CartRejected(tuple(notes.faults))
    return CartRead(cart, form.name, notes.advisories, found.api_key)


_CART_TEXTS = (
    *("currency", "discount_description", "shipping_description", "tax_description", "contract_id", "quote_id"),
)
_CART_AMOUNTS = ("total", "discount", "shipping", "tax")
_LINE_TEXTS = (
    *("supplier_id", "auxiliary_id", "description", "unit_of_measure", "unspsc", "classification", "class_domain"),
    *("delivery_group", "printed_note", "external_reference_code", "currency", "language"),
    *("create_date", "modified_date", "requested_delivery_date"),
)
_LINE_AMOUNTS = ("quantity", "unit_price", "final_price", "promo_price", "discount", "shipped_quantity")
_LINE_IDS = ("sku_id", "price_list_id", "parent_order_item_id")


def _cart(found: Opened, form: CartForm, notes: Notes) -> Cart:
    data_key = {"data": "data"} if form.has_data else {}
    root = Members(found.document, found.where, spelling.CART, {**form.cart_keys, "lines": "items", **data_key}, notes)
    data = root.inner("data", spelling.DATA, form.data_keys)
    own = _own(root, data, form)
    root.add(data)
    texts: dict[str, Any] = {name: root.text(name) for name in _CART_TEXTS}
    amounts: dict[str, Any] = {name: root.amount(name, needed=name in form.needed) for name in _CART_AMOUNTS}
    edit_mode = root.flag("edit_mode")
    for name in ("shipping", "tax"):
        if (member := root.get(name)) and not member.place.startswith(data.where):
            notes.advise("sums-outside-data", member.place)
    lines = tuple(line for place, item in found.lines if (line := _line(place, item, form, notes)))
    currency = _currency(texts.pop("currency"), lines, form, root.place("currency"), notes)
    return Cart(currency=currency, lines=lines, edit_mode=edit_mode, data=own, **amounts, **texts)


def _currency(said: str, lines: tuple[CartLine, ...], form: CartForm, place: str, notes: Notes) -> str:
    """Return the cart's currency: as said, or else that of the lines."""
    if said:
        return said
    notes.advise("no-currency", place)
    of_lines = next((line.currency for line in lines if line.currency), "")
    if not of_lines and "currency" in form.needed:
        notes.fault(place, "missing")
    return of_lines


def _line(place: str, item: Any, form: CartForm, notes: Notes) -> CartLine | None:
    if not isinstance(item, dict):
        notes.fault(place, f"expected an object, got {shown(item)}")
        return None
    data_key = {"data": "data"} if form.has_data else {}
    members = Members(item, f"{place}.", spelling.LINE, {**form.line_keys, **data_key}, notes)
    needed = form.needed - {"currency"}
    texts = {name: members.text(name, needed=name in needed) for name in _LINE_TEXTS}
    if texts["unspsc"]:
        notes.advise("unspsc-outside-classification", members.place("unspsc"), texts["classification"])
    elif form.classifies_by_code and is_unspsc(texts["classification"], texts["class_domain"]):
        if not texts["class_domain"] and "class_domain" in form.line_keys:
            notes.advise("no-classification-domain", members.place("classification"), texts["classification"])
        texts |= {"unspsc": texts["classification"], "classification": "", "class_domain": ""}
    amounts = {name: members.amount(name, needed=name in needed) for name in _LINE_AMOUNTS}
    ids = {name: members.id(name) for name in _LINE_IDS}
    values: dict[str, Any] = {**texts, **amounts, **ids}
    own = _own(members, members.inner("data", {}, {}), form)
    return CartLine(**values, data=own, shipping_address=_address(members))


def _own(members: Members, data: Members, form: CartForm) -> tuple[tuple[str, Any], ...]:
    """Return a shop's own members: those of `data`, and where the form allows them, those beside the others."""
    if form.custom:
        return (*members.unknown.items(), *data.unknown.items())
    members.advise_of_unknown()
    return tuple(data.unknown.items())


def _address(line: Members) -> ShippingAddress:
    if line.get("address_id"):
        return ShippingAddress(line.id("address_id"))
    keys = {**liferay.ADDRESS_TEXTS, "id": "shippingAddressId", "region": "region", "country": "country"}
    address = line.inner("shipping_address", spelling.ADDRESS, keys)
    region = address.inner("region", spelling.REGION, {"code": "code", "name": "name"})
    country = address.inner("country", spelling.COUNTRY, {"code": "twoLettersISOCode", "name": "name"})
    for members in (address, region, country):
        members.advise_of_unknown()
    texts: dict[str, Any] = {name: address.text(name) for name in liferay.ADDRESS_TEXTS}
    return ShippingAddress(
        address.id("id"),
        region_code=region.text("code"),
        region_name=region.text("name"),
        country_code=country.text("code"),
        country_name=country.text("name"),
        **texts,
    )
