"""Checks of carts: what the storefront posted against what it showed the buyer, and what procurement holds.

The first is the target's to answer for; what becomes of the cart from the hub on is in `held`.
Source: reference, Liferay connector, 6.2; documentation, "Verify Redirect to Buyer's Procurement System".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from harness.actors import Buyer, HubRecord, SeenLine, SeenSums
from harness.checks.held import check_brought_back
from harness.errors import HarnessFault
from harness.evidence import Evidence
from simulators.messages.cart import Cart, CartLine, CartRejected, parse_cart
from simulators.messages.markup import text_of

_CENT = Decimal("0.01")
# How shops write the currencies they sell in most; a sign may stand for several, a currency has but a few signs.
_SIGNS: Mapping[str, frozenset[str]] = {
    "USD": frozenset({"$", "US$", "USD"}),
    "EUR": frozenset({"\u20ac", "EUR"}),
    "GBP": frozenset({"\u00a3", "GBP"}),
    "JPY": frozenset({"\u00a5", "\uffe5", "JP\u00a5", "JPY"}),
    "KWD": frozenset({"KD", "KWD"}),
}


def check_round_trip(evidence: Evidence, buyer: Buyer) -> None:
    """What procurement holds is what the buyer put into the cart."""
    session = buyer.at_the_hub()
    cart = posted_cart(evidence, session.cart_posts)
    check_posted_as_seen(evidence, buyer.filled, cart)
    _check_arrived(evidence, buyer, session, cart)


def check_arrived(evidence: Evidence, buyer: Buyer) -> None:
    """What the storefront posted to the hub is what procurement holds, and a browser led there has brought it."""
    session = buyer.at_the_hub()
    _check_arrived(evidence, buyer, session, posted_cart(evidence, session.cart_posts))


def _check_arrived(evidence: Evidence, buyer: Buyer, session: HubRecord, cart: Cart) -> None:
    # Whether the browser came to the hub is the storefront's to answer for; what the hub made of it is not.
    evidence.expect(
        "The buyer is led to the hub's redirect URL",
        expected="the buyer's browser",
        got="the buyer's browser" if session.returns else "nobody",
        where="redirect URL of the hub",
    )
    punch_out = buyer.punch_out
    check_brought_back(cart, punch_out)
    for remark in (*punch_out.limits, *punch_out.advisories):
        evidence.remark(remark)


def check_round_trips(evidence: Evidence, buyers: Sequence[Buyer]) -> None:
    """What procurement holds for each of several buyers is what that buyer put into the cart."""
    for buyer in buyers:
        check_round_trip(evidence, buyer)


def check_another_cart(evidence: Evidence, first: str, second: Sequence[SeenLine]) -> None:
    """The second cart is an order of its own."""
    one, other = first.partition("/")[0], ", ".join(sorted({str(line.order_id) for line in second}))
    evidence.expect(
        "The second punch out fills a cart of its own",
        expected=f"another order than {one}",
        got=f"order {other}" if other else "no cart",
        holds=bool(other) and one != other,
    )


def check_posts(evidence: Evidence, posts: Sequence[str], *, expected: int) -> None:
    """The storefront posted the cart as often as expected."""
    evidence.expect("How often the cart was posted to the hub", expected=expected, got=len(posts))


def posted_cart(evidence: Evidence, posts: Sequence[str]) -> Cart:
    """Return the cart of the last post, having checked that it is one."""
    if not posts:
        evidence.expect("The cart is posted to the hub's return URL", expected="a cart", got="nothing")
    try:
        cart = parse_cart(posts[-1].encode())
    except CartRejected as error:
        evidence.expect("What is posted to the hub is a cart", expected="a cart", got=str(error))
        raise
    evidence.expect("What is posted to the hub is a cart", expected="a cart", got="a cart")
    return cart


def check_posted_as_seen(evidence: Evidence, seen: Sequence[SeenLine], posted: Cart) -> None:
    """The storefront posted the lines it showed the buyer, each field as it was, and a total that adds up."""
    where = "cart posted to the hub"
    if not seen:
        raise HarnessFault("the scenario compares the cart that was posted with none: the buyer filled no cart")
    evidence.expect(
        "Every line of the cart is posted, once",
        expected=sorted(line.auxiliary_id for line in seen),
        got=sorted(line.auxiliary_id for line in posted.lines),
        where=where,
    )
    by_id = {line.auxiliary_id: line for line in posted.lines}
    for line in seen:
        _check_line(evidence, line, by_id[line.auxiliary_id], where)
    for currency in sorted({line.currency for line in seen if line.currency}):
        evidence.expect(
            "The cart's currency is that of its prices", expected=currency, got=posted.currency, where=where
        )
    for sign in sorted({line.sign for line in seen if line.sign} if posted.currency in _SIGNS else ()):
        evidence.expect(
            "The cart's currency is that of its prices",
            expected=f"a currency written {sign}",
            got=posted.currency,
            holds=sign in _SIGNS[posted.currency],
            where=where,
        )
    _check_total(evidence, posted, where)


def check_sums(evidence: Evidence, seen: SeenSums, posts: Sequence[str]) -> None:
    """The storefront posted what it showed below the lines."""
    posted = posted_cart(evidence, posts)
    where = "cart posted to the hub"
    for name, shown, sent in (
        ("shipping", seen.shipping, posted.shipping),
        ("tax", seen.tax, posted.tax),
        ("discount of the cart", seen.discount, posted.discount),
        ("total", seen.total, posted.total),
    ):
        evidence.expect(f"The {name} is posted as it is", expected=shown, got=sent, where=where)


def check_currency(evidence: Evidence, currency: str, posts: Sequence[str]) -> None:
    """The cart is in the currency the session was requested in."""
    posted = posted_cart(evidence, posts)
    evidence.expect("The cart is in the buyer's currency", expected=currency, got=posted.currency)


def check_kept(evidence: Evidence, before: Sequence[SeenLine], now: Sequence[SeenLine]) -> None:
    """The cart is what it was."""
    evidence.expect("The cart is kept", expected=_contents(before), got=_contents(now))


def _check_line(evidence: Evidence, seen: SeenLine, posted: CartLine, where: str) -> None:
    where = f"{where}, line {posted.auxiliary_id}"
    evidence.expect("The SKU is posted as it is", expected=seen.sku, got=posted.supplier_id, where=where)
    evidence.expect("The quantity is posted as it is", expected=seen.quantity, got=posted.quantity, where=where)
    evidence.expect(
        "The unit price is posted as it is",
        expected=seen.unit_price,
        got=posted.unit_price,
        holds=abs(posted.unit_price - seen.unit_price) <= seen.unit_slack,
        where=where,
    )
    evidence.expect(
        "The price of the line is posted as it is",
        expected=seen.final_price,
        got=posted.final_price,
        holds=abs(posted.final_price - seen.final_price) <= seen.final_slack,
        where=where,
    )
    for name, shown, sent in (
        ("promotion price", seen.promo_price, posted.promo_price),
        ("discount", seen.discount, posted.discount),
    ):
        if shown is not None:
            evidence.expect(
                f"The {name} is posted as it is",
                expected=shown,
                got=sent,
                holds=abs(sent - shown) <= seen.unit_slack,
                where=where,
            )
    if seen.categories is not None:
        evidence.expect(
            "The categories are posted, each of them",
            expected=sorted(seen.categories),
            got=sorted(name for name in posted.classification.split(",") if name),
            where=where,
        )
    evidence.expect(
        "The description is posted whole", expected=seen.description, got=text_of(posted.description), where=where
    )


def _check_total(evidence: Evidence, posted: Cart, where: str) -> None:
    total = (
        sum((line.final_price for line in posted.lines), Decimal(0)) + posted.shipping + posted.tax - posted.discount
    )
    evidence.expect(
        "Lines, shipping and tax less the discount make the total",
        expected=total,
        got=posted.total,
        holds=abs(total - posted.total) < _CENT,
        where=where,
    )


def _contents(lines: Sequence[SeenLine]) -> list[str]:
    return sorted(f"{line.quantity} of {line.sku} (line {line.line_id})" for line in lines)
