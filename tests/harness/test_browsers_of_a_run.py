"""Which browser a run has: by its name, and one message that says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import browsers
from harness.browser import HttpBrowser, HttpBrowsers
from harness.browsers import browsers_named, chromium_at, require_browser
from harness.errors import ConfigurationError
from harness.pictures import Album
from harness.settings import read_settings
from simulators.wire import Journal


def test_the_browser_over_http_needs_nothing(journal: Journal) -> None:
    require_browser("http", traces=False)
    named = browsers_named("http")
    assert isinstance(named, HttpBrowsers)
    opened = named.open(journal, Album(journal.redactor), ours=frozenset(), verify=True)
    assert isinstance(opened, HttpBrowser)
    assert not named.know_no_ports
    opened.close()
    named.close()


def test_traces_are_made_by_chromium_alone() -> None:
    with pytest.raises(ConfigurationError, match="--traces: the browser over HTTP makes none"):
        require_browser("http", traces=True)


def test_a_program_that_is_named_is_taken(tmp_path: Path) -> None:
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert chromium_at({"PUNCHOUT_CHROMIUM": str(program)}) == program
    with pytest.raises(ConfigurationError, match="PUNCHOUT_CHROMIUM names '/nowhere/chromium', which is no program"):
        chromium_at({"PUNCHOUT_CHROMIUM": "/nowhere/chromium"})


def test_a_machine_without_chromium_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PUNCHOUT_CHROMIUM", raising=False)
    with pytest.raises(ConfigurationError, match=r"no Chromium was found on the PATH\. Install one, on Debian by"):
        require_browser("chromium", traces=True)
    (tmp_path / "chromium").write_text("#!/bin/sh\n")
    (tmp_path / "chromium").chmod(0o755)
    require_browser("chromium", traces=True)


def test_a_machine_without_the_extra_is_told_which_packages_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "find_spec", lambda name: None if name == "playwright" else object())
    with pytest.raises(ConfigurationError, match=r"packages that are not installed: playwright\. Install the extra"):
        require_browser("chromium", traces=False)


def test_a_browser_nobody_knows_is_refused() -> None:
    assert read_settings({}, {}).browser == "http"
    assert read_settings({}, {"PUNCHOUT_BROWSER": "chromium"}).browser == "chromium"
    with pytest.raises(ConfigurationError, match="--browser: 'netscape' is no browser"):
        read_settings({"browser": "netscape"}, {})
