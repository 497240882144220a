"""Test data of a target: what the scenarios want, made once, removed exactly, and found again after an interruption."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.actors import wanted
from harness.actors.wanted import Offered, Wanted
from harness.administration import Administration
from harness.administration.calling import AdministratorsCalls
from harness.errors import ConfigurationError, HarnessFault
from harness.project import TESTDATA
from harness.provisioning.entries import completed, entries_for, lacking, sections
from harness.provisioning.making import ledgers_of, provision, remove
from harness.provisioning.steps import checklist
from harness.provisioning.testdata import AwkwardProduct, TestData, read_test_data
from harness.restoring.restoring import restore
from harness.targetfile import TargetFile
from harness.targets.embedded import describe
from simulators.storefront import GENERATIONS, Storefront
from simulators.wire import Journal, Redactor

DATA = read_test_data()


class Shop:
    """A bare storefront with its target file, and what an administrator sees there."""

    def __init__(self, generation: str, out: Path) -> None:
        self.storefront = Storefront(
            Journal(Redactor(b"")), seed=1, generation=GENERATIONS[generation], bare=True
        ).open()
        self.file: TargetFile = replace(
            describe(self.storefront, kind="live"),
            group=DATA.site,
            start_url=self.storefront.url + DATA.start_path,
        )
        self.out = out
        assert self.file.admin is not None
        self.hand = Administration(
            self.file.url, self.file.admin, DATA.site, Journal(Redactor(b"")), generation=generation
        )

    def close(self) -> None:
        self.hand.close()
        self.storefront.close()

    def provision(self) -> list[str]:
        lines: list[str] = []
        self.refused = provision(DATA, self.file, self.out, lines.append).refused
        return lines

    def look(self) -> dict[str, object]:
        """Return all the storefront stores."""
        company = self.storefront._company  # what it stores has to be the same to the last bit
        stored = {name: repr(value) for name, value in vars(company).items() if name not in ("lock", "_last_id")}
        return {**stored, "auto login": self.hand.settings.auto_login()}


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


# --- the description


def offered(product: AwkwardProduct) -> Offered:
    discount = Decimal(1) if product.discounted else Decimal(0)
    return Offered(
        1, product.sku, 1, product.description, product.promo_price, discount, 1, product.categories, product.price
    )


@pytest.mark.parametrize(
    "kind", [each for each in vars(wanted).values() if isinstance(each, Wanted)], ids=lambda kind: kind.words
)
def test_every_kind_of_product_a_scenario_wants_is_there(kind: Wanted) -> None:
    assert any(kind.fits(offered(product)) for product in DATA.products), kind.words


def test_there_are_ten_products_and_two_buyers_of_whom_one_has_the_role() -> None:
    assert len(set(DATA.skus)) == len(DATA.products) >= 10
    assert [buyer.has_role for buyer in DATA.buyers] == [True, False]


@pytest.mark.parametrize(
    ("old", "new"), [("[account]", "[nobody]"), ('["Brake System"]', '["Brakes"]'), ("View Open", "Look"), ("= 5", "=")]
)
def test_a_description_that_does_not_fit_is_a_fault(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "testdata.toml"
    text = TESTDATA.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(HarnessFault, match=r"testdata\.toml"):
        read_test_data(path)


def test_what_the_target_file_names_is_meant(newest: Shop) -> None:
    url = "http://shop.example/web/acme/start"
    file = replace(newest.file, group="Acme", start_url=url, buyer_email="a@b.example", account="ACME")
    data = DATA.fitted_to(file)
    assert (data.site, data.word, data.account_code, data.buyers[0].email) == ("Acme", "acme", "ACME", "a@b.example")
    assert DATA.fitted_to(newest.file) == DATA
    below = replace(file, url="http://shop.example/portal", start_url="http://shop.example/portal/web/beta/start")
    assert DATA.fitted_to(below).word == "beta"
    plain = DATA.fitted_to(replace(file, email_without_role="plain@b.example"))
    assert [buyer.email for buyer in plain.buyers] == ["a@b.example", "plain@b.example"]


@pytest.mark.parametrize("generation", sorted(GENERATIONS))
def test_the_checklist_tells_everything_that_is_made(generation: str) -> None:
    told = "\n".join(line for _, steps in checklist(DATA, generation, "http://shop.example/start") for line in steps)
    values = [value for name, value in asdict(DATA).items() if name not in ("products", "buyers")]
    for value in [*values, *map(asdict, DATA.buyers), *map(asdict, DATA.products)]:
        for text in texts_in(value):
            assert text in told, text
    assert "http://shop.example/start" in told


def texts_in(value: Any) -> Iterator[str]:
    """Yield each text and number in a value; zero is a price that is not there."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, str | Decimal) and value:
        yield str(value)


