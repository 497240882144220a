"""The Chromium of a worker: one process, driven from one thread, which does what any other thread asks of it.

Playwright's objects belong to the thread they were made in, and buyers of a scenario act in several.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import trustme
from playwright.async_api import Browser as Process
from playwright.async_api import BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from harness.browser.browser import AGENT_MARK
from harness.browser.chromium.trace_folders import trace_folder
from harness.errors import HarnessFault

_Result = TypeVar("_Result")
# Seconds to begin and to end, which take less than one on a machine that is not busy.
_BEGINS_WITHIN = 60.0
_ENDS_WITHIN = 20.0
# Requests of all buyers at the same time.
_THREADS = 64
# What a sandbox needs is not to be had for root, nor in most containers; and none of the pages is a stranger's.
# And who follows a frame hears of it from its tab alone while it is in the same process.
_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-site-isolation-trials")


class Engine:
    """Runs Chromium and what is asked of it."""

    def __init__(self, executable: Path) -> None:
        """Start it.

        Raises:
            HarnessFault: when it does not start.

        """
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chromium", daemon=True)
        self._thread.start()
        self.threads: Executor = ThreadPoolExecutor(_THREADS, thread_name_prefix="chromium-outlet")
        self._playwright: Playwright | None = None
        self._process: Process | None = None
        self._certificates: dict[str, ssl.SSLContext] = {}
        self._is_closed = False
        self._traces = trace_folder()
        try:
            self.run(self._start(executable), _BEGINS_WITHIN)
        except BaseException:
            self.close()
            raise

    @property
    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._process is not None and self._process.is_connected()

    @property
    def agent(self) -> str:
        """What it calls itself: a Chromium of its version, and the harness."""
        major = self._running.version.partition(".")[0]
        return (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
            f"Chrome/{major}.0.0.0 Safari/537.36 {AGENT_MARK}"
        )

    def run(self, coroutine: Coroutine[Any, Any, _Result], deadline: float) -> _Result:
        """Do something in the thread of Chromium and return its result.

        Raises:
            HarnessFault: when it is not done within `deadline` seconds, or cannot be.

        """
        if self._loop.is_closed():
            coroutine.close()
            raise HarnessFault("Chromium has ended: its run is over")
        running = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return running.result(deadline)
        except TimeoutError as error:
            raise HarnessFault(f"Chromium was not done within {deadline:g} s") from error
        except PlaywrightError as error:
            raise HarnessFault(f"Chromium could not do it, or has ended: {error.message}") from error
        finally:
            running.cancel()

    async def profile(self, proxy: str, *, scripts: bool = True) -> BrowserContext:
        """Return a new profile, which has been nowhere; it reaches all the world by a proxy."""
        return await self._running.new_context(
            proxy={"server": proxy},
            user_agent=self.agent,
            # The proxy's own certificates are nobody's; those of the world are checked behind it.
            ignore_https_errors=True,
            java_script_enabled=scripts,
            locale="en-US",
        )

    def certificate_for(self, host: str) -> ssl.SSLContext:
        """Return what a host shows a browser that reaches it by a proxy of ours."""
        if host not in self._certificates:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._authority.issue_cert(host.strip("[]")).configure_cert(context)
            self._certificates[host] = context
        return self._certificates[host]

    def close(self) -> None:
        """End Chromium and the thread. Does nothing the second time."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            with suppress(HarnessFault):
                self.run(self._end(), _ENDS_WITHIN)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_ENDS_WITHIN)
            self._traces.cleanup()
            self.threads.shutdown(wait=False, cancel_futures=True)
            if not self._thread.is_alive():
                self._loop.close()

    @property
    def _running(self) -> Process:
        if self._process is None or not self._process.is_connected():
            raise HarnessFault("Chromium has ended: it was killed, or crashed")
        return self._process

    @cached_property
    def _authority(self) -> trustme.CA:
        return trustme.CA()

    async def _start(self, executable: Path) -> None:
        self._playwright = await async_playwright().start()
        # Ctrl-C is the run's to hear: it ends Chromium when it has put everything back.
        self._process = await self._playwright.chromium.launch(
            executable_path=executable,
            traces_dir=self._traces.name,
            args=list(_ARGUMENTS),
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    async def _end(self) -> None:
        if self._process is not None:
            with suppress(PlaywrightError):
                await self._process.close()
        if self._playwright is not None:
            await self._playwright.stop()
