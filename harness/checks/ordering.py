"""Checks of orders on their way: made in procurement, sent by the hub, answered by the storefront, confirmed.

From procurement to the storefront it is the harness that carries the order: what is changed there, other than the
scenario asked for, is its own fault and never the target's. Source: reference, hub and protocols, 1.13, 2.4 and 2.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from harness.actors.orders import MadeOrder, Sent
from harness.checks import purchase_orders as checks
from harness.checks.order_comparison import DESCRIPTION, ORDER, Answer, Comparison, compare
from harness.errors import HarnessFault, Inapplicable
from harness.evidence import Evidence
from simulators.messages.cart import Cart, parse_cart
from simulators.messages.cxml import CxmlRejected, parse_confirmation_request, parse_order_request
from simulators.messages.markup import text_of
from simulators.messages.purchase_orders import (
    PurchaseOrder,
    PurchaseOrderRejected,
    parse_acknowledgment,
    parse_purchase_order,
)

_WHERE = "answer to the purchase order"
# A shorter text stands in answers that mean something else.
_TELLING = 4


def check_order(evidence: Evidence, orders: Sequence[MadeOrder], outcome: str) -> None:
    """The last order a buyer's company made is what a scenario says, by one of `OUTCOMES`."""
    OUTCOMES[outcome](evidence, orders)


def check_prepared(evidence: Evidence, made: MadeOrder) -> None:
    """An order that only prepares a scenario was accepted; one that has something wrong was refused."""
    (_refused if made.kind.wrong else _accepted)(evidence, [made])


def comparison_of(made: MadeOrder) -> Comparison:
    """Compare the cart, the order as the hub sent it last, and the storefront's answer.

    Raises:
        HarnessFault: when a party of ours changed anything the scenario did not ask for.

    """
    sent = _last(made)
    cart, order = parse_cart(made.cart.encode()), _purchase_order(sent)
    _check_carried(made, cart, order)
    answer = _answer(sent)
    _check_told(made, answer)
    return compare(checks.facts_of_cart(cart), checks.facts_of_order(order), answer)


