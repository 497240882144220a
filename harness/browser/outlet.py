"""The way out of a browser: what it sends goes through here, is written down, and waits no longer than it may."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookiejar import CookiePolicy, DefaultCookiePolicy
from typing import Any, Protocol

import requests

from harness.errors import HarnessFault, NonConformance
from simulators.wire import Caller, Journal, Unreachable, origin_of

NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])


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


class Outlet:
    """Calls whomever a browser calls, one client for each origin."""

    def __init__(
        self,
        journal: Journal,
        *,
        ours: frozenset[str],
        verify: bool | str,
        agent: str = "",
        cookies: CookiePolicy | None = None,
        asks_again: bool = False,
    ) -> None:
        """Call for a browser; `ours` are the origins of the parties the harness plays itself.

        `cookies` says which are kept, and sent; without it all are, `NO_COOKIES` keeps none.

        With an `agent` that is the User-Agent of all calls; without, calls have no header that is not given to them.
        What a rate limit answered is asked again, unless it is judged itself; with `asks_again` nothing is.
        """
        self._journal = journal
        self.ours = ours
        self._verify = verify
        self._agent = agent
        self._cookies = cookies
        self._asks_again = asks_again
        self._callers: dict[str, Caller] = {}
        self._passages: dict[str, Passage] = {}
        # How many seconds an answer may take; None is what any call may take.
        self.patience: float | None = None

    def close(self) -> None:
        """Close all connections and forget all cookies."""
        for caller in self._callers.values():
            caller.close()
        self._callers.clear()

    def go_through(self, origin: str, passage: Passage | None) -> None:
        """Reach an origin by a passage from now on, or directly."""
        self._passages.pop(origin, None)
        if passage is not None:
            self._passages[origin] = passage
        if origin in self._callers:
            self._callers[origin].connect_to(passage.place if passage else "")

    def call(self, method: str, url: str, headers: dict[str, str], **content: Any) -> requests.Response:
        """Send a request and return its answer; `content` is what `Caller.call` takes.

        Raises:
            NonConformance: when the target gives none.
            SpoiledOnPurpose: when the passage has spoiled it.
            HarnessFault: when a party of the run gives none.

        """
        origin = origin_of(url)
        passage = self._passages.get(origin)
        before = passage.spoiled if passage else 0
        try:
            caller = self.caller(origin)
            if origin in self.ours:
                deadline = self.patience or self._journal.patience.outlasting()
                return caller.call(method, url, headers=headers, deadline=deadline, **content)
            again = self._asks_again or self._journal.approach.may_repeat(method, url)
            return caller.ask(method, url, headers=headers, deadline=self.patience, again=again, **content)
        except Unreachable as error:
            if passage is not None and (passage.refuses or passage.spoiled > before):
                raise SpoiledOnPurpose(f"a call was spoiled on purpose, and nothing was made of it: {error}") from error
            if origin in self.ours:
                raise HarnessFault(f"a party of the run did not answer: {error}") from error
            raise NonConformance(
                "The browser is answered", expected="a page", got=error.reason, where=f"{method} {url}"
            ) from error

    def known(self, origin: str) -> Caller | None:
        """Return the client of an origin that was called before."""
        return self._callers.get(origin)

    def caller(self, origin: str) -> Caller:
        """Return the client of an origin."""
        if origin not in self._callers:
            caller = Caller("browser", self._journal)
            caller.verify = self._verify
            if self._agent:
                caller.headers["User-Agent"] = self._agent
            else:
                caller.headers.clear()
            if self._cookies is not None:
                caller.cookies.set_policy(self._cookies)
            if origin in self._passages:
                caller.connect_to(self._passages[origin].place)
            self._callers[origin] = caller
        return self._callers[origin]

    def origins(self) -> Iterator[tuple[str, Caller]]:
        """Yield every origin that was called, with its client."""
        yield from self._callers.items()
