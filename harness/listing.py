"""Buyers and channels that a target file lists beside the first, for a storefront where the harness may make none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.entries import Entries

SITE, BUYER = "target.site", "target.buyer"
OTHER_BUYER, OTHER_CHANNEL = "target.other_buyer", "target.other_channel"
# The keys of each section.
LISTING_KEYS: Mapping[str, frozenset[str]] = {
    BUYER: frozenset({"email", "account", "without_role"}),
    OTHER_BUYER: frozenset({"email", "account"}),
    OTHER_CHANNEL: frozenset({"group", "start_url", "email", "account", "email_of_both"}),
}


@dataclass(frozen=True)
class ListedBuyer:
    """A buyer a target file names: the section and key that do, the e-mail address, the account's reference code."""

    section: str
    email: str
    account: str
    key: str = "email"


@dataclass(frozen=True)
class ListedChannel:
    """Another channel with Punch Out on: its site's group key, its start URL, and a buyer of that site alone.

    `email_of_both` is that of a buyer of the target's own account who belongs to both sites, or nothing.
    """

    group: str
    start_url: str
    buyer: ListedBuyer
    email_of_both: str = ""


def read_other_buyer(reader: Entries) -> ListedBuyer | None:
    """Return the buyer of another company, who is nobody else.

    Raises:
        ConfigurationError: when an entry makes no sense.

    """
    if not reader.has(OTHER_BUYER, "email", "account"):
        return None
    other = ListedBuyer(OTHER_BUYER, reader.text(OTHER_BUYER, "email"), reader.text(OTHER_BUYER, "account"))
    for key in ("email", "account"):
        remedy = "Name another person of another account, or leave [target.other_buyer] out."
        _refuse_same(reader, (OTHER_BUYER, key), (BUYER, key), remedy)
    return other


def read_other_channel(reader: Entries) -> ListedChannel | None:
    """Return the other channel, whose buyers are not those of the target's own.

    Raises:
        ConfigurationError: when an entry makes no sense.

    """
    if not reader.has_section(OTHER_CHANNEL):
        return None
    buyer = ListedBuyer(OTHER_CHANNEL, reader.text(OTHER_CHANNEL, "email"), reader.text(OTHER_CHANNEL, "account"))
    other = ListedChannel(
        group=reader.text(OTHER_CHANNEL, "group"),
        start_url=reader.place(OTHER_CHANNEL, "start_url"),
        buyer=buyer,
        email_of_both=reader.text(OTHER_CHANNEL, "email_of_both", ""),
    )
    for key in ("group", "start_url"):
        remedy = "Give that of another channel, or leave [target.other_channel] out."
        _refuse_same(reader, (OTHER_CHANNEL, key), (SITE, key), remedy)
    first, alone, both = (BUYER, "email"), (OTHER_CHANNEL, "email"), (OTHER_CHANNEL, "email_of_both")
    _refuse_same(reader, alone, first, "Name a buyer who belongs to the other channel's site alone.")
    for one in (first, alone):
        _refuse_same(reader, both, one, "Name somebody else, who belongs to both sites, or leave email_of_both out.")
    return other


def _refuse_same(reader: Entries, entry: tuple[str, str], other: tuple[str, str], remedy: str) -> None:
    """Refuse an entry that says the same as another."""
    value = reader.text(*entry, "")
    if value and value == reader.text(*other, ""):
        raise reader.wrong(*entry, f"{value!r} is the {other[1]} of [{other[0]}] as well", remedy)
