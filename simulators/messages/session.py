"""The session request a hub makes of the connector, and the connector's answer.

Source: reference, Liferay connector, 1.2 (body model), 1.4 (answer) and 2 (what is refused while reading).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeGuard
from urllib.parse import parse_qsl, urlsplit

from simulators.messages import numbers

TOKEN_PARAMETER = "punchOutAccessToken"


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
    "PunchOutSession": {
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


class SessionRejected(Exception):
    """A body that is no session request: `faults` are lines of `<path> <what is wrong>`, in the order of the checks."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class BuyerUser:
    """The person who shops: the e-mail address identifies, the names are for creating an unknown buyer."""

    email: str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class CartItem:
    """A line of the cart a hub sends along with edit and inspect; None is left out."""

    sku_id: int
    quantity: int
    id: int | None = 0
    shipped_quantity: int | None = 0

    def document(self) -> dict[str, int]:
        """Return the line as the JSON object the connector takes."""
        members = {"id": self.id, "quantity": self.quantity, "shippedQuantity": self.shipped_quantity}
        return {**{name: value for name, value in members.items() if value is not None}, "skuId": self.sku_id}


@dataclass(frozen=True)
class SessionRequest:
    """What a hub asks: a session of a buyer, for an account, on a site, and where the cart shall go.

    A line that is None is a null in the list, which a reader of JSON takes and the connector has to judge.
    """

    account_reference_code: str
    group_name: str
    buyer: BuyerUser
    currency_code: str
    return_url: str
    session_type: str = "create"
    cart_id: int | None = None
    items: tuple[CartItem | None, ...] | None = None

    def document(self) -> dict[str, Any]:
        """Return the request as the JSON object the connector takes."""
        cart: dict[str, Any] = {"currencyCode": self.currency_code}
        if self.cart_id is not None:
            cart["id"] = self.cart_id
        if self.items is not None:
            cart["cartItems"] = [None if item is None else item.document() for item in self.items]
        names = {
            "firstName": self.buyer.first_name,
            "middleName": self.buyer.middle_name,
            "lastName": self.buyer.last_name,
        }
        return {
            "buyerAccountReferenceCode": self.account_reference_code,
            "buyerGroup": {"name": self.group_name},
            "buyerUser": {"email": self.buyer.email, **{key: name for key, name in names.items() if name}},
            "cart": cart,
            "punchOutReturnURL": self.return_url,
            "punchOutSessionType": self.session_type,
        }


@dataclass(frozen=True)
class SessionAnswer:
    """What the connector answered: the whole object, the start URL and the channel's id."""

    document: Mapping[str, Any]
    start_url: str
    channel_id: int | None

    @property
    def access_token(self) -> str | None:
        """The access token in the start URL, decoded, or None when there is none."""
        return access_token_of(self.start_url)


def build_session_request(request: SessionRequest) -> bytes:
    """Return a session request as JSON in UTF-8.

    Raises:
        SessionRejected: when it would be refused by the rules it is read by.

    """
    document = request.document()
    faults = tuple(session_faults(document))
    if faults:
        raise SessionRejected(faults)
    return numbers.dumps(document).encode()


def parse_session_request(body: bytes) -> tuple[SessionRequest, dict[str, Any]]:
    """Read and validate a session request; return its values and the whole object, which the answer echoes.

    Raises:
        SessionRejected: with every fault, when it is not JSON, has an unknown member, a wrong type or lacks a
            required one.

    """
    try:
        document = numbers.loads(body)
    except ValueError as error:
        raise SessionRejected((f"the body is not JSON: {error}",)) from None
    if not isinstance(document, dict):
        raise SessionRejected(("the body is not a JSON object",))
    faults = tuple(session_faults(document))
    if faults:
        raise SessionRejected(faults)
    cart, user = document["cart"], document["buyerUser"]
    items = cart.get("cartItems")
    return (
        SessionRequest(
            account_reference_code=document["buyerAccountReferenceCode"],
            group_name=document["buyerGroup"]["name"],
            buyer=BuyerUser(user["email"], *(user.get(name) or "" for name in ("firstName", "middleName", "lastName"))),
            currency_code=cart["currencyCode"],
            return_url=document["punchOutReturnURL"],
            session_type=document["punchOutSessionType"],
            cart_id=cart.get("id"),
            items=None if items is None else tuple(None if item is None else _cart_item(item) for item in items),
        ),
        document,
    )


