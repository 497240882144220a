"""Settings changed by `.config` files, which Liferay reads while it runs: one file for each configuration, named by it.

Source: reference, Liferay connector, 8; documentation, both headings on what System Settings are for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from harness.administration.settings import TOKEN_PID, PanelSettings, TokenSettings
from harness.errors import Untestable

# Seconds until a file has to be taken in, and between two looks at the control panel.
DEADLINE, EVERY = 30.0, 0.1


class Put(Protocol):
    """Puts a file of a name and a text where the server finds it at its next start; with `live` also reads it now."""

    def __call__(self, name: str, text: str, *, live: bool) -> None:
        """Put it there."""
        ...


class ConfigFiles:
    """Writes the system-wide settings; what the control panel shows tells when they are in force."""

    def __init__(self, panel: PanelSettings, put: Put, *, deadline: float = DEADLINE) -> None:
        """Put files by `put`, each of which has to be in force within so many seconds."""
        self._panel = panel
        self._put = put
        self._deadline = deadline

    def set_auto_login(self, enabled: bool) -> None:
        """Switch auto login by access token on or off.

        Raises:
            Untestable: when the file is not taken in.

        """
        text = f'enabled=B"{str(enabled).lower()}"\n'
        self._write(self._panel.auto_login_pid, text, lambda: self._panel.auto_login() == enabled)

    def set_token(self, settings: TokenSettings) -> None:
        """Set Access Token Duration and Access Token Size.

        Raises:
            Untestable: when the file is not taken in.

        """
        text = f'access.token.expires.in=I"{settings.duration}"\naccess.token.key.byte.size=I"{settings.size}"\n'
        self._write(TOKEN_PID, text, lambda: self._panel.token_settings() == settings)

    def _write(self, pid: str, text: str, is_shown: Callable[[], bool]) -> None:
        # What is in force already is not written for now: it might be taken in later, over what is changed by then.
        live = not is_shown()
        self._put(f"{pid}.config", text, live=live)
        ends = time.monotonic() + self._deadline
        while live and not is_shown():
            if time.monotonic() > ends:
                raise Untestable(
                    f"the file {pid}.config was put into osgi/configs, and {self._deadline:g} s later the control "
                    f"panel does not show what it says: {text.strip()}"
                )
            threading.Event().wait(EVERY)
