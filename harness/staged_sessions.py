"""Session requests of a scenario: made for its buyers, sent without the hub, and what they left on the target."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from harness.actors import Buyer, Company, Person, SeenLine
from harness.actors.session_api import Answered, SessionApiCaller
from harness.actors.session_order import Fault, Pair, Scenery, edit_of, fault_named, later_faults, spoilt
from harness.actors.session_requests import Sent, asked_in
from harness.administration import PUNCH_OUT_PERMISSIONS
from harness.errors import HarnessFault
from harness.putting_back import PuttingBack
from harness.restoring import Made, undo
from harness.staged_channels import StagedChannels
from harness.targets import Target
from simulators.messages.session import BuyerUser, SessionRequest

CURRENCY = "USD"
STRANGER, NEWCOMER, CART = "a stranger", "a newcomer", "the buyer's cart"
# For whom a request is made that could leave something, and the parts of it that are needed for that.
LEAVING: Mapping[str, frozenset[str]] = {
    STRANGER: frozenset({"person", "email"}),
    NEWCOMER: frozenset({"person", "email", "account"}),
    CART: frozenset({"cart"}),
}


class Makers(Protocol):
    """Who makes what requests refer to; each method raises Inapplicable when the target has given no administrator."""

    def user(self) -> Person:
        """Make a user who is a member of the site."""
        ...

    def stranger(self) -> Buyer:
        """Return a buyer the target has never heard of, of a company with an account."""
        ...

    def colleague(self, buyer: Buyer, permissions: Sequence[str]) -> Buyer:
        """Make another buyer of a company."""
        ...


@dataclass(frozen=True)
class Traces:
    """What a request with a fault was answered, and what is on the target since.

    `users` are strangers who are users now, `members` users who are members of the account now. The cart is the
    buyer's, which the request was to change, before and after.
    """

    answers: tuple[Answered, ...]
    users: tuple[str, ...]
    members: tuple[str, ...]
    cart_before: Sequence[SeenLine]
    cart_after: Sequence[SeenLine]


class StagedSessions:
    """Asks for sessions as a scenario says."""

    def __init__(
        self,
        target: Target,
        caller: SessionApiCaller,
        hub_url: str,
        makers: Makers,
        channels: StagedChannels,
        putting_back: PuttingBack,
    ) -> None:
        """Ask the target through a caller; `hub_url` is the hub that carts go to."""
        self._target = target
        self._caller = caller
        self._hub_url = hub_url
        self._makers = makers
        self._channels = channels
        self._putting_back = putting_back

    def request_for(self, person: Person, company: Company) -> SessionRequest:
        """Return the request the hub would make for a person of a company who is to create a cart."""
        return SessionRequest(
            account_reference_code=company.account_code,
            group_name=self._target.file.group,
            buyer=BuyerUser(person.email, person.first_name, "", person.last_name),
            currency_code=CURRENCY,
            return_url=f"{self._hub_url}/gateway/link/api/id/{secrets.token_hex(16)}",
            session_type="create",
        )

    def ask(self, buyer: Buyer, way: str) -> tuple[Answered, ...]:
        """Ask for a session of a buyer in one of the ways of `WAYS`; return each answer."""
        return self._caller.ask(asked_in(self.request_for(buyer.person, buyer.company), way))

    def ask_with_pairs(self, buyer: Buyer, earlier: str, *, staged: bool) -> tuple[Pair, ...]:
        """Ask with a fault, with each that comes later, and with both; see `later_faults` for which those are.

        Raises:
            Inapplicable: when something is to be made for it and the target has given no administrator.

        """
        first = fault_named(earlier)
        later = tuple(later_faults(first, staged=staged))
        scenery = self._scenery(buyer, {first, *later})
        sent = Sent(self.request_for(buyer.person, buyer.company).document())

        def answered(*faults: Fault) -> Answered:
            return self._caller.ask(spoilt(sent, scenery, *faults))[0]

        to_first = answered(first)
        return tuple(Pair(first, second, to_first, answered(second), answered(first, second)) for second in later)

    def ask_in_vain(self, buyer: Buyer, name: str, whom: str) -> Traces:
        """Ask with a fault for one of `LEAVING`: a stranger, a user new to the account, or to change the buyer's cart.

        Raises:
            HarnessFault: when a request with that fault could leave nothing of theirs anyway.
            Inapplicable: when the target has given no administrator.

        """
        people, fault = self._target.administration.people, fault_named(name)
        if fault.spoils & LEAVING[whom]:
            raise HarnessFault(f"a request {name!r} could leave nothing of {whom}: nothing would be judged")
        scenery = self._scenery(buyer, {fault})
        person, company = self._who(buyer, whom)
        sent = Sent(self.request_for(person, company).document())
        if whom == CART:
            sent = edit_of(buyer.filled[0].order_id, buyer.filled, more=1)(sent)
        answers = self._caller.ask(spoilt(sent, scenery, fault))
        is_user = whom == STRANGER and people.find_user(person.email) is not None
        is_member = whom == NEWCOMER and people.is_member(company.account_id or 0, person.email)
        return Traces(
            answers,
            users=(person.email,) if is_user else (),
            members=(person.email,) if is_member else (),
            cart_before=buyer.filled,
            cart_after=buyer.cart() if buyer.filled else (),
        )

    def _who(self, buyer: Buyer, whom: str) -> tuple[Person, Company]:
        if whom == STRANGER:
            stranger = self._makers.stranger()
            return stranger.person, stranger.company
        return (self._makers.user() if whom == NEWCOMER else buyer.person), buyer.company

    def _scenery(self, buyer: Buyer, faults: set[Fault]) -> Scenery:
        """Make what faults refer to."""
        unique, needs = secrets.token_hex(6), {fault.needs for fault in faults}
        scenery = Scenery(f"nobody.{unique}@buyer.example", f"NO-SUCH-ACCOUNT-{unique}")
        if self._target.admin is not None:
            # Should the target create a user it ought to refuse.
            user = Made("user", scenery.unknown_email)
            self._putting_back.noted(user).undone_by(undo, user, self._target.admin)
        if "bare_site" in needs:
            scenery = replace(scenery, bare_site=self._channels.site_without_channel(buyer))
        if "closed_site" in needs:
            scenery = replace(scenery, closed_site=self._channels.switched_off(buyer))
        if "outsider" in needs:
            outsider = self._makers.user()
            assert outsider.user_id is not None  # just made
            self._target.administration.sites.leave(outsider.user_id)
            scenery = replace(scenery, outsider=outsider.email)
        if "foreign_cart" in needs:
            colleague = self._makers.colleague(buyer, PUNCH_OUT_PERMISSIONS)
            colleague.enter_and_fill([1])
            scenery = replace(scenery, foreign_cart=colleague.filled)
        return replace(scenery, own_cart=buyer.filled)
