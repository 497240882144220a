"""What the scenarios need of a storefront: read from `features/testdata.toml`, fitted to a target file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.administration import PERMISSIONS
from harness.errors import HarnessFault
from harness.project import TESTDATA
from harness.targetfile import TargetFile


@dataclass(frozen=True)
class NewBuyer:
    """A buyer: member of the site and of the account; `has_role` is whether the punch out role is held on the site."""

    email: str
    first_name: str
    last_name: str
    has_role: bool


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
    """All that there has to be. `site` is a group key, `word` what stands for it in addresses."""

    __test__ = False

    site: str
    word: str
    channel: str
    currency: str
    currencies: tuple[str, ...]
    role: str
    permissions: tuple[str, ...]
    account: str
    account_code: str
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
    def start_path(self) -> str:
        """The path of the start page."""
        return f"/web/{self.word}/catalog"

    @property
    def skus(self) -> tuple[str, ...]:
        """The SKUs of all products."""
        return tuple(product.sku for product in self.products)

    def fitted_to(self, file: TargetFile) -> TestData:
        """Return the same with the site, the buyers and the account a target file names."""
        named = {True: file.buyer_email, False: file.email_without_role}
        path = urlsplit(file.start_url.removeprefix(file.buyers_url)).path.split("/")
        word = path[2] if len(path) > 2 and path[1] == "web" and path[2] else self.word
        channel = self.channel if file.group == self.site else f"{file.group} Channel"
        return replace(
            self,
            site=file.group,
            word=word,
            channel=channel,
            account_code=file.account or self.account_code,
            buyers=tuple(replace(each, email=named[each.has_role] or each.email) for each in self.buyers),
        )


def read_test_data(path: Path = TESTDATA) -> TestData:
    """Read the description.

    Raises:
        HarnessFault: when it cannot be read, lacks something, or names a permission or a category that is not there.

    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        data = _data_in(document)
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise HarnessFault(f"{path.name} is no description of test data: {error!r}") from error
    named = {category for product in data.products for category in product.categories}
    if unknown := sorted((named - set(data.categories)) | (set(data.permissions) - set(PERMISSIONS))):
        raise HarnessFault(f"{path.name} names {', '.join(unknown)}, which it does not make")
    return data


def _data_in(document: Mapping[str, Any]) -> TestData:
    return TestData(
        site=document["site"]["name"],
        word=document["site"]["word"],
        channel=document["channel"]["name"],
        currency=document["channel"]["currency"],
        currencies=tuple(document["currencies"]["codes"]),
        role=document["role"]["name"],
        permissions=tuple(document["role"]["permissions"]),
        account=document["account"]["name"],
        account_code=document["account"]["code"],
        buyers=tuple(NewBuyer(**buyer) for buyer in document["buyer"]),
        catalog=document["catalog"]["name"],
        catalog_code=document["catalog"]["code"],
        vocabulary=document["vocabulary"]["name"],
        categories=tuple(document["vocabulary"]["categories"]),
        discount=document["discount"]["title"],
        discount_code=document["discount"]["code"],
        percent=Decimal(document["discount"]["percent"]),
        products=tuple(_product_in(product) for product in document["product"]),
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
