"""Which member of a cart means what: every spelling of every form, and those that differ in case and underscores only.

Source: reference, hub and protocols, 1.7 (variants), 1.9, 1.12 and 1.13 (supplier_id, supplier_aux_id).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulators.messages.cart import liferay
from simulators.messages.cart.forms import FORMS

# Members of Liferay's objects that no cart has a place for; they mean nothing to a buyer.
IGNORED = frozenset({"companyId", "groupId", "isDefaultBilling", "isDefaultShipping", "isGeolocated", "type"}) | {
    *("latitude", "longitude", "createDate", "modifiedDate", "id", "numericISOCode", "threeLettersISOCode"),
}


def plain(key: str) -> str:
    """Return a key without what differs between spellings of one name: case, underscores and hyphens."""
    return key.replace("_", "").replace("-", "").lower()


def _spellings(levels: Iterable[Mapping[str, str]], more: Mapping[str, str]) -> dict[str, str]:
    """Return the attribute by plain key. `more` is by key; the first meaning of a key counts."""
    found: dict[str, str] = {}
    for level in levels:
        for attribute, key in level.items():
            found.setdefault(plain(key), attribute)
    return {**{plain(key): attribute for key, attribute in more.items()}, **found}


CART = _spellings(
    (level for form in FORMS for level in (form.cart_keys, form.data_keys)),
    {"items": "lines", "data": "data", "currency_code": "currency", "discount_description": "discount_description"},
)
# What stands in the cart's `data` besides a shop's own members.
DATA = {
    key: attribute
    for key, attribute in CART.items()
    if attribute
    in ("edit_mode", "shipping", "shipping_description", "tax", "tax_description", "discount", "discount_description")
}
LINE = _spellings(
    (form.line_keys for form in FORMS),
    {"data": "data", "supplier_aux_id": "auxiliary_id", "supplier_part_id": "supplier_id", "unit_price": "unit_price"},
)
ADDRESS = _spellings((liferay.ADDRESS_TEXTS,), {"shippingAddressId": "id", "region": "region", "country": "country"})
REGION = _spellings((), {"code": "code", "name": "name"})
COUNTRY = _spellings((), {"twoLettersISOCode": "code", "name": "name"})
