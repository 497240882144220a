"""The buyer: punches out from procurement, opens the start URL, shops, clicks *Submit*."""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from harness.actors.cart_kinds import CARTS, Fill
from harness.actors.desks import HeldLine, HubDesk, HubRecord, ProcurementDesk, PunchOut
from harness.actors.order_kinds import ORDERS, Ordering
from harness.actors.orders import MadeOrder
from harness.actors.pages import SeenLine, SeenSums, StorefrontPages
from harness.actors.people import Company, Person
from harness.actors.returns import RETURNS
from harness.browser import Browser, Form, Page
from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from simulators.hub.behaviour import SILENCE
from simulators.hub.hostile_answers import DRIP


class Buyer:
    """One buyer of one company, with a browser, on the way through one punch out at a time."""

    def __init__(
        self,
        person: Person,
        company: Company,
        browser: Browser,
        procurement: ProcurementDesk,
        hub: HubDesk,
        shopping: Callable[[Browser], StorefrontPages],
        token_lasts: Callable[[], float] = lambda: math.inf,
    ) -> None:
        """Make a buyer; `token_lasts` tells for how many seconds a token issued now is good, when that is known."""
        self.person = person
        self.company = company
        self.browser = browser
        self.procurement = procurement
        self.hub = hub
        self._shop = shopping
        self.shopping = shopping(browser)
        self.filled: tuple[SeenLine, ...] = ()
        self.punch_outs: list[PunchOut] = []
        self.orders: list[MadeOrder] = []
        self._punch_out: PunchOut | None = None
        # Where procurement reaches the hub for the punch outs that begin from now on, when it is not the usual way.
        self.hub_is_at = ""
        self.cookies_before_submit: dict[str, str] = {}
        self._hub_is_slow = False
        self._token_lasts = token_lasts
        self._token_ends = math.inf

    def sit_down_at(self, browser: Browser) -> None:
        """Go on in the browser of somebody else, with all that is left there."""
        self.browser, self.shopping = browser, self._shop(browser)

    @property
    def punch_out(self) -> PunchOut:
        """The punch out the buyer is on, as procurement sees it now."""
        if self._punch_out is None:
            self.prepare()
        assert self._punch_out is not None  # prepare has made it
        return self.procurement.see(self._punch_out)

    def prepare(self, operation: str = "create", items: tuple[dict[str, Any], ...] = ()) -> None:
        """Begin a punch out in procurement; nothing is sent yet."""
        self._punch_out = self.procurement.begin(
            self.company,
            self.person,
            self.hub.entrance(self.company),
            operation=operation,
            items=items,
            order_url=self.hub.order_url,
            connect_to=self.hub_is_at,
        )
        self.punch_outs.append(self._punch_out)

    def let_catalogue_validate(self, quantity: int) -> HeldLine:
        """Let procurement open the OCI catalogue to have the first line it holds validated, in a quantity.

        Returns the line as procurement held it before.

        Raises:
            NonConformance: when no line has come back.

        """
        held = self.punch_out.held
        if not held:
            raise NonConformance("The cart comes back to procurement", expected="its lines", got="none")
        first = held[0]
        asked = {"function": "VALIDATE", "product_id": first.auxiliary_id, "quantity": quantity}
        self._punch_out = self.procurement.begin(self.company, self.person, self.hub.entrance(self.company), oci=asked)
        self.browser.open(self.start().start_url or "")
        return first

    def start(self) -> PunchOut:
        """Let procurement send the set-up request; begin a new punch out when the last one was used."""
        if self._punch_out is None or self._punch_out.state != "new":
            self.prepare()
        assert self._punch_out is not None  # prepare has made it
        self._token_ends = time.monotonic() + self._token_lasts()
        self._punch_out = self.procurement.launch(self._punch_out)
        return self._punch_out

    def token_ends_within(self, seconds: float) -> bool:
        """Tell whether the access token that was issued last is good now, and is no longer after so many seconds."""
        return 0 < self._token_ends - time.monotonic() <= seconds

    @property
    def start_url(self) -> str:
        """The start URL the storefront issued.

        Raises:
            NonConformance: when there is none.

        """
        punch_out = self.punch_out
        if punch_out.start_url is None:
            raise NonConformance(
                "A buyer who may punch out gets a start URL",
                expected="a start URL",
                got=f"status {punch_out.code}: {punch_out.detail}",
            )
        return punch_out.start_url

    def open_start_url(self) -> Page:
        """Open the start URL.

        Raises:
            Inapplicable: when nobody is signed in by it and the token may have ended on the way: a storefront that is
                slow is not one that ends its tokens early.

        """
        page = self.browser.come_to(self.start_url)
        if not page.signed_in and time.monotonic() >= self._token_ends:
            raise Inapplicable(
                "not applied: from the request for the start URL to the page it leads to the storefront took longer "
                "than the token is good for, by the clock of this machine"
            )
        return page

    def enter(self) -> None:
        """Punch out and open the start URL; the buyer must be in a punch-out session then.

        Raises:
            NonConformance: when the buyer is not signed in.

        """
        self.start()
        _require_signed_in(self.open_start_url())

    def start_often(self, count: int) -> list[str]:
        """Begin several punch outs, one after the other; return their start URLs."""
        urls = []
        for _ in range(count):
            self.prepare()
            self.start()
            urls.append(self.start_url)
        return urls

    def enter_and_fill(self, quantities: list[int]) -> None:
        """Begin another punch out, open its start URL and fill the cart."""
        self.filled = ()
        self.prepare()
        self.enter()
        self.fill_cart(quantities)

    def come_back_to(self, lines: Sequence[SeenLine], operation: str, kind: str = "") -> None:
        """Begin a punch out for a cart that was brought back, to edit or inspect it in one of the ways of `RETURNS`.

        `lines` are what procurement holds of the cart.
        """
        self.prepare(operation, tuple(RETURNS[kind](lines)))

    def edit_and_submit(self, count: int, kind: str = "") -> None:
        """Come back to the cart in one of the ways of `RETURNS` and submit it, several times, one after the other."""
        for _ in range(count):
            self.come_back_to(self.filled, "edit", kind)
            self.enter()
            self.filled = self.cart() if kind else self.filled
            self.submit()

    def lend_browser(self, other: Buyer) -> None:
        """Let another buyer open their start URL in this buyer's browser.

        Raises:
            NonConformance: when nobody is signed in by it.

        """
        _require_signed_in(self.browser.open(other.start_url))

    def let_hub_ask(self, request: str) -> None:
        """Let the hub ask for this buyer's session in a named way, when the punch out has not begun yet."""
        if self._punch_out is None:
            self.prepare()
        self.hub.ask_with(self.punch_out, request)

    def let_hub_answer(self, answer: str) -> None:
        """Let the hub answer this buyer's cart in a named way, from now on."""
        if self._punch_out is None:
            self.prepare()
        self._hub_is_slow = answer in (SILENCE, DRIP)
        self.hub.answer_cart_with(self.punch_out, answer)

    def leave(self) -> None:
        """Let a hub that is silent or slow go on, so that nobody waits for it when the scenario is over."""
        if self._hub_is_slow:
            self.let_hub_answer("accept")

    def fill_cart(self, quantities: list[int]) -> None:
        """Put products into the cart and remember what the storefront then shows.

        Raises:
            NonConformance: when it shows anything else than what is in the cart by now.

        """
        self.fill_cart_by(lambda shopping: shopping.put_into_cart(quantities))

    def fill_cart_with(self, kind: str) -> None:
        """Fill the cart in one of the ways of `CARTS`, and remember what the storefront then shows.

        Raises:
            Inapplicable: when the storefront offers nothing of that kind.
            NonConformance: when it shows anything else than what is in the cart by now.

        """
        self.fill_cart_by(CARTS[kind])

    def sums_of_cart(self) -> SeenSums:
        """Return what the storefront shows below the lines of the cart.

        Raises:
            Inapplicable: when it is neither shipping nor tax.

        """
        sums = self.shopping.sums(self.order_id)
        if sums is None or (not sums.shipping and not sums.tax):
            raise Inapplicable("not applied: the storefront shows neither shipping nor tax for the cart of this buyer")
        return sums

    def fill_cart_by(self, fill: Fill) -> None:
        """Fill the cart in any way, and remember what the storefront then shows.

        Raises:
            NonConformance: when it shows anything else than what is in the cart by now.

        """
        wanted: Counter[str] = Counter()
        for line in self.filled:
            wanted[line.sku] += int(line.quantity)
        wanted.update(fill(self.shopping))
        self.filled = self.cart()
        shown: Counter[str] = Counter()
        for line in self.filled:
            shown[line.sku] += int(line.quantity)
        if shown != wanted:
            raise NonConformance(
                "The cart holds what the buyer put in", expected=_contents(wanted), got=_contents(shown)
            )

    @property
    def order_id(self) -> int:
        """The id of the cart the buyer fills."""
        if self.filled:
            return self.filled[0].order_id
        order_id = self.shopping.order_id()
        if order_id is None:
            raise HarnessFault("the buyer has no cart yet: the scenario asks for it too early")
        return order_id

    def cart(self) -> tuple[SeenLine, ...]:
        """Return the cart as the storefront shows it now; who is signed out by then punches out anew to look at it."""
        order_id, page = self.order_id, self.browser.page
        if page is not None and not page.signed_in:
            self.prepare()
            self.enter()
        return self.shopping.cart(order_id)

    def cart_with_one_more(self) -> tuple[SeenLine, ...]:
        """Put one product into whatever is the current cart; return the cart that was filled before as it is then."""
        order_id = self.order_id
        self.shopping.put_into_cart([1])
        return self.shopping.cart(order_id)

    def submit(self) -> Page:
        """Click *Submit* for the cart on the Open Carts page and go wherever that leads.

        Raises:
            NonConformance: when *Submit* is not offered.

        """
        return self.shopping.press(self.submit_button())

    def submit_button(self) -> Form:
        """Go to the Open Carts page; return the form *Submit* sends there for the cart.

        Raises:
            NonConformance: when *Submit* is not offered.

        """
        order_id = self.order_id
        page = self.shopping.open_carts()
        button = self.shopping.submit_button(page, order_id)
        if button is None:
            raise NonConformance(
                "Open Carts offers Submit for the buyer's cart",
                expected=f"a Submit button for order {order_id}",
                got="none",
                where=page.url,
            )
        self.cookies_before_submit = self.browser.cookies(page.url)
        return button

    def second_tab(self) -> StorefrontPages:
        """Return the storefront in another tab of the buyer's browser: another page, the same cookies."""
        return self._shop(self.browser.second_tab())

    def sees_cart_on(self, page: Page) -> bool:
        """Tell whether an Open Carts page shows the buyer's cart."""
        return re.search(rf"(?<!\d){self.order_id}(?!\d)", page.words) is not None

    def may_submit_on(self, page: Page) -> bool:
        """Tell whether an Open Carts page offers *Submit* for the buyer's cart."""
        return self.shopping.submit_button(page, self.order_id) is not None

    def bring_back(self, what: str) -> None:
        """Punch out, fill a cart and submit it: `a cart`, `a cart of 3 products`, or one of `CARTS`."""
        count = re.fullmatch(r"a cart(?: of (\d+) products)?", what)
        self.filled = ()
        self.prepare()
        self.enter()
        if count:
            self.fill_cart(list(range(1, int(count[1] or 1) + 1)))
        else:
            self.fill_cart_with(what.removeprefix("a cart with "))
        self.submit()

    def order(self, kind: str, other: Callable[[], Buyer]) -> MadeOrder:
        """Let procurement order the cart in one of the ways of `ORDERS`; `other` is who else filled one.

        Raises:
            Untestable: when the cart has not come back.

        """
        punch_out, made = self.punch_out, ORDERS[kind]
        if punch_out.state != "returned":
            raise Untestable(f"the cart did not come back to procurement, which has it as {punch_out.state}")
        foreign = other().punch_out.held[-1:] if made.is_foreign else ()
        if len(punch_out.held) != len(self.filled) or (made.is_foreign and not foreign):
            raise Untestable(f"{len(punch_out.held)} lines came back to procurement of {len(self.filled)} filled")
        ordering = Ordering(
            held=punch_out.held,
            before=lambda: self.procurement.see(self.punch_outs[0]).held,
            others=lambda: foreign,
            last_order_id=lambda: self.orders[-1].placed.order_id,
        )
        self.hub.send_orders(self.company, made.sending)
        placed = self.procurement.order(punch_out, made.changes(ordering))
        session = self.at_the_hub()
        self.orders.append(
            MadeOrder(made, session.cart_posts[-1], session.id, placed, self.hub.booked(placed), foreign)
        )
        return self.orders[-1]

    def at_the_hub(self) -> HubRecord:
        """Return the buyer's session as the hub sees it."""
        return self.hub.see(self.punch_out)


def _require_signed_in(page: Page) -> None:
    if not page.signed_in:
        raise NonConformance(
            "The start URL signs the buyer in", expected="a signed-in page", got="a guest's page", where=page.url
        )


def _contents(quantities: Counter[str]) -> str:
    return ", ".join(f"{count} of {sku}" for sku, count in sorted(quantities.items())) or "nothing"
