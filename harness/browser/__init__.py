"""The buyer's browser over HTTP: it reads pages as a browser acts on them and knows nothing else of any party."""

from harness.browser.form import Form
from harness.browser.http import USER_AGENT, Browser, Passage
from harness.browser.page import Hop, Page

__all__ = ["USER_AGENT", "Browser", "Form", "Hop", "Page", "Passage"]
