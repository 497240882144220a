"""The transfer of a cart to the hub: one post to the return URL, and the redirect URL read from the answer.

Source: reference, Liferay connector, 6.2 and 6.3; where the real connector changes the redirect URL or believes
anything, this one keeps it byte for byte and takes only an address a browser can go to.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from simulators.messages.cart import Cart, build_cart
from simulators.storefront.addresses import is_address
from simulators.wire import Caller, Journal, Unreachable

# Longer than a hub that is slow takes, and short enough for a buyer to wait.
DEADLINE = 6.0
Deadline = float | Callable[[], float]


class TransferFailed(Exception):
    """The hub did not take the cart, or did not say where to go; the message is for the console log."""


class CartTransfer:
    """Posts carts to hubs, and waits `deadline` seconds for a sign of life, which may be others each time."""

    def __init__(self, journal: Journal, deadline: Deadline = DEADLINE) -> None:
        self._journal = journal
        self._deadline = deadline

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the redirect URL.

        Raises:
            TransferFailed: when the hub is not reached, answers anything but 200, or names no usable address.

        """
        deadline = self._deadline() if callable(self._deadline) else self._deadline
        with Caller("storefront", self._journal, receiver="hub", deadline=deadline) as caller:
            try:
                response = caller.call(
                    "POST", return_url, data=build_cart(cart), headers={"Content-type": "application/json"}
                )
            except Unreachable as error:
                raise TransferFailed(f"PunchOut2Go cart transfer failed: {error.reason}") from error
        if response.status_code != 200:
            raise TransferFailed(f"PunchOut2Go cart transfer response code: {response.status_code}")
        return self.redirect_url(response.content)

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
        for url in [value for key, value in document.items() if key.lower() == "redirecturl"]:
            if self.is_usable(url):
                return str(url)
        raise TransferFailed("PunchOut2Go cart transfer response names no redirect URL")

    def is_usable(self, url: object) -> bool:
        """Tell whether what the hub names is an address a browser can be sent to."""
        return isinstance(url, str) and is_address(url)
