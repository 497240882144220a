"""The standard session request, JSON from the hub's server to the store's: values, built and parsed.

Source: reference, hub and protocols, 1.2 (fields and variants), 1.4 (operations and lines).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import simplejson

from simulators.messages import numbers
from simulators.messages.addresses import is_address
from simulators.messages.advisories import Advisory, Notes, shown
from simulators.messages.standard.advisories import MEANINGS
from simulators.messages.standard.reading import StandardObject, StandardRejected

Operation: TypeAlias = Literal["create", "edit", "inspect"]
ItemSpelling: TypeAlias = Literal["primaryId", "supplier_id"]
CustomPlace: TypeAlias = Literal["params", "root"]
Pairs: TypeAlias = tuple[tuple[str, str], ...]

OPERATIONS: tuple[Operation, ...] = ("create", "edit", "inspect")
MODES = ("production", "test")
SETUP_REQUEST = "setuprequest"
IN_CART = "out"
SELECTED = "in"
# SKU and auxiliary id of a line, in the hub's own spelling and that of the client derived from its API description.
_ITEM_KEYS: Mapping[ItemSpelling, tuple[str, str]] = {
    "primaryId": ("primaryId", "secondaryId"),
    "supplier_id": ("supplier_id", "supplierauxid"),
}


@dataclass(frozen=True)
class StandardItem:
    """A line: `out` is already in the buyer's cart (edit, inspect), `in` was selected in procurement (Level 2)."""

    primary_id: str
    secondary_id: str = ""
    quantity: Decimal = Decimal(1)
    type: str = IN_CART


@dataclass(frozen=True)
class StandardContact:
    """The person who shops; a text that came as null is ""."""

    email: str = ""
    name: str = ""
    unique: str = ""


@dataclass(frozen=True)
class StandardRequest:
    """What the hub asks: a session named by `pos`, for a contact, whose cart goes to `return_url` of the hub.

    `post_form` is the procurement system's own address. `data` are the buyer's extrinsics, `shipping` the address
    (`address_name`, `shipping_id`, `shipping_city`, `country_id` and others), `custom` the buyer's organisation.
    """

    pos: str
    return_url: str
    operation: str = "create"
    contact: StandardContact = StandardContact()
    buyer_cookie: str = ""
    post_form: str = ""
    data: Pairs = ()
    shipping: Pairs = ()
    items: tuple[StandardItem, ...] = ()
    custom: Pairs = ()
    mode: str = "production"
    type: str = SETUP_REQUEST


@dataclass(frozen=True)
class RequestRead:
    """A session request that was read, and what was noticed."""

    request: StandardRequest
    advisories: tuple[Advisory, ...]

    @property
    def noticed(self) -> frozenset[str]:
        """The names of the advisories."""
        return frozenset(advisory.name for advisory in self.advisories)


def build_standard_request(
    request: StandardRequest, *, items: ItemSpelling = "primaryId", custom: CustomPlace = "params"
) -> bytes:
    """Return a session request as JSON in UTF-8, lines and organisation in the spelling and place asked for.

    Raises:
        StandardRejected: when it would be refused by the rules it is read by.

    """
    params = {"header": {}, **params_document(request, items=items)}
    own = dict(request.custom)
    document = {
        "pos": request.pos,
        "operation": request.operation,
        "return_url": request.return_url,
        "params": {**params, **({"custom": own} if own and custom == "params" else {})},
        **({"custom": own} if own and custom == "root" else {}),
    }
    body = numbers.dumps(document).encode()
    parse_standard_request(body)
    return body


def parse_standard_request(body: bytes) -> RequestRead:
    """Read a session request; nulls, both spellings of lines and both places of `custom` are taken.

    Raises:
        StandardRejected: with every fault by its place, when it is not JSON, lacks `pos`, `return_url` or the
            operation, or has a wrong type.

    """
    notes = Notes(MEANINGS)
    root = StandardObject.read(body, "the request", notes)
    params = root.inner("params")
    if params.inner("header").document:
        notes.advise("header-in-server-request", "params.header")
    operation = root
    if "operation" not in root.document and "operation" in params.document:
        notes.advise("operation-in-params", "params.operation")
        operation = params
    request = read_request(
        pos=root.text("pos", needed=True),
        return_url=root.text("return_url", needed=True),
        operation=operation.text("operation", needed=True),
        params=params,
        custom=_custom(root, params, notes),
        notes=notes,
    )
    return RequestRead(request, notes.advisories)


