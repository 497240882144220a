"""Which browser the buyers of a run have, by its name, and what is said when this machine has none of that kind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from harness.browser import Browsers, HttpBrowsers
from harness.errors import ConfigurationError

CHROMIUM = "chromium"
# Names the program, where it is not the one on the PATH.
PROGRAM = "PUNCHOUT_CHROMIUM"
# The shell without a window first: it begins in half the time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_EXTRA = ("playwright", "h11", "trustme")


def browsers_named(name: str) -> Browsers:
    """Return where the browsers of a name come from.

    Raises:
        ConfigurationError: when this machine has none of that kind.

    """
    if name != CHROMIUM:
        return HttpBrowsers()
    program = chromium_at()
    # Playwright is an extra, and takes its time to load.
    from harness.browser.chromium import ChromiumBrowsers

    return ChromiumBrowsers(program)


def require_browser(name: str, *, traces: bool) -> None:
    """See to it that this machine has a browser of a name, and one that makes traces when they are wanted.

    Raises:
        ConfigurationError: when it has none.

    """
    if name == CHROMIUM:
        chromium_at()
    elif traces:
        raise ConfigurationError("--traces", "the browser over HTTP makes none", "Add --browser chromium.")


def chromium_at(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the Chromium of the system, or the one the environment names.

    Raises:
        ConfigurationError: when there is none, or nothing to drive it with.

    """
    missing = [package for package in _EXTRA if find_spec(package) is None]
    if missing:
        raise ConfigurationError(
            "--browser",
            f"Chromium is driven with packages that are not installed: {', '.join(missing)}",
            "Install the extra: pip install -e '.[chromium]'.",
        )
    named = environment.get(PROGRAM, "")
    program = next(filter(None, map(shutil.which, [named] if named else _NAMES)), None)
    if program is None:
        raise ConfigurationError(
            "--browser",
            f"{PROGRAM} names {named!r}, which is no program" if named else "no Chromium was found on the PATH",
            f"Install one, on Debian by apt-get install chromium-headless-shell, or name its program in {PROGRAM}.",
        )
    return Path(program)
