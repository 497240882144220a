"""Roles of the buyers of a scenario: made, assigned and taken by the administrator's hand, and gone at its end."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial

from harness.actors import Buyer
from harness.actors.people import account_of, id_of
from harness.administration import AccountRole, Administration
from harness.putting_back import PuttingBack
from harness.restoring import Made
from harness.targets import Target


class StagedRoles:
    """What a scenario does with roles; each method raises Inapplicable when the target has given no administrator."""

    def __init__(self, target: Target, putting_back: PuttingBack) -> None:
        self._target = target
        self._putting_back = putting_back
        self._held: dict[str, list[Callable[[], None]]] = {}
        self._numbers = itertools.count(1)

    def give(self, buyer: Buyer, permissions: Sequence[str], account_id: int | None = None) -> None:
        """Give a buyer one more role that permits these actions, on the buyer's own account or another."""
        _ = self._hand
        account_id = account_id or account_of(buyer.company)
        self._assign(buyer, account_id, self._make(account_id, permissions))

    def make(self, buyer: Buyer, permissions: Sequence[str]) -> AccountRole:
        """Make a role that can be held on a buyer's account, and is held by nobody yet."""
        _ = self._hand
        return self._make(account_of(buyer.company), permissions)

    def assign(self, buyer: Buyer, role: AccountRole) -> None:
        """Assign a role to a buyer on the buyer's own account."""
        _ = self._hand
        self._assign(buyer, account_of(buyer.company), role)

    def give_on_site(self, buyer: Buyer, permissions: Sequence[str]) -> None:
        """Make a site role that permits these actions and assign it to a buyer on the site."""
        hand, user_id = self._hand, id_of(buyer.person)
        name = f"Punch Out Vendor ({user_id})"
        noted = self._putting_back.noted(Made("role", name))
        role_id = hand.site_roles.make(name, tuple(permissions))
        noted.undone_by(hand.site_roles.remove, role_id)
        hand.site_roles.assign(role_id, user_id, hand.sites.site_id)
        take = partial(hand.site_roles.unassign, role_id, user_id, hand.sites.site_id)
        self._held.setdefault(buyer.person.email, []).append(take)

    def take(self, buyer: Buyer) -> None:
        """Take from a buyer every role the scenario gave."""
        _ = self._hand
        for take in self._held.pop(buyer.person.email, ()):
            take()

    @property
    def _hand(self) -> Administration:
        return self._target.administration_for("people")

    def _make(self, account_id: int, permissions: Sequence[str]) -> AccountRole:
        people, number = self._hand.people, next(self._numbers)
        name = "Punch Out Vendor" if number == 1 else f"Punch Out Vendor {number}"
        lasting = people.lasting_role(account_id, name)
        noted = self._putting_back.noted(Made("role", lasting)) if lasting else None
        role = people.add_role(account_id, name, tuple(permissions))
        if noted:
            noted.undone_by(self._hand.site_roles.remove, role.role_id)
        return role

    def _assign(self, buyer: Buyer, account_id: int, role: AccountRole) -> None:
        people, user_id = self._hand.people, id_of(buyer.person)
        people.assign_role(account_id, role, user_id)
        take = partial(people.unassign_role, account_id, role, user_id)
        self._held.setdefault(buyer.person.email, []).append(take)
