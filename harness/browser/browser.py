"""What actors ask of a buyer's browser, whichever it is: a person's doings, and what a person's browser shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import requests

from harness.browser.form import Form
from harness.browser.outlet import Passage
from harness.browser.page import Page
from simulators.wire import Journal

# What every browser of the run has in its User-Agent.
AGENT_MARK = "punchout-harness"


class Browser(Protocol):
    """One buyer's browser.

    What it is asked raises NonConformance when the target does not answer, or sends it where no browser goes, and
    HarnessFault when a party of the run does not answer.
    """

    # How many seconds an answer may take; None is what any call may take.
    patience: float | None

    @property
    def page(self) -> Page | None:
        """The page it shows, or None before the first."""
        ...

    @property
    def waits_in_vain(self) -> bool:
        """Whether what was done last was not answered, on purpose."""
        ...

    def close(self) -> None:
        """Close all connections and forget all cookies; a browser that is used again begins anew."""
        ...

    def second_tab(self) -> Browser:
        """Return a tab beside this one, with the cookies there are by now; it is closed with the browser."""
        ...

    def new_tab(self) -> Browser:
        """Return an empty tab beside this one, which shares its cookies from now on; it is closed with the browser."""
        ...

    def open(self, url: str) -> Page:
        """Go to an address as if it were typed in, and on to wherever it leads."""
        ...

    def enter_frame(self, url: str) -> None:
        """Show a page that has a frame; all that is done from now on is done within that frame.

        Raises:
            HarnessFault: when the page has none.

        """
        ...

    def come_to(self, url: str) -> Page:
        """Go to an address that a page of another site leads to, as procurement's does, and on to wherever it leads."""
        ...

    def load(self, url: str) -> Page:
        """Load a page and stay on it: what its scripts would do is not done."""
        ...

    def fetch_ahead(self, url: str) -> Page:
        """Fetch an address as browsers do ahead of a click (`Sec-Purpose: prefetch`); return what is answered.

        Nothing of it is shown, no script of it runs, and a site that is not the one shown learns of no cookie.
        """
        ...

    def go_through(self, origin: str, passage: Passage | None) -> None:
        """Reach an origin by a passage from now on, or directly; what is spoiled there shows the browser's own page."""
        ...

    def again(self) -> Page:
        """Do again what was not answered last, as a person does who presses Reload."""
        ...

    def back(self) -> Page:
        """Go back to the page that was shown before, as it is now.

        Raises:
            HarnessFault: when there was none.

        """
        ...

    def reload(self) -> Page:
        """Ask for the page shown once more, in the way it was asked for.

        Raises:
            HarnessFault: when none is shown.

        """
        ...

    def submit(self, form: Form) -> Page:
        """Press the button of a form of the page shown, and go on to wherever that leads."""
        ...

    def submit_without_scripts(self, form: Form) -> Page:
        """Press the button of a form of the page shown with scripts switched off, and go on by redirects alone."""
        ...

    def submit_twice(self, form: Form) -> Page:
        """Press the button of a form twice in a row, and go on to wherever that leads."""
        ...

    def fetch(
        self, method: str, path: str, document: Any = None, *, fields: dict[str, str] | None = None
    ) -> requests.Response:
        """Call an interface as a script of the page shown does: same origin, its cookies, its CSRF token.

        What is sent is a JSON document, or the fields of a form.
        """
        ...

    def cookies_of_scripts(self, url: str) -> frozenset[str]:
        """Return the names of the cookies a script of that origin may read: those that are not HttpOnly."""
        ...

    def cookies(self, url: str) -> dict[str, str]:
        """Return the cookies the browser would send to the origin of an address, by name."""
        ...

    def keep_failure(self) -> None:
        """Keep what can be seen at the moment of a failure, if anything can; what goes wrong with it is no matter."""
        ...

    def carry(self, url: str, cookies: Mapping[str, str]) -> None:
        """Carry cookies for the origin of an address, as somebody who got hold of them would."""
        ...


class Album(Protocol):
    """Where pictures of what a browser shows are kept."""

    @property
    def wants_traces(self) -> bool:
        """Whether somebody has asked for traces of what fails."""
        ...

    def add(self, of: str, png: bytes, words: str) -> None:
        """Take a picture in; `words` are all that can be read on it."""
        ...

    def complain(self, words: str) -> None:
        """Take in what the browser said of the pages, which may be why a scenario fails; secrets in it are replaced."""
        ...

    def next_trace(self) -> Path:
        """Return the file for one more trace, which is no evidence: it holds secrets as they are."""
        ...


class Browsers(Protocol):
    """Where a run gets the browsers of its buyers from."""

    @property
    def know_no_ports(self) -> bool:
        """Whether they take all ports of a host for one site, and share its cookies, as real browsers do."""
        ...

    def open(self, journal: Journal, album: Album, *, ours: frozenset[str], verify: bool | str) -> Browser:
        """Return a browser that has been nowhere yet; `ours` are the origins of the parties the harness plays.

        What it shows at Submit, and when it is asked for a picture, is kept in the album.
        """
        ...

    def close(self) -> None:
        """End whatever the browsers run in. Does nothing the second time."""
        ...
