"""The operators' desks: the consoles of the procurement system and of the hub, reached over HTTP like by anyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from harness.actors.orders import BookedOrder, PlacedOrder, booked_order, placed_order
from harness.actors.people import Company, Person
from harness.errors import HarnessFault
from harness.targetfile import HubCredentials, OrderInterface
from simulators.hub import CATALOGUE_PATH, ORDER_PATH, SETUP_PATH
from simulators.messages.cxml import CxmlRejected, OrderMessage, parse_order_message
from simulators.procurement import CONFIRMATION_PATH
from simulators.procurement.profiles import OCI, profile_named
from simulators.wire import Caller, Journal, Unreachable

_LAUNCH_NAMES = ("hook_url", "username", "password")
# What the hub answers a cart with when nothing is wrong on purpose.
ACCEPTS = "accept"
SUPPLIER = {"domain": "DUNS", "identity": "000000001"}


@dataclass(frozen=True)
class HeldLine:
    """A line of a cart as procurement holds it; `unit_price` is for `price_unit` pieces, None when it has none yet."""

    part_id: str
    auxiliary_id: str
    quantity: Decimal
    unit_price: Decimal | None
    price_unit: Decimal
    currency: str
    unit_of_measure: str
    description: str
    classifications: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PunchOut:
    """A punch out as procurement sees it: state, answer of the hub, start page, and what it holds of the cart.

    `documents` are the order messages it took, `brought` the lines of the last one, `held` what it made of them,
    `limits` what its platform would not keep of the lines it holds, `advisories` what it noticed about the message.
    `hub_name` is what the hub calls the session.
    """

    buyer_cookie: str
    state: str
    code: int | None
    detail: str
    start_url: str | None
    documents: tuple[str, ...]
    refusals: tuple[str, ...]
    brought: tuple[HeldLine, ...] = ()
    held: tuple[HeldLine, ...] = ()
    limits: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    hub_name: str = ""

    @property
    def order_messages(self) -> tuple[OrderMessage, ...]:
        """The order messages procurement took."""
        try:
            return tuple(parse_order_message(document.encode(), encoding="utf-8") for document in self.documents)
        except CxmlRejected as error:
            raise HarnessFault(f"the hub made an order message that is not valid cXML: {error}") from error


@dataclass(frozen=True)
class HubRecord:
    """A session as the hub sees it: its return URL and the bodies the storefront posted there.

    Of each post there are the name of the form the cart came in ("" when it was refused), the names of the advisories,
    and the faults it was refused for.
    """

    id: str
    buyer_cookie: str
    noticed: tuple[str, ...]
    return_url: str
    back_url: str
    start_url: str
    cart_posts: tuple[str, ...]
    cart_form: tuple[str, ...]
    cart_advisories: tuple[tuple[str, ...], ...]
    cart_faults: tuple[tuple[str, ...], ...]
    carts_accepted: int
    redirect_url: str
    returns: int
    refusal: str


class _Desk:
    def __init__(self, name: str, url: str, journal: Journal) -> None:
        self._name = name
        self._url = url
        self._caller = Caller("operator", journal, receiver=name)
        self._journal = journal

    def close(self) -> None:
        """Close the connection."""
        self._caller.close()

    def _ask(self, method: str, path: str, document: Any = None) -> Any:
        try:
            # Procurement asks the hub, which asks the storefront: who waits for them all waits longest.
            deadline = self._journal.patience.outlasting(3)
            response = self._caller.call(method, self._url + path, json=document, deadline=deadline)
        except Unreachable as error:
            raise HarnessFault(f"the {self._name} did not answer: {error}") from error
        if response.status_code >= 400:
            raise HarnessFault(
                f"the {self._name} answered {method} {path} with {response.status_code}: {response.text}"
            )
        return response.json()


class ProcurementDesk(_Desk):
    """The console of a procurement system."""

    def __init__(self, url: str, journal: Journal) -> None:
        super().__init__("procurement system", url, journal)
        self.url = url

    def begin(
        self,
        company: Company,
        person: Person,
        setup_url: str,
        *,
        operation: str = "create",
        items: Sequence[dict[str, Any]] = (),
        oci: Mapping[str, Any] | None = None,
        order_url: str = "",
        connect_to: str = "",
    ) -> PunchOut:
        """Make a session on the platform the company works with; nothing is sent yet.

        It reaches the hub at `connect_to` (host and port) where that is given.
        """
        document = {
            "organization": {
                "domain": profile_named(company.platform).domain,
                "identity": company.identity,
                "shared_secret": company.shared_secret,
            },
            "supplier": SUPPLIER,
            "setup_url": setup_url,
            "order_url": order_url,
            "connect_to": connect_to,
            "buyer": {
                "email": person.email,
                "first_name": person.first_name,
                "last_name": person.last_name,
                "unique_name": person.email,
            },
            "profile": company.platform,
            "operation": operation,
            "items": list(items),
            "oci": dict(oci or {}),
        }
        return _punch_out(self._ask("POST", "/operator/sessions", document))

    def launch(self, punch_out: PunchOut) -> PunchOut:
        """Send the set-up request; return what became of it."""
        return _punch_out(self._ask("POST", f"/operator/sessions/{punch_out.buyer_cookie}/launch"))

    def see(self, punch_out: PunchOut) -> PunchOut:
        """Return the session as it is now."""
        return _punch_out(self._ask("GET", f"/operator/sessions/{punch_out.buyer_cookie}"))

    def order(self, punch_out: PunchOut, changes: Sequence[dict[str, Any]] = ()) -> PlacedOrder:
        """Approve what is held of a cart and order it, with changes; return what became of the order."""
        path = f"/operator/sessions/{punch_out.buyer_cookie}/order"
        return placed_order(self._ask("POST", path, {"changes": list(changes)}))


class HubDesk(_Desk):
    """The console of the hub."""

    def __init__(self, url: str, journal: Journal) -> None:
        super().__init__("hub", url, journal)
        self.url = url
        self.order_url = url + ORDER_PATH

    def entrance(self, company: Company) -> str:
        """Return where the platform a company works with begins a punch out."""
        return self.url + (CATALOGUE_PATH if profile_named(company.platform).protocol == OCI else SETUP_PATH)

    def relate(
        self,
        company: Company,
        shop_url: str,
        group: str,
        credentials: HubCredentials,
        *,
        currency: str,
        verify: bool | str,
        session_request: str = "eager",
        orders: OrderInterface | None = None,
        connect_to: str = "",
        patience: float = 0.0,
        return_origin: str = "",
    ) -> None:
        """Let a company punch out to the target, and order there where it takes orders.

        `session_request` tells whether the hub asks for the session late. It reaches the shop at `connect_to` (host and
        port) and waits for `patience` seconds, and the shop is to reach it at `return_origin`, where those are given.
        """
        platform = profile_named(company.platform)
        confirmations = company.procurement_url and company.procurement_url + CONFIRMATION_PATH
        self._ask(
            "POST",
            "/operator/relationships",
            {
                "buyer": {
                    "domain": platform.domain,
                    "identity": company.identity,
                    "shared_secret": company.shared_secret,
                },
                "supplier": SUPPLIER,
                "shop": {
                    "url": shop_url,
                    "group": group,
                    "client_id": credentials.client_id,
                    "client_secret": credentials.client_secret,
                    "user": credentials.user,
                    "password": credentials.password,
                    "connect_to": connect_to,
                    "patience": patience,
                    "verify": verify,
                },
                "return_origin": return_origin,
                "account_reference_code": company.account_code,
                "currency": currency,
                "form_field": platform.form_field,
                "session_request": session_request,
                "orders": orders
                and {
                    "url": orders.url,
                    "shared_secret": orders.shared_secret,
                    "confirmation_url": confirmations,
                },
                "launch_names": {name: platform.oci[name] for name in _LAUNCH_NAMES if name in platform.oci},
            },
        )

    def answer_cart_with(self, punch_out: PunchOut, answer: str) -> None:
        """Let the hub answer the cart of one punch out in a named way."""
        if answer != ACCEPTS:
            self._journal.patience.excuse()
        self._ask("PUT", f"/operator/sessions/{punch_out.hub_name}/behaviour", {"answer": answer})

    def ask_with(self, punch_out: PunchOut, request: str) -> None:
        """Let the hub ask for the session of one punch out in a named way."""
        self._ask("PUT", f"/operator/sessions/{punch_out.hub_name}/request", {"request": request})

    def see(self, punch_out: PunchOut) -> HubRecord:
        """Return the hub's session of a punch out."""
        record = self._ask("GET", f"/operator/sessions/{punch_out.hub_name}")
        posts = {name: tuple(record[name]) for name in ("noticed", "cart_posts", "cart_form")}
        found = {name: tuple(map(tuple, record[name])) for name in ("cart_advisories", "cart_faults")}
        return HubRecord(**{**record, **posts, **found})

    def send_orders(self, company: Company, sending: str) -> None:
        """Let the hub send the orders of a company in a named way, from now on."""
        domain = profile_named(company.platform).domain
        said = {"domain": domain, "identity": company.identity, "sending": sending}
        self._ask("PUT", "/operator/orders/sending", said)

    def booked(self, order: PlacedOrder) -> BookedOrder:
        """Return what the hub's book says of an order; an order it was not booked for was never sent."""
        found = self._ask("GET", f"/operator/orders?payload_id={quote(order.payload_id, safe='')}")
        return booked_order(found[-1]) if found else BookedOrder(order.payload_id, (), "", None)


def _punch_out(record: dict[str, Any]) -> PunchOut:
    status = record["status"] or {}
    return PunchOut(
        buyer_cookie=record["buyer_cookie"],
        state=record["state"],
        code=status.get("code"),
        detail=status.get("detail", ""),
        start_url=record["start_page"],
        documents=tuple(record["order_messages"]),
        refusals=tuple(record["refusals"]),
        brought=tuple(_held(line) for line in (record["brought"] or {"lines": ()})["lines"]),
        held=tuple(_held(line) for line in record["held"]),
        limits=tuple(record["limits"]),
        advisories=tuple(record["advisories"]),
        hub_name=record["hub_name"],
    )


def _held(line: dict[str, Any]) -> HeldLine:
    price = line["unit_price"]
    return HeldLine(
        **{name: line[name] for name in ("part_id", "auxiliary_id", "currency", "unit_of_measure", "description")},
        quantity=Decimal(line["quantity"]),
        unit_price=None if price is None else Decimal(price),
        price_unit=Decimal(line["price_unit"]),
        classifications=tuple((domain, code) for domain, code in line["classifications"]),
    )
