"""Who may do what with an open order: the two permissions the documentation asks for, on its account or its site.

Source: documentation, "Create a Punch Out Buyer Role"; reference, Liferay connector, 7.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from simulators.storefront.company import Company
from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, ORDER_RESOURCE, VIEW_OPEN_ORDERS, Order, Role, User


class OrderPermissions:
    """Answers whether a user may view, change or check out an open order."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def may_view(self, user: User, order: Order) -> bool:
        """Tell whether the order is shown among the open carts."""
        return self.permits(user, order, VIEW_OPEN_ORDERS)

    def may_change(self, user: User, order: Order) -> bool:
        """Tell whether the user may add to and take from the order: its owner may."""
        return user.id == order.owner_id or user.administrator

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether the user may submit the order: it takes both permissions, whichever role grants them."""
        return self.may_view(user, order) and self.permits(user, order, CHECK_OUT_OPEN_ORDERS)

    def permits(self, user: User, order: Order, action: str) -> bool:
        """Tell whether the user may do something with an order: by a role on its account or its site."""
        if self.needs_no_role(user):
            return True
        with self._company.lock:
            role_ids = self.on_account(user, order) | self.on_site(user, order)
            roles = [self._company.roles[role_id] for role_id in sorted(role_ids) if role_id in self._company.roles]
            return self.grants(roles, action)

    def needs_no_role(self, user: User) -> bool:
        """Tell whether the user may do everything: an administrator may."""
        return user.administrator

    def on_account(self, user: User, order: Order) -> Set[int]:
        """Return the ids of the roles a user holds on the account of an order."""
        account = self._company.accounts.get(order.account_id)
        return account.roles_of.get(user.id, set()) if account else set()

    def on_site(self, user: User, order: Order) -> Set[int]:
        """Return the ids of the roles a user holds on the site of the channel an order is in."""
        channel = next((c for c in self._company.channels.values() if c.group_id == order.channel_group_id), None)
        site = self._company.sites.get(channel.site_id) if channel else None
        return site.roles_of.get(user.id, set()) if site else set()

    def grants(self, roles: Sequence[Role], action: str) -> bool:
        """Tell whether one of these roles permits something with orders."""
        return any((ORDER_RESOURCE, action) in role.permissions for role in roles)
