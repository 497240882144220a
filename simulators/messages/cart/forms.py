"""The forms in which stores post carts to the hub, each as data: where the lines stand, keys, what has a place.

Source: reference, hub and protocols, 1.7 (standard JSON and its variants), 1.9 (Liferay), 1.12 (form cart).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias

from simulators.messages.cart import liferay
from simulators.messages.cart.values import ZERO, Cart, CartLine, ShippingAddress

Wrapper: TypeAlias = Literal["", "body", "requestBody"]
Items: TypeAlias = Literal["list", "text", "object"]
Carrier: TypeAlias = Literal["json", "form"]

UNSPSC = "UNSPSC"
_EIGHT_DIGITS = re.compile("[0-9]{8}")


@dataclass(frozen=True)
class CartForm:
    """One form: attributes of `Cart` and `CartLine`, each with the key it stands under.

    `carrier` is JSON or a browser's form, `wrapper` the member the cart stands in, `items` what the lines stand in.
    `data_keys` stand in the cart's object `data`, where `has_data`; a shop's own members stand there too, or, where
    `custom`, beside the others. What is `needed` makes a cart unusable when it is missing. `usual` are the advisories
    of how it is written that belong to the form. Where it `classifies_by_code`, a UNSPSC code is the classification.
    `constant_unit` is the unit a form always has.
    """

    name: str
    source: str
    cart_keys: Mapping[str, str]
    line_keys: Mapping[str, str]
    usual: frozenset[str]
    data_keys: Mapping[str, str]
    carrier: Carrier = "json"
    wrapper: Wrapper = ""
    items: Items = "list"
    has_data: bool = False
    custom: bool = False
    classifies_by_code: bool = True
    needed: frozenset[str] = frozenset({"total", "currency", "supplier_id", "quantity", "unit_price"})
    constant_unit: str = ""

    @property
    def cart_fields(self) -> frozenset[str]:
        """The attributes of `Cart` that have a place in the form."""
        data = {"data"} if self.has_data or self.custom else set()
        return frozenset({*self.cart_keys, *self.data_keys, "lines", *data})

    @property
    def line_fields(self) -> frozenset[str]:
        """The attributes of `CartLine` that have a place in the form."""
        keys = {"shipping_address" if key == "address_id" else key for key in self.line_keys}
        code = {"unspsc"} if self.classifies_by_code else set()
        data = {"data"} if self.has_data or self.custom else set()
        return frozenset({*keys, *code, *data})


_LIFERAY_LINE = {
    **liferay.LINE_TEXTS,
    **liferay.LINE_AMOUNTS,
    **liferay.LINE_QUANTITIES,
    **liferay.LINE_LONGS,
    "shipping_address": "shippingAddress",
}
_LIFERAY_1_LINE = {
    **{name: key for name, key in _LIFERAY_LINE.items() if name not in ("sku_id", "shipping_address")},
    "address_id": "shippingAddressId",
}
_LIFERAY_CART = {**liferay.CART_TEXTS, **liferay.CART_AMOUNTS}
_LIFERAY_0_CART = {name: key for name, key in _LIFERAY_CART.items() if name != "currency"}
_LIFERAY_NEEDED = frozenset({"total", "currency", "supplier_id", "auxiliary_id", "quantity", "unit_price"})
_LIFERAY_USUAL = frozenset(
    {
        *("no-body-wrapper", "sums-outside-data", "currency-code-key", "no-item-currency", "no-edit-mode"),
        *("unspsc-outside-classification", "number-with-exponent", "id-as-text"),
    }
)

LIFERAY_2 = CartForm(
    name="liferay-2",
    source="1.9, LIF-2 and LIF-3, which have the same keys",
    cart_keys=_LIFERAY_CART,
    line_keys=_LIFERAY_LINE,
    data_keys={},
    usual=_LIFERAY_USUAL,
    needed=_LIFERAY_NEEDED,
    classifies_by_code=False,
    constant_unit="EA",
)
LIFERAY_1 = replace(LIFERAY_2, name="liferay-1", source="1.9, LIF-1", line_keys=_LIFERAY_1_LINE)
LIFERAY_0 = CartForm(
    name="liferay-0",
    source="1.9, LIF-0",
    cart_keys=_LIFERAY_0_CART,
    line_keys={name: key for name, key in _LIFERAY_1_LINE.items() if name != "unspsc"},
    data_keys={},
    items="text",
    usual=_LIFERAY_USUAL | {"no-currency", "items-as-text"},
    needed=_LIFERAY_NEEDED - {"currency"},
    classifies_by_code=False,
    constant_unit="EA",
)

_STANDARD_LINE = {
    "quantity": "quantity",
    "supplier_id": "supplierid",
    "auxiliary_id": "supplierauxid",
    "description": "description",
    "unit_price": "unitprice",
    "currency": "currency",
    "unit_of_measure": "uom",
    "classification": "classification",
    "class_domain": "classdomain",
    "language": "language",
}
_OPTIONAL = frozenset({"no-item-currency", "no-edit-mode", "no-auxiliary-id"})

STANDARD = CartForm(
    name="standard",
    source="1.7",
    cart_keys={"total": "total", "currency": "currency"},
    line_keys=_STANDARD_LINE,
    data_keys={
        "edit_mode": "edit_mode",
        "shipping": "shipping",
        "shipping_description": "shipping_description",
        "tax": "tax",
        "tax_description": "tax_description",
    },
    wrapper="body",
    has_data=True,
    usual=_OPTIONAL,
)
FLAT = replace(STANDARD, name="flat", source="1.7, HCL", wrapper="", usual=_OPTIONAL | {"no-body-wrapper"})
NESTED_ITEMS = replace(
    FLAT, name="nested-items", source="1.7, NetSuite", items="object", usual=FLAT.usual | {"items-in-object"}
)
REQUEST_BODY = replace(
    STANDARD,
    name="request-body",
    source="1.7, HCL axios",
    wrapper="requestBody",
    line_keys={**_STANDARD_LINE, "supplier_id": "supplierId"},
    usual=_OPTIONAL | {"other-wrapper"},
)
FORM_CART = CartForm(
    name="form",
    source="1.12, Magento",
    cart_keys={
        "total": "total",
        "currency": "currency",
        "shipping": "shipping",
        "shipping_description": "shipping_method",
        "tax": "tax",
        "tax_description": "tax_description",
        "discount": "discount",
        "discount_description": "discount_title",
        "edit_mode": "edit_mode",
    },
    line_keys={name: key for name, key in _STANDARD_LINE.items() if name != "class_domain"},
    data_keys={},
    carrier="form",
    wrapper="body",
    custom=True,
    usual=_OPTIONAL | {"sent-through-browser", "sums-outside-data", "number-as-text"},
)

# In the order in which a name is given to a cart that fits several.
FORMS: tuple[CartForm, ...] = (
    STANDARD,
    LIFERAY_2,
    LIFERAY_1,
    LIFERAY_0,
    FLAT,
    NESTED_ITEMS,
    REQUEST_BODY,
    FORM_CART,
)


def is_unspsc(code: str, domain: str) -> bool:
    """Tell whether a classification is a UNSPSC code: its domain says so, or it says nothing and has eight digits."""
    return domain.upper() == UNSPSC if domain else _EIGHT_DIGITS.fullmatch(code) is not None


def classification_of(line: CartLine) -> tuple[str, str]:
    """Return the code and domain of a line for a form that has one place for both: a UNSPSC code goes first."""
    if line.unspsc:
        return line.unspsc, UNSPSC
    return line.classification, line.class_domain if line.classification else ""


def carried(cart: Cart, form: CartForm) -> Cart:
    """Return what is left of a cart that goes in a form: what the form has no place for is empty."""
    lines = tuple(_carried_line(line, form) for line in cart.lines)
    return replace(cart, lines=lines, **_without_place(cart, _EMPTY_CART, form.cart_fields))


def _carried_line(line: CartLine, form: CartForm) -> CartLine:
    kept = replace(line, **_without_place(line, _EMPTY_LINE, form.line_fields))
    if kept.shipping_address.id < 1 or "shipping_address" not in form.line_keys:
        kept = replace(kept, shipping_address=ShippingAddress(max(kept.shipping_address.id, 0)))
    if not form.classifies_by_code:
        return kept
    code, domain = classification_of(kept)
    domain = domain if "class_domain" in form.line_keys else ""
    if is_unspsc(code, domain):
        return replace(kept, unspsc=code, classification="", class_domain="")
    return replace(kept, unspsc="", classification=code, class_domain=domain)


_EMPTY_CART = Cart("", ZERO, ())
_EMPTY_LINE = CartLine(0, "", "", "", ZERO, ZERO, ZERO, unit_of_measure="")


def _without_place(value: Cart | CartLine, empty: Cart | CartLine, places: frozenset[str]) -> dict[str, Any]:
    names = [field.name for field in fields(value) if field.name not in places]
    return {name: getattr(empty, name) for name in names}
