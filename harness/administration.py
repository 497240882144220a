"""The administrator's hand: users, accounts, roles and settings of a target, changed the way its own tools do it.

People and permissions go through the headless and JSON web service interfaces, settings through the forms of the
control panel. Source: reference, Liferay connector, 7, 8 and 10.4; documentation, all "Configure" headings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import requests

from harness.browser import Browser, Form, Page
from harness.errors import NonConformance, Untestable
from harness.targetfile import Login
from simulators.wire import Caller, Journal, Unreachable

_USERS = "/o/headless-admin-user/v1.0"
_SERVICES = "/api/jsonws"
_PANEL = "/group/control_panel/manage"
_CHANNELS_PORTLET = "com_liferay_commerce_channel_web_internal_portlet_CommerceChannelsPortlet"
_SETTINGS_PORTLET = "com_liferay_configuration_admin_web_portlet_SystemSettingsPortlet"
_AUTO_LOGIN = (
    "com.liferay.commerce.punchout.portal.security.auto.login.internal.module.configuration."
    "PunchOutAccessTokenAutoLoginConfiguration"
)
_TOKEN = (
    "com.liferay.commerce.punchout.oauth2.provider.rest.internal.bearer.token.provider.configuration."
    "PunchOutAccessTokenProviderConfiguration"
)
_ORDER_RESOURCE = "com.liferay.commerce.order"
_GROUP_TEMPLATE = "3"

# The labels an administrator ticks under Open Carts, and the actions behind them.
PERMISSIONS: Mapping[str, str] = {
    "View Open Orders": "VIEW_OPEN_COMMERCE_ORDERS",
    "Check Out Open Orders": "CHECKOUT_OPEN_COMMERCE_ORDERS",
    "View Orders": "VIEW_COMMERCE_ORDERS",
    "Manage Order Notes": "MANAGE_COMMERCE_ORDER_NOTES",
}


@dataclass(frozen=True)
class AccountRole:
    """A role of an account: `id` is what it is assigned by, `role_id` what permissions are given to."""

    id: int
    role_id: int


@dataclass(frozen=True)
class ChannelSettings:
    """The Punch Out settings of the channel."""

    enabled: bool
    start_url: str


@dataclass(frozen=True)
class TokenSettings:
    """Access Token Duration in seconds and Access Token Size in bytes."""

    duration: int
    size: int


class Administration:
    """An administrator of the target. What the target will not do is a prerequisite that is missing."""

    def __init__(self, url: str, login: Login, group: str, journal: Journal, *, verify: bool | str = True) -> None:
        self._url = url
        self._login = login
        self._group = group
        self._caller = Caller("administrator", journal)
        self._caller.verify = verify
        self._browser = Browser(journal, verify=verify)

    def close(self) -> None:
        """Close all connections."""
        self._caller.close()
        self._browser.close()

    def add_user(self, email: str, first_name: str, last_name: str) -> int:
        """Create a user; return the id."""
        document = {
            "emailAddress": email,
            "givenName": first_name,
            "familyName": last_name,
            "alternateName": email.partition("@")[0],
        }
        return _id(self._json("create a user", "POST", f"{_USERS}/user-accounts", json=document))

    def join_site(self, user_id: int) -> None:
        """Make a user a member of the site."""
        fields = {"groupId": str(self._site_id), "userIds": str(user_id)}
        self._service("make the user a member of the site", "user/add-group-users", fields)

    def leave_site(self, user_id: int) -> None:
        """Take a user out of the site."""
        fields = {"groupId": str(self._site_id), "userIds": str(user_id)}
        self._service("take the user out of the site", "user/unset-group-users", fields)

    def find_user(self, email: str) -> int | None:
        """Return the id of the user with an e-mail address, or None."""
        path = f"{_USERS}/user-accounts/by-email-address/{quote(email)}"
        response = self._call("find a user", "GET", path, accepted=(200, 404))
        return _id(_parsed("find a user", response)) if response.status_code == 200 else None

    def remove_user(self, user_id: int) -> None:
        """Delete a user."""
        self._call("delete a user", "DELETE", f"{_USERS}/user-accounts/{user_id}", accepted=(204, 404))

    def add_account(self, name: str, code: str) -> int:
        """Create a business account with an external reference code; return its id."""
        document = {"name": name, "externalReferenceCode": code, "type": "business"}
        return _id(self._json("create an account", "POST", f"{_USERS}/accounts", json=document))

    def remove_account(self, account_id: int) -> None:
        """Delete an account, its roles with it."""
        self._call("delete an account", "DELETE", f"{_USERS}/accounts/{account_id}", accepted=(204, 404))

    def add_member(self, account_id: int, email: str) -> None:
        """Make a user a member of an account."""
        path = f"{_USERS}/accounts/{account_id}/user-accounts/by-email-address/{quote(email)}"
        self._call("make the user a member of the account", "POST", path, accepted=(200, 204))

    def add_role(self, account_id: int, name: str, permissions: tuple[str, ...]) -> AccountRole:
        """Create a role of an account that permits the named actions on open carts."""
        path = f"{_USERS}/accounts/{account_id}/account-roles"
        document = self._json("create a role", "POST", path, json={"name": name})
        role = AccountRole(_id(document), _id(document, "roleId"))
        for permission in permissions:
            self._service(
                f"permit {permission}",
                "resourcepermission/add-resource-permission",
                {
                    "groupId": "0",
                    "companyId": self._company_id,
                    "name": _ORDER_RESOURCE,
                    "scope": _GROUP_TEMPLATE,
                    "primKey": "0",
                    "roleId": str(role.role_id),
                    "actionId": PERMISSIONS[permission],
                },
            )
        return role

    def assign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Give a user a role on an account."""
        path = f"{_USERS}/accounts/{account_id}/account-roles/{role.id}/user-accounts/{user_id}"
        self._call("assign the role", "POST", path, accepted=(200, 204))

    def unassign_role(self, account_id: int, role: AccountRole, user_id: int) -> None:
        """Take a role on an account from a user."""
        path = f"{_USERS}/accounts/{account_id}/account-roles/{role.id}/user-accounts/{user_id}"
        self._call("take the role away", "DELETE", path, accepted=(200, 204))

    def channel_settings(self) -> ChannelSettings:
        """Read the Punch Out settings of the channel."""
        form = self._channel_form()
        enabled = form.value("settings--enabled--") == "true"
        return ChannelSettings(enabled, form.value("settings--punchOutStartURL--") or "")

    def set_channel(self, settings: ChannelSettings) -> None:
        """Save the Punch Out settings of the channel."""
        self._save(
            self._channel_form(),
            {"settings--enabled--": settings.enabled, "settings--punchOutStartURL--": settings.start_url},
        )
        _require_kept("the Punch Out settings of the channel", settings, self.channel_settings())

    def auto_login(self) -> bool:
        """Tell whether auto login by access token is switched on."""
        return self._configuration_form(_AUTO_LOGIN, "enabled").value("enabled") == "true"

    def set_auto_login(self, enabled: bool) -> None:
        """Switch auto login by access token on or off."""
        self._save(self._configuration_form(_AUTO_LOGIN, "enabled"), {"enabled": enabled})
        _require_kept("the switch for auto login", enabled, self.auto_login())

    def token_settings(self) -> TokenSettings:
        """Read Access Token Duration and Access Token Size."""
        form = self._configuration_form(_TOKEN, "access.token.expires.in")
        shown = [form.value(key) or "nothing" for key in ("access.token.expires.in", "access.token.key.byte.size")]
        try:
            return TokenSettings(*map(int, shown))
        except ValueError as error:
            raise Untestable(f"the control panel shows {' and '.join(shown)} for duration and size") from error

    def set_token(self, settings: TokenSettings) -> None:
        """Save Access Token Duration and Access Token Size."""
        self._save(
            self._configuration_form(_TOKEN, "access.token.expires.in"),
            {"access.token.expires.in": str(settings.duration), "access.token.key.byte.size": str(settings.size)},
        )
        _require_kept("duration and size of access tokens", settings, self.token_settings())

    @cached_property
    def _company_id(self) -> str:
        return str(_id(self._service("tell who the administrator is", "user/get-current-user", {}), "companyId"))

    @cached_property
    def _site_id(self) -> int:
        fields = {"companyId": self._company_id, "groupKey": self._group}
        return _id(self._service("find the site", "group/get-group", fields), "groupId")

    @cached_property
    def _channel_id(self) -> int:
        document = self._json("list the channels", "GET", "/o/headless-commerce-admin-channel/v1.0/channels")
        for channel in document.get("items", ()) if isinstance(document, dict) else ():
            if _id(channel, "siteGroupId") == self._site_id:
                return _id(channel)
        raise Untestable(f"the site {self._group!r} has no channel")

    def _channel_form(self) -> Form:
        namespace = f"_{_CHANNELS_PORTLET}_"
        query = {
            "p_p_id": _CHANNELS_PORTLET,
            "p_p_lifecycle": "0",
            f"{namespace}mvcRenderCommandName": "/commerce_channels/edit_commerce_channel",
            f"{namespace}commerceChannelId": str(self._channel_id),
            f"{namespace}screenNavigationCategoryKey": "punch-out",
        }
        return self._form(f"{_PANEL}?{urlencode(query)}", "settings--punchOutStartURL--", "Channels, Punch Out")

    def _configuration_form(self, pid: str, key: str) -> Form:
        namespace = f"_{_SETTINGS_PORTLET}_"
        query = {
            "p_p_id": _SETTINGS_PORTLET,
            "p_p_lifecycle": "0",
            f"{namespace}mvcRenderCommandName": "/configuration_admin/edit_configuration",
            f"{namespace}factoryPid": pid,
            f"{namespace}pid": pid,
        }
        return self._form(f"{_PANEL}?{urlencode(query)}", key, f"System Settings, {pid.rpartition('.')[2]}")

    def _form(self, path: str, field: str, place: str) -> Form:
        page = self._panel(path)
        for form in page.forms:
            if form.has(field):
                return form
        raise Untestable(f"the control panel shows no form with {field!r} under {place} (HTTP {page.status})")

    def _panel(self, path: str) -> Page:
        """Return a page of the control panel, signed in."""
        try:
            page = self._browser.open(self._url + path)
            if not page.signed_in:
                self._sign_in(page)
                page = self._browser.open(self._url + path)
        except NonConformance as error:
            raise Untestable(f"the control panel was not reached: {error}") from error
        if not page.signed_in:
            raise Untestable("the administrator was not signed in: check the user and password of [target.admin]")
        return page

    def _sign_in(self, page: Page) -> None:
        form = next((f for f in page.forms if f.has("password")), None)
        if form is None:
            page = self._browser.open(f"{self._url}/c/portal/login")
            form = next((f for f in page.forms if f.has("password")), None)
        if form is None:
            raise Untestable(f"no form to sign in was found at {page.url}")
        self._browser.submit(form.filled({"login": self._login.user, "password": self._login.password}).pressed())

    def _save(self, form: Form, values: Mapping[str, str | bool]) -> None:
        try:
            page = self._browser.submit(form.filled(values).pressed())
        except NonConformance as error:
            raise Untestable(f"the control panel could not be used: {error}") from error
        if page.status >= 400 or page.alerts:
            said = "; ".join(page.alerts) or f"HTTP {page.status}"
            raise Untestable(f"the control panel refused to save: {said}")

    def _service(self, what: str, method: str, fields: Mapping[str, str]) -> Any:
        return self._json(what, "POST", f"{_SERVICES}/{method}", data=dict(fields))

    def _json(self, what: str, method: str, path: str, **content: Any) -> Any:
        return _parsed(what, self._call(what, method, path, **content))

    def _call(
        self, what: str, method: str, path: str, accepted: tuple[int, ...] = (200, 201, 204), **content: Any
    ) -> requests.Response:
        try:
            response = self._caller.call(
                method, self._url + path, auth=(self._login.user, self._login.password), **content
            )
        except Unreachable as error:
            raise Untestable(f"the administrator could not {what}: {error}") from error
        if response.status_code not in accepted:
            raise Untestable(f"the administrator could not {what}: {path} answered HTTP {response.status_code}")
        return response


def _parsed(what: str, response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise Untestable(f"the administrator could not {what}: {response.url} did not answer JSON") from error


def _id(document: Any, name: str = "id") -> int:
    """Return an id out of an answer."""
    try:
        return int(document[name])
    except (KeyError, TypeError, ValueError) as error:
        raise Untestable(f"the storefront answered the administrator {document!r:.200}, without {name}") from error


def _require_kept(what: str, saved: object, shown: object) -> None:
    """Refuse to go on with settings that were not kept: whatever is judged then is judged under others."""
    if saved != shown:
        raise Untestable(f"the control panel did not keep {what}: saved was {saved}, shown is {shown}")
