"""The buyer's procurement system: starts punch outs, takes the order messages back, shows what came."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, Response

from simulators.messages.cxml import Credential, CxmlRejected, standard_status
from simulators.messages.oci import OciRejected, hook_name
from simulators.procurement import oci
from simulators.procurement.order_messages import brought_back, order_message_in, sender_noticed
from simulators.procurement.orders import Orders
from simulators.procurement.parts import GOOD_PROCUREMENT, ProcurementParts
from simulators.procurement.profiles import OCI, PLAIN, profile_named
from simulators.procurement.requisition import HeldLine
from simulators.procurement.sessions import Organization, Person, Refused, Session, Sessions, State, new_session
from simulators.procurement.setup import launch, setup_request
from simulators.wire import Clock, Incoming, Journal, Party, SystemClock, endpoint, is_place
from simulators.wire.pages import templates_in

_TEMPLATES = templates_in(Path(__file__).parent / "templates")


class Procurement:
    """A procurement system on a port."""

    def __init__(
        self,
        journal: Journal,
        *,
        name: str = "procurement system",
        clock: Clock | None = None,
        parts: ProcurementParts = GOOD_PROCUREMENT,
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
    ) -> None:
        """Build it; `public_url` is where buyers' browsers reach it when that is not the bound address."""
        self.name = name
        self._journal = journal
        self._clock = clock or SystemClock()
        self._parts, self._sessions = parts, Sessions(parts.held_after)
        self._party = Party(
            name,
            [
                endpoint("/", self._show_sessions),
                endpoint("/punchouts/{buyer_cookie}", self._show_session),
                endpoint("/punchouts/{buyer_cookie}/shop", self._show_shop),
                endpoint("/punchouts/{buyer_cookie}/start", self._start, "POST"),
                endpoint("/punchout/return", self._take_order_message, "POST"),
                endpoint("/punchouts/{buyer_cookie}/open", self._open_catalogue),
                endpoint("/punchouts/{buyer_cookie}/order", self._order, "POST"),
                endpoint("/oci/return", self._take_items, "POST"),
                endpoint("/operator/sessions", self._begin, "POST", caller=None),
                endpoint("/operator/sessions/{buyer_cookie}", self._tell, caller=None),
                endpoint("/operator/sessions/{buyer_cookie}/launch", self._launch, "POST", caller=None),
            ],
            journal,
            host=host,
            port=port,
            public_url=public_url,
        )
        self.url = self._party.url
        name_of_host = urlsplit(self.url).hostname or "procurement"
        self._orders = Orders(self._sessions, self._clock, journal, name_of_host)
        self._party.serve(self._orders.endpoints())

    def open(self) -> Self:
        """Start to answer."""
        self._party.open()
        return self

    @property
    def failure(self) -> str:
        """What keeps it from answering, or nothing."""
        return self._party.failure

    def ask_to_close(self) -> None:
        """Begin to close, without waiting."""
        self._party.ask_to_close()

    def close(self) -> None:
        """Stop answering and free the port."""
        self._party.close()

    def _form_post_url(self, session: Session) -> str:
        """Return the address for the order message; like real ones it has a query, and letter case counts."""
        return f"{self.url}/punchout/return?realm=Buyer&session={session.key}"

    def _hook_url(self, session: Session) -> str:
        """Return the address for an OCI form; the catalogue has to take its parameters apart."""
        query = f"sap-client=100&realm=Buyer%20A&session={session.key}&punchout={session.buyer_cookie}"
        return f"{self.url}/oci/return?{query}"

    def _open_catalogue(self, incoming: Incoming) -> Response:
        """Let the browser open an OCI catalogue."""
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None or session.profile.protocol != OCI or session.state is not State.STARTED:
            return self._page("refused.html", 404, reason="No catalogue is to be opened for this punch out.")
        to_open = oci.opening(session, self._hook_url(session))
        if not to_open.fields:
            return Response(status_code=303, headers={"Location": to_open.address, "Cache-Control": "no-store"})
        response = self._page("open_catalogue.html", opening=to_open)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _take_items(self, incoming: Incoming) -> Response:
        """Take the items an OCI form brings; what is faulty is dropped, and noted."""
        fields = dict(incoming.form())
        session = self._sessions.find(fields.get("punchout"))
        if session is None or session.profile.protocol != OCI:
            return self._page("refused.html", 409, reason="No punch-out session has this HOOK_URL.")
        try:
            reading = oci.returned(session, incoming.body)
            document = incoming.body.decode("ascii", "replace")
            self._sessions.take(session.buyer_cookie, fields.get("session", ""), oci.brought_back(reading), document)
        except OciRejected as rejected:
            return self._page("refused.html", 400, reason=f"The form cannot be read: {rejected}")
        except Refused as refused:
            return self._page("refused.html", 409, reason=str(refused))
        session.advisories = self._parts.noticed(session, incoming.body, reading)
        return self._page("session.html", session=session)

    def _take_order_message(self, incoming: Incoming) -> Response:
        """Take the order message a browser posts; refuse what belongs to no session that waits for it."""
        try:
            taken, key = order_message_in(incoming.form(), incoming.body), incoming.query.get("session", "")
            brought = brought_back(taken.message)
            session = self._sessions.take(taken.message.buyer_cookie, key, brought, taken.document)
        except CxmlRejected as rejected:
            return self._page("refused.html", 400, reason=f"The order message cannot be read: {rejected}")
        except Refused as refused:
            return self._page("refused.html", 409, reason=str(refused))
        session.advisories = (*taken.noticed, *sender_noticed(taken.message, session.organization.supplier))
        return self._page("session.html", session=session)

    def _show_sessions(self, _: Incoming) -> Response:
        return self._page("sessions.html", sessions=self._sessions.all())

    def _show_session(self, incoming: Incoming) -> Response:
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None:
            return self._page("refused.html", 404, reason="No punch-out session has this BuyerCookie.")
        return self._page("session.html", session=session)

    def _show_shop(self, incoming: Incoming) -> Response:
        """Show a page with a frame for the shop, as systems do that keep their own menus around it."""
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None:
            return self._page("refused.html", 404, reason="No punch-out session has this BuyerCookie.")
        return self._page("shop.html", session=session)

    def _start(self, incoming: Incoming) -> Response:
        """Punch out by the browser: send the set-up request and lead the buyer to the start page."""
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None:
            return self._page("refused.html", 404, reason="No punch-out session has this BuyerCookie.")
        try:
            self._punch_out(session)
        except Refused as refused:
            return self._page("refused.html", 409, reason=str(refused))
        if session.start_page is None:
            reason = session.status.detail or session.status.text if session.status else "no answer"
            return self._page("refused.html", 502, reason=f"The punch out was refused: {reason}")
        # Not a redirect of the framework's, which would write the address anew.
        return Response(status_code=303, headers={"Location": session.start_page})

    def _order(self, incoming: Incoming) -> Response:
        """Approve the cart that came back by the browser, and order it."""
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None:
            return self._page("refused.html", 404, reason="No punch-out session has this BuyerCookie.")
        try:
            self._orders.place(session)
        except (Refused, ValueError, ArithmeticError) as refused:
            return self._page("refused.html", 409, reason=str(refused))
        return self._page("session.html", session=session)

    def _begin(self, incoming: Incoming) -> Response:
        """Make a session from JSON: organization, supplier, hub's address, buyer, profile, operation, lines held."""
        try:
            order = incoming.json()
            session = new_session(
                Organization(
                    Credential(
                        order["organization"]["domain"],
                        order["organization"]["identity"],
                        order["organization"]["shared_secret"],
                    ),
                    Credential(order["supplier"]["domain"], order["supplier"]["identity"]),
                    order["setup_url"],
                    str(order.get("order_url", "")),
                    _place(order.get("connect_to", "")),
                ),
                Person(**order["buyer"]),
                profile_named(order.get("profile", PLAIN)),
                order.get("operation", "create"),
                tuple(self._line(item) for item in order.get("items", ())),
                order.get("selected", ""),
                {name: str(value) for name, value in order.get("oci", {}).items()},
            )
            # Whatever cannot be sent later is the operator's mistake now.
            self._prepare(session)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
            return _json({"error": f"the session cannot be made: {type(error).__name__}: {error}"}, 400)
        self._sessions.add(session)
        return _json(session.record() | {"form_post_url": self._form_post_url(session)}, 201)

    def _prepare(self, session: Session) -> None:
        """Build what a session will send.

        Raises:
            ValueError: when it cannot be built.

        """
        if session.profile.protocol == OCI:
            session.hub_name = hook_name(self._hook_url(session))
            oci.opening(session, self._hook_url(session))
        else:
            setup_request(session, self._form_post_url(session), self._clock)

    def _line(self, item: dict[str, Any]) -> HeldLine:
        """Return a line to come back to: what was brought back of it, in the quantity that is wanted now."""
        auxiliary_id, quantity = item.get("auxiliary_id") or "", Decimal(str(item["quantity"]))
        known = self._sessions.line_held(auxiliary_id) or HeldLine(item["part_id"], auxiliary_id, quantity)
        return replace(known, part_id=item["part_id"], quantity=quantity)

    def _launch(self, incoming: Incoming) -> Response:
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        if session is None:
            return _json({"error": "no such session"}, 404)
        try:
            self._punch_out(session)
        except Refused as refused:
            return _json({"error": str(refused)}, 409)
        return _json(session.record())

    def _tell(self, incoming: Incoming) -> Response:
        session = self._sessions.find(incoming.parts["buyer_cookie"])
        return _json({"error": "no such session"}, 404) if session is None else _json(session.record())

    def _punch_out(self, session: Session) -> None:
        self._sessions.launching(session)
        if session.profile.protocol == OCI:
            # OCI has no handshake: the browser opens the catalogue, and nobody answers but by its pages.
            address = f"{self.url}/punchouts/{session.buyer_cookie}/open"
            self._sessions.launched(session, standard_status(200), address)
            return
        status, start_page = launch(session, self._form_post_url(session), self._clock, self._journal)
        self._sessions.launched(session, status, start_page)

    def _page(self, template: str, status: int = 200, **values: Any) -> Response:
        return HTMLResponse(
            _TEMPLATES.get_template(template).render(procurement=self, orders=self._orders.of, **values), status
        )


def _place(said: object) -> str:
    if said and not is_place(str(said)):
        raise ValueError("connect_to is no host and port")
    return str(said)


def _json(document: Any, status: int = 200) -> Response:
    return Response(json.dumps(document), status, media_type="application/json")
