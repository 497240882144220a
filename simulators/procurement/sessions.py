"""Punch-out sessions of the procurement system: one per BuyerCookie, from set-up to the cart that comes back.

Source: reference, hub and protocols, 2.6 and 2.7.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Any

from simulators.messages.cxml import Credential, Status
from simulators.procurement.limits import limits_met
from simulators.procurement.profiles import Profile
from simulators.procurement.requisition import BroughtBack, HeldLine, held_after


class State(StrEnum):
    """How far a session is."""

    NEW = "new"
    LAUNCHING = "launching"
    STARTED = "started"
    REFUSED = "refused"
    RETURNED = "returned"


@dataclass(frozen=True)
class Organization:
    """A buying organization: its credential and secret, its supplier's, and the hub's address for set-up requests.

    `order_url` is the hub's address for orders, where one may order. `connect_to` is the host and port the hub is
    reached at when that is not what its addresses say.
    """

    credential: Credential
    supplier: Credential
    setup_url: str
    order_url: str = ""
    connect_to: str = ""


@dataclass(frozen=True)
class Person:
    """The buyer who shops."""

    email: str
    first_name: str
    last_name: str
    unique_name: str


@dataclass
class Session:
    """One punch out of one buyer. `key` is in the address of the form post; `documents` are order messages taken.

    `held` is what procurement holds of the cart: the lines to come back to, then what became of them. `oci` is the
    function an OCI catalogue is opened for, if any, and what it needs; `hub_name` is what the hub calls the session.
    """

    buyer_cookie: str
    key: str
    organization: Organization
    person: Person
    profile: Profile
    operation: str
    held: tuple[HeldLine, ...]
    selected: str = ""
    oci: Mapping[str, str] = field(default_factory=dict)
    state: State = State.NEW
    status: Status | None = None
    start_page: str | None = None
    brought: BroughtBack | None = None
    documents: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    hub_name: str = ""
    advisories: tuple[str, ...] = ()

    @property
    def limits(self) -> tuple[str, ...]:
        """What of the lines the platform would cut, change or refuse."""
        return tuple(limits_met(self.profile, self.held))

    def record(self) -> dict[str, Any]:
        """Return what an operator sees of the session, as JSON values."""
        return {
            "buyer_cookie": self.buyer_cookie,
            "state": self.state,
            "hub_name": self.hub_name or self.buyer_cookie,
            "profile": self.profile.name,
            "operation": self.operation,
            "status": None
            if self.status is None
            else {"code": self.status.code, "text": self.status.text, "detail": self.status.detail},
            "start_page": self.start_page,
            "held": [line.record() for line in self.held],
            "brought": None if self.brought is None else self.brought.record(),
            "limits": list(self.limits),
            "advisories": list(self.advisories),
            "order_messages": list(self.documents),
            "refusals": list(self.refusals),
        }


class Refused(Exception):
    """An order message that is not taken or a punch out that is not begun; says why, in words for the buyer."""


# A system that is served for weeks forgets the oldest: more sessions, messages and lines than any run has.
MOST_SESSIONS = 5_000
MOST_MESSAGES = 50_000
MOST_LINES = 100_000
NO_FUNCTION: Mapping[str, str] = MappingProxyType({})


def new_session(
    organization: Organization,
    person: Person,
    profile: Profile,
    operation: str,
    held: tuple[HeldLine, ...] = (),
    selected: str = "",
    oci: Mapping[str, str] = NO_FUNCTION,
) -> Session:
    """Return a session with a BuyerCookie never used before."""
    cookie, key = f"bc-{secrets.token_hex(12)}", secrets.token_urlsafe(9)
    return Session(cookie, key, organization, person, profile, operation, held, selected, oci)


class Sessions:
    """Keeps the sessions by BuyerCookie. Safe to use from several threads."""

    def __init__(
        self, held_after: Callable[[str, tuple[HeldLine, ...], BroughtBack], tuple[HeldLine, ...]] = held_after
    ) -> None:
        """Keep none yet; `held_after` tells what is held of a cart when it came back."""
        self._held_after = held_after
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}
        self._message_ids: dict[str, None] = {}
        self._lines: dict[str, HeldLine] = {}

    def add(self, session: Session) -> None:
        """Keep a session."""
        with self._lock:
            self._sessions[session.buyer_cookie] = session
            _forget_oldest(self._sessions, MOST_SESSIONS)

    def launching(self, session: Session) -> None:
        """Note that the set-up request is on its way; it may be sent again when it was refused.

        Raises:
            Refused: when the session is on its way or further already, for a BuyerCookie is good for one punch out.

        """
        with self._lock:
            if session.state not in (State.NEW, State.REFUSED):
                raise Refused("The punch-out session was started already.")
            session.state = State.LAUNCHING

    def launched(self, session: Session, status: Status, start_page: str | None) -> None:
        """Note what the hub answered to the set-up request."""
        with self._lock:
            session.status, session.start_page = status, start_page
            session.state = State.STARTED if status.is_success and start_page is not None else State.REFUSED

    def find(self, buyer_cookie: object) -> Session | None:
        """Return the session of a BuyerCookie."""
        with self._lock:
            return self._sessions.get(buyer_cookie) if isinstance(buyer_cookie, str) else None

    def all(self) -> tuple[Session, ...]:
        """Return the sessions, the newest first."""
        with self._lock:
            return tuple(reversed(self._sessions.values()))

    def line_held(self, auxiliary_id: str) -> HeldLine | None:
        """Return the line with this auxiliary id as it was brought back last, by whichever session."""
        with self._lock:
            return self._lines.get(auxiliary_id)

    def take(self, buyer_cookie: object, key: str, brought: BroughtBack, document: str) -> Session:
        """Accept a cart for the session it names, posted to the address with this key; `document` is how it came.

        Raises:
            Refused: when the BuyerCookie is unknown, of another buyer's session, not started or finished, or when the
                message was taken before.

        """
        session = self.find(buyer_cookie)
        if session is None:
            raise Refused("No punch-out session has this BuyerCookie.")
        with self._lock:
            reason = _why_not(session, key)
            if not reason and brought.message_id and brought.message_id in self._message_ids:
                reason = "An order message with this payloadID was taken before."
            if reason:
                session.refusals.append(reason)
                raise Refused(reason)
            self._message_ids[brought.message_id] = None
            _forget_oldest(self._message_ids, MOST_MESSAGES)
            session.held = self._held_after(session.operation, session.held, brought)
            self._lines.update({line.auxiliary_id: line for line in brought.lines if line.auxiliary_id})
            _forget_oldest(self._lines, MOST_LINES)
            session.brought = brought
            session.documents.append(document)
            session.state = State.RETURNED
        return session


def _forget_oldest(kept: dict[str, Any], most: int) -> None:
    for oldest in tuple(islice(kept, max(0, len(kept) - most))):
        del kept[oldest]


def _why_not(session: Session, key: str) -> str:
    if not secrets.compare_digest(session.key.encode(), key.encode()):
        return "The BuyerCookie belongs to another buyer's punch-out session."
    if session.state is State.RETURNED:
        return "The punch-out session is finished: its cart was brought back already."
    if session.state is not State.STARTED:
        return "The punch-out session was not started."
    return ""
