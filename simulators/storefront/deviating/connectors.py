"""The deviations by name, and the real connectors that are several of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce

from simulators.storefront import editing as lines
from simulators.storefront import session_api
from simulators.storefront.deviating import asking, editing, entering, leaving
from simulators.storefront.generation import PUNCHOUT2GO_2_1, TRADECENTRIC_7_4
from simulators.storefront.parts import REFERENCE, Parts
from simulators.storefront.switching import Switch, check, line_check, part

DEVIATIONS: Mapping[str, Switch] = {
    "redirect-lower-cased": part("transfer", leaving.LowerCasingTransfer),
    "second-question-mark": lambda parts: replace(parts, start_url=asking.start_url_with_another_question_mark),
    "start-url-unset": check(session_api.channel_has_a_start_url),
    "first-user-kept": part("visits", entering.FirstUserKept),
    "token-used-by-two-at-once": part("tokens", entering.TwoStepTokens),
    "unknown-currency-accepted": check(session_api.currency_is_sold_in),
    "missing-channel-is-a-server-error": check(session_api.site_has_a_channel, asking.channel_is_taken_for_granted),
    "missing-cart-is-a-server-error": check(session_api.cart_is_there, asking.cart_is_taken_for_granted),
    "cart-of-another-channel-accepted": check(session_api.cart_is_of_the_channel),
    "cart-of-another-account-accepted": check(session_api.cart_is_of_the_account),
    "closed-cart-accepted": check(session_api.cart_is_open),
    "inspect-writes": part("asked", asking.InspectWrites),
    "list-of-lines-taken-for-granted": part("asked", asking.ListTakenForGranted),
    "new-line-needs-all-members": line_check(lines.line_has_a_product, editing.line_is_taken_for_whole),
    "line-named-twice-accepted": line_check(lines.line_is_named_once),
    "another-product-in-a-line-accepted": line_check(lines.line_keeps_its_product),
    "quantity-out-of-bounds-is-a-server-error": line_check(
        lines.line_has_a_quantity, editing.quantity_is_taken_for_granted
    ),
    "edit-half-done": part("edit", editing.EditsLineByLine),
    "any-caller-is-the-hub": part("authentication", asking.AnyCallerIsTheHub),
    "role-given-by-name": part("asked", asking.GivesTheShippedRole),
    "owner-needs-no-permission": part("permissions", leaving.OwnersNeedNoPermission),
    "cart-posted-at-every-visit": part("checkout", leaving.PostsAtEveryVisit),
    "step-chosen-by-parameter": part("checkout", leaving.StepChosenByParameter),
    "hub-waited-for-without-end": part("transfer", leaving.PatientTransfer),
    "account-left-open": part("visits", entering.AccountLeftOpen),
    "order-cookie-survives-sign-out": part("shop", leaving.OrderCookieKept),
    "return-url-unchecked": check(session_api.return_url_is_an_address),
    "any-redirect-address-accepted": part("transfer", leaving.BelievingTransfer),
    "null-elements-unnoticed": lambda parts: replace(parts, reading=asking.nothing_among_others_is_not_noticed),
    "token-of-an-identity-hash": part("tokens", entering.IdentityTokens),
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
