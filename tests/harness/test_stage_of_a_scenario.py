"""The stage: what a scenario changed is put back in reverse order, whatever happens; what it may not is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faker import Faker

from harness.actors import ProcurementDesk
from harness.actors.people import Cast
from harness.administration import AccountRole, Administration, ChannelSettings, OtherChannel, TokenSettings
from harness.browser import HttpBrowser, Page
from harness.errors import HarnessFault, Inapplicable, Untestable
from harness.evidence import Evidence
from harness.listing import ListedBuyer, ListedChannel
from harness.restoring import Ledger
from harness.stage import Stage
from harness.targetfile import AskedOfPerson, HubCredentials, TargetFile
from harness.targets import RealTime, Target
from harness.targets.turns import Turns
from harness.world import World
from simulators.wire import Journal

FILE = TargetFile(
    name="Acme",
    kind="live",
    url="http://shop.example",
    generation="tradecentric-7.4",
    group="Acme",
    start_url="http://shop.example/web/acme/catalog",
    hub=HubCredentials(client_id="id", client_secret="client-secret"),
)


class Hand:
    """An administrator's hand that writes down what it does, and refuses what a test wants it to."""

    def __init__(self, *refuses: str) -> None:
        self.done: list[str] = []
        self.refuses = refuses
        self.channel = ChannelSettings(True, FILE.start_url)
        self.token = TokenSettings(15, 8)
        self.users: dict[str, int] = {}
        self.people = self.sites = self.settings = self.site_roles = self

    def act(self, what: str) -> None:
        self.done.append(what)
        if what in self.refuses:
            raise Untestable(f"refused: {what}")

    def add_user(self, email: str, *_: str) -> int:
        self.act("add user")
        self.users[email] = 5
        return 5

    def join(self, user_id: int, _: int | None = None) -> None:
        self.act(f"user {user_id} joins")

    def leave(self, user_id: int) -> None:
        self.act(f"user {user_id} leaves")

    def find_user(self, email: str) -> int | None:
        return self.users.get(email)

    def remove_user(self, user_id: int) -> None:
        self.act(f"remove user {user_id}")

    def add_account(self, *_: str) -> int:
        number = 7 + sum(what == "add account" for what in self.done)
        self.act("add account")
        return number

    def remove_account(self, account_id: int) -> None:
        self.act(f"remove account {account_id}")

    def add_member(self, account_id: int, _: str) -> None:
        self.act(f"member of {account_id}")

    def add_role(self, account_id: int, _: str, permissions: tuple[str, ...]) -> AccountRole:
        self.act(f"role on {account_id}: {', '.join(permissions)}")
        return AccountRole(1, 2)

    def lasting_role(self, account_id: int, name: str) -> str:
        return f"{name} ({account_id})"

    def remove(self, _: int) -> None:
        self.act("remove role")

    def assign_role(self, account_id: int, _: AccountRole, user_id: int) -> None:
        self.act(f"assign on {account_id} to {user_id}")

    def unassign_role(self, account_id: int, _: AccountRole, user_id: int) -> None:
        self.act(f"unassign on {account_id} from {user_id}")

    def channel_settings(self) -> ChannelSettings:
        return self.channel

    def set_channel(self, settings: ChannelSettings) -> None:
        self.act(f"channel {'on' if settings.enabled else 'off'} {settings.start_url.rpartition('/')[2]}")
        self.channel = settings

    def auto_login(self) -> bool:
        return True

    def set_auto_login(self, enabled: bool) -> None:
        self.act(f"auto login {enabled}")

    def token_settings(self) -> TokenSettings:
        return self.token

    def set_token(self, settings: TokenSettings) -> None:
        self.act(f"token {settings.duration} s, {settings.size} bytes")
        self.token = settings


