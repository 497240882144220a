"""Commerce accounts of Commerce 2.1, as its headless admin interface has them.

Source: Liferay's public sources of Commerce 2.1 (headless commerce admin account).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront.administration.accounts import Accounts
from simulators.storefront.company import id_from
from simulators.storefront.model import Account, User
from simulators.storefront.problems import Problem, json_response, object_of, text_in
from simulators.wire import Incoming

ACCOUNTS_PATH = "/o/headless-commerce-admin-account/v1.0/accounts"
_MEMBER = {"accountId", "email", "externalReferenceCode", "name", "roles", "userExternalReferenceCode", "userId"}


class CommerceAccounts(Accounts):
    """Answers calls about accounts and their members with the roles they hold."""

    def remove_account(self, incoming: Incoming) -> Response:
        """Delete an account."""
        self._authentication.require_administrator(incoming)
        with self._company.lock:
            del self._company.accounts[self._account(incoming).id]
        return Response(status_code=200)

    def add_member(self, incoming: Incoming) -> Response:
        """Make the user `userId`, whose address is `email`, a member of an account."""
        self._authentication.require_administrator(incoming)
        document = _member_in(incoming)
        text_in(document, "email")
        account, user = self._account(incoming), self._user(str(document.get("userId", "")))
        account.members.add(user.id)
        return json_response(self._member(account, user))

    def member(self, incoming: Incoming) -> Response:
        """Return a member with the roles held on the account."""
        self._authentication.require_administrator(incoming)
        account, user = self._account(incoming), self._user(incoming.parts["user_id"])
        if user.id not in account.members:
            raise Problem(HTTPStatus.NOT_FOUND, "The user is no member of the account")
        return json_response(self._member(account, user))

    def change_member(self, incoming: Incoming) -> Response:
        """Let a user hold the `roles` on an account, and no others."""
        self._authentication.require_administrator(incoming)
        account, user = self._account(incoming), self._user(incoming.parts["user_id"])
        asked = _member_in(incoming).get("roles")
        if not isinstance(asked, list) or not all(isinstance(role, dict) for role in asked):
            raise Problem(HTTPStatus.BAD_REQUEST, "roles must be a list")
        role_ids = {id_from(str(role.get("roleId", ""))) for role in asked}
        with self._company.lock:
            if not role_ids <= set(self._company.roles):
                raise Problem(HTTPStatus.NOT_FOUND, "No Role exists with the primary key")
            account.roles_of[user.id] = role_ids
        return Response(status_code=200)

    def _user(self, user_id: str) -> User:
        user = self._company.users.get(id_from(user_id))
        if user is None:
            raise Problem(HTTPStatus.NOT_FOUND, "User not found")
        return user

    def _member(self, account: Account, user: User) -> dict[str, Any]:
        roles = [
            {"roleId": role_id, "name": self._company.roles[role_id].name}
            for role_id in sorted(account.roles_of.get(user.id, ()))
            if role_id in self._company.roles
        ]
        return {
            "accountId": account.id,
            "email": user.email,
            "name": user.full_name,
            "roles": roles,
            "userId": user.id,
        }


def _member_in(incoming: Incoming) -> dict[str, Any]:
    """Return the account member in a request's body; like all of these interfaces it knows no other members."""
    document = object_of(incoming)
    unknown = next((name for name in document if name not in _MEMBER), None)
    if unknown is not None:
        raise Problem(HTTPStatus.BAD_REQUEST, f'Property "{unknown}" is not defined in AccountMember')
    return document
