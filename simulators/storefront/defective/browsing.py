"""Defects that only a real browser meets: the pages say all they should, and still the buyer is kept from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from simulators.storefront.model import Site
from simulators.storefront.rendering import Pages
from simulators.storefront.switching import Switch, part
from simulators.storefront.visits import Visit, Visits

_COVER = b"<div style='position: fixed; inset: 0; z-index: 9'></div></body>"
_SWALLOW = b"<script>document.addEventListener('submit', event => event.preventDefault());</script></body>"
_HIDE = b"<style>form button { visibility: hidden; }</style></body>"


def ending_with(markup: bytes) -> Switch:
    """Put markup at the end of every page."""

    class Marked(Pages):
        def show(self, visit: Visit, site: Site | None, template: str, *, status: int = 200, **values: Any) -> Response:
            page = super().show(visit, site, template, status=status, **values)
            page.body = bytes(page.body).replace(b"</body>", markup)
            page.headers["Content-Length"] = str(len(page.body))
            return page

    return part("pages", Marked)


class KeptPages(Visits):
    """Lets browsers keep what they were shown."""

    def finish(self, visit: Visit, response: Response) -> Response:
        """Return the answer without a word of how long it is good for."""
        answer = super().finish(visit, response)
        del answer.headers["Cache-Control"]
        return answer


class RefusedScripts(Visits):
    """Refuses scripts that stand in pages, as its own do."""

    def finish(self, visit: Visit, response: Response) -> Response:
        """Return the answer with a policy that lets scripts run from files alone."""
        answer = super().finish(visit, response)
        answer.headers["Content-Security-Policy"] = "script-src 'self'"
        return answer


class RefusedCookies(Visits):
    """Sets cookies that are to be sent to every site, without what browsers want for that."""

    def give_cookie(self, response: Response, name: str, value: str, path: str) -> None:
        """Send a cookie along with an answer that no browser takes."""
        response.set_cookie(name, value, path=path, httponly=True, samesite="none")


DEFECTS: Mapping[str, Switch] = {
    "submit-covered": ending_with(_COVER),
    "submit-swallowed-by-a-script": ending_with(_SWALLOW),
    "submit-not-to-be-seen": ending_with(_HIDE),
    "cookies-refused-by-browsers": part("visits", RefusedCookies),
    "scripts-refused-by-the-shops-own-policy": part("visits", RefusedScripts),
    "pages-kept-by-the-browser": part("visits", KeptPages),
}