class Turn(Turns):
    """Turns that tell in the hand's list when they are taken and given back."""

    def __init__(self, hand: Hand) -> None:
        super().__init__(None)
        self._hand = hand

    @contextmanager
    def taken(self, *, alone: bool) -> Iterator[None]:
        self._hand.done.append("turn alone" if alone else "turn")
        yield
        self._hand.done.append("turn over")


@pytest.fixture
def stage_with(journal: Journal) -> Callable[..., Stage]:
    """Set a stage on a target with this administrator's hand, or none."""

    def build(
        hand: Hand | None, *, changes_settings: bool = False, attested: bool = False, file: TargetFile = FILE
    ) -> Stage:
        target = Target(
            file,
            RealTime(file.name),
            Turn(hand) if hand else Turns(None),
            cast("Administration", hand),
            lambda: None,
            lambda: hand.act("restart") if hand else None,
        )
        desk = SimpleNamespace(relate=lambda *_, **__: None, setup_url="http://hub.example/cxml/setup")
        world = SimpleNamespace(
            target=target,
            ledger=Ledger(),
            journal=journal,
            our_origins=frozenset(),
            hub=desk,
            browser=lambda _: HttpBrowser(journal),
            procurement=SimpleNamespace(url="http://buyer.example"),
            other_procurement=SimpleNamespace(url="http://other.example"),
        )
        cast_ = Cast(Faker("en_US"), "stage")
        how = {"changes_settings": changes_settings, "attested": attested}
        return Stage(cast("World", world), cast_, Evidence(journal.redactor), **how)

    return build


BUYER = [
    "add account",
    "add user",
    "user 5 joins",
    "member of 7",
    "role on 7: View Open Orders, Check Out Open Orders",
    "assign on 7 to 5",
]


def test_a_buyer_is_made_and_put_back_in_reverse_order(stage_with: Callable[..., Stage]) -> None:
    hand = Hand()
    with stage_with(hand) as stage:
        buyer = stage.buyer()
        assert (buyer.person.user_id, buyer.company.account_id) == (5, 7)
    assert hand.done == ["turn", *BUYER, "remove role", "remove user 5", "remove account 7", "turn over"]


def test_a_role_elsewhere_is_held_on_another_account(stage_with: Callable[..., Stage]) -> None:
    hand = Hand()
    with stage_with(hand) as stage:
        stage.buyer(role_on_own_account=False)
        assert "member of 7" in hand.done
        assert hand.done[-3:] == ["member of 8", BUYER[4].replace("7", "8"), "assign on 8 to 5"]
    assert hand.done[-4:] == ["remove account 8", "remove user 5", "remove account 7", "turn over"]


@pytest.mark.parametrize(
    ("lasts", "seconds", "awaited"),
    [
        (30, 30, "the access token to expire"),
        (30, 29, "time to pass on the target"),
        (None, 30, "time to pass on the target"),
    ],
)
def test_time_passes_for_a_token_that_ends_meanwhile(
    stage_with: Callable[..., Stage], lasts: int | None, seconds: int, awaited: str
) -> None:
    passed: list[tuple[float, str]] = []
    with stage_with(Hand(), changes_settings=True) as stage:
        time: Any = SimpleNamespace(let_pass=lambda *given: passed.append(given))
        stage.world.target = replace(stage.target, time=time)
        buyer = stage.buyer()
        if lasts is not None:
            stage.settings.change_token("Duration", lasts)
        cast("Any", buyer)._punch_out = SimpleNamespace(state="new")
        buyer.procurement = cast("ProcurementDesk", SimpleNamespace(launch=lambda punch_out: punch_out))
        buyer.start()
        stage.let_pass(seconds)
    assert passed == [(seconds, awaited)]


