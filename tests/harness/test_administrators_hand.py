"""The administrator's hand on the embedded storefront, and on storefronts that will not do as told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest
from faker import Faker
from starlette.responses import HTMLResponse, JSONResponse, Response

from harness.actors.people import Cast
from harness.administration import PERMISSIONS, Administration, ChannelSettings, TokenSettings
from harness.errors import Inapplicable, Untestable
from harness.stage import Stage
from harness.targetfile import Login
from harness.world import World
from simulators.wire import Incoming, Journal, Party, Redactor
from tests.harness.judge_bench import Handler, nobody_listens

PERMISSIONS_OF_THE_DOCUMENTATION = ("View Open Orders", "Check Out Open Orders")
Serve = Callable[[Mapping[str, Handler]], Party]
people = Cast(Faker("en_US"), "hand")


@pytest.fixture
def hand(judged: World) -> Administration:
    return judged.target.administration


# --- each operation has its effect, and is undone


def test_a_user_is_there_until_removed(hand: Administration) -> None:
    person = people.person()
    assert hand.people.find_user(person.email) is None
    user_id = hand.people.add_user(person.email, person.first_name, person.last_name)
    assert hand.people.find_user(person.email) == user_id
    with pytest.raises(Untestable, match=r"could not create a user: .*/user-accounts answered HTTP 409"):
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


def test_who_is_taken_out_of_the_site_gets_no_session_and_who_joins_again_does(set_stage: Callable[..., Stage]) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    assert buyer.start().code == 200
    stage.leave_site(buyer)
    assert "does not belong to group" in buyer.start().detail
    assert buyer.person.user_id is not None
    stage.target.administration.sites.join(buyer.person.user_id)
    assert buyer.start().code == 200


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
    set_stage: Callable[..., Stage], permissions: list[str], sees: bool, may_submit: bool
) -> None:
    buyer = set_stage().buyer(permissions)
    buyer.enter_and_fill([1])
    page = buyer.shopping.open_carts()
    assert (buyer.sees_cart_on(page), buyer.may_submit_on(page)) == (sees, may_submit)


def test_a_site_role_is_held_on_the_site_until_it_is_taken(set_stage: Callable[..., Stage]) -> None:
    stage = set_stage()
    buyer = stage.buyer(())
    buyer.enter_and_fill([1])
    stage.roles.give_on_site(buyer, PERMISSIONS_OF_THE_DOCUMENTATION)
    assert buyer.may_submit_on(buyer.shopping.open_carts())
    stage.roles.take(buyer)
    assert not buyer.sees_cart_on(buyer.shopping.open_carts())


@pytest.fixture
def settings_kept(hand: Administration) -> Iterator[None]:
    """Put the settings back as they were."""
    with ExitStack() as undo:
        undo.callback(hand.settings.set_channel, hand.settings.channel_settings())
        undo.callback(hand.settings.set_auto_login, hand.settings.auto_login())
        undo.callback(hand.settings.set_token, hand.settings.token_settings())
        yield


@pytest.mark.usefixtures("settings_kept")
def test_settings_are_saved_and_read_back(hand: Administration) -> None:
    for channel in (ChannelSettings(False, ""), ChannelSettings(True, "http://shop.example/?a=1&b=%2F")):
        hand.settings.set_channel(channel)
        assert hand.settings.channel_settings() == channel
    for enabled in (False, True):
        hand.settings.set_auto_login(enabled)
        assert hand.settings.auto_login() is enabled
    hand.settings.set_token(TokenSettings(duration=3, size=16))
    assert hand.settings.token_settings() == TokenSettings(3, 16)


@pytest.mark.usefixtures("settings_kept")
def test_a_setting_the_storefront_refuses_is_told_in_its_words(hand: Administration) -> None:
    before = hand.settings.token_settings()
    with pytest.raises(Untestable, match=r"the control panel refused to save: .*please enter a number"):
        hand.settings.set_token(TokenSettings(before.duration, -1))
    assert hand.settings.token_settings() == before


@pytest.mark.usefixtures("settings_kept")
def test_a_setting_that_is_not_kept_as_saved_is_noticed(hand: Administration) -> None:
    with pytest.raises(
        Untestable, match="the control panel did not keep the Punch Out settings of the channel: saved was"
    ):
        hand.settings.set_channel(ChannelSettings(True, " http://shop.example/ "))


# --- each refusal is told


@pytest.fixture
def hand_on(serve: Serve, journal: Journal) -> Iterator[Callable[[Mapping[str, Handler]], Administration]]:
    with ExitStack() as running:

        def build(handlers: Mapping[str, Handler]) -> Administration:
            login = Login("admin@shop.example", "admin-password-value")
            administration = Administration(serve(handlers).url, login, "Acme", journal, generation="tradecentric-7.4")
            running.callback(administration.close)
            return administration

        yield build


def answers(document: object, status: int = 200) -> Handler:
    return lambda _: JSONResponse(document, status)


PANEL = "/group/control_panel/manage"
SITE: dict[str, Handler] = {
    "/api/jsonws/user/get-current-user": answers({"companyId": "1"}),
    "/api/jsonws/group/get-group": answers({"groupId": "2"}),
    "/o/headless-commerce-admin-channel/v1.0/channels": answers({"items": [{"id": 3, "siteGroupId": 2}]}),
}
SIGNED_IN = "<script>isSignedIn: function() { return true; }</script>"
SIGN_IN = (
    "<form method='post' action='/login'><input name='_p_login'><input name='_p_password'>"
    "<button>Sign In</button></form>"
)
CHANNEL = (
    "<form method='post'><input type='checkbox' name='settings--enabled--' value='true'>"
    "<input name='settings--punchOutStartURL--'></form>"
)


def shows(markup: str, status: int = 200) -> Handler:
    return lambda _: HTMLResponse(markup, status)


REFUSALS: dict[str, tuple[dict[str, Handler], Callable[[Administration], object], str]] = {
    "create a user": (
        {},
        lambda h: h.people.add_user("a@b.example", "A", "B"),
        r"could not create a user: .* answered HTTP 404",
    ),
    "not an administrator": (
        {"/o/headless-admin-user/v1.0/accounts": answers({}, 403)},
        lambda h: h.people.add_account("A", "B"),
        "could not create an account: /o/headless-admin-user/v1.0/accounts answered HTTP 403",
    ),
    "no JSON": (
        {"/o/headless-admin-user/v1.0/accounts": shows("<p>")},
        lambda h: h.people.add_account("A", "B"),
        "did not answer JSON",
    ),
    "JSON without what is needed": (
        {"/o/headless-admin-user/v1.0/accounts": answers({"name": "A"})},
        lambda h: h.people.add_account("A", "B"),
        "the storefront answered the administrator {'name': 'A'}, without id",
    ),
    "find a user": (
        {"/o/headless-admin-user/v1.0/user-accounts/by-email-address/a@b.example": answers({}, 500)},
        lambda h: h.people.find_user("a@b.example"),
        "could not find a user: .*HTTP 500",
    ),
    "site unknown": (
        {**SITE, "/api/jsonws/group/get-group": answers({}, 404)},
        lambda h: h.sites.join(1),
        "could not find the site",
    ),
    "site without a channel": (
        {**SITE, "/o/headless-commerce-admin-channel/v1.0/channels": answers({"items": [{"id": 3, "siteGroupId": 9}]})},
        lambda h: h.settings.channel_settings(),
        "the site 'Acme' has no channel",
    ),
    "wrong password": (
        {**SITE, PANEL: shows(SIGN_IN), "/login": shows("no")},
        lambda h: h.settings.channel_settings(),
        r"was not signed in: check the user and password of \[target.admin\]",
    ),
    "no way to sign in": (
        {**SITE, PANEL: shows("")},
        lambda h: h.settings.auto_login(),
        "no form to sign in was found at",
    ),
    "no punch out settings": (
        {**SITE, PANEL: shows(SIGNED_IN)},
        lambda h: h.settings.channel_settings(),
        r"shows no form with 'settings--punchOutStartURL--' under Channels, Punch Out \(HTTP 200\)",
    ),
    "no token settings": (
        {PANEL: shows(SIGNED_IN, 404)},
        lambda h: h.settings.token_settings(),
        r"under System Settings, PunchOutAccessTokenProviderConfiguration \(HTTP 404\)",
    ),
    "half of the token settings": (
        {PANEL: shows(SIGNED_IN + "<form><input name='access.token.expires.in' value='15'></form>")},
        lambda h: h.settings.token_settings(),
        "the control panel shows 15 and nothing for duration and size",
    ),
    "nowhere to write the size": (
        {PANEL: shows(SIGNED_IN + "<form><input name='access.token.expires.in' value='15'></form>")},
        lambda h: h.settings.set_token(TokenSettings(1, 2)),
        "could not be used: The form has the field that is to be filled .*: expected access.token.key.byte.size",
    ),
    "nothing is kept": (
        {**SITE, PANEL: shows(SIGNED_IN + CHANNEL)},
        lambda h: h.settings.set_channel(ChannelSettings(True, "http://shop.example")),
        "did not keep the Punch Out settings of the channel",
    ),
    "saving fails": (
        {
            PANEL: lambda i: HTMLResponse(
                SIGNED_IN + "<form method='post'><input name='enabled'></form>", 200 if i.method == "GET" else 500
            )
        },
        lambda h: h.settings.set_auto_login(True),
        "the control panel refused to save: HTTP 500",
    ),
    "an endless way": (
        {PANEL: lambda _: Response(status_code=302, headers={"Location": PANEL})},
        lambda h: h.settings.auto_login(),
        "the control panel was not reached: The browser arrives",
    ),
}


@pytest.mark.parametrize(("handlers", "act", "said"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_a_missing_prerequisite_with_its_reason(
    hand_on: Callable[[Mapping[str, Handler]], Administration],
    handlers: Mapping[str, Handler],
    act: Callable[[Administration], object],
    said: str,
) -> None:
    with pytest.raises(Untestable, match=said):
        act(hand_on(handlers))


def test_a_storefront_that_is_gone_is_a_missing_prerequisite(journal: Journal) -> None:
    hand = Administration(
        nobody_listens(), Login("a@b.example", "password"), "Acme", journal, generation="tradecentric-7.4"
    )
    with pytest.raises(Untestable, match=r"could not create an account: .* gave no answer: Connection refused"):
        hand.people.add_account("A", "B")
    with pytest.raises(Untestable, match=r"the control panel was not reached: .*Connection refused"):
        hand.settings.auto_login()
    hand.close()


def test_signing_in_sends_the_form_with_its_button(
    hand_on: Callable[[Mapping[str, Handler]], Administration],
) -> None:
    sent: list[list[tuple[str, str]]] = []

    def sign_in(incoming: Incoming) -> Response:
        sent.append(incoming.form())
        return HTMLResponse("in", headers={"Set-Cookie": "in=1; Path=/"})

    def panel(incoming: Incoming) -> Response:
        form = "<form><input type='checkbox' name='_x_ddm$$enabled$x$0$$en_US' value='true' checked></form>"
        return HTMLResponse(
            SIGNED_IN + form if incoming.cookies else SIGN_IN.replace("<button>", "<button name='go' value='1'>")
        )

    assert hand_on({PANEL: panel, "/login": sign_in}).settings.auto_login() is True
    assert sent == [[("_p_login", "admin@shop.example"), ("_p_password", "admin-password-value"), ("go", "1")]]


# --- orders


@pytest.mark.parametrize("how", ["placed", "completed", "cancelled", "deleted"])
def test_a_cart_is_one_no_more(set_stage: Callable[..., Stage], set_stage_2_1: Callable[..., Stage], how: str) -> None:
    for stage in (set_stage(), set_stage_2_1()):
        buyer = stage.buyer()
        buyer.enter_and_fill([1])
        assert buyer.sees_cart_on(buyer.shopping.open_carts())
        stage.close_cart(buyer, how)
        assert not buyer.sees_cart_on(buyer.shopping.open_carts())


def test_a_portal_that_lets_no_open_order_become_that_is_no_failure(hand: Administration, serve: Serve) -> None:
    path = "/o/headless-commerce-admin-order/v1.0/orders/7"
    party = serve({path: lambda _: JSONResponse({"title": "no"}, 400)})
    login = Login("admin@shop.example", "secret")
    refused = Administration(party.url, login, "S", Journal(Redactor(b"r")), generation="tradecentric-7.4")
    with pytest.raises(Inapplicable, match="the portal does not let an open order be completed at once"):
        refused.orders.give_status(7, "completed")
    refused.close()
    with pytest.raises(Untestable, match=r"could not let the order be placed: .*/orders/0 answered HTTP 404"):
        hand.orders.give_status(0, "placed")
    with pytest.raises(Untestable, match=r"could not delete the order: .*/orders/0 answered HTTP 404"):
        hand.orders.remove(0)
