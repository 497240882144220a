"""Defects of carts that come back: whose they are, by which word, in which session, and what is transferred then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from simulators.messages.cart import Cart
from simulators.messages.session import CartItem
from simulators.storefront import session_api
from simulators.storefront.checkout import Checkout
from simulators.storefront.editing import CartItems
from simulators.storefront.model import CANCELLED, PENDING, Order, OrderLine, Product, Site, User
from simulators.storefront.orders import Orders
from simulators.storefront.problems import Problem, server_error
from simulators.storefront.session_api import Asked
from simulators.storefront.shop import Shop
from simulators.storefront.switching import Switch, both, check, part
from simulators.storefront.tokens import Grant
from simulators.storefront.visits import Visit, Visits
from simulators.wire import Incoming

_TURKISH = str.maketrans({"I": "\u0131"})


class CreatesWhereNoCartIs(Asked):
    """Begins a cart where the one that is to be edited is not named or not there."""

    @property
    def brings_back_a_cart(self) -> bool:
        """Whether the buyer comes back to a cart that is there."""
        return super().brings_back_a_cart and (self.request.cart_id or 0) in self.company.orders

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have, if it is there."""
        return super().edited_items if self.brings_back_a_cart else None


class TypeInTheLettersOfTheReference(Asked):
    """Compares the session type letter by letter."""

    @property
    def brings_back_a_cart(self) -> bool:
        """Whether the buyer comes back to a cart, by the very words edit and inspect."""
        return self.request.session_type in ("edit", "inspect")


class TypeInTurkishLetters(Asked):
    """Puts the session type into small letters as the server's language has them, which is Turkish."""

    @property
    def brings_back_a_cart(self) -> bool:
        """Whether the buyer comes back to a cart; a large I is a small one without a dot."""
        return self.request.session_type.translate(_TURKISH).lower() in ("edit", "inspect")


class AnyTypeEdits(Asked):
    """Takes a type nobody knows for edit where a cart is named."""

    @property
    def _edits(self) -> bool:
        known = self.request.session_type.lower() in ("create", "edit", "inspect")
        return not known and self.request.cart_id is not None

    @property
    def brings_back_a_cart(self) -> bool:
        """Whether the buyer comes back to a cart."""
        return self._edits or super().brings_back_a_cart

    @property
    def edited_items(self) -> CartItems | None:
        """The lines the cart shall have."""
        return self.request.items if self._edits else super().edited_items


def cart_of_another_account_is_not_looked_at(asked: Asked) -> None:
    """A cart is brought back for the account it was filled for, or for whoever knows its number."""
    if asked.buyer is not None and asked.brings_back_a_cart and asked.order.owner_id == asked.buyer.id:
        session_api.cart_is_of_the_account(asked)


def owner_is_compared_in_an_account(asked: Asked) -> None:
    """Of the buyers of one account each comes back to carts of their own."""
    if asked.brings_back_a_cart and asked.order.account_id == asked.account.id:
        session_api.cart_belongs_to_the_buyer(asked)


def role_may_edit_carts_of_the_company(asked: Asked) -> None:
    """A buyer comes back to a cart of their own, or with a role on the account to any of its carts."""
    holds_a_role = asked.buyer is not None and bool(asked.account.roles_of.get(asked.buyer.id))
    if not holds_a_role:
        session_api.cart_belongs_to_the_buyer(asked)


def cancelled_cart_is_opened_again(asked: Asked) -> None:
    """A cart that was cancelled is filled again; what was placed or completed is not."""
    if not (asked.brings_back_a_cart and asked.order.status == CANCELLED):
        session_api.cart_is_open(asked)


def cart_of_another_buyer_is_changed_and_refused(asked: Asked) -> None:
    """A buyer comes back to a cart of their own only; quantities are set before that is asked."""
    try:
        session_api.cart_belongs_to_the_buyer(asked)
    except Problem:
        wanted = {item.id: item.quantity for item in asked.edited_items or ()}
        for line in asked.order.lines:
            line.quantity = wanted.get(line.id, line.quantity)
        raise


