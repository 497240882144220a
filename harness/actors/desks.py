"""The operators' desks: the consoles of the procurement system and of the hub, reached over HTTP like by anyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.actors.people import Company, Person
from harness.errors import HarnessFault
from harness.targetfile import HubCredentials
from simulators.messages.cxml import CxmlRejected, OrderMessage, parse_order_message
from simulators.wire import Caller, Journal, Unreachable

SUPPLIER = {"domain": "DUNS", "identity": "000000001"}


@dataclass(frozen=True)
class PunchOut:
    """A punch out as procurement sees it: state, answer of the hub, start page and what came back."""

    buyer_cookie: str
    state: str
    code: int | None
    detail: str
    start_url: str | None
    documents: tuple[str, ...]
    refusals: tuple[str, ...]

    @property
    def order_messages(self) -> tuple[OrderMessage, ...]:
        """The order messages procurement took."""
        try:
            return tuple(parse_order_message(document.encode(), encoding="utf-8") for document in self.documents)
        except CxmlRejected as error:
            raise HarnessFault(f"the hub made an order message that is not valid cXML: {error}") from error


@dataclass(frozen=True)
class HubRecord:
    """A session as the hub sees it: its return URL and the bodies the storefront posted there."""

    id: str
    buyer_cookie: str
    return_url: str
    start_url: str
    cart_posts: tuple[str, ...]
    carts_accepted: int
    redirect_url: str
    returns: int
    refusal: str


class _Desk:
    def __init__(self, name: str, url: str, journal: Journal) -> None:
        self._name = name
        self._url = url
        self._caller = Caller("operator", journal, receiver=name)

    def close(self) -> None:
        """Close the connection."""
        self._caller.close()

    def _ask(self, method: str, path: str, document: Any = None) -> Any:
        try:
            response = self._caller.call(method, self._url + path, json=document)
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
    ) -> PunchOut:
        """Make a session; nothing is sent yet."""
        document = {
            "organization": {
                "domain": "NetworkID",
                "identity": company.identity,
                "shared_secret": company.shared_secret,
            },
            "supplier": SUPPLIER,
            "setup_url": setup_url,
            "buyer": {
                "email": person.email,
                "first_name": person.first_name,
                "last_name": person.last_name,
                "unique_name": person.email,
            },
            "operation": operation,
            "items": list(items),
        }
        return _punch_out(self._ask("POST", "/operator/sessions", document))

    def launch(self, punch_out: PunchOut) -> PunchOut:
        """Send the set-up request; return what became of it."""
        return _punch_out(self._ask("POST", f"/operator/sessions/{punch_out.buyer_cookie}/launch"))

    def see(self, punch_out: PunchOut) -> PunchOut:
        """Return the session as it is now."""
        return _punch_out(self._ask("GET", f"/operator/sessions/{punch_out.buyer_cookie}"))


class HubDesk(_Desk):
    """The console of the hub."""

    def __init__(self, url: str, journal: Journal) -> None:
        super().__init__("hub", url, journal)
        self.url = url
        self.setup_url = f"{url}/cxml/setup"

    def relate(
        self,
        company: Company,
        shop_url: str,
        group: str,
        credentials: HubCredentials,
        *,
        currency: str,
        verify: bool | str,
    ) -> None:
        """Let a company punch out to the target."""
        self._ask(
            "POST",
            "/operator/relationships",
            {
                "buyer": {
                    "domain": "NetworkID",
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
                    "verify": verify,
                },
                "account_reference_code": company.account_code,
                "currency": currency,
            },
        )

    def answer_cart_with(self, punch_out: PunchOut, answer: str) -> None:
        """Let the hub answer the cart of one punch out in a named way."""
        self._ask("PUT", f"/operator/sessions/{punch_out.buyer_cookie}/behaviour", {"answer": answer})

    def ask_with(self, punch_out: PunchOut, request: str) -> None:
        """Let the hub ask for the session of one punch out in a named way."""
        self._ask("PUT", f"/operator/sessions/{punch_out.buyer_cookie}/request", {"request": request})

    def see(self, punch_out: PunchOut) -> HubRecord:
        """Return the hub's session of a punch out."""
        record = self._ask("GET", f"/operator/sessions/{punch_out.buyer_cookie}")
        return HubRecord(**{**record, "cart_posts": tuple(record["cart_posts"])})


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
    )
