"""The route to a shop that speaks the hub's standard JSON: a session request from server to server.

Source: reference, hub and protocols, 1.2 to 1.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulators.hub.punch_outs import HubSession
from simulators.hub.routes.route import AS_ORDERED, Start
from simulators.hub.routes.shop import ShopClient, ShopRefused
from simulators.messages.standard import (
    IN_CART,
    SELECTED,
    Declined,
    StandardContact,
    StandardItem,
    StandardRejected,
    StandardRequest,
    build_standard_request,
    parse_standard_answer,
)
from simulators.wire import Journal


class StandardRoute:
    """Asks shops that take the standard session request."""

    def __init__(self, journal: Journal) -> None:
        self._shops = ShopClient(journal)

    def start(self, session: HubSession, asking: str) -> Start:
        """Return the start URL the shop issues, under the key of the relationship.

        Raises:
            ShopRefused: when it issues none, or the request could not be read; with the shop's own words and page.

        """
        refuse_other_than_ordered(asking)
        try:
            body = build_standard_request(standard_request(session, session.return_url))
        except StandardRejected as rejected:
            raise ShopRefused(f"no session can be asked for: {rejected}", 400) from rejected
        relationship = session.relationship
        response = self._shops.post(relationship.shop, relationship.shop.session_url, body)
        status = response.status_code
        answer = parse_standard_answer(status, response.content, key=relationship.start_url_key)
        if isinstance(answer, Declined):
            page = f" (the shop offers {answer.error_page})" if answer.error_page else ""
            # Of errors in an answer that says 200 the status tells nothing: to the buyer it is a refusal like any.
            meant = 400 if answer.refused and 200 <= status < 300 else status if status >= 400 else None
            raise ShopRefused(f"the shop refused the session: {answer.reason}{page}", meant, answer.error_page)
        return Start(answer.url)


def standard_request(session: HubSession, return_url: str) -> StandardRequest:
    """Return what the hub asks a shop for in the words of its standard JSON, with carts to go to `return_url`."""
    request, account = session.request, session.relationship.account_reference_code
    name = " ".join(filter(None, (request.buyer.first_name, request.buyer.middle_name, request.buyer.last_name)))
    return StandardRequest(
        pos=session.id,
        return_url=return_url,
        operation=request.operation,
        contact=StandardContact(request.buyer.email, name, request.unique),
        buyer_cookie=request.cookie,
        post_form=request.post_form,
        data=request.data,
        shipping=request.shipping,
        items=tuple(_items(session)),
        custom=(("organisation_id", account),) if account else (),
        mode=request.mode,
    )


def refuse_other_than_ordered(asking: str) -> None:
    """Raise `ShopRefused` for a way of asking that only the session API of Liferay has words for."""
    if asking != AS_ORDERED:
        raise ShopRefused(f"a shop of this kind cannot be asked {asking}", 400)


def _items(session: HubSession) -> Iterator[StandardItem]:
    """Yield the lines a buyer comes back to, and the item that was selected in procurement."""
    request = session.request
    if request.brings_lines:
        for line in request.lines:
            yield StandardItem(line.part_id, line.auxiliary_id, line.quantity, IN_CART)
    if request.selected and request.selected != session.relationship.selected_item_ignore:
        yield StandardItem(request.selected, type=SELECTED)
