"""The body model of the session API: the types of a session request, their members, and what each holds.

Source: reference, Liferay connector, 1.2 (body model).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The type of the whole object, which is also the name of its root element in XML.
ROOT = "PunchOutSession"


class Kind(StrEnum):
    """What a member of the body holds."""

    STRING = "string"
    INTEGER = "32-bit integer"
    LONG = "64-bit integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    MAP = "map"


@dataclass(frozen=True)
class Member:
    """One member of a type: what it holds (a kind or the name of a type), whether it is a list, whether required.

    `unsigned` numbers are zero or more. What is `read_only` is for answers; in a request it may hold anything.
    """

    holds: Kind | str
    required: bool = False
    many: bool = False
    unsigned: bool = False
    read_only: bool = False


def _members(*names: str, holds: Kind | str = Kind.STRING, **flags: bool) -> dict[str, Member]:
    return {name: Member(holds, **flags) for name in names}


_INTEGER, _LONG, _NUMBER, _BOOLEAN = Kind.INTEGER, Kind.LONG, Kind.NUMBER, Kind.BOOLEAN

MODEL: Mapping[str, Mapping[str, Member]] = {
    ROOT: {
        **_members("buyerAccountReferenceCode", "punchOutReturnURL", "punchOutSessionType", required=True),
        **_members("punchOutStartURL"),
        "buyerGroup": Member("Group", required=True),
        "buyerOrganization": Member("Organization"),
        "buyerUser": Member("User", required=True),
        "cart": Member("Cart", required=True),
    },
    "Group": {**_members("id"), **_members("name", required=True)},
    "Organization": {**_members("id"), **_members("name", required=True)},
    "User": {
        **_members("email", required=True),
        **_members("externalReferenceCode", "firstName", "middleName", "lastName", "jobTitle"),
        **_members("id", holds=_LONG, unsigned=True),
        **_members("male", holds=_BOOLEAN),
        **_members("roles", many=True),
    },
    "Cart": {
        **_members("currencyCode", required=True),
        **_members("couponCode", "paymentMethod", "printedNote", "shippingMethod", "shippingOption"),
        **_members("account", "author", "createDate", "lastPriceUpdateDate", "modifiedDate", read_only=True),
        **_members("paymentMethodLabel", "paymentStatusLabel", "purchaseOrderNumber", "status", read_only=True),
        **_members("id", "accountId", "billingAddressId", "shippingAddressId", holds=_LONG),
        **_members("channelId", holds=_LONG, read_only=True),
        **_members("paymentStatus", holds=_INTEGER, read_only=True),
        **_members("useAsBilling", holds=_BOOLEAN),
        **_members("customFields", holds=Kind.MAP, read_only=True),
        **_members("billingAddress", "shippingAddress", holds="Address"),
        **_members("cartItems", holds="CartItem", many=True),
        **_members("notes", holds="CartComment", many=True),
        "summary": Member("Summary"),
    },
    "CartItem": {
        **_members("id", "skuId", "productId", holds=_LONG),
        **_members("quantity", holds=_INTEGER),
        **_members("shippedQuantity", holds=_INTEGER, unsigned=True),
        **_members("options"),
        **_members("name", "sku", "thumbnail", read_only=True),
        **_members("parentCartItemId", holds=_LONG, read_only=True),
        **_members("subscription", holds=_BOOLEAN, read_only=True),
        **_members("customFields", holds=Kind.MAP),
        "price": Member("Price"),
        "settings": Member("Settings"),
    },
    "Price": {
        **_members("currency", "discountPercentage"),
        **_members("price", "promoPrice", "finalPrice", "discount", holds=_NUMBER),
        **_members(*(f"discountPercentageLevel{level}" for level in range(1, 5)), holds=_NUMBER),
    },
    "Settings": {
        **_members("allowedQuantities", holds=_INTEGER, many=True),
        **_members("minQuantity", "maxQuantity", "multipleQuantity", holds=_INTEGER),
    },
    "Summary": {
        **_members("currency"),
        **_members("itemsQuantity", holds=_INTEGER),
        **_members("subtotal", "subtotalDiscountValue", "shippingValue", "shippingDiscountValue", holds=_NUMBER),
        **_members("taxValue", "total", "totalDiscountValue", holds=_NUMBER),
        **_members("subtotalDiscountPercentages", "shippingDiscountPercentages", "totalDiscountPercentages", many=True),
    },
    "CartComment": {
        **_members("content"),
        **_members("restricted", holds=_BOOLEAN),
        **_members("author", read_only=True),
        **_members("id", "orderId", holds=_LONG, read_only=True),
    },
    "Address": {
        **_members("city", "countryISOCode", "name", "street1", required=True),
        **_members("country", "description", "phoneNumber", "region", "regionISOCode", "street2", "street3"),
        **_members("vatNumber", "zip"),
        **_members("type", read_only=True),
        **_members("latitude", "longitude", holds=_NUMBER),
        **_members("id", holds=_LONG),
        **_members("typeId", holds=_INTEGER),
    },
}
