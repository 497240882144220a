"""Steps about who the buyer is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

import pytest
from pytest_bdd import given, parsers

from harness.actors import Buyer
from harness.administration import PUNCH_OUT_PERMISSIONS, AccountRole, permissions_in
from harness.stage import Stage
from steps import any_of

Acting = Callable[[str], Buyer]

# Who filled a cart, by what a scenario calls it.
OWNERS = {"the cart": "the buyer", "the other buyer's cart": "the other buyer"}


@pytest.fixture
def acting(request: pytest.FixtureRequest) -> Acting:
    """Who acts, by the words of a scenario: `the buyer` or `the other buyer`."""
    return lambda who: cast("Buyer", request.getfixturevalue(who.removeprefix("the ").replace(" ", "_")))


@given(parsers.re(r"a buyer with the punch out role(?P<orders> where orders are taken)?"), target_fixture="buyer")
def buyer_with_role(stage: Stage, orders: str | None) -> Buyer:
    return stage.buyer(orders=orders is not None)


@given(parsers.parse('a buyer whose role permits "{permissions}"'), target_fixture="buyer")
def buyer_with_permissions(stage: Stage, permissions: str) -> Buyer:
    return stage.buyer(permissions_in(permissions))


@given(parsers.parse('the buyer is given a role that permits "{permissions}"'))
def buyer_given_role(stage: Stage, buyer: Buyer, permissions: str) -> None:
    stage.roles.give(buyer, permissions_in(permissions))


@given("a role with the documentation's permissions has been made for the buyer's company", target_fixture="role")
def role_made(stage: Stage, buyer: Buyer) -> AccountRole:
    return stage.roles.make(buyer, PUNCH_OUT_PERMISSIONS)


@given("the role is assigned to the buyer")
def role_assigned(stage: Stage, buyer: Buyer, role: AccountRole) -> None:
    stage.roles.assign(buyer, role)


@given("a site role with the documentation's permissions is made and assigned to the buyer on the site")
def buyer_given_site_role(stage: Stage, buyer: Buyer) -> None:
    stage.roles.give_on_site(buyer, PUNCH_OUT_PERMISSIONS)


@given("a buyer who holds the punch out role on another account only", target_fixture="buyer")
def buyer_with_role_elsewhere(stage: Stage) -> Buyer:
    return stage.buyer(role_on_own_account=False)


# Who the other buyer is, in the words of a scenario.
_OTHERS: Mapping[str, Callable[[Stage, pytest.FixtureRequest], Buyer]] = {
    "another buyer from another procurement system": lambda stage, _: stage.buyer(
        procurement=stage.world.other_procurement
    ),
    "the same buyer in another browser from another procurement system": lambda stage, request: stage.crowd.elsewhere(
        request.getfixturevalue("buyer")
    ),
    "the same buyer at another computer": lambda stage, request: stage.elsewhere(request.getfixturevalue("buyer")),
}


@given(parsers.re(any_of(_OTHERS)), target_fixture="other_buyer")
def other_buyer(stage: Stage, request: pytest.FixtureRequest, what: str) -> Buyer:
    return _OTHERS[what](stage, request)


@given(
    parsers.parse('another buyer of the same company whose role permits "{permissions}"'),
    target_fixture="other_buyer",
)
def colleague(stage: Stage, buyer: Buyer, permissions: str) -> Buyer:
    return stage.colleague(buyer, permissions_in(permissions))


@given("the other buyer sits down at the same computer")
def other_buyer_at_same_computer(buyer: Buyer, other_buyer: Buyer) -> None:
    other_buyer.sit_down_at(buyer.browser)


@given("a buyer without a role who is an administrator of the portal", target_fixture="buyer")
def administrator(stage: Stage) -> Buyer:
    return stage.administrator()


@given(
    parsers.re(
        r"a buyer (?P<who>((without a name|with markup in the name) whom )?the storefront does not know|"
        r"whose company has no account in the storefront)"
    ),
    target_fixture="buyer",
)
def odd_buyer(stage: Stage, who: str) -> Buyer:
    return stage.odd_buyer(who)


# What becomes of the buyer, in the words of a scenario.
_BECOMES: Mapping[str, Callable[[Stage, Buyer], None]] = {
    "the buyer's roles are taken away": lambda stage, buyer: stage.roles.take(buyer),
    "the buyer does not belong to the site": Stage.leave_site,
    "the buyer belongs to another account as well": Stage.join_another_account,
    "the buyer punches out for another account from now on": Stage.go_to_another_account,
}


@given(parsers.re(any_of(_BECOMES)))
def buyer_becomes(stage: Stage, buyer: Buyer, what: str) -> None:
    _BECOMES[what](stage, buyer)


@given(
    parsers.re(r"the hub calls (?P<how>without credentials|with a wrong secret|as an ordinary user of the storefront)")
)
def hub_without_right_credentials(stage: Stage, buyer: Buyer, how: str) -> None:
    stage.relationships.relate(buyer.company, credentials=stage.credentials(how))


@given(parsers.parse("the hub trades with the buyer's company in {currency}"))
def hub_trades_in(stage: Stage, buyer: Buyer, currency: str) -> None:
    stage.relationships.relate(buyer.company, currency=currency)


@given("procurement calls with a wrong shared secret")
def procurement_with_wrong_secret(buyer: Buyer) -> None:
    buyer.company = replace(buyer.company, shared_secret=f"{buyer.company.shared_secret}-wrong")
