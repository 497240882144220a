"""Who is an administrator of the portal: its role of that name, given to users and taken away."""

from __future__ import annotations

from functools import cached_property

from harness.administration.calling import AdministratorsCalls, id_in


class Administrators:
    """Makes users administrators; each method raises Untestable when the target will not do it."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls

    def add(self, user_id: int) -> None:
        """Make a user an administrator."""
        self._calls.service("make the user an administrator", "user/add-role-users", self._holding(user_id))

    def remove(self, user_id: int) -> None:
        """Let a user be an administrator no more."""
        self._calls.service("take the administrator's role away", "user/unset-role-users", self._holding(user_id))

    @cached_property
    def _role_id(self) -> int:
        fields = {"companyId": self._calls.company_id, "name": "Administrator"}
        return id_in(self._calls.service("find the administrator's role", "role/get-role", fields), "roleId")

    def _holding(self, user_id: int) -> dict[str, str]:
        return {"roleId": str(self._role_id), "userIds": str(user_id)}
