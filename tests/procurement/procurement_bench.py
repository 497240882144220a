"""A procurement system on the bench, with a hub that answers as the test says."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import requests
from starlette.responses import Response

from simulators.messages.cxml import (
    Classification,
    Content,
    Credential,
    Envelope,
    FieldStyle,
    Header,
    ItemID,
    ItemIn,
    Money,
    OrderMessage,
    SetupRequest,
    SetupResponse,
    Text,
    build_order_message,
    build_setup_response,
    encode_form_field,
    parse_setup_request,
    standard_status,
)
from simulators.procurement import Procurement
from simulators.wire import Incoming, Journal, Party, Redactor, endpoint

START_PAGE = "http://shop.example/a;b=1?Token=AbC-_*&x=%2F|'"
SECRET = "s3cret-of-the-buyer"
Answer = Callable[[Incoming], Response]


def responding(code: int = 200, start_page: str | None = START_PAGE, detail: str = "", http: int = 200) -> Answer:
    """Return a hub's answer to a set-up request."""
    response = SetupResponse(
        Envelope("r@hub.example", "2026-01-01T09:00:00+00:00"), standard_status(code, detail), start_page
    )
    return lambda _: Response(build_setup_response(response), http, media_type="text/xml; charset=UTF-8")


def order_message(cookie: Content, **item: Any) -> OrderMessage:
    """Return an order message of one line."""
    values: dict[str, Any] = {
        "item_id": ItemID("SKU-001", "41/42"),
        "quantity": Decimal(3),
        "line_number": None,
        "unit_price": Money(Decimal("10.50"), "USD"),
        "descriptions": (Text("en", "A bolt"),),
        "unit_of_measure": "EA",
        "classifications": (Classification("UNSPSC", "31161600"),),
    }
    party = (Credential("DUNS", "000000001"),)
    return OrderMessage(
        envelope=Envelope(f"{secrets.token_hex(8)}@hub.example", "2026-01-01T09:00:00+00:00"),
        header=Header(party, party, party, "test"),
        deployment_mode="test",
        status=None,
        buyer_cookie=cookie,
        operation_allowed="edit",
        quote_status="final",
        total=Money(Decimal("31.50"), "USD"),
        items=(ItemIn(**values | item),),
    )


class Bench:
    """A procurement system with a hub."""

    def __init__(self) -> None:
        self.journal = Journal(Redactor(b"test"))
        addresses = [endpoint("/cxml/setup", self._set_up, "POST"), endpoint("/cxml/order", self._order, "POST")]
        self._hub = Party("hub", addresses, self.journal)
        self.hub_url = self._hub.url
        self.procurement = Procurement(self.journal, name="procurement <b>'&")
        self.url = self.procurement.url
        self.reset()

    def __enter__(self) -> Bench:
        self._hub.open()
        self.procurement.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.procurement.close()
        self._hub.close()

    def reset(self) -> None:
        """Let the hub be good again, and forget what it was sent."""
        self.answer = responding()
        self.received: list[Incoming] = []
        self.order_answer = responding(200, None)
        self.orders: list[Incoming] = []

    def _order(self, incoming: Incoming) -> Response:
        self.orders.append(incoming)
        return self.order_answer(incoming)

    def _set_up(self, incoming: Incoming) -> Response:
        self.received.append(incoming)
        return self.answer(incoming)

    def document(self, **changes: Any) -> dict[str, Any]:
        """Return what an operator sends to make a session."""
        return {
            "organization": {"domain": "NetworkID", "identity": "BUYER-1", "shared_secret": SECRET},
            "supplier": {"domain": "DUNS", "identity": "000000001"},
            "setup_url": f"{self._hub.url}/cxml/setup",
            "buyer": {
                "email": "ada@buyer.example",
                "first_name": "Ada",
                "last_name": "Buyer",
                "unique_name": "ada",
            },
        } | changes

    def make(self, document: object) -> requests.Response:
        """Make a session as an operator does."""
        return requests.post(f"{self.url}/operator/sessions", json=document, timeout=10)

    def begin(self, **changes: Any) -> dict[str, Any]:
        """Make a session; return its record."""
        response = self.make(self.document(**changes))
        assert response.status_code == 201, response.text
        return dict(response.json())

    def launch(self, session: dict[str, Any]) -> requests.Response:
        """Send the set-up request of a session."""
        url = f"{self.url}/operator/sessions/{session['buyer_cookie']}/launch"
        return requests.post(url, timeout=10)

    def started(self, **changes: Any) -> dict[str, Any]:
        """Return a session that waits for its order message."""
        session = self.begin(**changes)
        assert self.launch(session).json()["state"] == "started"
        return session

    def see(self, session: dict[str, Any]) -> dict[str, Any]:
        """Return the record of a session as it is now."""
        return dict(requests.get(f"{self.url}/operator/sessions/{session['buyer_cookie']}", timeout=10).json())

    def request(self) -> SetupRequest:
        """Return the set-up request the hub received last."""
        return parse_setup_request(self.received[-1].body, encoding=self.received[-1].charset)

    def post(
        self, address: str, message: OrderMessage, style: FieldStyle = "cXML-urlencoded", name: str = ""
    ) -> requests.Response:
        """Post an order message as a browser does."""
        field, value = encode_form_field(build_order_message(message), style=style)
        return requests.post(address, data={name or field: value}, timeout=10)

    def bring_back(self, session: dict[str, Any], **changes: Any) -> requests.Response:
        """Bring a cart back to a session."""
        message = replace(order_message(session["buyer_cookie"]), **changes)
        return self.post(session["form_post_url"], message)


def random_cookie() -> str:
    """Return a BuyerCookie of no session."""
    return f"bc-{secrets.token_hex(12)}"
