"""Checks of what the parties say to each other: the order message, the hub's refusals, who speaks to whom.

From the hub on all parties are ours: what they get wrong is a fault of the harness, never the target's.
Source: documentation, "Reference Guide"; cXML, PunchOutOrderMessage and Status.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from harness.actors import Buyer, HubRecord, PunchOut
from harness.browser import AGENT_MARK
from harness.errors import HarnessFault
from harness.evidence import Evidence
from harness.judgement import Finding
from simulators.messages.cart import FORMS, CartForm, CartRejected, read_cart_as
from simulators.messages.cxml import OrderMessage
from simulators.wire import Exchange

_WAYS = ("procurement system -> hub", "hub -> storefront", "storefront -> hub")
_UNAUTHORIZED = 401


def check_order_message(evidence: Evidence, buyer: Buyer) -> None:
    """Procurement took one order message, which is valid cXML.

    Raises:
        HarnessFault: when it is none: the hub made it.

    """
    message = _order_message(evidence, buyer)
    evidence.expect(
        "The order message is valid cXML",
        expected="a PunchOutOrderMessage that keeps to the schema",
        got=f"one of {len(message.items)} lines, without a fault",
        holds=True,
    )


def check_buyer_cookie(evidence: Evidence, buyer: Buyer) -> None:
    """The order message carries the BuyerCookie procurement sent with the set-up request.

    Raises:
        HarnessFault: when it carries another one.

    """
    sent, returned = buyer.punch_out.buyer_cookie, _order_message(evidence, buyer).buyer_cookie
    if sent != returned:
        raise HarnessFault(f"the hub changed the BuyerCookie {sent} to {returned}")
    evidence.expect("The BuyerCookie comes back unchanged", expected=sent, got=returned)


def check_sound(evidence: Evidence, findings: Sequence[Finding]) -> None:
    """No message of the storefront is of no use to who receives it; what else was found stands in the evidence."""
    faults = [finding for finding in findings if finding.is_fault]
    evidence.expect("Every message of the storefront can be used", expected=[], got=[str(fault) for fault in faults])


# What is said of the order message, in the words of a scenario.
ORDER_MESSAGE: Mapping[str, Callable[[Evidence, Buyer], None]] = {
    "the order message is valid cXML": check_order_message,
    "the order message carries the BuyerCookie of the punch out": check_buyer_cookie,
}


def check_known_form(evidence: Evidence, session: HubRecord) -> None:
    """The last cart the storefront posted is in a form the hub knows by name, to the letter; what was noticed is told.

    A cart that came in a browser's form is not looked at closely: the hub keeps its text for readers only.
    """
    form = session.cart_form[-1] if session.cart_form else ""
    advisories = session.cart_advisories[-1] if session.cart_advisories else ()
    faults = session.cart_faults[-1] if session.cart_faults else ("nothing was posted",)
    noticed = f"; the hub noticed {', '.join(advisories)}" if advisories else "; the hub noticed nothing"
    evidence.expect(
        "The cart is posted in a form the hub knows by name",
        expected=f"one of {', '.join(one.name for one in FORMS)}, or cXML in a form",
        got=form + noticed if form else "; ".join(faults),
        holds=bool(form),
        where="cart posted to the hub",
    )
    known = next((one for one in FORMS if one.name == form and one.carrier == "json"), None)
    evidence.expect(
        "The cart is written as its form is",
        expected=[],
        got=_otherwise_than(known, session.cart_posts[-1]) if known else [],
        where="cart posted to the hub",
    )


def _otherwise_than(form: CartForm, post: str) -> list[str]:
    """Return in what a cart is not as a form has it."""
    try:
        read_cart_as(form, post.encode())
    except CartRejected as rejected:
        return list(rejected.faults)
    return []


def check_unknown_to_hub(evidence: Evidence, punch_out: PunchOut, exchanges: Sequence[Exchange]) -> None:
    """The hub refused a buying organization, and the storefront heard nothing of it.

    Raises:
        HarnessFault: when the hub did otherwise.

    """
    asked = [e.summary for e in exchanges if (e.sender, e.receiver) == ("hub", "storefront")]
    if punch_out.code != _UNAUTHORIZED or punch_out.start_url or asked:
        raise HarnessFault(f"the hub let a wrong shared secret pass: status {punch_out.code}, asked {asked}")
    evidence.expect("The hub refuses a wrong shared secret", expected=_UNAUTHORIZED, got=punch_out.code)
    evidence.expect("The storefront is asked for nothing", expected=[], got=asked)


def check_met_through_hub(evidence: Evidence, exchanges: Sequence[Exchange]) -> None:
    """Procurement and storefront exchanged something with the hub each, and nothing with one another."""
    met = {f"{exchange.sender} -> {exchange.receiver}" for exchange in exchanges}
    evidence.expect(
        "Procurement, hub and storefront speak in turn", expected=_WAYS, got=tuple(way for way in _WAYS if way in met)
    )
    evidence.expect(
        "Nothing passes between procurement and storefront but by the hub and the buyer's browser",
        expected=[],
        got=[exchange.summary for exchange in exchanges if _is_direct(exchange)],
    )


def _is_direct(exchange: Exchange) -> bool:
    """Tell whether an exchange is between procurement and somebody who is neither the hub nor a buyer's browser."""
    if exchange.sender == "procurement system":
        return exchange.receiver != "hub"
    agents = [value for name, value in exchange.request.headers if name.lower() == "user-agent"]
    return exchange.receiver == "procurement system" and not any(AGENT_MARK in agent for agent in agents)


def _order_message(evidence: Evidence, buyer: Buyer) -> OrderMessage:
    returns = buyer.at_the_hub().returns
    evidence.expect(
        "The buyer is led to the hub, which makes the order message",
        expected="the buyer's browser",
        got="the buyer's browser" if returns else "nobody",
    )
    messages = buyer.punch_out.order_messages
    if len(messages) != 1:
        raise HarnessFault(f"procurement took {len(messages)} order messages of one cart")
    return messages[0]
