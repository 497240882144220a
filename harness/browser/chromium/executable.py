"""Which Chromium is driven, and what is said when there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from harness.errors import ConfigurationError

VARIABLE = "PUNCHOUT_CHROMIUM"
# The shell without a window first: it begins in half the time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium_at(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the Chromium of the system, or the one the environment names.

    Raises:
        ConfigurationError: when there is none, or nothing to drive it with.

    """
    if find_spec("playwright") is None:
        raise ConfigurationError(
            "--browser", "Chromium is driven with Playwright, which is not installed", "pip install -e '.[chromium]'."
        )
    named = environment.get(VARIABLE, "")
    found = next(filter(None, map(shutil.which, [named] if named else _NAMES)), None)
    if found is None:
        what = f"{VARIABLE} names {named!r}, which" if named else "no Chromium is on the PATH: none of its names"
        raise ConfigurationError(
            "--browser",
            f"{what} can be started",
            f"Install one (Debian: apt-get install chromium), or name its program in {VARIABLE}.",
        )
    return Path(found)
