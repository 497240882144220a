"""Where a tab is led: its navigations one after another, and when it has arrived.

Chromium tells when a page wants to go elsewhere, begins to, and has loaded. A tab has arrived when it has loaded, wants
nothing, and every request for a page of it is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Frame, Page, Request, Response
from playwright.async_api import Error as PlaywrightError

from harness.browser.chromium.recording import NUMBER, Recorded, Recording

# A refresh that comes later is for somebody who has left the page open.
_SOON = 10
# Lets what scripts have put off until they are done come first.
_REST = "() => new Promise(resolve => setTimeout(resolve, 0))"
_RESTS_WITHIN = 5.0
_BEGINS_WITHIN = 1.0


@dataclass
class Station:
    """A request for a page, with what is recorded of it; `problem` is Chromium's word for what kept it from a page."""

    method: str
    url: str
    recorded: Recorded | None = None
    problem: str = ""
    redirected: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it is answered, or has failed."""
        return self.recorded is not None or bool(self.problem)


class Journey:
    """Follows the main frame of a tab. To be used within the loop of Chromium."""

    def __init__(self, tab: Page, recording: Recording) -> None:
        """Follow a tab whose requests are recorded."""
        self._tab = tab
        self._recording = recording
        self._stations: dict[Request, Station] = {}
        self._wants, self._loads = False, False
        self._frame = ""
        self._changed = asyncio.Event()
        self._session: CDPSession | None = None
        tab.on("request", self._begins)
        tab.on("response", self._is_answered)
        tab.on("requestfailed", self._fails)

    async def follow(self) -> None:
        """Begin to listen."""
        self._session = session = await self._tab.context.new_cdp_session(self._tab)
        await session.send("Page.enable")
        self._frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        session.on("Page.frameRequestedNavigation", self._requested)
        session.on("Page.frameScheduledNavigation", self._scheduled)
        session.on("Page.frameClearedScheduledNavigation", self._cleared)
        session.on("Page.frameStartedNavigating", self._started)
        session.on("Page.frameStartedLoading", self._started)
        session.on("Page.frameStoppedLoading", self._stopped)

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

    async def arrive(self, *, scripts: bool = True) -> list[Station]:
        """Wait until the tab stays where it is; return the way it took, without what it turned away from.

        Where no `scripts` run, none are waited for.
        """
        while True:
            await self._rested()
            if not scripts or await self._stays():
                return self._way()

    def _way(self) -> list[Station]:
        stations = list(self._stations.values())
        last = stations[-1:]
        return [station for station in stations if station.recorded is not None or station in last]

    async def _rested(self) -> None:
        """Wait until nothing is on its way."""
        while self._is_moving:
            self._changed.clear()
            await self._changed.wait()

    async def _stays(self) -> bool:
        """Let the page do what it has put off; tell whether it stays where it is then."""
        try:
            await asyncio.wait_for(self._tab.evaluate(_REST), _RESTS_WITHIN)
        except PlaywrightError:
            # It has gone on meanwhile, or shows what no script runs in.
            await asyncio.sleep(0)
        except TimeoutError:
            # Its scripts never rest.
            pass
        return not self._is_moving

    @property
    def _is_moving(self) -> bool:
        return self._wants or self._loads or not all(station.is_over for station in self._stations.values())

    def _begins(self, request: Request) -> None:
        if _is_of_main_frame(request, self._tab.main_frame):
            before = request.redirected_from
            self._stations[request] = Station(request.method, request.url, redirected=before is not None)
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
            station.recorded = station.recorded or self._recording.failed(station.method, station.url)
            self._changed.set()

    def _requested(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame and event.get("disposition", "currentTab") == "currentTab":
            self._wants = True

    def _scheduled(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame and event["delay"] <= _SOON and event["reason"] == "metaTagRefresh":
            self._wants = True

    def _cleared(self, event: dict[str, Any]) -> None:
        """Wait no longer for what was wanted: it has begun by then, or never will, as an address for mail."""
        if event["frameId"] == self._frame and self._wants:
            asyncio.get_running_loop().call_later(_BEGINS_WITHIN, self._gives_up)

    def _gives_up(self) -> None:
        self._wants = False
        self._changed.set()

    def _started(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self._wants, self._loads = False, True

    def _stopped(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self._loads = False
            self._changed.set()


def _is_of_main_frame(request: Request, main: Frame) -> bool:
    try:
        return request.is_navigation_request() and request.frame == main
    except PlaywrightError:
        # The frame of a request of a service worker, or of one that is gone.
        return False
