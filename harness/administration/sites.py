"""The site of a target and its channel, found by name, and who is a member of the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from harness.administration.calling import AdministratorsCalls, id_in
from harness.errors import Untestable

ChannelList = Callable[[AdministratorsCalls], list[Any]]


class Sites:
    """The target's site, as the administrator sees it; each method raises Untestable when the target will not do it."""

    def __init__(self, calls: AdministratorsCalls, group: str, channels: ChannelList) -> None:
        """Look at the site with the group key `group`; `channels` lists the channels of the portal."""
        self._calls = calls
        self._group = group
        self._channels = channels

    @cached_property
    def site_id(self) -> int:
        """The id of the target's site."""
        fields = {"companyId": self._calls.company_id, "groupKey": self._group}
        return id_in(self._calls.service("find the site", "group/get-group", fields), "groupId")

    @cached_property
    def channel_id(self) -> int:
        """The id of the site's channel."""
        for channel in self._channels(self._calls):
            if id_in(channel, "siteGroupId") == self.site_id:
                return id_in(channel, "commerceChannelId" if "commerceChannelId" in channel else "id")
        raise Untestable(f"the site {self._group!r} has no channel")

    def join(self, user_id: int) -> None:
        """Make a user a member of the site."""
        fields = {"groupId": str(self.site_id), "userIds": str(user_id)}
        self._calls.service("make the user a member of the site", "user/add-group-users", fields)

    def leave(self, user_id: int) -> None:
        """Take a user out of the site."""
        fields = {"groupId": str(self.site_id), "userIds": str(user_id)}
        self._calls.service("take the user out of the site", "user/unset-group-users", fields)


def headless_channels(calls: AdministratorsCalls) -> list[Any]:
    """Return the channels as the headless interface of Liferay 7.4 lists them."""
    document = calls.json("list the channels", "GET", "/o/headless-commerce-admin-channel/v1.0/channels?pageSize=500")
    return list(document.get("items", ())) if isinstance(document, dict) else []


def service_channels(calls: AdministratorsCalls) -> list[Any]:
    """Return the channels as the JSON web services of Commerce 2.1 list them."""
    everything = {"start": "-1", "end": "-1"}
    document = calls.service("list the channels", "commerce.commercechannel/get-commerce-channels", everything)
    return document if isinstance(document, list) else []
