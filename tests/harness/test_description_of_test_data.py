"""The description of the test data: what is in it, fitted to a target file, told as steps, and named in the file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.actors import wanted
from harness.actors.wanted import Offered, Wanted
from harness.errors import HarnessFault
from harness.listing import LISTING_KEYS, ListedBuyer, ListedChannel
from harness.project import TESTDATA
from harness.provisioning.entries import completed, entries_for, lacking, read_as_completed, sections
from harness.provisioning.steps import checklist
from harness.provisioning.testdata import AwkwardProduct, TestData, read_test_data
from harness.targetfile import HubCredentials, TargetFile, read_target_file
from simulators.storefront import GENERATIONS

DATA = read_test_data()
OWN, OTHER = DATA.sites
ACCOUNT, OTHER_ACCOUNT = DATA.accounts
FILE = TargetFile(
    name="Acme",
    kind="live",
    url="http://shop.example",
    generation="tradecentric-7.4",
    group=OWN.name,
    start_url=f"http://shop.example{OWN.start_url}",
    hub=HubCredentials("id", "secret"),
)


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


def test_there_are_ten_products() -> None:
    assert len(set(DATA.skus)) == len(DATA.products) >= 10


def test_every_buyer_and_channel_a_target_file_may_list_is_there() -> None:
    listed = {f"{section}.{key}" for section, keys in LISTING_KEYS.items() for key in keys}
    assert set(DATA.names) == listed | {"target.site.group", "target.site.start_url"}
    buyers = {buyer.entry: (buyer.account, buyer.sites, buyer.has_role) for buyer in DATA.buyers}
    assert buyers == {
        "target.buyer.email": (ACCOUNT, (OWN,), True),
        "target.buyer.without_role": (ACCOUNT, (OWN,), False),
        "target.other_buyer.email": (OTHER_ACCOUNT, (OWN,), True),
        "target.other_channel.email": (OTHER_ACCOUNT, (OTHER,), True),
        "target.other_channel.email_of_both": (ACCOUNT, (OWN, OTHER), True),
    }
    assert DATA.own_site == OWN


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[account.own]", "[nobody]", "the account own, which it does not make"),
        ("[[buyer]]", "[[nobody]]", "'buyer'"),
        ('["Brake System"]', '["Brakes"]', "Brakes, which it does not make"),
        ("View Open", "Look", "Look Orders, which it does not make"),
        ('sites = ["own", "other"]', 'sites = ["own", "third"]', "the site third, which it does not make"),
        ('account = "other"', 'account = "third"', "the account third, which it does not make"),
        (
            '"target.other_buyer.email"',
            '"target.nobody.email"',
            r"target\.nobody\.account, target\.nobody\.email, which",
        ),
        ('section = "target.site"', 'section = "target.other_channel"', r"no site for \[target\.site\]"),
        ("= 5", "=", "TOML"),
    ],
)
def test_a_description_that_does_not_fit_is_a_fault(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "testdata.toml"
    text = TESTDATA.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(HarnessFault, match=rf"testdata\.toml .*{said}"):
        read_test_data(path)


def test_what_the_target_file_names_is_meant() -> None:
    url = "http://shop.example/web/acme/start"
    file = replace(FILE, group="Acme", start_url=url, buyer_email="a@b.example", account="ACME")
    data = DATA.fitted_to(file)
    own = data.own_site
    assert (own.name, own.word, own.channel, own.start_url) == ("Acme", "acme", "Acme Channel", url)
    assert (data.accounts[0].code, data.buyers[0].email, data.buyers[0].sites) == ("ACME", "a@b.example", (own,))
    assert DATA.fitted_to(FILE) == DATA.below(FILE.url)
    below = replace(file, url="http://shop.example/portal", start_url="http://shop.example/portal/web/beta/start")
    assert DATA.fitted_to(below).own_site.word == "beta"
    plain = DATA.fitted_to(replace(file, email_without_role="plain@b.example"))
    assert [buyer.email for buyer in plain.buyers[:2]] == ["a@b.example", "plain@b.example"]


def test_whoever_the_target_file_lists_beside_the_first_is_meant() -> None:
    beta = ListedBuyer("target.other_buyer", "b@beta.example", "BETA")
    gamma = ListedBuyer("target.other_channel", "c@gamma.example", "GAMMA")
    url = "http://shop.example/portal/web/gamma/start"
    file = replace(FILE, url="http://shop.example/portal", start_url="http://shop.example/portal/web/acme/start")
    channel = ListedChannel("Gamma", url, gamma)
    data = DATA.fitted_to(replace(file, account="ACME", other_buyer=beta, other_channel=channel))
    own, other = data.sites
    assert (other.name, other.word, other.channel, other.start_url) == ("Gamma", "gamma", "Gamma Channel", url)
    assert [account.code for account in data.accounts] == ["ACME", "BETA", "GAMMA"]
    shown = [(buyer.email, buyer.account.code, buyer.sites) for buyer in data.buyers[2:]]
    both = DATA.buyers[4].email
    assert shown == [
        ("b@beta.example", "BETA", (own,)),
        ("c@gamma.example", "GAMMA", (other,)),
        (both, "ACME", (own, other)),
    ]
    named = DATA.fitted_to(replace(file, other_channel=replace(channel, email_of_both="d@acme.example")))
    assert named.buyers[4].email == "d@acme.example"


def test_the_other_start_page_is_where_buyers_find_the_portal() -> None:
    for start_url in ("http://inside.example/portal/web/acme/start", "http://shop.example/portal/web/acme/start"):
        data = DATA.fitted_to(replace(FILE, url="http://inside.example/portal", start_url=start_url))
        portal = start_url.removesuffix("/web/acme/start")
        assert data.sites[1].start_url == f"{portal}/web/{OTHER.word}/catalog"
    assert DATA.fitted_to(replace(FILE, url="", start_url="/web/acme/start")).sites[1] == OTHER


@pytest.mark.parametrize("generation", sorted(GENERATIONS))
def test_the_checklist_tells_everything_that_is_made(generation: str) -> None:
    data = DATA.below("http://shop.example")
    told = "\n".join(line for _, steps in checklist(data, generation) for line in steps)
    for text in texts_in({**asdict(data), "accounts": [asdict(account) for account in data.accounts]}):
        assert text in told, text
    for buyer in data.buyers:
        for site in buyer.sites:
            assert f"In the site {site.name}: People > Memberships > Users > Add: {buyer.email}" in told
        assert f"In the account {buyer.account.code}: Users > Add: {buyer.email}" in told


@pytest.mark.parametrize("generation", sorted(GENERATIONS))
def test_the_checklist_wants_pages_and_shipping_of_the_own_site_alone(generation: str) -> None:
    told = {what: "\n".join(steps) for what, steps in checklist(DATA.below("http://shop.example"), generation)}
    (pages,) = (steps for what, steps in told.items() if "pages" in what)
    (shipping,) = (steps for what, steps in told.items() if "shipping" in what)
    for text in (pages, shipping):
        assert OTHER.name not in text
        assert OTHER.word not in text


def texts_in(value: Any) -> Iterator[str]:
    """Yield each text and number in a value; zero is a price that is not there, and an entry the target file's."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in ("section", "entry"):
                yield from texts_in(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, str | Decimal) and value:
        yield str(value)


