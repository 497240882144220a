"""Every check, seen to hold and to fail on hand-made observations; what it says when it fails is for a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from harness.actors import Buyer, HubRecord, PunchOut
from harness.actors.desks import HeldLine
from harness.browser import Hop
from harness.checks import carts, held, redirects, sessions, tokens
from harness.errors import HarnessFault, NonConformance
from harness.evidence import Evidence
from simulators.messages.cart import CartLine, build_cart
from simulators.messages.markup import text_of
from tests.harness.judge_bench import GUEST, SIGNED_IN, buyer, page, posted_cart, posted_line, punch_out, seen_line

Check = Callable[[Evidence], Any]
PROCUREMENT, SHOP, HUB = "http://procurement.example:81", "http://shop.example", "http://hub.example:80"
TOKEN = "punchOutAccessToken"
START = f"{SHOP}/web/shop/catalog"


def led(*hops: str, by: str = "redirect") -> tuple[Hop, ...]:
    """Return the way over some addresses."""
    return tuple(Hop(f"{SHOP}/step", "GET", 302, to, by) for to in hops)


def at_hub(start_url: str = "", refusal: str = "") -> HubRecord:
    """Return a session as the hub has it."""
    return HubRecord("1", "bc-1", (), "", "", start_url, (), (), (), (), 0, "", 0, refusal)


LINES = (seen_line(1), seen_line(2))
CART = posted_cart(posted_line(1), posted_line(2))

HOLDING: dict[str, Check] = {
    "cart posted as seen": lambda e: carts.check_posted_as_seen(e, LINES, CART),
    "lines in another order": lambda e: carts.check_posted_as_seen(e, LINES, posted_cart(*reversed(CART.lines))),
    "total with shipping, tax and discount": lambda e: carts.check_posted_as_seen(
        e, LINES, posted_cart(*CART.lines, shipping=Decimal(2), tax=Decimal(1), discount=Decimal(4), total=Decimal(5))
    ),
    "total rounded": lambda e: carts.check_posted_as_seen(e, LINES, posted_cart(*CART.lines, total=Decimal("6.009"))),
    "numbers written otherwise": lambda e: carts.check_posted_as_seen(
        e, [seen_line(quantity=Decimal("2.0"))], posted_cart(posted_line(unit_price=Decimal("1.5")))
    ),
    "two posts": lambda e: carts.check_posts(e, ["a", "b"], expected=2),
    "no post": lambda e: carts.check_posts(e, [], expected=0),
    "cart kept": lambda e: carts.check_kept(e, LINES, tuple(reversed(LINES))),
    "another cart": lambda e: carts.check_another_cart(e, "899/1", LINES),
    "landed": lambda e: redirects.check_landed_in(e, page(url=f"{PROCUREMENT}/return?x=1"), PROCUREMENT),
    "still in the shop": lambda e: redirects.check_still_in(e, page(url=f"{SHOP}/checkout"), f"{SHOP}/"),
    "redirected": lambda e: redirects.check_redirected_to(
        e, page(hops=led(f"{HUB}/Return?A=%2F")), f"{HUB}/Return?A=%2F"
    ),
    "redirected on the way": lambda e: redirects.check_redirected_to(
        e, page(hops=led("/checkout", f"{HUB}/Return", f"{HUB}/more")), f"{HUB}/Return"
    ),
    "a link for who has no scripts": lambda e: redirects.check_way_without_scripts(
        e, page(f"<a href='{HUB}/Return'>Continue</a>"), f"{HUB}/return"
    ),
    "at the hub without scripts": lambda e: redirects.check_way_without_scripts(
        e, page(url=f"{HUB}/Return"), f"{HUB}/Return"
    ),
    "told": lambda e: redirects.check_told(
        e, page(f"{SIGNED_IN}<p class='alert alert-danger'>The transfer failed.</p>")
    ),
    "started": lambda e: sessions.check_started(e, punch_out(200, "", START)),
    "refused": lambda e: sessions.check_refused(e, punch_out(403, "the shop refused the session: HTTP 403"), at_hub()),
    "refused for an unknown site": lambda e: sessions.check_refused(
        e, punch_out(417, "the shop refused the session: HTTP 404: Site not found"), at_hub()
    ),
    "not served": lambda e: sessions.check_not_served(
        e, punch_out(500, "the shop refused the session: HTTP 401"), at_hub()
    ),
    "no bearer token": lambda e: sessions.check_not_served(
        e, punch_out(400, "the shop gave the hub no bearer token: HTTP 400: invalid_client"), at_hub()
    ),
    "signed in": lambda e: sessions.check_signed_in(e, buyer("A.B@x.example", "a.b@X.example"), page(SIGNED_IN)),
    "guest": lambda e: sessions.check_guest(e, page(GUEST)),
    "guest where the buyer might be": lambda e: sessions.check_guest_or_buyer(e, buyer("a@x", ""), page(GUEST)),
    "buyer where a guest might be": lambda e: sessions.check_guest_or_buyer(e, buyer("a@x", "a@x"), page(SIGNED_IN)),
    "one of three": lambda e: sessions.check_one_signed_in(e, [page(GUEST), page(SIGNED_IN), page(GUEST)]),
    "session over": lambda e: sessions.check_session_over(e, page(GUEST)),
    "start URL": lambda e: sessions.check_start_url(e, f"{START}?{TOKEN}=abc", START),
    "start URL with parameters": lambda e: sessions.check_start_url(
        e, f"{START}?a=1%20b&c=&{TOKEN}=abc**#top", f"{START}?a=1%20b&c=#top"
    ),
    "start URL whose token comes first": lambda e: sessions.check_start_url(
        e, f"{START}?{TOKEN}=abc**&a=%2F", f"{START}?a=%2F"
    ),
    "start URL with a question mark at its end": lambda e: sessions.check_start_url(
        e, f"{START}?{TOKEN}=abc", f"{START}?"
    ),
    "base64 token": lambda e: tokens.check_size(e, "AbC-_12xYz0*", 8),
    "base64 token of one byte": lambda e: tokens.check_size(e, "AB**", 1),
    "base64 token without padding": lambda e: tokens.check_size(e, "AbC-_12xYz0", 8),
    "hexadecimal token": lambda e: tokens.check_size(e, "00112233445566ff", 8),
    "URL-safe token": lambda e: tokens.check_url_safe(e, "AZaz09-_.~**"),
    "random tokens": lambda e: tokens.check_unpredictable(
        e, [f"{START}?{TOKEN}={t}" for t in ("aB3*", "xK9*", "7z_*")]
    ),
    "tokens in groups": lambda e: tokens.check_unpredictable(e, [f"{START}?{TOKEN}={t}" for t in ("a-bc", "d-ef")]),
}


@pytest.mark.parametrize("check", HOLDING.values(), ids=HOLDING)
def test_a_check_holds(evidence: Evidence, check: Check) -> None:
    check(evidence)
    assert evidence.checks
    assert all(one.holds for one in evidence.checks)


FAILING: dict[str, tuple[Check, str]] = {
    "a line is missing": (
        lambda e: carts.check_posted_as_seen(e, LINES, posted_cart(posted_line(1))),
        "Every line of the cart is posted, once (cart posted to the hub): expected 900/1, 900/2, got 900/1",
    ),
    "a line is there twice": (
        lambda e: carts.check_posted_as_seen(e, LINES[:1], posted_cart(posted_line(1), posted_line(1))),
        "Every line of the cart is posted, once (cart posted to the hub): expected 900/1, got 900/1, 900/1",
    ),
    "no line": (lambda e: carts.check_posted_as_seen(e, LINES[:1], posted_cart()), "expected 900/1, got none"),
    "another SKU": (
        lambda e: carts.check_posted_as_seen(e, LINES[:1], posted_cart(posted_line(supplier_id="sku-1"))),
        "The SKU is posted as it is (cart posted to the hub, line 900/1): expected SKU-1, got sku-1",
    ),
    "another quantity": (
        lambda e: carts.check_posted_as_seen(e, LINES[:1], posted_cart(posted_line(quantity=Decimal(1)))),
        "The quantity is posted as it is (cart posted to the hub, line 900/1): expected 2, got 1",
    ),
    "another unit price": (
        lambda e: carts.check_posted_as_seen(e, LINES[:1], posted_cart(posted_line(unit_price=Decimal("1.51")))),
        "The unit price is posted as it is (cart posted to the hub, line 900/1): expected 1.50, got 1.51",
    ),
    "another line price": (
        lambda e: carts.check_posted_as_seen(e, LINES[:1], posted_cart(posted_line(final_price=Decimal("2.99")))),
        "The price of the line is posted as it is (cart posted to the hub, line 900/1): expected 3.00, got 2.99",
    ),
    "a shorter description": (
        lambda e: carts.check_posted_as_seen(e, LINES[:1], posted_cart(posted_line(description="A bolt"))),
        "The description is posted whole (cart posted to the hub, line 900/1): expected A bolt & a nut, got A bolt",
    ),
    "another currency": (
        lambda e: carts.check_posted_as_seen(e, LINES, posted_cart(*CART.lines, currency="EUR")),
        "The cart's currency is that of its prices (cart posted to the hub): expected USD, got EUR",
    ),
    "a total that is a cent off": (
        lambda e: carts.check_posted_as_seen(e, LINES, posted_cart(*CART.lines, total=Decimal("6.01"))),
        "less the discount make the total (cart posted to the hub): expected 6.00, got 6.01",
    ),
    "posted too often": (
        lambda e: carts.check_posts(e, ["a", "b"], expected=1),
        "How often the cart was posted to the hub: expected 1, got 2",
    ),
    "posted at all": (lambda e: carts.check_posts(e, ["a"], expected=0), "expected 0, got 1"),
    "never posted": (
        lambda e: carts.posted_cart(e, []),
        "The cart is posted to the hub's return URL: expected a cart, got nothing",
    ),
    "no cart": (
        lambda e: carts.posted_cart(e, ["{}"]),
        "What is posted to the hub is a cart: expected a cart, got currencyCode: missing",
    ),
    "not JSON": (lambda e: carts.posted_cart(e, ["<x>"]), "expected a cart, got the cart is not JSON"),
    "cart not kept": (
        lambda e: carts.check_kept(e, LINES, LINES[:1]),
        "The cart is kept: expected 2 of SKU-1 (line 1), 2 of SKU-2 (line 2), got 2 of SKU-1 (line 1)",
    ),
    "cart emptied": (lambda e: carts.check_kept(e, LINES[:1], ()), "expected 2 of SKU-1 (line 1), got none"),
    "the same cart": (
        lambda e: carts.check_another_cart(e, "900/1", LINES),
        "The second punch out fills a cart of its own: expected another order than 900, got order 900",
    ),
    "no second cart": (lambda e: carts.check_another_cart(e, "900/1", ()), "another order than 900, got no cart"),
    "landed elsewhere": (
        lambda e: redirects.check_landed_in(e, page(url=f"{HUB}/x", hops=led("/x")), PROCUREMENT),
        f"The buyer arrives in the procurement system (/step): expected {PROCUREMENT}, got {HUB}",
    ),
    "refused on landing": (
        lambda e: redirects.check_landed_in(e, page(url=f"{PROCUREMENT}/return", status=409), PROCUREMENT),
        "Procurement takes the order message (/return): expected HTTP 200, got HTTP 409",
    ),
    "sent away": (
        lambda e: redirects.check_still_in(e, page(url=f"{HUB}/x"), SHOP),
        f"The buyer stays in the storefront ({HUB}/x): expected {SHOP}, got {HUB}",
    ),
    "redirect in small letters": (
        lambda e: redirects.check_redirected_to(e, page(hops=led(f"{HUB}/return?a=%2f")), f"{HUB}/Return?A=%2F"),
        f"as the hub wrote it (/step): expected {HUB}/Return?A=%2F, got {HUB}/return?a=%2f",
    ),
    "not redirected": (
        lambda e: redirects.check_redirected_to(e, page(hops=led("/checkout")), f"{HUB}/Return"),
        f"(/step): expected {HUB}/Return, got no redirect to the hub",
    ),
    "nothing to redirect to": (
        lambda e: redirects.check_redirected_to(e, page(hops=led("/checkout", "")), ""),
        "The hub was given a cart to answer with a redirect URL: expected a cart, got none",
    ),
    "no way without scripts": (
        lambda e: redirects.check_way_without_scripts(
            e, page("<a href='/home'>Home</a><a href='javascript:go()'>Go</a>"), f"{HUB}/Return"
        ),
        "finds the way to the hub without scripts (/web/shop/catalog): expected the hub, or a link to it, got no link",
    ),
    "not told": (
        lambda e: redirects.check_told(e, page("<p class='alert alert-danger'></p><p class='alert'>Saved</p>")),
        "The buyer is told that the transfer failed (http://shop.example/web/shop/catalog): "
        "expected a message of failure, got none",
    ),
    "told as a guest": (
        lambda e: redirects.check_told(e, page(f"{GUEST}<p class='alert alert-danger'>The transfer failed.</p>")),
        "The buyer is signed in still (http://shop.example/web/shop/catalog): expected signed in, got a guest",
    ),
    "told too much": (
        lambda e: redirects.check_told(
            e, page(f"{SIGNED_IN}<p class='alert-danger'>Failed</p><pre>java.io.IOException</pre>")
        ),
        "The page shows no insides of the server (http://shop.example/web/shop/catalog): expected none, got Exception",
    ),
    "not started": (
        lambda e: sessions.check_started(e, punch_out(403, "the shop refused the session: HTTP 403")),
        "The punch out is accepted: expected status 200 with a start URL, "
        "got status 403 with no start URL the shop refused the session: HTTP 403",
    ),
    "started without a start URL": (lambda e: sessions.check_started(e, punch_out(200)), "got status 200 with no"),
    "not refused": (
        lambda e: sessions.check_refused(e, punch_out(200, "", START), at_hub()),
        f"No start URL is issued: expected none, got {START}",
    ),
    "refused, but the hub has a start URL": (
        lambda e: sessions.check_refused(e, punch_out(403, "the shop refused the session: HTTP 403"), at_hub(START)),
        f"No start URL is issued: expected none, got {START}",
    ),
    "refused for want of credentials": (
        lambda e: sessions.check_refused(e, punch_out(500, "the shop refused the session: HTTP 401: Who?"), at_hub()),
        "got the shop refused the session: HTTP 401: Who?",
    ),
    "refused at the token endpoint": (
        lambda e: sessions.check_refused(
            e, punch_out(500, "the shop gave the hub no bearer token: HTTP 403"), at_hub()
        ),
        "got the shop gave the hub no bearer token: HTTP 403",
    ),
    "refused by the hub itself": (
        lambda e: sessions.check_refused(e, punch_out(401, "The sender's credential is not recognized."), at_hub()),
        "got The sender's credential is not recognized.",
    ),
    "broken instead of refused": (
        lambda e: sessions.check_refused(e, punch_out(550, "the shop refused the session: HTTP 500"), at_hub()),
        "The storefront refuses the session with a reason: expected a refusal by the session API, "
        "neither of the caller (HTTP 401) nor a failure of the server, got the shop refused the session: HTTP 500",
    ),
    "refused without a word": (
        lambda e: sessions.check_refused(e, punch_out(400), at_hub()),
        "got status 400 without a word",
    ),
    "served without credentials": (
        lambda e: sessions.check_not_served(e, punch_out(200, "", START), at_hub()),
        f"No start URL is issued: expected none, got {START}",
    ),
    "broken without credentials": (
        lambda e: sessions.check_not_served(e, punch_out(550, "the shop refused the session: HTTP 500"), at_hub()),
        "The storefront refuses the caller: expected HTTP 401 or 403 (400 at the token endpoint), "
        "got the shop refused the session: HTTP 500",
    ),
    "refused for something else": (
        lambda e: sessions.check_not_served(e, punch_out(400, "the shop refused the session: HTTP 400"), at_hub()),
        "got the shop refused the session: HTTP 400",
    ),
    "somebody else where the buyer might be": (
        lambda e: sessions.check_guest_or_buyer(e, buyer("a@x", "b@x"), page(SIGNED_IN)),
        "expected a@x, got b@x",
    ),
    "a guest instead of the buyer": (
        lambda e: sessions.check_signed_in(e, buyer("a@x", "a@x"), page(GUEST)),
        "The visitor is signed in (http://shop.example/web/shop/catalog): expected signed in, got a guest",
    ),
    "somebody else": (
        lambda e: sessions.check_signed_in(e, buyer("a@x", "b@x"), page(SIGNED_IN)),
        "The visitor is the buyer the session was requested for (http://shop.example/web/shop/catalog): "
        "expected a@x, got b@x",
    ),
    "signed in instead of a guest": (
        lambda e: sessions.check_guest(e, page(SIGNED_IN)),
        "The visitor stays a guest (http://shop.example/web/shop/catalog): expected a guest, got signed in",
    ),
    "an error page for a guest": (
        lambda e: sessions.check_guest(e, page(GUEST, status=403)),
        "A token that is not good leads to the ordinary page (http://shop.example/web/shop/catalog): "
        "expected the page, without an error, got HTTP 403",
    ),
    "a page that is none of the portal": (
        lambda e: sessions.check_guest(e, page("<p>Welcome</p>")),
        "expected a guest, got a page that does not tell (HTTP 200)",
    ),
    "two of three": (
        lambda e: sessions.check_one_signed_in(e, [page(SIGNED_IN), page(GUEST), page(SIGNED_IN)]),
        "One token lets one of 3 visitors in: expected signed in, a guest, a guest, got signed in, signed in, a guest",
    ),
    "none of two": (
        lambda e: sessions.check_one_signed_in(e, [page(GUEST), page(GUEST)]),
        "expected signed in, a guest, got a guest, a guest",
    ),
    "one, and an error page": (
        lambda e: sessions.check_one_signed_in(e, [page("", status=500), page(SIGNED_IN)]),
        "got signed in, a page that does not tell (HTTP 500)",
    ),
    "session not over": (
        lambda e: sessions.check_session_over(e, page(SIGNED_IN)),
        "The session at the storefront is over (http://shop.example/web/shop/catalog): expected a guest, got signed in",
    ),
    "session over by an error": (
        lambda e: sessions.check_session_over(e, page("Bad gateway", status=502)),
        "expected a guest, got a page that does not tell (HTTP 502)",
    ),
    "another start URL": (
        lambda e: sessions.check_start_url(e, f"{SHOP}/?{TOKEN}=abc", START),
        f"): expected {START}, got {SHOP}/",
    ),
    "a fragment lost": (
        lambda e: sessions.check_start_url(e, f"{START}?{TOKEN}=a", f"{START}#x"),
        f"{START}#x, got {START}",
    ),
    "a second question mark": (
        lambda e: sessions.check_start_url(e, f"{START}?a=1?{TOKEN}=abc", f"{START}?a=1"),
        "The start URL carries one access token",
    ),
    "a parameter more": (
        lambda e: sessions.check_start_url(e, f"{START}?b=2&{TOKEN}=abc", START),
        f"expected {START}, got {START}?b=2",
    ),
    "an escape undone": (
        lambda e: sessions.check_start_url(e, f"{START}?a=/&{TOKEN}=abc", f"{START}?a=%2F"),
        f"expected {START}?a=%2F, got {START}?a=/",
    ),
    "an escape in other letters": (
        lambda e: sessions.check_start_url(e, f"{START}?a=%2F&{TOKEN}=abc", f"{START}?a=%2f"),
        f"expected {START}?a=%2f, got {START}?a=%2F",
    ),
    "letters of another case": (
        lambda e: sessions.check_start_url(e, f"{START}?view=a&{TOKEN}=abc", f"{START}?View=a"),
        f"expected {START}?View=a, got {START}?view=a",
    ),
    "a token in the fragment": (
        lambda e: sessions.check_start_url(e, f"{START}#x?{TOKEN}=abc", f"{START}#x"),
        "The start URL carries one access token",
    ),
    "no token": (
        lambda e: sessions.check_start_url(e, START, START),
        f"The start URL carries one access token ({START}): expected 1, got 0",
    ),
    "an empty token": (lambda e: sessions.check_start_url(e, f"{START}?{TOKEN}=", START), "expected 1, got 0"),
    "two tokens": (
        lambda e: sessions.check_start_url(e, f"{START}?{TOKEN}=a&{TOKEN}=b", START),
        "expected 1, got 2",
    ),
    "a token too long": (
        lambda e: tokens.check_size(e, "AbC-_12xYz0*AbC-", 8),
        "A token of 8 bytes has room for them and for no more: expected 12 characters or 11 characters, "
        "got 16 characters",
    ),
    "a token too short": (lambda e: tokens.check_size(e, "AbC-_12x", 8), "got 8 characters"),
    "an empty token for one byte": (lambda e: tokens.check_size(e, "", 1), "4 characters or 2 characters, got 0"),
    "a hexadecimal token too short": (lambda e: tokens.check_size(e, "0123456789", 8), "16 characters, got 10"),
    "a token with a plus": (
        lambda e: tokens.check_url_safe(e, "ab+c"),
        "The token consists of characters a URL may hold: expected letters, digits and . _ ~ - *, got others as well",
    ),
    "a token with an equals sign": (lambda e: tokens.check_url_safe(e, "abc="), "got others as well"),
    "the same token twice": (
        lambda e: tokens.check_unpredictable(e, [f"{START}?{TOKEN}={t}" for t in ("abc", "xyz", "abc")]),
        "Every token is another one: expected 3, got 2",
    ),
    "tokens with a common part": (
        lambda e: tokens.check_unpredictable(e, [f"{START}?{TOKEN}={t}" for t in ("17001a", "17002b", "17003c")]),
        "Every place of the token varies: expected all places, got 1 of 5 places",
    ),
    "start URLs without tokens": (
        lambda e: tokens.check_unpredictable(e, [START, START]),
        "Every token is another one: expected 2, got 1",
    ),
    "tokens of digits": (
        lambda e: tokens.check_unpredictable(e, [f"{START}?{TOKEN}={n % 3}{(5 * n + 1) % 16:x}0" for n in range(12)]),
        "Every place of the token takes many letters: expected none, got 3",
    ),
    "tokens that repeat themselves": (
        lambda e: tokens.check_unpredictable(e, [f"{START}?{TOKEN}={n:x}{15 - n:x}{n:x}0" for n in range(12)]),
        "No two places of the token are always the same letter: expected 0, got 1",
    ),
    "one start URL": (
        lambda e: tokens.check_unpredictable(e, [f"{START}?{TOKEN}=abc"]),
        "Every place of the token varies: expected all places, got 0 of 2 places",
    ),
}


@pytest.mark.parametrize(("check", "said"), FAILING.values(), ids=FAILING)
def test_a_check_fails_and_says_what_where_expected_and_got(evidence: Evidence, check: Check, said: str) -> None:
    with pytest.raises(NonConformance) as raised:
        check(evidence)
    assert said in str(raised.value)
    assert [one.holds for one in evidence.checks][-1] is False


def brought(*lines: CartLine, currency: str = "USD", documents: int = 1, **changes: Any) -> PunchOut:
    """Return a punch out whose procurement system holds what the hub made of posted lines."""
    kept: list[dict[str, Any]] = [
        {
            "part_id": line.supplier_id,
            "auxiliary_id": line.auxiliary_id,
            "quantity": line.quantity,
            "unit_price": line.final_price,
            "price_unit": line.quantity,
            "currency": currency,
            "unit_of_measure": line.unit_of_measure,
            "description": text_of(line.description),
            "classifications": (("UNSPSC", line.unspsc),),
        }
        for line in lines
    ]
    held_lines = tuple(HeldLine(**{**line, **changes}) for line in kept)
    return PunchOut("bc-1", "returned", 200, "", None, ("<cXML/>",) * documents, (), held_lines)


CODED = replace(CART, lines=tuple(replace(line, unspsc="31161600") for line in CART.lines))


def test_procurement_holds_what_was_posted() -> None:
    held.check_brought_back(CODED, brought(*CODED.lines))


@pytest.mark.parametrize(
    ("punch_out", "said"),
    [
        (brought(documents=0), "procurement took 0 order messages"),
        (brought(*CODED.lines, documents=2), "procurement took 2 order messages"),
        (brought(CODED.lines[0]), "the hub lost or changed lines"),
        (brought(*CODED.lines, auxiliary_id="900/9"), "the hub lost or changed lines"),
        (brought(*CODED.lines, part_id="X"), "changed the part id of 900/1"),
        (brought(*CODED.lines, quantity=Decimal(4)), "changed the quantity of 900/1"),
        (brought(*CODED.lines, unit_price=Decimal("3.05")), "the price of 900/1"),
        (brought(*CODED.lines, unit_price=None), "the price of 900/1"),
        (brought(*CODED.lines, price_unit=Decimal(100)), "the price of 900/1"),
        (brought(*CODED.lines, currency="EUR"), "changed the currency of 900/1"),
        (brought(*CODED.lines, unit_of_measure="BX"), "changed the unit of measure of 900/1"),
        (brought(*CODED.lines, description="A bolt"), "changed the description of 900/1"),
        (brought(*CODED.lines, classifications=()), "changed the UNSPSC code of 900/1"),
    ],
)
def test_what_gets_lost_after_the_hub_is_our_own_fault(punch_out: PunchOut, said: str) -> None:
    with pytest.raises(HarnessFault, match=said):
        held.check_brought_back(CODED, punch_out)


def test_what_the_hub_kept_from_procurement_is_our_own_fault(evidence: Evidence) -> None:
    said = "the shop refused the session: HTTP 404: Site not found"
    for check in (sessions.check_refused, sessions.check_not_served):
        with pytest.raises(HarnessFault, match="it told procurement: status 400 without a word"):
            check(evidence, punch_out(400), at_hub(refusal=said))
    sessions.check_refused(evidence, punch_out(417, said), at_hub(refusal=said))


def round_trip(*, returns: int, punch_out: PunchOut, filled: tuple[Any, ...] = LINES) -> Buyer:
    session = SimpleNamespace(cart_posts=("", build_cart(CART).decode()), returns=returns)
    return cast("Buyer", SimpleNamespace(filled=filled, at_the_hub=lambda: session, punch_out=punch_out))


def test_a_round_trip_holds(evidence: Evidence) -> None:
    carts.check_round_trip(evidence, round_trip(returns=1, punch_out=brought(*CART.lines)))
    assert len(evidence.checks) > 10


def test_a_buyer_who_is_not_led_to_the_hub_is_the_storefronts_fault_not_ours(evidence: Evidence) -> None:
    with pytest.raises(NonConformance, match="The buyer is led to the hub's redirect URL"):
        carts.check_round_trip(evidence, round_trip(returns=0, punch_out=brought(documents=0)))


def test_a_cart_is_not_compared_with_none(evidence: Evidence) -> None:
    with pytest.raises(HarnessFault, match="the buyer filled no cart"):
        carts.check_posted_as_seen(evidence, (), posted_cart())


def test_what_oci_cannot_carry_is_no_fault_of_ours() -> None:
    """OCI wants a description, and ISO-8859-1 lacks characters: the hub says so where it can do no better."""
    unnamed = replace(CODED.lines[0], description="<p></p>")
    held.check_brought_back(replace(CODED, lines=(unnamed,)), brought(unnamed, description=unnamed.supplier_id))
    foreign = replace(CODED.lines[0], description="\u87ba\u4e1d M6")
    punch_out = brought(foreign, description="&#34746;&#19997; M6")
    noticed = "NEW_ITEM-DESCRIPTION[1]: character reference: &#34746; stands for a character"
    held.check_brought_back(replace(CODED, lines=(foreign,)), replace(punch_out, advisories=(noticed,)))
    with pytest.raises(HarnessFault, match="changed the description"):
        held.check_brought_back(replace(CODED, lines=(foreign,)), punch_out)


def test_a_cart_that_did_not_come_back_changes_nothing(evidence: Evidence) -> None:
    kept = brought(*CODED.lines).brought
    back = replace(brought(), held=kept)
    held.check_unchanged(evidence, kept, back)
    for other in ((), (replace(kept[0], quantity=Decimal(9)), kept[1]), (replace(kept[0], unit_price=None), kept[1])):
        with pytest.raises(HarnessFault, match=r"holds .* by now, though no cart came back"):
            held.check_unchanged(evidence, kept, replace(back, held=other))
    with pytest.raises(NonConformance, match="comes back to procurement"):
        held.check_unchanged(evidence, kept, replace(back, state="started"))
    assert held.value_of(replace(kept[0], unit_price=Decimal(50), price_unit=Decimal(5), quantity=Decimal(2))) == 20
    assert held.value_of(replace(kept[0], unit_price=None)) is None


@pytest.mark.parametrize("unknown", ["BuyerCookie", "HOOK_URL"])
def test_a_session_nobody_began_is_named_by_our_own_hub(evidence: Evidence, unknown: str) -> None:
    refused = page(f"<h1>Refused</h1><p>No punch-out session has this {unknown}.</p>", url=PROCUREMENT, status=409)
    with pytest.raises(HarnessFault, match=f"the hub of the run brought back: .*this {unknown}"):
        redirects.check_landed_in(evidence, refused, PROCUREMENT)


@pytest.mark.parametrize(
    ("leads_to", "by", "remarked"),
    [
        ("http://procurement.example/return?key=1", "form", True),
        ("https://procurement.example/return?key=1", "form", False),
        ("http://127.0.0.1:80/return", "form", False),
        ("http://procurement.example/return", "redirect", False),
    ],
)
def test_a_form_that_leaves_encryption_is_remarked(
    evidence: Evidence, leads_to: str, by: str, *, remarked: bool
) -> None:
    way = (Hop("https://hub.example/return?key=1", "GET", 200, leads_to, by),)
    redirects.check_landed_in(evidence, page(url=leads_to, hops=way), leads_to)
    assert bool(evidence.remarks) is remarked
    assert not any("key=1" in remark for remark in evidence.remarks)
