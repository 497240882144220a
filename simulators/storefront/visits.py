"""A visit to a page: the visitor's session, and the login by access token that may happen on any page.

Source: reference, Liferay connector, 5; documentation, "Enable Auto Login Punch Out Access Token".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.responses import Response

from simulators.messages.session import TOKEN_PARAMETER
from simulators.storefront import money
from simulators.storefront.company import Company
from simulators.storefront.console import Console
from simulators.storefront.model import Order, Site, User
from simulators.storefront.orders import Orders
from simulators.storefront.sessions import SESSION_COOKIE, WebSession, WebSessions
from simulators.storefront.settings import SystemSettings
from simulators.storefront.tokens import AccessTokens, Grant
from simulators.wire import Incoming

ORDER_COOKIE = "com.liferay.commerce.model.CommerceOrder#{}"


@dataclass
class Visit:
    """One request for a page: who asks, in which session, and the cookies the answer has to set."""

    incoming: Incoming
    session: WebSession
    user: User | None
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def is_meant(self) -> bool:
        """Whether a page of this session sent the request: only such a page knows the session's CSRF token."""
        shown = dict(self.incoming.form()).get("p_auth") or self.incoming.query.get("p_auth", "")
        return self.session.is_shown(shown)

    @property
    def is_ahead(self) -> bool:
        """Whether nobody has come yet: a browser fetches what may be clicked, or a program looks what there is."""
        return self.incoming.method == "HEAD" or is_prefetch(self.incoming)

    def cookie(self, name: str) -> str:
        """Return a cookie, as it is after this request."""
        return self.cookies.get(name) or self.incoming.cookies.get(name, "")


def token_in(incoming: Incoming) -> str:
    """Return the access token a request carries, in its address or its form, or nothing."""
    return incoming.query.get(TOKEN_PARAMETER) or dict(incoming.form()).get(TOKEN_PARAMETER, "")


def cookie_path(name: str, incoming: Incoming) -> str:
    """Return the path a cookie is for: the session's is the server's own, below its context path; others are of all.

    Source: Apache Tomcat, sessionCookiePath; Liferay's public sources, whose cookies are for the path "/".
    """
    return incoming.context_path if name == SESSION_COOKIE and incoming.context_path else "/"


def is_prefetch(incoming: Incoming) -> bool:
    """Tell whether a browser says that it fetches ahead, by the header of the Fetch standard or an older one."""
    purposes = (incoming.headers.get(name, "") for name in ("sec-purpose", "purpose", "x-moz"))
    return any("prefetch" in purpose.lower() for purpose in purposes)


def is_framed(incoming: Incoming) -> bool:
    """Tell whether a browser says that what it asks for is to be shown in a frame, by the header of Fetch Metadata."""
    return incoming.headers.get("sec-fetch-dest") in ("iframe", "frame")


def set_framed_cookie(response: Response, name: str, value: str, path: str, max_age: int | None = None) -> None:
    """Send a cookie along with an answer that browsers keep in a frame of another site, and for that site alone."""
    response.set_cookie(name, value, max_age, path=path, httponly=True, secure=True, samesite="none")
    header, cookie = response.raw_headers[-1]
    response.raw_headers[-1] = header, cookie + b"; Partitioned"