class AddsToANewCart(Orders):
    """Puts what is added to a cart that was transferred into a cart of its own."""

    def add(self, order: Order, product: Product, quantity: int) -> OrderLine:
        """Add a line, to another order when the hub has this one."""
        if order.transferred is None:
            return super().add(order, product, quantity)
        return super().add(
            self.create(order.owner_id, order.account_id, order.channel_group_id, order.currency), product, quantity
        )

    def bring_in_line(self, order: Order, items: Iterable[CartItem]) -> None:
        """Make the order hold what the hub sent, itself."""
        transferred, order.transferred = order.transferred, None
        super().bring_in_line(order, items)
        order.transferred = transferred


class ClosesTheCartItTakesAgain(Checkout):
    """Closes a cart when it is transferred for the second time."""

    def _hand_over(self, visit: Visit, site: Site, order: Order) -> Response:
        before = order.transferred
        response = super()._hand_over(visit, site, order)
        if before is not None and visit.session.handed_over is not None:
            order.status = PENDING
        return response


class IdsWrittenOtherwise(Orders):
    """Writes the ids of lines with leading zeros once a cart has been edited twice."""

    def bring_in_line(self, order: Order, items: Iterable[CartItem]) -> None:
        """Make the order hold what the hub sent, and count how often."""
        edits: Counter[int] = self.__dict__.setdefault("edits", Counter())
        edits[order.id] += 1
        super().bring_in_line(order, items)

    def cart(self, order: Order) -> Cart:
        """Return the order as the cart that is posted to the hub."""
        cart = super().cart(order)
        if self.__dict__.get("edits", Counter())[order.id] < 2:
            return cart
        named = tuple(replace(line, auxiliary_id=line.auxiliary_id.replace("/", "/0")) for line in cart.lines)
        return replace(cart, lines=named)


class FirstReturnUrlKept(Visits):
    """Keeps the return URL of the session a buyer is in when another punch out is begun in it."""

    def sign_in(self, visit: Visit, user: User) -> None:
        """Sign a user in; who is signed in already keeps what the session has."""
        before = visit.session
        super().sign_in(visit, user)
        if before.user_id == user.id:
            visit.session.return_url = before.return_url

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Make the session a punch-out session, if it is none yet."""
        kept = visit.session.return_url
        super().begin_punch_out(visit, user, grant)
        visit.session.return_url = kept or visit.session.return_url


def cart_is_in_nobodys_hands(asked: Asked) -> None:
    """A cart is open, and was handed over: one that never was is being filled."""
    session_api.cart_is_open(asked)
    if asked.brings_back_a_cart and asked.order.transferred is None:
        raise Problem(HTTPStatus.CONFLICT, "Cart is being filled")


class EditsUndone(Orders):
    """Keeps what a cart was before an edit, for the case that nothing comes of it."""

    def bring_in_line(self, order: Order, items: Iterable[CartItem]) -> None:
        """Make the order hold what the hub sent, and remember what it held."""
        before: dict[int, Any] = self.__dict__.setdefault("before", {})
        before[order.owner_id] = order, [replace(line) for line in order.lines]
        super().bring_in_line(order, items)

    def undo(self, owner_id: int) -> None:
        """Make the order a user edited last what it was."""
        order, lines = self.__dict__.get("before", {}).pop(owner_id, (None, []))
        if order is not None:
            order.lines = lines


class UndoesEditsAtSignOut(Shop):
    """Takes a buyer who signs out without a transfer for one who gave the edit up."""

    def sign_out(self, incoming: Incoming) -> Response:
        """End the session, and what was edited for it."""
        session = self._sessions.of(incoming.cookies)
        if session is not None and session.handed_over is None and isinstance(self._orders, EditsUndone):
            self._orders.undo(session.user_id or 0)
        return super().sign_out(incoming)


class EditsWhenTheBuyerComes(Orders):
    """Keeps what a hub asks for until the buyer comes."""

    def bring_in_line(self, order: Order, items: Iterable[CartItem]) -> None:
        """Remember what the hub sent."""
        self.__dict__.setdefault("waiting", {})[order.id] = tuple(items)

    def bring_in_line_now(self, order: Order) -> None:
        """Make the order hold what the hub sent."""
        if order.id in self.__dict__.get("waiting", {}):
            super().bring_in_line(order, self.__dict__["waiting"].pop(order.id))


class EditsAtLogin(Visits):
    """Edits a cart when the buyer opens the start URL."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Make the session a punch-out session, and its order what the hub asked for."""
        order = self._company.order_by_uuid(grant.order_uuid) if grant.order_uuid else None
        if order is not None and isinstance(self._orders, EditsWhenTheBuyerComes):
            self._orders.bring_in_line_now(order)
        super().begin_punch_out(visit, user, grant)


