"""Shopping in Commerce 2.1: amounts read out of texts, refusals within HTTP 200, carts that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import HTMLResponse, JSONResponse, Response

from harness.actors.commerce_ui import CommerceUiShopping, amount_in
from harness.administration.products import Product
from harness.browser import Browser
from harness.checks.carts import check_posted_as_seen
from harness.errors import HarnessFault, NonConformance, Untestable
from harness.evidence import Evidence
from simulators.storefront.money import formatted
from simulators.wire import Incoming, Party
from tests.harness.judge_bench import Handler, page, posted_cart, posted_line, seen_line

Serve = Callable[[Mapping[str, Handler]], Party]
Shop = Callable[..., CommerceUiShopping]

UI = "/o/commerce-ui"
ME = "/api/jsonws/user/get-current-user"
HOME = (
    "<script>Liferay.authToken = 'token1'; getScopeGroupId: function() { return '20121'; },"
    " isSignedIn: function() { return true; }</script>"
)
PRODUCTS = (
    Product(71, "SKU-1", 61, "No 1", Decimal(0)),
    Product(72, "SKU-2", 62, "<p>No 2</p>", Decimal(1)),
)


# --- amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$ 1,234.50", "1234.50"),
        ("$1,234.50", "1234.50"),
        ("KD 0.307", "0.307"),
        ("\u00a5 1,510", "1510"),
        ("1,234,567.89 \u20ac", "1234567.89"),
        ("$\u00a00.00", "0.00"),
        ("-$ 5.10", "5.10"),
        ("$ -5.10", "-5.10"),
        ("5", "5"),
        ("USD 12.", "12"),
        ("1.234,50 \u20ac", "1234.50"),
        ("1\u202f234,50 \u20ac", "1234.50"),
        ("1\u00a0234,567 KWD", "1234.567"),
        ("CHF 1'234.50", "1234.50"),
        ("1\u2019234\u2019567", "1234567"),
        ("1.234.567 \u00a5", "1234567"),
        ("0,5 \u20ac", "0.5"),
    ],
)
def test_an_amount_is_read_out_of_its_text(text: str, amount: str) -> None:
    assert str(amount_in(text)) == amount


@pytest.mark.parametrize("text", ["", "$", "free", ",.", "\u0663"])
def test_a_text_without_an_amount_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="shows no amount"):
        amount_in(text)


@given(
    st.decimals(min_value=0, max_value=10**12, places=3),
    st.sampled_from([("USD", 2), ("EUR", 2), ("GBP", 2), ("JPY", 0), ("KWD", 3)]),
)
def test_what_the_storefront_writes_is_read_as_it_was_meant(amount: Decimal, currency: tuple[str, int]) -> None:
    read = amount_in(formatted(amount, currency[0]))
    assert abs(read - amount) <= Decimal(5).scaleb(-currency[1] - 1)


# --- the cart


def line(number: int, quantity: object = 2, **prices: object) -> dict[str, Any]:
    return {
        "id": number,
        "sku": f"SKU-{number}",
        "cpinstanceId": 70 + number,
        "quantity": quantity,
        "prices": {"price": "$ 1.50"} | prices,
    }


def cart(*lines: dict[str, Any], **members: object) -> dict[str, Any]:
    return {"orderId": 900, "products": list(lines), "success": True, "valid": True} | members


def answers(document: Any, status: int = 200) -> Handler:
    return lambda _: JSONResponse(document, status)


class Cart:
    """A cart that is filled."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []

    def add(self, incoming: Incoming) -> Response:
        fields = dict(incoming.form())
        self.asked.append(fields)
        self.lines.append(line(int(fields["productId"]) - 70, int(fields["quantity"])))
        return JSONResponse(cart(*self.lines))

    def show(self, _: Incoming) -> Response:
        return JSONResponse(cart(*self.lines))

    def take_out(self, _: Incoming) -> Response:
        self.lines.clear()
        return JSONResponse(cart())


@pytest.fixture
def filled() -> Cart:
    return Cart()


