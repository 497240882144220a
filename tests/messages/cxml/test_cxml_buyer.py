"""Who the buyer is, wherever the procurement system wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulators.messages.cxml import (
    Address,
    BuyerIdentity,
    Contact,
    Content,
    Text,
    XmlContent,
    buyer_identity,
    parse_setup_request,
)
from tests.messages.cxml.cxml_corpus import SETUP

BARE = replace(parse_setup_request(SETUP.encode()), extrinsics=(), contacts=())
USER = Contact(Text("en", "Ann Lee"), role="endUser", emails=("", "ann@b.example"))
BOSS = Contact(Text("en", "Bo Boss"), role="buyer", emails=("bo@b.example",))
DOCK = Address(Text("en", "Plant 1"), email="dock@b.example")


def _identity(
    extrinsics: tuple[tuple[str, Content], ...] = (), contacts: tuple[Contact, ...] = (), ship_to: Address | None = None
) -> BuyerIdentity:
    return buyer_identity(replace(BARE, extrinsics=extrinsics, contacts=contacts, ship_to=ship_to))


@pytest.mark.parametrize(
    ("extrinsics", "contacts", "ship_to", "email", "place"),
    [
        ((("Email", "e@b"), ("USEREMAIL", " u@b ")), (USER,), DOCK, "u@b", "Extrinsic USEREMAIL"),
        ((("userEmail", " "), ("eMail", "e@b")), (USER,), DOCK, "e@b", "Extrinsic eMail"),
        ((("UserEmail", XmlContent("<Email>x@b</Email>")),), (USER,), None, "x@b", "Extrinsic UserEmail"),
        ((("UserEmail", ""), ("UserEmail", "2@b")), (), None, "2@b", "Extrinsic UserEmail"),
        ((), (BOSS, USER), DOCK, "ann@b.example", "Contact/Email"),
        ((), (BOSS, replace(USER, emails=())), DOCK, "bo@b.example", "Contact/Email"),
        ((), (replace(USER, emails=(" ",)),), DOCK, "dock@b.example", "ShipTo/Address/Email"),
    ],
)
def test_the_address_is_found_in_any_of_four_places(
    extrinsics: tuple[tuple[str, Content], ...],
    contacts: tuple[Contact, ...],
    ship_to: Address | None,
    email: str,
    place: str,
) -> None:
    identity = _identity(extrinsics, contacts, ship_to)

    assert identity.email == email
    assert ("email", place) in identity.found


@pytest.mark.parametrize(
    ("extrinsics", "contacts", "names"),
    [
        ((("FirstName", "Mary Anne"), ("LastName", "Field")), (USER,), ("Mary Anne", "Field")),
        ((("firstname", "Ann"), ("LASTNAME", "")), (USER,), ("Ann", "Lee")),
        ((("FirstName", "Mary Anne"),), (replace(USER, name=Text("", "Mary Anne Field")),), ("Mary Anne", "Field")),
        ((("LastName", "van Dam"),), (replace(USER, name=Text("", "Jan van Dam")),), ("Jan", "van Dam")),
        ((("UserFullName", "Ada King Lovelace"),), (), ("Ada", "King Lovelace")),
        ((), (replace(USER, name=Text("", " Lovelace, Ada ")),), ("Ada", "Lovelace")),
        ((), (replace(USER, name=Text("", "John Smith, Jr.")),), ("John", "Smith, Jr.")),
        ((), (replace(USER, name=Text("", "Cher")),), ("Cher", "")),
        ((), (replace(USER, name=Text("", "ann@b.example")), BOSS), ("Bo", "Boss")),
        ((), (), ("", "")),
    ],
)
def test_names_are_found_in_extrinsics_and_contacts(
    extrinsics: tuple[tuple[str, Content], ...], contacts: tuple[Contact, ...], names: tuple[str, str]
) -> None:
    identity = _identity(extrinsics, contacts)

    assert (identity.first, identity.last) == names


@pytest.mark.parametrize("name", ["UniqueName", "uniqueUserName", "unique", "UserId", "User"])
def test_the_buyers_own_name_of_the_user_is_found(name: str) -> None:
    assert _identity(((name, "a.lee"), ("UserEmail", "u@b"))).unique == "a.lee"
    assert _identity((("User", "x"), ("UniqueName", "a.lee"))).unique == "a.lee"


def test_what_coupa_sends_is_understood() -> None:
    said = {"FirstName": "Mary", "LastName": "Field", "UniqueName": "mf", "UserEmail": "m@b", "User": "x"}
    mail_for_a_name = replace(USER, name=Text("en", "m@b"), emails=("m@b",))

    assert _identity(tuple(said.items()), (mail_for_a_name,)) == BuyerIdentity(
        *("m@b", "Mary", "Field", "mf"),
        found=(
            ("email", "Extrinsic UserEmail"),
            ("first", "Extrinsic FirstName"),
            ("last", "Extrinsic LastName"),
            ("unique", "Extrinsic UniqueName"),
        ),
    )


def test_a_buyer_nobody_names_is_nobody() -> None:
    assert _identity() == BuyerIdentity("", "", "", "", ())
