"""Sites and channels of a target: its own, found by name, others that are made and removed, and who is a member."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from harness.administration.calling import AdministratorsCalls, id_in
from harness.administration.channels import Channels
from harness.errors import Untestable

_OPEN_SITE = "1"


@dataclass(frozen=True)
class OtherChannel:
    """A channel beside the target's own, its site, and its start URL, at which no page need be.

    One that the harness has made has ids, and Punch Out is off until it is switched on. Of one that a target file lists
    neither is known to anybody but its administrator, and Punch Out is on.
    """

    group: str
    start_url: str
    id: int | None = None
    site_id: int | None = None

    @property
    def is_listed(self) -> bool:
        """Whether it was there before the scenario, with Punch Out on."""
        return self.id is None


class Sites:
    """The target's site, as the administrator sees it; each method raises Untestable when the target will not do it."""

    def __init__(self, calls: AdministratorsCalls, group: str, channels: Channels) -> None:
        """Look at the site with the group key `group`; `channels` is how the release lists and makes them."""
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
        for channel in self._channels.all():
            if id_in(channel, "siteGroupId") == self.site_id:
                return id_in(channel, "commerceChannelId" if "commerceChannelId" in channel else "id")
        raise Untestable(f"the site {self._group!r} has no channel")

    def join(self, user_id: int, site_id: int | None = None) -> None:
        """Make a user a member of the site, or of another."""
        fields = {"groupId": str(site_id or self.site_id), "userIds": str(user_id)}
        self._calls.service("make the user a member of the site", "user/add-group-users", fields)

    def leave(self, user_id: int) -> None:
        """Take a user out of the site."""
        fields = {"groupId": str(self.site_id), "userIds": str(user_id)}
        self._calls.service("take the user out of the site", "user/unset-group-users", fields)

    def add_site(self, name: str, friendly_url: str) -> int:
        """Make a site, whose group key is its name; return its id."""
        fields = {
            "parentGroupId": "0",
            "liveGroupId": "0",
            "nameMap": json.dumps({"en_US": name}),
            "descriptionMap": "{}",
            "type": _OPEN_SITE,
            "manualMembership": "true",
            "membershipRestriction": "0",
            "friendlyURL": friendly_url,
            "site": "true",
            "inheritContent": "false",
            "active": "true",
        }
        return id_in(self._calls.service("create a site", "group/add-group", fields), "groupId")

    def remove_site(self, site_id: int) -> None:
        """Delete a site."""
        self._calls.service("delete the site", "group/delete-group", {"groupId": str(site_id)})

    def add_channel(self, site_id: int, name: str, currency: str) -> int:
        """Make the channel of a site; return its id."""
        return self._channels.add(site_id, name, currency)

    def remove_channel(self, channel_id: int) -> None:
        """Delete a channel."""
        self._channels.remove(channel_id)
