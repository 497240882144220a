"""The deviations by name, and the real connectors that are several of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from simulators.storefront import editing as lines
from simulators.storefront import session_api
from simulators.storefront.deviating import asking, editing, entering, leaving
from simulators.storefront.editing import LineCheck
from simulators.storefront.generation import PUNCHOUT2GO_2_1, TRADECENTRIC_7_4
from simulators.storefront.session_api import Check
from simulators.storefront.storefront import REFERENCE, Parts

Deviation = Callable[[Parts], Parts]


def _part(name: str, deviating: type[Any]) -> Deviation:
    """Put a class before the one that is the part by now: several deviations of one part add up."""

    def deviate(parts: Parts) -> Parts:
        changed: dict[str, Any] = {name: type(deviating.__name__, (deviating, getattr(parts, name)), {})}
        return replace(parts, **changed)

    return deviate


def _check(check: Check, instead: Check | None = None) -> Deviation:
    """Ask something else in the place of a check of the session API, or nothing."""

    def deviate(parts: Parts) -> Parts:
        checks = [instead if asked is check else asked for asked in parts.session_checks]
        return replace(parts, session_checks=tuple(asked for asked in checks if asked is not None))

    return deviate


def _line_check(check: LineCheck, instead: LineCheck | None = None) -> Deviation:
    """Ask something else of each line in the place of a check of an edit, or nothing."""

    def deviate(parts: Parts) -> Parts:
        checks = [instead if asked is check else asked for asked in parts.line_checks]
        return replace(parts, line_checks=tuple(asked for asked in checks if asked is not None))

    return deviate


DEVIATIONS: Mapping[str, Deviation] = {
    "redirect-lower-cased": _part("transfer", leaving.LowerCasingTransfer),
    "second-question-mark": lambda parts: replace(parts, start_url=asking.start_url_with_another_question_mark),
    "start-url-unset": _check(session_api.channel_has_a_start_url),
    "first-user-kept": _part("visits", entering.FirstUserKept),
    "token-used-by-two-at-once": _part("tokens", entering.TwoStepTokens),
    "unknown-currency-accepted": _check(session_api.currency_is_sold_in),
    "missing-channel-is-a-server-error": _check(session_api.site_has_a_channel, asking.channel_is_taken_for_granted),
    "missing-cart-is-a-server-error": _check(session_api.cart_is_there, asking.cart_is_taken_for_granted),
    "cart-of-another-channel-accepted": _check(session_api.cart_is_of_the_channel),
    "cart-of-another-account-accepted": _check(session_api.cart_is_of_the_account),
    "closed-cart-accepted": _check(session_api.cart_is_open),
    "inspect-writes": _part("asked", asking.InspectWrites),
    "list-of-lines-taken-for-granted": _part("asked", asking.ListTakenForGranted),
    "new-line-needs-all-members": _line_check(lines.line_has_a_product, editing.line_is_taken_for_whole),
    "line-named-twice-accepted": _line_check(lines.line_is_named_once),
    "another-product-in-a-line-accepted": _line_check(lines.line_keeps_its_product),
    "quantity-out-of-bounds-is-a-server-error": _line_check(
        lines.line_has_a_quantity, editing.quantity_is_taken_for_granted
    ),
    "edit-half-done": _part("edit", editing.EditsLineByLine),
    "any-caller-is-the-hub": _part("authentication", asking.AnyCallerIsTheHub),
    "role-given-by-name": _part("asked", asking.GivesTheShippedRole),
    "owner-needs-no-permission": _part("permissions", leaving.OwnersNeedNoPermission),
    "cart-posted-at-every-visit": _part("checkout", leaving.PostsAtEveryVisit),
    "step-chosen-by-parameter": _part("checkout", leaving.StepChosenByParameter),
    "hub-waited-for-without-end": _part("transfer", leaving.PatientTransfer),
    "account-left-open": _part("visits", entering.AccountLeftOpen),
    "order-cookie-survives-sign-out": _part("shop", leaving.OrderCookieKept),
    "return-url-unchecked": _check(session_api.return_url_is_an_address),
    "any-redirect-address-accepted": _part("transfer", leaving.BelievingTransfer),
    "null-elements-unnoticed": lambda parts: replace(parts, reading=asking.nothing_among_others_is_not_noticed),
    "token-of-an-identity-hash": _part("tokens", entering.IdentityTokens),
}


@dataclass(frozen=True)
class Connector:
    """A real connector: the generation it is of, and what is known of it that can be seen from outside.

    Its baseline has the same name.
    """

    name: str
    generation: str
    deviations: tuple[str, ...]

    @property
    def parts(self) -> Parts:
        """The parts of a storefront that deviates as the connector does."""
        return reduce(lambda parts, name: DEVIATIONS[name](parts), self.deviations, REFERENCE)


# What the later one does not do any more: its tokens are random, and whoever calls it changes all or nothing.
_MENDED = {"token-of-an-identity-hash", "edit-half-done"}
_SINCE_THE_FIRST = tuple(name for name in DEVIATIONS if name not in _MENDED)

CONNECTORS: Mapping[str, Connector] = {
    connector.name: connector
    for connector in (
        Connector("liferay-1.0.x", PUNCHOUT2GO_2_1.name, tuple(DEVIATIONS)),
        Connector("liferay-4.0.x", TRADECENTRIC_7_4.name, _SINCE_THE_FIRST),
    )
}
