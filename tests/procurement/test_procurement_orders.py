"""Orders of procurement: made of what came back, changed as asked, sent again after temporary faults, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import pytest
import requests
from starlette.responses import Response

from simulators.messages.cxml import (
    Charge,
    Classification,
    ConfirmationItem,
    ConfirmationRequest,
    ConfirmationStatus,
    Credential,
    Envelope,
    Header,
    ItemID,
    Money,
    OrderRequest,
    Text,
    build_confirmation_request,
    parse_order_request,
    parse_setup_response,
)
from simulators.procurement.orders import ATTEMPTS
from simulators.wire import Incoming
from tests.procurement.procurement_bench import SECRET, Bench, order_message, responding

EVERYTHING: dict[str, Any] = {
    "descriptions": (Text("en", "A bolt"), Text("de", "Eine Schraube")),
    "classifications": (Classification("UNSPSC", "31161600"), Classification("eCl@ss", "23-11-01-01")),
    "manufacturer_part_id": "M-1",
    "manufacturer_name": "Bolts & Co",
    "url": "http://shop.example/bolt",
    "lead_time": 3,
    "extrinsics": (("skuid", "30007"), ("finalPrice", "31.50")),
    "tax": Charge(Money(Decimal("2.5"), "USD"), Text("en", "VAT")),
}


def returned(bench: Bench, *items: Mapping[str, Any], order_url: str | None = None, **changes: Any) -> dict[str, Any]:
    """Return a session whose cart came back; without items it has one line."""
    url = f"{bench.hub_url}/cxml/order" if order_url is None else order_url
    session = bench.started(order_url=url, **changes)
    lines = [order_message(session["buyer_cookie"], **item).items[0] for item in items or ({},)]
    total = sum((one.quantity * one.unit_price.amount for one in lines), Decimal(0))
    answer = bench.bring_back(session, items=tuple(lines), total=Money(total, "USD"))
    assert answer.status_code == 200, answer.text
    return session


def order(bench: Bench, session: dict[str, Any], *changes: object, **more: Any) -> requests.Response:
    """Order as an operator does."""
    url = f"{bench.url}/operator/sessions/{session['buyer_cookie']}/order"
    return requests.post(url, json={"changes": list(changes)} | more, timeout=10)


def placed(bench: Bench, session: dict[str, Any], *changes: object, **more: Any) -> OrderRequest:
    """Order; return what the hub got."""
    response = order(bench, session, *changes, **more)
    assert response.status_code == 201, response.text
    incoming = bench.orders[-1]
    return parse_order_request(incoming.body, encoding=incoming.charset)


def told(bench: Bench, session: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records of the orders of a session."""
    url = f"{bench.url}/operator/sessions/{session['buyer_cookie']}/orders"
    return list(requests.get(url, timeout=10).json())


def test_an_order_says_all_that_the_cart_said(bench: Bench) -> None:
    session = returned(bench, EVERYTHING, {"item_id": ItemID("SKU-002", "41/43"), "quantity": Decimal(2)})

    request = placed(bench, session)

    first, second = request.items
    came = order_message("bc", **EVERYTHING).items[0]
    assert (first.item_id, first.quantity, first.detail, first.tax) == (came.item_id, Decimal(3), came.detail, came.tax)
    assert [one.line_number for one in request.items] == [1, 2]
    assert second.item_id == ItemID("SKU-002", "41/43")
    assert request.total == Money(Decimal("52.50"), "USD")
    assert (request.type, request.deployment_mode, request.payment) == ("new", "test", None)
    assert request.ship_to is not None
    assert request.bill_to.address_id == "AP"
    assert request.requisition_id
    assert request.contacts[0].emails == ("ada@buyer.example",)
    assert request.header.sender[0].shared_secret == SECRET
    assert request.header.user_agent == "Punch-out harness procurement 1.0"


@pytest.mark.parametrize(("profile", "sender"), [("ariba", "AribaNetworkUserId"), ("coupa", "NetworkID")])
def test_an_order_is_written_as_the_platform_writes(bench: Bench, profile: str, sender: str) -> None:
    session = returned(bench, profile=profile)
    request = placed(bench, session)

    assert request.header.sender[0].domain == sender
    assert request.header.user_agent in ("Buyer 14s2", "Coupa Procurement 1.0")
    assert b'"http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd"' in bench.orders[-1].body


