"""Settings of the target in a scenario: changed by the administrator's hand and put back at the scenario's end."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from harness.administration import ChannelSettings, OtherChannel, TokenSettings
from harness.administration.config_files import ConfigFiles
from harness.administration.settings import PanelSettings
from harness.errors import HarnessFault, Inapplicable, Untestable
from harness.putting_back import PuttingBack
from harness.restoring import Changed
from harness.targets import Target

# What a scenario calls the settings of access tokens, and what changes one of them.
TOKEN_SETTINGS: dict[str, Callable[[TokenSettings, int], TokenSettings]] = {
    "Duration": lambda before, value: replace(before, duration=value),
    "Size": lambda before, value: replace(before, size=value),
}

IN_FORCE = "what is in force"


@dataclass(frozen=True)
class Trial:
    """An attempt to save a setting: what was in force, what is shown since, and the words of the refusal, if any."""

    before: TokenSettings
    shown: TokenSettings
    refusal: str

    @property
    def refused(self) -> bool:
        """Whether the control panel did not take it."""
        return bool(self.refusal)


class StagedSettings:
    """What a scenario does to the settings of the target. Only one that says so by its tag may: others shop there."""

    def __init__(self, target: Target, putting_back: PuttingBack, *, allowed: bool) -> None:
        self._target = target
        self._putting_back = putting_back
        self._allowed = allowed
        self._given_start_url: str | None = None
        self._duration = math.inf

    @property
    def start_url(self) -> str:
        """The start URL of the channel: as the scenario gave it, else as the control panel or the target file says."""
        if self._given_start_url is not None:
            return self._given_start_url
        admin = self._target.admin
        return admin.settings.channel_settings().start_url if admin else self._target.file.start_url

    def token_lasts(self) -> float:
        """Return for how many seconds a token is good that is issued now, as the scenario has set it; else infinity."""
        return self._duration

    def duration_in_force(self) -> int:
        """Return for how many seconds a token is good that is issued now, as the control panel or the file says.

        Raises:
            Inapplicable: when the target has given no administrator and the target file does not say it.

        """
        admin, file = self._target.admin, self._target.file
        duration = admin.settings.token_settings().duration if admin else file.token_duration
        if duration is None:
            raise Inapplicable(
                f"not applied to {file.name}: nobody says for how long an access token is good there; give "
                "[target.token] duration in the target file, in seconds, or [target.admin]"
            )
        self._duration = duration
        return duration

    def have_token(self, name: str, value: str) -> None:
        """Change the `Duration` (seconds) or `Size` (bytes) of tokens, or only look which is in force.

        Raises:
            Inapplicable: as `duration_in_force`, where that is what is wanted.

        """
        if value == IN_FORCE:
            self.duration_in_force()
        else:
            self.change_token(name, int(value))

    def seconds_in(self, time: str) -> float:
        """Return the seconds of "3 seconds", "all of the duration" or "all of the duration but 3 seconds"."""
        number = sum(map(int, re.findall(r"\d+", time)))
        return max(0.0, self._duration - number) if "duration" in time else number

    def change_channel(self, *, enabled: bool | None = None, start_url: str | None = None) -> None:
        """Change the Punch Out settings of the channel until the scenario ends."""
        panel = self._panel()
        before = panel.channel_settings()
        after = replace(before, enabled=before.enabled if enabled is None else enabled)
        after = after if start_url is None else replace(after, start_url=start_url)
        self._putting_back.noted(Changed(before, after)).undone_by(panel.set_channel, before)
        panel.set_channel(after)
        self._given_start_url = self._given_start_url if start_url is None else start_url

    def change_other_channel(self, channel: OtherChannel, *, enabled: bool) -> None:
        """Switch Punch Out on or off for another channel, and give it its start URL; one that is listed is on already.

        Raises:
            Inapplicable: when it is to be something else and the target has given no administrator.

        """
        if channel.is_listed and enabled:
            return
        panel = self._target.administration_for("settings").settings
        own = panel.channel_settings()
        self._given_start_url = own.start_url if self._given_start_url is None else self._given_start_url
        self._putting_back.at_the_end(self._mend_channel, own)
        panel.set_channel(ChannelSettings(enabled, channel.start_url), channel.id)

    def of_other_channel(self, channel: OtherChannel) -> ChannelSettings:
        """Return the Punch Out settings the control panel shows for a channel that was made for the scenario."""
        return self._target.administration_for("settings").settings.channel_settings(channel.id)

    def switch(self, what: str, *, enabled: bool) -> None:
        """Switch `auto login`, or `Punch Out` for the target's channel, on or off."""
        if what == "auto login":
            self.change_auto_login(enabled=enabled)
        else:
            self.change_channel(enabled=enabled)

    def change_auto_login(self, *, enabled: bool) -> None:
        """Switch auto login on or off until the scenario ends."""
        self._keep_auto_login(after=enabled)
        self._writer().set_auto_login(enabled=enabled)

    def auto_login(self) -> bool:
        """Tell whether the control panel shows auto login switched on."""
        return self._panel().auto_login()

    def change_token(self, name: str, value: int) -> None:
        """Change the `Duration` (seconds) or `Size` (bytes) of access tokens until the scenario ends."""
        before, writer = self._panel().token_settings(), self._writer()
        after = TOKEN_SETTINGS[name](before, value)
        self._putting_back.noted(Changed(before, after)).undone_by(writer.set_token, before)
        writer.set_token(after)
        self._duration = after.duration

    def reset(self, what: str) -> None:
        """Let `auto login`, or `Access Token Duration and Size`, have the defaults until the scenario ends."""
        if what == "auto login":
            self._keep_auto_login().reset_auto_login()
        else:
            self._keep_token()[0].reset_token()

    def token(self) -> TokenSettings:
        """Return duration and size as the control panel shows them."""
        return self._panel().token_settings()

    def try_token(self, setting: str, value: int) -> Trial:
        """Try to save a value for `Duration` or `Size`, until the scenario ends or the trial is taken back."""
        panel, before = self._keep_token()
        refusal = ""
        try:
            panel.set_token(TOKEN_SETTINGS[setting](before, value))
        except Untestable as refused:
            # In so many words, or by showing something else than was saved.
            refusal = str(refused)
        return Trial(before, panel.token_settings(), refusal)

    def take_back(self, trial: Trial) -> None:
        """Save what was in force before a trial."""
        self._panel().set_token(trial.before)

    def restart(self) -> None:
        """Restart the storefront; settings it loses are as they were again when the scenario ends."""
        self._keep_auto_login()
        self._keep_token()
        panel = self._panel()
        before = panel.channel_settings()
        self._putting_back.noted(Changed(before, None)).undone_by(panel.set_channel, before)
        self._target.restart()

    def _mend_channel(self, own: ChannelSettings) -> None:
        """Save the settings of the target's own channel again where those of another one have changed them."""
        panel = self._target.administration_for("settings").settings
        if panel.channel_settings() != own:
            panel.set_channel(own)

    def _keep_auto_login(self, *, after: bool | None = None) -> PanelSettings:
        panel = self._panel()
        before = panel.auto_login()
        self._putting_back.noted(Changed(before, after)).undone_by(self._writer().set_auto_login, enabled=before)
        return panel

    def _keep_token(self) -> tuple[PanelSettings, TokenSettings]:
        panel = self._panel()
        before = panel.token_settings()
        # What is refused, and what a storefront makes of what it takes, is what scenarios are about.
        self._putting_back.noted(Changed(before, None)).undone_by(self._writer().set_token, before)
        return panel, before

    def _writer(self) -> PanelSettings | ConfigFiles:
        """Return what saves system-wide settings that any administrator may save: files where they can be put there."""
        return self._target.config_files or self._panel()

    def _panel(self) -> PanelSettings:
        if not self._allowed:
            raise HarnessFault("the scenario changes settings of the target without the tag @settings")
        return self._target.administration_for("settings").settings
