"""The company behind a storefront: everything it stores, found and changed under one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from simulators.storefront.model import (
    Account,
    Catalog,
    Channel,
    Discount,
    Order,
    Product,
    Purchase,
    Role,
    Site,
    User,
    Vocabulary,
)

_Thing = TypeVar("_Thing")


def id_from(text: str) -> int:
    """Return the id a form or an address names; 0, which nothing has, when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


class Company:
    """The storefront's store. Hold `lock` to see or change several things as one."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.id = 20096
        self.users: dict[int, User] = {}
        self.accounts: dict[int, Account] = {}
        self.roles: dict[int, Role] = {}
        self.sites: dict[int, Site] = {}
        self.channels: dict[int, Channel] = {}
        self.products: dict[int, Product] = {}
        self.catalogs: dict[int, Catalog] = {}
        self.vocabularies: dict[int, Vocabulary] = {}
        self.discounts: dict[int, Discount] = {}
        self.orders: dict[int, Order] = {}
        # By account and the number the buyer gave it: two buyers may use the same.
        self.purchases: dict[tuple[int, str], Purchase] = {}
        self.strangers_may_join = True
        self._last_id = 30000

    def restart(self) -> None:
        """Forget what a restart makes a storefront forget: nothing, for all of it is in the database."""

    def next_id(self) -> int:
        """Return a number never used before in this company."""
        with self.lock:
            self._last_id += 1
            return self._last_id

    def user_by_email(self, email: str) -> User | None:
        """Find a user by e-mail address, whatever its letter case."""
        return _first(self.users.values(), lambda user: user.email.lower() == email.strip().lower())

    def site_by_key(self, key: str) -> Site | None:
        """Find a site by its group key."""
        return _first(self.sites.values(), lambda site: site.key == key)

    def site_by_friendly_url(self, friendly_url: str) -> Site | None:
        """Find a site by the word after `/web/`."""
        return _first(self.sites.values(), lambda site: site.friendly_url == friendly_url)

    def channel_of(self, site: Site) -> Channel | None:
        """Find the channel of a site."""
        return _first(self.channels.values(), lambda channel: channel.site_id == site.id)

    def account_by_code(self, code: str) -> Account | None:
        """Find an account by its external reference code."""
        return _first(self.accounts.values(), lambda account: account.external_reference_code == code)

    def product_by_sku_id(self, sku_id: int) -> Product | None:
        """Find the product an SKU belongs to."""
        return _first(self.products.values(), lambda product: product.sku_id == sku_id)

    def order_by_uuid(self, uuid: str) -> Order | None:
        """Find an order by its uuid."""
        return _first(self.orders.values(), lambda order: order.uuid == uuid)

    def add_channel(self, site: Site, name: str, currency: str) -> Channel | None:
        """Make the channel of a site, in which Punch Out is off; None when the site has one already."""
        with self.lock:
            if self.channel_of(site) is not None:
                return None
            channel = Channel(self.next_id(), self.next_id(), site.id, name, currency)
            self.channels[channel.id] = channel
            return channel

    def remove_channel(self, channel_id: int) -> bool:
        """Delete a channel, its orders with it; tell whether there was one."""
        with self.lock:
            channel = self.channels.pop(channel_id, None)
            if channel is not None:
                kept = [order for order in self.orders.values() if order.channel_group_id != channel.group_id]
                self.orders = {order.id: order for order in kept}
            return channel is not None

    def add_user(self, email: str, first_name: str, last_name: str, middle_name: str = "", password: str = "") -> User:
        """Create a user who is in no site and no account yet."""
        user = User(self.next_id(), email.strip(), first_name, last_name, middle_name, password)
        with self.lock:
            self.users[user.id] = user
        return user

    def add_account(self, name: str, code: str) -> Account | None:
        """Create an account without members; return None when its external reference code is in use."""
        with self.lock:
            if self.account_by_code(code):
                return None
            account = Account(self.next_id(), name, code)
            self.accounts[account.id] = account
        return account

    def remove_user(self, user_id: int) -> None:
        """Delete a user, with memberships and roles."""
        with self.lock:
            self.users.pop(user_id, None)
            for account in self.accounts.values():
                account.members.discard(user_id)
                account.roles_of.pop(user_id, None)
            for site in self.sites.values():
                site.roles_of.pop(user_id, None)


def _first(things: Iterable[_Thing], holds: Callable[[_Thing], bool]) -> _Thing | None:
    return next((thing for thing in tuple(things) if holds(thing)), None)