CHANGES: list[tuple[dict[str, Any], Any]] = [
    ({"line": 1, "quantity": "2"}, lambda r: (r.items[0].quantity, r.total.amount) == (2, Decimal("42.00"))),
    ({"line": 1, "unit_price": "1"}, lambda r: (r.items[0].detail.unit_price.amount, r.total.amount) == (1, 24)),
    ({"line": 1, "part_id": "X"}, lambda r: r.items[0].item_id == ItemID("X", "41/42")),
    ({"line": 2, "auxiliary_id": ""}, lambda r: r.items[1].item_id.auxiliary_id is None),
    ({"line": 2, "unit_of_measure": "BX"}, lambda r: r.items[1].detail.unit_of_measure == "BX"),
    ({"line": 2, "currency": "EUR"}, lambda r: r.items[1].detail.unit_price.currency == "EUR"),
    ({"line": 1, "description": "cut"}, lambda r: r.items[0].detail.descriptions == (Text("en", "cut"),)),
    (
        {"line": 1, "dropped": True},
        lambda r: [(i.line_number, i.item_id.auxiliary_id) for i in r.items] == [(1, "41/43")],
    ),
    ({"line": 1, "repeated": True}, lambda r: [i.line_number for i in r.items] == [1, 2, 3]),
    ({"reversed": True}, lambda r: [i.item_id.auxiliary_id for i in r.items] == ["41/43", "41/42"]),
    ({"total": "9"}, lambda r: r.total == Money(Decimal(9), "USD")),
    ({"currency": "EUR"}, lambda r: r.total == Money(Decimal("52.50"), "EUR")),
    ({"order_id": "PO-7"}, lambda r: r.order_id == "PO-7"),
    ({"type": "delete", "order_id": "PO-8"}, lambda r: (r.type, r.document_reference) == ("delete", None)),
    ({"shared_secret": "wrong"}, lambda r: r.header.sender[0].shared_secret == "wrong"),
]


def test_each_change_is_made(bench: Bench) -> None:
    session = returned(bench, {}, {"item_id": ItemID("SKU-002", "41/43"), "quantity": Decimal(2)})
    wrong = [change for change, holds in CHANGES if not holds(placed(bench, session, change))]
    assert wrong == []
    assert len({entry["order_id"] for entry in told(bench, session)}) == len(CHANGES)


@pytest.mark.parametrize(
    "changes",
    [
        [{"line": 9, "quantity": "1"}],
        [{"line": 1, "colour": "red"}],
        [{"colour": "red"}],
        [{"line": 1, "quantity": "many"}],
        [{"line": 1, "quantity": "-1"}],
        [{"line": 1, "unit_price": "NaN"}],
        [{"type": "again"}],
        [7],
        "all",
    ],
)
def test_a_change_that_makes_no_order_is_the_operators_mistake(bench: Bench, changes: Any) -> None:
    response = order(bench, returned(bench), changes=changes)
    assert (response.status_code, bench.orders) == (400, [])


def test_an_update_names_the_order_it_is_of(bench: Bench) -> None:
    session = returned(bench)
    first = placed(bench, session)
    update = placed(bench, session, {"type": "update"})

    assert (update.order_id, update.document_reference) == (first.order_id, first.envelope.payload_id)
    assert update.envelope.payload_id != first.envelope.payload_id


def test_the_last_order_is_sent_again_byte_for_byte(bench: Bench) -> None:
    session = returned(bench)
    assert order(bench, session, again=True).status_code == 409
    placed(bench, session)
    placed(bench, session, again=True)

    assert bench.orders[0].body == bench.orders[1].body
    assert [len(entry["statuses"]) for entry in told(bench, session)] == [2]


def test_a_temporary_fault_is_tried_again_under_the_same_payload_id(bench: Bench) -> None:
    session = returned(bench)
    answers = iter([responding(560, None), lambda _: Response("<h1>Busy</h1>", 503), responding(200, None)])
    bench.order_answer = lambda incoming: next(answers)(incoming)  # noqa: PLW0108  # another one each time

    record = order(bench, session).json()

    assert [status["code"] for status in record["statuses"]] == [560, 550, 200]
    assert len({incoming.body for incoming in bench.orders}) == 1


@pytest.mark.parametrize(("code", "attempts"), [(409, 1), (550, ATTEMPTS)])
def test_it_gives_up_at_once_when_the_fault_is_for_good_and_late_when_not(
    bench: Bench, code: int, attempts: int
) -> None:
    session = returned(bench)
    bench.order_answer = responding(code, None, "no")
    record = order(bench, session).json()

    assert [status["code"] for status in record["statuses"]] == [code] * attempts
    assert len(bench.orders) == attempts


