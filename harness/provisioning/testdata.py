"""What the scenarios need of a storefront: read from `features/testdata.toml`, fitted to a target file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.administration import PERMISSIONS
from harness.errors import HarnessFault
from harness.listing import BUYER, OTHER_BUYER, OTHER_CHANNEL, SITE
from harness.project import TESTDATA
from harness.targetfile import KNOWN, TargetFile


@dataclass(frozen=True)
class NewSite:
    """A site and the channel that sells there, which a `section` of the target file names.

    `name` is its group key, `word` what stands for it in addresses. The start URL is a path until it is known where the
    portal is.
    """

    section: str
    name: str
    word: str
    channel: str
    start_url: str

    @property
    def names(self) -> Mapping[str, str]:
        """What the target file says of it, by entry."""
        return {f"{self.section}.group": self.name, f"{self.section}.start_url": self.start_url}

    def below(self, address: str) -> NewSite:
        """Return the same with its own start page below an address."""
        return replace(self, start_url=f"{address}{_start_path(self.word)}")

    def named(self, names: Mapping[str, str], portal: str) -> NewSite:
        """Return the same as a target file names it, on a portal."""
        name, start_url = ({**self.names, **names}[entry] for entry in self.names)
        path = urlsplit(start_url.removeprefix(portal)).path.split("/")
        word = path[2] if len(path) > 2 and path[1] == "web" and path[2] else self.word
        channel = self.channel if name == self.name else f"{name} Channel"
        return replace(self, name=name, word=word, channel=channel, start_url=start_url)


@dataclass(frozen=True)
class NewAccount:
    """An account of a company."""

    name: str
    code: str


@dataclass(frozen=True)
class NewBuyer:
    """A buyer, whom an `entry` of the target file names: member of an account and of sites.

    `has_role` is whether the punch out role is held on each of the sites.
    """

    entry: str
    email: str
    first_name: str
    last_name: str
    account: NewAccount
    sites: tuple[NewSite, ...]
    has_role: bool

    @property
    def account_entry(self) -> str:
        """The entry that names the account: the one beside `email`; whoever has another key is of the first buyer's."""
        section, _, key = self.entry.rpartition(".")
        return f"{section if key == 'email' else BUYER}.account"

    @property
    def names(self) -> Mapping[str, str]:
        """What the target file says of the buyer, by entry."""
        return {self.entry: self.email, self.account_entry: self.account.code}

    def named(self, names: Mapping[str, str]) -> NewBuyer:
        """Return the same as a target file names buyer and account."""
        email, code = ({**self.names, **names}[entry] for entry in self.names)
        return replace(self, email=email, account=replace(self.account, code=code))


@dataclass(frozen=True)
class AwkwardProduct:
    """A product that is a way to break a message or a page, which `why` tells; prices in the channel's currency."""

    sku: str
    name: str
    why: str
    description: str
    unspsc: str
    price: Decimal
    promo_price: Decimal = Decimal(0)
    categories: tuple[str, ...] = ()
    discounted: bool = False


@dataclass(frozen=True)
class TestData:
    """All that there has to be. `currency` is that of the channels and of the catalog."""

    __test__ = False

    sites: tuple[NewSite, ...]
    currency: str
    currencies: tuple[str, ...]
    role: str
    permissions: tuple[str, ...]
    buyers: tuple[NewBuyer, ...]
    catalog: str
    catalog_code: str
    vocabulary: str
    categories: tuple[str, ...]
    discount: str
    discount_code: str
    percent: Decimal
    products: tuple[AwkwardProduct, ...]

    @property
    def own_site(self) -> NewSite:
        """The target's own site, where buyers shop; of another one no page is ever opened."""
        return next(site for site in self.sites if site.section == SITE)

    @property
    def accounts(self) -> tuple[NewAccount, ...]:
        """The accounts of the buyers, each once."""
        by_code: dict[str, NewAccount] = {}
        for buyer in self.buyers:
            by_code.setdefault(buyer.account.code, buyer.account)
        return tuple(by_code.values())

    @property
    def skus(self) -> tuple[str, ...]:
        """The SKUs of all products."""
        return tuple(product.sku for product in self.products)

    @property
    def names(self) -> Mapping[str, str]:
        """What a target file calls sites, buyers and accounts, by entry."""
        named = [*(site.names for site in self.sites), *(buyer.names for buyer in self.buyers)]
        return {entry: name for names in named for entry, name in names.items()}

    def below(self, address: str) -> TestData:
        """Return the same with the start pages below an address."""
        return self._with(lambda site: site.below(address), lambda buyer: buyer)

    def on_portal_of(self, file: TargetFile) -> TestData:
        """Return the same with the start pages where a target file has that of its own site."""
        return self.below(_portal_of(file))

    def fitted_to(self, file: TargetFile) -> TestData:
        """Return the same with the sites, the buyers and the accounts a target file names."""
        names, portal = _names_in(file), _portal_of(file)
        return self.below(portal)._with(lambda site: site.named(names, portal), lambda buyer: buyer.named(names))

    def _with(self, site: Callable[[NewSite], NewSite], buyer: Callable[[NewBuyer], NewBuyer]) -> TestData:
        return replace(
            self,
            sites=tuple(map(site, self.sites)),
            buyers=tuple(replace(buyer(each), sites=tuple(map(site, each.sites))) for each in self.buyers),
        )


