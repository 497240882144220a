"""Defects of the login and of the session it begins: who is signed in, where the session reaches, when it ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from html import unescape
from typing import Any

from starlette.responses import Response

from simulators.messages.session import TOKEN_PARAMETER
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Order, Site, User
from simulators.storefront.sessions import SESSION_COOKIE, WebSession, WebSessions
from simulators.storefront.settings import SystemSettings
from simulators.storefront.shop import Shop
from simulators.storefront.switching import Switch, both, part
from simulators.storefront.tokens import AccessTokens, Grant
from simulators.storefront.transfer import CartTransfer
from simulators.storefront.visits import Visit, Visits, token_in
from simulators.wire import Caller, Incoming, Unreachable

_ACTION = re.compile(r'action="([^"]+)"')
WAY_BACK, ITS_BUYER = "PUNCH_OUT_RETURN_URL", "PUNCH_OUT_BUYER"


class SignsTheFirstMemberIn(Visits):
    """Looks for the user of the account instead of the user of the session."""

    def buyer_of(self, grant: Grant) -> User | None:
        """Return the first member of the account a token was issued for."""
        account = self._company.accounts.get(grant.account_id)
        return self._company.users.get(min(account.members)) if account else None


class AutoLoginAlways(Visits):
    """Does not look at the switch."""

    def may_log_in(self, visit: Visit) -> bool:
        """Tell that a token is looked at."""
        del visit
        return True


class DecidedWhenIssued(AccessTokens):
    """Issues tokens that sign in, or do not, as auto login is set at that moment."""

    def issue(self, grant: Grant) -> str:
        """Return a new token, which stands for nobody where auto login is off."""
        return super().issue(grant if self._settings.auto_login_enabled else replace(grant, email=""))


class UsedUpWhileOff(Visits):
    """Takes a token and looks at the switch then."""

    def may_log_in(self, visit: Visit) -> bool:
        """Tell whether auto login is on; the token is used in either case."""
        if not super().may_log_in(visit):
            self._tokens.take(token_in(visit.incoming))
            return False
        return True


class AutoLoginNotReset(SystemSettings):
    """Resets every configuration but one."""

    def reset(self, pid: str) -> None:
        """Forget what was saved, except for auto login."""
        if pid != self._auto_login_pid:
            super().reset(pid)


class UsedTokenSignsOut(Visits):
    """Ends the session of whoever comes with a token that is not good."""

    def refuse(self, visit: Visit, token: str) -> None:
        """Let the visitor be a guest."""
        super().refuse(visit, token)
        self._sessions.end(visit.session)
        visit.session, visit.user = self._sessions.start(), None
        visit.cookies[SESSION_COOKIE] = visit.session.id


class WayBackInACookie(Visits):
    """Keeps the return URL in a cookie, and changes it for its own buyer alone."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session that leads back where whoever used this browser before came from."""
        super().begin_punch_out(visit, user, grant)
        if visit.cookie(WAY_BACK) and visit.cookie(ITS_BUYER) != str(user.id):
            visit.session.return_url = visit.cookie(WAY_BACK)
        visit.cookies.update({WAY_BACK: visit.session.return_url, ITS_BUYER: str(user.id)})


class LastAccountOfTheBuyer(Visits):
    """Takes the account the buyer joined last for that of the session."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session, and a cart, for the last of the buyer's accounts."""
        accounts = tuple(self._company.accounts.values())
        last = max((account.id for account in accounts if user.id in account.members), default=grant.account_id)
        super().begin_punch_out(visit, user, replace(grant, account_id=last))


class SessionKept(Visits):
    """Signs in within the session that is there."""

    def sign_in(self, visit: Visit, user: User) -> None:
        """Sign a user in; the session's cookie stays what it was."""
        visit.session.user_id, visit.user = user.id, user


class GuestSessionsStay(WebSessions):
    """Ends the sessions of those alone who are signed in."""

    def end(self, session: WebSession) -> None:
        """End a session, unless it is a guest's."""
        if session.user_id is not None:
            super().end(session)


class GuestSessionSignedInAsWell(Visits):
    """Signs the user in in the session that was there, and begins a new one for the cookie then."""

    def sign_in(self, visit: Visit, user: User) -> None:
        """Sign a user in, in two sessions."""
        before = visit.session
        super().sign_in(visit, user)
        before.user_id = before.user_id or user.id


class SessionsNeverEnd(WebSessions):
    """Leaves it to the browser to forget a session."""

    def end(self, session: WebSession) -> None:
        """Do nothing: the cookie is deleted."""


class SignOutOnlyLeads(Shop):
    """Leads a buyer whose cart was transferred to the hub, and signs nobody out on the way."""

    def sign_out(self, incoming: Incoming) -> Response:
        """Lead on to the hub, or end the session."""
        session = self._sessions.of(incoming.cookies)
        if session is not None and session.redirect_url:
            return Response(status_code=302, headers={"Location": session.redirect_url})
        return super().sign_out(incoming)


