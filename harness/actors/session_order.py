"""Faults of session requests in the order in which they are to be noticed, each an alteration, alone or of two.

Source: reference, Liferay connector, 2 (order of checks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.actors.pages import SeenLine
from harness.actors.session_api import Answered
from harness.actors.session_requests import CallerKind, Sent, checked, leaving_out, setting, spoiling
from harness.errors import HarnessFault

UNKNOWN_SITE = "No Such Site"
NO_CART = 999_999_999
NO_SKU = 999_999_998


@dataclass(frozen=True)
class Scenery:
    """What faults refer to: names that stand for nothing, and what was made on the target for them.

    `bare_site` has no channel, Punch Out is off for the channel of `closed_site`, `outsider` is the e-mail address of a
    user who belongs to no site, `foreign_cart` a cart of another buyer of the company, `own_cart` one of the buyer's.
    """

    unknown_email: str
    unknown_account: str
    bare_site: str = ""
    closed_site: str = ""
    outsider: str = ""
    foreign_cart: Sequence[SeenLine] = ()
    own_cart: Sequence[SeenLine] = ()


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request: which parts of it that spoils, and how.

    Two faults that spoil the same part are never in one request. `needs` names what has to be on the target.
    """

    name: str
    spoils: frozenset[str]
    alter: Callable[[Sent, Scenery], Sent]
    needs: str = ""
    sound: bool = True


def _fault(
    name: str, spoils: str, alter: Callable[[Sent, Scenery], Sent], needs: str = "", *, sound: bool = True
) -> Fault:
    return Fault(name, frozenset(spoils.split()), alter, needs, sound)


def _nameless(sent: Sent, scenery: Scenery) -> Sent:
    def change(document: dict[str, Any]) -> None:
        document["buyerUser"] = {"email": scenery.unknown_email, "firstName": " ", "lastName": " "}

    return sent.with_document(change)


def edit_of(cart_id: int, lines: Sequence[SeenLine] = (), more: int = 0) -> Callable[[Sent], Sent]:
    """Return what makes a request the edit of a cart, with that much more of each of its lines."""
    items = [
        {"id": line.line_id, "skuId": line.sku_id, "quantity": int(line.quantity) + more, "shippedQuantity": 0}
        for line in lines
    ]

    def change(document: dict[str, Any]) -> None:
        document["punchOutSessionType"] = "edit"
        document["cart"] |= {"id": cart_id, "cartItems": items}

    return lambda sent: sent.with_document(change)


def _foreign(sent: Sent, scenery: Scenery) -> Sent:
    return edit_of(scenery.foreign_cart[0].order_id, scenery.foreign_cart)(sent)


def _line_not_sold(sent: Sent, scenery: Scenery) -> Sent:
    # The first line is changed before the second is looked at: this is where half an edit could be left behind.
    def change(document: dict[str, Any]) -> None:
        document["cart"]["cartItems"].append({"id": 0, "skuId": NO_SKU, "quantity": 1, "shippedQuantity": 0})

    return edit_of(scenery.own_cart[0].order_id, scenery.own_cart, more=1)(sent).with_document(change)


# In the order of the checks. What is malformed is so from its first character, so that nothing behind it is told of.
FAULTS: tuple[Fault, ...] = (
    _fault("without credentials", "caller", lambda sent, _: replace(sent, caller=CallerKind.NOBODY)),
    _fault("with a wrong password", "caller", lambda sent, _: replace(sent, caller=CallerKind.WRONG_PASSWORD)),
    _fault("in malformed JSON", "form", lambda sent, _: spoiling(lambda body: b"{," + body[1:])(sent), sound=False),
    _fault("with a property nobody knows", "", lambda sent, _: setting("returnURL", "https://a.b/")(sent), sound=False),
    _fault("without its return URL", "", lambda sent, _: leaving_out("punchOutReturnURL")(sent), sound=False),
    _fault("for a site that does not exist", "site", lambda sent, _: setting("buyerGroup.name", UNKNOWN_SITE)(sent)),
    _fault(
        "for a site without a channel",
        "site",
        lambda sent, scenery: setting("buyerGroup.name", scenery.bare_site)(sent),
        "bare_site",
    ),
    _fault(
        "for a channel that is switched off",
        "site",
        lambda sent, scenery: setting("buyerGroup.name", scenery.closed_site)(sent),
        "closed_site",
    ),
    _fault("for a blank e-mail address", "email", lambda sent, _: setting("buyerUser.email", " ")(sent)),
    _fault("for an unknown buyer without a name", "person", _nameless),
    _fault(
        "for a buyer who does not belong to the site",
        "email person",
        lambda sent, scenery: setting("buyerUser.email", scenery.outsider)(sent),
        "outsider",
    ),
    _fault(
        "for an account that does not exist",
        "account",
        lambda sent, scenery: setting("buyerAccountReferenceCode", scenery.unknown_account)(sent),
    ),
    _fault("to edit a cart that is not there", "cart", lambda sent, _: edit_of(NO_CART)(sent)),
    _fault("to edit somebody else's cart", "cart", _foreign, "foreign_cart"),
)
# What goes wrong last of all, when the cart is being changed: it is of no order, but leaves the most behind.
LAST_FAULT = _fault("to edit a cart with a line not sold", "person email account", _line_not_sold, "own_cart")

BY_NAME: Mapping[str, Fault] = {fault.name: fault for fault in (*FAULTS, LAST_FAULT)}


def fault_named(name: str) -> Fault:
    """Return the fault of that name.

    Raises:
        HarnessFault: when there is none.

    """
    if name not in BY_NAME:
        raise HarnessFault(f"a session request has no fault {name!r}; known: {', '.join(BY_NAME)}")
    return BY_NAME[name]


def later_faults(earlier: Fault, *, staged: bool) -> Iterator[Fault]:
    """Yield the faults that come later and can be in one request with a fault.

    With `staged`, only pairs of which one is about something that was made on the target, else only the others.
    """
    for later in FAULTS[FAULTS.index(earlier) + 1 :]:
        if not earlier.spoils & later.spoils and bool(earlier.needs or later.needs) == staged:
            yield later


def spoilt(sent: Sent, scenery: Scenery, *faults: Fault) -> Sent:
    """Return a request with these faults, which are in their order.

    Raises:
        HarnessFault: when it is not as sound as they say.

    """
    # The earlier one is made last: an address that is blank is that of nobody as well.
    for fault in reversed(faults):
        sent = fault.alter(sent, scenery)
    return checked(sent, " and ".join(fault.name for fault in faults), sound=all(fault.sound for fault in faults))


@dataclass(frozen=True)
class Pair:
    """Two faults and what was answered to each alone, and to both in one request."""

    earlier: Fault
    later: Fault
    to_earlier: Answered
    to_later: Answered
    to_both: Answered
