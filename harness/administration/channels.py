"""Channels of a portal: listed, made and removed by the interface its release has for that.

Source: reference, Liferay connector, 8; Liferay's public sources of Commerce 2.1 (CommerceChannelService).
"""

from __future__ import annotations

from typing import Any, Protocol

from harness.administration.calling import AdministratorsCalls, id_in

_HEADLESS = "/o/headless-commerce-admin-channel/v1.0/channels"
_SERVICE = "commerce.commercechannel"


class Channels(Protocol):
    """The channels; each method raises Untestable when the target will not do it."""

    def all(self) -> list[Any]:
        """Return the channels as the target lists them."""
        ...

    def add(self, site_id: int, name: str, currency: str) -> int:
        """Make the channel of a site; return its id."""
        ...

    def remove(self, channel_id: int) -> None:
        """Delete a channel."""
        ...


class HeadlessChannels:
    """Channels by the headless interface of Liferay 7.4."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls

    def all(self) -> list[Any]:
        """Return the channels as the target lists them."""
        document = self._calls.json("list the channels", "GET", f"{_HEADLESS}?pageSize=500")
        return list(document.get("items", ())) if isinstance(document, dict) else []

    def add(self, site_id: int, name: str, currency: str) -> int:
        """Make the channel of a site; return its id."""
        document = {"name": name, "currencyCode": currency, "type": "site", "siteGroupId": site_id}
        return id_in(self._calls.json("create a channel", "POST", _HEADLESS, json=document))

    def remove(self, channel_id: int) -> None:
        """Delete a channel."""
        self._calls.call("delete the channel", "DELETE", f"{_HEADLESS}/{channel_id}")


class ServiceChannels:
    """Channels by the JSON web services of Commerce 2.1."""

    def __init__(self, calls: AdministratorsCalls) -> None:
        self._calls = calls

    def all(self) -> list[Any]:
        """Return the channels as the target lists them."""
        everything = {"start": "-1", "end": "-1"}
        document = self._calls.service("list the channels", f"{_SERVICE}/get-commerce-channels", everything)
        return document if isinstance(document, list) else []

    def add(self, site_id: int, name: str, currency: str) -> int:
        """Make the channel of a site; return its id."""
        fields = {
            "siteGroupId": str(site_id),
            "name": name,
            "type": "site",
            "typeSettingsProperties": "",
            "commerceCurrencyCode": currency,
            "externalReferenceCode": "",
        }
        made = self._calls.service("create a channel", f"{_SERVICE}/add-commerce-channel", fields)
        return id_in(made, "commerceChannelId")

    def remove(self, channel_id: int) -> None:
        """Delete a channel."""
        fields = {"commerceChannelId": str(channel_id)}
        self._calls.service("delete the channel", f"{_SERVICE}/delete-commerce-channel", fields)
