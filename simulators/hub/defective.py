"""Hubs that are broken on purpose, to show that the harness knows its own faults: each is a part in the place of one.

The list beside it says of each what is wrong with it, and of which requirement the scenarios notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from starlette.responses import Response

from simulators.hub.fronts.cxml import CxmlFront, OrderMessageForm
from simulators.hub.fronts.oci import OciForm, OciFront
from simulators.hub.opening import NotStarted
from simulators.hub.parts import HubSwitch, hub_part
from simulators.hub.punch_outs import HubSession, PunchOutRequest, WayBack
from simulators.hub.relationships import Relationship, Relationships
from simulators.hub.sessions import HubSessions
from simulators.messages.cart import Cart, CartLine
from simulators.messages.cxml import Content, Header, SetupRequest
from simulators.messages.oci import Launch, OciItem

_CENT = Decimal("0.01")


class AsksNoSecret(Relationships):
    """Serves whoever says to be a buyer."""

    def is_proved(self, header: Header, secret: str | Content, now: datetime) -> bool:
        """Tell that whoever sends a document is who it says."""
        del header, secret, now
        return True


class LatestSessionGetsTheCart(HubSessions):
    """Brings every cart back to the session that was begun last."""

    _latest: HubSession | None = None

    def begin(
        self, relationship: Relationship, request: PunchOutRequest, way_back: WayBack, gateway: str
    ) -> HubSession:
        """Make a session, the latest from now on."""
        self._latest = super().begin(relationship, request, way_back, gateway)
        return self._latest

    def accept(self, session: HubSession, cart: Cart) -> None:
        """Keep a cart for the latest session."""
        super().accept(self._latest or session, cart)


class AddsCartsUp(HubSessions):
    """Takes a cart that comes a second time for more of the same."""

    def accept(self, session: HubSession, cart: Cart) -> None:
        """Keep a cart, with the lines of those that came before it."""
        lines = session.carts[-1].lines if session.carts else ()
        super().accept(session, replace(cart, lines=(*lines, *cart.lines)))


class ForgetsWhoCameBack(HubSessions):
    """Has done with a session when the browser has asked for the way back."""

    def find(self, session_id: str) -> HubSession | None:
        """Return a session whose buyer has not come back yet."""
        session = super().find(session_id)
        return None if session is not None and session.returns else session


class WithoutUnits(OrderMessageForm):
    """Leaves the units of measure out of order messages."""

    def document(self, cart: Cart | None) -> bytes:
        """Return an order message in which a needed element is missing."""
        return super().document(cart).replace(b"<UnitOfMeasure>EA</UnitOfMeasure>", b"")


class NothingIsAnEmptyCart(OrderMessageForm):
    """Brings a cart without lines back where there is none."""

    def document(self, cart: Cart | None) -> bytes:
        """Return an order message that says what is in the cart, which is nothing where there is none."""
        return super().document(cart or Cart(self._relationship.currency, Decimal(0), ()))


class SendsWithoutUnits(CxmlFront):
    """Makes order messages that are not valid."""

    def way_back(self, relationship: Relationship, setup: SetupRequest) -> OrderMessageForm:
        """Return how the cart of a punch out goes back."""
        return WithoutUnits(relationship, setup, self._clock, self._host)


class SendsEmptyCarts(CxmlFront):
    """Makes order messages that take away what nobody brought back."""

    def way_back(self, relationship: Relationship, setup: SetupRequest) -> OrderMessageForm:
        """Return how the cart of a punch out goes back."""
        return NothingIsAnEmptyCart(relationship, setup, self._clock, self._host)


class ChangesTheCookie(CxmlFront):
    """Brings a BuyerCookie back in other letters."""

    def way_back(self, relationship: Relationship, setup: SetupRequest) -> OrderMessageForm:
        """Return how the cart of a punch out goes back."""
        cookie = setup.buyer_cookie
        changed = cookie.upper() if isinstance(cookie, str) else cookie
        return super().way_back(relationship, replace(setup, buyer_cookie=changed))


class RefusesWithoutWords(CxmlFront):
    """Tells procurement nothing of what the shop said."""

    def reason_of(self, refused: NotStarted) -> str:
        """Return nothing."""
        del refused
        return ""


class LosesTheLastItem(OciForm):
    """Brings several items back without the last of them."""

    def items(self, cart: Cart) -> list[OciItem]:
        """Return the items of a cart, or most of them."""
        items = super().items(cart)
        return items[:-1] or items


class CutsPrices(OciForm):
    """Brings prices back with two decimals."""

    def items(self, cart: Cart) -> list[OciItem]:
        """Return the items of a cart, at prices of two decimals."""
        return [replace(item, price=_in_cents(item), priceunit=1) for item in super().items(cart)]


def _in_cents(item: OciItem) -> Decimal:
    return ((item.price or Decimal(0)) / (item.priceunit or 1)).quantize(_CENT)


class LosesLetters(OciForm):
    """Brings descriptions back in Latin-1, with a question mark for what that does not have."""

    def items(self, cart: Cart) -> list[OciItem]:
        """Return the items of a cart, whose letters may be lost."""
        return super().items(replace(cart, lines=tuple(map(_in_latin_1, cart.lines))))


def _in_latin_1(line: CartLine) -> CartLine:
    return replace(line, description=line.description.encode("latin-1", "replace").decode("latin-1"))


class KeepsTheQuery(OciForm):
    """Leaves the parameters of the return address where they are."""

    def page(self, session: HubSession, cart: Cart | None) -> Response:
        """Return the page that posts the items to the whole return address, without fields of its own."""
        page = super().page(session, cart)
        address, _, query = self._launch.hook_url.partition("?")
        names = {pair.partition("=")[0] for pair in query.split("&")}
        kept = [
            row for row in bytes(page.body).decode().splitlines() if not any(f'name="{name}"' in row for name in names)
        ]
        whole = f"{address}?{query.replace('&', '&amp;')}"
        return Response("\n".join(kept).replace(f'action="{address}"', f'action="{whole}"'), media_type="text/html")


class ValidatesOne(OciFront):
    """Validates one piece of a product, however many are asked for."""

    def quantity_asked(self, launch: Launch) -> Decimal:
        """Return one."""
        del launch
        return Decimal(1)


def _oci_form(form: type[OciForm]) -> HubSwitch:
    """Have another form take the carts of OCI launches back."""

    class OtherForm(OciFront):
        def way_back(self, launch: Launch) -> OciForm:
            return form(launch)

    return hub_part("oci", OtherForm)


DEFECTS: Mapping[str, HubSwitch] = {
    "hub-asks-no-secret": hub_part("relationships", AsksNoSecret),
    "hub-mixes-sessions-up": hub_part("sessions", LatestSessionGetsTheCart),
    "carts-of-a-session-added-up": hub_part("sessions", AddsCartsUp),
    "session-forgotten-at-the-way-back": hub_part("sessions", ForgetsWhoCameBack),
    "order-message-without-units": hub_part("cxml", SendsWithoutUnits),
    "buyer-cookie-in-capitals": hub_part("cxml", ChangesTheCookie),
    "refusal-without-the-shops-words": hub_part("cxml", RefusesWithoutWords),
    "no-cart-brought-back-as-an-empty-one": hub_part("cxml", SendsEmptyCarts),
    "last-oci-item-lost": _oci_form(LosesTheLastItem),
    "oci-prices-cut": _oci_form(CutsPrices),
    "return-address-not-taken-apart": _oci_form(KeepsTheQuery),
    "letters-lost-without-a-word": _oci_form(LosesLetters),
    "one-piece-validated": hub_part("oci", ValidatesOne),
}
LISTS = (Path(__file__).with_suffix(".toml"),)
