"""Questions of the shop: on the reference storefront, rightly and wrongly described, and on ones that tell nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from harness.administration import ChannelSettings
from harness.administration.calling import AdministratorsCalls
from harness.administration.directory import Directory
from harness.errors import Untestable
from harness.preflight.questions import Answer, Question, Word, answers
from harness.preflight.shop import Shop
from harness.preflight.subject import Subject
from harness.stage import Stage
from harness.targetfile import TargetFile
from harness.world import World
from simulators.wire import Caller, Journal, Party
from tests.harness.judge_bench import Handler
from tests.harness.preflight.preflight_bench import (
    FILE,
    answer_to,
    message,
    raising,
    says_json,
    says_status,
    subject_of,
)

Serve = Callable[[Mapping[str, Handler]], Party]
JSONWS, USERS = "/api/jsonws", "/o/headless-admin-user/v1.0"
CHANNELS = "/o/headless-commerce-admin-channel/v1.0/channels"
PANEL = Question("the administrator can sign in", lambda: None)
NOT_FOUND = says_json({"status": "NOT_FOUND"}, 404)


def questions(subject: Subject, hand: Any, journal: Journal) -> Iterator[Question]:
    file = subject.target.file
    assert file.admin is not None
    calls = AdministratorsCalls(file.url, file.admin, journal)
    yield from Shop(subject, Directory(calls, file.generation, file.group), hand).questions((), PANEL)
    calls.close()


# --- the reference storefront


@pytest.fixture
def described(judged: World, set_stage: Callable[..., Stage]) -> TargetFile:
    """What a target file says of the reference storefront, with a buyer and an account that are there."""
    buyer = set_stage().buyer()
    return replace(
        judged.target.file,
        name="Acme",
        kind="live",
        buyer_email=buyer.person.email,
        account=buyer.company.account_code,
    )


@pytest.fixture
def ask_reference(judged: World, described: TargetFile) -> Iterator[Callable[..., list[Answer]]]:
    with Caller("harness", judged.journal) as caller:

        def ask(**changes: Any) -> list[Answer]:
            target = replace(judged.target, file=replace(described, **changes))
            return list(answers(questions(Subject(target, "acme.toml", caller), target.admin, judged.journal)))

        yield ask


def test_a_shop_as_it_is_described(ask_reference: Callable[..., list[Answer]], described: TargetFile) -> None:
    given = ask_reference()
    assert [answer.word for answer in given] == [Word.YES] * 9, given
    assert [answer.question for answer in given] == [
        "the site 'Punch Out Store' is there",
        "the site has a channel",
        "Punch Out is enabled for the channel",
        "the channel's start URL is that of the target file",
        "auto login by access token is enabled",
        f"the account {described.account!r} is there",
        f"{described.buyer_email} is a user",
        "the buyer is a member of the site",
        "the buyer is a member of the account",
    ]


@pytest.mark.parametrize(
    ("changes", "field", "found"),
    [
        ({"group": "Punch Out Shop"}, "target.site.group", "there is no site 'Punch Out Shop'"),
        ({"account": "ACME"}, "target.buyer.account", "there is no account 'ACME'"),
        ({"buyer_email": "nobody@acme.example"}, "target.buyer.email", "there is no user nobody@acme.example"),
        (
            {"start_url": "http://shop/web/a"},
            "target.site.start_url",
            "the channel's Punch Out Start URL is http://127",
        ),
    ],
)
def test_an_entry_that_is_not_so(
    ask_reference: Callable[..., list[Answer]], changes: dict[str, str], field: str, found: str
) -> None:
    first = next(answer for answer in ask_reference(**changes) if answer.word is Word.NO)
    text = message(first)
    assert text.startswith(f"acme.toml, {field}: ")
    assert found in text


def test_a_buyer_who_left_the_site_and_one_of_another_account(
    ask_reference: Callable[..., list[Answer]], set_stage: Callable[..., Stage]
) -> None:
    stage = set_stage()
    other, company = stage.buyer(), stage.account()
    stage.leave_site(other)
    given = ask_reference(buyer_email=other.person.email, account=company.account_code)
    texts = [message(answer) for answer in given if answer.word is Word.NO]
    assert f"{other.person.email} is no member of the site 'Punch Out Store'" in texts[0]
    assert "People > Memberships" in texts[0]
    assert f"{other.person.email} is no member of the account {company.account_code!r}" in texts[1]


def test_nothing_is_asked_about_a_buyer_the_file_does_not_name(ask_reference: Callable[..., list[Answer]]) -> None:
    assert len(ask_reference(buyer_email="", account="")) == 5
    assert len(ask_reference(buyer_email="")) == 6
    assert len(ask_reference(account="")) == 7


# --- settings


def panel(enabled: bool = True, start_url: str = FILE.start_url, auto_login: bool = True) -> Any:
    settings = ChannelSettings(enabled, start_url)
    return SimpleNamespace(channel_settings=lambda: settings, auto_login=lambda: auto_login)


@pytest.fixture
def ask(journal: Journal, serve: Serve) -> Callable[..., Answer]:
    """Ask about a portal that knows site and channel, or answers otherwise."""

    def ask(
        words: str,
        handlers: Mapping[str, Handler] | None = None,
        settings: Any = None,
        generation: str = FILE.generation,
    ) -> Answer:
        url = serve(
            {
                f"{JSONWS}/user/get-current-user": says_json({"companyId": "1"}),
                f"{JSONWS}/group/get-group": says_json({"groupId": "7"}),
                CHANNELS: says_json(
                    {"items": [{"id": 1, "siteGroupId": 5}, {"id": 2, "siteGroupId": 7}], "lastPage": 1}
                ),
                f"{USERS}/accounts/by-external-reference-code/ACME-ERC": says_json({"id": 3}),
                f"{USERS}/user-accounts/by-email-address/buyer@acme.example": says_json({"id": 4}),
                **(handlers or {}),
            }
        ).url
        subject = subject_of(journal, url=url, generation=generation)
        assert subject.target.admin is not None
        hand = SimpleNamespace(settings=settings or panel(), people=subject.target.admin.people)
        return answer_to(questions(subject, hand, journal), words)

    return ask


@pytest.mark.parametrize(
    ("words", "settings", "field", "found", "menu"),
    [
        ("enabled for the channel", panel(enabled=False), "target.site.group", "Punch Out is not enabled", "Channels"),
        ("start URL", panel(start_url=" "), "target.site.start_url", "has no Punch Out Start URL", "Channels"),
        (
            "auto login",
            panel(auto_login=False),
            "target.url",
            "auto login by access token is not",
            "API Authentication",
        ),
    ],
)
def test_a_setting_that_is_not_so(
    ask: Callable[..., Answer], words: str, settings: Any, field: str, found: str, menu: str
) -> None:
    text = message(ask(words, settings=settings))
    assert text.startswith(f"acme.toml, {field}: ")
    assert found in text
    assert menu in text


@pytest.mark.parametrize("words", ["enabled for the channel", "start URL", "auto login"])
def test_a_setting_that_is_not_shown(ask: Callable[..., Answer], words: str) -> None:
    silent = raising(Untestable("the control panel shows no form"))
    answer = ask(words, settings=SimpleNamespace(channel_settings=silent, auto_login=silent))
    assert (answer.word, answer.detail) == (Word.NOT_TOLD, "the control panel shows no form")


def test_a_site_without_a_channel(ask: Callable[..., Answer]) -> None:
    text = message(ask("has a channel", {CHANNELS: says_json({"items": [{"siteGroupId": 5}]})}))
    assert "the site 'Acme' has no channel" in text


@pytest.mark.parametrize(
    "answer",
    [
        says_json({"exception": "No Group exists with the key {groupKey=Acme}"}, 404),
        says_json({"exception": "com.liferay.portal.kernel.exception.NoSuchGroupException"}),
        says_json({"status": "NOT_FOUND", "title": "No Group exists with the key"}, 404),
    ],
    ids=["404", "200", "reference"],
)
def test_each_way_a_portal_says_that_there_is_no_site(ask: Callable[..., Answer], answer: Handler) -> None:
    assert "there is no site 'Acme'" in message(ask("the site 'Acme'", {f"{JSONWS}/group/get-group": answer}))


@pytest.mark.parametrize(
    ("words", "path", "answer"),
    [
        ("the site 'Acme'", f"{JSONWS}/group/get-group", says_status(403)),
        ("the site 'Acme'", f"{JSONWS}/user/get-current-user", says_json({"exception": "not allowed"}, 403)),
        ("has a channel", CHANNELS, says_status(404)),
        ("account 'ACME-ERC' is there", f"{USERS}/accounts/by-external-reference-code/ACME-ERC", says_status(404)),
        ("is a user", f"{USERS}/user-accounts/by-email-address/buyer@acme.example", says_status(500)),
        ("member of the site", "", says_status(404)),
        ("member of the account", "", says_status(404)),
    ],
)
def test_what_the_portal_does_not_tell(ask: Callable[..., Answer], words: str, path: str, answer: Handler) -> None:
    assert ask(words, {path: answer}).word is Word.NOT_TOLD


COMMERCE = "/o/headless-commerce-admin-account/v1.0/accounts"
IN_2_1: Mapping[str, Handler] = {
    f"{JSONWS}/commerce.commercechannel/get-commerce-channels": says_json([{"commerceChannelId": 2, "siteGroupId": 7}]),
    f"{JSONWS}/user/get-user-by-email-address": says_json({"userId": 4}),
    f"{JSONWS}/user/has-group-user": says_json(True),
    f"{COMMERCE}/by-externalReferenceCode/ACME-ERC": says_json({"id": 3}),
    f"{COMMERCE}/3/accountMembers/4": says_json({"userId": 4}),
}


@pytest.mark.parametrize(
    "words", ["has a channel", "account 'ACME-ERC' is", "is a user", "of the site", "of the account"]
)
def test_a_portal_of_2_1_is_asked_in_its_own_way(ask: Callable[..., Answer], words: str) -> None:
    assert ask(words, IN_2_1, generation="punchout2go-2.1").word is Word.YES


def test_a_buyer_of_2_1_who_is_no_member_of_the_account(ask: Callable[..., Answer]) -> None:
    handlers = {**IN_2_1, f"{COMMERCE}/3/accountMembers/4": NOT_FOUND}
    text = message(ask("of the account", handlers, generation="punchout2go-2.1"))
    assert "buyer@acme.example is no member of the account 'ACME-ERC'" in text


def test_a_code_with_a_slash_is_looked_up_as_it_is(journal: Journal, serve: Serve) -> None:
    url = serve({f"{USERS}/accounts/by-external-reference-code/A/B 1": says_json({"id": 3})}).url
    assert FILE.admin is not None
    calls = AdministratorsCalls(url, FILE.admin, journal)
    assert Directory(calls, FILE.generation, "Acme").account_id("A/B 1") == 3
    calls.close()