def params_document(request: StandardRequest, *, items: ItemSpelling = "primaryId") -> dict[str, Any]:
    """Return the part of `params` that both the server request and the browser launch have."""
    contact = request.contact
    return {
        "type": request.type,
        "mode": request.mode,
        "body": {
            "data": dict(request.data),
            "contact": {"email": contact.email, "name": contact.name or None, "unique": contact.unique or None},
            "buyercookie": request.buyer_cookie,
            "postform": request.post_form,
            "shipping": {"data": dict(request.shipping)},
            "items": [_item_document(item, items) for item in request.items],
        },
    }


def read_request(
    *, pos: str, return_url: str, operation: str, params: StandardObject, custom: Pairs, notes: Notes
) -> StandardRequest:
    """Read what both the server request and the browser launch have in `params`.

    Raises:
        StandardRejected: with the faults of `notes`, those found here included.

    """
    body = params.inner("body")
    contact = body.inner("contact")
    request = StandardRequest(
        pos=pos,
        return_url=return_url,
        operation=operation,
        contact=StandardContact(contact.text("email"), contact.text("name"), contact.text("unique")),
        buyer_cookie=body.text("buyercookie"),
        post_form=body.text("postform"),
        data=body.inner("data").pairs(),
        shipping=body.inner("shipping").inner("data").pairs(),
        items=tuple(_item(line) for line in body.objects("items")),
        custom=custom,
        mode=params.text("mode") or "production",
        type=params.text("type") or SETUP_REQUEST,
    )
    _judge(request, notes)
    if notes.faults:
        raise StandardRejected(tuple(notes.faults))
    return request


def _judge(request: StandardRequest, notes: Notes) -> None:
    if request.operation and request.operation not in OPERATIONS:
        notes.fault("operation", f"expected one of {', '.join(OPERATIONS)}, got {shown(request.operation)}")
    for place, url in (("return_url", request.return_url), ("params.body.postform", request.post_form)):
        if url and not is_address(url):
            notes.fault(place, f"expected an absolute http or https address, got {shown(url)}")
    if not request.buyer_cookie:
        notes.advise("no-buyer-cookie", "params.body.buyercookie")
    if not request.post_form:
        notes.advise("no-postform", "params.body.postform")
    if request.mode not in MODES:
        notes.advise("mode-unknown", "params.mode", request.mode)
    if request.type != SETUP_REQUEST:
        notes.advise("type-unknown", "params.type", request.type)
    for index, item in enumerate(request.items):
        if item.type not in (IN_CART, SELECTED):
            notes.advise("line-type-unknown", f"params.body.items[{index}].type", item.type)


def _custom(root: StandardObject, params: StandardObject, notes: Notes) -> Pairs:
    beside, inside = dict(root.inner("custom").pairs()), dict(params.inner("custom").pairs())
    if beside and inside:
        notes.advise("custom-twice", "custom")
    elif beside:
        notes.advise("custom-at-root", "custom")
    return tuple({**beside, **inside}.items())


def _item_document(item: StandardItem, spelling: ItemSpelling) -> dict[str, Any]:
    primary, secondary = _ITEM_KEYS[spelling]
    quantity = simplejson.RawJSON(format(item.quantity, "f"))
    return {primary: item.primary_id, secondary: item.secondary_id, "quantity": quantity, "type": item.type}


def _item(line: StandardObject) -> StandardItem:
    spelling: ItemSpelling = "primaryId"
    if "primaryId" not in line.document and "supplier_id" in line.document:
        spelling = "supplier_id"
        line.notes.advise("items-with-supplier-ids", line.where.rstrip("."))
    primary, secondary = _ITEM_KEYS[spelling]
    return StandardItem(
        primary_id=line.text(primary, needed=True),
        secondary_id=line.text(secondary),
        quantity=line.quantity("quantity"),
        type=line.text("type") or IN_CART,
    )
