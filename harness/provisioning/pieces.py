"""Each thing there has to be: how it is found on a target, how it is made, and how a person makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness.administration import Administration, ChannelSettings
from harness.administration.catalogs import NewProduct
from harness.errors import Untestable
from harness.provisioning.steps import Steps
from harness.provisioning.testdata import AwkwardProduct, NewBuyer, TestData
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
    """A setting that is changed where it is not as it has to be; `remark` is what is odd about one that is."""

    name: str
    steps: tuple[str, ...]
    needed: Callable[[], Changed | None]
    save: Callable[[], None]
    remark: Callable[[], str]
    after: tuple[Made, ...] = ()

    def __str__(self) -> str:
        return self.name


class Pieces:
    """The things of some test data, on the target of an administrator's hand."""

    def __init__(self, data: TestData, hand: Administration, generation: str, start_url: str) -> None:
        self.steps = Steps(data, generation, start_url)
        self._data, self._hand = data, hand
        self._start_url = start_url
        self.buyers = data.buyers
        self.site = Made("site", data.site)
        self.channel = Made("channel", data.channel)
        self.role = Made("role", data.role)
        self.account = Made("account", data.account_code)
        self._vocabulary = Made("vocabulary", data.vocabulary)
        self._catalog = Made("catalog", data.catalog_code)

    def all(self) -> Iterator[Piece | Switch]:
        """Yield them in the order in which they are made."""
        yield from self._places()
        yield from self._switches()
        yield from self._goods()
        yield from self._people()

    def site_id(self) -> int:
        """Return the id of the site."""
        return _there(self.site, self._hand.directory.site_named(self._data.site))

    def account_id(self) -> int:
        """Return the id of the account."""
        return _there(self.account, self._hand.directory.account_id(self._data.account_code))

    def lacks(self, buyer: NewBuyer, user_id: int) -> bool:
        """Tell whether a buyer is not in the site or not in the account."""
        hand = self._hand
        return not (hand.directory.is_in_site(user_id) and hand.people.is_member(self.account_id(), buyer.email))

    def _places(self) -> Iterator[Piece]:
        data, hand, steps = self._data, self._hand, self.steps
        yield Piece(
            self.site,
            steps.site(),
            lambda: hand.directory.site_named(data.site),
            lambda: hand.sites.add_site(data.site, f"/{data.word}"),
        )
        yield Piece(
            self.channel,
            steps.channel(),
            lambda: hand.directory.channel_of(self.site_id()),
            lambda: hand.sites.add_channel(self.site_id(), data.channel, data.currency),
            after=(self.site,),
        )
        yield Piece(
            self.role,
            steps.role(),
            lambda: hand.directory.role_named(data.role),
            lambda: hand.site_roles.make(data.role, data.permissions),
            complete=lambda role_id: hand.site_roles.permit(role_id, data.permissions),
        )

    def _switches(self) -> Iterator[Switch]:
        settings, wanted = self._hand.settings, ChannelSettings(enabled=True, start_url=self._start_url)

        def channel() -> Changed | None:
            there = settings.channel_settings()
            return None if there.enabled and there.start_url.strip() else Changed(there, wanted)

        def odd() -> str:
            url = settings.channel_settings().start_url.strip()
            return "" if url == self._start_url else f"its start URL is {url}: give the target file the same"

        def auto_login() -> Changed | None:
            return None if settings.auto_login() else Changed(before=False, after=True)

        yield Switch(
            "Punch Out of the channel",
            self.steps.punch_out(),
            channel,
            lambda: settings.set_channel(wanted),
            odd,
            after=(self.site, self.channel),
        )
        yield Switch(
            "auto login by access token",
            self.steps.auto_login(),
            auto_login,
            lambda: settings.set_auto_login(enabled=True),
            lambda: "",
        )

    def _goods(self) -> Iterator[Piece]:
        data, hand, steps = self._data, self._hand, self.steps
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
        taxonomy, vocabulary = self._hand.taxonomy, self._data.vocabulary
        return Piece(
            self._category_named(name),
            self.steps.category(name),
            lambda: taxonomy.category(vocabulary, name),
            lambda: taxonomy.add_category(_there(self._vocabulary, taxonomy.vocabulary(vocabulary)), name),
            after=(self._vocabulary,),
        )

    def _product(self, product: AwkwardProduct) -> Piece:
        hand, vocabulary = self._hand, self._data.vocabulary

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
            catalog_id = _there(self._catalog, hand.catalogs.catalog(self._data.catalog_code))
            return hand.catalogs.add_product(wanted, catalog_id)

        return Piece(
            Made("product", product.sku),
            self.steps.product(product),
            lambda: hand.catalogs.product(product.sku),
            make,
            after=(self._catalog, *map(self._category_named, product.categories)),
        )

    def _people(self) -> Iterator[Piece]:
        data, people, directory = self._data, self._hand.people, self._hand.directory
        yield Piece(
            self.account,
            self.steps.account(),
            lambda: directory.account_id(data.account_code),
            lambda: people.add_account(data.account, data.account_code),
        )
        for buyer in data.buyers:
            yield self.buyer(buyer)

    def buyer(self, buyer: NewBuyer) -> Piece:
        """Return a buyer, who is complete as a member of site and account, with the role on the site."""
        hand = self._hand

        def make() -> int:
            return hand.people.add_user(buyer.email, buyer.first_name, buyer.last_name)

        def complete(user_id: int) -> None:
            if not hand.directory.is_in_site(user_id):
                hand.sites.join(user_id)
            if not hand.people.is_member(self.account_id(), buyer.email):
                hand.people.add_member(self.account_id(), buyer.email)
            if buyer.has_role:
                role_id = _there(self.role, hand.directory.role_named(self._data.role))
                hand.site_roles.assign(role_id, user_id, self.site_id())

        return Piece(
            Made("user", buyer.email),
            self.steps.buyer(buyer),
            lambda: hand.people.find_user(buyer.email),
            make,
            after=(self.site, self.account, self.role),
            complete=complete,
        )

    def _category_named(self, name: str) -> Made:
        return Made("category", f"{self._data.vocabulary}/{name}")

    def _product_id(self, sku: str) -> int:
        return _there(Made("product", sku), self._hand.catalogs.product(sku))


def _there(what: Made, thing_id: int | None) -> int:
    """Return the id of what has been made before.

    Raises:
        Untestable: when it is not there.

    """
    if thing_id is None:
        raise Untestable(f"{what} is not there, though it was made or found before")
    return thing_id
