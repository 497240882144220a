"""The control panel: the Punch Out settings of a channel and the connector's pages of System Settings.

Source: documentation, "Configure the Connector" and the two headings on access tokens; reference, Liferay
connector, 8.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from simulators.storefront.company import Company, id_from
from simulators.storefront.generation import PanelNames
from simulators.storefront.model import Channel, ChannelSettings
from simulators.storefront.rendering import Pages
from simulators.storefront.settings import SettingRefused, SystemSettings
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Incoming

PATH = "/group/control_panel/manage"
CHANNELS_PORTLET = "com_liferay_commerce_channel_web_internal_portlet_CommerceChannelsPortlet"
SETTINGS_PORTLET = "com_liferay_configuration_admin_web_portlet_SystemSettingsPortlet"
_CHANNELS = f"_{CHANNELS_PORTLET}_"
_SETTINGS = f"_{SETTINGS_PORTLET}_"
# What Liferay's form builder puts around a field's key.
_FIELD = _SETTINGS + "ddm$${}$k3Wq$0$$en_US"


class ControlPanel:
    """Answers the control panel's pages and actions; for administrators who are signed in."""

    def __init__(
        self, company: Company, settings: SystemSettings, visits: Visits, pages: Pages, names: PanelNames
    ) -> None:
        self._company = company
        self._settings = settings
        self._visits = visits
        self._pages = pages
        self._names = names

    def show(self, incoming: Incoming) -> Response:
        """Show the form of a channel or of a configuration."""
        visit = self._visits.begin(incoming)
        if visit.user is None:
            return self._pages.redirect(visit, f"{incoming.context_path}/c/portal/login")
        if not visit.user.administrator:
            return self._forbidden(visit)
        asked = _named(incoming, "mvcRenderCommandName")
        if asked == (CHANNELS_PORTLET, self._names.edit_channel):
            return self._show_channel(visit, self._channel(incoming.query.get(f"{_CHANNELS}commerceChannelId", "")))
        if asked == (SETTINGS_PORTLET, self._names.edit_configuration):
            return self._show_configuration(visit, incoming.query.get(f"{_SETTINGS}pid", ""))
        return self._pages.not_found(visit)

    def act(self, incoming: Incoming) -> Response:
        """Carry out a portlet action, which takes the CSRF token."""
        visit = self._visits.begin(incoming)
        form = dict(incoming.form())
        if visit.user is None or not visit.user.administrator or not visit.is_meant:
            return self._forbidden(visit)
        asked = _named(incoming, "javax.portlet.action")
        if asked == (CHANNELS_PORTLET, self._names.save_channel):
            return self._save_channel(visit, form)
        if asked == (SETTINGS_PORTLET, self._names.save_configuration):
            return self._save_configuration(visit, form)
        if asked == (SETTINGS_PORTLET, self._names.reset_configuration):
            return self._reset_configuration(visit, form)
        return self._pages.not_found(visit)

    def _show_channel(self, visit: Visit, channel: Channel | None) -> Response:
        if channel is None:
            return self._pages.not_found(visit)
        action = _action(CHANNELS_PORTLET, self._names.save_channel)
        return self._pages.show(
            visit, None, "channel_settings.html", channel=channel, namespace=_CHANNELS, action=action
        )

    def _save_channel(self, visit: Visit, form: Mapping[str, str]) -> Response:
        channel = self._channel(form.get(f"{_CHANNELS}commerceChannelId", ""))
        if channel is None:
            return self._pages.not_found(visit)
        enabled = form.get(f"{_CHANNELS}settings--enabled--", "").lower() in ("true", "t", "y", "on", "1")
        start_url = form.get(f"{_CHANNELS}settings--punchOutStartURL--", "").strip()
        self.save(channel, ChannelSettings(enabled, start_url))
        return self._show_channel(visit, channel)

    def save(self, channel: Channel, settings: ChannelSettings) -> None:
        """Put the Punch Out settings of a channel into force."""
        channel.settings = settings

    def _show_configuration(self, visit: Visit, pid: str, refusal: str = "") -> Response:
        configuration = self._settings.configurations.get(pid)
        if configuration is None:
            return self._pages.not_found(visit)
        fields = [
            (_FIELD.format(key), setting, self._settings.value(pid, key))
            for key, setting in configuration.settings.items()
        ]
        return self._pages.show(
            visit,
            None,
            "system_settings.html",
            pid=pid,
            configuration=configuration,
            fields=fields,
            namespace=_SETTINGS,
            action=_action(SETTINGS_PORTLET, self._names.save_configuration),
            reset_action=_action(SETTINGS_PORTLET, self._names.reset_configuration)
            if self._settings.is_saved(pid)
            else "",
            refusal=refusal,
        )

    def _save_configuration(self, visit: Visit, form: Mapping[str, str]) -> Response:
        pid = form.get(f"{_SETTINGS}pid", "")
        if pid not in self._settings.configurations:
            return self._pages.not_found(visit)
        texts = {key: form.get(_FIELD.format(key), "") for key in self._settings.configurations[pid].settings}
        try:
            self._settings.update(pid, texts)
        except SettingRefused as refused:
            return self._show_configuration(visit, pid, str(refused))
        return self._show_configuration(visit, pid)

    def _reset_configuration(self, visit: Visit, form: Mapping[str, str]) -> Response:
        pid = form.get(f"{_SETTINGS}pid", "")
        if pid not in self._settings.configurations:
            return self._pages.not_found(visit)
        self._settings.reset(pid)
        return self._show_configuration(visit, pid)

    def _channel(self, channel_id: str) -> Channel | None:
        return self._company.channels.get(id_from(channel_id))

    def _forbidden(self, visit: Visit) -> Response:
        return self._pages.show(
            visit, None, "message.html", status=403, title="Forbidden", message="You must be an administrator."
        )


def _named(incoming: Incoming, parameter: str) -> tuple[str, str]:
    """Return the portlet an address is about, and what it names there by a parameter."""
    portlet = incoming.query.get("p_p_id", "")
    return portlet, incoming.query.get(f"_{portlet}_{parameter}", "")


def _action(portlet: str, name: str) -> str:
    return f"{PATH}?p_p_id={portlet}&p_p_lifecycle=1&_{portlet}_javax.portlet.action={name}"
