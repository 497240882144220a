"""Each thing there has to be: how it is found on a target, how it is made, and how a person makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.administration import Administration, ChannelSettings
from harness.administration.catalogs import NewProduct
from harness.errors import Untestable
from harness.provisioning.steps import Steps
from harness.provisioning.testdata import AwkwardProduct, NewAccount, NewBuyer, NewSite, TestData
from harness.restoring import Changed, Made


@dataclass(frozen=True)
class Piece:
    """Something that is made under its name, of use only once those it comes `after` are there.

    `found` returns its id, None where it is not there; `complete` does again what may be missing of one that was made
    here, after an interruption.
    """

    change: Made
    steps: tuple[str, ...]
    found: Callable[[], int | None]
    make: Callable[[], int]
    after: tuple[Made, ...] = ()
    complete: Callable[[int], None] | None = None

    def __str__(self) -> str:
        return str(self.change)


@dataclass(frozen=True)
class Switch:
    """A setting that is changed where it is not as it has to be; `remark` is what is odd about one that is.

    One that is `part_of` something comes and goes with it.
    """

    name: str
    steps: tuple[str, ...]
    needed: Callable[[], Changed | None]
    save: Callable[[], None]
    remark: Callable[[], str]
    after: tuple[Made, ...] = ()
    part_of: Made | None = None

    def __str__(self) -> str:
        return self.name


class Pieces:
    """The things of some test data, on the target of an administrator's hand."""

    def __init__(self, data: TestData, hand: Administration, generation: str) -> None:
        self.steps = Steps(data, generation)
        self.data, self._hand = data, hand
        self._role = Made("role", data.role)
        self._vocabulary = Made("vocabulary", data.vocabulary)
        self._catalog = Made("catalog", data.catalog_code)

    def all(self) -> Iterator[Piece | Switch]:
        """Yield them in the order in which they are made."""
        for site in self.data.sites:
            yield self._site(site)
            yield self._channel(site)
        yield self._punch_out_role()
        for site in self.data.sites:
            yield self._punch_out(site)
        yield self._auto_login()
        yield from self._goods()
        for account in self.data.accounts:
            yield self._account(account)
        for buyer in self.data.buyers:
            yield self._buyer(buyer)

    def lacks(self, buyer: NewBuyer, user_id: int) -> bool:
        """Tell whether a buyer is not in one of the sites or not in the account."""
        hand, account_id = self._hand, self._account_id(buyer.account)
        belongs = all(hand.directory.is_in_site(user_id, self._site_id(site)) for site in buyer.sites)
        return not (belongs and hand.people.is_member(account_id, buyer.email))

    def _site(self, site: NewSite) -> Piece:
        hand = self._hand
        return Piece(
            site_of(site),
            self.steps.site(site),
            lambda: hand.directory.site_named(site.name),
            lambda: hand.sites.add_site(site.name, f"/{site.word}"),
        )

    def _channel(self, site: NewSite) -> Piece:
        hand = self._hand
        return Piece(
            channel_of(site),
            self.steps.channel(site),
            lambda: hand.directory.channel_of(self._site_id(site)),
            lambda: hand.sites.add_channel(self._site_id(site), site.channel, self.data.currency),
            after=(site_of(site),),
        )

    def _punch_out_role(self) -> Piece:
        data, hand = self.data, self._hand
        return Piece(
            self._role,
            self.steps.role(),
            lambda: hand.directory.role_named(data.role),
            lambda: hand.site_roles.make(data.role, data.permissions),
            complete=lambda role_id: hand.site_roles.permit(role_id, data.permissions),
        )

    def _punch_out(self, site: NewSite) -> Switch:
        settings, wanted = self._hand.settings, ChannelSettings(enabled=True, start_url=site.start_url)

        def needed() -> Changed | None:
            there = settings.channel_settings(self._channel_id(site))
            return None if there.enabled and there.start_url.strip() else Changed(there, wanted, site.name)

        def odd() -> str:
            url = settings.channel_settings(self._channel_id(site)).start_url.strip()
            return "" if url == site.start_url else f"its start URL is {url}: give the target file the same"

        return Switch(
            f"Punch Out of {channel_of(site)}",
            self.steps.punch_out(site),
            needed,
            lambda: settings.set_channel(wanted, self._channel_id(site)),
            odd,
            after=(site_of(site), channel_of(site)),
            part_of=channel_of(site),
        )

    def _auto_login(self) -> Switch:
        settings = self._hand.settings
        return Switch(
            "auto login by access token",
            self.steps.auto_login(),
            lambda: None if settings.auto_login() else Changed(before=False, after=True),
            lambda: settings.set_auto_login(enabled=True),
            lambda: "",
        )

    def _goods(self) -> Iterator[Piece]:
        data, hand, steps = self.data, self._hand, self.steps
        yield Piece(
            self._vocabulary,
            steps.vocabulary(),
            lambda: hand.taxonomy.vocabulary(data.vocabulary),
            lambda: hand.taxonomy.add_vocabulary(data.vocabulary),
        )
        for name in data.categories:
            yield self._category(name)
        yield Piece(
            self._catalog,
            steps.catalog(),
            lambda: hand.catalogs.catalog(data.catalog_code),
            lambda: hand.catalogs.add_catalog(data.catalog, data.catalog_code, data.currency),
        )
        for product in data.products:
            yield self._product(product)
        discounted = tuple(product.sku for product in data.products if product.discounted)
        yield Piece(
            Made("discount", data.discount_code),
            steps.discount(),
            lambda: hand.catalogs.discount(data.discount_code),
            lambda: hand.catalogs.add_discount(
                data.discount, data.discount_code, data.percent, [self._product_id(sku) for sku in discounted]
            ),
            after=tuple(Made("product", sku) for sku in discounted),
        )

    def _category(self, name: str) -> Piece:
        taxonomy, vocabulary = self._hand.taxonomy, self.data.vocabulary
        return Piece(
            self._category_named(name),
            self.steps.category(name),
            lambda: taxonomy.category(vocabulary, name),
            lambda: taxonomy.add_category(_there(self._vocabulary, taxonomy.vocabulary(vocabulary)), name),
            after=(self._vocabulary,),
        )

    def _product(self, product: AwkwardProduct) -> Piece:
        hand, vocabulary = self._hand, self.data.vocabulary

        def make() -> int:
            wanted = NewProduct(
                product.sku,
                product.name,
                product.description,
                product.unspsc,
                product.price,
                product.promo_price,
                [
                    _there(self._category_named(name), hand.taxonomy.category(vocabulary, name))
                    for name in product.categories
                ],
            )
            catalog_id = _there(self._catalog, hand.catalogs.catalog(self.data.catalog_code))
            return hand.catalogs.add_product(wanted, catalog_id)

        return Piece(
            Made("product", product.sku),
            self.steps.product(product),
            lambda: hand.catalogs.product(product.sku),
            make,
            after=(self._catalog, *map(self._category_named, product.categories)),
        )

    def _account(self, account: NewAccount) -> Piece:
        hand = self._hand
        return Piece(
            _account_of(account),
            self.steps.account(account),
            lambda: hand.directory.account_id(account.code),
            lambda: hand.people.add_account(account.name, account.code),
        )

    def _buyer(self, buyer: NewBuyer) -> Piece:
        """Return a buyer, who is complete as a member of the sites and the account, with the role on the sites."""
        hand = self._hand

        def make() -> int:
            return hand.people.add_user(buyer.email, buyer.first_name, buyer.last_name)

        def complete(user_id: int) -> None:
            account_id, site_ids = self._account_id(buyer.account), list(map(self._site_id, buyer.sites))
            for site_id in site_ids:
                if not hand.directory.is_in_site(user_id, site_id):
                    hand.sites.join(user_id, site_id)
            if not hand.people.is_member(account_id, buyer.email):
                hand.people.add_member(account_id, buyer.email)
            if buyer.has_role:
                role_id = _there(self._role, hand.directory.role_named(self.data.role))
                for site_id in site_ids:
                    hand.site_roles.assign(role_id, user_id, site_id)

        return Piece(
            Made("user", buyer.email),
            self.steps.buyer(buyer),
            lambda: hand.people.find_user(buyer.email),
            make,
            after=(*map(site_of, buyer.sites), _account_of(buyer.account), self._role),
            complete=complete,
        )

    def _site_id(self, site: NewSite) -> int:
        return _there(site_of(site), self._hand.directory.site_named(site.name))

    def _channel_id(self, site: NewSite) -> int:
        return _there(channel_of(site), self._hand.directory.channel_of(self._site_id(site)))

    def _account_id(self, account: NewAccount) -> int:
        return _there(_account_of(account), self._hand.directory.account_id(account.code))

    def _category_named(self, name: str) -> Made:
        return Made("category", f"{self.data.vocabulary}/{name}")

    def _product_id(self, sku: str) -> int:
        return _there(Made("product", sku), self._hand.catalogs.product(sku))


def site_of(site: NewSite) -> Made:
    """Return what a site is noted as."""
    return Made("site", site.name)


def channel_of(site: NewSite) -> Made:
    """Return what the channel of a site is noted as."""
    return Made("channel", site.channel)


def _account_of(account: NewAccount) -> Made:
    return Made("account", account.code)


def _there(what: Made, thing_id: int | None) -> int:
    """Return the id of what has been made before.

    Raises:
        Untestable: when it is not there.

    """
    if thing_id is None:
        raise Untestable(f"{what} is not there, though it was made or found before")
    return thing_id