def read_test_data(path: Path = TESTDATA) -> TestData:
    """Read the description.

    Raises:
        HarnessFault: when it cannot be read, lacks something, names a permission, a category, a site or an account that
            is not there, or an entry of the target file that is none.

    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if unknown := sorted(_unknown_in(document)):
            raise HarnessFault(f"{path.name} names {', '.join(unknown)}, which it does not make")
        data = _data_in(document)
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise HarnessFault(f"{path.name} is no description of test data: {error!r}") from error
    entries = {f"{section}.{key}" for section, keys in KNOWN.items() for key in keys}
    if unknown := sorted(set(data.names) - entries):
        raise HarnessFault(f"{path.name} names {', '.join(unknown)}, which no target file has")
    if SITE not in [site.section for site in data.sites]:
        raise HarnessFault(f"{path.name} makes no site for [{SITE}]")
    return data


def _unknown_in(document: Mapping[str, Any]) -> set[str]:
    """Return what is referred to and not there."""
    buyers, products = document["buyer"], document["product"]
    categories = {name for product in products for name in product.get("categories", ())}
    sites, accounts = {name for buyer in buyers for name in buyer["sites"]}, {buyer["account"] for buyer in buyers}
    return {
        *categories - set(document["vocabulary"]["categories"]),
        *set(document["role"]["permissions"]) - set(PERMISSIONS),
        *(f"the site {name}" for name in sites - set(document["site"])),
        *(f"the account {name}" for name in accounts - set(document["account"])),
    }


def _data_in(document: Mapping[str, Any]) -> TestData:
    sites = {name: NewSite(**site, start_url=_start_path(site["word"])) for name, site in document["site"].items()}
    accounts = {name: NewAccount(**account) for name, account in document["account"].items()}
    return TestData(
        sites=tuple(sites.values()),
        currency=document["currencies"]["of_channels"],
        currencies=tuple(document["currencies"]["codes"]),
        role=document["role"]["name"],
        permissions=tuple(document["role"]["permissions"]),
        buyers=tuple(_buyer_in(buyer, sites, accounts) for buyer in document["buyer"]),
        catalog=document["catalog"]["name"],
        catalog_code=document["catalog"]["code"],
        vocabulary=document["vocabulary"]["name"],
        categories=tuple(document["vocabulary"]["categories"]),
        discount=document["discount"]["title"],
        discount_code=document["discount"]["code"],
        percent=Decimal(document["discount"]["percent"]),
        products=tuple(_product_in(product) for product in document["product"]),
    )


def _buyer_in(entry: Mapping[str, Any], sites: Mapping[str, NewSite], accounts: Mapping[str, NewAccount]) -> NewBuyer:
    return NewBuyer(
        **{**entry, "account": accounts[entry["account"]], "sites": tuple(sites[name] for name in entry["sites"])}
    )


def _product_in(entry: Mapping[str, Any]) -> AwkwardProduct:
    return AwkwardProduct(
        **{
            **entry,
            "price": Decimal(entry["price"]),
            "promo_price": Decimal(entry.get("promo_price", "0")),
            "categories": tuple(entry.get("categories", ())),
        }
    )


def _start_path(word: str) -> str:
    return f"/web/{word}/catalog"


def _portal_of(file: TargetFile) -> str:
    """Return the address of the portal where buyers find it; nothing of a container, which has none yet."""
    return "" if file.start_url.startswith("/") else file.buyers_url


def _names_in(file: TargetFile) -> Mapping[str, str]:
    """Return what a target file names, by entry."""
    names = {
        f"{SITE}.group": file.group,
        f"{SITE}.start_url": file.start_url,
        f"{BUYER}.email": file.buyer_email,
        f"{BUYER}.account": file.account,
        f"{BUYER}.without_role": file.email_without_role,
    }
    if other := file.other_buyer:
        names |= {f"{OTHER_BUYER}.email": other.email, f"{OTHER_BUYER}.account": other.account}
    if channel := file.other_channel:
        names |= {
            f"{OTHER_CHANNEL}.group": channel.group,
            f"{OTHER_CHANNEL}.start_url": channel.start_url,
            f"{OTHER_CHANNEL}.email": channel.buyer.email,
            f"{OTHER_CHANNEL}.account": channel.buyer.account,
            f"{OTHER_CHANNEL}.email_of_both": channel.email_of_both,
        }
    return {entry: name for entry, name in names.items() if name.strip()}
