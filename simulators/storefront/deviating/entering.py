"""Deviations of the login: who is let in by a token, what the token looks like, which session follows."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable

from simulators.storefront.model import Order, User
from simulators.storefront.settings import SystemSettings
from simulators.storefront.tokens import AccessTokens, Grant, digest
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Clock

# How long the user is looked up between finding a token and removing it, unless a second visitor comes meanwhile.
LOOK_UP_SECONDS = 0.1


class TwoStepTokens(AccessTokens):
    """Finds a token, looks the user up, and only then removes it: whoever comes meanwhile is let in as well."""

    def __init__(self, clock: Clock, settings: SystemSettings, text: Callable[[bytes], str]) -> None:
        super().__init__(clock, settings, text)
        self._found = threading.Condition()
        self._finders: Counter[str] = Counter()

    def take(self, text: str) -> Grant | None:
        """Return what a token stands for, to everybody who finds it before it is removed."""
        with self._lock:
            issued = self._issued.get(digest(text))
        if issued is None or self._clock.now() >= issued.expires:
            return None
        with self._found:
            self._finders[text] += 1
            self._found.notify_all()
            self._found.wait_for(lambda: self._finders[text] > 1, LOOK_UP_SECONDS)
        super().take(text)
        return issued.grant


class IdentityTokens(AccessTokens):
    """Issues what Java prints of an array of bytes, an identity hash, in the place of the bytes."""

    def new_text(self) -> str:
        """Return the text of a new token; the configured size has no effect on it."""
        return f"[B@{secrets.randbits(31):x}"


class FirstUserKept(Visits):
    """Does not look at a token where somebody is signed in already."""

    def may_log_in(self, visit: Visit) -> bool:
        """Tell whether a token in this visit is looked at: a guest's is."""
        return visit.user is None and super().may_log_in(visit)


class AccountLeftOpen(Visits):
    """Does not say which account the session is for: it is known only where the buyer has a single one."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Begin a session, which for a buyer with several accounts is one like any customer's."""
        super().begin_punch_out(visit, user, grant)
        if sum(user.id in account.members for account in tuple(self._company.accounts.values())) > 1:
            visit.session.account_id = None
            visit.session.return_url = ""

    def is_for_account(self, visit: Visit, order: Order) -> bool:
        """Tell whether an order is for the account the visitor shops for, or for whichever."""
        return visit.session.account_id is None or super().is_for_account(visit, order)
