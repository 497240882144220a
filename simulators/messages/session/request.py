"""The session request a hub makes of the connector.

Source: reference, Liferay connector, 1.2 (body model) and 2 (what is refused while reading).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulators.messages.session.faults import SessionRejected, session_faults
from simulators.messages.session.forms import Form, read_body, write_body
from simulators.messages.session.model import MODEL, ROOT, Kind


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
    """What a hub asks: a session of a buyer, for an account, on a site, and where the cart shall go."""

    account_reference_code: str
    group_name: str
    buyer: BuyerUser
    currency_code: str
    return_url: str
    session_type: str = "create"
    cart_id: int | None = None
    items: tuple[CartItem, ...] | None = None

    def document(self) -> dict[str, Any]:
        """Return the request as the JSON object the connector takes."""
        cart: dict[str, Any] = {"currencyCode": self.currency_code}
        if self.cart_id is not None:
            cart["id"] = self.cart_id
        if self.items is not None:
            cart["cartItems"] = [item.document() for item in self.items]
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


def build_session_request(request: SessionRequest, form: Form = Form.JSON) -> bytes:
    """Return a session request as a body in UTF-8.

    Raises:
        SessionRejected: when it would be refused by the rules it is read by, or the form cannot carry it.

    """
    document = request.document()
    faults = tuple(session_faults(document))
    if faults:
        raise SessionRejected(faults)
    return write_body(document, form)


def parse_session_request(
    body: bytes, form: Form = Form.JSON, charset: str | None = None
) -> tuple[SessionRequest, dict[str, Any]]:
    """Read and validate a session request; return its values and the whole object, which the answer echoes.

    `charset` is the parameter of the content type; only XML heeds it.

    Raises:
        SessionRejected: with every fault, when it is not in that form, has an unknown member, a wrong type or lacks a
            required one.

    """
    document = read_body(body, form, charset=charset)
    faults = tuple(session_faults(document))
    if faults:
        raise SessionRejected(faults)
    return request_in(document), document


def request_in(document: Mapping[str, Any]) -> SessionRequest:
    """Return the values of a session request that has no faults."""
    cart, user = document["cart"], document["buyerUser"]
    items = cart.get("cartItems")
    return SessionRequest(
        account_reference_code=document["buyerAccountReferenceCode"],
        group_name=document["buyerGroup"]["name"],
        buyer=BuyerUser(user["email"], *(user.get(name) or "" for name in ("firstName", "middleName", "lastName"))),
        currency_code=cart["currencyCode"],
        return_url=document["punchOutReturnURL"],
        session_type=document["punchOutSessionType"],
        cart_id=cart.get("id"),
        items=None
        if items is None
        else tuple(
            CartItem(item.get("skuId") or 0, item.get("quantity") or 0, item.get("id"), item.get("shippedQuantity"))
            for item in items
        ),
    )


def without_read_only(document: Mapping[str, Any], type_name: str = ROOT) -> dict[str, Any]:
    """Return a session request without its members that are for answers only, which nobody takes from a request."""
    members = MODEL[type_name]
    return {name: _each(value, members[name].holds) for name, value in document.items() if not members[name].read_only}


def _each(value: Any, holds: Kind | str) -> Any:
    if isinstance(holds, Kind) or value is None:
        return value
    return [_each(one, holds) for one in value] if isinstance(value, list) else without_read_only(value, holds)