class LastSessionAtTheCheckout(Visits):
    """Takes a visitor without a cookie who comes to the checkout for whoever punched out last."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._last = ""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session, and remember it."""
        super().begin_punch_out(visit, user, grant)
        self._last = visit.session.id

    def begin(self, incoming: Incoming) -> Visit:
        """Return the visit a request makes, at the checkout in the last session if there is none of its own."""
        visit = super().begin(incoming)
        last = self._sessions.of({SESSION_COOKIE: self._last})
        if incoming.path.endswith("/checkout") and SESSION_COOKIE not in incoming.cookies and last is not None:
            visit.session, visit.user = last, self._company.users.get(last.user_id or 0)
        return visit


class LeadsHome(Shop):
    """Leads on to the home page of the site once the buyer is signed in."""

    def catalog(self, incoming: Incoming) -> Response:
        """Show the products of a site, or lead to its home page."""
        if TOKEN_PARAMETER not in incoming.query:
            return super().catalog(incoming)
        site = f"{incoming.context_path}/web/{incoming.parts['site']}"
        return self._pages.redirect(self._visits.begin(incoming), site)


class OneReturnUrl(Visits):
    """Keeps the return URL in one place for all sessions."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._begun: list[WebSession] = []

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session; all that were begun lead where this one leads."""
        super().begin_punch_out(visit, user, grant)
        self._begun.append(visit.session)
        for session in self._begun:
            session.return_url = grant.return_url


class OneSessionForEachUser(Visits):
    """Keeps the data of a session by its user."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._begun_by: dict[int, list[WebSession]] = defaultdict(list)

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session; those the user began elsewhere have its data from now on."""
        super().begin_punch_out(visit, user, grant)
        self._begun_by[user.id].append(visit.session)
        for session in self._begun_by[user.id]:
            session.return_url = grant.return_url


class EmptyCartsAsWell(Checkout):
    """Transfers a cart without anything in it."""

    def is_filled(self, order: Order) -> bool:
        """Tell that there is something to check out."""
        del order
        return True


class FirstStateKept(Checkout):
    """Keeps the first state of a cart the hub has taken, and holds purchase orders against it."""

    def _hand_over(self, visit: Visit, site: Site, order: Order) -> Response:
        """Post the cart; what is known of it stays what it was the first time."""
        before = order.transferred
        response = super()._hand_over(visit, site, order)
        order.transferred = before or order.transferred
        return response


class CallsProcurement(CartTransfer):
    """Looks where the hub leads the buyer, and whether somebody is there."""

    def redirect_url(self, body: bytes) -> str:
        """Return the redirect URL of a hub's answer, having called the system that its page leads to."""
        url = super().redirect_url(body)
        with Caller("storefront", self._journal, deadline=self._deadline) as caller, suppress(Unreachable):
            led_to = _ACTION.search(caller.call("GET", url).text)
            caller.call("GET", unescape(led_to[1]) if led_to else url)
        return url


DEFECTS: Mapping[str, Switch] = {
    "first-member-signed-in": part("visits", SignsTheFirstMemberIn),
    "auto-login-ignored": part("visits", AutoLoginAlways),
    "auto-login-decided-when-issued": both(part("tokens", DecidedWhenIssued), part("visits", AutoLoginAlways)),
    "auto-login-cannot-be-reset": part("settings", AutoLoginNotReset),
    "token-used-up-while-auto-login-is-off": part("visits", UsedUpWhileOff),
    "token-issued-while-auto-login-is-off-is-void": part("tokens", DecidedWhenIssued),
    "used-token-signs-out": part("visits", UsedTokenSignsOut),
    "next-buyer-inherits-the-way-back": part("visits", WayBackInACookie),
    "account-joined-last": part("visits", LastAccountOfTheBuyer),
    "session-kept-at-the-login": part("visits", SessionKept),
    "guest-session-signed-in-as-well": both(
        part("sessions", GuestSessionsStay), part("visits", GuestSessionSignedInAsWell)
    ),
    "session-outlives-its-cookie": part("sessions", SessionsNeverEnd),
    "session-outlives-the-transfer": part("shop", SignOutOnlyLeads),
    "checkout-without-a-cookie": part("visits", LastSessionAtTheCheckout),
    "start-url-leads-home": part("shop", LeadsHome),
    "one-return-url-for-all-sessions": part("visits", OneReturnUrl),
    "one-session-for-each-user": part("visits", OneSessionForEachUser),
    "empty-cart-handed-over": part("checkout", EmptyCartsAsWell),
    "first-state-of-a-cart-ordered": part("checkout", FirstStateKept),
    "procurement-called": part("transfer", CallsProcurement),
}
