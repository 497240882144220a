"""Questions of the way back: the hub's port and address, and a cart that comes back, or does not, for which reason."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pytest
from starlette.responses import HTMLResponse

from harness.actors.shopping import Shopping
from harness.administration.account_entries import AccountEntryPeople
from harness.errors import HarnessFault, NonConformance, Untestable
from harness.preflight.questions import Answer, Word, answers
from harness.preflight.subject import Subject
from harness.preflight.way_back import WayBack
from harness.stage import Stage
from harness.targetfile import AskedOfPerson
from harness.targets import live_target
from harness.world import World
from simulators.messages.cart import Cart
from simulators.storefront import REFERENCE, Parts
from simulators.storefront.permissions import OrderPermissions
from simulators.storefront.problems import Problem
from simulators.storefront.tokens import AccessTokens
from simulators.storefront.transfer import CartTransfer, TransferFailed
from simulators.wire import Caller, Journal, Unreachable
from tests.harness.judge_bench import page
from tests.harness.preflight.conftest import Found
from tests.harness.preflight.preflight_bench import free_port, message, raising


class BehindAFirewall(CartTransfer):
    """Reaches nobody."""

    def send(self, return_url: str, cart: Cart) -> str:
        raise TransferFailed(f"No route to {return_url} for {cart.total}")


class DoesNotUnderstand(CartTransfer):
    """Brings the cart, and believes no answer."""

    def redirect_url(self, body: bytes) -> str:
        raise TransferFailed(f"no redirect URL in {body!r}")


class Nobodys(OrderPermissions):
    """Lets nobody check out."""

    def may_check_out(self, *_: object) -> bool:
        return False


class Forgetful(AccessTokens):
    """Knows no token it gave."""

    def take(self, token: str) -> None:
        del token


Ask = Callable[..., dict[str, Answer]]


@pytest.fixture
def ask(journal: Journal) -> Iterator[Ask]:
    """Ask all questions of the way back; return the answers by the question."""
    with ExitStack() as running:

        def ask(found: Found, processes: int = 1, **changes: Any) -> dict[str, Answer]:
            file = found.rewritten(**changes)
            caller = running.enter_context(Caller("harness", journal, deadline=2))
            target = live_target(file, journal, turns=None)
            running.callback(target.release)

            def open_world() -> World:
                return World(found.settings, worker="main", redactor=journal.redactor)

            way_back = WayBack(Subject(target, "acme.toml", caller), open_world, processes=processes)
            running.callback(way_back.close)
            hub = way_back.hub()
            given = list(answers([*hub, *way_back.round_trip(hub)]))
            return {answer.question: answer for answer in given}

        yield ask


def all_words(given: dict[str, Answer]) -> list[Word]:
    return [answer.word for answer in given.values()]


# --- a cart that comes back


def test_a_cart_comes_back_and_nothing_is_left(
    ask: Ask, storefront_there: Callable[..., Found], made: list[str]
) -> None:
    port, found = free_port(), storefront_there()
    given = ask(found, bind="0.0.0.0", advertise=f"http://127.0.0.1:{port}")
    assert all_words(given) == [Word.YES] * 6, given
    assert [str(answer) for answer in given.values()] == [
        f"yes        the hub can listen (0.0.0.0, port {port})",
        f"yes        this machine reaches the hub (http://127.0.0.1:{port})",
        "yes        a buyer punches out and is signed in",
        "yes        the buyer sees the products (14 of them)",
        f"yes        the cart comes back to the hub (http://127.0.0.1:{port})",
        "yes        what was made for that is removed again",
    ]
    assert [found.hand.people.find_user(email) for email in made] == [None]


def test_the_listed_buyers_cart_comes_back_where_there_is_no_administrator(
    ask: Ask, storefront_there: Callable[..., Found]
) -> None:
    found = storefront_there()
    email, account = listed_buyer(found)
    given = ask(found, admin=None, buyer_email=email, account=account)
    assert all_words(given) == [Word.YES] * 5, given


def listed_buyer(found: Found) -> tuple[str, str]:
    """Make the buyer a target file without administrator has to name."""
    email, account = "buyer@acme.example", "ACME-ERC"
    user_id, account_id = (
        found.hand.people.add_user(email, "Ann", "Buyer"),
        found.hand.people.add_account("Acme", account),
    )
    found.hand.sites.join(user_id)
    found.hand.people.add_member(account_id, email)
    role = found.hand.people.add_role(account_id, "Punch Out Vendor", ("View Open Orders", "Check Out Open Orders"))
    found.hand.people.assign_role(account_id, role, user_id)
    return email, account


def test_a_shop_of_commerce_2_1_is_visited_as_well(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    given = ask(storefront_there(generation="punchout2go-2.1"))
    assert all_words(given) == [Word.YES] * 6, given


def test_the_products_of_commerce_2_1_are_not_asked_about_without_an_administrator(
    ask: Ask, storefront_there: Callable[..., Found]
) -> None:
    found = storefront_there(generation="punchout2go-2.1")
    email, account = listed_buyer(found)
    given = ask(found, admin=None, buyer_email=email, account=account)
    assert all_words(given) == [Word.YES] * 3 + [Word.NOT_ASKED] * 2, given
    assert "give [target.admin]" in given["the buyer sees the products"].detail


def test_without_buyer_and_administrator_nobody_can_be_sent(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    given = ask(storefront_there(), admin=None)
    assert all_words(given) == [Word.YES] * 2 + [Word.NOT_ASKED] * 3
    details = [answer.detail for answer in given.values()][2:]
    assert details == ["the target file has neither [target.buyer] nor [target.admin]", *["no buyer was signed in"] * 2]


def test_where_nobody_may_automate_nobody_is_sent(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    found = storefront_there()
    email, account = listed_buyer(found)
    by_hand = AskedOfPerson(by_hand=True)
    given = ask(found, admin=None, buyer_email=email, account=account, attestation=by_hand)
    assert all_words(given) == [Word.YES] * 2 + [Word.NOT_ASKED] * 3
    assert "nobody may automate it" in given["a buyer punches out and is signed in"].detail


# --- addresses that are wrong


def test_a_hub_the_storefront_cannot_reach(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    given = ask(storefront_there(replace(REFERENCE, transfer=BehindAFirewall)))
    text = message(given["the cart comes back to the hub"])
    assert text.startswith(
        "acme.toml, harness.advertise, harness.bind: the storefront could not reach the hub at http://"
    )
    assert 'it told the buyer "Punch out cart transfer failed. Please try again.", and no connection came' in text
    assert "firewall" in text
    assert given["what was made for that is removed again"].word is Word.YES


def test_a_hub_at_a_given_address_the_storefront_waits_for_in_vain(
    ask: Ask, storefront_there: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = NonConformance("The browser is answered", expected="a page", got="nothing came within 30 s")
    late.__cause__ = Unreachable("http://shop.example/checkout", "nothing came within 30 s", too_late=True)
    monkeypatch.setattr(Shopping, "press", raising(late))
    given = ask(storefront_there(), advertise=f"http://127.0.0.1:{free_port()}")
    text = message(given["the cart comes back to the hub"])
    assert text.startswith("acme.toml, harness.advertise: the storefront could not reach the hub at http://127.0.0.1:")
    assert "it let the buyer wait in vain, and no connection came" in text


def test_a_hub_even_this_machine_does_not_reach(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    given = ask(storefront_there(), advertise=f"http://127.0.0.2:{free_port()}")
    text = message(given["this machine reaches the hub"])
    assert "acme.toml, harness.advertise: not even this machine reaches the hub at http://127.0.0.2:" in text
    assert "(Connection refused)" in text
    assert given["a buyer punches out and is signed in"].word is Word.NOT_ASKED


def test_an_address_where_something_else_answers(
    ask: Ask, storefront_there: Callable[..., Found], serve: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = serve({"/operator/sessions/none": lambda _: HTMLResponse("a shop of somebody")}).url
    monkeypatch.setattr("harness.world._advertised", lambda *_: (0, other))
    text = message(ask(storefront_there(), advertise=other, bind="127.0.0.3")["this machine reaches the hub"])
    assert f"something else than the hub answers at {other} (HTTP 200)" in text


def test_a_port_that_is_taken(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = message(ask(storefront_there(), advertise=f"http://127.0.0.1:{port}")["the hub can listen"])
    assert text == (
        f"acme.toml, harness.advertise: another program listens at port {port} of this machine; expected a free port. "
        "End that program, or choose another port."
    )


def test_a_port_that_is_taken_for_the_second_process(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    first = free_port(2)
    with socket.create_server(("127.0.0.1", first + 1)):
        given = ask(storefront_there(), processes=2, advertise=f"http://127.0.0.1:{first}")
    text = message(given["the hub can listen"])
    assert f"another program listens at port {first + 1} of this machine; expected 2 free ports from {first} on" in text
    assert "each process of -n has a hub of its own" in text


def test_a_port_that_is_not_for_everybody(
    ask: Ask, storefront_there: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = storefront_there()
    with monkeypatch.context() as patched:
        patched.setattr(socket.socket, "bind", raising(PermissionError(13, "Permission denied")))
        text = message(ask(found, advertise="http://127.0.0.1:80")["the hub can listen"])
    assert "this user may not listen at port 80; expected a port from 1024 on" in text


@pytest.mark.parametrize("bind", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_that_is_not_this_machines(ask: Ask, storefront_there: Callable[..., Found], bind: str) -> None:
    text = message(
        ask(storefront_there(), bind=bind, advertise=f"http://127.0.0.1:{free_port()}")["the hub can listen"]
    )
    assert f"acme.toml, harness.bind: {bind!r} is no address of this machine" in text


# --- products


def test_each_product_the_buyer_does_not_see(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    given = ask(storefront_there(), skus=("SKU-001", "SKU-01", "SKU-X"))
    text = message(given["the buyer sees the products"])
    assert text.startswith("acme.toml, target.catalog.skus: the buyer does not see SKU-01, SKU-X; expected SKUs")
    assert "Control Panel > Commerce > Products" in text
    assert given["the cart comes back to the hub"].word is Word.NOT_ASKED


def test_all_products_will_do_when_none_are_listed(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    assert ask(storefront_there(), skus=())["the buyer sees the products"].detail == "14 of them"


@pytest.mark.parametrize("skus", [(), ("SKU-001",)])
def test_a_catalog_that_cannot_be_read_is_for_the_judge(
    ask: Ask, storefront_there: Callable[..., Found], monkeypatch: pytest.MonkeyPatch, skus: tuple[str, ...]
) -> None:
    broken = NonConformance("The storefront lets the buyer list the products", expected="HTTP 200", got="HTTP 500")
    monkeypatch.setattr(Shopping, "offered", raising(broken) if skus else lambda _: {})
    answer = ask(storefront_there(), skus=skus)["the buyer sees the products"]
    said = str(broken) if skus else "the buyer sees no product at all"
    assert (answer.word, answer.detail) == (Word.NOT_TOLD, said)


# --- a shop that goes wrong is for the judge


@pytest.mark.parametrize(
    ("parts", "question", "words"),
    [
        (replace(REFERENCE, tokens=Forgetful), "a buyer punches out and is signed in", "got a guest's page"),
        (replace(REFERENCE, permissions=Nobodys), "the cart comes back to the hub", "offers the buyer no Submit"),
        (replace(REFERENCE, transfer=DoesNotUnderstand), "the cart comes back to the hub", ""),
    ],
    ids=["token", "permissions", "answer"],
)
def test_a_defective_shop_is_never_an_address_that_is_wrong(
    ask: Ask, storefront_there: Callable[..., Found], parts: Parts, question: str, words: str
) -> None:
    given = ask(storefront_there(parts))
    assert Word.NO not in all_words(given)
    assert given[question].word is (Word.NOT_TOLD if words else Word.YES)
    assert words in given[question].detail


def test_a_shop_that_shows_another_page_and_sends_no_cart(
    ask: Ask, storefront_there: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shopping, "press", lambda self, _: self.open_carts())
    answer = ask(storefront_there())["the cart comes back to the hub"]
    assert answer.word is Word.NOT_TOLD
    assert "the storefront sent no cart, and shows HTTP 200 at http://127.0.0.1:" in answer.detail


@pytest.mark.parametrize(
    ("alert", "word"),
    [
        ("Checkout is temporarily unavailable.", Word.NO),
        ("You do not have the required permissions to check out this cart.", Word.NOT_TOLD),
    ],
)
def test_only_a_failed_transfer_is_one(
    ask: Ask, storefront_there: Callable[..., Found], monkeypatch: pytest.MonkeyPatch, alert: str, word: Word
) -> None:
    shown = page(f"<p class='alert alert-danger'>{alert}</p>")
    monkeypatch.setattr(Shopping, "press", lambda *_: shown)
    answer = ask(storefront_there())["the cart comes back to the hub"]
    assert answer.word is word
    assert alert in (answer.detail or message(answer))


@pytest.mark.parametrize(
    "error", [Untestable("the administrator could not create a user"), HarnessFault("a desk fell")]
)
def test_a_buyer_nobody_can_make_is_not_answered(
    ask: Ask, storefront_there: Callable[..., Found], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(Stage, "buyer", raising(error))
    answer = ask(storefront_there())["a buyer punches out and is signed in"]
    assert (answer.word, answer.detail) == (Word.NOT_TOLD, str(error))


def test_a_session_the_shop_refuses_is_not_answered(ask: Ask, storefront_there: Callable[..., Found]) -> None:
    closed = storefront_there(replace(REFERENCE, session_checks=(not_today,)))
    answer = ask(closed)["a buyer punches out and is signed in"]
    assert answer.word is Word.NOT_TOLD
    assert "the shop refused the session: HTTP 403: not today" in answer.detail


def not_today(_: object) -> None:
    raise Problem(HTTPStatus.FORBIDDEN, "not today")


def test_what_cannot_be_removed_is_told(
    ask: Ask, storefront_there: Callable[..., Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = storefront_there()
    monkeypatch.setattr(AccountEntryPeople, "remove_user", raising(Untestable("it stays")))
    answer = ask(found)["what was made for that is removed again"]
    assert (answer.word, answer.detail) == (Word.NOT_TOLD, "it stays")