class Visits:
    """Begins visits and sends their cookies along."""

    def __init__(
        self,
        company: Company,
        sessions: WebSessions,
        settings: SystemSettings,
        tokens: AccessTokens,
        orders: Orders,
        console: Console,
    ) -> None:
        self._company = company
        self._sessions = sessions
        self._settings = settings
        self._tokens = tokens
        self._orders = orders
        self._console = console

    def begin(self, incoming: Incoming) -> Visit:
        """Return the visit a request makes, with the buyer signed in when it carries a good token.

        That holds for a browser in which somebody is signed in as well: the start URL is for its own buyer.
        """
        session = self._sessions.of(incoming.cookies)
        visit = Visit(incoming, session or self._sessions.start(), None)
        if session is None:
            visit.cookies[SESSION_COOKIE] = visit.session.id
        visit.user = self._company.users.get(visit.session.user_id or 0)
        token = token_in(incoming)
        if token and not self.comes_ahead(visit) and self.may_log_in(visit):
            self.log_in_by(visit, token)
        return visit

    def comes_ahead(self, visit: Visit) -> bool:
        """Tell whether a token in this visit is left for the buyer, who is yet to come."""
        return visit.is_ahead

    def may_log_in(self, visit: Visit) -> bool:
        """Tell whether a token in this visit is looked at, whoever makes it."""
        del visit
        return self._settings.auto_login_enabled

    def sign_in(self, visit: Visit, user: User) -> None:
        """Sign a user in, in a new session: one planted before is worth nothing, one of another user leaves nothing."""
        self._sessions.end(visit.session)
        visit.session = self._sessions.start()
        visit.session.user_id = user.id
        visit.user = user
        visit.cookies[SESSION_COOKIE] = visit.session.id

    def current_order(self, visit: Visit, site: Site) -> Order | None:
        """Return the open order the visitor fills: the one of the order cookie, if it is theirs here and now."""
        channel = self._company.channel_of(site)
        if channel is None or visit.user is None:
            return None
        order = self._company.order_by_uuid(visit.cookie(ORDER_COOKIE.format(channel.group_id)))
        if order is None or not order.is_open or order.channel_group_id != channel.group_id:
            return None
        mine = order.owner_id == visit.user.id and self.is_for_account(visit, order)
        return order if mine else None

    def is_for_account(self, visit: Visit, order: Order) -> bool:
        """Tell whether an order is for the account the visitor shops for."""
        return order.account_id == visit.session.account_id

    def finish(self, visit: Visit, response: Response) -> Response:
        """Return the answer with the visit's cookies, kept from scripts and from third parties' posts.

        To a browser that fetches a start URL ahead it is a refusal: it might show a guest's page at the click.
        """
        if token_in(visit.incoming) and is_prefetch(visit.incoming) and self.comes_ahead(visit):
            return Response(status_code=503, headers={"Cache-Control": "no-store"})
        for name, value in visit.cookies.items():
            path = cookie_path(name, visit.incoming)
            if is_framed(visit.incoming):
                self.give_framed_cookie(response, name, value, path)
            else:
                self.give_cookie(response, name, value, path)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def give_cookie(self, response: Response, name: str, value: str, path: str) -> None:
        """Send a cookie for a path along with an answer."""
        response.set_cookie(name, value, path=path, httponly=True, samesite="lax")

    def give_framed_cookie(self, response: Response, name: str, value: str, path: str) -> None:
        """Send a cookie along with an answer for a frame: which site that is of does not matter.

        What it is good for is done by forms with the session's CSRF token alone.
        """
        set_framed_cookie(response, name, value, path)

    def log_in_by(self, visit: Visit, token: str) -> None:
        """Sign the buyer of an access token in and begin the punch-out session, if the token is good."""
        grant = self._tokens.take(token)
        user = self.buyer_of(grant) if grant else None
        if grant is None or user is None:
            self.refuse(visit, token)
            return
        self.sign_in(visit, user)
        self.begin_punch_out(visit, user, grant)

    def buyer_of(self, grant: Grant) -> User | None:
        """Return the user a token was issued for, or None when there is none any more."""
        return self._company.user_by_email(grant.email)

    def refuse(self, visit: Visit, token: str) -> None:
        """Let a visitor with a token that is not good stay who they are, and tell it in the log without the token."""
        del visit, token
        self._console.write(
            "WARN", "http-nio-8080-exec-1", "PunchOutAccessTokenAutoLogin:72", "Punch out access token not found"
        )

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Make the session a punch-out session: its order, the order's cookie, the account and the return URL.

        Where channel or currency are no more the buyer is signed in all the same, as a customer like any other.
        """
        site = self._company.sites.get(grant.site_id)
        channel = self._company.channel_of(site) if site else None
        if channel is None or not money.is_known(grant.currency):
            return
        order = self._company.order_by_uuid(grant.order_uuid) if grant.order_uuid else None
        if order is None:
            order = self._orders.create(user.id, grant.account_id, channel.group_id, grant.currency)
        visit.session.account_id = grant.account_id
        visit.session.return_url = grant.return_url
        visit.cookies[ORDER_COOKIE.format(channel.group_id)] = order.uuid
