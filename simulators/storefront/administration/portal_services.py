"""JSON web services of the portal that the tools of DXP 7.1 and 7.2 need: users and channels.

Source: Liferay's public sources of 7.2 (UserService, RoleService) and of Commerce 2.1 (CommerceChannelService).
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront.authentication import Authentication
from simulators.storefront.company import Company, id_from
from simulators.storefront.model import Channel, User
from simulators.storefront.problems import Problem, json_response, text_in
from simulators.wire import Incoming


class PortalServices:
    """Answers JSON web service calls of an administrator; parameters come as form fields."""

    def __init__(self, company: Company, authentication: Authentication) -> None:
        self._company = company
        self._authentication = authentication

    def add_user(self, incoming: Incoming) -> Response:
        """Create a user from `emailAddress`, `firstName` and `lastName`."""
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        email = text_in(form, "emailAddress")
        with self._company.lock:
            if self._company.user_by_email(email):
                raise Problem(HTTPStatus.CONFLICT, "The e-mail address is in use")
            first, last, middle = text_in(form, "firstName"), text_in(form, "lastName"), text_in(form, "middleName", "")
            user = self._company.add_user(email, first, last, middle, text_in(form, "password1", ""))
        return json_response(_user(user))

    def user_by_email(self, incoming: Incoming) -> Response:
        """Find a user by `emailAddress`."""
        self._authentication.require_administrator(incoming)
        user = self._company.user_by_email(text_in(dict(incoming.form()), "emailAddress"))
        if user is None:
            raise Problem(HTTPStatus.NOT_FOUND, "No User exists with the e-mail address")
        return json_response(_user(user))

    def remove_user(self, incoming: Incoming) -> Response:
        """Delete the user `userId`."""
        self._authentication.require_administrator(incoming)
        user_id = id_from(dict(incoming.form()).get("userId", ""))
        if user_id not in self._company.users:
            raise Problem(HTTPStatus.NOT_FOUND, "No User exists with the primary key")
        self._company.remove_user(user_id)
        return json_response({})

    def channels(self, incoming: Incoming) -> Response:
        """List the channels."""
        self._authentication.require_administrator(incoming)
        return json_response([_channel(channel) for channel in tuple(self._company.channels.values())])

    def add_channel(self, incoming: Incoming) -> Response:
        """Make a channel of the site `siteGroupId` from `name` and `commerceCurrencyCode`."""
        self._authentication.require_administrator(incoming)
        form = dict(incoming.form())
        site = self._company.sites.get(id_from(form.get("siteGroupId", "")))
        if site is None:
            raise Problem(HTTPStatus.NOT_FOUND, "No Group exists with the primary key")
        channel = self._company.add_channel(site, text_in(form, "name"), text_in(form, "commerceCurrencyCode"))
        if channel is None:
            raise Problem(HTTPStatus.CONFLICT, "The site has a channel already")
        return json_response(_channel(channel))

    def remove_channel(self, incoming: Incoming) -> Response:
        """Delete the channel `commerceChannelId`."""
        self._authentication.require_administrator(incoming)
        if not self._company.remove_channel(id_from(dict(incoming.form()).get("commerceChannelId", ""))):
            raise Problem(HTTPStatus.NOT_FOUND, "No CommerceChannel exists with the primary key")
        return json_response({})


def _channel(channel: Channel) -> dict[str, str]:
    return {
        "commerceChannelId": str(channel.id),
        "commerceCurrencyCode": channel.currency,
        "name": channel.name,
        "siteGroupId": str(channel.site_id),
        "type": "site",
    }


def _user(user: User) -> dict[str, str]:
    return {
        "userId": str(user.id),
        "emailAddress": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
    }
