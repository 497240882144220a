"""Order messages taken from a browser's form: read, and put into no protocol's words.

Source: reference, hub and protocols, 2.6 and 2.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from simulators.messages.cxml import (
    Charge,
    Content,
    Credential,
    ItemIn,
    OrderMessage,
    XmlContent,
    advisories,
    decode_form_field,
    parse_order_message,
)
from simulators.procurement.requisition import BroughtBack, HeldLine

NO_CONTENT = 204


@dataclass(frozen=True)
class Taken:
    """An order message as it came: what it says, the document, and what deviates in it, in words."""

    message: OrderMessage
    document: str
    noticed: tuple[str, ...]


def order_message_in(fields: Sequence[tuple[str, str]], body: bytes) -> Taken:
    """Return the order message in a form, or in a body that is none, as tolerantly as it can be understood.

    Raises:
        CxmlRejected: when there is none, or it cannot be read.

    """
    found = decode_form_field(fields, strict=False, body=body)
    message = parse_order_message(found.document, encoding=found.encoding, strict=False)
    # The form overrides what the document declares; where both are ASCII there is nothing to override.
    encoding = None if found.document.isascii() else found.encoding
    noticed = (*found.advisories, *advisories(found.document, encoding=encoding, through_browser=True))
    return Taken(message, found.document.decode(found.encoding or "utf-8", "replace"), tuple(map(str, noticed)))


def sender_noticed(message: OrderMessage, supplier: Credential) -> tuple[str, ...]:
    """Return what deserves a look about who an order message is from: anybody else than the supplier that was asked.

    It decides nothing: what comes through a browser proves nothing by its header, the session does by its address.
    """
    wanted = (supplier.domain.lower(), supplier.identity)
    named = [(credential.domain.lower(), credential.identity) for credential in message.header.from_]
    if wanted in named:
        return ()
    got = ", ".join(f"{domain} {identity}" for domain, identity in named) or "nobody"
    return (f"Header/From: from another supplier, got {got!r}; name {supplier.domain} {supplier.identity}",)


def brought_back(message: OrderMessage) -> BroughtBack:
    """Return the cart an order message brings."""
    return BroughtBack(
        message_id=message.envelope.payload_id,
        lines=tuple(_held(item) for item in message.items),
        currency=message.total.currency,
        total=message.total.amount,
        shipping=_amount(message.shipping),
        tax=_amount(message.tax),
        unchanged=message.status is not None and message.status.code == NO_CONTENT,
    )


def text_of(content: Content | None) -> str:
    """Return content ANY as text: as it is, or as canonical XML."""
    return content.xml if isinstance(content, XmlContent) else content or ""


def _held(item: ItemIn) -> HeldLine:
    return HeldLine(
        part_id=item.item_id.supplier_part_id,
        auxiliary_id=text_of(item.item_id.auxiliary_id),
        quantity=item.quantity,
        unit_price=item.unit_price.amount,
        currency=item.unit_price.currency,
        unit_of_measure=item.unit_of_measure,
        description="".join(text.value for text in item.descriptions),
        classifications=tuple((found.domain, found.value) for found in item.classifications),
        manufacturer=item.manufacturer_name or "",
        extrinsics={name: text_of(content) for name, content in item.extrinsics},
        source=item,
    )


def _amount(charge: Charge | None) -> Decimal:
    return charge.money.amount if charge else Decimal(0)
