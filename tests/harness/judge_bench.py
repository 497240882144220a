"""Hand-made observations and small parties for the tests of the judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from starlette.responses import HTMLResponse, Response

from harness.actors import Buyer, PunchOut, SeenLine
from harness.browser import Hop, Page
from harness.plan import PlannedScenario
from harness.record import Failure, ScenarioResult
from harness.requirements import Requirement
from harness.verdicts import Level, Verdict
from simulators.messages.cart import Cart, CartLine
from simulators.wire import Incoming, Journal, Party, Redactor, endpoint

Handler = Callable[[Incoming], Response]

SIGNED_IN = "<script>Liferay.ThemeDisplay = {isSignedIn: function() { return true; }};</script>"
GUEST = "<script>Liferay.ThemeDisplay = {isSignedIn: function() { return false; }};</script>"


class Stand:
    """A party that is open and answers what it is given to answer, for GET, POST, PATCH and DELETE."""

    def __init__(self) -> None:
        self.journal = Journal(Redactor(b"a stand"))
        self._handlers: Mapping[str, Handler] = {}
        anywhere = endpoint("/{path:path}", self._answer, "GET", "POST", "PATCH", "DELETE")
        self.party = Party("storefront", [anywhere], self.journal).open()

    def serving(self, handlers: Mapping[str, Handler]) -> Party:
        """Answer at these paths from now on."""
        self._handlers = handlers
        return self.party

    def _answer(self, incoming: Incoming) -> Response:
        handler = self._handlers.get(incoming.path)
        return handler(incoming) if handler else Response("nothing here", 404)


def nobody_listens() -> str:
    """Return the address of a party that was never opened and is gone."""
    party = Party("storefront", [], Journal(Redactor(b"nobody")))
    party.close()
    return party.url


def says(markup: str) -> Handler:
    """Return a handler that answers a page."""
    return lambda _: HTMLResponse(markup)


def page(
    markup: str = "",
    *,
    url: str = "http://shop.example/web/shop/catalog",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    hops: tuple[Hop, ...] = (),
) -> Page:
    """Return a page as a browser shows it."""
    return Page(url, status, headers or {"content-type": "text/html"}, markup, hops)


def planned(
    name: str = "A cart arrives", *, row: str = "", level: Level = Level.MUST, requirement: str = "P2G-CART-001"
) -> PlannedScenario:
    """Return a scenario of a feature about carts."""
    return PlannedScenario(
        "cart.feature", "Carts come back", "A rule", name, row, (requirement,), level, frozenset({"must"})
    )


def result(name: str, verdict: Verdict, failure: Failure | None = None, **values: Any) -> ScenarioResult:
    """Return what a scenario of that name said."""
    reason = values.pop("reason", failure.what if failure else "")
    scenario = planned(name, **{key: values.pop(key) for key in ("row", "level", "requirement") if key in values})
    return ScenarioResult(scenario, verdict, reason, failure, **values)


def requirement(
    name: str = "P2G-CART-001",
    level: Level = Level.MUST,
    generation: str = "tradecentric-7.4",
    not_testable: str = "",
    attested: str = "",
) -> Requirement:
    """Return a requirement of the catalogue."""
    text = f"What {name} asks for."
    why = {"not_testable": not_testable, "attested": attested}
    return Requirement(name, level, (generation,), "A heading", "storefront", text, "Look into it.", **why)


def seen_line(number: int = 1, **values: Any) -> SeenLine:
    """Return a line as the storefront shows it."""
    line: dict[str, Any] = {
        "order_id": 900,
        "line_id": number,
        "sku_id": 70 + number,
        "sku": f"SKU-{number}",
        "description": "A bolt & a nut",
        "quantity": Decimal(2),
        "unit_price": Decimal("1.50"),
        "final_price": Decimal("3.00"),
        "currency": "USD",
    }
    return SeenLine(**{**line, **values})


def posted_line(number: int = 1, **values: Any) -> CartLine:
    """Return the line of `seen_line` as the storefront posts it."""
    line: dict[str, Any] = {
        "sku_id": 70 + number,
        "supplier_id": f"SKU-{number}",
        "auxiliary_id": f"900/{number}",
        "description": "<p>A bolt &amp; a <b>nut</b></p>",
        "quantity": Decimal(2),
        "unit_price": Decimal("1.50"),
        "final_price": Decimal("3.00"),
    }
    return CartLine(**{**line, **values})


def posted_cart(*lines: CartLine, **values: Any) -> Cart:
    """Return a cart whose total adds up."""
    total = sum((line.final_price for line in lines), Decimal(0))
    return Cart(**{"currency": "USD", "total": total, "lines": lines, **values})


def punch_out(code: int | None = 200, detail: str = "", start_url: str | None = None) -> PunchOut:
    """Return a punch out as procurement sees it."""
    state = "started" if start_url else "refused"
    return PunchOut("bc-1", state, code, detail, start_url, documents=(), refusals=())


def buyer(email: str, signed_in_as: str) -> Buyer:
    """Return a buyer, and who the storefront says is signed in."""
    shopping = SimpleNamespace(email=lambda: signed_in_as)
    return cast("Buyer", SimpleNamespace(person=SimpleNamespace(email=email), shopping=shopping))
