"""The buyer's browser: it reads pages as a browser acts on them and knows nothing else of any party."""

from harness.browser.browser import AGENT_MARK, Browser, Browsers
from harness.browser.form import Form
from harness.browser.http import HttpBrowser, HttpBrowsers
from harness.browser.outlet import Passage
from harness.browser.page import Hop, Page

__all__ = ["AGENT_MARK", "Browser", "Browsers", "Form", "Hop", "HttpBrowser", "HttpBrowsers", "Page", "Passage"]
