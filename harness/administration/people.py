"""Users, accounts and their roles, as the administrator of any generation of Liferay makes them.

Source: reference, Liferay connector, 7; documentation, "Create a Punch Out Buyer Role".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from harness.administration.calling import AdministratorsCalls
from harness.errors import HarnessFault

_ORDER_RESOURCE = "com.liferay.commerce.order"
_GROUP_TEMPLATE = "3"

# The labels an administrator ticks under Open Carts, and the actions behind them.
PERMISSIONS: Mapping[str, str] = {
    "View Open Orders": "VIEW_OPEN_COMMERCE_ORDERS",
    "Check Out Open Orders": "CHECKOUT_OPEN_COMMERCE_ORDERS",
    "Add Order": "ADD_COMMERCE_ORDER",
    "Approve Open Orders": "APPROVE_OPEN_COMMERCE_ORDERS",
    "Delete Orders": "DELETE_COMMERCE_ORDERS",
    "Manage Orders": "MANAGE_COMMERCE_ORDERS",
    "Manage Order Notes": "MANAGE_COMMERCE_ORDER_NOTES",
    "Manage Order Restricted Notes": "MANAGE_COMMERCE_ORDER_RESTRICTED_NOTES",
    "View Orders": "VIEW_COMMERCE_ORDERS",
}
# Those the documentation asks for, at the very least.
PUNCH_OUT_PERMISSIONS = ("View Open Orders", "Check Out Open Orders")


def permissions_in(words: str) -> tuple[str, ...]:
    """Return the labels a scenario lists with commas; "nothing" is none.

    Raises:
        HarnessFault: when one is not known.

    """
    labels = () if words == "nothing" else tuple(words.split(", "))
    if unknown := [label for label in labels if label not in PERMISSIONS]:
        raise HarnessFault(f"there is no permission {unknown[0]!r} under Open Carts; known: {', '.join(PERMISSIONS)}")
    return labels


@dataclass(frozen=True)
class AccountRole:
    """A role that is held on accounts: `id` is what it is assigned by, `role_id` what permissions are given to."""

    id: int
    role_id: int


class People(Protocol):
    """The people of a target; each method raises Untestable when the target will not do it."""

    def add_user(self, email: str, first_name: str, last_name: str, password: str = "") -> int:
        """Create a user, who signs in with a password only if one is given; return the id."""
        ...

    def find_user(self, email: str) -> int | None:
        """Return the id of the user with an e-mail address, or None."""
        ...

    def remove_user(self, user_id: int) -> None:
        """Delete a user; does nothing when there is none."""
        ...

    def add_account(self, name: str, code: str) -> int:
        """Create a business account with an external reference code; return its id."""
        ...

    def remove_account(self, account_id: int) -> None:
        """Delete an account; does nothing when there is none."""
        ...

    def add_member(self, account_id: int, email: str) -> None:
        """Make a user a member of an account."""
        ...

    def is_member(self, account_id: int, email: str) -> bool:
        """Tell whether there is a user with this e-mail address who is a member of the account."""
        ...

    def lasting_role(self, account_id: int, name: str) -> str:
        """Return what the portal calls a role that stays when its account is deleted; nothing of one that goes."""
        ...

    def add_role(self, account_id: int, name: str, permissions: tuple[str, ...]) -> AccountRole:
        """Create a role that permits the named actions on open carts of the accounts it is held on."""
        ...

    def assign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Give a user a role on an account."""
        ...

    def unassign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Take a role on an account from a user."""
        ...


def permit(calls: AdministratorsCalls, role_id: int, permissions: tuple[str, ...]) -> None:
    """Let a role do the named actions on open carts, wherever it is held."""
    for permission in permissions:
        calls.service(
            f"permit {permission}",
            "resourcepermission/add-resource-permission",
            {
                "groupId": "0",
                "companyId": calls.company_id,
                "name": _ORDER_RESOURCE,
                "scope": _GROUP_TEMPLATE,
                "primKey": "0",
                "roleId": str(role_id),
                "actionId": PERMISSIONS[permission],
            },
        )
