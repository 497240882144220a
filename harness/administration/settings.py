"""Settings of the connector, read and saved in the forms of the control panel.

Source: documentation, all "Configure" headings; reference, Liferay connector, 8 and 10.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from harness.administration.sites import Sites
from harness.browser import Form, HttpBrowser, Page
from harness.errors import NonConformance, Untestable
from harness.targetfile import Login
from simulators.wire import Journal

_PANEL = "/group/control_panel/manage"
_CHANNELS_PORTLET = "com_liferay_commerce_channel_web_internal_portlet_CommerceChannelsPortlet"
_SETTINGS_PORTLET = "com_liferay_configuration_admin_web_portlet_SystemSettingsPortlet"
TOKEN_PID = (
    "com.liferay.commerce.punchout.oauth2.provider.rest.internal.bearer.token.provider.configuration."
    "PunchOutAccessTokenProviderConfiguration"
)


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


class PanelWords(Protocol):
    """What the control panel of a generation calls its configurations and pages."""

    @property
    def auto_login_pid(self) -> str:
        """The identifier of the configuration of auto login."""
        ...

    @property
    def edit_configuration(self) -> str:
        """The command that shows a configuration."""
        ...

    @property
    def edit_channel(self) -> str:
        """The command that shows a channel."""
        ...


class PanelSettings:
    """The connector's settings; each method raises Untestable when the control panel will not do it."""

    def __init__(
        self,
        url: str,
        login: Login,
        sites: Sites,
        words: PanelWords,
        journal: Journal,
        *,
        verify: bool | str = True,
    ) -> None:
        self._url = url
        self._login = login
        self._sites = sites
        self._words = words
        self._browser = HttpBrowser(journal, verify=verify, asks_again=True)

    @property
    def auto_login_pid(self) -> str:
        """The identifier of the configuration of auto login."""
        return self._words.auto_login_pid

    def close(self) -> None:
        """Close all connections."""
        self._browser.close()

    def channel_settings(self, channel_id: int | None = None) -> ChannelSettings:
        """Read the Punch Out settings of the target's channel, or of another."""
        form = self._channel_form(channel_id)
        enabled = form.value("settings--enabled--") == "true"
        return ChannelSettings(enabled, form.value("settings--punchOutStartURL--") or "")

    def set_channel(self, settings: ChannelSettings, channel_id: int | None = None) -> None:
        """Save the Punch Out settings of the target's channel, or of another."""
        self._save(
            self._channel_form(channel_id),
            {"settings--enabled--": settings.enabled, "settings--punchOutStartURL--": settings.start_url},
        )
        _require_kept("the Punch Out settings of the channel", settings, self.channel_settings(channel_id))

    def auto_login(self) -> bool:
        """Tell whether auto login by access token is switched on."""
        return self._configuration_form(self._words.auto_login_pid, "enabled").value("enabled") == "true"

    def set_auto_login(self, enabled: bool) -> None:
        """Switch auto login by access token on or off."""
        self._save(self._configuration_form(self._words.auto_login_pid, "enabled"), {"enabled": enabled})
        _require_kept("the switch for auto login", enabled, self.auto_login())

    def reset_auto_login(self) -> None:
        """Choose Reset Default Values for auto login."""
        self._reset(self._configuration_form(self._words.auto_login_pid, "enabled"))

    def token_settings(self) -> TokenSettings:
        """Read Access Token Duration and Access Token Size."""
        form = self._configuration_form(TOKEN_PID, "access.token.expires.in")
        shown = [form.value(key) or "nothing" for key in ("access.token.expires.in", "access.token.key.byte.size")]
        try:
            return TokenSettings(*map(int, shown))
        except ValueError as error:
            raise Untestable(f"the control panel shows {' and '.join(shown)} for duration and size") from error

    def set_token(self, settings: TokenSettings) -> None:
        """Save Access Token Duration and Access Token Size."""
        self._save(
            self._configuration_form(TOKEN_PID, "access.token.expires.in"),
            {"access.token.expires.in": str(settings.duration), "access.token.key.byte.size": str(settings.size)},
        )
        _require_kept("duration and size of access tokens", settings, self.token_settings())

    def reset_token(self) -> None:
        """Choose Reset Default Values for duration and size of access tokens."""
        self._reset(self._configuration_form(TOKEN_PID, "access.token.expires.in"))

    def _channel_form(self, channel_id: int | None) -> Form:
        namespace = f"_{_CHANNELS_PORTLET}_"
        query = {
            "p_p_id": _CHANNELS_PORTLET,
            "p_p_lifecycle": "0",
            f"{namespace}mvcRenderCommandName": self._words.edit_channel,
            f"{namespace}commerceChannelId": str(channel_id or self._sites.channel_id),
            f"{namespace}screenNavigationCategoryKey": "punch-out",
        }
        return self._form(f"{_PANEL}?{urlencode(query)}", "settings--punchOutStartURL--", "Channels, Punch Out")

    def _configuration_form(self, pid: str, key: str) -> Form:
        namespace = f"_{_SETTINGS_PORTLET}_"
        query = {
            "p_p_id": _SETTINGS_PORTLET,
            "p_p_lifecycle": "0",
            f"{namespace}mvcRenderCommandName": self._words.edit_configuration,
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

    def _reset(self, form: Form) -> None:
        """Do what the menu entry of a configuration does, which stands outside its form: the action beside saving."""
        action = form.action.replace("bind_configuration", "delete_configuration")
        if action == form.action:
            raise Untestable(f"the control panel does not save where it is known to: {form.action}")
        self._save(replace(form, action=action), {})


def _require_kept(what: str, saved: object, shown: object) -> None:
    """Refuse to go on with settings that were not kept: whatever is judged then is judged under others."""
    if saved != shown:
        raise Untestable(f"the control panel did not keep {what}: saved was {saved}, shown is {shown}")
