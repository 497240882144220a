"""Defects of what is refused: checks of a session request that are left out, give way, fail, or come too early."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront import session_api
from simulators.storefront.model import Account, Channel, Site, User
from simulators.storefront.parts import Parts
from simulators.storefront.problems import Problem, problem_response, server_error
from simulators.storefront.session_api import Asked, Check, SessionApi
from simulators.storefront.switching import Switch, check, part
from simulators.wire import Incoming


class FirstSiteInstead(Asked):
    """Takes the first site for one that is not there."""

    @cached_property
    def site(self) -> Site:
        """The site the hub named, or another one."""
        return self.company.site_by_key(self.request.group_name) or next(iter(self.company.sites.values()))


class FirstChannelInstead(Asked):
    """Sells through the first channel where a site has none."""

    @cached_property
    def channel(self) -> Channel:
        """The channel of the site, or another one."""
        return self.company.channel_of(self.site) or next(iter(self.company.channels.values()))


class AccountMadeUp(Asked):
    """Makes the account a request names when it is not there."""

    @cached_property
    def account(self) -> Account:
        """The account the buyer shops for, old or new."""
        code = self.request.account_reference_code
        account = self.company.account_by_code(code) or self.company.add_account(code, code)
        assert account is not None  # just looked for
        return account


class UnknownSiteInOrder(SessionApi):
    """Answers that a site does not exist under a status that says all is well."""

    def refusal(self, incoming: Incoming, problem: Problem) -> Response:
        """Answer a problem; what is said of the site is the body of a success."""
        response = problem_response(problem) if problem.title == "Site not found" else None
        if response is not None:
            response.status_code = HTTPStatus.OK
        return response or super().refusal(incoming, problem)


class BodyReadFirst(SessionApi):
    """Reads what is sent before it asks who sends it."""

    def require_caller(self, incoming: Incoming) -> None:
        """Ask who calls, once the body is known to be JSON."""
        if not incoming.body.startswith((b'{"', b"<")):
            raise Problem(HTTPStatus.BAD_REQUEST, "the body is not JSON")
        super().require_caller(incoming)


def _failing(asked_before: Check) -> Switch:
    """Return the switch that makes a check fail where it ought to refuse."""

    def fails(asked: Asked) -> None:
        try:
            asked_before(asked)
        except Problem:
            raise server_error() from None

    return check(asked_before, fails)


def _earlier(late: Check, before: Check) -> Switch:
    """Return the switch that asks one thing before another."""

    def switch(parts: Parts) -> Parts:
        others = [each for each in parts.session_checks if each is not late]
        others.insert(others.index(before), late)
        return replace(parts, session_checks=tuple(others))

    return switch


def name_is_made_of_the_address(asked: Asked) -> None:
    """An unknown buyer has a name, or else an e-mail address to make one of."""
    buyer = asked.request.buyer
    if buyer.first_name.strip() or buyer.last_name.strip() or "@" not in buyer.email:
        session_api.buyer_is_known_or_can_be_created(asked)


def strangers_are_refused(asked: Asked) -> None:
    """A buyer is known; the rest is for the administrator to do."""
    session_api.buyer_is_known_or_can_be_created(asked)
    if asked.buyer is None:
        raise Problem(HTTPStatus.FORBIDDEN, "Buyer user not found")


class StrangersJoinNothing(Asked):
    """Creates strangers without making them members of the site, so that each may come once."""

    def welcome(self, buyer: User) -> None:
        """Make the buyer a member of the account, and of the site if known before."""
        was_member = self.site.id in buyer.site_ids
        super().welcome(buyer)
        if not was_member:
            buyer.site_ids.discard(self.site.id)


def return_url_has_a_scheme(asked: Asked) -> None:
    """The cart is to go to an address, whatever takes it there."""
    if ":" not in asked.request.return_url:
        session_api.return_url_is_an_address(asked)


def type_is_known(asked: Asked) -> None:
    """The session is of one of the three types."""
    if asked.request.session_type.lower() not in ("create", "edit", "inspect"):
        raise Problem(HTTPStatus.BAD_REQUEST, "Punch out session type is unknown")
    session_api.site_exists(asked)


def type_to_create_is_in_small_letters(asked: Asked) -> None:
    """The session is of one of the three types, of which the first is written as the documentation writes it."""
    if asked.request.session_type != "create" and not asked.brings_back_a_cart:
        raise Problem(HTTPStatus.BAD_REQUEST, "Punch out session type is unknown")
    session_api.site_exists(asked)


DEFECTS: Mapping[str, Switch] = {
    "unknown-site-is-the-first-one": part("asked", FirstSiteInstead),
    "unknown-site-answered-as-a-success": part("session_api", UnknownSiteInOrder),
    "unknown-site-is-a-server-error": _failing(session_api.site_exists),
    "unknown-account-is-made": part("asked", AccountMadeUp),
    "unknown-account-is-a-server-error": _failing(session_api.account_exists),
    "outsiders-of-a-site-accepted": check(session_api.buyer_belongs_to_the_site),
    "outsider-of-a-site-is-a-server-error": _failing(session_api.buyer_belongs_to_the_site),
    "strangers-refused": check(session_api.buyer_is_known_or_can_be_created, strangers_are_refused),
    "stranger-may-come-once": part("asked", StrangersJoinNothing),
    "nameless-stranger-created": check(session_api.buyer_is_known_or_can_be_created, name_is_made_of_the_address),
    "unknown-currency-is-a-server-error": _failing(session_api.currency_is_sold_in),
    "site-without-a-channel-sells-through-another": part("asked", FirstChannelInstead),
    "return-url-of-any-scheme-accepted": check(session_api.return_url_is_an_address, return_url_has_a_scheme),
    "unknown-session-type-refused": check(session_api.site_exists, type_is_known),
    "session-type-create-in-small-letters-only": check(session_api.site_exists, type_to_create_is_in_small_letters),
    "body-looked-at-before-the-caller": part("session_api", BodyReadFirst),
    "account-looked-up-before-the-site": _earlier(session_api.account_exists, session_api.site_exists),
    "buyer-asked-for-before-the-channel": _earlier(session_api.buyer_has_an_email, session_api.site_has_a_channel),
}
