"""Defects of a shop that is shown in a frame of the procurement system's page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from simulators.storefront.switching import Switch, part
from simulators.storefront.visits import Visit, Visits


def answering_with(header: str, value: str) -> Switch:
    """Put a header on every page."""

    class Headed(Visits):
        def finish(self, visit: Visit, response: Response) -> Response:
            answer = super().finish(visit, response)
            answer.headers[header] = value
            return answer

    return part("visits", Headed)


class OneCookieForAll(Visits):
    """Sets the cookies of a whole window in frames as well."""

    def give_framed_cookie(self, response: Response, name: str, value: str, path: str) -> None:
        """Send a cookie along with an answer that no browser keeps in a frame of another site."""
        self.give_cookie(response, name, value, path)


DEFECTS: Mapping[str, Switch] = {
    "pages-kept-out-of-frames": answering_with("X-Frame-Options", "SAMEORIGIN"),
    "pages-framed-by-the-shop-alone": answering_with("Content-Security-Policy", "frame-ancestors 'self'"),
    "cookies-kept-out-of-frames": part("visits", OneCookieForAll),
}
