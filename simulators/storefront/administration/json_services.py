"""Liferay's JSON web services, as far as the headless interfaces leave something to do.

Sites, who belongs to them, what a role permits, and who is an administrator of the portal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Role, Site, User
from simulators.storefront.problems import Problem, json_response
from simulators.wire import Incoming

PATH = "/api/jsonws"
# Methods by the path below it.
Methods = Mapping[str, Callable[[Incoming], Response]]
GROUP_TEMPLATE_SCOPE = "3"
# The role of the portal's administrators, which is there from the start; permissions cannot be taken from it.
ADMINISTRATOR = "Administrator"
ADMINISTRATOR_ID = 20123


class JsonServices:
    """Answers JSON web service calls; parameters come as form fields."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def methods(self) -> Methods:
        """Return the methods by the path below `/api/jsonws`."""
        return {
            "user/get-current-user": self.current_user,
            "user/has-group-user": self.has_group_user,
            "user/add-group-users": self.add_group_users,
            "user/unset-group-users": self.unset_group_users,
            "user/add-role-users": self.add_role_users,
            "user/unset-role-users": self.unset_role_users,
            "group/get-group": self.group,
            "group/add-group": self.add_group,
            "group/delete-group": self.delete_group,
            "role/get-role": self.role,
            "resourcepermission/add-resource-permission": self.add_resource_permission,
            "resourcepermission/remove-resource-permission": self.remove_resource_permission,
        }

    def current_user(self, incoming: Incoming) -> Response:
        """Return who calls, with the company's id."""
        user = self._authentication.require(incoming)
        return json_response({"companyId": str(self._company.id), "emailAddress": user.email, "userId": str(user.id)})

    def group(self, incoming: Incoming) -> Response:
        """Find a site by its group key."""
        self._authentication.require_administrator(incoming)
        site = self._company.site_by_key(dict(incoming.form()).get("groupKey", ""))
        if site is None:
            raise Problem(HTTPStatus.NOT_FOUND, "No Group exists with the key")
        return json_response(_group(site))

    def add_group(self, incoming: Incoming) -> Response:
        """Make a site, called by its key what `nameMap` calls it, at `friendlyURL`; it has no channel yet."""
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        try:
            key = str(next(iter(json.loads(form.get("nameMap", "")).values())))
        except (ValueError, AttributeError, StopIteration):
            raise Problem(HTTPStatus.BAD_REQUEST, "nameMap names no site") from None
        with self._company.lock:
            if self._company.site_by_key(key):
                raise Problem(HTTPStatus.CONFLICT, "There is a site of that name")
            site = Site(self._company.next_id(), key, form.get("friendlyURL", "").strip("/") or key.lower())
            self._company.sites[site.id] = site
        return json_response(_group(site))

    def delete_group(self, incoming: Incoming) -> Response:
        """Delete a site; nobody is a member of it any more."""
        self._authentication.require_administrator(incoming)
        site_id = id_from(dict(incoming.form()).get("groupId", ""))
        with self._company.lock:
            if self._company.sites.pop(site_id, None) is None:
                raise Problem(HTTPStatus.NOT_FOUND, "No Group exists with the primary key")
            for user in self._company.users.values():
                user.site_ids.discard(site_id)
        return json_response({})

    def role(self, incoming: Incoming) -> Response:
        """Find a role of the portal by its name."""
        self._authentication.require_administrator(incoming)
        # A role of an account has a name of its own to the portal, which nobody is told.
        roles = {role.name: role.id for role in tuple(self._company.roles.values()) if not role.account_id}
        name = dict(incoming.form()).get("name", "")
        role_id = {**roles, ADMINISTRATOR: ADMINISTRATOR_ID}.get(name)
        if role_id is None:
            raise Problem(HTTPStatus.NOT_FOUND, "No Role exists with the key")
        return json_response({"name": name, "roleId": str(role_id)})

    def add_role_users(self, incoming: Incoming) -> Response:
        """Make users administrators of the portal."""
        return self._change_administrators(incoming, administrator=True)

    def unset_role_users(self, incoming: Incoming) -> Response:
        """Let users be administrators no more."""
        return self._change_administrators(incoming, administrator=False)

    def has_group_user(self, incoming: Incoming) -> Response:
        """Tell whether a user is a member of a site."""
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        user = self._company.users.get(id_from(form.get("userId", "")))
        return json_response(user is not None and id_from(form.get("groupId", "")) in user.site_ids)

    def add_group_users(self, incoming: Incoming) -> Response:
        """Make users members of a site."""
        return self._change_membership(incoming, member=True)

    def unset_group_users(self, incoming: Incoming) -> Response:
        """Take users out of a site."""
        return self._change_membership(incoming, member=False)

    def add_resource_permission(self, incoming: Incoming) -> Response:
        """Let a role do an action on a resource, in any site or account the role is held on."""
        role, permission = self._permission(incoming)
        with self._company.lock:
            role.permissions.add(permission)
        return json_response({})

    def remove_resource_permission(self, incoming: Incoming) -> Response:
        """Take an action on a resource from a role."""
        role, permission = self._permission(incoming)
        with self._company.lock:
            role.permissions.discard(permission)
        return json_response({})

    def _change_membership(self, incoming: Incoming, *, member: bool) -> Response:
        self._authentication.require_administrator(incoming)
        site_id = id_from(dict(incoming.form()).get("groupId", ""))
        with self._company.lock:
            if site_id not in self._company.sites:
                raise Problem(HTTPStatus.NOT_FOUND, "No Group exists with the primary key")
            for user in self._users(incoming):
                (user.site_ids.add if member else user.site_ids.discard)(site_id)
        return json_response({})

    def _change_administrators(self, incoming: Incoming, *, administrator: bool) -> Response:
        self._authentication.require_administrator(incoming)
        if id_from(dict(incoming.form()).get("roleId", "")) != ADMINISTRATOR_ID:
            raise Problem(HTTPStatus.NOT_FOUND, "No Role exists with the primary key")
        with self._company.lock:
            for user in self._users(incoming):
                user.administrator = administrator
        return json_response({})

    def _users(self, incoming: Incoming) -> Iterable[User]:
        """Return the users a form names, all of them or none."""
        user_ids = [id_from(user_id) for user_id in dict(incoming.form()).get("userIds", "").split(",")]
        if any(user_id not in self._company.users for user_id in user_ids):
            raise Problem(HTTPStatus.NOT_FOUND, "No User exists with the primary key")
        return [self._company.users[user_id] for user_id in user_ids]

    def _permission(self, incoming: Incoming) -> tuple[Role, tuple[str, str]]:
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        role = self._company.roles.get(id_from(form.get("roleId", "")))
        if role is None:
            raise Problem(HTTPStatus.NOT_FOUND, "No Role exists with the primary key")
        if form.get("scope") != GROUP_TEMPLATE_SCOPE:
            raise Problem(HTTPStatus.BAD_REQUEST, "Only the group template scope is served")
        return role, (form.get("name", ""), form.get("actionId", ""))


def _group(site: Site) -> dict[str, str]:
    return {"friendlyURL": f"/{site.friendly_url}", "groupId": str(site.id), "groupKey": site.key}
