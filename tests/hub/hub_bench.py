"""A hub on the bench, with a shop that answers as the test says and a buyer's side that speaks cXML."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import requests
from lxml import html
from starlette.responses import JSONResponse, Response

from simulators.hub import SESSION_PATH, TOKEN_PATH, Hub
from simulators.messages.cart import Cart, CartLine, build_cart
from simulators.messages.cxml import (
    Contact,
    Credential,
    Envelope,
    Header,
    ItemID,
    ItemOut,
    OrderMessage,
    SetupRequest,
    SetupResponse,
    Text,
    build_setup_request,
    build_status_response,
    decode_form_field,
    parse_order_message,
    parse_setup_response,
    standard_status,
)
from simulators.wire import Incoming, Journal, Party, Redactor, endpoint

SUPPLIER = Credential("DUNS", "000000001")
FORM_POST = "http://buyer.example/Return?realm=A&x='\"<>;%2F"
START_URL = "http://shop.example/catalog?punchOutAccessToken=AbC-_*"
Answer = Callable[[Incoming], Response]


def granting(start_url: str = START_URL) -> Answer:
    """Return a shop's answer that gives a session."""
    return lambda incoming: JSONResponse({**incoming.json(), "punchOutStartURL": start_url})


def bearer(_: Incoming) -> Response:
    """Answer a token request with a new bearer token."""
    return JSONResponse({"access_token": f"bearer-{secrets.token_hex(8)}", "expires_in": 600})


class StubShop:
    """A shop: what it answers to a session request, and what it was asked."""

    def __init__(self, journal: Journal) -> None:
        self._party = Party(
            "storefront",
            [
                endpoint(SESSION_PATH, self._session, "POST"),
                endpoint(TOKEN_PATH, self._token, "POST"),
                endpoint("/orders", self._order, "POST"),
                endpoint("/confirmations", self._confirmation, "POST"),
            ],
            journal,
        )
        self.url = self._party.url
        self.reset()

    def reset(self) -> None:
        """Forget everything and give sessions."""
        self.session: Answer = granting()
        self.token: Answer = bearer
        self.asked: list[Incoming] = []
        self.token_requests: list[Incoming] = []
        self.order: Answer = lambda _: JSONResponse({"title": "no orders here"}, 404)
        self.orders: list[Incoming] = []
        self.confirmation_code = 200
        self.confirmations: list[Incoming] = []

    def open(self) -> None:
        """Start to answer."""
        self._party.open()

    def close(self) -> None:
        """Stop answering."""
        self._party.close()

    def _session(self, incoming: Incoming) -> Response:
        self.asked.append(incoming)
        return self.session(incoming)

    def _order(self, incoming: Incoming) -> Response:
        self.orders.append(incoming)
        return self.order(incoming)

    def _confirmation(self, incoming: Incoming) -> Response:
        """Answer a confirmation, in the place of the buyer's procurement system."""
        self.confirmations.append(incoming)
        envelope, status = Envelope("c@buyer.example", "2026-01-01T09:00:00+00:00"), self.confirmation_code
        return Response(build_status_response(envelope, standard_status(status)), media_type="text/xml; charset=UTF-8")

    def _token(self, incoming: Incoming) -> Response:
        self.token_requests.append(incoming)
        return self.token(incoming)


@dataclass(frozen=True)
class Company:
    """A buying company with its relationship."""

    credential: Credential
    code: str

    @property
    def secret(self) -> str:
        """The shared secret."""
        return str(self.credential.shared_secret)


def line(**changes: Any) -> CartLine:
    """Return a line of a cart."""
    values: dict[str, Any] = {
        "sku_id": 30007,
        "supplier_id": "SKU-001",
        "auxiliary_id": "41/42",
        "description": "<p>A <b>bolt</b></p>",
        "quantity": Decimal(3),
        "unit_price": Decimal("10.50"),
        "final_price": Decimal("31.50"),
        "unspsc": "31161600",
    }
    return CartLine(**values | changes)


def cart(*lines: CartLine, **changes: Any) -> Cart:
    """Return a cart whose total is that of its lines."""
    lines = lines or (line(),)
    total = sum((one.final_price for one in lines), Decimal(0))
    values: dict[str, Any] = {"currency": "USD", "total": total, "lines": lines}
    return Cart(**values | changes)


