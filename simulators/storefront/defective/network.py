"""Defects that show when the network fails: what is lost, done twice or given to somebody else then."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import requests
from starlette.responses import Response

from simulators.messages.cart import Cart
from simulators.messages.session import TOKEN_PARAMETER
from simulators.storefront.checkout import Checkout
from simulators.storefront.model import Site, User
from simulators.storefront.session_api import Asked
from simulators.storefront.sessions import WebSession
from simulators.storefront.switching import Switch, both, part
from simulators.storefront.tokens import AccessTokens, Grant, digest
from simulators.storefront.transfer import DEADLINE, CartTransfer, TransferFailed
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Caller, Incoming, Journal, Unreachable

# Seconds a buyer waits in vain for the answer to another.
_MEANWHILE = 5.0
_A_MOMENT = timedelta(seconds=0.6)


class ResetIsSuccess(CartTransfer):
    """Takes a connection that broke for the end of an exchange that went well."""

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the redirect URL; none where the connection broke."""
        try:
            return super().send(return_url, cart)
        except TransferFailed as failure:
            if "reset" in str(failure).lower():
                return ""
            raise


class AgainUnderNewIds(CartTransfer):
    """Posts a cart that did not get through again under other ids, for it might be a second one."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._lost: set[str] = set()

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart, with lines that are called otherwise at the second attempt."""
        if return_url in self._lost:
            renamed = (replace(line, auxiliary_id=f"{line.auxiliary_id}-2") for line in cart.lines)
            cart = replace(cart, lines=tuple(renamed))
        try:
            return super().send(return_url, cart)
        except TransferFailed as failure:
            if isinstance(failure.__cause__, Unreachable):
                self._lost.add(return_url)
            raise


class OlderCartsCleared(Visits):
    """Clears carts that were never transferred when their buyer punches out anew."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session, in which nothing is left of earlier ones."""
        for order in tuple(self._company.orders.values()):
            if order.owner_id == user.id and order.uuid != grant.order_uuid and order.transferred is None:
                order.lines = []
        super().begin_punch_out(visit, user, grant)


class ReadsOnce(CartTransfer):
    """Reads of an answer what has come by then, which on a slow way is not all of it."""

    def post(self, caller: Caller, return_url: str, cart: Cart) -> requests.Response:
        """Post a cart and return the answer, as far as one read brings it."""
        headers = {"Content-type": self.content_type}
        try:
            response = caller.post(
                return_url,
                data=self.body(cart),
                headers=headers,
                stream=True,
                allow_redirects=False,
                timeout=self._deadline,
            )
            response._content = response.raw.read1()
        except (requests.RequestException, OSError) as error:
            raise Unreachable(return_url, str(error), too_late=isinstance(error, requests.Timeout)) from error
        response.close()
        return response


class AnswersInTheOrderOfAsking(CartTransfer):
    """Gives each answer to whoever has waited longest, not to whom it is for."""

    def __init__(self, journal: Journal, deadline: float = DEADLINE) -> None:
        super().__init__(journal, deadline)
        self._came = threading.Condition()
        self._waiting: deque[object] = deque()
        self._answers: dict[object, str] = {}

    def send(self, return_url: str, cart: Cart) -> str:
        """Post a cart and return the answer that came when its turn was."""
        mine = object()
        with self._came:
            self._waiting.append(mine)
        try:
            answer = super().send(return_url, cart)
        except TransferFailed:
            with self._came:
                # Whoever was given the place of this one leaves theirs.
                self._waiting.remove(mine if mine in self._waiting else self._waiting[0])
            raise
        with self._came:
            self._answers[self._waiting.popleft()] = answer
            self._came.notify_all()
            self._came.wait_for(lambda: mine in self._answers, _MEANWHILE)
            return self._answers.pop(mine, answer)


