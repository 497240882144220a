"""The punch out set-up: the request that opens a session and the response that says where it starts."""

from __future__ import annotations

from dataclasses import dataclass

from simulators.messages.cxml import building, parsing
from simulators.messages.cxml.building import DEFAULT_DTD, OutputEncoding, add, add_content
from simulators.messages.cxml.envelope import Envelope, Header, add_header, new_document, parse_envelope, parse_header
from simulators.messages.cxml.reading import CxmlRejected
from simulators.messages.cxml.status import Status, add_status, parse_status
from simulators.messages.cxml.tolerance import read_document
from simulators.messages.cxml.values import Address, Contact, Content, ItemID, ItemOut


@dataclass(frozen=True, slots=True)
class SetupRequest:
    """A `PunchOutSetupRequest`: who asks for which operation, for whom, and where the cart shall go.

    `deployment_mode` is production or test; `operation` is create, inspect, edit or source; `browser_form_post` and
    `supplier_setup` are URLs; `items` is the cart as the buyer holds it.
    """

    envelope: Envelope
    header: Header
    deployment_mode: str
    operation: str
    buyer_cookie: Content
    browser_form_post: str | None = None
    extrinsics: tuple[tuple[str, Content], ...] = ()
    contacts: tuple[Contact, ...] = ()
    supplier_setup: str | None = None
    ship_to: Address | None = None
    selected_item: ItemID | None = None
    items: tuple[ItemOut, ...] = ()


@dataclass(frozen=True, slots=True)
class SetupResponse:
    """A response to a set-up request: a status and, when it succeeded, the URL of the start page."""

    envelope: Envelope
    status: Status
    start_page: str | None = None


def build_setup_request(
    request: SetupRequest, *, dtd: str | None = DEFAULT_DTD, encoding: OutputEncoding = "UTF-8"
) -> bytes:
    """Write a set-up request, with a DOCTYPE for that version of the DTD unless None.

    Raises `CxmlRejected` ("invalid") when a value cannot be carried or the document would not be valid cXML.
    """
    root = new_document(request.envelope)
    add_header(root, request.header)
    holder = add(root, "Request", {"deploymentMode": request.deployment_mode})
    setup = add(holder, "PunchOutSetupRequest", {"operation": request.operation})
    add_content(setup, "BuyerCookie", request.buyer_cookie)
    building.add_extrinsics(setup, request.extrinsics)
    if request.browser_form_post is not None:
        add(add(setup, "BrowserFormPost"), "URL", text=request.browser_form_post)
    for contact in request.contacts:
        building.add_contact(setup, contact)
    if request.supplier_setup is not None:
        add(add(setup, "SupplierSetup"), "URL", text=request.supplier_setup)
    building.add_address(setup, "ShipTo", request.ship_to)
    if request.selected_item is not None:
        building.add_item_id(add(setup, "SelectedItem"), request.selected_item)
    for item in request.items:
        building.add_line(setup, "ItemOut", item)
    return building.finished(root, dtd=dtd, encoding=encoding)


def parse_setup_request(document: bytes, *, encoding: str | None = None, strict: bool = True) -> SetupRequest:
    """Read a set-up request; `encoding` is the charset parameter of the transport, if any.

    Raises `CxmlRejected` as `read` does, "invalid" for faults of the schema (unless not `strict`) or a value that is
    no value, "incomplete" for anything needed that is missing. A missing deployment mode reads as production.
    """
    root = read_document(document, encoding=encoding, strict=strict)
    holder = parsing.needed(root, "Request")
    setup = parsing.needed(holder, "PunchOutSetupRequest")
    selected = setup.find("SelectedItem")
    return SetupRequest(
        envelope=parse_envelope(root),
        header=parse_header(root),
        deployment_mode=holder.get("deploymentMode", "production"),
        operation=parsing.needed_attribute(setup, "operation"),
        buyer_cookie=parsing.content(parsing.needed(setup, "BuyerCookie")),
        browser_form_post=parsing.url(setup, "BrowserFormPost", "URL"),
        extrinsics=parsing.extrinsics(setup),
        contacts=tuple(parsing.contact(element) for element in setup.iterfind("Contact")),
        supplier_setup=parsing.url(setup, "SupplierSetup", "URL"),
        ship_to=parsing.address(setup, "ShipTo"),
        selected_item=None if selected is None else parsing.item_id(selected),
        items=tuple(parsing.item_out(element) for element in setup.iterfind("ItemOut")),
    )


def build_setup_response(
    response: SetupResponse, *, dtd: str | None = DEFAULT_DTD, encoding: OutputEncoding = "UTF-8"
) -> bytes:
    """Write the response to a set-up request; without a start page it is a status alone.

    A start page goes with a 2xx status only (cXML User's Guide, "Response"): anything else raises `CxmlRejected`
    ("invalid"), as does a value that cannot be carried.
    """
    root = new_document(response.envelope)
    holder = add(root, "Response")
    add_status(holder, response.status)
    if response.start_page is not None:
        if not response.status.is_success:
            got = f"status {response.status.code}"
            raise CxmlRejected("invalid", f"/cXML/Response: expected a 2xx status beside a start page, got {got}")
        add(add(add(holder, "PunchOutSetupResponse"), "StartPage"), "URL", text=response.start_page)
    return building.finished(root, dtd=dtd, encoding=encoding)


def build_status_response(
    envelope: Envelope, status: Status, *, dtd: str | None = DEFAULT_DTD, encoding: OutputEncoding = "UTF-8"
) -> bytes:
    """Write a response that is a status alone: the answer to an order, or the refusal of any request."""
    return build_setup_response(SetupResponse(envelope, status), dtd=dtd, encoding=encoding)


def parse_setup_response(document: bytes, *, encoding: str | None = None, strict: bool = True) -> SetupResponse:
    """Read the response to a set-up request, or one that is a status alone (`start_page` is None then).

    Raises `CxmlRejected` as `parse_setup_request` does.
    """
    root = read_document(document, encoding=encoding, strict=strict)
    holder = parsing.needed(root, "Response")
    return SetupResponse(
        envelope=parse_envelope(root),
        status=parse_status(parsing.needed(holder, "Status")),
        start_page=parsing.url(holder, "PunchOutSetupResponse", "StartPage", "URL"),
    )
