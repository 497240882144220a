"""Storefronts that deviate as real connectors are known to: each deviation is a part in the place of another.

The names are those of `deviations.toml`, which tells what each is about; the source is the reference, Liferay
connector, 7 and 11.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce

from simulators.messages.session import TOKEN_PARAMETER
from simulators.storefront.model import Order, User
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.session_api import channel_has_a_start_url
from simulators.storefront.storefront import REFERENCE, Parts
from simulators.storefront.transfer import CartTransfer, redirect_url_in


class LowerCasingTransfer(CartTransfer):
    """Puts the hub's whole answer into small letters before it is read."""

    def redirect_url(self, body: bytes) -> str:
        """Return the redirect URL in small letters."""
        return redirect_url_in(body.lower())


class OwnersNeedNoPermission(OrderPermissions):
    """Lets the owner of an order see it and check it out, whatever the roles say."""

    def may_view(self, user: User, order: Order) -> bool:
        """Tell whether the user owns the order or may view it."""
        return user.id == order.owner_id or super().may_view(user, order)

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether the user owns the order or may check it out."""
        return user.id == order.owner_id or super().may_check_out(user, order)


def start_url_with_another_question_mark(start_url: str, token: str) -> str:
    """Return the start URL with a question mark and the token behind it, whatever it has already."""
    return f"{start_url}?{TOKEN_PARAMETER}={token}"


def _without_start_url_check(parts: Parts) -> Parts:
    return replace(parts, session_checks=tuple(c for c in parts.session_checks if c is not channel_has_a_start_url))


DEVIATIONS: Mapping[str, Callable[[Parts], Parts]] = {
    "redirect-lower-cased": lambda parts: replace(parts, transfer=LowerCasingTransfer),
    "second-question-mark": lambda parts: replace(parts, start_url=start_url_with_another_question_mark),
    "start-url-unset": _without_start_url_check,
    "owner-needs-no-permission": lambda parts: replace(parts, permissions=OwnersNeedNoPermission),
}

# What is known of a connector and can be seen from outside; its baseline has the same name.
CONNECTORS: Mapping[str, tuple[str, ...]] = {
    "liferay-4.0.x": (
        "redirect-lower-cased",
        "second-question-mark",
        "start-url-unset",
        "owner-needs-no-permission",
    ),
}


def parts_of(connector: str) -> Parts:
    """Return the parts of a storefront that deviates as a named connector does.

    Raises:
        KeyError: when the connector is none of `CONNECTORS`.

    """
    return reduce(lambda parts, name: DEVIATIONS[name](parts), CONNECTORS[connector], REFERENCE)
