"""Liferay's JSON web services, as far as the headless interfaces leave something to do: sites and permissions."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Role
from simulators.storefront.problems import Problem, json_response
from simulators.wire import Incoming

PATH = "/api/jsonws"
GROUP_TEMPLATE_SCOPE = "3"


class JsonServices:
    """Answers JSON web service calls; parameters come as form fields."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

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
        return json_response({"friendlyURL": f"/{site.friendly_url}", "groupId": str(site.id), "groupKey": site.key})

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
        form = dict(incoming.form())
        site_id = id_from(form.get("groupId", ""))
        with self._company.lock:
            users = [self._company.users.get(id_from(user_id)) for user_id in form.get("userIds", "").split(",")]
            if None in users or site_id not in self._company.sites:
                raise Problem(HTTPStatus.NOT_FOUND, "No User or Group exists with the primary key")
            for user in users:
                if user is not None:
                    (user.site_ids.add if member else user.site_ids.discard)(site_id)
        return json_response({})

    def _permission(self, incoming: Incoming) -> tuple[Role, tuple[str, str]]:
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        role = self._company.roles.get(id_from(form.get("roleId", "")))
        if role is None:
            raise Problem(HTTPStatus.NOT_FOUND, "No Role exists with the primary key")
        if form.get("scope") != GROUP_TEMPLATE_SCOPE:
            raise Problem(HTTPStatus.BAD_REQUEST, "Only the group template scope is served")
        return role, (form.get("name", ""), form.get("actionId", ""))
