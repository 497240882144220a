"""Who may do what with an open order: the two permissions the documentation asks for, on its account or its site.

Source: documentation, "Create a Punch Out Buyer Role"; reference, Liferay connector, 7.
"""

from __future__ import annotations

from simulators.storefront.company import Company
from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, ORDER_RESOURCE, VIEW_OPEN_ORDERS, Order, User


class OrderPermissions:
    """Answers whether a user may view, change or check out an open order."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def may_view(self, user: User, order: Order) -> bool:
        """Tell whether the order is shown among the open carts."""
        return self._permits(user, order, VIEW_OPEN_ORDERS)

    def may_change(self, user: User, order: Order) -> bool:
        """Tell whether the user may add to and take from the order: its owner may."""
        return user.id == order.owner_id or user.administrator

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether the user may submit the order: it takes both permissions, whichever role grants them."""
        return self.may_view(user, order) and self._permits(user, order, CHECK_OUT_OPEN_ORDERS)

    def _permits(self, user: User, order: Order, action: str) -> bool:
        if user.administrator:
            return True
        with self._company.lock:
            account = self._company.accounts.get(order.account_id)
            role_ids = account.roles_of.get(user.id, set()) if account else set()
            for channel in self._company.channels.values():
                if channel.group_id == order.channel_group_id and channel.site_id in self._company.sites:
                    role_ids = role_ids | self._company.sites[channel.site_id].roles_of.get(user.id, set())
            roles = [self._company.roles[role_id] for role_id in role_ids if role_id in self._company.roles]
            return any((ORDER_RESOURCE, action) in role.permissions for role in roles)