class EditedCartTakenAgain(Visits):
    """Leads a buyer who creates a cart into the one that was edited last."""

    def begin_punch_out(self, visit: Visit, user: User, grant: Grant) -> None:
        """Make the session a punch-out session; one without a cart has that of the one before, if it was an edit."""
        edited: dict[int, str] = self.__dict__.setdefault("_edited", {})
        last = edited.pop(user.id, None)
        if grant.order_uuid is not None:
            edited[user.id] = grant.order_uuid
        super().begin_punch_out(visit, user, replace(grant, order_uuid=grant.order_uuid or last))


class TotalOfTheFirstTransfer(Orders):
    """Does not sum a cart up again that was transferred, when lines have been taken out of it."""

    def cart(self, order: Order) -> Cart:
        """Return the order as the cart that is posted to the hub."""
        cart, before = super().cart(order), order.transferred
        return cart if before is None or len(cart.lines) >= len(before.lines) else replace(cart, total=before.total)


class LinesOfTheFirstTransfer(Orders):
    """Posts the lines of a cart that has fewer by now as they were."""

    def cart(self, order: Order) -> Cart:
        """Return the order as the cart that is posted to the hub."""
        cart, before = super().cart(order), order.transferred
        return cart if before is None or len(cart.lines) >= len(before.lines) else before


def deleted_cart_is_missed(asked: Asked) -> None:
    """Fail at a cart that was there once; one that never was is refused."""
    named = asked.request.cart_id or 0
    once_there = named not in asked.company.orders and 0 < named < asked.company.next_id()
    if asked.brings_back_a_cart and once_there:
        raise server_error()
    session_api.cart_is_there(asked)


DEFECTS: Mapping[str, Switch] = {
    "edit-of-no-cart-creates-one": part("asked", CreatesWhereNoCartIs),
    "cart-of-another-company-brought-back": both(
        check(session_api.cart_is_of_the_account, cart_of_another_account_is_not_looked_at),
        check(session_api.cart_belongs_to_the_buyer, owner_is_compared_in_an_account),
    ),
    "cart-of-a-colleague-brought-back-by-role": check(
        session_api.cart_belongs_to_the_buyer, role_may_edit_carts_of_the_company
    ),
    "cart-of-a-colleague-changed-and-refused": check(
        session_api.cart_belongs_to_the_buyer, cart_of_another_buyer_is_changed_and_refused
    ),
    "cancelled-cart-brought-back": check(session_api.cart_is_open, cancelled_cart_is_opened_again),
    "deleted-cart-is-a-server-error": check(session_api.cart_is_there, deleted_cart_is_missed),
    "session-type-by-its-exact-letters": part("asked", TypeInTheLettersOfTheReference),
    "session-type-in-turkish-letters": part("asked", TypeInTurkishLetters),
    "unknown-session-type-edits": part("asked", AnyTypeEdits),
    "added-lines-go-into-another-cart": part("orders", AddsToANewCart),
    "second-transfer-closes-the-cart": part("checkout", ClosesTheCartItTakesAgain),
    "auxiliary-ids-written-otherwise-later": part("orders", IdsWrittenOtherwise),
    "first-return-url-of-a-browser-kept": part("visits", FirstReturnUrlKept),
    "cart-in-an-open-session-refused": check(session_api.cart_is_open, cart_is_in_nobodys_hands),
    "edit-forgotten-at-sign-out": both(part("orders", EditsUndone), part("shop", UndoesEditsAtSignOut)),
    "edit-waits-for-the-buyer": both(part("orders", EditsWhenTheBuyerComes), part("visits", EditsAtLogin)),
    "create-after-an-edit-takes-its-cart": part("visits", EditedCartTakenAgain),
    "total-of-the-first-transfer-kept": part("orders", TotalOfTheFirstTransfer),
    "left-out-lines-transferred": part("orders", LinesOfTheFirstTransfer),
}