@pytest.fixture
def shop(serve: Serve, browser: Browser, filled: Cart) -> Shop:
    def open_shop(
        handlers: Mapping[str, Handler] | None = None,
        skus: tuple[str, ...] = (),
        products: Callable[[], tuple[Product, ...]] = lambda: PRODUCTS,
    ) -> CommerceUiShopping:
        known: dict[str, Handler] = {
            "/": lambda _: HTMLResponse(HOME),
            f"{UI}/cart-item": filled.add,
            f"{UI}/cart/900": filled.show,
        }
        party = serve({**known, **(handlers or {})})
        browser.open(party.url)
        return CommerceUiShopping(
            browser, skus, f"{party.url}/carts", f"{party.url}/checkout", products, 55, lambda _: ("Fasteners",)
        )

    return open_shop


def test_the_order_is_known_once_something_was_put_in(shop: Shop, filled: Cart) -> None:
    shopping = shop()
    assert shopping.order_id() is None
    assert shopping.put_into_cart([3, 1]) == {"SKU-1": 3, "SKU-2": 1}
    assert shopping.order_id() == 900
    assert filled.asked[0] == {
        "groupId": "20121",
        "languageId": "en_US",
        "commerceAccountId": "55",
        "quantity": "3",
        "productId": "71",
        "options": "[]",
        "orderId": "0",
    }


@pytest.mark.parametrize(("discount", "seen"), [("$ 0.15", "0.15"), ("", "0")])
def test_a_product_is_looked_at_in_the_cart_and_taken_out_again(
    shop: Shop, filled: Cart, discount: str, seen: str
) -> None:
    def shows_discount(_: Incoming) -> Response:
        return JSONResponse(
            cart(*(each | {"prices": {"price": "$ 1.50", "discount": discount}} for each in filled.lines))
        )

    shopping = shop({f"{UI}/cart/900": shows_discount, f"{UI}/cart/cart-item/2": filled.take_out})
    known = shopping.looked_at(shopping.offers()[1])
    assert (known.sku, known.discount, known.categories) == ("SKU-2", Decimal(seen), ("Fasteners",))
    assert filled.lines == []


def test_nothing_put_in_leaves_the_order_unknown(shop: Shop) -> None:
    shopping = shop()
    assert shopping.put_into_cart([]) == {}
    assert shopping.order_id() is None


def test_what_was_put_into_the_cart_is_seen_there(shop: Shop) -> None:
    shopping = shop(skus=("SKU-2", "SKU-1"))
    assert shopping.put_into_cart([3, 1]) == {"SKU-2": 3, "SKU-1": 1}
    first, second = shopping.cart(900)
    assert (first.sku, first.sku_id, first.description, first.auxiliary_id) == ("SKU-2", 72, "No 2", "900/2")
    assert (second.quantity, second.unit_price, second.final_price) == (Decimal(1), Decimal("1.50"), Decimal("1.50"))
    assert {first.currency, second.currency} == {""}


def test_a_cart_can_be_looked_at_before_anything_was_chosen(shop: Shop) -> None:
    (seen,) = shop({f"{UI}/cart/900": answers(cart(line(1)))}).cart(900)
    assert (seen.sku_id, seen.description) == (71, "No 1")


def test_a_product_nobody_listed_is_seen_without_words(shop: Shop) -> None:
    unknown = line(1) | {"sku": "OTHER"}
    del unknown["cpinstanceId"]
    (seen,) = shop({f"{UI}/cart/900": answers(cart(unknown))}).cart(900)
    assert (seen.sku, seen.sku_id, seen.description) == ("OTHER", 0, "")


@pytest.mark.parametrize(
    ("prices", "final", "slack"),
    [
        ({}, "3.00", "0.010"),
        ({"promoPrice": "$ 1.20"}, "2.40", "0.010"),
        ({"discount": "$ 0.30", "finalPrice": "$ 2.70"}, "2.70", "0.005"),
        ({"promoPrice": None, "finalPrice": None}, "3.00", "0.010"),
        ({"price": "\u00a5 151"}, "302", "1.0"),
        ({"price": "KD 0.307"}, "0.614", "0.0010"),
    ],
)
def test_the_price_of_a_line_is_shown_or_multiplied(
    shop: Shop, prices: dict[str, object], final: str, slack: str
) -> None:
    (seen,) = shop({f"{UI}/cart/900": answers(cart(line(1, 2, **prices)))}).cart(900)
    assert (seen.final_price, seen.final_slack) == (Decimal(final), Decimal(slack))


