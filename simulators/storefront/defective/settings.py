"""Defects of settings: what a restart loses, and what is set before anybody has set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulators.storefront.company import Company
from simulators.storefront.defective.lifetimes import DURATION, SIZE
from simulators.storefront.model import Channel, ChannelSettings, Site
from simulators.storefront.settings import TOKEN_PID, SystemSettings
from simulators.storefront.switching import Switch, part


class AutoLoginLost(SystemSettings):
    """Keeps auto login in memory."""

    def restart(self) -> None:
        """Forget how auto login was set."""
        super().restart()
        self._saved.pop(self._auto_login_pid, None)


def losing(key: str) -> Switch:
    """Keep one of the settings of access tokens in memory."""

    class TokenSettingLost(SystemSettings):
        """Forgets one setting of access tokens."""

        def restart(self) -> None:
            """Forget how it was set."""
            super().restart()
            self._saved.get(TOKEN_PID, {}).pop(key, None)

    return part("settings", TokenSettingLost)


class StartUrlsOfTheInstallation(Company):
    """Has start URLs of the time of its installation."""

    def restart(self) -> None:
        """Let start URLs have no parameters any more."""
        super().restart()
        for channel in self.channels.values():
            kept = channel.settings
            channel.settings = replace(kept, start_url=kept.start_url.partition("?")[0])


class TogglesLost(Company):
    """Keeps in memory which channels were switched off."""

    def restart(self) -> None:
        """Let every channel with a start URL take part in punch out."""
        super().restart()
        for channel in self.channels.values():
            channel.settings = replace(channel.settings, enabled=bool(channel.settings.start_url))


class AutoLoginOn(SystemSettings):
    """Has auto login on until somebody switches it off."""

    @property
    def auto_login_enabled(self) -> bool:
        """Whether a token signs a buyer in: where nobody has said that it does not."""
        return super().auto_login_enabled if self.is_saved(self._auto_login_pid) else True


class AutoLoginShownOn(SystemSettings):
    """Shows auto login switched on before anybody has switched it."""

    def value(self, pid: str, key: str) -> bool | int:
        """Return the value of a setting, on for auto login that nobody has saved."""
        return pid == self._auto_login_pid if not self.is_saved(pid) and key == "enabled" else super().value(pid, key)

    @property
    def auto_login_enabled(self) -> bool:
        """Whether a token signs a buyer in: as it was saved."""
        return self.is_saved(self._auto_login_pid) and super().auto_login_enabled


class NewChannelsOn(Company):
    """Switches Punch Out on for every new channel."""

    def add_channel(self, site: Site, name: str, currency: str) -> Channel | None:
        """Make the channel of a site, in which Punch Out is on."""
        channel = super().add_channel(site, name, currency)
        if channel is not None:
            channel.settings = ChannelSettings(enabled=True)
        return channel


class NewChannelsLikeTheFirst(Company):
    """Makes a new channel with the Punch Out settings of the first."""

    def add_channel(self, site: Site, name: str, currency: str) -> Channel | None:
        """Make the channel of a site, in which all is set."""
        channel = super().add_channel(site, name, currency)
        if channel is not None:
            channel.settings = next(iter(self.channels.values())).settings
        return channel


DEFECTS: Mapping[str, Switch] = {
    "auto-login-lost-by-a-restart": part("settings", AutoLoginLost),
    "duration-lost-by-a-restart": losing(DURATION),
    "size-lost-by-a-restart": losing(SIZE),
    "start-url-lost-by-a-restart": part("company", StartUrlsOfTheInstallation),
    "toggle-lost-by-a-restart": part("company", TogglesLost),
    "auto-login-on-by-default": part("settings", AutoLoginOn),
    "auto-login-shown-on-by-default": part("settings", AutoLoginShownOn),
    "new-channel-is-on": part("company", NewChannelsOn),
    "new-channel-is-like-the-first": part("company", NewChannelsLikeTheFirst),
}
