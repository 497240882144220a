"""The set-up request: built from a session, sent to the hub, its answer read.

Source: reference, hub and protocols, 2.1, 2.2 and 2.5.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from simulators.messages.cxml import (
    Contact,
    Credential,
    CxmlRejected,
    Envelope,
    Header,
    SetupRequest,
    Status,
    Text,
    build_setup_request,
    new_payload_id,
    parse_setup_response,
    standard_status,
    timestamp,
)
from simulators.procurement.sessions import Session
from simulators.wire import Caller, Clock, Journal, Unreachable

USER_AGENT = "Punch-out harness procurement 1.0"
_ADDRESS = re.compile(r"(?i:https?)://[\x21-\x7e]+")


def setup_request(session: Session, form_post_url: str, clock: Clock) -> bytes:
    """Return the PunchOutSetupRequest of a session as a cXML document."""
    organization, person = session.organization, session.person
    name = f"{person.first_name} {person.last_name}"
    return build_setup_request(
        SetupRequest(
            envelope=Envelope(
                new_payload_id(clock.now(), urlsplit(form_post_url).hostname or "procurement"),
                timestamp(clock.now()),
                language="en-US",
            ),
            header=Header(
                from_=(_without_secret(organization.credential),),
                to=(organization.supplier,),
                sender=(organization.credential,),
                user_agent=USER_AGENT,
            ),
            deployment_mode="test",
            operation=session.operation,
            buyer_cookie=session.buyer_cookie,
            browser_form_post=form_post_url,
            extrinsics=(
                ("UserEmail", person.email),
                ("UniqueName", person.unique_name),
                ("FirstName", person.first_name),
                ("LastName", person.last_name),
            ),
            contacts=(Contact(name=Text("en", name), role="endUser", emails=(person.email,)),),
            items=session.items,
        )
    )


def launch(session: Session, form_post_url: str, clock: Clock, journal: Journal) -> tuple[Status, str | None]:
    """Send the set-up request; return the status and the start page that came, if any."""
    document = setup_request(session, form_post_url, clock)
    with Caller("procurement system", journal, receiver="hub") as caller:
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


def _without_secret(credential: Credential) -> Credential:
    return replace(credential, shared_secret=None)
