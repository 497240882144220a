"""Who the buyer of a set-up request is, wherever the procurement system wrote it.

No extrinsic is guaranteed: an e-mail address stands in any of four places, names in the extrinsics of the platform or
with the contact. Source: hub and protocols, 1.11, 2.7 (extrinsics) and 2.8 (how buyer platforms differ).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulators.messages.cxml.setup import SetupRequest
from simulators.messages.cxml.values import Contact, Content

_BLANKS = " \t\r\n\u00a0"
_EMAIL = ("useremail", "email")
_FIRST = ("firstname", "userfirstname")
_LAST = ("lastname", "userlastname")
_FULL = ("userfullname", "fullname", "username", "userprintablename")
_UNIQUE = ("uniquename", "uniqueusername", "unique", "userid", "user")
_AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})


@dataclass(frozen=True, slots=True)
class BuyerIdentity:
    """The buyer: each value "" when it is nowhere, and for each that is there the place it was found.

    `unique` is the buyer system's own name of the user. `found` pairs `email`, `first`, `last` and `unique` with places
    such as `Extrinsic UserEmail` (as written), `Contact/Email` or `ShipTo/Address/Email`.
    """

    email: str
    first: str
    last: str
    unique: str
    found: tuple[tuple[str, str], ...] = ()


def buyer_identity(setup: SetupRequest) -> BuyerIdentity:
    """Find out who the buyer is; names of extrinsics and roles of contacts are compared without regard to case.

    The e-mail address is that of the extrinsic `UserEmail`, else of `Email`, of a contact (the end user's before
    others'), of the ship-to address; blank ones are passed over. First and last name are taken from the extrinsics
    named so; what is missing then, from a full name, of an extrinsic or a contact: `First Last` or `Last, First`.
    """
    said = _extrinsics(setup)
    contacts = sorted(setup.contacts, key=lambda contact: (contact.role or "").lower() != "enduser")
    email = _first([*_named(said, _EMAIL), *_contact_emails(contacts), *_ship_to_email(setup)])
    unique = _first(_named(said, _UNIQUE))
    first, last = _first(_named(said, _FIRST)), _first(_named(said, _LAST))
    if not (first[0] and last[0]):
        names = [*_named(said, _FULL), *((one.name.value, "Contact/Name") for one in contacts)]
        # Coupa's sample has the e-mail address for the contact's name.
        full, place = _first((name, place) for name, place in names if "@" not in name)
        parts = _parts(full, first[0], last[0])
        first, last = (
            said_so if said_so[0] else (part, place if part else "")
            for said_so, part in zip((first, last), parts, strict=True)
        )
    values = {"email": email, "first": first, "last": last, "unique": unique}
    found = tuple((name, place) for name, (value, place) in values.items() if value)
    return BuyerIdentity(email[0], first[0], last[0], unique[0], found)


def _extrinsics(setup: SetupRequest) -> dict[str, tuple[str, str]]:
    """Give the texts of the extrinsics by their names in lower case; of several alike the first that is not blank."""
    said: dict[str, tuple[str, str]] = {}
    for name, content in setup.extrinsics:
        value = _text(content)
        if value:
            said.setdefault(name.strip(_BLANKS).lower(), (value, f"Extrinsic {name}"))
    return said


def _text(content: Content) -> str:
    return (content if isinstance(content, str) else content.text()).strip(_BLANKS)


def _named(said: dict[str, tuple[str, str]], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    return (said[name] for name in names if name in said)


def _contact_emails(contacts: Iterable[Contact]) -> Iterator[tuple[str, str]]:
    return ((email, "Contact/Email") for contact in contacts for email in contact.emails)


def _ship_to_email(setup: SetupRequest) -> Iterator[tuple[str, str]]:
    if setup.ship_to is not None and setup.ship_to.email is not None:
        yield setup.ship_to.email, "ShipTo/Address/Email"


def _first(candidates: Iterable[tuple[str, str]]) -> tuple[str, str]:
    stripped = ((value.strip(_BLANKS), place) for value, place in candidates)
    return next(((value, place) for value, place in stripped if value), ("", ""))


def _parts(full: str, first: str, last: str) -> tuple[str, str]:
    """Split a full name in two, by the half that is known already when it is part of it."""
    if first and full.startswith(f"{first} "):
        return first, full.removeprefix(first).strip(_BLANKS)
    if last and full.endswith(f" {last}"):
        return full.removesuffix(last).strip(_BLANKS), last
    before, comma, after = (part.strip(_BLANKS) for part in full.partition(","))
    if comma and before and after and "," not in after and after.strip(".").lower() not in _AFTER_NAMES:
        return after, before
    word, _, rest = full.partition(" ")
    return word, rest.strip(_BLANKS)
