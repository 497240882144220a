"""Those who act: forgers, several at once, shoppers in storefronts of all kinds, made-up people."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

import pytest
from faker import Faker
from starlette.responses import HTMLResponse, JSONResponse, Response

from harness.actors import Buyer, Company, HubDesk, Person, ProcurementDesk
from harness.actors.forgery import ALTERATIONS, forged
from harness.actors.people import Cast
from harness.actors.shopping import CART, CATALOG, ME, Shopping
from harness.browser import Browser, HttpBrowser
from harness.errors import HarnessFault, Inapplicable, NonConformance, Untestable
from harness.together import at_once
from simulators.messages.session import access_token_of
from simulators.wire import WAITS, Incoming, Journal, Party
from tests.harness.judge_bench import Handler, nobody_listens, page, punch_out, seen_line

Serve = Callable[[Mapping[str, Handler]], Party]

# --- forgery

START_URLS = [
    "http://shop/web?punchOutAccessToken={}",
    "http://shop/web?a=1&punchOutAccessToken={}&b=2",
    "http://shop/web?a=1&punchOutAccessToken={}#top",
]


@pytest.mark.parametrize("start_url", START_URLS)
@pytest.mark.parametrize("token", ["AbC-_12xYz0*", "aaaaaaaa", "AAAAAAAA", "B**1"])
@pytest.mark.parametrize("how", ALTERATIONS)
def test_a_forged_token_is_another_one_and_nothing_else_changes(start_url: str, token: str, how: str) -> None:
    false = forged(start_url.format(token), how)
    assert access_token_of(false) != token
    before, _, after = start_url.partition("{}")
    assert false.startswith(before)
    assert false.endswith(after)


@pytest.mark.parametrize(
    ("how", "token"),
    [
        ("altered in one letter", "BbC*"),
        ("in the other letter case", "aBc*"),
        ("without its first letter", "bC*"),
        ("without its last letter", "AbC"),
        ("with a letter more", "AbC*A"),
        ("left empty", ""),
    ],
)
def test_a_token_is_forged_as_named(how: str, token: str) -> None:
    assert access_token_of(forged(START_URLS[1].format("AbC*"), how)) == token


def test_a_value_in_its_place_is_as_long_and_new_each_time() -> None:
    url = START_URLS[0].format("AbC-_12xYz0*")
    drawn = {access_token_of(forged(url, "replaced by another value")) or "" for _ in range(20)}
    assert (len(drawn), {len(token) for token in drawn}) == (20, {12})


def test_a_token_that_would_stay_the_same_is_not_passed_off_as_forged() -> None:
    with pytest.raises(Inapplicable, match="still the same, for this one is written in digits alone"):
        forged(START_URLS[0].format("12-34**"), "in the other letter case")


def test_an_unknown_forgery_is_our_fault_and_a_missing_token_the_storefronts() -> None:
    with pytest.raises(HarnessFault, match="a token cannot be 'painted red'; known: altered in one letter"):
        forged(START_URLS[0].format("AbC*"), "painted red")
    for without in ("http://shop/web", START_URLS[0].format(""), "http://shop/web?xpunchOutAccessToken=a"):
        with pytest.raises(NonConformance, match="The start URL carries an access token"):
            forged(without, "left empty")


# --- several at once


def test_actions_at_once_run_at_the_same_time_and_keep_their_order() -> None:
    meeting = threading.Barrier(8, timeout=10)

    def meet(number: int) -> int:
        meeting.wait()
        return number

    assert at_once([lambda n=number: meet(n) for number in range(8)]) == list(range(8))  # type: ignore[misc]


def test_no_action_begins_before_the_last_is_ready() -> None:
    # Without the gate, one that is done at once would lend its thread to the next.
    assert len(set(at_once([threading.get_ident] * 32))) == 32


def test_the_first_error_in_their_order_is_raised_when_all_have_ended() -> None:
    ended: list[str] = []
    last_is_done = threading.Event()

    def first() -> None:
        last_is_done.wait(10)
        ended.append("first")
        raise KeyError("first")

    def last() -> None:
        ended.append("last")
        last_is_done.set()
        raise ValueError("last")

    with pytest.raises(KeyError, match="first"):
        at_once([first, lambda: ended.append("middle"), last])
    assert sorted(ended) == ["first", "last", "middle"]


def test_who_waits_for_several_says_so() -> None:
    before_the_last_ends = threading.Event()

    def look() -> list[str]:
        # Whoever started them comes to wait only when the last has begun.
        ends = time.monotonic() + 10
        while not (told := [wait.what for wait in WAITS.now()]) and time.monotonic() < ends:
            before_the_last_ends.wait(0.001)
        return told

    assert at_once([look, look]) == [["2 actors to be done"]] * 2
    assert WAITS.now() == ()


def test_acting_at_once_leaves_no_thread() -> None:
    before = threading.active_count()
    at_once([threading.get_ident, threading.get_ident])
    assert threading.active_count() == before


# --- shopping

CONTEXT = '{"commerceChannelId": "31", "account": {"accountId": "32"}, "order": {"orderId": "900"}}'
HOME = f"<script>isSignedIn: function() {{ return true; }}; Liferay.CommerceContext = {CONTEXT};</script>"
PRODUCTS, ITEMS = f"{CATALOG}/channels/31/products", f"{CART}/carts/900/items"


def product(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "productId": number,
        "description": f"<b>No {number}</b>",
        "skus": [{"id": 70 + number, "sku": f"SKU-{number}"}],
    }


def item(number: int, quantity: object = 2, **price: object) -> dict[str, Any]:
    prices = {"currency": "USD", "price": 1.5, "finalPrice": 3.0} | price
    return {
        "id": number,
        "skuId": 70 + number,
        "sku": f"SKU-{number}",
        "productId": number,
        "quantity": quantity,
        "price": prices,
    }


def answers(document: Any, status: int = 200) -> Handler:
    return lambda _: JSONResponse(document, status)


def items(*listed: dict[str, Any]) -> Handler:
    """Answer the lines of a cart; add another whenever one is posted."""
    cart = list(listed)

    def answer(incoming: Incoming) -> Response:
        if incoming.method == "GET":
            return JSONResponse({"items": cart, "lastPage": 1})
        asked = incoming.json()
        cart.append(item(asked["skuId"] - 70, asked["quantity"]))
        return JSONResponse(cart[-1], 201)

    return answer


SHOP: dict[str, Handler] = {
    "/": lambda _: HTMLResponse(HOME),
    PRODUCTS: answers({"items": [product(1), product(2)], "lastPage": 1}),
    ITEMS: items(),
}


@pytest.fixture
def shop(serve: Serve, browser: HttpBrowser) -> Callable[..., Shopping]:
    def open_shop(handlers: Mapping[str, Handler] | None = None, skus: tuple[str, ...] = ()) -> Shopping:
        party = serve({**SHOP, ITEMS: items(), **(handlers or {})})
        browser.open(party.url)
        return Shopping(browser, skus, f"{party.url}/pending-orders", f"{party.url}/checkout")

    return open_shop


def test_what_was_put_into_the_cart_is_seen_there(shop: Callable[..., Shopping]) -> None:
    shopping = shop()
    assert shopping.put_into_cart([3, 1]) == {"SKU-1": 3, "SKU-2": 1}
    first, second = shopping.cart(900)
    assert (first.sku, str(first.quantity), first.description, first.auxiliary_id) == ("SKU-1", "3", "No 1", "900/1")
    assert (second.unit_price, second.final_price, second.currency) == (Decimal("1.5"), Decimal("3.0"), "USD")


def test_the_listed_skus_are_bought_in_their_order(shop: Callable[..., Shopping]) -> None:
    assert shop(skus=("SKU-2", "SKU-1")).put_into_cart([1, 2]) == {"SKU-2": 1, "SKU-1": 2}


def test_numbers_of_any_form_are_read_exactly(shop: Callable[..., Shopping]) -> None:
    odd = JSONResponse({"items": [item(1, "2", price="0E-16", finalPrice="1E+3")]})
    line = shop({ITEMS: lambda _: odd}).cart(900)[0]
    assert (line.quantity, line.unit_price, line.final_price) == (Decimal(2), Decimal(0), Decimal(1000))


def test_skus_are_asked_for_where_products_come_without(shop: Callable[..., Shopping]) -> None:
    bare = {key: value for key, value in product(1).items() if key != "skus"}
    shopping = shop(
        {PRODUCTS: answers({"items": [bare]}), f"{PRODUCTS}/1/skus": answers({"items": [{"id": "71", "sku": "SKU-1"}]})}
    )
    assert shopping.put_into_cart([1]) == {"SKU-1": 1}


def test_a_large_catalog_is_read_page_by_page(shop: Callable[..., Shopping]) -> None:
    def listed(incoming: Incoming) -> Response:
        return JSONResponse({"items": [product(int(incoming.query["page"]))], "lastPage": 3})

    assert shop({PRODUCTS: listed}, ("SKU-3",)).put_into_cart([1]) == {"SKU-3": 1}


def test_too_few_products_are_a_missing_prerequisite_that_names_them(shop: Callable[..., Shopping]) -> None:
    with pytest.raises(Untestable) as raised:
        shop(skus=("SKU-1", "GONE")).put_into_cart([1, 2])
    assert str(raised.value) == (
        "2 products are needed, and the storefront offers 1 of those in target.catalog.skus "
        "(the buyer does not see GONE): list more SKUs that the buyer may see"
    )


@pytest.mark.parametrize(
    ("path", "answer", "what", "got"),
    [
        (PRODUCTS, answers({}, 403), "list the products", "HTTP 403"),
        (PRODUCTS, lambda _: Response("<html>"), "list the products", "JSON"),
        (PRODUCTS, answers({}), "list the products", "KeyError: 'items'"),
        (PRODUCTS, answers([]), "list the products", "TypeError"),
        (PRODUCTS, answers({"items": [{}]}), "list the products", "KeyError"),
        (
            PRODUCTS,
            answers({"items": [{**product(1), "skus": [{"id": "x", "sku": 1}]}]}),
            "list the products",
            "ValueError",
        ),
        (ITEMS, answers({}, 500), "take a product into the cart", "HTTP 500"),
        (ME, answers({}, 401), "tell who is signed in", "HTTP 401"),
    ],
)
def test_an_interface_that_does_otherwise_does_not_conform(
    shop: Callable[..., Shopping], path: str, answer: Handler, what: str, got: str
) -> None:
    shopping = shop({path: answer})
    with pytest.raises(NonConformance) as raised:
        shopping.email() if path == ME else shopping.put_into_cart([1])
    assert raised.value.what == f"The storefront lets the buyer {what}"
    assert got in f"{raised.value.expected}, {raised.value.got}"


@pytest.mark.parametrize("listed", [{"items": [{"id": 1}]}, {"items": None}, {"items": [{**item(1), "price": None}]}])
def test_a_cart_that_cannot_be_read_does_not_conform(shop: Callable[..., Shopping], listed: Any) -> None:
    with pytest.raises(NonConformance, match="The storefront lets the buyer show the cart"):
        shop({ITEMS: answers(listed)}).cart(900)


def test_without_an_order_there_is_no_cart_to_fill(shop: Callable[..., Shopping]) -> None:
    with pytest.raises(NonConformance, match="A buyer who punched out has a cart to fill"):
        shop({"/": lambda _: HTMLResponse("<p>Welcome</p>")}).put_into_cart([1])


def test_pages_that_are_not_there_say_what_to_enter_in_the_target_file(shop: Callable[..., Shopping]) -> None:
    shopping = shop()
    with pytest.raises(
        Untestable, match=r"no checkout page at .*/checkout \(HTTP 404\): give target.site.checkout_url"
    ):
        shopping.check_out()
    with pytest.raises(Untestable, match=r"no Open Carts page at .*: give target.site.open_carts_url"):
        shopping.open_carts()


@pytest.mark.parametrize(
    ("markup", "status", "got"), [("", 200, "HTTP 200, not signed in"), (HOME, 500, "HTTP 500, signed in")]
)
def test_a_page_that_is_not_shown_to_the_buyer_is_not_looked_at(
    shop: Callable[..., Shopping], markup: str, status: int, got: str
) -> None:
    with pytest.raises(NonConformance) as raised:
        shop({"/pending-orders": lambda _: HTMLResponse(markup, status)}).open_carts()
    assert (raised.value.what, raised.value.got) == ("The buyer is shown the Open Carts page", got)


def row(order_id: int, words: str = "Submit", name: str = "_portlet_commerceOrderId") -> str:
    button = f"<button name='cmd' value='go'>{words}</button>"
    return f"<td>{order_id}</td><form method='post'><input name='{name}' value='{order_id}'>{button}</form>"


def test_the_submit_button_of_the_right_cart_is_found(shop: Callable[..., Shopping]) -> None:
    shopping = shop()
    button = shopping.submit_button(page(row(899) + row(900)), 900)
    assert button is not None
    assert button.fields == (("_portlet_commerceOrderId", "900"), ("cmd", "go"))
    for other in (row(899), row(9001), row(900, "Delete"), row(900, name="id"), ""):
        assert shopping.submit_button(page(other), 900) is None


# --- the buyer


class Storefront:
    """A buyer's way of shopping, as a test says."""

    def __init__(self, browser: Browser, *shown: Any) -> None:
        self.browser = browser
        self.shown = shown

    def order_id(self) -> int | None:
        return self.browser.page.order_id if self.browser.page else None

    def put_into_cart(self, quantities: list[int]) -> dict[str, int]:
        return {f"SKU-{number}": quantity for number, quantity in enumerate(quantities, 1)}

    def cart(self, order_id: int) -> tuple[Any, ...]:
        assert order_id == 900
        return self.shown


