"""Steps about who the buyer is."""

from dataclasses import replace

from pytest_bdd import given, parsers

from harness.actors import Buyer
from harness.stage import Stage
from harness.targetfile import HubCredentials


@given("a buyer with the punch out role", target_fixture="buyer")
def buyer_with_role(stage: Stage) -> Buyer:
    return stage.buyer()


@given(parsers.parse('a buyer whose role permits "{permissions}"'), target_fixture="buyer")
def buyer_with_permissions(stage: Stage, permissions: str) -> Buyer:
    return stage.buyer([] if permissions == "nothing" else permissions.split(", "))


@given(parsers.parse('the buyer is given a role that permits "{permissions}"'))
def buyer_given_role(stage: Stage, buyer: Buyer, permissions: str) -> None:
    stage.give_role(buyer, permissions.split(", "))


@given("the buyer's roles are taken away")
def buyer_loses_roles(stage: Stage, buyer: Buyer) -> None:
    stage.take_roles(buyer)


@given("a buyer who holds the punch out role on another account only", target_fixture="buyer")
def buyer_with_role_elsewhere(stage: Stage) -> Buyer:
    return stage.buyer(role_on_own_account=False)


@given("a buyer from the other procurement system", target_fixture="buyer")
def buyer_from_other_system(stage: Stage) -> Buyer:
    return stage.buyer(procurement=stage.world.other_procurement)


@given("another buyer from another procurement system", target_fixture="other_buyer")
def other_buyer(stage: Stage) -> Buyer:
    return stage.buyer(procurement=stage.world.other_procurement)


@given("a buyer the storefront does not know", target_fixture="buyer")
def unknown_buyer(stage: Stage) -> Buyer:
    return stage.stranger()


@given("a buyer without a name whom the storefront does not know", target_fixture="buyer")
def unknown_buyer_without_name(stage: Stage) -> Buyer:
    return stage.stranger(named=False)


@given("a buyer whose company has no account in the storefront", target_fixture="buyer")
def buyer_without_account(stage: Stage) -> Buyer:
    return stage.buyer_without_account(known=True)


@given("a buyer whom the storefront does not know, of a company without an account", target_fixture="buyer")
def unknown_buyer_without_account(stage: Stage) -> Buyer:
    return stage.buyer_without_account(known=False)


@given("the buyer does not belong to the site")
def buyer_leaves_site(stage: Stage, buyer: Buyer) -> None:
    stage.leave_site(buyer)


@given("the buyer belongs to another account as well")
def buyer_joins_another_account(stage: Stage, buyer: Buyer) -> None:
    stage.join_another_account(buyer)


@given("the hub calls as an ordinary user of the storefront")
def hub_as_ordinary_user(stage: Stage, buyer: Buyer) -> None:
    stage.relate(buyer.company, credentials=stage.ordinary_credentials())


@given("the hub calls without credentials")
def hub_without_credentials(stage: Stage, buyer: Buyer) -> None:
    stage.relate(buyer.company, credentials=HubCredentials())


@given("the hub calls with a wrong secret")
def hub_with_wrong_secret(stage: Stage, buyer: Buyer) -> None:
    stage.relate(buyer.company, credentials=stage.wrong_credentials())


@given("procurement calls with a wrong shared secret")
def procurement_with_wrong_secret(buyer: Buyer) -> None:
    buyer.company = replace(buyer.company, shared_secret=f"{buyer.company.shared_secret}-wrong")


@given("the hub asks for a site that does not exist")
def hub_asks_for_unknown_site(stage: Stage, buyer: Buyer) -> None:
    stage.relate(buyer.company, group="No Such Site")