def test_roles_are_given_and_taken_away_during_a_scenario(stage_with: Callable[..., Stage]) -> None:
    hand = Hand()
    with stage_with(hand) as stage:
        buyer = stage.buyer(["View Open Orders"])
        stage.roles.give(buyer, ["Check Out Open Orders"])
        assert hand.done[-2:] == ["role on 7: Check Out Open Orders", "assign on 7 to 5"]
        stage.roles.take(buyer)
        assert hand.done[-2:] == ["unassign on 7 from 5"] * 2
        stage.roles.take(buyer)
        assert hand.done.count("unassign on 7 from 5") == 2


def test_a_buyer_without_permissions_has_no_role(stage_with: Callable[..., Stage]) -> None:
    hand = Hand()
    with stage_with(hand) as stage:
        stage.buyer([])
    assert not [what for what in hand.done if "role" in what or "assign" in what]


@pytest.mark.parametrize("refused", [*BUYER[2:4], BUYER[5]])
def test_a_buyer_who_is_half_made_is_put_back_all_the_same(stage_with: Callable[..., Stage], refused: str) -> None:
    hand = Hand(refused)
    with pytest.raises(Untestable, match=f"refused: {refused}"), stage_with(hand) as stage:
        stage.buyer()
    assert hand.done[-3:] == ["remove user 5", "remove account 7", "turn over"]


def test_everything_is_put_back_when_the_scenario_fails(stage_with: Callable[..., Stage]) -> None:
    hand = Hand()

    def fail(stage: Stage) -> None:
        stage.settings.change_channel(enabled=False)
        stage.settings.change_channel(start_url="http://shop.example/other")
        stage.settings.change_token("Duration", 1)
        stage.settings.change_token("Size", 16)
        stage.settings.change_auto_login(enabled=False)
        raise KeyError("the scenario")

    with pytest.raises(KeyError), stage_with(hand, changes_settings=True) as stage:
        fail(stage)
    assert hand.done == [
        "turn alone",
        "channel off catalog",
        "channel off other",
        "token 1 s, 8 bytes",
        "token 1 s, 16 bytes",
        "auto login False",
        "auto login True",
        "token 1 s, 8 bytes",
        "token 15 s, 8 bytes",
        "channel off catalog",
        "channel on catalog",
        "turn over",
    ]


def test_a_change_that_is_refused_half_way_is_put_back(stage_with: Callable[..., Stage]) -> None:
    hand = Hand("channel off catalog")
    with pytest.raises(Untestable), stage_with(hand, changes_settings=True) as stage:
        stage.settings.change_channel(enabled=False)
    assert hand.done[-2:] == ["channel on catalog", "turn over"]


def test_what_cannot_be_put_back_keeps_nothing_else_from_it(stage_with: Callable[..., Stage]) -> None:
    hand = Hand("remove user 5")
    stage = stage_with(hand)
    with pytest.raises(Untestable, match="refused: remove user 5"), stage:
        stage.buyer()
    assert hand.done[-3:] == ["remove user 5", "remove account 7", "turn over"]


def test_several_things_that_cannot_be_put_back_are_told_together(stage_with: Callable[..., Stage]) -> None:
    hand = Hand("remove user 5", "remove account 7")
    stage = stage_with(hand)
    with pytest.raises(ExceptionGroup) as raised, stage:
        stage.buyer()
    assert [str(error) for error in raised.value.exceptions] == ["refused: remove user 5", "refused: remove account 7"]
    assert hand.done[-1] == "turn over"


def test_a_stranger_is_removed_if_the_storefront_made_one(stage_with: Callable[..., Stage]) -> None:
    hand = Hand()
    with stage_with(hand) as stage:
        known, unknown = stage.stranger(), stage.stranger(first_name=" ", last_name=" ")
        hand.users[known.person.email] = 9
        assert (unknown.person.first_name, unknown.person.last_name) == (" ", " ")
    assert hand.done[-4:] == ["remove account 8", "remove user 9", "remove account 7", "turn over"]