@pytest.mark.parametrize(("unit", "final", "held"), [("1.504", "3.008", True), ("1.506", "3.00", False)])
def test_what_is_posted_may_be_off_by_the_rounding_and_no_more(
    evidence: Evidence, unit: str, final: str, held: bool
) -> None:
    seen = seen_line(currency="", unit_slack=Decimal("0.005"), final_slack=Decimal("0.01"))
    posted = posted_cart(posted_line(unit_price=Decimal(unit), final_price=Decimal(final)))
    if held:
        check_posted_as_seen(evidence, [seen], posted)
        return
    with pytest.raises(NonConformance, match="The unit price is posted as it is"):
        check_posted_as_seen(evidence, [seen], posted)


def test_a_line_that_is_off_by_more_than_its_rounding_is_noticed(evidence: Evidence) -> None:
    seen = seen_line(currency="", unit_slack=Decimal("0.005"), final_slack=Decimal("0.01"))
    posted = posted_cart(posted_line(final_price=Decimal("3.02")))
    with pytest.raises(NonConformance, match="The price of the line is posted as it is"):
        check_posted_as_seen(evidence, [seen], posted)


@pytest.mark.parametrize(
    ("price", "sign"),
    [
        ("$ 1,234.50", "$"),
        ("1.234,50\u00a0\u20ac", "\u20ac"),
        ("KD 0.307", "KD"),
        ("1\u202f234,50 EUR", "EUR"),
        ("5", ""),
    ],
)
def test_the_sign_of_the_currency_is_what_stands_beside_the_amount(shop: Shop, price: str, sign: str) -> None:
    (seen,) = shop({f"{UI}/cart/900": answers(cart(line(1, price=price)))}).cart(900)
    assert (seen.sign, seen.currency) == (sign, "")


@pytest.mark.parametrize(
    ("sign", "currency", "held"),
    [
        ("$", "USD", True),
        ("$", "EUR", False),
        ("\u20ac", "USD", False),
        ("KD", "KWD", True),
        ("\u00a5", "JPY", True),
        ("$", "CAD", True),
        ("", "EUR", True),
    ],
)
def test_the_posted_currency_is_one_that_is_written_so(
    evidence: Evidence, sign: str, currency: str, held: bool
) -> None:
    posted = posted_cart(posted_line(), currency=currency)
    if held:
        check_posted_as_seen(evidence, [seen_line(currency="", sign=sign)], posted)
        return
    with pytest.raises(NonConformance, match="The cart's currency is that of its prices"):
        check_posted_as_seen(evidence, [seen_line(currency="", sign=sign)], posted)


# --- refusals and carts that cannot be read

ADD, SHOW = f"{UI}/cart-item", f"{UI}/cart/900"
REFUSED: dict[str, tuple[Handler, str]] = {
    "a message": (answers({"errorMessages": ["The quantity is not valid"], "success": False}), "quantity is not valid"),
    "two messages": (answers({"errorMessages": ["one", "two"]}), "one; two"),
    "no reason": (answers({"errorMessages": [], "success": False, "orderId": 0}), "a refusal, without a reason"),
    "no members at all": (answers({"errorMessages": None, "success": False}), "a refusal, without a reason"),
    "a list": (answers([]), "no cart"),
    "nothing": (answers(None), "no cart"),
    "no JSON": (lambda _: HTMLResponse("<p>Sign in</p>"), "JSON"),
    "a failure": (answers({}, 500), "HTTP 500"),
    "a stranger": (answers({}, 403), "HTTP 403"),
}


