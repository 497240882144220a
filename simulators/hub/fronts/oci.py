"""The OCI front: a buyer's browser opens the catalogue, and a form brings the cart to the HOOK_URL.

There is no handshake: whoever is not let in, or finds no shop, sees a page that says so. Of the shop's catalog the hub
knows what earlier carts of the buyer brought: of that it shows details, validates and searches.

Source: reference, hub and protocols, 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from simulators.hub.fronts.oci_items import item_of
from simulators.hub.opening import NotStarted, Opening
from simulators.hub.punch_outs import CannotBringBack, HubSession, PunchOutRequest
from simulators.hub.relationships import Relationship, Relationships, Unauthorized
from simulators.hub.sessions import HubSessions, SeenLine
from simulators.messages.cart import Cart
from simulators.messages.markup import text_of
from simulators.messages.oci import (
    Charset,
    Function,
    Launch,
    OciItem,
    OciRejected,
    build_return,
    charset_named,
    decode_form,
    hook_name,
    parse_launch,
    split_hook,
)
from simulators.messages.session import BuyerUser
from simulators.wire import Endpoint, Incoming, endpoint
from simulators.wire.pages import templates_in

CATALOGUE_PATH = "/oci/catalogue"
_TEMPLATES = templates_in(Path(__file__).parents[1] / "templates")
# What buyers call the parameters that tell who shops; OCI has no names for them.
_EMAIL = ("user_email", "email")
_FIRST, _LAST = ("first_name", "firstname"), ("last_name", "lastname")


class OciFront:
    """Answers the browsers of buyers whose procurement systems speak OCI."""

    def __init__(self, relationships: Relationships, sessions: HubSessions, opening: Opening) -> None:
        self._relationships = relationships
        self._sessions = sessions
        self._opening = opening

    def endpoints(self) -> list[Endpoint]:
        """Return the addresses browsers open."""
        return [endpoint(CATALOGUE_PATH, self._launch, "GET", "POST")]

    def _launch(self, incoming: Incoming) -> Response:
        """Lead the buyer to the shop, or carry out the function the launch names."""
        try:
            launch = self._read(_parameters(incoming))
            relationship = self._relationships.of_user(launch.username, launch.password)
            match launch.function:
                case None:
                    return self._shop(relationship, launch)
                case Function.DETAIL:
                    return self._show(relationship, launch)
                case Function.VALIDATE:
                    return self._validate(relationship, launch)
                case _:
                    return self._search(relationship, launch)
        except OciRejected as rejected:
            return _problem(400, f"This is no launch of a catalogue: {rejected}")
        except Unauthorized as unauthorized:
            return _problem(403, str(unauthorized))
        except NotStarted as refused:
            return _problem(502, refused.reason, refused.error_page)

    def _read(self, parameters: Sequence[tuple[str, str]]) -> Launch:
        """Return the launch, by whichever names for its parameters tell who signs in.

        Raises:
            OciRejected: when it cannot be read.

        """
        said = {name.lower() for name, _ in parameters}
        ways = self._relationships.launch_names()
        names = next((way for way in ways if way.username.lower() in said), ways[0])
        return parse_launch(parameters, names).launch

    def _shop(self, relationship: Relationship, launch: Launch) -> Response:
        # A form that could not even go back empty would leave the buyer stranded after the shopping.
        _build(launch, ())
        request = PunchOutRequest("create", hook_name(launch.hook_url), _buyer(launch), selected=launch.product_id)
        session = self._opening.open(relationship, request, self.way_back(launch))
        # Not a redirect of the framework's, which would write the address anew.
        return Response(status_code=303, headers={"Location": session.start_page, "Cache-Control": "no-store"})

    def _show(self, relationship: Relationship, launch: Launch) -> Response:
        """Show a product; nothing goes back."""
        seen = self._sessions.lines_of(relationship).get(launch.product_id)
        if seen is None:
            return _problem(404, f"The catalogue has no product {launch.product_id}.")
        return HTMLResponse(_TEMPLATES.get_template("oci_detail.html").render(item=item_of(seen.line, seen.currency)))

    def _validate(self, relationship: Relationship, launch: Launch) -> Response:
        """Send the product back as it is sold now; one that is gone sends nothing back."""
        seen = self._sessions.lines_of(relationship).get(launch.product_id)
        # How many the buyer has is not what the shop's last cart held: unless it says, it is asked for one.
        items = [] if seen is None else [item_of(seen.line, seen.currency, self.quantity_asked(launch))]
        return _form(launch, items, at_once=True)

    def way_back(self, launch: Launch) -> OciForm:
        """Return how the cart of a launch goes back."""
        return OciForm(launch)

    def quantity_asked(self, launch: Launch) -> Decimal:
        """Return how many of a product are to be validated."""
        return Decimal(1) if launch.quantity is None else launch.quantity

    def _search(self, relationship: Relationship, launch: Launch) -> Response:
        """Return every product that fits in one form, which is left to the procurement system to be read."""
        word = launch.search_string.casefold()
        lines = self._sessions.lines_of(relationship).values()
        # A product has a line in every cart it came in: it is found once, as it came last.
        found = {seen.line.supplier_id: seen for seen in lines if word in _words(seen)}
        return _form(launch, [item_of(seen.line, seen.currency) for seen in found.values()], at_once=False)


class OciForm:
    """Takes a cart back as items in a form, by the buyer's browser."""

    def __init__(self, launch: Launch) -> None:
        self._launch = launch

    def check(self, session: HubSession, cart: Cart) -> None:
        """Find out whether an OCI form can hold a cart.

        Raises:
            CannotBringBack: when it cannot.

        """
        del session
        try:
            _build(self._launch, self.items(cart))
        except OciRejected as rejected:
            raise CannotBringBack(str(rejected)) from rejected

    def page(self, session: HubSession, cart: Cart | None) -> Response:
        """Return the page that posts the items to the HOOK_URL; without a cart it posts none."""
        del session
        return _form(self._launch, self.items(cart) if cart else [], at_once=True)

    def items(self, cart: Cart) -> list[OciItem]:
        """Return the items a cart comes back as."""
        return [item_of(line, cart.currency) for line in cart.lines]