def _accepted(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    checks.check_preserved(evidence, comparison_of(orders[-1]))


def _not_corrupted(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    checks.check_nothing_corrupted(evidence, comparison_of(orders[-1]))


def _refused(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    """The order was refused for good; after a failure of the server it would be sent again and again."""
    made, comparison = orders[-1], comparison_of(orders[-1])
    answer = _answer(_last(made))
    if comparison.differs:
        checks.check_refused(evidence, comparison)
    else:
        checks.check_refused_for(evidence, answer, made.kind.wrong, clearly=False)
    evidence.expect(
        "The refusal is for good",
        expected="an answer below 500",
        got=f"HTTP {answer.status}" if answer.status else "no answer",
        holds=0 < answer.status < 500,
        where=_WHERE,
    )


def _refused_clearly(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    _refused(evidence, orders)
    checks.check_refused_clearly(evidence, comparison_of(orders[-1]))


def _refused_discreetly(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    """Nothing of the line that was named is told but what the order says itself."""
    _refused(evidence, orders)
    made, sent = orders[-1], _last(orders[-1])
    telling = [
        said
        for line in made.foreign
        for said in (line.part_id, line.description, format(line.unit_price or 0, "f"))
        if len(said) >= _TELLING and said not in sent.purchase_order
    ]
    if not telling:
        raise HarnessFault("the order says itself all there is of the other buyer's line: nothing could be told")
    evidence.expect(
        "The refusal tells nothing of the other buyer's cart",
        expected=[],
        got=[said for said in telling if said in sent.answer],
        where=_WHERE,
    )


def _refused_without_secret(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    _refused(evidence, orders)
    repeated = [sent for sent in orders[-1].booked.sent if sent.repeats_secret]
    evidence.expect(
        "The answer does not repeat a secret",
        expected="no secret",
        got="a secret" if repeated else "no secret",
        where=_WHERE,
    )


def _acknowledged(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    comparison = comparison_of(orders[-1])
    _expect_accepted(evidence, comparison)
    checks.check_acknowledged_in_full(evidence, comparison)


def _uncut(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    """The descriptions the storefront accepted are those of the cart, whole."""
    made, comparison = orders[-1], comparison_of(orders[-1])
    _expect_accepted(evidence, comparison)
    found = [finding for finding in comparison.findings if finding.field == DESCRIPTION]
    if not found:
        raise Inapplicable("not applied: the acknowledgment says no description, nobody sees whether one is cut")
    whole = {line.auxiliary_id: text_of(line.description) for line in parse_cart(made.cart.encode()).lines}
    for finding in found:
        evidence.expect(
            f"The description of line {finding.line} arrives uncut",
            expected=whole[finding.line],
            got=finding.accepted,
            holds=_folded(whole[finding.line]) == _folded(text_of(finding.accepted)),
            where=_WHERE,
        )


def _one_order(evidence: Evidence, orders: Sequence[MadeOrder]) -> None:
    """Of two orders of one cart, or one that was sent twice, the second is refused or known for the first."""
    comparison_of(orders[-1])
    sendings = [sent for made in orders[-2:] for sent in made.booked.sent]
    if len(sendings) < 2:
        raise HarnessFault("the scenario wants two orders told for one and made no second")
    first, second = (_answer(sent) for sent in sendings[-2:])
    numbers = [_number(sent) for sent in sendings[-2:]]
    evidence.expect("The first order is accepted", expected="accepted", got=_word(first), where=_WHERE)
    evidence.expect(
        "The cart is ordered once",
        expected="a refusal, or the number of the first order",
        got=f"order {numbers[1] or 'without a number'} beside {numbers[0] or 'one without a number'}"
        if second.accepts
        else _word(second),
        holds=not second.accepts or (numbers[0] != "" and numbers[0] == numbers[1]),
        where=_WHERE,
    )
    evidence.expect(
        "The second order is no failure of the server",
        expected="an answer below 500",
        got=f"HTTP {second.status}" if second.status else "no answer",
        holds=0 < second.status < 500,
        where=_WHERE,
    )


# What a scenario says became of the order.
OUTCOMES: Mapping[str, Callable[[Evidence, Sequence[MadeOrder]], None]] = {
    "accepted as it is": _accepted,
    "refused": _refused,
    "refused by line or field": _refused_clearly,
    "refused without a word of the other buyer's cart": _refused_discreetly,
    "refused without repeating a secret": _refused_without_secret,
    "not accepted otherwise than it is": _not_corrupted,
    "acknowledged line by line": _acknowledged,
    "accepted with its descriptions uncut": _uncut,
    "the only one of the cart": _one_order,
}


def _expect_accepted(evidence: Evidence, comparison: Comparison) -> None:
    got = "accepted" if comparison.accepted else "refused"
    evidence.expect("The order is accepted", expected="accepted", got=got, where=_WHERE)


def _check_carried(made: MadeOrder, cart: Cart, order: PurchaseOrder) -> None:
    """Raise HarnessFault when the order that was sent is not the one the scenario made."""
    wanted = list(_lines_of_document(made))
    got = [
        (line.supplier_aux_id, line.supplier_id, line.quantity, line.unit_price, line.currency, line.unit_of_measure)
        for line in order.items
    ]
    if wanted != got:
        raise HarnessFault(f"the hub changed the order: procurement sent {wanted}, the hub passed on {got}")
    in_cart = {line.auxiliary_id: place for place, line in enumerate(cart.lines, 1)}
    for line in order.items:
        place = in_cart.get(line.supplier_aux_id)
        named = (line.session_key, line.cart_position)
        if place is not None and named != (made.session_id, str(place)):
            raise HarnessFault(f"the hub names {named} for line {place} of session {made.session_id}")
    unanswered = compare(checks.facts_of_cart(cart), checks.facts_of_order(order), Answer(400))
    differing = {finding.field for finding in unanswered.findings} - {ORDER}
    meant = {made.kind.wrong} if made.kind.sending == "as ordered" else set()
    if differing != meant:
        raise HarnessFault(
            f"the order was to differ from the cart in {sorted(meant) or 'nothing'} and differs in {sorted(differing)}"
        )


def _lines_of_document(made: MadeOrder) -> Iterator[tuple[object, ...]]:
    try:
        request = parse_order_request(made.placed.document.encode(), encoding="utf-8")
    except CxmlRejected as error:
        raise HarnessFault(f"procurement made an order that is not valid cXML: {error}") from error
    for item in request.items:
        if item.detail is None:
            raise HarnessFault("procurement ordered a line without its detail")
        price = item.detail.unit_price
        auxiliary_id = item.item_id.auxiliary_id or ""
        yield (
            *(auxiliary_id, item.item_id.supplier_part_id, item.quantity),
            *(price.amount, price.currency, item.detail.unit_of_measure),
        )


def _check_told(made: MadeOrder, answer: Answer) -> None:
    """Raise HarnessFault when procurement was told otherwise than the storefront answered."""
    placed = made.placed
    if answer.accepts != (placed.code // 100 == 2):
        raise HarnessFault(f"the storefront answered {_word(answer)} and procurement was told {placed.code}")
    if answer.accepts and answer.lines is not None:
        if made.booked.confirmed != 200 or not placed.confirmations:
            raise HarnessFault(
                f"the storefront acknowledged the order and procurement got no confirmation of it "
                f"({made.booked.confirmed}): {made.booked.confirmation[:300]}"
            )
        told = sorted(_confirmed(placed.confirmations[-1]), key=str)
        known = {line.auxiliary_id: line for line in answer.lines}
        acknowledged = [(line.quantity, line.unit_price) for line in known.values()]
        if told and _said(acknowledged) - _said(told):
            raise HarnessFault(f"the storefront acknowledged {acknowledged} and procurement was told {told}")


def _said(pairs: Sequence[tuple[object, object]]) -> set[tuple[object, object]]:
    return {pair for pair in pairs if None not in pair}


def _confirmed(document: str) -> Iterator[tuple[object, object]]:
    try:
        confirmation = parse_confirmation_request(document.encode(), encoding="utf-8")
    except CxmlRejected as error:
        raise HarnessFault(f"the hub made a confirmation that is not valid cXML: {error}") from error
    for item in confirmation.items:
        for status in item.statuses:
            yield status.quantity, status.unit_price.amount if status.unit_price else None


def _last(made: MadeOrder) -> Sent:
    if not made.booked.sent:
        raise HarnessFault(f"the hub did not send the order: {made.placed.code} {made.placed.detail}")
    return made.booked.sent[-1]


def _purchase_order(sent: Sent) -> PurchaseOrder:
    try:
        return parse_purchase_order(sent.purchase_order.encode())
    except PurchaseOrderRejected as error:
        raise HarnessFault(f"the hub sent what is no purchase order: {error}") from error


def _answer(sent: Sent) -> Answer:
    if sent.status is None:
        return Answer(0, sent.reason)
    return checks.answer_of(sent.status, sent.content_type, sent.answer.encode())


def _number(sent: Sent) -> str:
    """Return the storefront's own number of an order, or "" where it says none."""
    try:
        acknowledgment = parse_acknowledgment(sent.answer.encode())
    except PurchaseOrderRejected:
        return ""
    return acknowledgment.order_number or acknowledgment.ext_notice_id


def _word(answer: Answer) -> str:
    return "accepted" if answer.accepts else f"refused (HTTP {answer.status or 'none'}: {answer.reason[:200]})"


def _folded(text: str) -> str:
    return " ".join(text.split())
