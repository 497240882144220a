"""System settings: the configurations of the connector, by PID, key and the label an administrator sees.

Source: reference, Liferay connector, 5.1 and 8; documentation, "Enable Auto Login Punch Out Access Token" and
"Punch Out Access Token Provider Configuration".
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass

TOKEN_PID = (
    "com.liferay.commerce.punchout.oauth2.provider.rest.internal.bearer.token.provider.configuration."
    "PunchOutAccessTokenProviderConfiguration"
)
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,20}")


class SettingRefused(ValueError):
    """A value an administrator may not set; the message is the one shown in the form."""


@dataclass(frozen=True)
class Setting:
    """One setting: its label, its default, and for numbers the values it may take."""

    label: str
    default: bool | int
    allowed: range | None = None

    def read(self, text: str) -> bool | int:
        """Return the value a form field stands for.

        Raises:
            SettingRefused: when it is no whole number, or one that makes no sense here.

        """
        if isinstance(self.default, bool):
            return text.strip().lower() in ("true", "t", "y", "on", "1")
        if not _WHOLE_NUMBER.fullmatch(text.strip()):
            raise SettingRefused(f"{self.label}: please enter a whole number.")
        value = int(text)
        if self.allowed is not None and value not in self.allowed:
            raise SettingRefused(
                f"{self.label}: please enter a number from {self.allowed.start} to {self.allowed.stop - 1}."
            )
        return value


@dataclass(frozen=True)
class Configuration:
    """A page of System Settings: category, title and settings by key."""

    category: str
    title: str
    settings: Mapping[str, Setting]


def configurations(auto_login_pid: str) -> Mapping[str, Configuration]:
    """Return the connector's configurations by PID; that of auto login was moved from one generation to the next."""
    return {
        auto_login_pid: Configuration(
            "API Authentication", "Auto Login Punch Out Access Token", {"enabled": Setting("Enabled", False)}
        ),
        TOKEN_PID: Configuration(
            "OAuth2",
            "Punch Out Access Token Provider Configuration",
            {
                "access.token.expires.in": Setting("Access Token Duration", 15, range(1, 2**31)),
                "access.token.key.byte.size": Setting("Access Token Size", 8, range(1, 1025)),
            },
        ),
    }


class SystemSettings:
    """The values in force: those that were saved, the defaults for all others. Safe to use from several threads."""

    def __init__(self, auto_login_pid: str) -> None:
        self.configurations = configurations(auto_login_pid)
        self._auto_login_pid = auto_login_pid
        self._lock = threading.Lock()
        self._saved: dict[str, dict[str, bool | int]] = {}

    def restart(self) -> None:
        """Forget what a restart makes a storefront forget: nothing, for all of it is in the database."""

    def saved(self) -> dict[str, dict[str, bool | int]]:
        """Return what was saved, by PID and key."""
        with self._lock:
            return {pid: dict(values) for pid, values in self._saved.items()}

    def take(self, saved: Mapping[str, Mapping[str, bool | int]]) -> None:
        """Have in force what was saved earlier."""
        with self._lock:
            self._saved = {pid: dict(values) for pid, values in saved.items()}

    def value(self, pid: str, key: str) -> bool | int:
        """Return the value of a setting."""
        with self._lock:
            return self._saved.get(pid, {}).get(key, self.configurations[pid].settings[key].default)

    def is_saved(self, pid: str) -> bool:
        """Tell whether somebody saved a configuration, be it with the values of the default."""
        with self._lock:
            return pid in self._saved

    def update(self, pid: str, texts: Mapping[str, str]) -> None:
        """Set the values of one configuration from form fields; a checkbox that is not sent is off.

        Raises:
            SettingRefused: when one value is refused; then none is set.

        """
        settings = self.configurations[pid].settings
        read = {key: setting.read(texts.get(key, "")) for key, setting in settings.items()}
        with self._lock:
            self._saved[pid] = read

    def reset(self, pid: str) -> None:
        """Forget what was saved of one configuration: the defaults are in force again."""
        with self._lock:
            self._saved.pop(pid, None)

    @property
    def auto_login_enabled(self) -> bool:
        """Whether an access token signs a buyer in."""
        return bool(self.value(self._auto_login_pid, "enabled"))

    @property
    def token_duration(self) -> int:
        """How long an access token is valid, in seconds."""
        return int(self.value(TOKEN_PID, "access.token.expires.in"))

    @property
    def token_size(self) -> int:
        """How many random bytes make an access token."""
        return int(self.value(TOKEN_PID, "access.token.key.byte.size"))