class StrangersJoinLater(Asked):
    """Makes a user of a stranger at once, and a member of the site at the login."""

    def welcome(self, buyer: User) -> None:
        """Make the buyer a member of the account, and of the site who was one already."""
        self.account.members.add(buyer.id)


class JoinedAtTheLogin(Visits):
    """Makes whoever signs in by a token a member of the site."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session of a member of the site."""
        user.site_ids.add(grant.site_id)
        super().begin_punch_out(visit, user, grant)


class LatestTokenAlone(AccessTokens):
    """Takes back the tokens a buyer was issued before."""

    def issue(self, grant: Grant) -> str:
        """Return a new token, the only one of the buyer."""
        with self._lock:
            self._issued = {key: known for key, known in self._issued.items() if known.grant.email != grant.email}
        return super().issue(grant)


class GoodForAMoment(AccessTokens):
    """Issues tokens that are good for just as long as a browser takes that is not disturbed."""

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for, if it was issued this very moment."""
        with self._lock:
            issued = self._issued.get(digest(text))
        issued_at = issued.expires - timedelta(seconds=self._settings.token_duration) if issued else None
        late = issued_at is not None and self._clock.now() > issued_at + _A_MOMENT
        return None if late else super().take(text)


class GoodForTwo(AccessTokens):
    """Lets a token in a second time, in case the first answer was lost."""

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for; it is forgotten when it is shown again."""
        with self._lock:
            issued = self._issued.get(digest(text))
        grant = super().take(text)
        if grant is not None and issued is not None and not grant.email.startswith(_AGAIN):
            with self._lock:
                self._issued[digest(text)] = replace(issued, grant=replace(grant, email=_AGAIN + grant.email))
        return replace(grant, email=grant.email.removeprefix(_AGAIN)) if grant else None


_AGAIN = "\0again:"


class ShownAgainEndsTheSession(Visits):
    """Ends the session a token opened when the token is shown again, as if it had been stolen."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]  # the same as before, whatever they are
        self._opened: dict[str, WebSession] = {}

    def begin(self, incoming: Incoming) -> Visit:
        """Return the visit a request makes; one with a used token is the end of somebody else's session."""
        token = incoming.query.get(TOKEN_PARAMETER, "")
        visit = super().begin(incoming)
        if token and visit.user is None and token in self._opened:
            self._sessions.end(self._opened[token])
        elif token and visit.user is not None:
            self._opened.setdefault(token, visit.session)
        return visit


class LedOnOnce(Checkout):
    """Shows the way to the hub once; whoever did not see it has handed the cart over, and that is all."""

    def lead_on(self, visit: Visit, site: Site, redirect_url: str) -> Response:
        """Lead to the sign-out, or say that everything is done."""
        session = visit.session
        if getattr(session, "led_on", "") == redirect_url:
            return self._pages.show(visit, site, "message.html", title="Checkout", message="The cart is handed over.")
        session.led_on = redirect_url  # type: ignore[attr-defined]  # it is this defect's own
        return super().lead_on(visit, site, redirect_url)


DEFECTS: Mapping[str, Switch] = {
    "reset-taken-for-success": part("transfer", ResetIsSuccess),
    "retry-under-new-ids": part("transfer", AgainUnderNewIds),
    "kept-carts-cleared-at-the-next-punch-out": part("visits", OlderCartsCleared),
    "answer-read-once": part("transfer", ReadsOnce),
    "answers-in-the-order-of-asking": part("transfer", AnswersInTheOrderOfAsking),
    "strangers-join-at-the-login": both(part("asked", StrangersJoinLater), part("visits", JoinedAtTheLogin)),
    "latest-token-alone": part("tokens", LatestTokenAlone),
    "token-good-for-a-moment": part("tokens", GoodForAMoment),
    "token-good-for-two": part("tokens", GoodForTwo),
    "used-token-ends-the-session": part("visits", ShownAgainEndsTheSession),
    "led-to-the-hub-once": part("checkout", LedOnOnce),
}
