"""Chromium as the buyer's browser: one process for a worker, a profile of its own for each buyer.

What it sends goes through a proxy of ours (`recording`), which writes it down with the same client as the browser over
HTTP, so that journal, deadlines and ways that fail are the same. What it does on its own is Chromium's: cookies and
whom they are sent to, referrers, scripts, frames, what is loaded beside a page, and the button that is clicked.
"""

from harness.browser.chromium.browsers import ChromiumBrowsers

__all__ = ["ChromiumBrowsers"]
