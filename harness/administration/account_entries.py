"""The people of Liferay 7.4: users, account entries and account roles of the headless admin user interface."""

from __future__ import annotations

from urllib.parse import quote

from harness.administration.calling import AdministratorsCalls, id_in, parsed
from harness.administration.people import AccountRole, permit

_USERS = "/o/headless-admin-user/v1.0"


class AccountEntryPeople:
    """Makes people and takes them away; a role belongs to the account it was made for."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls

    def add_user(self, email: str, first_name: str, last_name: str, password: str = "") -> int:
        """Create a user, who signs in with a password only if one is given; return the id."""
        document = {
            "emailAddress": email,
            "givenName": first_name,
            "familyName": last_name,
            "alternateName": email.partition("@")[0],
            **({"password": password} if password else {}),
        }
        return id_in(self._calls.json("create a user", "POST", f"{_USERS}/user-accounts", json=document))

    def find_user(self, email: str) -> int | None:
        """Return the id of the user with an e-mail address, or None."""
        path = f"{_USERS}/user-accounts/by-email-address/{quote(email)}"
        response = self._calls.call("find a user", "GET", path, accepted=(200, 404))
        return id_in(parsed("find a user", response)) if response.status_code == 200 else None

    def remove_user(self, user_id: int) -> None:
        """Delete a user."""
        self._calls.call("delete a user", "DELETE", f"{_USERS}/user-accounts/{user_id}", accepted=(204, 404))

    def add_account(self, name: str, code: str) -> int:
        """Create a business account with an external reference code; return its id."""
        document = {"name": name, "externalReferenceCode": code, "type": "business"}
        return id_in(self._calls.json("create an account", "POST", f"{_USERS}/accounts", json=document))

    def remove_account(self, account_id: int) -> None:
        """Delete an account, its roles with it."""
        self._calls.call("delete an account", "DELETE", f"{_USERS}/accounts/{account_id}", accepted=(204, 404))

    def add_member(self, account_id: int, email: str) -> None:
        """Make a user a member of an account."""
        path = f"{_USERS}/accounts/{account_id}/user-accounts/by-email-address/{quote(email)}"
        self._calls.call("make the user a member of the account", "POST", path, accepted=(200, 204))

    def is_member(self, account_id: int, email: str) -> bool:
        """Tell whether there is a user with this e-mail address who is a member of the account."""
        what, path = "read the user's accounts", f"{_USERS}/user-accounts/by-email-address/{quote(email)}"
        response = self._calls.call(what, "GET", path, accepted=(200, 404))
        user = parsed(what, response) if response.status_code == 200 else {}
        return account_id in [id_in(account) for account in user.get("accountBriefs") or ()]

    def lasting_role(self, account_id: int, name: str) -> str:
        """Return nothing: an account role goes with its account."""
        del account_id, name
        return ""

    def add_role(self, account_id: int, name: str, permissions: tuple[str, ...]) -> AccountRole:
        """Create a role of an account that permits the named actions on open carts."""
        path = f"{_USERS}/accounts/{account_id}/account-roles"
        document = self._calls.json("create a role", "POST", path, json={"name": name})
        role = AccountRole(id_in(document), id_in(document, "roleId"))
        permit(self._calls, role.role_id, permissions)
        return role

    def assign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Give a user a role on an account."""
        self._calls.call("assign the role", "POST", _holding(account_id, role, user_id), accepted=(200, 204))

    def unassign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Take a role on an account from a user."""
        self._calls.call("take the role away", "DELETE", _holding(account_id, role, user_id), accepted=(200, 204))


def _holding(account_id: int, role: AccountRole, user_id: int) -> str:
    return f"{_USERS}/accounts/{account_id}/account-roles/{role.id}/user-accounts/{user_id}"