# --- the entries of the target file


def test_a_target_file_is_completed_with_what_it_lacks() -> None:
    text = '[target]\nname = "x"\n[target.buyer]   # who\nemail = "me@b.example"\n[harness]\nbind = "0.0.0.0"'
    entries = entries_for(DATA.below("http://shop.example"), ["USD", "EUR"])
    missing = lacking(text, entries)
    document = tomllib.loads(completed(text, missing))
    assert document["harness"] == {"bind": "0.0.0.0"}
    plain = DATA.buyers[1].email
    assert document["target"]["buyer"] == {"email": "me@b.example", "account": ACCOUNT.code, "without_role": plain}
    assert document["target"]["site"] == {
        "group": OWN.name,
        "start_url": "http://shop.example/web/punch-out-tests/catalog",
    }
    assert document["target"]["catalog"] == {"skus": list(DATA.skus), "currencies": ["USD", "EUR"]}
    assert document["target"]["other_buyer"] == {"email": DATA.buyers[2].email, "account": OTHER_ACCOUNT.code}
    assert document["target"]["other_channel"] == {
        "group": OTHER.name,
        "start_url": "http://shop.example/web/punch-out-tests-elsewhere/catalog",
        "email": DATA.buyers[3].email,
        "account": OTHER_ACCOUNT.code,
        "email_of_both": DATA.buyers[4].email,
    }
    assert lacking(completed(text, missing), entries) == {}
    assert "[target.site]" in sections(missing)


TARGET = """[target]
name = "Acme"
kind = "live"
url = "http://inside.example/portal"
[target.auth]
client_id_env = "ID"
client_secret_env = "SECRET"
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", {}),
        (
            '[target.site]\nstart_url = "https://shop.example/portal/web/acme/catalog"\n',
            {
                "target.site.start_url": "https://shop.example/portal/web/acme/catalog",
                "target.other_channel.start_url": f"https://shop.example/portal/web/{OTHER.word}/catalog",
            },
        ),
        ('[target.other_buyer]\naccount = "BETA"\n', {"target.other_buyer.account": "BETA"}),
        (
            '[target.other_channel]\ngroup = "Beta"\nstart_url = "/web/beta/start"\n',
            {
                "target.other_channel.group": "Beta",
                "target.other_channel.start_url": "http://inside.example/portal/web/beta/start",
            },
        ),
        (
            '[target.buyer]\naccount = "ACME"\n[target.other_channel]\nemail_of_both = "both@acme.example"\n',
            {"target.buyer.account": "ACME", "target.other_channel.email_of_both": "both@acme.example"},
        ),
    ],
)
def test_a_target_file_is_read_with_what_it_lacks_and_says_the_same_when_completed(
    tmp_path: Path, text: str, names: dict[str, str]
) -> None:
    path, environment = tmp_path / "acme.toml", {"ID": "an id", "SECRET": "a secret"}
    path.write_text(TARGET + text, encoding="utf-8")
    file = read_as_completed(path, DATA, environment)
    data = DATA.fitted_to(file)
    assert data.names == {**DATA.below("http://inside.example/portal").names, **names}
    entries = entries_for(data, ())
    whole = completed(TARGET + text, lacking(TARGET + text, entries))
    path.write_text(whole, encoding="utf-8")
    completed_file = read_target_file(path, environment)
    assert replace(completed_file, skus=(), currencies=()) == file
    assert DATA.fitted_to(completed_file) == data


def test_without_known_currencies_the_channels_is_listed() -> None:
    assert entries_for(DATA, ())["target.catalog"]["currencies"] == [DATA.currency]


def test_a_description_is_no_test() -> None:
    assert TestData.__test__ is False
