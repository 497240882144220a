"""Site roles, as the documentation has them made: Users > Roles > Site Roles; they are held on a site.

Source: documentation, "Create a Punch Out Buyer Role"; Liferay's public sources (RoleService, UserGroupRoleService).
"""

from __future__ import annotations

from harness.administration.calling import AdministratorsCalls, id_in
from harness.administration.people import permit

_SITE = "2"


class SiteRoles:
    """Makes site roles and gives them to members of a site; each method raises Untestable when it cannot."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls

    def make(self, name: str, permissions: tuple[str, ...]) -> int:
        """Create a site role that permits the named actions on open carts; return its id. Names are unique."""
        fields = {
            "className": "",
            "classPK": "0",
            "name": name,
            "titleMap": "{}",
            "descriptionMap": "{}",
            "type": _SITE,
            "subtype": "",
        }
        role_id = id_in(self._calls.service("create a site role", "role/add-role", fields), "roleId")
        self.permit(role_id, permissions)
        return role_id

    def permit(self, role_id: int, permissions: tuple[str, ...]) -> None:
        """Let a role do the named actions on open carts."""
        permit(self._calls, role_id, permissions)

    def remove(self, role_id: int) -> None:
        """Delete a role; does nothing when there is none."""
        self._calls.service_call("delete the role", "role/delete-role", {"roleId": str(role_id)})

    def assign(self, role_id: int, user_id: int, site_id: int) -> None:
        """Give a member of a site a role there."""
        fields = _holding(role_id, user_id, site_id)
        self._calls.service("assign the site role", "usergrouprole/add-user-group-roles", fields)

    def unassign(self, role_id: int, user_id: int, site_id: int) -> None:
        """Take a role from a member of a site."""
        fields = _holding(role_id, user_id, site_id)
        self._calls.service("take the site role away", "usergrouprole/delete-user-group-roles", fields)


def _holding(role_id: int, user_id: int, site_id: int) -> dict[str, str]:
    return {"userId": str(user_id), "groupId": str(site_id), "roleIds": str(role_id)}