# --- making and removing


def test_all_is_made_found_again_and_removed_exactly(shop: Shop) -> None:
    before = shop.look()
    first = shop.provision()
    assert not shop.refused, first
    made = [line for line in first if line.startswith("made")]
    assert len(made) == 3 + 1 + len(DATA.categories) + 1 + len(DATA.products) + 1 + 1 + len(DATA.buyers)
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
    newest.hand.sites.add_site(DATA.site, "/other")
    newest.hand.people.add_account("Somebody's", DATA.account_code)
    newest.hand.people.add_user(buyer.email, "Some", "Body")
    newest.hand.catalogs.add_catalog("Somebody's", DATA.catalog_code, "USD")
    before = newest.look()
    lines = newest.provision()
    found = {"site " + DATA.site, "account " + DATA.account_code, "user " + buyer.email, "catalog " + DATA.catalog_code}
    assert {line for line in lines if line.startswith("found")} == {f"found     the {each}" for each in found}
    # Nobody changes who was there before: what is missing is told.
    assert f"by hand   what {buyer.email} has to belong to:" in lines
    assert not remove(newest.file, newest.out).left
    assert newest.look() == before


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
    ("number", "after"), [(1, True), (3, True), (4, True), (12, False), (27, True), (30, True), (32, False)]
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
            buyer, role = DATA.buyers[0], newest.hand.directory.role_named(DATA.role)
            company = newest.storefront._company
            assert role is not None
            assert len(company.roles[role].permissions) == 2
            user = company.user_by_email(buyer.email)
            account, site = company.account_by_code(DATA.account_code), company.site_by_key(DATA.site)
            assert user is not None
            assert account is not None
            assert site is not None
            assert user.id in account.members
            assert site.id in user.site_ids
            assert site.roles_of[user.id] == {role}
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


# --- the entries of the target file


def test_a_target_file_is_completed_with_what_it_lacks() -> None:
    text = '[target]\nname = "x"\n[target.buyer]   # who\nemail = "me@b.example"\n[harness]\nbind = "0.0.0.0"'
    entries = entries_for(DATA, "http://shop.example/start", ["USD", "EUR"])
    missing = lacking(text, entries)
    document = tomllib.loads(completed(text, missing))
    assert document["harness"] == {"bind": "0.0.0.0"}
    plain = DATA.buyers[1].email
    assert document["target"]["buyer"] == {"email": "me@b.example", "account": DATA.account_code, "without_role": plain}
    assert document["target"]["site"] == {"group": DATA.site, "start_url": "http://shop.example/start"}
    assert document["target"]["catalog"] == {"skus": list(DATA.skus), "currencies": ["USD", "EUR"]}
    assert lacking(completed(text, missing), entries) == {}
    assert "[target.site]" in sections(missing)


def test_without_known_currencies_the_channels_is_listed() -> None:
    assert entries_for(DATA, "", ())["target.catalog"]["currencies"] == [DATA.currency]


def test_a_description_is_no_test() -> None:
    assert TestData.__test__ is False
