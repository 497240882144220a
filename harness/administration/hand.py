"""One administrator of one target: people, sites and settings, in the words of the target's generation."""

from __future__ import annotations

from functools import cached_property

from harness.administration.administrators import Administrators
from harness.administration.calling import AdministratorsCalls
from harness.administration.catalogs import Catalogs
from harness.administration.dialects import DIALECTS
from harness.administration.directory import Directory
from harness.administration.orders import Orders
from harness.administration.people import People
from harness.administration.products import Product, categories, products
from harness.administration.settings import PanelSettings
from harness.administration.site_roles import SiteRoles
from harness.administration.sites import Sites
from harness.administration.taxonomy import Taxonomy
from harness.targetfile import Login
from simulators.wire import Journal


class Administration:
    """The administrator's hand on a target. What the target will not do is Untestable: a prerequisite is missing."""

    def __init__(
        self, url: str, login: Login, group: str, journal: Journal, *, generation: str, verify: bool | str = True
    ) -> None:
        """Take an administrator's login; `group` is the key of the target's site. Nothing is called yet."""
        dialect = DIALECTS[generation]
        self._calls = AdministratorsCalls(url, login, journal, verify=verify)
        self.people: People = dialect.people(self._calls)
        self.administrators = Administrators(self._calls)
        self.orders = Orders(self._calls)
        self.site_roles = SiteRoles(self._calls)
        self.sites = Sites(self._calls, group, dialect.channels(self._calls))
        self.directory = Directory(self._calls, generation, group)
        self.catalogs = Catalogs(self._calls, dialect.discounts)
        self.taxonomy = Taxonomy(self._calls)
        self.settings = PanelSettings(url, login, self.sites, dialect, journal, verify=verify)

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """Every SKU of every catalog, for a shop that lists none to its buyers."""
        return products(self._calls)

    def categories(self, product_id: int) -> tuple[str, ...]:
        """Return the names of the categories a product is in, for a shop that tells its buyers none."""
        return categories(self._calls, product_id)

    def close(self) -> None:
        """Close all connections."""
        self._calls.close()
        self.settings.close()