def _cart_item(item: Mapping[str, Any]) -> CartItem:
    return CartItem(item.get("skuId") or 0, item.get("quantity") or 0, item.get("id"), item.get("shippedQuantity"))


def parse_session_answer(body: bytes) -> SessionAnswer:
    """Read what a connector answered to a session request.

    Raises:
        SessionRejected: when it is not a JSON object or holds no start URL.

    """
    try:
        document = numbers.loads(body)
    except ValueError as error:
        raise SessionRejected((f"the answer is not JSON: {error}",)) from None
    if not isinstance(document, dict):
        raise SessionRejected(("the answer is not a JSON object",))
    start_url = document.get("punchOutStartURL")
    if not isinstance(start_url, str) or not start_url:
        raise SessionRejected(("punchOutStartURL is missing from the answer",))
    cart = document.get("cart")
    channel = cart.get("channelId") if isinstance(cart, dict) else None
    return SessionAnswer(document, start_url, channel if _is_integer(channel) else None)


def session_faults(document: Mapping[str, Any]) -> Iterator[str]:
    """Tell what is wrong with a session request: unknown members and wrong types first, then what is missing.

    Yields lines of `<path> <what is wrong>`.
    """
    wrong = list(_wrong_members("PunchOutSession", document, ""))
    yield from wrong or _missing_members("PunchOutSession", document, "")


def access_token_of(url: str) -> str | None:
    """Return the access token a URL carries, decoded, or None when it carries none or is no URL."""
    try:
        query = urlsplit(url).query
    except ValueError:
        return None
    return dict(parse_qsl(query, keep_blank_values=True)).get(TOKEN_PARAMETER)


def _wrong_members(type_name: str, document: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, value in document.items():
        member = MODEL[type_name].get(name)
        if member is None:
            yield f'The property "{path}{name}" is not defined in {type_name}'
        elif value is not None and not member.read_only:
            yield from _wrong_value(member, value, path + name)


def _wrong_value(member: Member, value: Any, path: str) -> Iterator[str]:
    if member.many:
        if not isinstance(value, list):
            yield f"{path} must be a list"
            return
        for index, element in enumerate(value):
            if element is not None:
                yield from _wrong_value(Member(member.holds), element, f"{path}[{index}]")
    elif isinstance(member.holds, Kind):
        if not _IS[member.holds](value):
            yield f"{path} must be of type {member.holds}"
        elif member.unsigned and value < 0:
            yield f"{path} must not be negative"
    elif not isinstance(value, dict):
        yield f"{path} must be an object"
    else:
        yield from _wrong_members(member.holds, value, f"{path}.")


def _missing_members(type_name: str, document: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, member in MODEL[type_name].items():
        value = document.get(name)
        if member.required and value is None:
            yield f"{path}{name} must not be null"
        elif member.required and value == "":
            yield f"{path}{name} must not be empty"
        elif not isinstance(member.holds, Kind) and value is not None:
            for index, element in enumerate(value if member.many else [value]):
                if element is None:
                    continue
                inner = f"{path}{name}[{index}]." if member.many else f"{path}{name}."
                yield from _missing_members(member.holds, element, inner)


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


_IS: Mapping[Kind, Callable[[object], bool]] = {
    Kind.STRING: lambda value: isinstance(value, str),
    Kind.INTEGER: lambda value: _is_integer(value) and -(2**31) <= value < 2**31,
    Kind.LONG: lambda value: _is_integer(value) and -(2**63) <= value < 2**63,
    Kind.NUMBER: lambda value: _is_integer(value) or isinstance(value, Decimal),
    Kind.BOOLEAN: lambda value: isinstance(value, bool),
    Kind.MAP: lambda value: isinstance(value, dict),
}
