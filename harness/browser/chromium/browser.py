"""A buyer's browser that is Chromium: one tab of a profile, driven as a person drives it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import requests
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as Tab

from harness.browser.addresses import is_web_address, joined
from harness.browser.browser import Album
from harness.browser.chromium.arriving import page_at
from harness.browser.chromium.engine import Engine
from harness.browser.chromium.journey import Journey
from harness.browser.chromium.pressing import Press
from harness.browser.chromium.profile import Profile
from harness.browser.form import Form
from harness.browser.onward import leads_nowhere, page_of
from harness.browser.outlet import Passage
from harness.browser.page import Page
from harness.errors import HarnessFault, NonConformance
from simulators.wire import Journal

# Seconds for all that one doing may lead to; each call on the way has a deadline of its own, and this is Chromium's.
_DEADLINE = 600.0
_PICTURE_WITHIN = 10.0
# How Chromium's own reasons begin.
_REFUSED = "net::"
# All that can be read on a page: a password is dots.
_WORDS = """() => [
  document.documentElement.innerText,
  ...[...document.querySelectorAll('input:not([type=hidden]):not([type=password]), textarea')].map(one => one.value),
].join('\\n')"""
_FETCH_AHEAD = """async url => {
  const link = document.createElement('link');
  const over = new Promise(resolve => { link.onload = link.onerror = resolve; });
  Object.assign(link, {rel: 'prefetch', href: url});
  document.head.append(link);
  await over;
}"""
_FETCH = """async ({url, method, headers, body}) => {
  await fetch(url, {method, headers, body, redirect: 'manual', credentials: 'same-origin'});
  return new URL(url).href.split('#')[0];
}"""


class ChromiumBrowser:
    """A tab of Chromium, with the profile it shares with those beside it."""

    def __init__(self, engine: Engine, profile: Profile, album: Album) -> None:
        """Make a tab of a profile; it is opened when it is first used. What it shows at Submit is kept in an album."""
        self._engine = engine
        self._album = album
        self._profile = profile
        self._shown: tuple[Tab, Journey] | None = None
        self.page: Page | None = None
        self.waits_in_vain = False
        self._tabs: list[ChromiumBrowser] = []

    @classmethod
    def with_profile(
        cls, engine: Engine, journal: Journal, album: Album, *, ours: frozenset[str], verify: bool | str
    ) -> ChromiumBrowser:
        """Return a browser with a new profile; `ours` are the origins of the parties the harness plays itself."""
        return cls(engine, Profile(engine, journal, album, ours=ours, verify=verify), album)

    @property
    def patience(self) -> float | None:
        """How many seconds an answer may take; None is what any call may take."""
        return self._profile.outlet.patience

    @patience.setter
    def patience(self, seconds: float | None) -> None:
        self._profile.outlet.patience = seconds

    def close(self) -> None:
        """Close all tabs and forget all cookies; a browser that is used again begins anew."""
        self._engine.run(self._profile.close(), _DEADLINE)
        for tab in (self, *self._tabs):
            tab._shown = None
        self._profile.outlet.close()

    def second_tab(self) -> ChromiumBrowser:
        """Return a tab beside this one that shows the same address; it is closed with the browser."""
        tab = self.new_tab()
        if self.page is not None:
            tab.open(self.page.url)
        return tab

    def new_tab(self) -> ChromiumBrowser:
        """Return an empty tab of the same profile; it is closed with the browser."""
        tab = ChromiumBrowser(self._engine, self._profile, self._album)
        self._tabs.append(tab)
        return tab

    def open(self, url: str) -> Page:
        """Go to an address as if it were typed in, and on to wherever it leads."""
        return self._goes(url)

    def come_to(self, url: str) -> Page:
        """Go to an address that a page of another site leads to, which is sent no cookie that is SameSite=Strict.

        An empty tab is such a page. In one that shows something already the address is typed in.
        """
        return self._goes(url, led=True)

    def enter_frame(self, url: str) -> None:
        """Show a page that has a frame; the frame is what is looked at from now on, until the browser is closed.

        Raises:
            HarnessFault: when the page has none.

        """
        self.open(url)
        self._engine.run(self._entered_frame(url), _DEADLINE)

    def load(self, url: str) -> Page:
        """Load a page with its scripts switched off, and stay on it."""
        return self._goes(url, scripts=False)

    def fetch_ahead(self, url: str) -> Page:
        """Let the page shown, or an empty one, name an address to be fetched ahead; return what is answered."""
        return page_of(url, self._engine.run(self._fetched_ahead(url), _DEADLINE), ())

    def go_through(self, origin: str, passage: Passage | None) -> None:
        """Reach an origin by a passage from now on, or directly; what is spoiled there shows the browser's own page."""
        self._profile.outlet.go_through(origin, passage)

    def again(self) -> Page:
        """Press Reload on what was not answered last.

        Raises:
            HarnessFault: when everything was answered.

        """
        if not self.waits_in_vain:
            raise HarnessFault("the browser is to do again what was not answered, and everything was")
        return self._arrives(self._moved("reload"))

    def back(self) -> Page:
        """Press Back: what is shown then is asked for anew, unless the page may be kept.

        Raises:
            HarnessFault: when there was no page before.

        """
        return self._arrives(self._moved("back"))

    def reload(self) -> Page:
        """Press Reload.

        Raises:
            HarnessFault: when no page is shown.

        """
        if self.page is None:
            raise HarnessFault("the browser is to reload the page, and shows none")
        return self._arrives(self._moved("reload"))

    def submit(self, form: Form) -> Page:
        """Click the button of a form of the page shown, and go on to wherever that leads."""
        return self._arrives(self._press(Press(form)))

    def submit_without_scripts(self, form: Form) -> Page:
        """Click the button of a form of the page shown with scripts switched off, and go on by redirects alone."""
        return self._arrives(self._press(Press(form), scripts=False))

    def submit_twice(self, form: Form) -> Page:
        """Click the button of a form twice in a row, and go on to wherever that leads."""
        return self._arrives(self._press(Press(form, times=2)))

    def fetch(
        self, method: str, path: str, document: Any = None, *, fields: dict[str, str] | None = None
    ) -> requests.Response:
        """Call an interface from within the page shown: Chromium decides what it sends along.

        What is sent is a JSON document, or the fields of a form.
        """
        if self.page is None:
            raise HarnessFault("the browser shows no page whose script could call anything")
        headers = {"x-csrf-token": self.page.csrf_token, "Accept": "application/json"}
        body = None
        if fields is not None:
            headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(fields)
        elif document is not None:
            headers["Content-Type"], body = "application/json", json.dumps(document)
        call = {"url": joined(self.page.url, path), "method": method, "headers": headers, "body": body}
        return self._engine.run(self._fetched(call), _DEADLINE)

    def cookies_of_scripts(self, url: str) -> frozenset[str]:
        """Return the names of the cookies a script of that origin may read: those that are not HttpOnly."""
        kept = self._engine.run(self._profile.cookies(url), _DEADLINE)
        return frozenset(name for name, (_, readable) in kept.items() if readable)

    def cookies(self, url: str) -> dict[str, str]:
        """Return the cookies the browser would send to an address, by name."""
        kept = self._engine.run(self._profile.cookies(url), _DEADLINE)
        return {name: value for name, (value, _) in kept.items()}

    def keep_failure(self) -> None:
        """Keep what is shown as a picture, what the console says, and a trace at the end, if one is wanted."""
        self._profile.has_failed = True
        for tab in (self, *self._tabs):
            if tab._complaints:
                self._album.complain(f"the console of Chromium says: {tab._complaints}")
        with suppress(HarnessFault):
            self._engine.run(self._keep_picture("failure"), _PICTURE_WITHIN)

    def carry(self, url: str, cookies: Mapping[str, str]) -> None:
        """Carry cookies for the origin of an address, as somebody who got hold of them would."""
        self._engine.run(self._profile.carry(url, cookies), _DEADLINE)

    def _goes(self, url: str, *, scripts: bool = True, led: bool = False) -> Page:
        if not is_web_address(url):
            raise leads_nowhere(url, "")
        return self._arrives(self._goto(url, scripts=scripts, led=led))

    def _arrives(self, way: Any) -> Page:
        self.waits_in_vain = False
        try:
            page: Page = self._engine.run(way, _DEADLINE)
        except NonConformance as error:
            raise self._with_complaints(error) from error
        self.waits_in_vain = page.status == 0
        self.page = page
        return page

    @property
    def _complaints(self) -> str:
        return "; ".join(self._shown[1].complaints) if self._shown is not None else ""

    def _with_complaints(self, error: NonConformance) -> NonConformance:
        """Return what the target does not do with what Chromium complained of, which may be the cause."""
        if not self._complaints:
            return error
        got = f"{error.got}; the console of Chromium says: {self._complaints}"
        return NonConformance(error.what, expected=error.expected, got=got, where=error.where, hint=error.hint)

    async def _tab(self) -> tuple[Tab, Journey]:
        if self._shown is None:
            self._shown = await self._profile.tab()
        tab, journey = self._shown
        journey.begin()
        return tab, journey

    async def _goto(self, url: str, *, scripts: bool, led: bool) -> Page:
        tab, journey = await self._tab()
        problem = ""
        async with journey.scripts_run(scripts):
            try:
                if journey.is_framed or (led and journey.is_empty):
                    await journey.lead(url)
                else:
                    await tab.goto(url, wait_until="commit", timeout=_DEADLINE * 1000)
            except PlaywrightError as error:
                # What kept it is found out from what was recorded, unless Chromium did not even ask.
                problem = error.message.splitlines()[0]
            stations = await journey.arrive(scripts=scripts)
        if not stations and _REFUSED not in problem:
            raise HarnessFault(f"Chromium did not go to {url}: {problem}")
        if not stations:
            raise NonConformance("The browser is answered", expected="a page", got=problem, where=url)
        return page_at(journey.frame.url, stations)

    async def _entered_frame(self, url: str) -> None:
        _, journey = await self._tab()
        if not await journey.enter_frame():
            raise HarnessFault(f"the browser is to enter a frame, and there is none at {url}")

    async def _moved(self, where: str) -> Page:
        """Reload the page, or go back."""
        tab, journey = await self._tab()
        if journey.is_framed:
            raise HarnessFault(f"the browser is to go {where}, and is in a frame: only a whole tab does so")
        move = {"back": tab.go_back, "reload": tab.reload}[where]
        # As in going there.
        with suppress(PlaywrightError):
            await move(wait_until="commit", timeout=_DEADLINE * 1000)
        stations = await journey.arrive()
        if not stations:
            raise HarnessFault(f"the browser is to go {where}, and there is no page to go to")
        return page_at(tab.url, stations)

    async def _press(self, press: Press, *, scripts: bool = True) -> Page:
        _, journey = await self._tab()
        await self._keep_picture("Submit")
        button = await press.button(journey.frame)
        async with journey.scripts_run(scripts):
            await press.click(button, journey.frame)
            await journey.set_out()
            stations = await journey.arrive(scripts=scripts)
        if not stations:
            raise NonConformance(
                "A click on the button leads somewhere",
                expected="a page",
                got="nothing happens",
                where=journey.frame.url,
            )
        return page_at(journey.frame.url, stations)

    async def _keep_picture(self, of: str) -> None:
        # Evidence is for people: what is judged does not depend on it.
        with suppress(PlaywrightError):
            if self._shown is not None:
                tab = self._shown[0]
                words = await tab.evaluate(_WORDS)
                self._album.add(of, await tab.screenshot(timeout=_PICTURE_WITHIN * 1000), words)

    async def _fetched(self, call: dict[str, Any]) -> requests.Response:
        _, journey = await self._tab()
        recording = self._profile.recording
        before, problem, url = len(recording.recorded), "", call["url"]
        try:
            url = await journey.frame.evaluate(_FETCH, call)
        except PlaywrightError as error:
            problem = error.message.splitlines()[0]
        answer = recording.answer_since(before, call["method"], url)
        if answer is None:
            raise NonConformance(
                "A script of the page can call the storefront", expected="an answer", got=problem, where=url
            )
        return answer

    async def _fetched_ahead(self, url: str) -> requests.Response:
        tab, _ = await self._tab()
        recording = self._profile.recording
        before = len(recording.recorded)
        await tab.evaluate(_FETCH_AHEAD, url)
        answer = recording.answer_since(before, "GET", url)
        if answer is None:
            raise HarnessFault(f"Chromium did not fetch {url} ahead: it may be switched off, or told to save data")
        return answer
