"""A storefront with a home folder: the connector comes by its package, settings by files, and what was kept stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import requests

from simulators.storefront import GENERATIONS, Storefront, installation
from simulators.storefront.console import Console
from simulators.storefront.installation import Installation
from simulators.storefront.settings import TOKEN_PID, SystemSettings
from simulators.wire import Journal, Redactor, SystemClock
from tests.storefront.storefront_bench import AUTO_LOGIN_PID

DESCRIBED = "/o/headless-commerce-punchout/v1.0/openapi.json"
PACKAGE = "Liferay Commerce Connector to PunchOut2Go.lpkg"


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "EVERY", 0.01)


def opened(home: Path, generation: str = "tradecentric-7.4") -> Storefront:
    journal = Journal(Redactor(b"home"))
    chosen = GENERATIONS[generation]
    return Storefront(journal, seed=1, generation=chosen, console=home / "console.log", home=home / "liferay").open()


def wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < ends, "it did not happen within 10 s"
        threading.Event().wait(0.01)


def status(storefront: Storefront) -> int:
    return requests.get(storefront.url + DESCRIBED, timeout=10).status_code


def console(home: Path) -> str:
    return (home / "console.log").read_text(encoding="utf-8")


def test_the_connector_comes_with_its_package_and_stays(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as storefront:
        assert status(storefront) == 404
        assert "STARTED" not in console(tmp_path)
        (tmp_path / "liferay" / "deploy" / "Other.lpkg").touch()
        wait_until(lambda: "Processing Other.lpkg" in console(tmp_path))
        assert status(storefront) == 404
        (tmp_path / "liferay" / "deploy" / PACKAGE).touch()
        wait_until(lambda: status(storefront) == 401)
        assert f"Processing {PACKAGE}" in console(tmp_path)
        assert console(tmp_path).count("STARTED") == 10
    with closing(opened(tmp_path)) as storefront:
        assert status(storefront) == 401
        assert console(tmp_path).count("STARTED") == 20


def test_the_connector_of_commerce_2_1_runs_after_a_restart(tmp_path: Path) -> None:
    with closing(opened(tmp_path, "punchout2go-2.1")) as storefront:
        (tmp_path / "liferay" / "deploy" / PACKAGE).touch()
        wait_until(lambda: console(tmp_path).count("needs to be restarted") == 2)
        assert status(storefront) == 404
    with closing(opened(tmp_path, "punchout2go-2.1")) as storefront:
        assert status(storefront) == 401


def test_people_and_settings_are_there_again(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as storefront:
        credentials, prices = storefront.credentials, storefront.skus
        answer = requests.post(
            f"{storefront.url}/o/headless-admin-user/v1.0/accounts",
            json={"name": "Kept", "externalReferenceCode": "KEPT"},
            auth=(credentials.administrator, credentials.administrator_password),
            timeout=10,
        )
        assert answer.status_code < 300
        account_id = answer.json()["id"]
    with closing(opened(tmp_path)) as storefront:
        path = "/o/headless-admin-user/v1.0/accounts/by-external-reference-code/KEPT"
        login = (credentials.administrator, credentials.administrator_password)
        found = requests.get(f"{storefront.url}{path}", auth=login, timeout=10)
        assert (found.json()["id"], storefront.skus) == (account_id, prices)


def test_settings_are_those_of_the_files(tmp_path: Path) -> None:
    generation = GENERATIONS["tradecentric-7.4"]
    with closing(opened(tmp_path)) as storefront:
        del storefront
    configs = tmp_path / "liferay" / "osgi" / "configs"
    (configs / f"{AUTO_LOGIN_PID}.config").write_text('enabled=B"true"\n')
    (configs / "com.acme.Other.config").write_text('enabled=B"true"\n')
    settings = SystemSettings(AUTO_LOGIN_PID)
    said = generation_console(tmp_path / "said.log")
    watched = Installation(tmp_path / "liferay", generation, settings, said)
    watched.begin()
    try:
        assert settings.auto_login_enabled
        file = configs / f"{TOKEN_PID}.config"
        file.write_text('access.token.expires.in=I"60"\n')
        wait_until(lambda: settings.token_duration == 60)
        assert settings.token_size == 8
        file.write_text('access.token.expires.in=I"many"\n')
        wait_until(lambda: "Unable to read" in (tmp_path / "said.log").read_text())
        assert settings.token_duration == 60
        file.unlink()
        wait_until(lambda: settings.token_duration == 15)
    finally:
        watched.end()


def generation_console(path: Path) -> Console:
    return Console(SystemClock(), path)