def test_only_a_cart_that_came_back_is_ordered_and_only_where_the_hub_takes_orders(bench: Bench) -> None:
    waiting = bench.started(order_url=f"{bench.hub_url}/cxml/order")
    assert order(bench, waiting).status_code == 409
    assert order(bench, returned(bench, order_url="")).status_code == 409
    assert order(bench, {"buyer_cookie": "none"}).status_code == 404
    assert bench.orders == []


def test_the_buyer_orders_by_the_page_and_sees_what_became_of_it(bench: Bench) -> None:
    session = returned(bench)
    page = f"{bench.url}/punchouts/{session['buyer_cookie']}"
    assert "Approve and order" in requests.get(page, timeout=10).text

    ordered = requests.post(f"{page}/order", timeout=10).text

    (entry,) = told(bench, session)
    assert f"Order {entry['order_id']}" in ordered
    assert "Approve and order" not in ordered
    assert requests.post(f"{bench.url}/punchouts/none/order", timeout=10).status_code == 404


def confirmation(request: OrderRequest, secret: str = SECRET, payload_id: str = "c-1@hub.example") -> bytes:
    """Return a confirmation of the first line of an order."""
    supplier = Credential("DUNS", "000000001")
    status = ConfirmationStatus(Decimal(3), "detail", "EA", unit_price=Money(Decimal("10.5"), "USD"))
    return build_confirmation_request(
        ConfirmationRequest(
            envelope=Envelope(payload_id, "2026-01-31T09:00:00+00:00"),
            header=Header((supplier,), request.header.from_, (replace(supplier, shared_secret=secret),), "test"),
            deployment_mode="test",
            type="detail",
            notice_date="2026-01-31T09:00:00+00:00",
            order_payload_id=request.envelope.payload_id,
            items=(ConfirmationItem(1, Decimal(3), "EA", (status,)),),
        )
    )


def confirm(bench: Bench, document: bytes) -> int:
    """Send a confirmation as the hub does; return the code of the status."""
    headers = {"Content-Type": "text/xml; charset=UTF-8"}
    response = requests.post(f"{bench.url}/cxml/confirmation", data=document, headers=headers, timeout=10)
    assert response.status_code == 200
    return parse_setup_response(response.content).status.code


def test_a_confirmation_is_taken_once_from_who_knows_the_secret(bench: Bench) -> None:
    session = returned(bench)
    request = placed(bench, session)
    other = replace(request, envelope=replace(request.envelope, payload_id="nobody's"))

    assert confirm(bench, confirmation(request, "wrong")) == 401
    assert confirm(bench, confirmation(other)) == 417
    assert confirm(bench, b"<cXML/>") == 406
    assert told(bench, session)[0]["confirmations"] == []
    assert [confirm(bench, confirmation(request)) for _ in range(2)] == [200, 200]
    assert confirm(bench, confirmation(request).replace(b">3<", b">2<").replace(b'"3"', b'"2"')) == 409

    (entry,) = told(bench, session)
    assert len(entry["confirmations"]) == 1
    page = requests.get(f"{bench.url}/punchouts/{session['buyer_cookie']}", timeout=10).text
    assert "Confirmed by the supplier: detail" in page


def test_a_confirmation_that_is_quicker_than_the_answer_is_taken(bench: Bench) -> None:
    session = returned(bench)

    def quick(incoming: Incoming) -> Response:
        assert confirm(bench, confirmation(parse_order_request(incoming.body))) == 200
        return responding(200, None)(incoming)

    bench.order_answer = quick
    assert len(order(bench, session).json()["confirmations"]) == 1


def test_no_record_and_no_page_shows_a_secret(bench: Bench) -> None:
    odd = "s3cret <&> of the buyer"
    organization = {"domain": "NetworkID", "identity": "BUYER-1", "shared_secret": odd}
    session = returned(bench, organization=organization)
    request = placed(bench, session)
    assert confirm(bench, confirmation(request, odd)) == 200

    page = requests.get(f"{bench.url}/punchouts/{session['buyer_cookie']}", timeout=10).text
    shown = repr(told(bench, session)) + page
    assert escape(odd).encode() in bench.orders[-1].body
    assert "[secret]" in shown
    assert [secret for secret in (odd, escape(odd)) if secret in shown] == []