def test_an_odd_buyer_lacks_what_the_scenario_says(stage_with: Callable[..., Stage]) -> None:
    hand = Hand()
    with stage_with(hand) as stage:
        assert stage.odd_buyer("whose company has no account in the storefront").company.account_id is None
        assert hand.done == ["turn", "add user", "user 5 joins"]
        unknown = stage.odd_buyer("the storefront does not know")
        nameless = stage.odd_buyer("without a name whom the storefront does not know")
        assert {unknown.person.user_id, nameless.person.user_id} == {None}
        assert unknown.person.first_name.strip()
        assert not nameless.person.first_name.strip()


def test_browsers_are_closed(stage_with: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[HttpBrowser] = []
    monkeypatch.setattr(HttpBrowser, "close", lambda browser: closed.__iadd__([browser]))
    with stage_with(Hand()) as stage:
        opened = [stage.browser(), stage.browser()]
        assert closed == []
    assert closed == list(reversed(opened))


@pytest.mark.parametrize(
    "change",
    [
        lambda stage: stage.settings.change_channel(enabled=False),
        lambda stage: stage.settings.change_auto_login(enabled=False),
        lambda stage: stage.settings.change_token("Size", 1),
    ],
    ids=["channel", "auto login", "token"],
)
def test_settings_are_changed_only_by_who_is_alone_and_may(
    stage_with: Callable[..., Stage], change: Callable[[Stage], Any]
) -> None:
    hand = Hand()
    with stage_with(hand) as stage, pytest.raises(HarnessFault, match="without the tag @settings"):
        change(stage)
    assert hand.done == ["turn", "turn over"]
    with stage_with(None, changes_settings=True) as stage, pytest.raises(Inapplicable, match="may not change settings"):
        change(stage)


LISTED = replace(FILE, buyer_email="buyer@acme.example", account="ACME-ERC")


def test_without_an_administrator_the_listed_buyer_is_taken(stage_with: Callable[..., Stage]) -> None:
    with stage_with(None, file=LISTED) as stage:
        buyer = stage.buyer()
        assert (buyer.person.email, buyer.company.account_code) == ("buyer@acme.example", "ACME-ERC")
        assert stage.settings.start_url == FILE.start_url
        with pytest.raises(Inapplicable, match="not the harness's to take out of the site"):
            stage.leave_site(buyer)


def test_another_buyer_is_never_the_same_one_again(stage_with: Callable[..., Stage]) -> None:
    two = replace(LISTED, other_buyer=ListedBuyer("target.other_buyer", "other@beta.example", "BETA-ERC"))
    with stage_with(None, file=two) as stage:
        other = stage.buyer(procurement=stage.world.other_procurement)
        assert (other.person.email, other.company.account_code) == ("other@beta.example", "BETA-ERC")
    with stage_with(None, file=LISTED) as stage, pytest.raises(Inapplicable, match=r"\[target\.other_buyer\]"):
        stage.buyer(procurement=stage.world.other_procurement)


BETA = ListedBuyer("target.other_channel", "beta@beta.example", "BETA-ERC")


def test_another_channel_and_its_buyers_are_those_the_file_names(stage_with: Callable[..., Stage]) -> None:
    channel = ListedChannel("Beta", "http://acme.example/web/beta", BETA, email_of_both="both@acme.example")
    with stage_with(None, file=replace(LISTED, other_channel=channel)) as stage:
        other = stage.channels.other()
        assert other == OtherChannel("Beta", "http://acme.example/web/beta")
        alone, both = stage.channels.buyer_of(other), stage.channels.buyer_of(other, both=True)
        assert (alone.person.email, alone.company.account_code) == ("beta@beta.example", "BETA-ERC")
        assert (both.person.email, both.company.account_code) == ("both@acme.example", "ACME-ERC")
        stage.settings.change_other_channel(other, enabled=True)
        with pytest.raises(Inapplicable, match="may not change settings"):
            stage.settings.change_other_channel(other, enabled=False)
        with pytest.raises(Inapplicable, match="may not create sites and channels"):
            stage.channels.other(new=True)
    with stage_with(None, file=LISTED) as stage, pytest.raises(Inapplicable, match=r"give \[target\.other_channel\]"):
        stage.channels.other()
    with stage_with(None, file=replace(LISTED, other_channel=replace(channel, email_of_both=""))) as stage:
        other = stage.channels.other()
        with pytest.raises(Inapplicable, match=r"give email_of_both under \[target\.other_channel\]"):
            stage.channels.buyer_of(other, both=True)


BY_HAND = replace(LISTED, attestation=AskedOfPerson(by_hand=True), email_without_role="other@acme.example")


def test_where_nobody_may_automate_no_advice_is_given_that_does_not_help(stage_with: Callable[..., Stage]) -> None:
    for act in (
        Stage.account,
        Stage.administrator,
        lambda stage: stage.channels.other(),
        lambda stage: stage.buyer(["View Open Orders"]),
    ):
        with stage_with(None, file=BY_HAND) as stage, pytest.raises(Inapplicable, match="nobody may automate it"):
            act(stage)


@pytest.mark.parametrize(
    "act",
    [Stage.buyer, Stage.browser, lambda stage: stage.buyer(()), lambda stage: stage.session_api],
    ids=["buyer", "browser", "buyer without the role", "session API"],
)
def test_where_nobody_may_automate_only_what_is_attested_goes_on(
    stage_with: Callable[..., Stage], act: Callable[[Stage], Any]
) -> None:
    with stage_with(None, file=BY_HAND) as stage, pytest.raises(Inapplicable, match="nobody may automate it"):
        act(stage)
    with stage_with(None, file=BY_HAND, attested=True) as stage:
        act(stage)
    # What is only read goes on: this one lacks a log.
    with stage_with(None, file=BY_HAND) as stage, pytest.raises(Inapplicable, match=r"\[target.console\] log"):
        stage.console.lines("STARTED")


@pytest.mark.parametrize(
    "change",
    [
        lambda stage, buyer: stage.roles.make(buyer, ["View Open Orders"]),
        lambda stage, buyer: stage.roles.give(buyer, ["View Open Orders"]),
        lambda stage, buyer: stage.roles.give_on_site(buyer, ["View Open Orders"]),
        lambda stage, buyer: stage.roles.take(buyer),
        lambda stage, _: stage.administrator(),
    ],
    ids=["made", "given", "given on the site", "taken", "administrator"],
)
def test_what_becomes_of_a_listed_buyer_is_not_the_harnesss_to_change(
    stage_with: Callable[..., Stage], change: Callable[[Stage, Any], Any]
) -> None:
    with stage_with(None, file=replace(BY_HAND, attestation=None)) as stage:
        buyer = stage.buyer(())
        with pytest.raises(Inapplicable, match=r"the harness may not create users, accounts and roles there"):
            change(stage, buyer)


def test_a_buyer_without_the_role_is_new_or_the_one_the_file_names(stage_with: Callable[..., Stage]) -> None:
    with stage_with(None, file=BY_HAND, attested=True) as stage:
        buyer = stage.buyer(())
        assert (buyer.person.email, buyer.company.account_code) == ("other@acme.example", "ACME-ERC")
    with (
        stage_with(None, file=LISTED) as stage,
        pytest.raises(Inapplicable, match=r"give without_role under"),
    ):
        stage.buyer(())
    with stage_with(None, file=replace(BY_HAND, attestation=None)) as stage:
        assert stage.buyer(()).person.email == "other@acme.example"
    hand = Hand()
    with stage_with(hand) as stage:
        stage.buyer(())
    assert "add user" in hand.done
    assert not [done for done in hand.done if "role" in done]


@pytest.mark.parametrize(
    ("file", "make"),
    [
        (FILE, lambda stage: stage.buyer()),
        (replace(LISTED, account=""), lambda stage: stage.buyer()),
        (LISTED, lambda stage: stage.buyer(["View Open Orders"])),
        (LISTED, lambda stage: stage.buyer([])),
        (LISTED, lambda stage: stage.buyer(role_on_own_account=False)),
        (LISTED, lambda stage: stage.stranger()),
        (LISTED, lambda stage: stage.odd_buyer("the storefront does not know")),
        (LISTED, lambda stage: stage.odd_buyer("whose company has no account in the storefront")),
    ],
)
def test_without_an_administrator_other_buyers_are_not_to_be_had(
    stage_with: Callable[..., Stage], file: TargetFile, make: Callable[[Stage], Any]
) -> None:
    with (
        stage_with(None, file=file) as stage,
        pytest.raises(Inapplicable, match=r"not applied to Acme: .*target\.admin"),
    ):
        make(stage)


def test_wrong_credentials_are_wrong_and_nothing_else(stage_with: Callable[..., Stage]) -> None:
    with stage_with(Hand()) as stage:
        wrong = stage.credentials("with a wrong secret")
        assert (wrong.client_id, wrong.client_secret) == ("id", "client-secret-wrong")
        assert stage.credentials("without credentials") == HubCredentials()
    as_user = replace(FILE, hub=HubCredentials(user="u", password="p"))
    with stage_with(Hand(), file=as_user) as stage:
        wrong = stage.credentials("with a wrong secret")
        assert (wrong.user, wrong.password, wrong.client_id) == ("u", "p-wrong", "")


# --- on the embedded storefront


def test_a_whole_round_trip_on_the_stage_leaves_no_user(set_stage: Callable[..., Stage]) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    buyer.enter_and_fill([2, 1])
    page = buyer.submit()
    assert page.url.startswith(buyer.procurement.url)
    assert len(buyer.punch_out.order_messages) == 1
    administration = stage.target.administration
    assert administration.people.find_user(buyer.person.email) is not None
    stage.__exit__(None, None, None)
    assert administration.people.find_user(buyer.person.email) is None


def test_visitors_at_once_have_browsers_of_their_own(set_stage: Callable[..., Stage]) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    buyer.start()
    pages: list[Page] = stage.visit_at_once(buyer.start_url, 4)
    assert sum(page.signed_in for page in pages) == 1
    assert all(page.tells_who for page in pages)


@pytest.mark.parametrize(
    ("console", "error", "said"),
    [
        ({}, Inapplicable, r"not applied to Acme: give \[target.console\] log or container in the target file"),
        ({"console_logs": ("/gone/catalina.out",)}, Untestable, "catalina.out cannot be read: No such file"),
    ],
)
def test_a_deployment_without_a_log_to_read_is_not_judged(
    stage_with: Callable[..., Stage], console: dict[str, Any], error: type[Exception], said: str
) -> None:
    with stage_with(None, file=replace(FILE, **console)) as stage, pytest.raises(error, match=said):
        stage.console.deployment_findings()


# --- carts that come back


def test_a_cart_is_seen_by_a_buyer_who_was_signed_out(set_stage: Callable[..., Stage]) -> None:
    buyer = set_stage().buyer()
    buyer.enter_and_fill([2])
    buyer.submit()
    assert buyer.browser.page is not None
    assert not buyer.browser.page.signed_in
    assert buyer.cart() == buyer.filled
    assert len(buyer.punch_outs) == 2


def test_a_buyer_goes_to_another_account_with_the_cart_left_behind(set_stage: Callable[..., Stage]) -> None:
    stage = set_stage()
    buyer = stage.buyer()
    buyer.enter_and_fill([1])
    first = buyer.company
    stage.go_to_another_account(buyer)
    buyer.come_back_to(buyer.filled, "edit", "with 5 of each product")
    assert buyer.company.account_code != first.account_code
    assert "Cart not found" in buyer.start().detail
    buyer.prepare()
    assert buyer.start().code == 200
