"""What the administrator makes on the target for a scenario, each noted before and removed at the scenario's end."""

from __future__ import annotations

import re
from dataclasses import replace

from harness.actors import Company, Person
from harness.actors.people import Cast
from harness.administration import OtherChannel
from harness.putting_back import PuttingBack
from harness.restoring import Made, undo
from harness.staged_relationships import DEFAULT_CURRENCY
from harness.targets import Target


class StagedMakings:
    """Makes people and places; each method raises Inapplicable when the target has given no administrator."""

    def __init__(self, target: Target, cast: Cast, putting_back: PuttingBack) -> None:
        self._target = target
        self._cast = cast
        self._putting_back = putting_back

    def account(self) -> Company:
        """Create an account for a new company."""
        company = self._cast.company()
        people = self._target.administration.people
        noted = self._putting_back.noted(Made("account", company.account_code))
        account_id = people.add_account(company.name, company.account_code)
        noted.undone_by(people.remove_account, account_id)
        return replace(company, account_id=account_id)

    def user(self, channel: OtherChannel | None = None, password: str = "") -> Person:
        """Create a user for a new person, who is a member of the site, or of that of another channel."""
        person, administration = self._cast.person(), self._target.administration
        people = administration.people
        noted = self._putting_back.noted(Made("user", person.email))
        user_id = people.add_user(person.email, person.first_name, person.last_name, password)
        noted.undone_by(people.remove_user, user_id)
        administration.sites.join(user_id, channel.site_id if channel else None)
        return replace(person, user_id=user_id)

    def stranger(self) -> Person:
        """Return a person whom the target may make a user itself."""
        person = self._cast.person()
        user = Made("user", person.email)
        self._putting_back.noted(user).undone_by(undo, user, self._target.administration)
        return person

    def site(self) -> tuple[str, str, int]:
        """Make a site; return its name, the word for it in addresses, and its id."""
        sites, name = self._target.administration_for("sites").sites, self._cast.company().name
        word = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        noted = self._putting_back.noted(Made("site", name))
        site_id = sites.add_site(name, f"/{word}")
        noted.undone_by(sites.remove_site, site_id)
        return name, word, site_id

    def channel(self) -> OtherChannel:
        """Make another channel, with a site of its own."""
        sites = self._target.administration_for("sites").sites
        name, word, site_id = self.site()
        noted = self._putting_back.noted(Made("channel", f"{name} Channel"))
        channel_id = sites.add_channel(site_id, f"{name} Channel", DEFAULT_CURRENCY)
        noted.undone_by(sites.remove_channel, channel_id)
        return OtherChannel(name, f"{self._target.file.buyers_url}/web/{word}/catalog", channel_id, site_id)
