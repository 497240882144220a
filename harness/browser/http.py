"""A browser without a window: it keeps cookies per origin and goes wherever a page sends it, one exchange at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests

from harness.browser.addresses import is_web_address, joined
from harness.browser.form import Form
from harness.browser.page import Hop, Page
from harness.errors import HarnessFault, NonConformance
from simulators.wire import Caller, Journal, Unreachable, origin_of

USER_AGENT = "Mozilla/5.0 (compatible; punchout-harness)"
LONGEST_WAY = 20
_GET_AFTER = (301, 302, 303)
_SAME_AFTER = (307, 308)
# The attribute counts in any letter case; the jar keeps it as it was written.
_KEPT_FROM_SCRIPTS = ("HttpOnly", "httponly", "Httponly", "httpOnly", "HTTPOnly", "HTTPONLY")


class SpoiledOnPurpose(HarnessFault):
    """The way the browser is led through has spoiled a call: neither the target nor a party of ours has done that."""


class Passage(Protocol):
    """A way the browser is led through, which may spoil what goes through it on purpose."""

    @property
    def place(self) -> str:
        """The host and port to connect to."""
        ...

    @property
    def spoiled(self) -> int:
        """How often it has spoiled something so far."""
        ...

    @property
    def refuses(self) -> bool:
        """Whether it lets nothing in at all."""
        ...


class Browser:
    """One buyer's browser."""

    def __init__(self, journal: Journal, *, ours: frozenset[str] = frozenset(), verify: bool | str = True) -> None:
        """Open a browser with no cookies; `ours` are the origins of the parties the harness plays itself."""
        self._journal = journal
        self._ours = ours
        self._verify = verify
        self._callers: dict[str, Caller] = {}
        # How many seconds an answer may take; None is what any call may take.
        self.patience: float | None = None
        self.page: Page | None = None
        self._passages: dict[str, Passage] = {}
        self._unanswered: tuple[_Step, str] | None = None
        self._tabs: list[Browser] = []

    def close(self) -> None:
        """Close all connections and forget all cookies."""
        for tab in self._tabs:
            tab.close()
        for caller in self._callers.values():
            caller.close()
        self._callers.clear()

    def second_tab(self) -> Browser:
        """Return a tab beside this one, with the cookies there are by now; it is closed with the browser."""
        tab = Browser(self._journal, ours=self._ours, verify=self._verify)
        tab.patience = self.patience
        for origin, caller in self._callers.items():
            tab._caller(origin).cookies.update(caller.cookies)
        self._tabs.append(tab)
        return tab

    def open(self, url: str) -> Page:
        """Go to an address as if it were typed in, and on to wherever it leads."""
        return self._navigate(_Step(url, "open"), "")

    def load(self, url: str) -> Page:
        """Load a page and stay on it, as a browser does that reads ahead: what its scripts would do is not done."""
        return self._navigate(_Step(url, "open"), "", scripts=False)

    def go_through(self, origin: str, passage: Passage | None) -> None:
        """Reach an origin by a passage from now on, or directly; what is spoiled there shows the browser's own page."""
        self._passages.pop(origin, None)
        if passage is not None:
            self._passages[origin] = passage
        if origin in self._callers:
            self._callers[origin].connect_to(passage.place if passage else "")

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

    def submit(self, form: Form, *, scripts: bool = True) -> Page:
        """Submit a form of the page shown, and go on to wherever that leads; without `scripts` by redirects alone."""
        return self._navigate(_Step(form.action, "form", form), self.page.url if self.page else "", scripts=scripts)

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
        return self._call(method, url, headers, json=document, data=fields)

    def cookies_of_scripts(self, url: str) -> frozenset[str]:
        """Return the names of the cookies a script of that origin may read: those that are not HttpOnly."""
        caller = self._callers.get(origin_of(url))
        cookies = caller.cookies if caller else ()
        return frozenset(
            cookie.name for cookie in cookies if not any(map(cookie.has_nonstandard_attr, _KEPT_FROM_SCRIPTS))
        )

    def cookies(self, url: str) -> dict[str, str]:
        """Return the cookies the browser would send to the origin of an address, by name."""
        caller = self._callers.get(origin_of(url))
        return {cookie.name: cookie.value or "" for cookie in caller.cookies} if caller else {}

    def carry(self, url: str, cookies: Mapping[str, str]) -> None:
        """Carry cookies for the origin of an address, as somebody who got hold of them would."""
        self._caller(origin_of(url)).cookies.update(dict(cookies))

    def _navigate(self, step: _Step, referrer: str, *, scripts: bool = True) -> Page:
        """Take a step and all that follow by themselves; `referrer` is the page that sends the browser."""
        url, method, body = step.leads_to, "GET", None
        hops: list[Hop] = []
        self._unanswered = None
        while len(hops) < LONGEST_WAY:
            if not is_web_address(url):
                raise NonConformance(
                    "A page sends the browser on",
                    expected="an http or https address",
                    got=url or "nothing",
                    where=hops[-1].url if hops else referrer,
                )
            if step.by != "redirect" or step.status not in _SAME_AFTER:
                method, url, body = _request(step, url)
            headers = {"Referer": referrer.partition("#")[0]} if origin_of(referrer) == origin_of(url) else {}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            response = self._answered_unless_spoiled(method, url, headers, body)
            if response is None:
                self._unanswered = (replace(step, leads_to=url, by="again"), referrer)
                hops.append(Hop(url, method, 0))
                self.page = Page(url, 0, {}, "", tuple(hops))
                return self.page
            page = _page(url, response, hops)
            following = _next_step(page)
            if following is None or not (scripts or following.by == "redirect"):
                hops.append(Hop(url, method, page.status))
                self.page = replace(page, hops=tuple(hops))
                return self.page
            hops.append(Hop(url, method, page.status, following.leads_to, following.by))
            if following.by != "redirect":
                referrer = url
            url, step = joined(url, following.leads_to), following
        raise NonConformance(
            "The browser arrives",
            expected=f"a page within {LONGEST_WAY} steps",
            got=f"no end, at last {' > '.join(hop.url for hop in hops[-2:])}",
            where=hops[0].url,
        )

    def _answered_unless_spoiled(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> requests.Response | None:
        """Return the answer to a request, or None when the passage has spoiled it on purpose."""
        try:
            return self._call(method, url, headers, data=body)
        except SpoiledOnPurpose:
            return None

    def _call(self, method: str, url: str, headers: dict[str, str], **content: Any) -> requests.Response:
        passage = self._passages.get(origin_of(url))
        before = passage.spoiled if passage else 0
        try:
            caller = self._caller(origin_of(url))
            if origin_of(url) in self._ours:
                deadline = self.patience or self._journal.patience.outlasting()
                return caller.call(method, url, headers=headers, deadline=deadline, **content)
            return caller.ask(method, url, headers=headers, deadline=self.patience, **content)
        except Unreachable as error:
            if passage is not None and (passage.refuses or passage.spoiled > before):
                raise SpoiledOnPurpose(f"a call was spoiled on purpose, and nothing was made of it: {error}") from error
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
            if origin in self._passages:
                caller.connect_to(self._passages[origin].place)
            self._callers[origin] = caller
        return self._callers[origin]


@dataclass(frozen=True)
class _Step:
    """Where a browser is sent, and by what: an address typed in, a redirect and its status, a script, a form."""

    leads_to: str
    by: str
    form: Form | None = None
    status: int = 0


def _request(step: _Step, url: str) -> tuple[str, str, bytes | None]:
    """Return method, address and body of the request a step makes at an address."""
    if step.form is None:
        return "GET", url, None
    if step.form.method == "POST":
        return "POST", url, step.form.body
    # A form that is sent by GET puts its fields in the place of the address's own query.
    return "GET", urlsplit(url)._replace(query=step.form.body.decode("ascii"), fragment="").geturl(), None


def _page(url: str, response: requests.Response, hops: list[Hop]) -> Page:
    if "charset" not in response.headers.get("Content-Type", "").lower():
        response.encoding = "utf-8"
    return Page(url, response.status_code, response.headers, response.text, tuple(hops))


def _next_step(page: Page) -> _Step | None:
    location = page.headers.get("Location")
    if location is not None and page.status in (*_GET_AFTER, *_SAME_AFTER):
        return _Step(_as_written(location), "redirect", status=page.status)
    if "html" not in page.headers.get("Content-Type", "html").lower():
        return None
    form = page.self_posting_form
    if form is not None:
        return _Step(form.action, "form", form)
    return _Step(page.script_address, "script") if page.script_address is not None else None


def _as_written(header: str) -> str:
    """Return a header's value as its bytes meant it: what is not ASCII is UTF-8 nowadays."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
