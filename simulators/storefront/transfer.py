"""The transfer of a cart to the hub: one post to the return URL, and the redirect URL read from the answer.

Source: reference, Liferay connector, 6.2 and 6.3; where the real connector changes the redirect URL or believes
anything, this one keeps it byte for byte and takes only an address a browser can go to.
"""

from __future__ import annotations

import json

import requests

from simulators.messages.cart import Cart, build_cart
from simulators.storefront.addresses import is_address, names_a_user
from simulators.wire import Caller, Journal, Unreachable

# Longer than a hub that is slow takes, and short enough for a buyer to wait.
DEADLINE = 6.0
# Bytes of an answer: much more than an address and what may be said beside it.
LONGEST_ANSWER = 1024 * 1024


class TransferFailed(Exception):
    """The hub did not take the cart, or did not say where to go; the message is for the console log."""


class CartTransfer:
    """Posts carts to hubs, and waits `deadline` seconds for a whole answer."""

    content_type = "application/json"

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        self._journal = journal
        self._deadline = deadline

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the redirect URL.

        Raises:
            TransferFailed: when the hub is not reached, answers anything but 200, too late or too much, or names no
                usable address.

        """
        with Caller(
            "storefront", self._journal, receiver="hub", deadline=self._deadline, longest=LONGEST_ANSWER
        ) as caller:
            try:
                response = self.post(caller, return_url, cart)
            except Unreachable as error:
                raise TransferFailed(f"PunchOut2Go cart transfer failed: {error.reason}") from error
        if not self.is_success(response.status_code):
            raise TransferFailed(f"PunchOut2Go cart transfer response code: {response.status_code}")
        return self.redirect_url(response.content)

    def post(self, caller: Caller, return_url: str, cart: Cart) -> requests.Response:
        """Post a cart and return the answer; raises `Unreachable` when there is none."""
        return caller.call("POST", return_url, data=self.body(cart), headers={"Content-type": self.content_type})

    def body(self, cart: Cart) -> bytes:
        """Return a cart as it is written."""
        return build_cart(cart)

    def is_success(self, status: int) -> bool:
        """Tell whether the hub took the cart, by the HTTP status of its answer."""
        return status == 200

    def redirect_url(self, body: bytes) -> str:
        """Return the redirect URL of a hub's answer: the first that can be used under redirecturl, in any letter case.

        Raises:
            TransferFailed: when the answer is no JSON object or names none.

        """
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            raise TransferFailed("PunchOut2Go cart transfer response is not JSON") from None
        if not isinstance(document, dict):
            raise TransferFailed("PunchOut2Go cart transfer response is not a JSON object")
        for url in [value for key, value in document.items() if self.is_key(key)]:
            if self.is_usable(url):
                return str(url)
        raise TransferFailed("PunchOut2Go cart transfer response names no redirect URL")

    def is_key(self, key: str) -> bool:
        """Tell whether the redirect URL stands under a key."""
        return key.lower() == "redirecturl"

    def is_usable(self, url: object) -> bool:
        """Tell whether what the hub names is an address a browser can be sent to."""
        return isinstance(url, str) and is_address(url) and not names_a_user(url)
