"""Defects that show when the hub answers as it should not: what is believed, run, waited for or remembered."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

import requests
from markupsafe import Markup
from starlette.responses import Response

from simulators.messages.cart import Cart
from simulators.storefront.addresses import is_address
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Site
from simulators.storefront.switching import Switch, part
from simulators.storefront.transfer import DEADLINE, CartTransfer, TransferFailed
from simulators.storefront.visits import Visit
from simulators.wire import Caller, Journal, Unreachable, origin_of

_PIECE = 16 * 1024


class FirstDocument(CartTransfer):
    """Reads the first of several documents and does not look whether that was all."""

    def redirect_url(self, body: bytes) -> str:
        """Return the redirect URL of whatever stands first."""
        try:
            _, end = json.JSONDecoder().raw_decode(body.decode())
        except (ValueError, RecursionError):
            return super().redirect_url(body)
        return super().redirect_url(body.decode()[:end].encode())


class AnyStatus(CartTransfer):
    """Looks at what the hub says, and not at whether it refused."""

    def is_success(self, status: int) -> bool:
        """Tell that all is well."""
        del status
        return True


class FirstOfTwo(CartTransfer):
    """Takes the first of two addresses under one key, and does not look at what it is."""

    def redirect_url(self, body: bytes) -> str:
        """Return the first of several redirect URLs, or the only one if it can be used."""
        found: list[str] = []

        def notice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            found.extend(str(value) for key, value in pairs if self.is_key(key))
            return dict(pairs)

        try:
            json.loads(body, object_pairs_hook=notice)
        except (ValueError, RecursionError):
            found.clear()
        return found[0] if len(set(found)) > 1 else super().redirect_url(body)


class AsMarkup(Checkout):
    """Writes the redirect URL into the page as it is."""

    def lead_on(self, visit: Visit, site: Site, redirect_url: str) -> Response:
        """Lead to the sign-out, with a link to the hub that may be anything."""
        return super().lead_on(visit, site, Markup(redirect_url))


class BackslashesForSlashes(CartTransfer):
    """Reads an address as browsers do, which take a backslash for a slash."""

    def is_usable(self, url: object) -> bool:
        """Tell whether a browser would make an address of it."""
        return super().is_usable(url.replace("\\", "/") if isinstance(url, str) else url)


class UserInfoTaken(CartTransfer):
    """Takes an address with a name and a password before its host."""

    def is_usable(self, url: object) -> bool:
        """Tell whether it is an address."""
        return isinstance(url, str) and is_address(url)


class TimeForEachRead(CartTransfer):
    """Gives each read of an answer the whole time anew."""

    def post(self, caller: Caller, return_url: str, cart: Cart) -> requests.Response:
        """Post a cart and return the answer, however long it takes if something comes now and then."""
        del caller
        headers = {"Content-type": self.content_type}
        try:
            with requests.Session() as session:
                session.trust_env = False
                return session.post(
                    return_url, self.body(cart), headers=headers, allow_redirects=False, timeout=self._deadline
                )
        except requests.RequestException as error:
            raise Unreachable(return_url, str(error), too_late=isinstance(error, requests.Timeout)) from error


class OneAtATime(TimeForEachRead):
    """Hands carts over one after the other."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._turn = threading.Lock()

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart when everybody else's is posted, and return the redirect URL."""
        with self._turn:
            return super().send(return_url, cart)


class GivesUpOnNonsense(CartTransfer):
    """Calls no hub again that has answered something it could not read."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._given_up: set[str] = set()

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart, unless the hub is given up."""
        if return_url in self._given_up:
            raise TransferFailed("PunchOut2Go cart transfer failed: the hub talks nonsense")
        try:
            return super().send(return_url, cart)
        except TransferFailed as failure:
            if "is not JSON" in str(failure):
                self._given_up.add(return_url)
            raise


class HomeHostAlone(CartTransfer):
    """Takes a redirect URL only if it leads to where the cart was posted."""

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the redirect URL, which has to be at the address of the return URL."""
        redirect_url = super().send(return_url, cart)
        if origin_of(redirect_url) != origin_of(return_url):
            raise TransferFailed("PunchOut2Go cart transfer response leads elsewhere")
        return redirect_url


DEFECTS: Mapping[str, Switch] = {
    "first-of-two-documents-read": part("transfer", FirstDocument),
    "status-of-the-hub-ignored": part("transfer", AnyStatus),
    "first-of-two-addresses-unchecked": part("transfer", FirstOfTwo),
    "redirect-url-written-as-markup": part("checkout", AsMarkup),
    "backslashes-read-as-slashes": part("transfer", BackslashesForSlashes),
    "user-info-in-an-address-taken": part("transfer", UserInfoTaken),
    "time-for-each-read": part("transfer", TimeForEachRead),
    "given-up-after-nonsense": part("transfer", GivesUpOnNonsense),
    "transfers-one-at-a-time": part("transfer", OneAtATime),
    "other-hosts-refused": part("transfer", HomeHostAlone),
}
