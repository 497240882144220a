"""Order messages taken from a browser's form: read, and put into no protocol's words.

Source: reference, hub and protocols, 2.6 and 2.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from simulators.messages.cxml import (
    Charge,
    Content,
    ItemIn,
    OrderMessage,
    XmlContent,
    decode_form_field,
    parse_order_message,
)
from simulators.procurement.requisition import BroughtBack, HeldLine

NO_CONTENT = 204


def order_message_in(fields: Sequence[tuple[str, str]]) -> tuple[OrderMessage, str]:
    """Return the order message in a form, and the document it came as.

    Raises:
        CxmlRejected: when there is none, or it cannot be read.

    """
    found = decode_form_field(fields)
    message = parse_order_message(found.document, encoding=found.encoding, strict=False)
    return message, found.document.decode(found.encoding or "utf-8", "replace")


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
