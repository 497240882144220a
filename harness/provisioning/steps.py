"""The same data as steps for a person, in the menus of each generation.

Source: documentation, all "Configure" headings and "Create a Punch Out Buyer Role"; Liferay's public documentation of
Commerce 2.1 and 7.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.provisioning.testdata import AwkwardProduct, NewAccount, NewBuyer, NewSite, TestData


@dataclass(frozen=True)
class Menus:
    """Where things are made in one generation."""

    sites: str
    channels: str
    catalogs: str
    products: str
    discounts: str
    accounts: str
    currencies: str
    promotion: str
    channel_site: str
    site_type: str


MENUS: Mapping[str, Menus] = {
    "punchout2go-2.1": Menus(
        sites="Control Panel > Sites > Sites > Add > Blank Site",
        channels="Control Panel > Commerce > Channels > Add",
        catalogs="Control Panel > Commerce > Catalogs > Add",
        products="Control Panel > Commerce > Products > Add > Simple",
        discounts="Control Panel > Commerce > Discounts > Add",
        accounts="Control Panel > Commerce > Accounts > Add, Business",
        currencies="Control Panel > Commerce > Settings > Currencies",
        promotion="Promo Price of the SKU",
        channel_site="Type > Site",
        site_type="Details > Commerce Site Type",
    ),
    "tradecentric-7.4": Menus(
        sites="Applications menu > Control Panel > Sites > Sites > Add > Blank Site",
        channels="Applications menu > Commerce > Channels > Add, type Site",
        catalogs="Applications menu > Commerce > Catalogs > Add",
        products="Applications menu > Commerce > Products > Add > Simple",
        discounts="Applications menu > Commerce > Discounts > Add",
        accounts="Applications menu > Control Panel > Accounts > Accounts > Add, type Business",
        currencies="Applications menu > Commerce > Currencies",
        promotion="Price List > (the catalog's base promotion) of the SKU",
        channel_site="Type > Select Site",
        site_type="General > Commerce Site Type",
    ),
}
_CHANNEL_MENU = "Control Panel > Commerce > Channels > {channel} > Punch Out"
_AUTO_LOGIN = "Control Panel > Configuration > System Settings > Security > API Authentication > Auto Login Punch Out "


class Steps:
    """Tells how each thing is made by hand; every method returns lines."""

    def __init__(self, data: TestData, generation: str) -> None:
        """Tell of some data in the menus of a generation."""
        self._data = data
        self._menus = MENUS[generation]

    def site(self, site: NewSite) -> tuple[str, ...]:
        """Tell how a site is made."""
        return (
            f"{self._menus.sites}: name {site.name}.",
            f"In the site: Configuration > Site Settings > Site URL (Friendly URL): /{site.word}.",
        )

    def channel(self, site: NewSite) -> tuple[str, ...]:
        """Tell how the channel of a site is made."""
        return (
            f"{self._menus.channels}: name {site.channel}, currency {self._data.currency}.",
            f"In the channel: {self._menus.channel_site}: {site.name}. Save.",
        )

    def site_type(self, site: NewSite) -> tuple[str, ...]:
        """Tell what keeps buyers shopping for their company."""
        return (f"In the channel {site.channel}: {self._menus.site_type}: B2B. Save.",)

    def shipping_and_tax(self) -> tuple[str, ...]:
        """Tell what lets carts have shipping and tax, for the scenarios that compare them."""
        channel = self._data.own_site.channel
        return (
            f"In the channel {channel}: Shipping Methods > Flat Rate: Active, with one option of 4.90.",
            f"In the channel {channel}: Tax Calculations > Fixed Tax: Active, with a rate of 7 percent.",
        )

    def punch_out(self, site: NewSite) -> tuple[str, ...]:
        """Tell how Punch Out is switched on for the channel of a site."""
        menu = _CHANNEL_MENU.format(channel=site.channel)
        return (f"{menu}: toggle at Enabled, Punch Out Start URL {site.start_url}. Save.",)

    def auto_login(self) -> tuple[str, ...]:
        """Tell how auto login is switched on."""
        return (f"{_AUTO_LOGIN}Access Token: tick Enabled. Save or Update.",)

    def pages(self) -> tuple[str, ...]:
        """Tell which pages the target's own site needs."""
        name, word = self._data.own_site.name, self._data.own_site.word
        return (
            f"In the site {name}: Site Builder > Pages > Add. Widget pages with these friendly URLs, seen by guests:",
            f"/web/{word}/catalog, with the widgets Search Results (Commerce) and Account Selector;",
            f"/web/{word}/pending-orders, with the widget Open Carts (in older releases Open Orders);",
            f"/web/{word}/checkout, with the widget Checkout.",
        )

    def currencies(self, missing: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Tell which currencies are to be active."""
        codes = ", ".join(self._data.currencies if missing is None else missing)
        return (f"{self._menus.currencies}: {codes}: each is there, has an exchange rate, and is Active.",)

    def role(self) -> tuple[str, ...]:
        """Tell how the role is made."""
        menu, ticked = "Control Panel > Users > Roles > Site Roles", ", ".join(self._data.permissions)
        return (
            f"{menu} > Add: name {self._data.role}, exactly so: the connector looks for it.",
            f"In the role: Define Permissions > Site Administration > Applications > Open Carts: tick {ticked}. Save.",
        )

    def vocabulary(self) -> tuple[str, ...]:
        """Tell how the vocabulary is made."""
        return (f"In the site Global: Categorization > Categories > Add Vocabulary: {self._data.vocabulary}.",)

    def category(self, name: str) -> tuple[str, ...]:
        """Tell how a category is made."""
        return (f"In the site Global: Categorization > Categories > {self._data.vocabulary} > Add Category: {name}.",)

    def catalog(self) -> tuple[str, ...]:
        """Tell how the catalog is made."""
        name, code = self._data.catalog, self._data.catalog_code
        return (
            f"{self._menus.catalogs}: name {name}, currency {self._data.currency}, language English (US); External "
            f"Reference Code {code}, where the form has it.",
        )

    def product(self, product: AwkwardProduct) -> tuple[str, ...]:
        """Tell how a product is made."""
        lines = [
            f"{self._menus.products}: name {product.name}, catalog {self._data.catalog}; External Reference Code "
            f"{product.sku}, where the form has it ({product.why}).",
            f"In the product: SKUs > (the SKU): SKU {product.sku}, UNSPSC {product.unspsc}, price {product.price}, "
            "Purchasable and Published ticked.",
            f"In the product: Details > Description, as source: {product.description}",
        ]
        if product.promo_price:
            lines.append(f"{self._menus.promotion}: {product.promo_price}.")
        if product.categories:
            lines.append(
                f"In the product: Details > Categories > {self._data.vocabulary}: {', '.join(product.categories)}."
            )
        return (*lines, "Publish.")

    def discount(self) -> tuple[str, ...]:
        """Tell how the discount is made."""
        skus = ", ".join(product.sku for product in self._data.products if product.discounted)
        return (
            f"{self._menus.discounts}: name {self._data.discount}, percentage {self._data.percent} at level 1, apply "
            f"to Products, the one with the SKU {skus}; Active; External Reference Code {self._data.discount_code}, "
            "where the form has it.",
        )

    def account(self, account: NewAccount) -> tuple[str, ...]:
        """Tell how an account is made."""
        return (f"{self._menus.accounts}: name {account.name}, External Reference Code {account.code}.",)

    def buyer(self, buyer: NewBuyer) -> tuple[str, ...]:
        """Tell how a buyer is made."""
        name = f"first name {buyer.first_name}, last name {buyer.last_name}"
        return (
            f"Control Panel > Users > Users and Organizations > Add: {buyer.email}, {name}.",
            *self.membership(buyer),
        )

    def membership(self, buyer: NewBuyer) -> tuple[str, ...]:
        """Tell what a buyer has to belong to."""
        role = f"; there, Assign Site Roles: {self._data.role}" if buyer.has_role else ", without any role"
        added = f"People > Memberships > Users > Add: {buyer.email}{role}."
        return (
            *(f"In the site {site.name}: {added}" for site in buyer.sites),
            f"In the account {buyer.account.code}: Users > Add: {buyer.email}.",
        )


def checklist(data: TestData, generation: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what there has to be, in the order in which a person makes it, each with its steps."""
    steps = Steps(data, generation)
    for site in data.sites:
        yield f"the site {site.name}", steps.site(site)
    yield f"the pages of the site {data.own_site.name}", steps.pages()
    yield "the currencies", steps.currencies()
    for site in data.sites:
        yield f"the channel {site.channel}", (*steps.channel(site), *steps.site_type(site))
    yield f"shipping and tax of the channel {data.own_site.channel}", steps.shipping_and_tax()
    for site in data.sites:
        yield f"Punch Out of the channel {site.channel}", steps.punch_out(site)
    yield "auto login by access token", steps.auto_login()
    yield f"the role {data.role}", steps.role()
    yield f"the vocabulary {data.vocabulary}", steps.vocabulary()
    for name in data.categories:
        yield f"the category {name}", steps.category(name)
    yield f"the catalog {data.catalog}", steps.catalog()
    for product in data.products:
        yield f"the product {product.sku}", steps.product(product)
    yield f"the discount {data.discount}", steps.discount()
    for account in data.accounts:
        yield f"the account {account.code}", steps.account(account)
    for buyer in data.buyers:
        yield f"the buyer {buyer.email}", steps.buyer(buyer)
    yield (
        "the hub's access to the session API",
        (
            "Control Panel > Security > OAuth2 Administration > Add: flow Client Credentials, as a user of its own.",
            "In the application: Scopes: tick Liferay.Headless.Commerce.PunchOut.everything. Save.",
            "Client ID and Client Secret are what client_id_env and client_secret_env of [target.auth] name.",
        ),
    )
