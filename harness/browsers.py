"""Which browser the buyers of a run have, by its name."""

from __future__ import annotations

from harness.browser import Browsers, HttpBrowsers


def browsers_named(name: str) -> Browsers:
    """Return where the browsers of a name come from.

    Raises:
        ConfigurationError: when this machine has none of that kind.

    """
    if name != "chromium":
        return HttpBrowsers()
    # Playwright is an extra, and takes its time to load.
    from harness.browser.chromium import ChromiumBrowsers, chromium_at

    return ChromiumBrowsers(chromium_at())
