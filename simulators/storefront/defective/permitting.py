"""Defects of permissions: which are asked for, where, and what others are taken for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulators.storefront.checkout import Checkout
from simulators.storefront.model import CHECK_OUT_OPEN_ORDERS, ORDER_RESOURCE, VIEW_OPEN_ORDERS, Order, Role, User
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.rendering import CHECKOUT_PORTLET
from simulators.storefront.shop import Shop
from simulators.storefront.switching import Switch, part
from simulators.storefront.visits import Visit

MANAGE_ORDERS, VIEW_ORDERS = "MANAGE_COMMERCE_ORDERS", "VIEW_COMMERCE_ORDERS"
MANAGE_NOTES, APPROVE_OPEN_ORDERS = "MANAGE_COMMERCE_ORDER_NOTES", "APPROVE_OPEN_COMMERCE_ORDERS"
DOCUMENTED_ROLE = "Punch Out Vendor"


class ThirdPermissionAtItsAddress(Checkout):
    """Asks whoever comes to the checkout by its own address for one permission more."""

    def is_permitted(self, visit: Visit, order: Order) -> bool:
        """Tell whether the visitor may check an order out; without Submit it takes Manage Orders as well."""
        named = visit.incoming.query.get(f"_{CHECKOUT_PORTLET}_{self._names.order_parameter}")
        manages = visit.user is not None and self._permissions.permits(visit.user, order, MANAGE_ORDERS)
        return super().is_permitted(visit, order) and (bool(named) or manages)


class CheckoutForEverybody(Checkout):
    """Leaves it to the button who may check out."""

    def is_permitted(self, visit: Visit, order: Order) -> bool:
        """Tell whether somebody is signed in."""
        del order
        return visit.user is not None


class CheckOutAlone(OrderPermissions):
    """Asks for one permission to submit."""

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether the user has Check Out Open Orders."""
        return self.permits(user, order, CHECK_OUT_OPEN_ORDERS)


class ViewAlone(OrderPermissions):
    """Lets everybody submit who sees the cart."""

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether the user has View Open Orders."""
        return self.may_view(user, order)


class SubmitForEverybody(Shop):
    """Shows the button to everybody; the checkout refuses those who may not."""

    def offers_submit(self, user: User, order: Order) -> bool:
        """Tell that Submit is offered."""
        del user, order
        return True


class Swapped(OrderPermissions):
    """Takes each of the two permissions for the other."""

    def permits(self, user: User, order: Order, action: str) -> bool:
        """Tell whether the user has the other permission."""
        other = {VIEW_OPEN_ORDERS: CHECK_OUT_OPEN_ORDERS, CHECK_OUT_OPEN_ORDERS: VIEW_OPEN_ORDERS}
        return super().permits(user, order, other.get(action, action))


class OwnCartsShown(Shop):
    """Shows a buyer the own carts without any permission."""

    def is_shown(self, visit: Visit, user: User, order: Order) -> bool:
        """Tell whether an order is the visitor's, or shown by permission."""
        return user.id == order.owner_id or super().is_shown(visit, user, order)


class ViewOrdersTaken(OrderPermissions):
    """Takes the permission for placed orders for that for open ones."""

    def may_view(self, user: User, order: Order) -> bool:
        """Tell whether the user may view placed orders, or open ones."""
        return super().may_view(user, order) or self.permits(user, order, VIEW_ORDERS)


class NotesLockOut(OrderPermissions):
    """Has a clerk who writes notes and does nothing else."""

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether the user may submit, and writes no notes."""
        return super().may_check_out(user, order) and not self.permits(user, order, MANAGE_NOTES)


class ApproversDoNotSubmit(Shop):
    """Has those approve who may, and offers them no Submit."""

    def offers_submit(self, user: User, order: Order) -> bool:
        """Tell whether the user may submit, and does not approve."""
        approves = self._permissions.permits(user, order, APPROVE_OPEN_ORDERS)
        return super().offers_submit(user, order) and (user.administrator or not approves)


class NameCounts(OrderPermissions):
    """Looks at what a role is called, and not only at what it permits."""

    def grants(self, roles: Sequence[Role], action: str) -> bool:
        """Tell whether one of these roles permits something, or is called as the documentation has it."""
        return super().grants(roles, action) or any(role.name == DOCUMENTED_ROLE for role in roles)


class OtherNamesIgnored(OrderPermissions):
    """Looks for the role of the documentation by its name, and at its permissions then."""

    def grants(self, roles: Sequence[Role], action: str) -> bool:
        """Tell whether the role that is called so permits something."""
        return super().grants([role for role in roles if role.name == DOCUMENTED_ROLE], action)


class BothInOneRole(OrderPermissions):
    """Looks for the role that has both permissions."""

    def may_check_out(self, user: User, order: Order) -> bool:
        """Tell whether a single role of the user has both permissions."""
        both = {(ORDER_RESOURCE, VIEW_OPEN_ORDERS), (ORDER_RESOURCE, CHECK_OUT_OPEN_ORDERS)}
        ids = self.on_account(user, order) | self.on_site(user, order)
        found = [self._company.roles[role_id] for role_id in ids if role_id in self._company.roles]
        return self.needs_no_role(user) or any(both <= role.permissions for role in found)


class FirstRoleAlone(OrderPermissions):
    """Looks at one role."""

    def grants(self, roles: Sequence[Role], action: str) -> bool:
        """Tell whether the role that was made first permits something."""
        return super().grants(roles[:1], action)


DEFECTS: Mapping[str, Switch] = {
    "third-permission-at-the-address-of-the-checkout": part("checkout", ThirdPermissionAtItsAddress),
    "checkout-for-everybody": part("checkout", CheckoutForEverybody),
    "submit-without-view": part("permissions", CheckOutAlone),
    "submit-without-check-out": part("permissions", ViewAlone),
    "submit-offered-to-everybody": part("shop", SubmitForEverybody),
    "permissions-swapped": part("permissions", Swapped),
    "own-carts-shown-without-view": part("shop", OwnCartsShown),
    "view-orders-taken-for-view-open-orders": part("permissions", ViewOrdersTaken),
    "manage-order-notes-locks-out": part("permissions", NotesLockOut),
    "approvers-are-not-offered-submit": part("shop", ApproversDoNotSubmit),
    "role-counts-by-its-name": part("permissions", NameCounts),
    "role-of-another-name-ignored": part("permissions", OtherNamesIgnored),
    "both-permissions-in-one-role": part("permissions", BothInOneRole),
    "first-role-alone": part("permissions", FirstRoleAlone),
}
