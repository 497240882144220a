"""People and companies of a scenario, made up from the run's seed."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from faker import Faker

from simulators.messages.planting import planted_in
from simulators.procurement.profiles import PLAIN

# What a scenario calls buyers the storefront does not know, and the names they have instead of their own.
ODD_NAMES: Mapping[str, Mapping[str, str]] = {
    "the storefront does not know": {},
    "without a name whom the storefront does not know": {"first_name": " ", "last_name": " "},
    "with markup in the name whom the storefront does not know": {"first_name": planted_in("Ann")},
}


@dataclass(frozen=True)
class Person:
    """A buyer; `user_id` is the id on the target, when an administrator made the user."""

    email: str
    first_name: str
    last_name: str
    user_id: int | None = None


@dataclass(frozen=True)
class Company:
    """A buying company: its account on the target, its credential at the hub, and the platform it works with.

    `procurement_url` is where its procurement system is, once it is known.
    """

    name: str
    account_code: str
    identity: str
    shared_secret: str = field(repr=False)
    account_id: int | None = None
    platform: str = PLAIN
    procurement_url: str = ""


def id_of(person: Person) -> int:
    """Return the id on the target of a person an administrator made a user."""
    assert person.user_id is not None  # with an administrator every buyer is a user of the target
    return person.user_id


def account_of(company: Company) -> int:
    """Return the id on the target of the account an administrator made for a company."""
    assert company.account_id is not None  # with an administrator every company has an account
    return company.account_id


@cache
def source_of_names() -> Faker:
    """Return the source of names; made once, for making it is slow."""
    return Faker("en_US")


class Cast:
    """Makes up people and companies; names repeat with the seed, what identifies them does not."""

    _numbers = itertools.count(1)

    def __init__(self, fake: Faker, run_id: str) -> None:
        self._fake = fake
        self._run_id = run_id

    def person(self) -> Person:
        """Return a new person."""
        first, last = self._fake.first_name(), self._fake.last_name()
        address = f"{first}.{last}.{self._unique()}@buyer.example".lower().replace(" ", "").replace("'", "")
        return Person(address.encode("ascii", "ignore").decode(), first, last)

    def company(self) -> Company:
        """Return a new company."""
        unique = self._unique()
        return Company(
            name=f"{self._fake.company()} {unique}",
            account_code=f"ACC-{unique}",
            identity=f"AN-{unique}",
            shared_secret=f"shared-{secrets.token_urlsafe(18)}",
        )

    def _unique(self) -> str:
        return f"{self._run_id}-{next(self._numbers)}"
