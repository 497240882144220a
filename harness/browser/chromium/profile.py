"""A profile: what the tabs of one buyer's browser share, which is cookies, the way out, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from playwright.async_api import BrowserContext
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as Tab

from harness.browser.browser import Album
from harness.browser.chromium.engine import Engine
from harness.browser.chromium.journey import Journey
from harness.browser.chromium.recording import Recording
from harness.browser.outlet import NO_COOKIES, Outlet
from simulators.wire import Journal


class Profile:
    """Opened when it is first used, and anew when it is used after it was closed. Lives in the loop of Chromium."""

    def __init__(
        self, engine: Engine, journal: Journal, album: Album, *, ours: frozenset[str], verify: bool | str
    ) -> None:
        """Keep the profile of a browser; `ours` are the origins of the parties the harness plays itself.

        When `has_failed` is set, what is traced is kept in the album.
        """
        self.has_failed = False
        self._album = album
        self.outlet = Outlet(journal, ours=ours, verify=verify, cookies=NO_COOKIES)
        self._engine = engine
        self._recording: Recording | None = None
        self._context: BrowserContext | None = None

    @property
    def recording(self) -> Recording:
        """What is recorded of a profile that is open."""
        assert self._recording is not None  # there is no tab before
        return self._recording

    async def context(self) -> BrowserContext:
        """Return the profile in Chromium."""
        if self._context is None:
            self._recording = Recording(self.outlet, self._engine.threads, self._engine.certificate_for)
            self._context = await self._engine.profile(await self._recording.open())
            if self._album.wants_traces:
                await self._context.tracing.start(screenshots=True, snapshots=True)
        return self._context

    async def tab(self) -> tuple[Tab, Journey]:
        """Return a new tab, and who follows it."""
        tab = await (await self.context()).new_page()
        journey = Journey(tab, self.recording)
        await journey.follow()
        return tab, journey

    async def cookies(self, url: str) -> Mapping[str, tuple[str, bool]]:
        """Return the cookies that would be sent to an address by name: the value, and whether scripts may read it."""
        kept = await self._context.cookies([url]) if self._context is not None else []
        return {cookie["name"]: (cookie["value"], not cookie["httpOnly"]) for cookie in kept}

    async def carry(self, url: str, cookies: Mapping[str, str]) -> None:
        """Put cookies into the profile that are for the place of an address."""
        context = await self.context()
        await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])

    async def close(self) -> None:
        """Close all tabs, and forget all there is."""
        context, recording = self._context, self._recording
        self._context = self._recording = None
        if context is not None:
            # One that has ended by itself has nothing left to close.
            with suppress(PlaywrightError):
                if self._album.wants_traces and self.has_failed:
                    await context.tracing.stop(path=self._album.next_trace())
                await context.close()
        if recording is not None:
            await recording.close()
