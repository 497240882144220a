"""Orders of a scenario: each outcome holds at a storefront that is right, and fails at one that is wrong in its way."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from harness.actors import Buyer
from harness.actors.order_kinds import ORDERS
from harness.actors.orders import MadeOrder
from harness.checks import ordering
from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from harness.evidence import Evidence
from harness.stage import Stage
from harness.targetfile import OrderInterface
from harness.world import World
from simulators.messages.purchase_orders import (
    AcknowledgedLine,
    Acknowledgment,
    OrderLine,
    acknowledgment_document,
    parse_purchase_order,
)
from simulators.wire import Incoming, Redactor

SetStage = Callable[..., Stage]
SECRET = "Order/Secret&of-the=shop"


class Shop:
    """Takes orders, and makes one mistake of them at a time; without any it takes whatever comes."""

    def __init__(self) -> None:
        self.mistake = self.sku = ""
        self.received: list[bytes] = []

    def order(self, incoming: Incoming) -> Response:
        """Answer an order."""
        self.received.append(incoming.body)
        order = parse_purchase_order(incoming.body)
        mistake, number = self.mistake, len(self.received)
        if mistake in REFUSALS:
            status, said = REFUSALS[mistake]
            return JSONResponse({"title": said.format(order.shared_secret, self.sku)}, status)
        if mistake == "says nothing of lines":
            return JSONResponse({"order_number": str(number)})
        lines = tuple(self._taken(line, mistake) for line in order.items)
        acknowledgment = Acknowledgment(
            po_order_id=order.header.po_order_id,
            items=lines[:-1] if mistake == "loses a line" else lines,
            order_number="1" if mistake == "knows it" else str(number),
        )
        return JSONResponse(json.loads(json.dumps(acknowledgment_document(acknowledgment), default=str)))

    @staticmethod
    def _taken(line: OrderLine, mistake: str) -> AcknowledgedLine:
        return AcknowledgedLine(
            quantity=line.quantity + (mistake == "takes one more"),
            part_id=line.supplier_id,
            auxiliary_id=line.supplier_aux_id,
            unit_price=line.unit_price + (mistake == "takes more money"),
            currency="" if mistake == "names no currency" else line.currency,
            unit_of_measure=line.unit_of_measure,
            description="" if mistake == "describes nothing" else line.description[: 9 if mistake == "cuts" else None],
            po_line_number=line.line_number,
        )


REFUSALS: Mapping[str, tuple[int, str]] = {
    "refuses vaguely": (400, "Bad order"),
    "refuses every unit price": (400, "unit price of line 1 and its quantity"),
    "repeats the secret": (401, "wrong secret {0}"),
    "tells of the line": (400, "supplier_aux_id: it belongs to {1}"),
    "fails": (500, "oops"),
}


@pytest.fixture
def ordered_at(set_stage: SetStage, judged: World, serve: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Stage, Shop]:
    """A stage whose target takes orders at another shop."""
    shop = Shop()
    party = serve({"/orders": shop.order})
    file = replace(judged.target.file, orders=OrderInterface(f"{party.url}/orders", SECRET))
    monkeypatch.setattr(judged, "target", replace(judged.target, file=file))
    return set_stage(), shop


def outcome_of(buyer: Buyer, kind: str, outcome: str, other: Buyer | None = None) -> str:
    """Order and judge; return what became of the check."""
    try:
        buyer.order(kind, lambda: other or buyer)
        ordering.check_order(Evidence(Redactor(b"orders")), buyer.orders, outcome)
    except (NonConformance, Untestable, Inapplicable, HarnessFault) as error:
        return type(error).__name__
    return "holds"


SEEN = [
    ("", "", "accepted as it is", "holds"),
    ("", "with its lines the other way round", "accepted as it is", "holds"),
    ("", "", "acknowledged line by line", "holds"),
    ("", "", "accepted with its descriptions uncut", "holds"),
    ("", "with its descriptions cut", "not accepted otherwise than it is", "holds"),
    ("takes one more", "", "accepted as it is", "NonConformance"),
    ("takes more money", "", "accepted as it is", "NonConformance"),
    ("loses a line", "", "accepted as it is", "NonConformance"),
    ("refuses vaguely", "", "accepted as it is", "NonConformance"),
    ("fails", "", "accepted as it is", "NonConformance"),
    ("takes one more", "with 1 of each product", "not accepted otherwise than it is", "NonConformance"),
    ("refuses vaguely", "", "not accepted otherwise than it is", "holds"),
    ("says nothing of lines", "", "not accepted otherwise than it is", "Untestable"),
    ("says nothing of lines", "", "acknowledged line by line", "NonConformance"),
    ("names no currency", "", "acknowledged line by line", "NonConformance"),
    ("refuses vaguely", "", "acknowledged line by line", "NonConformance"),
    ("cuts", "", "accepted with its descriptions uncut", "NonConformance"),
    ("describes nothing", "", "accepted with its descriptions uncut", "Inapplicable"),
    ("", "a cent cheaper", "refused", "NonConformance"),
    ("refuses vaguely", "a cent cheaper", "refused", "holds"),
    ("fails", "a cent cheaper", "refused", "NonConformance"),
    ("refuses vaguely", "a cent cheaper", "refused by line or field", "NonConformance"),
    ("refuses every unit price", "a cent cheaper", "refused by line or field", "holds"),
    ("", "as the end of an order nobody knows", "refused", "NonConformance"),
    ("refuses vaguely", "as the end of an order nobody knows", "refused", "holds"),
    ("", "with another secret", "refused without repeating a secret", "NonConformance"),
    ("repeats the secret", "with another secret", "refused without repeating a secret", "NonConformance"),
    ("refuses vaguely", "with another secret", "refused without repeating a secret", "holds"),
    ("", "twice, for no answer came", "the only one of the cart", "NonConformance"),
    ("knows it", "twice, for no answer came", "the only one of the cart", "holds"),
    ("refuses vaguely", "twice, for no answer came", "the only one of the cart", "NonConformance"),
]


def test_each_outcome_is_told_from_what_is_wrong(ordered_at: tuple[Stage, Shop]) -> None:
    stage, shop = ordered_at
    buyer = stage.buyer(orders=True)
    buyer.bring_back("a cart of 2 products")

    got = []
    for mistake, kind, outcome, _ in SEEN:
        shop.mistake = mistake
        got.append((mistake, kind, outcome, outcome_of(buyer, kind, outcome)))

    assert got == SEEN
    assert {outcome for _, _, outcome, _ in SEEN} | {"refused without a word of the other buyer's cart"} == set(
        ordering.OUTCOMES
    )


def test_whatever_is_wrong_with_an_order_is_noticed_when_it_is_taken(ordered_at: tuple[Stage, Shop]) -> None:
    stage, shop = ordered_at
    buyer, other = stage.buyer(orders=True), stage.buyer()
    other.bring_back("a cart of 3 products")
    buyer.bring_back("a cart of 3 products")
    buyer.edit_and_submit(1, "with 1 of each product")
    buyer.order("", lambda: other)
    wrong = [name for name, kind in ORDERS.items() if kind.wrong]

    outcomes = {name: outcome_of(buyer, name, "refused", other) for name in wrong}

    assert len(wrong) >= 20
    assert set(outcomes.values()) == {"NonConformance"}, outcomes
    shop.mistake = "refuses vaguely"
    assert outcome_of(buyer, "with an SKU that is not sold", "refused") == "holds"


def test_what_a_refusal_tells_of_another_account_is_noticed(ordered_at: tuple[Stage, Shop]) -> None:
    stage, shop = ordered_at
    buyer, other = stage.buyer(orders=True), stage.buyer()
    other.bring_back("a cart of 3 products")
    buyer.bring_back("a cart of 2 products")
    kind, outcome = "with a line of the other buyer's cart", "refused without a word of the other buyer's cart"
    shop.sku = other.punch_out.held[-1].part_id

    shop.mistake = "refuses vaguely"
    assert outcome_of(buyer, kind, outcome, other) == "holds"
    shop.mistake = "tells of the line"
    assert outcome_of(buyer, kind, outcome, other) == "NonConformance"
    assert outcome_of(buyer, kind, outcome, buyer) == "HarnessFault"


def altered(made: MadeOrder, old: str, new: str) -> MadeOrder:
    """Return an order whose JSON the hub would have changed."""
    sent = made.booked.sent[-1]
    assert old in sent.purchase_order
    changed = replace(sent, purchase_order=sent.purchase_order.replace(old, new, 1))
    return replace(made, booked=replace(made.booked, sent=(changed,)))


def test_what_parties_of_ours_change_is_a_fault_of_the_harness(ordered_at: tuple[Stage, Shop]) -> None:
    buyer = ordered_at[0].buyer(orders=True)
    buyer.bring_back("a cart of 2 products")
    made = buyer.order("", lambda: buyer)
    assert ordering.comparison_of(made).accepted
    line = parse_purchase_order(made.booked.sent[-1].purchase_order.encode()).items[0]
    price = f"{line.unit_price.normalize():f}"

    for wrong, said in (
        (altered(made, f'"unitprice": {price}', f'"unitprice": {Decimal(price) + 1}'), "the hub changed the order"),
        (altered(made, '"cart_position": "1"', '"cart_position": "2"'), "the hub names"),
        (replace(made, kind=ORDERS["a cent cheaper"]), "was to differ from the cart in"),
        (replace(made, booked=replace(made.booked, sent=())), "the hub did not send the order"),
        (replace(made, booked=replace(made.booked, confirmed=401)), "procurement got no confirmation"),
        (replace(made, placed=replace(made.placed, code=400)), "procurement was told 400"),
    ):
        with pytest.raises(HarnessFault, match=said):
            ordering.comparison_of(wrong)


def test_secrets_of_orders_are_nowhere_to_be_read(ordered_at: tuple[Stage, Shop]) -> None:
    stage, shop = ordered_at
    buyer = stage.buyer(orders=True)
    buyer.bring_back("a cart")
    shop.mistake = "repeats the secret"
    made = buyer.order("", lambda: buyer)

    assert SECRET.encode() in shop.received[-1]
    shown = repr(made) + repr(stage.exchanges)
    assert any(exchange.url.endswith("/orders") for exchange in stage.exchanges)
    assert SECRET not in shown
    assert buyer.company.shared_secret not in shown
    assert made.booked.sent[-1].repeats_secret


def test_a_target_without_orders_and_a_cart_that_did_not_come_back_are_not_judged(
    set_stage: SetStage, judged: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = set_stage().buyer()
    with pytest.raises(Untestable, match="did not come back to procurement, which has it as new"):
        buyer.order("", lambda: buyer)
    file = replace(judged.target.file, orders=None)
    monkeypatch.setattr(judged, "target", replace(judged.target, file=file))
    with pytest.raises(Inapplicable, match=r"give \[target\.orders\]"):
        set_stage().buyer(orders=True)
