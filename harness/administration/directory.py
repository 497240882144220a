"""What the portal's directory holds, read with the administrator's credentials and never changed.

The administrator's hand has interfaces for making and changing things; here are those for looking things up.
Source: reference, Liferay connector, 8; Liferay's public sources of Commerce 2.1 (headless commerce admin account).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import requests

from harness.administration.calling import AdministratorsCalls, id_in
from harness.administration.dialects import DIALECTS
from harness.answers import told_by
from harness.errors import Untestable

_USERS = "/o/headless-admin-user/v1.0"
_ACCOUNTS_2_1 = "/o/headless-commerce-admin-account/v1.0/accounts"


@dataclass(frozen=True)
class Member:
    """A user who may be a member of an account."""

    user_id: int
    email: str
    account_id: int


class Directory:
    """Looks things up; each method raises Untestable when the portal does not tell."""

    def __init__(self, calls: AdministratorsCalls, generation: str, group: str) -> None:
        """Look into the directory of a portal of a generation; `group` is the key of the site."""
        self._calls = calls
        self._generation = generation
        self._group = group
        self._channels = DIALECTS[generation].channels(calls)

    @cached_property
    def site_id(self) -> int | None:
        """The id of the site, or None when there is none."""
        return self.site_named(self._group)

    @cached_property
    def has_channel(self) -> bool:
        """Whether a channel sells on the site."""
        return any(id_in(channel, "siteGroupId") == self.site_id for channel in self._channels.all())

    def site_named(self, key: str) -> int | None:
        """Return the id of the site with a group key, or None when there is none."""
        return self._named("find the site", "group/get-group", "groupKey", key, ("no group exists", "nosuchgroup"))

    def role_named(self, name: str) -> int | None:
        """Return the id of the role of the portal with a name, or None when there is none."""
        return self._named("find the role", "role/get-role", "name", name, ("no role exists", "nosuchrole"))

    def channel_named(self, name: str) -> int | None:
        """Return the id of the channel with a name, or None when there is none."""
        found = (channel for channel in self._channels.all() if channel.get("name") == name)
        return next((id_in(each, "commerceChannelId" if "commerceChannelId" in each else "id") for each in found), None)

    def channel_of(self, site_id: int) -> int | None:
        """Return the id of the channel that sells on a site, or None when there is none."""
        found = (channel for channel in self._channels.all() if id_in(channel, "siteGroupId") == site_id)
        return next((id_in(each, "commerceChannelId" if "commerceChannelId" in each else "id") for each in found), None)

    def account_id(self, code: str) -> int | None:
        """Return the id of the account with an external reference code, or None when there is none."""
        account = self._found("find the account", _BY_CODE[self._generation].format(quote(code, safe="")))
        return id_in(account) if account else None

    def is_in_site(self, user_id: int, site_id: int | None = None) -> bool:
        """Tell whether a user is a member of the site, or of another, directly."""
        fields = {"groupId": str(site_id or self.site_id), "userId": str(user_id)}
        answer = self._calls.service("look up the members of the site", "user/has-group-user", fields)
        if not isinstance(answer, bool):
            raise Untestable("the portal does not tell who is a member of a site")
        return answer

    def is_in_account(self, member: Member) -> bool:
        """Tell whether a user is a member of an account."""
        return _IS_MEMBER[self._generation](self, member)

    def _is_listed_with_the_user(self, member: Member) -> bool:
        path = f"{_USERS}/user-accounts/by-email-address/{quote(member.email)}"
        briefs = self._found("look up the accounts of the user", path).get("accountBriefs")
        if not isinstance(briefs, list):
            raise Untestable("the portal does not list the accounts of a user")
        return member.account_id in [id_in(brief) for brief in briefs]

    def _is_listed_with_the_account(self, member: Member) -> bool:
        path = f"{_ACCOUNTS_2_1}/{member.account_id}/accountMembers/{member.user_id}"
        return bool(self._found("look up the member of the account", path))

    def _named(self, what: str, service: str, field: str, name: str, nothing: tuple[str, str]) -> int | None:
        """Return the id of what a service finds by its name in the portal, or None when it says there is nothing."""
        response = self._calls.service_call(what, service, {"companyId": self._calls.company_id, field: name})
        document = told_by(response)
        # A 404 without these words comes from something that does not know the service at all.
        words = f"{document.get('exception', '')} {document.get('title', '')}".lower()
        if any(each in words for each in nothing):
            return None
        return id_in(_known(what, response), "groupId" if field == "groupKey" else "roleId")

    def _found(self, what: str, path: str) -> dict[str, Any]:
        """Return what is at a path, or nothing when the portal itself says that there is nothing."""
        response = self._calls.call(what, "GET", path, accepted=(200, 404))
        document = told_by(response)
        # A 404 that is no Problem comes from something that does not know the interface at all.
        if response.status_code == 404 and ("status" in document or "title" in document):
            return {}
        return _known(what, response)


_BY_CODE: Mapping[str, str] = {
    "punchout2go-2.1": f"{_ACCOUNTS_2_1}/by-externalReferenceCode/{{}}",
    "tradecentric-7.4": f"{_USERS}/accounts/by-external-reference-code/{{}}",
}
_IS_MEMBER: Mapping[str, Callable[[Directory, Member], bool]] = {
    "punchout2go-2.1": Directory._is_listed_with_the_account,
    "tradecentric-7.4": Directory._is_listed_with_the_user,
}


def _known(what: str, response: requests.Response) -> dict[str, Any]:
    """Return what was asked for."""
    document = told_by(response)
    if response.status_code != 200 or not document or "exception" in document:
        raise Untestable(f"the administrator could not {what}: the portal answered HTTP {response.status_code}")
    return document