def shopper(browser: HttpBrowser, *shown: Any) -> Buyer:
    browser.page = page(HOME)
    unused = cast("Any", None)
    return Buyer(unused, unused, browser, unused, unused, lambda browser: cast("Shopping", Storefront(browser, *shown)))


def test_the_cart_holds_what_was_put_in(browser: HttpBrowser) -> None:
    buyer = shopper(browser, seen_line(1, quantity=Decimal(3)), seen_line(2, quantity=Decimal(1)))
    buyer.fill_cart([3, 1])
    assert len(buyer.filled) == 2


def test_more_of_the_same_may_be_a_line_more_or_a_larger_one(browser: HttpBrowser) -> None:
    for shown in ([seen_line(1, quantity=Decimal(5))], [seen_line(1), seen_line(3, sku="SKU-1", quantity=Decimal(3))]):
        buyer = shopper(browser, *shown)
        buyer.filled = (seen_line(1),)
        buyer.fill_cart([3])


@pytest.mark.parametrize(
    ("shown", "got"),
    [
        ([], "nothing"),
        ([seen_line(1, quantity=Decimal(1))], "1 of SKU-1"),
        ([seen_line(2, quantity=Decimal(3))], "3 of SKU-2"),
        ([seen_line(1, quantity=Decimal(3)), seen_line(9)], "3 of SKU-1, 2 of SKU-9"),
    ],
)
def test_a_cart_that_holds_anything_else_is_not_gone_on_with(browser: HttpBrowser, shown: list[Any], got: str) -> None:
    with pytest.raises(NonConformance) as raised:
        shopper(browser, *shown).fill_cart([3])
    assert (raised.value.what, raised.value.expected) == ("The cart holds what the buyer put in", "3 of SKU-1")
    assert raised.value.got == got


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("Order 900: 1 line", True),
        ("#900", True),
        ("9001 and 1900", False),
        ("", False),
        ("<script>900</script>", False),
    ],
)
def test_a_cart_is_seen_by_its_number(browser: HttpBrowser, words: str, seen: bool) -> None:
    assert shopper(browser).sees_cart_on(page(f"<body><p>{words}</p></body>")) is seen


