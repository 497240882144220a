"""A browser without a window: it keeps cookies per origin and goes wherever a page sends it, one exchange at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from harness.browser.page import Form, Hop, Page
from harness.errors import HarnessFault, NonConformance
from simulators.wire import Caller, Journal, Unreachable, origin_of

USER_AGENT = "Mozilla/5.0 (compatible; punchout-harness)"
LONGEST_WAY = 20
_GET_AFTER = (301, 302, 303)
_SAME_AFTER = (307, 308)


class Browser:
    """One buyer's browser."""

    def __init__(self, journal: Journal, *, ours: frozenset[str] = frozenset(), verify: bool | str = True) -> None:
        """Open a browser with no cookies; `ours` are the origins of the parties the harness plays itself."""
        self._journal = journal
        self._ours = ours
        self._verify = verify
        self._callers: dict[str, Caller] = {}
        self.page: Page | None = None

    def close(self) -> None:
        """Close all connections and forget all cookies."""
        for caller in self._callers.values():
            caller.close()
        self._callers.clear()

    def open(self, url: str) -> Page:
        """Go to an address as if it were typed in, and on to wherever it leads."""
        return self._navigate("GET", url, None)

    def submit(self, form: Form) -> Page:
        """Submit a form of the page shown."""
        if form.method == "GET":
            query = requests.Request("GET", form.action, params=list(form.fields)).prepare().url or form.action
            return self._navigate("GET", query, None)
        return self._navigate(form.method, form.action, list(form.fields))

    def fetch(self, method: str, path: str, document: Any = None) -> requests.Response:
        """Call an interface the way a script of the page shown does: same origin, its cookies, its CSRF token."""
        if self.page is None:
            raise HarnessFault("the browser shows no page whose script could call anything")
        url = urljoin(self.page.url, path)
        headers = {"x-csrf-token": self.page.csrf_token, "Accept": "application/json"}
        return self._call(method, url, headers, json=document)

    def cookies(self, url: str) -> dict[str, str]:
        """Return the cookies the browser would send to the origin of an address, by name."""
        caller = self._callers.get(origin_of(url))
        return {cookie.name: cookie.value or "" for cookie in caller.cookies} if caller else {}

    def copy_cookies_to(self, other: Browser) -> None:
        """Give another browser the same cookies, as when a profile is opened twice."""
        for origin, caller in self._callers.items():
            other._caller(origin).cookies.update(caller.cookies)  # the same class

    def _navigate(self, method: str, url: str, fields: list[tuple[str, str]] | None) -> Page:
        hops: list[Hop] = []
        while len(hops) < LONGEST_WAY:
            headers = {"Referer": self.page.url} if self.page and origin_of(self.page.url) == origin_of(url) else {}
            response = self._call(method, url, headers, data=fields)
            response.encoding = response.encoding if "charset" in response.headers.get("content-type", "") else "utf-8"
            page = Page(url, response.status_code, response.headers, response.text, tuple(hops))
            step = _next_step(page)
            if step is None:
                self.page = Page(page.url, page.status, page.headers, page.text, (*hops, Hop(url, method, page.status)))
                return self.page
            hops.append(Hop(url, method, page.status, step.leads_to, step.by))
            keep = page.status in _SAME_AFTER and step.by == "redirect"
            url = urljoin(url, step.leads_to)
            if not keep:
                method, fields = (step.form.method, list(step.form.fields)) if step.form else ("GET", None)
            if urlsplit(url).scheme not in ("http", "https"):
                raise NonConformance(
                    "A page sends the browser on", expected="an http or https address", got=url, where=hops[-1].url
                )
        raise NonConformance(
            "The browser arrives", expected=f"a page within {LONGEST_WAY} steps", got="no end", where=hops[0].url
        )

    def _call(self, method: str, url: str, headers: dict[str, str], **content: Any) -> requests.Response:
        try:
            return self._caller(origin_of(url)).call(method, url, headers=headers, **content)
        except Unreachable as error:
            if origin_of(url) in self._ours:
                raise HarnessFault(f"a party of the run did not answer: {error}") from error
            raise NonConformance(
                "The browser is answered", expected="a page", got=error.reason, where=f"{method} {url}"
            ) from error

    def _caller(self, origin: str) -> Caller:
        if origin not in self._callers:
            caller = Caller("browser", self._journal)
            caller.verify = self._verify
            caller.headers["User-Agent"] = USER_AGENT
            self._callers[origin] = caller
        return self._callers[origin]


class _Step:
    """Where a page sends a browser by itself."""

    def __init__(self, leads_to: str, by: str, form: Form | None = None) -> None:
        self.leads_to = leads_to
        self.by = by
        self.form = form


def _next_step(page: Page) -> _Step | None:
    location = page.headers.get("Location")
    if location is not None and page.status in (*_GET_AFTER, *_SAME_AFTER):
        return _Step(location, "redirect")
    if "html" not in page.headers.get("content-type", "html"):
        return None
    form = page.self_posting_form
    if form is not None:
        return _Step(form.action, "form", form)
    return _Step(page.script_address, "script") if page.script_address else None
