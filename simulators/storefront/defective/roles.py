"""Defects of roles: on whom they count, from when until when, and what is possible without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import replace
from http import HTTPStatus

from starlette.responses import Response

from simulators.storefront.commerce_ui import CommerceUi
from simulators.storefront.company import Company
from simulators.storefront.delivery_api import DeliveryApi
from simulators.storefront.model import Order, User
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.problems import Problem, json_response
from simulators.storefront.shop import Shop
from simulators.storefront.switching import Switch, both, part
from simulators.storefront.visits import Visit
from simulators.wire import Incoming

Answers = dict[tuple[int, int, str], bool]


class RolesOfEveryAccount(OrderPermissions):
    """Does not ask where a role is held."""

    def on_account(self, user: User, order: Order) -> Set[int]:
        """Return the ids of the roles a user holds on any account."""
        del order
        held = [account.roles_of.get(user.id, set()) for account in self._company.accounts.values()]
        return set().union(*held)


class RolesOfColleagues(OrderPermissions):
    """Does not ask who of an account holds a role."""

    def on_account(self, user: User, order: Order) -> Set[int]:
        """Return the ids of the roles that members hold on the account of an order."""
        account = self._company.accounts.get(order.account_id)
        return set().union(*account.roles_of.values()) if account and user.id in account.members else set()


class RolesThatWereMade(OrderPermissions):
    """Does not ask whether a role was assigned."""

    def on_account(self, user: User, order: Order) -> Set[int]:
        """Return the ids of the roles that a user holds, or that were made for the account."""
        made = {role.id for role in self._company.roles.values() if role.account_id == order.account_id}
        return super().on_account(user, order) | made


class Remembers(OrderPermissions):
    """Remembers what it answered of a cart; what again, a subclass says."""

    def __init__(self, company: Company) -> None:
        super().__init__(company)
        self._answers: Answers = {}

    def permits(self, user: User, order: Order, action: str) -> bool:
        """Tell whether the user may do something, or might when it was asked before."""
        key = (user.id, order.id, action)
        if key not in self._answers or not self.is_kept(self._answers[key]):
            self._answers[key] = super().permits(user, order, action)
        return self._answers[key]

    def is_kept(self, answer: bool) -> bool:
        """Tell whether an answer is given again."""
        del answer
        return False


class RemembersRefusals(Remembers):
    """Notices a role that is assigned during a session at the next login."""

    def is_kept(self, answer: bool) -> bool:
        """Tell whether it was a refusal."""
        return not answer


class RemembersPermissions(Remembers):
    """Notices a role that is taken away during a session at the next login."""

    def is_kept(self, answer: bool) -> bool:
        """Tell whether something was permitted."""
        return answer


class SiteRolesStay(OrderPermissions):
    """Writes down who holds a role on a site when a cart is changed, and strikes nobody off."""

    def __init__(self, company: Company) -> None:
        super().__init__(company)
        self._seen: dict[int, set[int]] = defaultdict(set)

    def may_change(self, user: User, order: Order) -> bool:
        """Tell whether the user may add to and take from the order; the roles are written down by the way."""
        self.on_site(user, order)
        return super().may_change(user, order)

    def on_site(self, user: User, order: Order) -> Set[int]:
        """Return the ids of the roles a user holds on the site, or held when it was asked before."""
        self._seen[user.id] |= super().on_site(user, order)
        return self._seen[user.id]


class NoSiteRoles(OrderPermissions):
    """Knows roles of accounts alone."""

    def on_site(self, user: User, order: Order) -> Set[int]:
        """Return that no role is held on a site."""
        del user, order
        return set()


class AdministratorsNeedRoles(OrderPermissions):
    """Treats administrators like any buyer."""

    def needs_no_role(self, user: User) -> bool:
        """Tell that nobody may do everything."""
        del user
        return False


class ColleaguesChange(OrderPermissions):
    """Has carts that belong to the company."""

    def may_change(self, user: User, order: Order) -> bool:
        """Tell whether the user belongs to the account of the order."""
        account = self._company.accounts.get(order.account_id)
        return super().may_change(user, order) or (account is not None and user.id in account.members)


class EverybodyChanges(OrderPermissions):
    """Asks nobody who knows the id of a cart."""

    def may_change(self, user: User, order: Order) -> bool:
        """Tell that a cart may be changed."""
        del user, order
        return True


class TakingOutNeedsARole(DeliveryApi):
    """Lets those take a line out of their cart who may view it."""

    def remove_item(self, incoming: Incoming) -> Response:
        """Take a line out of a cart, by permission."""
        if not self._permissions.may_view(self._authentication.require(incoming), self._line(incoming)[0]):
            raise Problem(HTTPStatus.FORBIDDEN, "User may not change this cart")
        return super().remove_item(incoming)


class TakingOutNeedsARoleIn21(CommerceUi):
    """Lets those take a line out of their cart who may view it."""

    def remove_item(self, incoming: Incoming) -> Response:
        """Take a line out of a cart, by permission."""
        session = self._sessions.of(incoming.cookies)
        user = self._company.users.get(session.user_id or 0) if session else None
        if user is not None and not self._permissions.may_view(user, self._line(incoming, user)[0]):
            return json_response({"errorMessages": ["No permission"], "success": False, "valid": False})
        return super().remove_item(incoming)


class OwnCartsAlone(Shop):
    """Shows nobody the cart of a colleague."""

    def is_shown(self, visit: Visit, user: User, order: Order) -> bool:
        """Tell whether an order is the visitor's, and shown by permission."""
        return user.id == order.owner_id and super().is_shown(visit, user, order)


class CartsOfColleagues(Shop):
    """Shows the carts of colleagues to everybody who may submit."""

    def is_shown(self, visit: Visit, user: User, order: Order) -> bool:
        """Tell whether an order is a colleague's, or shown by permission."""
        colleagues = order.account_id == visit.session.account_id and user.id != order.owner_id
        return colleagues or super().is_shown(visit, user, order)


class CartsOfOtherCompanies(Shop):
    """Asks whether the visitor may view carts, and not whose."""

    def is_shown(self, visit: Visit, user: User, order: Order) -> bool:
        """Tell whether the visitor may view carts in the own account."""
        return self._permissions.may_view(user, replace(order, account_id=visit.session.account_id or 0))


DEFECTS: Mapping[str, Switch] = {
    "role-of-another-account-counts": part("permissions", RolesOfEveryAccount),
    "role-of-a-colleague-counts": part("permissions", RolesOfColleagues),
    "role-that-nobody-assigned-counts": part("permissions", RolesThatWereMade),
    "assigned-role-noticed-at-the-next-login": part("permissions", RemembersRefusals),
    "taken-role-noticed-at-the-next-login": part("permissions", RemembersPermissions),
    "site-role-cannot-be-taken-away": part("permissions", SiteRolesStay),
    "site-roles-ignored": part("permissions", NoSiteRoles),
    "administrators-refused": part("permissions", AdministratorsNeedRoles),
    "colleagues-change-carts": part("permissions", ColleaguesChange),
    "everybody-changes-carts": part("permissions", EverybodyChanges),
    "taking-out-needs-a-role": both(
        part("delivery", TakingOutNeedsARole), part("commerce_ui", TakingOutNeedsARoleIn21)
    ),
    "own-carts-alone": part("shop", OwnCartsAlone),
    "carts-of-colleagues-shown-to-everybody": part("shop", CartsOfColleagues),
    "carts-of-other-companies-shown": part("shop", CartsOfOtherCompanies),
}
