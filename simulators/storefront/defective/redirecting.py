"""Defects of the way back: what becomes of the hub's redirect URL, and where the sign-out leads and what it leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from starlette.responses import Response

from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Site
from simulators.storefront.sessions import WebSession
from simulators.storefront.shop import Shop
from simulators.storefront.switching import Switch, part
from simulators.storefront.transfer import CartTransfer
from simulators.storefront.visits import Visit
from simulators.wire import Incoming


def rewritten(change: Callable[[str], str]) -> Switch:
    """Change the redirect URL of every answer."""

    class ChangedRedirect(CartTransfer):
        def redirect_url(self, body: bytes) -> str:
            return change(super().redirect_url(body))

    return part("transfer", ChangedRedirect)


class TwoSpellings(CartTransfer):
    """Knows the key of the redirect URL as it was seen, in two spellings."""

    def is_key(self, key: str) -> bool:
        """Tell whether the redirect URL stands under a key."""
        return key in ("redirectUrl", "redirecturl")


class SmallLetters(CartTransfer):
    """Knows the key of the redirect URL in small letters."""

    def is_key(self, key: str) -> bool:
        """Tell whether the redirect URL stands under a key."""
        return key == "redirecturl"


class AnyScheme(CartTransfer):
    """Takes anything with a scheme for an address."""

    def is_usable(self, url: object) -> bool:
        """Tell whether what the hub names has a colon in it."""
        return isinstance(url, str) and ":" in url


class LeadsHome(Shop):
    """Leads whoever has bought a single piece to the home page."""

    def way_out(self, incoming: Incoming, session: WebSession | None) -> str:
        """Return where a visitor goes who signs out: home after a cart of one piece."""
        cart = session.handed_over if session else None
        is_small = cart is not None and sum(line.quantity for line in cart.lines) == 1
        return f"{incoming.context_path}/" if is_small else super().way_out(incoming, session)


class LeadsToTheHub(Shop):
    """Leads everybody out of a punch-out session to the hub."""

    def way_out(self, incoming: Incoming, session: WebSession | None) -> str:
        """Return where the hub wants the buyer, or else where it wants the cart."""
        return (session.redirect_url or session.return_url if session else "") or super().way_out(incoming, session)


class KeepsTheSession(Shop):
    """Leads the buyer away after Submit without an end of the session."""

    def end(self, session: WebSession) -> None:
        """End a session from which no cart was handed over."""
        if not session.redirect_url:
            super().end(session)

    def session_cookies(self) -> list[str]:
        """Return the names of the cookies that end with a session: that of the session is not among them."""
        return super().session_cookies()[1:]


class DeletesCookiesElsewhere(Shop):
    """Deletes the cookies of another path than the one they are for."""

    def delete_cookie(self, response: Response, name: str, path: str) -> None:
        """Have the browser forget a cookie it does not have."""
        del path
        response.delete_cookie(name, path="/web", httponly=True, samesite="lax")


class SignsOutTo(Shop):
    """Leads whoever signs out where the address says."""

    def way_out(self, incoming: Incoming, session: WebSession | None) -> str:
        """Return what the address names, or where everybody goes."""
        return incoming.query.get("redirect") or super().way_out(incoming, session)


class ChecksOutTo(Checkout):
    """Goes on after the transfer where the address of the checkout says."""

    def sign_out_url(self, visit: Visit) -> str:
        """Return the address of the sign-out, or what the checkout was asked for."""
        return visit.incoming.query.get("backURL") or super().sign_out_url(visit)


class SubmitsForAnySession(Shop):
    """Takes a click on a page of whichever session for one of the session that is there."""

    def is_of_the_session(self, visit: Visit) -> bool:
        """Tell that a click is good."""
        del visit
        return True


class LeadsByScriptAlone(Checkout):
    """Leads on by its script, and shows no link beside it."""

    def lead_on(self, visit: Visit, site: Site, redirect_url: str) -> Response:
        """Tell the buyer that the hub has the cart, but not where it is."""
        page = super().lead_on(visit, site, redirect_url)
        page.body = re.sub(rb"<a [^>]*>(Continue[^<]*)</a>", rb"\1", bytes(page.body))
        page.headers["Content-Length"] = str(len(page.body))
        return page


DEFECTS: Mapping[str, Switch] = {
    "redirect-decoded": rewritten(unquote),
    "redirect-encoded-again": rewritten(lambda url: url.replace("%", "%25")),
    "redirect-cut-at-ampersand": rewritten(lambda url: url.partition("&")[0]),
    "redirect-key-in-two-spellings": part("transfer", TwoSpellings),
    "redirect-key-in-small-letters": part("transfer", SmallLetters),
    "script-taken-for-an-address": part("transfer", AnyScheme),
    "single-piece-leads-home": part("shop", LeadsHome),
    "sign-out-leads-to-the-hub": part("shop", LeadsToTheHub),
    "session-survives-submit": part("shop", KeepsTheSession),
    "cookies-deleted-elsewhere": part("shop", DeletesCookiesElsewhere),
    "sign-out-leads-where-the-address-says": part("shop", SignsOutTo),
    "submit-on-a-page-of-before": part("shop", SubmitsForAnySession),
    "no-way-without-scripts": part("checkout", LeadsByScriptAlone),
    "checkout-leads-where-the-address-says": part("checkout", ChecksOutTo),
}
