"""Test data of a target: what the scenarios want, made once, removed exactly, and found again after an interruption."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.administration import Administration, ChannelSettings
from harness.administration.calling import AdministratorsCalls
from harness.errors import ConfigurationError
from harness.provisioning import making
from harness.provisioning.making import ledgers_of, provision, remove
from harness.provisioning.testdata import read_test_data
from harness.restoring.restoring import restore
from harness.targetfile import TargetFile
from harness.targets.embedded import describe
from simulators.storefront import GENERATIONS, Storefront
from simulators.wire import Journal, Redactor

DATA = read_test_data()
OWN, OTHER = DATA.sites
ACCOUNT = DATA.accounts[0]


class Shop:
    """A bare storefront with its target file, and what an administrator sees there."""

    def __init__(self, generation: str, out: Path) -> None:
        self.storefront = Storefront(
            Journal(Redactor(b"")), seed=1, generation=GENERATIONS[generation], bare=True
        ).open()
        self.file: TargetFile = replace(
            describe(self.storefront, kind="live"),
            group=OWN.name,
            start_url=self.storefront.url + OWN.start_url,
        )
        self.out = out
        assert self.file.admin is not None
        self.hand = Administration(
            self.file.url, self.file.admin, OWN.name, Journal(Redactor(b"")), generation=generation
        )

    def close(self) -> None:
        self.hand.close()
        self.storefront.close()

    def provision(self) -> list[str]:
        lines: list[str] = []
        self.refused = provision(DATA.fitted_to(self.file), self.file, self.out, lines.append).refused
        return lines

    def belonging(self) -> dict[str, tuple[set[str], set[str], set[str]]]:
        """Return by e-mail address the accounts of each buyer, the sites, and the sites where the role is held."""
        company, role = self.storefront._company, self.hand.directory.role_named(DATA.role)
        found = {}
        for user in (company.user_by_email(buyer.email) for buyer in DATA.buyers):
            assert user is not None
            accounts = {each.external_reference_code for each in company.accounts.values() if user.id in each.members}
            sites = {company.sites[site_id].key for site_id in user.site_ids}
            holds = {site.key for site in company.sites.values() if role in site.roles_of.get(user.id, ())}
            found[user.email] = accounts, sites, holds
        return found

    def look(self) -> dict[str, object]:
        """Return all the storefront stores."""
        company = self.storefront._company  # what it stores has to be the same to the last bit
        stored = {name: repr(value) for name, value in vars(company).items() if name not in ("lock", "_last_id")}
        return {**stored, "auto login": self.hand.settings.auto_login()}


# Where each buyer is to belong, as the description says it.
BELONGING = {
    buyer.email: (
        {buyer.account.code},
        {site.name for site in buyer.sites},
        {site.name for site in buyer.sites if buyer.has_role},
    )
    for buyer in DATA.buyers
}


@pytest.fixture(params=sorted(GENERATIONS))
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(request.param, tmp_path / "out")
    yield shop
    shop.close()


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop("tradecentric-7.4", tmp_path / "out")
    yield shop
    shop.close()


# --- making and removing


def test_all_is_made_found_again_and_removed_exactly(shop: Shop) -> None:
    before = shop.look()
    first = shop.provision()
    assert not shop.refused, first
    made = [line for line in first if line.startswith("made")]
    goods = 1 + len(DATA.categories) + 1 + len(DATA.products) + 1
    assert len(made) == 2 * len(DATA.sites) + 1 + goods + len(DATA.accounts) + len(DATA.buyers)
    assert shop.belonging() == BELONGING
    channels = [shop.hand.directory.channel_named(site.channel) for site in DATA.sites]
    wanted = [ChannelSettings(True, shop.file.url + site.start_url) for site in DATA.sites]
    assert [shop.hand.settings.channel_settings(channel_id) for channel_id in channels] == wanted
    there = shop.look()
    again = shop.provision()
    assert [line for line in again if line.startswith(("made", "changed", "NOT"))] == []
    assert shop.look() == there
    removed = remove(shop.file, shop.out)
    assert not removed.left, removed
    assert shop.look() == before
    assert not remove(shop.file, shop.out)
    assert not ledgers_of(shop.out, shop.file).exists()


def test_a_run_and_its_restoring_leave_the_data_alone(newest: Shop) -> None:
    newest.provision()
    there = newest.look()
    assert not restore(newest.out / "ledgers", newest.file)
    assert newest.look() == there


def test_what_was_there_before_is_found_and_stays(newest: Shop) -> None:
    buyer = DATA.buyers[0]
    newest.hand.sites.add_site(OWN.name, "/other")
    newest.hand.people.add_account("Somebody's", ACCOUNT.code)
    newest.hand.people.add_user(buyer.email, "Some", "Body")
    newest.hand.catalogs.add_catalog("Somebody's", DATA.catalog_code, "USD")
    before = newest.look()
    lines = newest.provision()
    found = {"site " + OWN.name, "account " + ACCOUNT.code, "user " + buyer.email, "catalog " + DATA.catalog_code}
    assert {line for line in lines if line.startswith("found")} == {f"found     the {each}" for each in found}
    # Nobody changes who was there before: what is missing is told.
    assert f"by hand   what {buyer.email} has to belong to:" in lines
    assert not remove(newest.file, newest.out).left
    assert newest.look() == before


def test_a_channel_that_was_there_is_switched_on_and_back(shop: Shop) -> None:
    hand, ids = shop.hand, {}
    for site in DATA.sites:
        site_id = hand.sites.add_site(site.name, f"/{site.word}")
        ids[site.channel] = hand.sites.add_channel(site_id, "Somebody's, of " + site.name, "USD")
    left_off = ChannelSettings(False, "http://elsewhere.example/start")
    hand.settings.set_channel(left_off, ids[OTHER.channel])
    before = shop.look()
    lines = shop.provision()
    assert not shop.refused, lines
    for site in DATA.sites:
        assert f"changed   Punch Out of the channel {site.channel}: switched on" in lines
        shown = hand.settings.channel_settings(ids[site.channel])
        assert shown == ChannelSettings(True, shop.file.url + site.start_url)
    # Neither the type nor shipping of a channel that was there before is anybody's business here.
    assert not [line for line in lines if line.startswith("by hand") and ("channel" in line or "page" in line)]
    removed = remove(shop.file, shop.out)
    assert not removed.left, removed
    put_back = (
        f"Punch Out of the channel of the site {OTHER.name}, which was off, with the start URL {left_off.start_url}"
    )
    assert f"{put_back}: put back" in removed.done
    assert shop.look() == before


def test_another_start_url_of_a_channel_that_is_on_is_told(newest: Shop) -> None:
    site_id = newest.hand.sites.add_site(OTHER.name, f"/{OTHER.word}")
    channel_id = newest.hand.sites.add_channel(site_id, OTHER.channel, "USD")
    there = ChannelSettings(True, "http://elsewhere.example/start")
    newest.hand.settings.set_channel(there, channel_id)
    found = f"found     Punch Out of the channel {OTHER.channel}; its start URL is http://elsewhere.example/start"
    assert f"{found}: give the target file the same" in newest.provision()
    assert newest.hand.settings.channel_settings(channel_id) == there


def test_a_buyer_who_belongs_to_one_site_of_two_is_told(newest: Shop) -> None:
    both = DATA.buyers[4]
    newest.provision()
    user_id = newest.hand.people.find_user(both.email)
    assert user_id is not None
    newest.hand.people.remove_user(user_id)
    user_id = newest.hand.people.add_user(both.email, "Some", "Body")
    newest.hand.sites.join(user_id, newest.hand.directory.site_named(OWN.name))
    account_id = newest.hand.directory.account_id(ACCOUNT.code)
    assert account_id is not None
    newest.hand.people.add_member(account_id, both.email)
    lacking = f"by hand   what {both.email} has to belong to:"
    assert lacking in newest.provision()
    newest.hand.sites.join(user_id, newest.hand.directory.site_named(OTHER.name))
    assert lacking not in newest.provision()


def test_pages_are_wanted_of_the_own_site_alone(newest: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answering(_caller: Any, url: str) -> bool:
        asked.append(url)
        return False

    monkeypatch.setattr(making, "_answers", answering)
    lines = newest.provision()
    assert len(asked) == 3
    assert all(f"/web/{OWN.word}/" in url for url in asked)
    (told,) = (line for line in lines if line.startswith("by hand   pages"))
    assert OTHER.word not in told


def test_what_somebody_has_made_since_stays(newest: Shop) -> None:
    newest.provision()
    taken = newest.hand.people.find_user(DATA.buyers[1].email)
    assert taken is not None
    newest.hand.people.remove_user(taken)
    newest.hand.people.add_user(DATA.buyers[1].email, "Some", "Body")
    catalog_id = newest.hand.catalogs.catalog(DATA.catalog_code)
    assert catalog_id is not None
    own = newest.storefront._company.products
    first = next(iter(own.values()))
    own[9] = replace(first, id=9, sku="THEIRS", external_reference_code="THEIRS")
    assert f"found     the user {DATA.buyers[1].email}" in newest.provision()
    removed = remove(newest.file, newest.out)
    assert f"the user {DATA.buyers[1].email}: left alone: it is another one, which was made since" in removed.done
    (left,) = removed.left
    assert left.startswith(f"the catalog {DATA.catalog_code}: ")
    assert "THEIRS" in [product.sku for product in own.values()]
    assert newest.hand.people.find_user(DATA.buyers[1].email) is not None
    del own[9]
    assert not remove(newest.file, newest.out).left


@pytest.fixture
def interrupted_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, bool], None]:
    """Let the change of that number end the command: before it is made, or after it, when nobody was told."""

    def interrupt(number: int, after: bool) -> None:
        call, left = AdministratorsCalls.call, [number]

        def calling(self: Any, what: str, method: str, path: str, *values: Any, **named: Any) -> Any:
            if method == "GET" or "/get-" in path or "/has-" in path:
                return call(self, what, method, path, *values, **named)
            left[0] -= 1
            if not left[0] and not after:
                raise KeyboardInterrupt
            answer = call(self, what, method, path, *values, **named)
            if not left[0]:
                raise KeyboardInterrupt
            return answer

        monkeypatch.setattr(AdministratorsCalls, "call", calling)

    return interrupt


@pytest.mark.parametrize(
    ("number", "after"),
    [
        (1, True),
        (4, True),
        (5, True),
        (6, True),
        (14, False),
        (29, True),
        (33, True),
        (35, False),
        (49, True),
        (52, False),
    ],
)
def test_an_interruption_anywhere_leaves_what_can_be_removed_or_completed(
    newest: Shop, interrupted_at: Callable[[int, bool], None], monkeypatch: pytest.MonkeyPatch, number: int, after: bool
) -> None:
    before = newest.look()
    for complete in (True, False):
        interrupted_at(number, after)
        with pytest.raises(KeyboardInterrupt):
            newest.provision()
        monkeypatch.undo()
        if complete:
            lines = newest.provision()
            assert not newest.refused, lines
            role = newest.hand.directory.role_named(DATA.role)
            assert role is not None
            assert len(newest.storefront._company.roles[role].permissions) == 2
            assert newest.belonging() == BELONGING
        assert not remove(newest.file, newest.out).left
        assert newest.look() == before


def test_what_the_target_refuses_is_told_with_its_steps(newest: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    call = AdministratorsCalls.call

    def calling(self: Any, what: str, method: str, path: str, *values: Any, **named: Any) -> Any:
        elsewhere = path.replace("/catalogs", "/no-such-interface")
        return call(self, what, method, elsewhere, *values, **named)

    monkeypatch.setattr(AdministratorsCalls, "call", calling)
    lines = newest.provision()
    assert len(newest.refused) == 1 + len(DATA.products) + 1
    assert any(line.startswith(f"NOT made  the catalog {DATA.catalog_code}: ") for line in lines)
    assert f"NOT made  the product {DATA.skus[0]}: not tried, for the catalog {DATA.catalog_code} is not there" in lines
    assert any("Commerce > Catalogs > Add" in line for line in lines)
    monkeypatch.undo()
    assert not remove(newest.file, newest.out).left


def test_a_target_that_does_not_answer_is_one_message(newest: Shop) -> None:
    newest.storefront.close()
    with pytest.raises(ConfigurationError, match=r"target\.url, target\.admin: .*doctor"):
        newest.provision()
    assert not newest.out.exists() or not list(newest.out.rglob("*.ledger"))
