"""Defects of what is told: tokens in logs and pages, insides of the server, markup of others, cookies for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from jinja2.filters import do_mark_safe
from starlette.responses import Response

from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Order, Site, User
from simulators.storefront.problems import Problem
from simulators.storefront.rendering import Pages
from simulators.storefront.session_api import Asked, site_exists
from simulators.storefront.switching import Switch, check, part
from simulators.storefront.transfer import TransferFailed
from simulators.storefront.visits import Visit, Visits, token_in

AUTO_LOGIN = "com.liferay.commerce.punchout.portal.security.auto.login.internal.PunchOutAccessTokenAutoLogin"
TRACE = f"com.liferay.portal.kernel.exception.NoSuchTokenException\n\tat {AUTO_LOGIN}.doLogin(PunchOut.java:72)"
PIXEL = '<img src="https://statistics.example/pixel.gif" alt="" width="1" height="1">'
NO_SITE = "com.liferay.portal.kernel.exception.NoSuchGroupException: No Group exists with the key {}"


class TellsGoodTokens(Visits):
    """Writes down which token signs in."""

    def log_in_by(self, visit: Visit, token: str) -> None:
        """Sign the buyer of an access token in, and tell it in the log."""
        super().log_in_by(visit, token)
        if visit.user is not None:
            self._console.write("DEBUG", "http-nio-8080-exec-1", "PunchOutAccessTokenAutoLogin:58", f"{token} is good")


class TellsBadTokens(Visits):
    """Writes down which token is not found."""

    def refuse(self, visit: Visit, token: str) -> None:
        """Let a visitor stay who they are, and tell it in the log with the token."""
        super().refuse(visit, token)
        self._console.write("WARN", "http-nio-8080-exec-1", "PunchOutAccessTokenAutoLogin:72", f"{token} is not found")


class CookiesForScripts(Visits):
    """Sends cookies that scripts may read."""

    def give_cookie(self, response: Response, name: str, value: str, path: str) -> None:
        """Send a cookie along with an answer."""
        response.set_cookie(name, value, path=path, samesite="lax")


class LinksBackHere(Pages):
    """Has a link that returns to the page it stands on."""

    def show(self, visit: Visit, site: Site | None, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page with a link that carries its address, the token with it."""
        response = super().show(visit, site, template, status=status, **values)
        here, switch = (
            quote(str(visit.incoming.url), safe=""),
            f"{visit.incoming.context_path}/c/portal/update_language",
        )
        return _with(response, f'<a href="{switch}?redirect={here}">Deutsch</a>')


class CountsVisitors(Pages):
    """Lets another host count the visitors."""

    def show(self, visit: Visit, site: Site | None, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page with an image of another host, which is told the address of the page."""
        response = super().show(visit, site, template, status=status, **values)
        response.headers["Referrer-Policy"] = "no-referrer-when-downgrade"
        return _with(response, PIXEL)


class NamesAsTheyCome(Pages):
    """Writes the name of the user as it is."""

    def name_of(self, user: User) -> str:
        """Return the name for markup."""
        return do_mark_safe(super().name_of(user))


class DescriptionsAsTheyCome(Pages):
    """Writes the description of a product as it is."""

    def plain(self, description: str) -> str:
        """Return the description for markup."""
        return do_mark_safe(description)


class HubsAddressAsItComes(Pages):
    """Writes the address the hub wants the buyer at as it is."""

    def show(self, visit: Visit, site: Site | None, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page with that address for markup."""
        if "redirect_url" in values:
            values["redirect_url"] = do_mark_safe(values["redirect_url"])
        return super().show(visit, site, template, status=status, **values)


class ErrorForABadToken(Pages):
    """Answers a token that is not good by an error, with all its details."""

    def show(self, visit: Visit, site: Site | None, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page, or the error."""
        if visit.user is None and token_in(visit.incoming):
            return super().show(visit, None, "message.html", status=404, title="Not Found", message=TRACE)
        return super().show(visit, site, template, status=status, **values)


class TraceBelowTheCatalog(Pages):
    """Shows below the catalog why a token is not good."""

    def show(self, visit: Visit, site: Site | None, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page, with a trace for a guest who came with a token."""
        response = super().show(visit, site, template, status=status, **values)
        return _with(response, f"<pre>{TRACE}</pre>") if visit.user is None and token_in(visit.incoming) else response


class TraceForAFailedTransfer(Checkout):
    """Shows the buyer why a transfer failed."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Show that the transfer failed, and where in the code."""
        return _with(super().fail(visit, site, order, failure), f"<pre>{_trace_of(failure)}</pre>")


class TraceInAComment(Checkout):
    """Hides from the buyer why a transfer failed, in a comment of the page."""

    def fail(self, visit: Visit, site: Site, order: Order, failure: TransferFailed) -> Response:
        """Show that the transfer failed, with a comment about where."""
        return _with(super().fail(visit, site, order, failure), f"<!-- {_trace_of(failure)} -->")


def site_exists_or_tells_why(asked: Asked) -> None:
    """The named site is there; the error of the layer below is what the caller reads otherwise."""
    try:
        site_exists(asked)
    except Problem:
        raise Problem(HTTPStatus.NOT_FOUND, NO_SITE.format(asked.request.group_name)) from None


def _trace_of(failure: TransferFailed) -> str:
    where = "com.liferay.commerce.punchout.web.internal.PunchOutReturnServiceImpl.returnToPunchOutVendor"
    return f"java.lang.IllegalStateException: {failure}\n\tat {where}(PunchOutReturnServiceImpl.java:118)"


def _with(response: Response, markup: str) -> Response:
    """Return a page with markup at its end."""
    response.body = bytes(response.body).replace(b"</body>", markup.encode() + b"</body>")
    response.headers["Content-Length"] = str(len(response.body))
    return response


DEFECTS: Mapping[str, Switch] = {
    "good-token-in-the-log": part("visits", TellsGoodTokens),
    "bad-token-in-the-log": part("visits", TellsBadTokens),
    "cookies-for-scripts": part("visits", CookiesForScripts),
    "token-in-a-link-of-the-page": part("pages", LinksBackHere),
    "token-told-to-another-host": part("pages", CountsVisitors),
    "markup-in-a-name-taken": part("pages", NamesAsTheyCome),
    "markup-in-a-description-taken": part("pages", DescriptionsAsTheyCome),
    "markup-in-the-hubs-address-taken": part("pages", HubsAddressAsItComes),
    "error-page-for-a-bad-token": part("pages", ErrorForABadToken),
    "trace-for-a-bad-token": part("pages", TraceBelowTheCatalog),
    "trace-for-a-failed-transfer": part("checkout", TraceForAFailedTransfer),
    "trace-in-a-comment": part("checkout", TraceInAComment),
    "refusal-with-an-exception": check(site_exists, site_exists_or_tells_why),
}
