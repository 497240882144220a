"""From the lines of a cart a shop posted to the items of an OCI form.

The price stands per so many units that the line is worth exactly what it was; the description loses its markup, and
what is longer than its field goes into the long text. The auxiliary id is the product's id for DETAIL and VALIDATE.
Tax and shipping of the cart have no place in OCI.

Source: reference, hub and protocols, 3.2; Liferay connector, 6.2.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from simulators.messages.cart import CartLine, line_price
from simulators.messages.markup import text_of
from simulators.messages.oci import OciItem, carried


def item_of(line: CartLine, currency: str, quantity: Decimal | None = None) -> OciItem:
    """Return a line as an item, or as many of it as `quantity` says.

    Raises:
        OciRejected: when its price cannot be carried exactly.

    """
    amount = line.quantity if quantity is None else quantity
    one = Fraction(line_price(line)) / Fraction(line.quantity) if line.quantity else Fraction(line.unit_price)
    price = carried(amount, unit_price=one)
    return OciItem(
        quantity=amount,
        description=text_of(line.description) or line.supplier_id,
        unit=line.unit_of_measure,
        price=price.price,
        currency=currency,
        priceunit=price.priceunit,
        vendormat=line.supplier_id,
        ext_product_id=line.auxiliary_id,
        ext_schema_type="UNSPSC" if line.unspsc else "",
        ext_category_id=line.unspsc,
    )