def _build(launch: Launch, items: Sequence[OciItem]) -> dict[str, object]:
    hook = split_hook(launch.hook_url, launch.charset)
    target = launch.return_target or launch.target
    form = build_return(items, hook, charset=launch.charset, target=target, version=launch.oci_version)
    return {"action": form.action, "fields": form.fields, "charset": form.charset.value, "target": target}


def _form(launch: Launch, items: Sequence[OciItem], *, at_once: bool) -> Response:
    page = _TEMPLATES.get_template("oci_return.html").render(**_build(launch, items), at_once=at_once)
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def _parameters(incoming: Incoming) -> Sequence[tuple[str, str]]:
    """Return the parameters of a launch, decoded by the character set they name themselves."""
    body = incoming.body if incoming.method == "POST" else incoming.url.partition("?")[2].encode("ascii", "replace")
    named = [value for name, value in decode_form(body, Charset.LATIN_1).fields if name.lower() == _CHARSET]
    return decode_form(body, charset_named(named[0] if named else "")).fields


_CHARSET = "http_content_charset"


def _buyer(launch: Launch) -> BuyerUser:
    said = {name.lower(): value for name, value in launch.client_parameters}
    email, first, last = (next((said[n] for n in names if n in said), "") for names in (_EMAIL, _FIRST, _LAST))
    return BuyerUser(email, first, "", last)


def _words(seen: SeenLine) -> str:
    return f"{seen.line.supplier_id} {text_of(seen.line.description)}".casefold()


def _problem(status: int, reason: str, error_page: str = "") -> Response:
    page = _TEMPLATES.get_template("not_started.html").render(reason=reason, error_page=error_page)
    return HTMLResponse(page, status)
