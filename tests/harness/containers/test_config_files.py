"""Settings are changed by `.config` files, each in force when the control panel shows what it says."""

from __future__ import annotations

from typing import cast

import pytest

from harness.administration import TokenSettings
from harness.administration.config_files import ConfigFiles
from harness.administration.settings import TOKEN_PID, PanelSettings
from harness.errors import Untestable

AUTO_LOGIN = "com.acme.AutoLogin"


class Panel:
    """A control panel that shows what is in force."""

    auto_login_pid = AUTO_LOGIN

    def __init__(self) -> None:
        self.enabled, self.token, self.looks = False, TokenSettings(15, 8), 0

    def auto_login(self) -> bool:
        self.looks += 1
        return self.enabled

    def token_settings(self) -> TokenSettings:
        self.looks += 1
        # What was put takes effect a little later.
        return TokenSettings(60, 16) if self.looks > 3 else self.token


class Folder:
    """Where files are put."""

    def __init__(self) -> None:
        self.put: list[tuple[str, str, bool]] = []

    def __call__(self, name: str, text: str, *, live: bool) -> None:
        self.put.append((name, text, live))


def files(panel: Panel, folder: Folder, deadline: float = 5) -> ConfigFiles:
    return ConfigFiles(cast("PanelSettings", panel), folder, deadline=deadline)


def test_a_file_holds_the_values_with_their_types() -> None:
    panel, folder = Panel(), Folder()
    files(panel, folder).set_token(TokenSettings(60, 16))
    text = 'access.token.expires.in=I"60"\naccess.token.key.byte.size=I"16"\n'
    assert folder.put == [(f"{TOKEN_PID}.config", text, True)]
    assert panel.looks == 4


def test_what_is_in_force_already_is_written_for_the_next_start_alone() -> None:
    folder = Folder()
    files(Panel(), folder).set_auto_login(False)
    assert folder.put == [(f"{AUTO_LOGIN}.config", 'enabled=B"false"\n', False)]


def test_a_file_that_is_not_taken_in_is_told() -> None:
    with pytest.raises(Untestable, match=r'AutoLogin.config was put .* does not show what it says: enabled=B"true"'):
        files(Panel(), Folder(), deadline=0.01).set_auto_login(True)
