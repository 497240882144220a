"""The administrator's hand on Commerce 2.1: on the embedded storefront, and on releases that spell things otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from faker import Faker
from starlette.responses import HTMLResponse, JSONResponse, Response

from harness.actors.people import Cast
from harness.administration import PERMISSIONS, Administration, ChannelSettings, TokenSettings
from harness.administration.people import AccountRole
from harness.errors import Untestable
from harness.stage import Stage
from harness.targetfile import Login
from harness.world import World
from simulators.wire import Incoming, Journal, Party
from tests.harness.judge_bench import Handler

Serve = Callable[[Mapping[str, Handler]], Party]
HandOn = Callable[[Mapping[str, Handler]], Administration]
people = Cast(Faker("en_US"), "hand-2-1")

SERVICES = "/api/jsonws"
ACCOUNTS = "/o/headless-commerce-admin-account/v1.0/accounts"
MEMBERS = f"{ACCOUNTS}/5/accountMembers"
PRODUCTS = "/o/headless-commerce-admin-catalog/v1.0/products"


@pytest.fixture
def hand(judged_2_1: World) -> Administration:
    return judged_2_1.target.administration


# --- each operation has its effect, and is undone


def test_a_user_is_there_until_removed(hand: Administration) -> None:
    person = people.person()
    assert hand.people.find_user(person.email) is None
    user_id = hand.people.add_user(person.email, person.first_name, person.last_name)
    assert hand.people.find_user(person.email) == user_id
    with pytest.raises(Untestable, match=r"could not create a user: .*/user/add-user answered HTTP 409"):
        hand.people.add_user(person.email, "Another", "One")
    hand.people.remove_user(user_id)
    assert hand.people.find_user(person.email) is None
    hand.people.remove_user(user_id)


def test_an_account_is_there_until_removed(hand: Administration) -> None:
    company = people.company()
    account_id = hand.people.add_account(company.name, company.account_code)
    with pytest.raises(Untestable, match="could not create an account"):
        hand.people.add_account(company.name, company.account_code)
    hand.people.remove_account(account_id)
    hand.people.remove_account(account_id)
    hand.people.remove_account(hand.people.add_account(company.name, company.account_code))


def test_a_role_is_there_until_removed_and_named_after_its_account(hand: Administration) -> None:
    one, other = (hand.people.add_role(account_id, "Vendor", ()) for account_id in (71, 72))
    with pytest.raises(Untestable, match="could not create a site role"):
        hand.people.add_role(71, "Vendor", ())
    for role in (one, other, one):
        hand.site_roles.remove(role.role_id)
    hand.site_roles.remove(hand.people.add_role(71, "Vendor", ()).role_id)


@pytest.mark.parametrize(
    ("permissions", "sees", "may_submit"),
    [
        ([], False, False),
        (["View Open Orders"], True, False),
        (["Check Out Open Orders"], False, False),
        (list(PERMISSIONS), True, True),
    ],
)
def test_a_role_permits_what_it_was_given(
    set_stage_2_1: Callable[..., Stage], permissions: list[str], sees: bool, may_submit: bool
) -> None:
    buyer = set_stage_2_1().buyer(permissions)
    buyer.enter_and_fill([1])
    page = buyer.shopping.open_carts()
    assert (buyer.sees_cart_on(page), buyer.may_submit_on(page)) == (sees, may_submit)


def test_a_role_taken_away_leaves_the_others(set_stage_2_1: Callable[..., Stage], hand: Administration) -> None:
    buyer = set_stage_2_1().buyer(["View Open Orders"])
    account_id, user_id = buyer.company.account_id, buyer.person.user_id
    assert account_id is not None
    assert user_id is not None
    more = hand.people.add_role(account_id, "More", ("Check Out Open Orders",))
    buyer.enter_and_fill([1])
    seen = []
    for change in (hand.people.assign_role, hand.people.unassign_role, hand.people.unassign_role):
        change(account_id, more, user_id)
        page = buyer.shopping.open_carts()
        seen.append((buyer.sees_cart_on(page), buyer.may_submit_on(page)))
    hand.site_roles.remove(more.role_id)
    assert seen == [(True, True), (True, False), (True, False)]


def test_who_is_taken_out_of_the_site_gets_no_session(set_stage_2_1: Callable[..., Stage]) -> None:
    stage = set_stage_2_1()
    buyer = stage.buyer()
    assert buyer.start().code == 200
    stage.leave_site(buyer)
    assert "does not belong to group" in buyer.start().detail


def test_every_product_is_listed_with_its_words(hand: Administration, judged_2_1: World) -> None:
    listed = hand.products
    assert {product.sku for product in listed} >= set(judged_2_1.target.file.skus)
    assert not any("</" in product.description for product in listed)
    assert hand.products is listed


def test_settings_are_saved_and_read_back(hand: Administration) -> None:
    with ExitStack() as undo:
        undo.callback(hand.settings.set_channel, hand.settings.channel_settings())
        undo.callback(hand.settings.set_token, hand.settings.token_settings())
        undo.callback(hand.settings.set_auto_login, hand.settings.auto_login())
        hand.settings.set_channel(ChannelSettings(True, "http://shop.example/?a=1&b=%2F"))
        hand.settings.set_auto_login(False)
        hand.settings.set_token(TokenSettings(duration=3, size=16))
        assert hand.settings.channel_settings() == ChannelSettings(True, "http://shop.example/?a=1&b=%2F")
        assert hand.settings.auto_login() is False
        assert hand.settings.token_settings() == TokenSettings(3, 16)


# --- releases that spell things otherwise


@pytest.fixture
def hand_on(serve: Serve, journal: Journal) -> Iterator[HandOn]:
    with ExitStack() as running:

        def build(handlers: Mapping[str, Handler]) -> Administration:
            login = Login("admin@shop.example", "admin-password-value")
            url = serve({f"{SERVICES}/user/get-current-user": answers({"companyId": "20101"}), **handlers}).url
            hand = Administration(url, login, "Acme", journal, generation="punchout2go-2.1")
            running.callback(hand.close)
            return hand

        yield build


def answers(document: Any, status: int = 200) -> Handler:
    return lambda _: JSONResponse(document, status)


SPELLINGS = {
    "accountId and roles": ({"accountId", "email", "userId"}, "roles"),
    "commerceAccountId and roles": ({"commerceAccountId", "userId"}, "roles"),
    "accountId and accountRoles": ({"accountId", "email", "userId"}, "accountRoles"),
}


class Members:
    """The account members of a release: it refuses what it does not know and wants what it knows."""

    def __init__(self, spelt: set[str], roles: str, held: tuple[int, ...] = ()) -> None:
        self._spelt = spelt
        self._roles = roles
        self.held = list(held)
        self.added: list[dict[str, Any]] = []

    def add(self, incoming: Incoming) -> Response:
        if set(incoming.json()) != self._spelt:
            return JSONResponse({"title": "Property is not defined in AccountMember"}, 400)
        self.added.append(incoming.json())
        return JSONResponse(incoming.json())

    def one(self, incoming: Incoming) -> Response:
        if incoming.method == "GET":
            return JSONResponse({"userId": 9, self._roles: [{"roleId": held, "name": "R"} for held in self.held]})
        if set(incoming.json()) != (self._spelt - {"email"}) | {self._roles}:
            return JSONResponse({"title": "Property is not defined in AccountMember"}, 400)
        self.held = [role["roleId"] for role in incoming.json()[self._roles]]
        return Response()


@pytest.mark.parametrize(("spelt", "roles"), SPELLINGS.values(), ids=SPELLINGS)
def test_members_are_added_and_their_roles_changed_in_the_spelling_of_the_release(
    hand_on: HandOn, spelt: set[str], roles: str
) -> None:
    members = Members(spelt, roles, held=(1, 2))
    hand = hand_on(
        {
            f"{SERVICES}/user/get-user-by-email-address": answers({"userId": "9"}),
            MEMBERS: members.add,
            f"{MEMBERS}/9": members.one,
        }
    )
    hand.people.add_member(5, "a@b.example")
    hand.people.assign_role(5, AccountRole(3, 3), 9)
    assert (len(members.added), members.held) == (1, [1, 2, 3])
    hand.people.unassign_role(5, AccountRole(2, 2), 9)
    assert members.held == [1, 3]


def test_a_release_that_knows_no_spelling_is_a_missing_prerequisite(hand_on: HandOn) -> None:
    hand = hand_on(
        {
            f"{SERVICES}/user/get-user-by-email-address": answers({"userId": "9"}),
            MEMBERS: answers({}, 400),
            f"{MEMBERS}/9": lambda i: JSONResponse({}, 200 if i.method == "GET" else 400),
        }
    )
    with pytest.raises(Untestable, match=r"could not make the user a member of the account: .*HTTP 400"):
        hand.people.add_member(5, "a@b.example")
    with pytest.raises(Untestable, match=r"could not change the user's roles: .*HTTP 400"):
        hand.people.assign_role(5, AccountRole(3, 3), 9)


def test_a_refusal_for_another_reason_is_not_tried_again(hand_on: HandOn) -> None:
    asked: list[Any] = []

    def forbid(incoming: Incoming) -> Response:
        asked.append(incoming.json())
        return JSONResponse({}, 403)

    hand = hand_on({f"{SERVICES}/user/get-user-by-email-address": answers({"userId": "9"}), MEMBERS: forbid})
    with pytest.raises(Untestable, match="HTTP 403"):
        hand.people.add_member(5, "a@b.example")
    assert len(asked) == 1


NO_USER = {"exception": "No User exists", "error": {"type": "com.liferay.portal.kernel.exception.NoSuchUserException"}}


@pytest.mark.parametrize("status", [404, 500])
def test_nothing_found_is_told_in_two_ways(hand_on: HandOn, status: int) -> None:
    paths = ("user/get-user-by-email-address", "user/delete-user", "role/delete-role")
    hand = hand_on({f"{SERVICES}/{path}": answers(NO_USER, status) for path in paths})
    assert hand.people.find_user("a@b.example") is None
    hand.people.remove_user(9)
    hand.site_roles.remove(3)
    with pytest.raises(Untestable, match=r"could not find a@b\.example, who was created before"):
        hand.people.add_member(5, "a@b.example")


def one_product(**sku: Any) -> dict[str, Handler]:
    described = {"id": 11, "productId": 12, "description": {"en_US": "<p>A <b>bolt</b></p>"}}
    return {PRODUCTS: answers({"items": [described]}), f"{PRODUCTS}/12/skus": answers({"items": [{"id": 1, **sku}]})}


def test_products_are_read_page_by_page_and_with_all_their_skus(hand_on: HandOn) -> None:
    def listed(incoming: Incoming) -> Response:
        number = int(incoming.query["page"])
        return JSONResponse({"items": [{"id": number}], "lastPage": 2})

    def skus(number: int) -> Handler:
        return lambda i: JSONResponse(
            {"items": [{"id": number * 10 + int(i.query["page"]), "sku": f"S-{number}"}], "lastPage": 2}
        )

    hand = hand_on({PRODUCTS: listed, f"{PRODUCTS}/1/skus": skus(1), f"{PRODUCTS}/2/skus": skus(2)})
    assert [(product.sku_id, product.sku, product.description) for product in hand.products] == [
        (11, "S-1", ""),
        (12, "S-1", ""),
        (21, "S-2", ""),
        (22, "S-2", ""),
    ]


@pytest.mark.parametrize(
    ("sku", "offered"),
    [
        ({}, True),
        ({"purchasable": True, "published": True}, True),
        ({"purchasable": None}, True),
        ({"purchasable": False}, False),
        ({"purchasable": True, "published": False}, False),
    ],
)
def test_what_is_not_for_sale_is_not_bought(hand_on: HandOn, sku: dict[str, Any], offered: bool) -> None:
    hand = hand_on(one_product(sku="BOLT", **sku))
    assert [product.description for product in hand.products] == (["A bolt"] if offered else [])


# --- each refusal is told

REFUSALS: dict[str, tuple[dict[str, Handler], Callable[[Administration], object], str]] = {
    "no right to make users": (
        {f"{SERVICES}/user/add-user": answers({}, 403)},
        lambda h: h.people.add_user("a@b.example", "A", "B"),
        "could not create a user: /api/jsonws/user/add-user answered HTTP 403",
    ),
    "finding fails": (
        {f"{SERVICES}/user/get-user-by-email-address": answers({"exception": "ORM failure"}, 500)},
        lambda h: h.people.find_user("a@b.example"),
        "could not find a user: .*HTTP 500",
    ),
    "deleting fails": (
        {f"{SERVICES}/user/delete-user": answers({"exception": "ORM failure"}, 500)},
        lambda h: h.people.remove_user(9),
        "could not delete a user: .*HTTP 500",
    ),
    "a user without an id": (
        {f"{SERVICES}/user/get-user-by-email-address": answers({"exception": "something"})},
        lambda h: h.people.find_user("a@b.example"),
        "without userId",
    ),
    "no JSON": (
        {f"{SERVICES}/user/get-user-by-email-address": lambda _: HTMLResponse("<p>")},
        lambda h: h.people.find_user("a@b.example"),
        "did not answer JSON",
    ),
    "a role that is there": (
        {f"{SERVICES}/role/add-role": answers({"exception": "DuplicateRoleException"}, 500)},
        lambda h: h.people.add_role(5, "Vendor", ()),
        "could not create a site role: .*HTTP 500",
    ),
    "a member without a role id": (
        {f"{MEMBERS}/9": answers({"roles": [{"name": "R"}]})},
        lambda h: h.people.assign_role(5, AccountRole(3, 3), 9),
        "without roleId",
    ),
    "no list of channels": (
        {
            f"{SERVICES}/group/get-group": answers({"groupId": "7"}),
            f"{SERVICES}/commerce.commercechannel/get-commerce-channels": answers({"exception": "x"}),
        },
        lambda h: h.sites.channel_id,
        "the site 'Acme' has no channel",
    ),
    "no products": (
        {PRODUCTS: answers({"title": "x"})},
        lambda h: h.products,
        "the storefront lists no products for the administrator",
    ),
    "a product that is none": ({PRODUCTS: answers({"items": ["x"]})}, lambda h: h.products, "without id"),
    "no SKUs": (
        {**one_product(), f"{PRODUCTS}/12/skus": answers([])},
        lambda h: h.products,
        "the storefront lists no SKUs of a product for the administrator",
    ),
    "an SKU that is none": (
        {**one_product(), f"{PRODUCTS}/12/skus": answers({"items": [None]})},
        lambda h: h.products,
        "without id",
    ),
    "pages that are no number": (
        {PRODUCTS: answers({"items": [], "lastPage": "x"})},
        lambda h: h.products,
        "without lastPage",
    ),
    "not an administrator of products": (
        {PRODUCTS: answers({}, 403)},
        lambda h: h.products,
        "could not list the products: .*HTTP 403",
    ),
}


@pytest.mark.parametrize(("handlers", "act", "said"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_a_missing_prerequisite_with_its_reason(
    hand_on: HandOn, handlers: Mapping[str, Handler], act: Callable[[Administration], object], said: str
) -> None:
    with pytest.raises(Untestable, match=said):
        act(hand_on(handlers))