class Bench:
    """A hub with a shop."""

    def __init__(self) -> None:
        self.journal = Journal(Redactor(b"test"))
        self.shop = StubShop(self.journal)
        self.hub = Hub(self.journal)

    def __enter__(self) -> Bench:
        self.shop.open()
        self.hub.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.hub.close()
        self.shop.close()

    def relate(self, *, shop: dict[str, Any] | None = None, **changes: Any) -> Company:
        """Give the hub a new company that may punch out to the shop."""
        identity, secret = f"BUYER-{secrets.token_hex(6)}", f"s3cret-{secrets.token_hex(8)}"
        company = Company(Credential("NetworkID", identity, secret), f"ACME-{identity}")
        document = {
            "buyer": {"domain": "NetworkID", "identity": identity, "shared_secret": secret},
            "supplier": {"domain": SUPPLIER.domain, "identity": SUPPLIER.identity},
            "shop": {"url": self.shop.url, "group": "Punch Out Store", "client_id": identity, "client_secret": "cl13nt"}
            | (shop or {}),
            "account_reference_code": company.code,
            "currency": "USD",
        }
        response = requests.post(f"{self.hub.url}/operator/relationships", json=document | changes, timeout=10)
        assert response.status_code == 201, response.text
        return company

    def request(self, company: Company, **changes: Any) -> SetupRequest:
        """Return a set-up request of a company."""
        request = SetupRequest(
            envelope=Envelope(f"{secrets.token_hex(8)}@buyer.example", "2026-01-01T09:00:00+00:00", language="en-US"),
            header=Header(
                from_=(replace(company.credential, shared_secret=None),),
                to=(SUPPLIER,),
                sender=(company.credential,),
                user_agent="test",
            ),
            deployment_mode="test",
            operation="create",
            buyer_cookie=f"bc-{secrets.token_hex(8)}",
            browser_form_post=FORM_POST,
            extrinsics=(("UserEmail", "ada@buyer.example"), ("FirstName", "Ada"), ("LastName", "Buyer")),
            contacts=(Contact(Text("en", "Somebody Else"), role="endUser", emails=("other@buyer.example",)),),
        )
        return replace(request, **changes)

    def send(self, document: bytes, **headers: str) -> requests.Response:
        """Send a set-up request as it is."""
        headers = {"Content-Type": "text/xml; charset=UTF-8"} | headers
        return requests.post(self.hub.setup_url, data=document, headers=headers, timeout=10)

    def set_up(self, company: Company, **changes: Any) -> SetupResponse:
        """Send a set-up request; return the hub's response, which is always cXML in HTTP 200."""
        return self.answer_to(build_setup_request(self.request(company, **changes)))

    def answer_to(self, document: bytes, **headers: str) -> SetupResponse:
        """Return the hub's response to a document."""
        response = self.send(document, **headers)
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/xml; charset=UTF-8"
        return parse_setup_response(response.content)

    def begin(self, company: Company, **changes: Any) -> str:
        """Set a session up; return its BuyerCookie."""
        request = self.request(company, **changes)
        response = self.answer_to(build_setup_request(request))
        assert response.status.code == 200, response.status
        return str(request.buyer_cookie)

    def seen(self, cookie: str) -> dict[str, Any]:
        """Return the hub's session of a BuyerCookie."""
        return dict(requests.get(f"{self.hub.url}/operator/sessions/{cookie}", timeout=10).json())

    def behave(self, cookie: str, answer: object) -> requests.Response:
        """Let the hub answer the cart of one buyer in a named way."""
        url = f"{self.hub.url}/operator/sessions/{cookie}/behaviour"
        return requests.put(url, json={"answer": answer}, timeout=10)

    def post_cart(self, return_url: str, body: bytes | Cart) -> requests.Response:
        """Post a cart as a shop does."""
        data = body if isinstance(body, bytes) else build_cart(body)
        headers = {"Content-type": "application/json"}
        return requests.post(return_url, data=data, headers=headers, timeout=10, allow_redirects=False)

    def brought_back(self, redirect_url: str) -> tuple[str, str, OrderMessage]:
        """Follow the redirect URL; return address, name of the field and order message the browser would post."""
        page = html.document_fromstring(requests.get(redirect_url, timeout=10).content.decode())
        (form,) = page.forms
        (field,) = form.xpath(".//input[@type='hidden']")
        found = decode_form_field([(field.get("name"), field.get("value"))])
        return str(form.get("action")), field.get("name"), parse_order_message(found.document, encoding=found.encoding)


def item_out(auxiliary_id: str | None, quantity: str = "1") -> ItemOut:
    """Return a line a buyer sends along with edit."""
    return ItemOut(ItemID("SKU-001", auxiliary_id), Decimal(quantity))


def document_of(incoming: Incoming) -> dict[str, Any]:
    """Return the JSON object a shop was asked with."""
    return dict(json.loads(incoming.body))
