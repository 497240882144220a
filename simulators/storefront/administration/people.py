"""Users, accounts and account roles: the headless interfaces an administrator's tools call.

The paths and members are those of Liferay's headless admin user interface.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront.administration.accounts import Accounts, described_account
from simulators.storefront.company import id_from
from simulators.storefront.model import Account, Role, User
from simulators.storefront.problems import Problem, json_response, object_of, page_of, text_in
from simulators.wire import Incoming

PATH = "/o/headless-admin-user/v1.0"


class People(Accounts):
    """Answers calls about users, accounts and their roles."""

    def me(self, incoming: Incoming) -> Response:
        """Return who calls."""
        return json_response(self._described(self._authentication.require(incoming)))

    def add_user(self, incoming: Incoming) -> Response:
        """Create a user from `emailAddress`, `givenName`, `familyName` and optionally `password`."""
        self._authentication.require_administrator(incoming)
        document = object_of(incoming)
        email = text_in(document, "emailAddress")
        with self._company.lock:
            if self._company.user_by_email(email):
                raise Problem(HTTPStatus.CONFLICT, "The e-mail address is in use")
            user = self._company.add_user(
                email,
                text_in(document, "givenName"),
                text_in(document, "familyName"),
                text_in(document, "additionalName", ""),
                text_in(document, "password", ""),
            )
        return json_response(self._described(user))

    def users(self, incoming: Incoming) -> Response:
        """List the users."""
        self._authentication.require_administrator(incoming)
        return json_response(page_of([self._described(user) for user in tuple(self._company.users.values())]))

    def accounts(self, incoming: Incoming) -> Response:
        """List the accounts."""
        self._authentication.require_administrator(incoming)
        return json_response(page_of([described_account(each) for each in tuple(self._company.accounts.values())]))

    def user_by_email(self, incoming: Incoming) -> Response:
        """Find a user."""
        self._authentication.require_administrator(incoming)
        user = self._company.user_by_email(incoming.parts["email"])
        if user is None:
            raise Problem(HTTPStatus.NOT_FOUND, "User not found")
        return json_response(self._described(user))

    def remove_user(self, incoming: Incoming) -> Response:
        """Delete a user."""
        self._authentication.require_administrator(incoming)
        self._company.remove_user(self._user(incoming).id)
        return Response(status_code=204)

    def remove_account(self, incoming: Incoming) -> Response:
        """Delete an account and the roles it owns."""
        self._authentication.require_administrator(incoming)
        with self._company.lock:
            account = self._account(incoming)
            del self._company.accounts[account.id]
            self._company.roles = {
                role_id: role for role_id, role in self._company.roles.items() if role.account_id != account.id
            }
        return Response(status_code=204)

    def add_member(self, incoming: Incoming) -> Response:
        """Make a user a member of an account."""
        self._authentication.require_administrator(incoming)
        user = self._company.user_by_email(incoming.parts["email"])
        if user is None:
            raise Problem(HTTPStatus.NOT_FOUND, "User not found")
        self._account(incoming).members.add(user.id)
        return Response(status_code=204)

    def add_role(self, incoming: Incoming) -> Response:
        """Create a role of an account from `name`; it permits nothing yet."""
        self._authentication.require_administrator(incoming)
        account = self._account(incoming)
        name = text_in(object_of(incoming), "name")
        role = Role(self._company.next_id(), self._company.next_id(), name, account.id)
        with self._company.lock:
            self._company.roles[role.id] = role
        return json_response({"id": role.account_role_id, "accountId": account.id, "name": name, "roleId": role.id})

    def assign_role(self, incoming: Incoming) -> Response:
        """Give a user a role on an account."""
        self._authentication.require_administrator(incoming)
        account, role, user = self._holding(incoming)
        with self._company.lock:
            account.roles_of.setdefault(user.id, set()).add(role.id)
        return Response(status_code=204)

    def unassign_role(self, incoming: Incoming) -> Response:
        """Take a role on an account from a user."""
        self._authentication.require_administrator(incoming)
        account, role, user = self._holding(incoming)
        with self._company.lock:
            account.roles_of.get(user.id, set()).discard(role.id)
        return Response(status_code=204)

    def _described(self, user: User) -> dict[str, Any]:
        """Return a user with the accounts the user belongs to."""
        accounts = tuple(self._company.accounts.values())
        return {
            "id": user.id,
            "emailAddress": user.email,
            "givenName": user.first_name,
            "familyName": user.last_name,
            "name": user.full_name,
            "accountBriefs": [described_account(account) for account in accounts if user.id in account.members],
        }

    def _user(self, incoming: Incoming) -> User:
        user = self._company.users.get(id_from(incoming.parts["user_id"]))
        if user is None:
            raise Problem(HTTPStatus.NOT_FOUND, "User not found")
        return user

    def _holding(self, incoming: Incoming) -> tuple[Account, Role, User]:
        """Return an account, a role of that account and a user."""
        account, wanted = self._account(incoming), id_from(incoming.parts["account_role_id"])
        for role in tuple(self._company.roles.values()):
            if role.account_role_id == wanted and role.account_id == account.id:
                return account, role, self._user(incoming)
        raise Problem(HTTPStatus.NOT_FOUND, "Account role not found")
