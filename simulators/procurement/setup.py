"""The set-up request: built from a session, sent to the hub, its answer read.

Source: reference, hub and protocols, 2.1, 2.2, 2.5 and 2.8.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from simulators.messages.cxml import (
    Address,
    Contact,
    Credential,
    CxmlRejected,
    Envelope,
    Header,
    ItemID,
    ItemOut,
    PostalAddress,
    SetupRequest,
    Status,
    Text,
    build_setup_request,
    new_payload_id,
    parse_setup_response,
    standard_status,
    timestamp,
)
from simulators.procurement.sessions import Person, Session
from simulators.wire import Caller, Clock, Journal, Unreachable

SHIP_TO = Address(
    name=Text("en", "Head office"),
    postal=PostalAddress(
        streets=("1 Market Street",), city="Springfield", iso_country_code="US", country="United States"
    ),
    address_id="HQ",
)
_ADDRESS = re.compile(r"(?i:https?)://[\x21-\x7e]+")


def setup_request(session: Session, form_post_url: str, clock: Clock) -> bytes:
    """Return the PunchOutSetupRequest of a session as a cXML document, as its profile says."""
    profile = session.profile
    envelope = Envelope(
        new_payload_id(clock.now(), urlsplit(form_post_url).hostname or "procurement"),
        timestamp(clock.now()),
        version=profile.version,
        language=profile.language,
    )
    request = SetupRequest(
        envelope=envelope,
        header=header_of(session),
        deployment_mode=profile.deployment_mode,
        operation=session.operation,
        buyer_cookie=session.buyer_cookie,
        browser_form_post=form_post_url,
        extrinsics=tuple((name, _filled(text, session.person)) for name, text in profile.extrinsics),
        contacts=(contact_of(session.person),) if profile.contact else (),
        ship_to=SHIP_TO if profile.ship_to else None,
        selected_item=_selected(session),
        items=tuple(ItemOut(ItemID(line.part_id, line.auxiliary_id or None), line.quantity) for line in session.held),
    )
    return build_setup_request(request, dtd=profile.dtd)


def header_of(session: Session) -> Header:
    """Return the header of what a session sends, with the secret, as its profile says."""
    organization, profile = session.organization, session.profile
    proof = organization.credential
    if profile.sender is not None:
        domain, identity = profile.sender
        proof = Credential(domain, identity, proof.shared_secret)
    return Header(
        from_=(replace(organization.credential, shared_secret=None),),
        to=(organization.supplier, *(Credential(domain, identity) for domain, identity in profile.to)),
        sender=(proof,),
        user_agent=profile.user_agent,
    )


def contact_of(person: Person) -> Contact:
    """Return a buyer as the one to ask."""
    return Contact(name=Text("en", f"{person.first_name} {person.last_name}"), role="endUser", emails=(person.email,))


def _selected(session: Session) -> ItemID | None:
    part_id = session.selected or (session.profile.selected_item if session.operation == "create" else "")
    return ItemID(part_id) if part_id else None


def _filled(text: str, person: Person) -> str:
    return text.format(**vars(person))


def launch(session: Session, form_post_url: str, clock: Clock, journal: Journal) -> tuple[Status, str | None]:
    """Send the set-up request; return the status and the start page that came, if any."""
    document = setup_request(session, form_post_url, clock)
    with Caller("procurement system", journal, receiver="hub", deadline=journal.patience.outlasting()) as caller:
        caller.connect_to(session.organization.connect_to)
        try:
            answer = caller.call(
                "POST",
                session.organization.setup_url,
                data=document,
                headers={"Content-Type": "text/xml; charset=UTF-8"},
            )
            response = parse_setup_response(answer.content)
        except (Unreachable, CxmlRejected) as error:
            # A reply that is no cXML is a fault of the transport, whatever it says (cXML: temporary, may be retried).
            return standard_status(550, str(error)), None
    if response.start_page is not None and not _ADDRESS.fullmatch(response.start_page):
        return standard_status(550, "The start page is no address a browser can go to."), None
    return response.status, response.start_page