@pytest.mark.parametrize(("answer", "got"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_does_not_conform_whatever_its_status(shop: Shop, answer: Handler, got: str) -> None:
    shopping = shop({ADD: answer, SHOW: answer})
    with pytest.raises(NonConformance) as added:
        shopping.put_into_cart([1])
    with pytest.raises(NonConformance) as shown:
        shopping.cart(900)
    assert added.value.what == "The storefront lets the buyer take a product into the cart"
    assert shown.value.what == "The storefront lets the buyer show the cart"
    for raised in (added.value, shown.value):
        assert got in f"{raised.expected}, {raised.got}"
    assert shopping.order_id() is None


@pytest.mark.parametrize("order_id", [None, "x", [], {}])
def test_a_cart_without_an_order_cannot_be_filled(shop: Shop, order_id: object) -> None:
    shopping = shop({ADD: answers(cart(line(1), orderId=order_id))})
    with pytest.raises(NonConformance, match="lets the buyer take a product into the cart"):
        shopping.put_into_cart([1])


@pytest.mark.parametrize(
    "shown",
    [
        {"orderId": 900},
        cart(products=None),
        cart(products=5),
        cart(products=["x"]),
        cart({"id": 1}),
        cart(line(1) | {"id": "x"}),
        cart(line(1) | {"prices": None}),
        cart(line(1, quantity="many")),
        cart(line(1, price="free")),
        cart(line(1, price=None)),
        cart(line(1, price=1.5)),
        cart(line(1, finalPrice={"amount": 1})),
    ],
)
def test_a_cart_that_cannot_be_read_does_not_conform(shop: Shop, shown: Any) -> None:
    with pytest.raises(NonConformance, match="The storefront lets the buyer show the cart"):
        shop({SHOW: answers(shown)}).cart(900)


def test_products_are_asked_for_when_the_buyer_chooses(shop: Shop) -> None:
    def none_listed() -> tuple[Product, ...]:
        raise Untestable("the administrator could not list the products")

    with pytest.raises(Untestable, match="could not list the products"):
        shop(products=none_listed).put_into_cart([1])


def test_too_few_products_are_a_missing_prerequisite_that_names_them(shop: Shop) -> None:
    with pytest.raises(Untestable, match=r"offers 1 .* \(the buyer does not see GONE\)"):
        shop(skus=("SKU-1", "GONE")).put_into_cart([1, 2])


# --- who is signed in, and where


def test_who_is_signed_in_is_asked_with_the_token_of_the_page(shop: Shop) -> None:
    asked: list[str] = []

    def tell(incoming: Incoming) -> Response:
        asked.append(incoming.query["p_auth"])
        return JSONResponse({"emailAddress": "a@b.example"})

    assert shop({ME: tell}).email() == "a@b.example"
    assert asked == ["token1"]


@pytest.mark.parametrize(("answer", "got"), [(answers({}, 403), "HTTP 403"), (lambda _: HTMLResponse("<p>"), "JSON")])
def test_who_is_signed_in_must_be_told(shop: Shop, answer: Handler, got: str) -> None:
    with pytest.raises(NonConformance, match="lets the buyer tell who is signed in") as raised:
        shop({ME: answer}).email()
    assert got in f"{raised.value.expected}, {raised.value.got}"


def test_a_browser_that_was_nowhere_calls_nothing(browser: Browser) -> None:
    shopping = CommerceUiShopping(browser, (), "http://a/carts", "http://a/checkout", lambda: PRODUCTS, 0)
    for act in (shopping.email, lambda: shopping.put_into_cart([1]), lambda: shopping.cart(900)):
        with pytest.raises(HarnessFault, match="the browser shows no page"):
            act()


@pytest.mark.parametrize(
    ("script", "site_id"),
    [
        ("getScopeGroupId: function() { return '20121'; }", "20121"),
        ('getScopeGroupId: function() {\n\treturn "20121";\n}', "20121"),
        ("getScopeGroupId: () => '20121'", "20121"),
        ("getScopeGroupIdOrLiveGroupId: function() { return '9'; }", ""),
        ("getScopeGroupId: function() { return x; }", ""),
        ("", ""),
    ],
)
def test_a_page_tells_its_site(script: str, site_id: str) -> None:
    assert page(f"<script>{script}</script>").site_id == site_id


def test_a_script_sends_the_fields_of_a_form(serve: Serve, browser: Browser) -> None:
    seen: list[tuple[str, list[tuple[str, str]]]] = []

    def take(incoming: Incoming) -> Response:
        seen.append((incoming.headers["x-csrf-token"], incoming.form()))
        return JSONResponse({})

    browser.open(serve({"/": lambda _: HTMLResponse(HOME), "/take": take}).url)
    browser.fetch("POST", "/take", fields={"a": "1 &=2", "b": "\u00e9"})
    assert seen == [("token1", [("a", "1 &=2"), ("b", "\u00e9")])]
