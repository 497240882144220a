"""JSON web services for site roles: made, deleted, and held by users on a site.

Source: documentation, "Create a Punch Out Buyer Role"; Liferay's public sources (RoleService, UserGroupRoleService).
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront.administration.json_services import Methods
from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Role
from simulators.storefront.problems import Problem, json_response, text_in
from simulators.wire import Incoming

_SITE_ROLE = "2"


class SiteRoles:
    """Answers calls about site roles; parameters come as form fields."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def methods(self) -> Methods:
        """Return the methods by the path below `/api/jsonws`."""
        return {
            "role/add-role": self.add_role,
            "role/delete-role": self.remove_role,
            "usergrouprole/add-user-group-roles": self.hold,
            "usergrouprole/delete-user-group-roles": self.let_go,
        }

    def add_role(self, incoming: Incoming) -> Response:
        """Create a site role with a `name` that is not in use; it permits nothing yet."""
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        name = text_in(form, "name")
        if form.get("type") != _SITE_ROLE:
            raise Problem(HTTPStatus.BAD_REQUEST, "Only site roles are served")
        with self._company.lock:
            if any(role.name == name for role in self._company.roles.values()):
                raise Problem(HTTPStatus.CONFLICT, "The name of the role is in use")
            role_id = self._company.next_id()
            self._company.roles[role_id] = Role(role_id, role_id, name, 0)
        return json_response({"roleId": str(role_id), "name": name, "type": 2})

    def remove_role(self, incoming: Incoming) -> Response:
        """Delete the role `roleId`."""
        self._authentication.require_administrator(incoming)
        with self._company.lock:
            if self._company.roles.pop(id_from(dict(incoming.form()).get("roleId", "")), None) is None:
                raise Problem(HTTPStatus.NOT_FOUND, "No Role exists with the primary key")
        return json_response({})

    def hold(self, incoming: Incoming) -> Response:
        """Let the user `userId` hold the roles `roleIds` on the site `groupId`."""
        self._held(incoming).update(_role_ids(incoming))
        return json_response({})

    def let_go(self, incoming: Incoming) -> Response:
        """Take the roles `roleIds` on the site `groupId` from the user `userId`."""
        self._held(incoming).difference_update(_role_ids(incoming))
        return json_response({})

    def _held(self, incoming: Incoming) -> set[int]:
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        site = self._company.sites.get(id_from(form.get("groupId", "")))
        user_id = id_from(form.get("userId", ""))
        if site is None or user_id not in self._company.users or not _role_ids(incoming) <= set(self._company.roles):
            raise Problem(HTTPStatus.NOT_FOUND, "No User, Group or Role exists with the primary key")
        with self._company.lock:
            return site.roles_of.setdefault(user_id, set())


def _role_ids(incoming: Incoming) -> set[int]:
    return {id_from(role_id) for role_id in dict(incoming.form()).get("roleIds", "").split(",")}
