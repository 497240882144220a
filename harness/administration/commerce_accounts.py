"""The people of Commerce 2.1: users of the portal's JSON web services, commerce accounts, and site roles held on them.

Site roles are those of the documentation's steps: Users > Roles > Site Roles. In Commerce 2.1 a role counts for an
account when it is held in the account's own group, which is where the account's members have theirs.

Source: documentation, "Create a Punch Out Buyer Role"; reference, Liferay connector, 7; Liferay's public sources of
Commerce 2.1 (headless commerce admin account).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.administration.calling import AdministratorsCalls, id_in, parsed, tells_of_nothing
from harness.administration.people import AccountRole
from harness.administration.site_roles import SiteRoles
from harness.errors import Untestable

_ACCOUNTS = "/o/headless-commerce-admin-account/v1.0/accounts"
_BUSINESS = 2
_MISSPELT = 400


@dataclass(frozen=True)
class _Spelling:
    """What a release calls the members of an account member; each refuses members it does not know."""

    account: str
    roles: str
    tells_email: bool


_SPELLINGS = (
    _Spelling("accountId", "roles", tells_email=True),
    _Spelling("commerceAccountId", "roles", tells_email=False),
    _Spelling("accountId", "accountRoles", tells_email=True),
)


class CommerceAccountPeople:
    """Makes people and takes them away; a role belongs to the whole portal."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls
        self._site_roles = SiteRoles(calls)

    def add_user(self, email: str, first_name: str, last_name: str, password: str = "") -> int:
        """Create a user, who signs in with a password only if one is given; return the id."""
        fields = {
            "companyId": self._calls.company_id,
            "autoPassword": "false" if password else "true",
            "password1": password,
            "password2": password,
            "autoScreenName": "true",
            "screenName": "",
            "emailAddress": email,
            "facebookId": "0",
            "openId": "",
            "locale": "en_US",
            "firstName": first_name,
            "middleName": "",
            "lastName": last_name,
            "prefixId": "0",
            "suffixId": "0",
            "male": "true",
            "birthdayMonth": "0",
            "birthdayDay": "1",
            "birthdayYear": "1970",
            "jobTitle": "",
            "groupIds": "",
            "organizationIds": "",
            "roleIds": "",
            "userGroupIds": "",
            "sendEmail": "false",
        }
        return id_in(self._calls.service("create a user", "user/add-user", fields), "userId")

    def find_user(self, email: str) -> int | None:
        """Return the id of the user with an e-mail address, or None."""
        fields = {"companyId": self._calls.company_id, "emailAddress": email}
        method = "user/get-user-by-email-address"
        response = self._calls.service_call("find a user", method, fields)
        return None if tells_of_nothing(response) else id_in(parsed("find a user", response), "userId")

    def remove_user(self, user_id: int) -> None:
        """Delete a user."""
        self._calls.service_call("delete a user", "user/delete-user", {"userId": str(user_id)})

    def add_account(self, name: str, code: str) -> int:
        """Create a business account with an external reference code; return its id."""
        document = {"name": name, "externalReferenceCode": code, "type": _BUSINESS}
        return id_in(self._calls.json("create an account", "POST", _ACCOUNTS, json=document))

    def remove_account(self, account_id: int) -> None:
        """Delete an account; the roles that were held on it stay."""
        self._calls.call("delete an account", "DELETE", f"{_ACCOUNTS}/{account_id}", accepted=(200, 204, 404))

    def add_member(self, account_id: int, email: str) -> None:
        """Make a user a member of an account."""
        user_id = self.find_user(email)
        if user_id is None:
            raise Untestable(f"the administrator could not find {email}, who was created before")
        what, path = "make the user a member of the account", f"{_ACCOUNTS}/{account_id}/accountMembers"
        documents = [
            {spelling.account: account_id, "userId": user_id} | ({"email": email} if spelling.tells_email else {})
            for spelling in _SPELLINGS
        ]
        self._send_as_spelt(what, "POST", path, documents)

    def is_member(self, account_id: int, email: str) -> bool:
        """Tell whether there is a user with this e-mail address who is a member of the account."""
        user_id, what = self.find_user(email), "look for the user among the account's members"
        if user_id is None:
            return False
        path = f"{_ACCOUNTS}/{account_id}/accountMembers/{user_id}"
        return self._calls.call(what, "GET", path, accepted=(200, 404)).status_code == 200

    def lasting_role(self, account_id: int, name: str) -> str:
        """Return what a role is called: its name is made unique by the account."""
        return f"{name} ({account_id})"

    def add_role(self, account_id: int, name: str, permissions: tuple[str, ...]) -> AccountRole:
        """Create a site role that permits the named actions on open carts."""
        role_id = self._site_roles.make(self.lasting_role(account_id, name), permissions)
        return AccountRole(role_id, role_id)

    def assign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Give a user a role on an account."""
        self._hold(account_id, user_id, [*self._held(account_id, user_id), role.role_id])

    def unassign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Take a role on an account from a user."""
        self._hold(account_id, user_id, [held for held in self._held(account_id, user_id) if held != role.role_id])

    def _held(self, account_id: int, user_id: int) -> list[int]:
        path = f"{_ACCOUNTS}/{account_id}/accountMembers/{user_id}"
        document: Any = self._calls.json("read the user's roles", "GET", path)
        told = document if isinstance(document, dict) else {}
        roles = told.get("roles") or told.get("accountRoles") or ()
        return [id_in(role, "roleId") for role in roles]

    def _hold(self, account_id: int, user_id: int, role_ids: list[int]) -> None:
        """Let a user hold these roles on an account, and no others: the interface replaces all of them."""
        path = f"{_ACCOUNTS}/{account_id}/accountMembers/{user_id}"
        roles = [{"roleId": role_id} for role_id in role_ids]
        documents = [
            {spelling.account: account_id, "userId": user_id, spelling.roles: roles} for spelling in _SPELLINGS
        ]
        self._send_as_spelt("change the user's roles", "PATCH", path, documents)

    def _send_as_spelt(self, what: str, method: str, path: str, documents: list[dict[str, Any]]) -> None:
        """Send the document in the spelling that the release understands; the others are refused and change nothing."""
        *tries, last = documents
        for document in tries:
            response = self._calls.call(what, method, path, accepted=(200, 201, 204, _MISSPELT), json=document)
            if response.status_code != _MISSPELT:
                return
        self._calls.call(what, method, path, json=last)
