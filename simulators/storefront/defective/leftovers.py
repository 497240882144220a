"""Defects of what a refused session request leaves behind: users, members, changes of a cart."""

from __future__ import annotations

from collections.abc import Mapping

from simulators.storefront import session_api
from simulators.storefront.problems import Problem
from simulators.storefront.session_api import Asked, SessionApi
from simulators.storefront.switching import Switch, check, part


def stranger_is_created_at_once(asked: Asked) -> None:
    """An unknown buyer is created when it is clear that they may be, whatever else is asked of the request."""
    session_api.buyer_is_known_or_can_be_created(asked)
    _create(asked)


def stranger_is_created_before_the_cart_is_looked_for(asked: Asked) -> None:
    """An unknown buyer is created when only the cart is still to be looked for."""
    _create(asked)
    session_api.cart_is_there(asked)


def buyer_joins_at_once(asked: Asked) -> None:
    """A known buyer is a member of the account from the moment it is found."""
    session_api.account_exists(asked)
    if asked.buyer is not None:
        asked.account.members.add(asked.buyer.id)


def buyer_joins_before_the_owner_is_asked_for(asked: Asked) -> None:
    """A known buyer is a member of the account when only the owner of the cart is still to be asked for."""
    if asked.buyer is not None:
        asked.account.members.add(asked.buyer.id)
    session_api.cart_belongs_to_the_buyer(asked)


def _create(asked: Asked) -> None:
    if asked.buyer is None:
        named = asked.request.buyer
        user = asked.company.add_user(named.email, named.first_name, named.last_name, named.middle_name)
        user.site_ids.add(asked.site.id)
        asked.buyer = user


class EditsBeforeTheAccount(SessionApi):
    """Changes the buyer's own cart before it looks for the account."""

    def require(self, asked: Asked) -> None:
        """Ask all there is to ask; at an account that is not there it is too late for the cart."""
        try:
            super().require(asked)
        except Problem as problem:
            if problem.title == "Business commerce account not found":
                self._change(asked)
            raise

    def _change(self, asked: Asked) -> None:
        items = asked.edited_items
        if items is not None and asked.buyer is not None and asked.order.owner_id == asked.buyer.id:
            self._edit.require(asked.order, items)
            self._edit.carry_out(asked.order, items)


DEFECTS: Mapping[str, Switch] = {
    "stranger-created-at-once": check(session_api.buyer_is_known_or_can_be_created, stranger_is_created_at_once),
    "stranger-of-a-refused-edit-created": check(
        session_api.cart_is_there, stranger_is_created_before_the_cart_is_looked_for
    ),
    "refused-buyer-joins-the-account": check(session_api.account_exists, buyer_joins_at_once),
    "buyer-of-a-foreign-cart-joins-the-account": check(
        session_api.cart_belongs_to_the_buyer, buyer_joins_before_the_owner_is_asked_for
    ),
    "edit-for-an-unknown-account-carried-out": part("session_api", EditsBeforeTheAccount),
}
