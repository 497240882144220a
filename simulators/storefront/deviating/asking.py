"""Deviations of the session API: what it grants and should not, and what it fails at instead of refusing it."""

from __future__ import annotations

from typing import Any

from simulators.messages.session import (
    TOKEN_PARAMETER,
    Form,
    SessionRejected,
    SessionRequest,
    read_body,
    request_in,
    session_faults,
)
from simulators.storefront.authentication import Authentication
from simulators.storefront.editing import CartItems
from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, ORDER_RESOURCE, VIEW_OPEN_ORDERS, Role, User
from simulators.storefront.problems import server_error
from simulators.storefront.session_api import Asked, cart_is_there

SHIPPED_ROLE = "Punch Out"


class AnyCallerIsTheHub(Authentication):
    """Gives sessions to whoever is signed in."""

    def is_hub(self, user: User, *scopes: str) -> bool:
        """Tell that any user is the hub."""
        del user, scopes
        return True


class InspectWrites(Asked):
    """Changes a cart that is to be looked at as if it were to be edited."""

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have, whatever the buyer comes for."""
        return self.request.items if self.brings_back_a_cart else None


class ListTakenForGranted(Asked):
    """Fails where whoever comes back to a cart sends no list of lines."""

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have; a list that is missing is not asked for before it is read."""
        if self.brings_back_a_cart and self.request.items is None:
            raise server_error()
        return super().edited_items


class GivesTheShippedRole(Asked):
    """Gives each buyer the role the connector comes with, on the account, for good."""

    def welcome(self, buyer: User) -> None:
        """Make the buyer a member of site and account, who holds the role there."""
        super().welcome(buyer)
        self.account.roles_of.setdefault(buyer.id, set()).add(self._shipped_role().id)

    def _shipped_role(self) -> Role:
        roles = self.company.roles
        role = next((role for role in roles.values() if role.name == SHIPPED_ROLE and not role.account_id), None)
        if role is None:
            role = Role(self.company.next_id(), self.company.next_id(), SHIPPED_ROLE, account_id=0)
            role.permissions.update({(ORDER_RESOURCE, VIEW_OPEN_ORDERS), (ORDER_RESOURCE, CHECK_OUT_OPEN_ORDERS)})
            roles[role.id] = role
        return role


def start_url_with_another_question_mark(start_url: str, token: str) -> str:
    """Return the start URL with a question mark and the token behind it, whatever it has already."""
    return f"{start_url}?{TOKEN_PARAMETER}={token}"


def channel_is_taken_for_granted(asked: Asked) -> None:
    """Fail where the site has no channel."""
    if asked.company.channel_of(asked.site) is None:
        raise server_error()


def cart_is_taken_for_granted(asked: Asked) -> None:
    """Fail where the cart is not named or not there; otherwise ask what the reference asks."""
    if asked.brings_back_a_cart and (asked.request.cart_id or 0) not in asked.company.orders:
        raise server_error()
    cart_is_there(asked)


def nothing_among_others_is_not_noticed(
    body: bytes, form: Form, charset: str | None
) -> tuple[SessionRequest, dict[str, Any]]:
    """Read a session request whose lists hold null among others; fail at one among the lines that are to be edited."""
    document = read_body(body, form, charset=charset)
    whole = _without_null_elements(document)
    faults = tuple(session_faults(whole))
    if faults:
        raise SessionRejected(faults)
    request, lines = request_in(whole), document["cart"].get("cartItems") or ()
    if request.session_type.lower() in ("edit", "inspect") and None in lines:
        raise server_error()
    return request, document


def _without_null_elements(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_null_elements(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_without_null_elements(element) for element in value if element is not None]
    return value
