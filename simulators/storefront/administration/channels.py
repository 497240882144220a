"""The channels of the company: the headless interface an administrator's tools list, make and remove them by.

The paths and members are those of Liferay's commerce admin channel interface.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Channel
from simulators.storefront.problems import Problem, json_response, object_of, page_of, text_in
from simulators.wire import Incoming

PATH = "/o/headless-commerce-admin-channel/v1.0/channels"


class Channels:
    """Answers calls about the channels."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def list(self, incoming: Incoming) -> Response:
        """List the channels."""
        self._authentication.require_administrator(incoming)
        return json_response(page_of([_channel(channel) for channel in tuple(self._company.channels.values())]))

    def add(self, incoming: Incoming) -> Response:
        """Make a channel from `name`, `currencyCode` and `siteGroupId`; Punch Out is off in it."""
        self._authentication.require_administrator(incoming)
        document = object_of(incoming)
        site = self._company.sites.get(id_from(str(document.get("siteGroupId", ""))))
        if site is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Site not found")
        channel = self._company.add_channel(site, text_in(document, "name"), text_in(document, "currencyCode"))
        if channel is None:
            raise Problem(HTTPStatus.CONFLICT, "The site has a channel already")
        return json_response(_channel(channel))

    def remove(self, incoming: Incoming) -> Response:
        """Delete a channel, its orders with it."""
        self._authentication.require_administrator(incoming)
        if not self._company.remove_channel(id_from(incoming.parts["channel_id"])):
            raise Problem(HTTPStatus.NOT_FOUND, "Channel not found")
        return Response(status_code=204)


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "currencyCode": channel.currency,
        "siteGroupId": channel.site_id,
        "type": "site",
    }
