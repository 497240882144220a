"""A browser without a window: it keeps cookies per origin and goes wherever a page sends it, one exchange at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http.cookiejar import CookiePolicy
from typing import Any

import requests

from harness.browser.addresses import is_web_address, joined
from harness.browser.browser import AGENT_MARK, Album
from harness.browser.form import Form
from harness.browser.framing import FramedCookies, is_trustworthy, what_keeps_out_of
from harness.browser.onward import (
    LONGEST_WAY,
    SAME_AFTER,
    Step,
    leads_nowhere,
    never_arrives,
    next_step,
    page_of,
    request_of,
)
from harness.browser.outlet import NO_COOKIES, Outlet, Passage, SpoiledOnPurpose
from harness.browser.page import Hop, Page
from harness.errors import HarnessFault, NonConformance
from harness.together import at_once
from simulators.wire import Journal, origin_of

USER_AGENT = f"Mozilla/5.0 (compatible; {AGENT_MARK})"
# The page shown, and one before it.
_FEWEST_TO_GO_BACK = 2
# The attribute counts in any letter case; the jar keeps it as it was written.
_KEPT_FROM_SCRIPTS = ("HttpOnly", "httponly", "Httponly", "httpOnly", "HTTPOnly", "HTTPONLY")


class HttpBrowser:
    """One buyer's browser, which runs no script but reads what scripts would do."""

    def __init__(
        self,
        journal: Journal,
        *,
        ours: frozenset[str] = frozenset(),
        verify: bool | str = True,
        asks_again: bool = False,
    ) -> None:
        """Open a browser with no cookies; `ours` are the origins of the parties the harness plays itself.

        One that `asks_again` waits for rate limits whatever it asks, for nothing it asks is judged.
        """
        self._journal = journal
        self._verify = verify
        self._outlet = Outlet(journal, ours=ours, verify=verify, agent=USER_AGENT, asks_again=asks_again)
        self.page: Page | None = None
        # Where the page is that has the frame all is done in, and the way out that was used before.
        self._framed_by = ""
        self._unframed: Outlet | None = None
        self._unanswered: tuple[Step, str] | None = None
        # How the pages were asked for that were shown, and from where.
        self._history: list[tuple[Step, str]] = []
        self._tabs: list[HttpBrowser] = []

    @property
    def patience(self) -> float | None:
        """How many seconds an answer may take; None is what any call may take."""
        return self._outlet.patience

    @patience.setter
    def patience(self, seconds: float | None) -> None:
        self._outlet.patience = seconds

    def close(self) -> None:
        """Close all connections and forget all cookies."""
        for tab in self._tabs:
            tab.close()
        self._outlet.close()
        if self._unframed is not None:
            self._outlet, self._unframed, self._framed_by = self._unframed, None, ""
            self._outlet.close()

    def second_tab(self) -> HttpBrowser:
        """Return a tab beside this one, with the cookies there are by now; it is closed with the browser."""
        tab = HttpBrowser(self._journal, ours=self._outlet.ours, verify=self._verify)
        tab.patience = self.patience
        for origin, caller in self._outlet.origins():
            tab._outlet.caller(origin).cookies.update(caller.cookies)
        self._tabs.append(tab)
        return tab

    def new_tab(self) -> HttpBrowser:
        """Return an empty tab beside this one, which shares its cookies from now on; it is closed with the browser."""
        tab = HttpBrowser(self._journal, ours=self._outlet.ours, verify=self._verify)
        tab._outlet = self._outlet
        self._tabs.append(tab)
        return tab

    def open(self, url: str) -> Page:
        """Go to an address as if it were typed in, and on to wherever it leads."""
        return self._navigate(Step(url, "open"), "")

    def come_to(self, url: str) -> Page:
        """Go to an address that a page of another site leads to: without the referrer, which such pages keep back."""
        return self.open(url)

    def enter_frame(self, url: str) -> None:
        """Show a page that has a frame, and do all within it from now on: with the cookies there are in frames.

        Raises:
            HarnessFault: when the page has none.

        """
        if not self.open(url).has_element("iframe"):
            raise HarnessFault(f"the browser is to enter a frame, and there is none at {url}")
        self._framed_by, self._unframed, self._outlet = url, self._outlet, self._other_outlet(FramedCookies())

    def load(self, url: str) -> Page:
        """Load a page and stay on it, as a browser does that reads ahead: what its scripts would do is not done."""
        return self._navigate(Step(url, "open"), "", scripts=False)

    def fetch_ahead(self, url: str) -> Page:
        """Fetch an address as browsers do ahead of a click, without cookies; return what is answered."""
        outlet = self._other_outlet(NO_COOKIES)
        try:
            return page_of(url, outlet.call("GET", url, {"Sec-Purpose": "prefetch"}), ())
        finally:
            outlet.close()

    def go_through(self, origin: str, passage: Passage | None) -> None:
        """Reach an origin by a passage from now on, or directly; what is spoiled there shows the browser's own page."""
        self._outlet.go_through(origin, passage)

    @property
    def waits_in_vain(self) -> bool:
        """Whether what was done last was not answered, on purpose."""
        return self._unanswered is not None

    def again(self) -> Page:
        """Do again what was not answered last, as a person does who presses Reload.

        Raises:
            HarnessFault: when everything was answered.

        """
        if self._unanswered is None:
            raise HarnessFault("the browser is to do again what was not answered, and everything was")
        step, referrer = self._unanswered
        return self._navigate(step, referrer)

    def back(self) -> Page:
        """Go back to the page that was shown before, as it is now.

        Raises:
            HarnessFault: when there was none.

        """
        if len(self._history) < _FEWEST_TO_GO_BACK:
            raise HarnessFault("the browser is to go back, and there was no page before")
        del self._history[-1]
        return self.reload()

    def reload(self) -> Page:
        """Ask for the page shown once more, in the way it was asked for.

        Raises:
            HarnessFault: when none is shown.

        """
        if not self._history:
            raise HarnessFault("the browser is to reload the page, and shows none")
        step, referrer = self._history.pop()
        return self._navigate(step, referrer)

    def submit(self, form: Form, *, scripts: bool = True) -> Page:
        """Submit a form of the page shown, and go on to wherever that leads; without `scripts` by redirects alone."""
        return self._navigate(Step(form.action, "form", form), self.page.url if self.page else "", scripts=scripts)

    def submit_without_scripts(self, form: Form) -> Page:
        """Submit a form of the page shown, and go on by redirects alone."""
        return self.submit(form, scripts=False)

    def submit_twice(self, form: Form) -> Page:
        """Submit a form twice at once: a browser shows the answer to one click, and nobody reads the other."""
        unread = self.second_tab()
        return at_once([lambda: self.submit(form), lambda: unread.submit(form, scripts=False)])[0]

    def fetch(
        self, method: str, path: str, document: Any = None, *, fields: dict[str, str] | None = None
    ) -> requests.Response:
        """Call an interface the way a script of the page shown does: same origin, its cookies, its CSRF token.

        What is sent is a JSON document, or the fields of a form.
        """
        if self.page is None:
            raise HarnessFault("the browser shows no page whose script could call anything")
        url = joined(self.page.url, path)
        headers = {"x-csrf-token": self.page.csrf_token, "Accept": "application/json"}
        return self._outlet.call(method, url, headers, json=document, data=fields)

    def cookies_of_scripts(self, url: str) -> frozenset[str]:
        """Return the names of the cookies a script of that origin may read: those that are not HttpOnly."""
        caller = self._outlet.known(origin_of(url))
        cookies = caller.cookies if caller else ()
        return frozenset(
            cookie.name for cookie in cookies if not any(map(cookie.has_nonstandard_attr, _KEPT_FROM_SCRIPTS))
        )

    def cookies(self, url: str) -> dict[str, str]:
        """Return the cookies the browser would send to the origin of an address, by name."""
        caller = self._outlet.known(origin_of(url))
        return {cookie.name: cookie.value or "" for cookie in caller.cookies} if caller else {}

    def carry(self, url: str, cookies: Mapping[str, str]) -> None:
        """Carry cookies for the origin of an address, as somebody who got hold of them would."""
        self._outlet.caller(origin_of(url)).cookies.update(dict(cookies))

    def keep_failure(self) -> None:
        """Do nothing: there is nothing to be seen."""

    def _navigate(self, step: Step, referrer: str, *, scripts: bool = True) -> Page:
        """Take a step and all that follow by themselves; `referrer` is the page that sends the browser."""
        url, method, body = step.leads_to, "GET", None
        hops: list[Hop] = []
        self._unanswered = None
        while len(hops) < LONGEST_WAY:
            if not is_web_address(url):
                raise leads_nowhere(url, hops[-1].url if hops else referrer)
            if step.by != "redirect" or step.status not in SAME_AFTER:
                method, url, body = request_of(step, url)
            headers = {"Referer": referrer.partition("#")[0]} if origin_of(referrer) == origin_of(url) else {}
            if self._framed_by and is_trustworthy(url):
                headers["Sec-Fetch-Dest"] = "iframe"
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            response = self._answered_unless_spoiled(method, url, headers, body)
            if response is None:
                self._unanswered = (replace(step, leads_to=url, by="again"), referrer)
                hops.append(Hop(url, method, 0))
                self.page = Page(url, 0, {}, "", tuple(hops))
                return self.page
            page = page_of(url, response, tuple(hops))
            following = next_step(page)
            if following is None or following.by != "redirect":
                self._require_shown(page)
            if following is None or not (scripts or following.by == "redirect"):
                hops.append(Hop(url, method, page.status))
                self.page = replace(page, hops=tuple(hops))
                self._history.append((replace(step, leads_to=url, by="again"), referrer))
                return self.page
            hops.append(Hop(url, method, page.status, following.leads_to, following.by))
            if following.by != "redirect":
                referrer = url
            url, step = joined(url, following.leads_to), following
        raise never_arrives(hops)

    def _require_shown(self, page: Page) -> None:
        """See to it that a page may be shown in the frame, if there is one."""
        kept_out = what_keeps_out_of(self._framed_by, page.url, page.headers) if self._framed_by else ""
        if kept_out:
            raise NonConformance(
                "The browser shows what it is answered", expected="a page", got=kept_out, where=page.url
            )

    def _other_outlet(self, cookies: CookiePolicy) -> Outlet:
        """Return a way out that knows nothing yet, with other rules for cookies."""
        return Outlet(self._journal, ours=self._outlet.ours, verify=self._verify, agent=USER_AGENT, cookies=cookies)

    def _answered_unless_spoiled(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> requests.Response | None:
        """Return the answer to a request, or None when the passage has spoiled it on purpose."""
        try:
            return self._outlet.call(method, url, headers, data=body)
        except SpoiledOnPurpose:
            return None


class HttpBrowsers:
    """Browsers that run in the process of the harness, and keep apart what has an origin of its own."""

    know_no_ports = False

    def open(self, journal: Journal, album: Album, *, ours: frozenset[str], verify: bool | str) -> HttpBrowser:
        """Return a browser that has been nowhere yet; `ours` are the origins of the parties the harness plays."""
        del album
        return HttpBrowser(journal, ours=ours, verify=verify)

    def close(self) -> None:
        """Do nothing: each browser is closed by whoever opened it."""
