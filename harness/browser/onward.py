"""Where a page sends its browser by itself: by a redirect, a form a script submits, a script, a refresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from harness.browser.form import Form
from harness.browser.page import Hop, Page
from harness.errors import NonConformance

# As many redirects as browsers follow.
LONGEST_WAY = 20
_GET_AFTER = (301, 302, 303)
SAME_AFTER = (307, 308)


@dataclass(frozen=True)
class Step:
    """Where a browser is sent, and by what: an address typed in, a redirect and its status, a script, a form."""

    leads_to: str
    by: str
    form: Form | None = None
    status: int = 0


def request_of(step: Step, url: str) -> tuple[str, str, bytes | None]:
    """Return method, address and body of the request a step makes at an address."""
    if step.form is None:
        return "GET", url, None
    if step.form.method == "POST":
        return "POST", url, step.form.body
    # A form that is sent by GET puts its fields in the place of the address's own query.
    return "GET", urlsplit(url)._replace(query=step.form.body.decode("ascii"), fragment="").geturl(), None


def page_of(url: str, response: requests.Response, hops: tuple[Hop, ...]) -> Page:
    """Return the page an answer is, read in its charset."""
    if "charset" not in response.headers.get("Content-Type", "").lower():
        response.encoding = "utf-8"
    return Page(url, response.status_code, response.headers, response.text, hops)


def next_step(page: Page) -> Step | None:
    """Return where a page sends its browser by itself, or None when it is where the browser stays."""
    location = page.headers.get("Location")
    if location is not None and page.status in (*_GET_AFTER, *SAME_AFTER):
        return Step(_as_written(location), "redirect", status=page.status)
    if "html" not in page.headers.get("Content-Type", "html").lower():
        return None
    form = page.self_posting_form
    if form is not None:
        return Step(form.action, "form", form)
    return Step(page.script_address, "script") if page.script_address is not None else None


def leads_nowhere(url: str, where: str) -> NonConformance:
    """Return the error of a page at `where` that sends the browser to what is no address for browsers."""
    return NonConformance(
        "A page sends the browser on", expected="an http or https address", got=url or "nothing", where=where
    )


def never_arrives(hops: Sequence[Hop]) -> NonConformance:
    """Return the error of a way that has no end."""
    return NonConformance(
        "The browser arrives",
        expected=f"a page within {LONGEST_WAY} steps",
        got=f"no end, at last {' > '.join(hop.url for hop in hops[-2:])}",
        where=hops[0].url,
    )


def _as_written(header: str) -> str:
    """Return a header's value as its bytes meant it: what is not ASCII is UTF-8 nowadays."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