def test_a_buyer_without_a_cart_is_asked_too_early(browser: HttpBrowser) -> None:
    buyer = shopper(browser)
    browser.page = page("")
    with pytest.raises(HarnessFault, match="no cart yet"):
        _ = buyer.order_id


def test_a_buyer_without_a_start_url_says_what_procurement_was_told(browser: HttpBrowser) -> None:
    buyer = shopper(browser)
    answer = punch_out(403, "Punch out not allowed for channel")
    buyer.procurement = cast("Any", type("Desk", (), {"begin": lambda *_, **__: answer, "see": lambda *_: answer})())
    buyer.hub = cast("Any", type("Desk", (), {"entrance": lambda *_: "", "order_url": ""})())
    with pytest.raises(NonConformance, match="got status 403: Punch out not allowed for channel"):
        _ = buyer.start_url


# --- desks and people


def test_a_desk_says_which_party_of_ours_did_not_answer_or_refused(serve: Serve, journal: Journal) -> None:
    gone = HubDesk(nobody_listens(), journal)
    with pytest.raises(HarnessFault, match="the hub did not answer"):
        gone.see(punch_out())
    refusing = ProcurementDesk(serve({}).url, journal)
    with pytest.raises(HarnessFault, match="the procurement system answered GET /operator/sessions/bc-1 with 404"):
        refusing.see(punch_out())
    gone.close()
    refusing.close()


def test_an_order_message_that_cannot_be_read_is_our_fault() -> None:
    broken = punch_out()
    object.__setattr__(broken, "documents", ("<cXML/>",))
    with pytest.raises(HarnessFault, match="not valid cXML"):
        _ = broken.order_messages


def named(fake: Faker) -> tuple[Person, Company]:
    cast_ = Cast(fake, "run1")
    return cast_.person(), cast_.company()


def test_people_repeat_with_the_seed_and_what_identifies_them_never_does() -> None:
    fake = Faker("en_US")
    fake.seed_instance("7")
    person, company = named(fake)
    fake.seed_instance("7")
    again, other = named(fake)
    assert (person.first_name, person.last_name) == (again.first_name, again.last_name)
    assert person.email != again.email
    assert len({company.account_code, other.account_code, company.identity, other.identity}) == 4
    assert company.shared_secret != other.shared_secret


def test_addresses_are_ascii_whatever_the_name() -> None:
    fake = Faker("de_DE")
    cast_ = Cast(fake, "run1")
    for seed in range(50):
        fake.seed_instance(seed)
        address = cast_.person().email
        assert address.isascii()
        assert not set(address) & set(" '\"<>,")
        assert address == address.lower()
