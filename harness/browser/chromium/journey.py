"""Where a tab, or a frame of it, is led: its navigations one after another, and when it has arrived.

Chromium tells when a page wants to go elsewhere, begins to, and has loaded. A tab has arrived when it has loaded, wants
nothing, and every request for a page of it is over.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, ConsoleMessage, Frame, Page, Request, Response
from playwright.async_api import Error as PlaywrightError

from harness.browser.addresses import is_web_address
from harness.browser.chromium.recording import NUMBER, Recorded, Recording
from harness.browser.onward import LONGEST_WAY
from harness.errors import HarnessFault
from simulators.wire import origin_of

# A refresh that comes later is for somebody who has left the page open.
_SOON = 10
# Lets what scripts have put off until they are done come first.
_REST = "() => new Promise(resolve => setTimeout(resolve, 0))"
_RESTS_WITHIN = 5.0
# To begin to go where a page wants to, on a machine that is very busy; and where no browser goes to anyway.
_BEGINS_WITHIN, _TRIES_WITHIN = 15.0, 3.0
# What a script of the shop may ask for first, before it lets a form go.
_SETS_OUT_WITHIN = 5.0
# What a tab shows that has been nowhere yet.
_NOTHING = "about:blank"
# How often a page may get in the way of leaving it, which it can without scripts as well.
_LEAVES_WITHIN = 20
# Of those that a page may have many of.
_MOST_COMPLAINTS = 5


@dataclass
class Station:
    """A request for a page, with what is recorded of it; `problem` is Chromium's word for what kept it from a page."""

    method: str
    url: str
    recorded: Recorded | None = None
    problem: str = ""
    redirected: bool = False
    shown: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether it is answered, or has failed."""
        return self.recorded is not None or bool(self.problem)

    @property
    def is_over(self) -> bool:
        """Whether it is shown, or never will be."""
        return self.shown or bool(self.problem)


class Journey:
    """Follows the main frame of a tab, or one that its page has. To be used within the loop of Chromium."""

    def __init__(self, tab: Page, recording: Recording) -> None:
        """Follow a tab whose requests are recorded."""
        self._tab = tab
        self.frame = tab.main_frame
        self._recording = recording
        self._stations: dict[Request, Station] = {}
        self._wants, self._loads, self._is_gone = False, False, False
        self._frame = ""
        # What Chromium itself or a script of the page complained of last: a script that was refused, say.
        self.complaints: deque[str] = deque(maxlen=_MOST_COMPLAINTS)
        self._changed = asyncio.Event()
        self._session: CDPSession | None = None
        tab.on("request", self._begins)
        tab.on("response", self._is_answered)
        tab.on("requestfailed", self._fails)
        tab.on("framenavigated", self._shows)
        tab.on("console", self._says)
        tab.on("pageerror", lambda error: self._complains(error.message))
        tab.on("crash", self._ends)
        tab.on("close", self._ends)

    async def follow(self) -> None:
        """Begin to listen."""
        self._session = session = await self._tab.context.new_cdp_session(self._tab)
        await session.send("Page.enable")
        self._frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        session.on("Page.frameRequestedNavigation", self._requested)
        session.on("Page.frameScheduledNavigation", self._scheduled)
        session.on("Page.frameStartedNavigating", self._started)
        session.on("Page.frameStartedLoading", self._started)
        session.on("Page.frameStoppedLoading", self._stopped)

    @property
    def is_framed(self) -> bool:
        """Whether a frame of the tab's page is followed, and not the page."""
        return self.frame != self._tab.main_frame

    @property
    def is_empty(self) -> bool:
        """Whether the tab shows nothing yet: a page of no site, which leads on as one of another site does."""
        return self._tab.url == _NOTHING

    async def enter_frame(self) -> bool:
        """Follow the first frame of the page that is shown from now on; tell whether there is one."""
        assert self._session is not None  # it follows
        frames = self._tab.main_frame.child_frames
        if frames:
            tree = (await self._session.send("Page.getFrameTree"))["frameTree"]
            self.frame, self._frame = frames[0], tree["childFrames"][0]["frame"]["id"]
        return bool(frames)

    async def lead(self, url: str) -> None:
        """Let the frame that is followed go to an address: by its own page if it is of one origin, or by the tab's."""
        if self.is_empty or origin_of(self.frame.url) == origin_of(url):
            await self.frame.evaluate("url => { location.href = url; }", url)
        else:
            await self._tab.evaluate("url => { document.querySelector('iframe').src = url; }", url)
        await self.set_out()

    @asynccontextmanager
    async def scripts_run(self, allowed: bool) -> AsyncIterator[None]:
        """Switch the scripts of the tab's pages off within the block, unless they are allowed."""
        assert self._session is not None  # it follows
        if not allowed:
            await self._session.send("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            yield
        finally:
            if not allowed:
                await self._session.send("Emulation.setScriptExecutionDisabled", {"value": False})

    def begin(self) -> None:
        """Forget where it has been."""
        self._stations.clear()
        self._wants = self._loads = False

    async def set_out(self) -> None:
        """Wait until the tab goes somewhere, as it does after a click; not for long, for it need not."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_SETS_OUT_WITHIN):
                while not self._stations and not self._is_gone:
                    self._changed.clear()
                    await self._changed.wait()

    async def arrive(self, *, scripts: bool = True) -> list[Station]:
        """Wait until the tab stays where it is; return the way it took, without what it turned away from.

        Where no `scripts` run, none are waited for.
        """
        while True:
            await self._rested()
            if len(self._stations) > LONGEST_WAY:
                # Else it would never rest.
                way = self._way()
                await self._leave()
                return way
            if not scripts or await self._stays():
                return self._way()

    async def _leave(self) -> None:
        """Let the tab show nothing, though its page may be about to go on, which would be in the way of that."""
        async with self.scripts_run(allowed=False):
            for left in reversed(range(_LEAVES_WITHIN)):
                try:
                    await self._tab.goto(_NOTHING)
                    return
                except PlaywrightError:
                    if not left:
                        raise

    def _way(self) -> list[Station]:
        stations = list(self._stations.values())
        last = stations[-1:]
        return [station for station in stations if not station.problem or station in last]

    async def _rested(self) -> None:
        """Wait until nothing is on its way."""
        while self._is_moving and len(self._stations) <= LONGEST_WAY:
            self._changed.clear()
            await self._changed.wait()
        if self._is_gone:
            raise HarnessFault("the tab is gone: Chromium has ended, or the tab has crashed")

    async def _stays(self) -> bool:
        """Let the page do what it has put off; tell whether it stays where it is then, and no other has come since."""
        before = len(self._stations)
        try:
            await asyncio.wait_for(self.frame.evaluate(_REST), _RESTS_WITHIN)
        except PlaywrightError:
            # It has gone on meanwhile, or shows what no script runs in.
            await asyncio.sleep(0)
        except TimeoutError:
            # Its scripts never rest.
            pass
        return not self._is_moving and len(self._stations) == before

    @property
    def _is_moving(self) -> bool:
        stations = list(self._stations.values())
        waits = not all(station.is_answered for station in stations) or not all(one.is_over for one in stations[-1:])
        return not self._is_gone and (self._wants or self._loads or waits)

    def _begins(self, request: Request) -> None:
        if _is_of(request, self.frame):
            before = request.redirected_from
            problem = "" if is_web_address(request.url) else "no address a browser goes to"
            self._stations[request] = Station(request.method, request.url, problem=problem, redirected=bool(before))
            self._changed.set()

    def _is_answered(self, response: Response) -> None:
        station = self._stations.get(response.request)
        if station is None:
            return
        number = response.headers.get(NUMBER)
        if number is None:
            station.problem = station.problem or "answered by Chromium itself"
        else:
            station.recorded = self._recording.answered(int(number))
        self._changed.set()

    def _fails(self, request: Request) -> None:
        station = self._stations.get(request)
        if station is not None:
            station.problem = request.failure or "failed"
            station.recorded = station.recorded or self._recording.unclaimed(station.method, station.url)
            self._changed.set()

    def _shows(self, frame: Frame) -> None:
        if frame == self.frame:
            for station in reversed(self._stations.values()):
                if station.url.partition("#")[0] == frame.url.partition("#")[0]:
                    station.shown = True
                    break
            self._changed.set()

    def _requested(self, event: dict[str, Any]) -> None:
        """Wait for what a page wants; not for long where that is what no browser goes to, which is never asked for."""
        if event["frameId"] == self._frame and event.get("disposition", "currentTab") == "currentTab":
            self._wants = True
            within = _BEGINS_WITHIN if is_web_address(event["url"]) else _TRIES_WITHIN
            asyncio.get_running_loop().call_later(within, self._gives_up, len(self._stations))

    def _scheduled(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame and event["delay"] <= _SOON and event["reason"] == "metaTagRefresh":
            self._wants = True

    def _says(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complains(message.text)

    def _complains(self, words: str) -> None:
        if words not in self.complaints:
            self.complaints.append(words)

    def _ends(self, _: Page) -> None:
        self._is_gone = True
        self._changed.set()

    def _gives_up(self, stations: int) -> None:
        if len(self._stations) == stations:
            self._wants = self._loads = False
            self._changed.set()

    def _started(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self._wants, self._loads = False, True

    def _stopped(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self._loads = False
            self._changed.set()


def _is_of(request: Request, frame: Frame) -> bool:
    try:
        return request.is_navigation_request() and request.frame == frame
    except PlaywrightError:
        # The frame of a request of a service worker, or of one that is gone.
        return False
