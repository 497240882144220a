"""Money and orders: what a line costs, what a cart comes to, to the decimal of each currency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.storefront import money, new_credentials
from simulators.storefront.company import Company
from simulators.storefront.demo import populate
from simulators.storefront.model import Order, Product
from simulators.storefront.orders import QUANTITIES, Orders
from simulators.wire import SystemClock

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}


def _shop() -> tuple[Company, Orders, int]:
    company = Company()
    populate(company, 1, new_credentials())
    return company, Orders(company, SystemClock()), next(iter(company.channels.values())).group_id


def _product(price: str, promo: str = "0", discount: str = "0") -> Product:
    return Product(
        1, "Bolt", "A bolt", ("A", "B"), 2, "SKU", "31161600", Decimal(price), Decimal(promo), Decimal(discount)
    )


def _order(currency: str, *lines: tuple[Product, int]) -> tuple[Orders, Order]:
    _, orders, group = _shop()
    order = orders.create(1, 2, group, currency)
    for product, quantity in lines:
        orders.add(order, product, quantity)
    return orders, order


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.005", "USD", "1.00"),
        ("1.015", "USD", "1.02"),
        ("1.0151", "EUR", "1.02"),
        ("0.5", "JPY", "0"),
        ("1.5", "JPY", "2"),
        ("1.0005", "KWD", "1.000"),
        ("-1.015", "USD", "-1.02"),
    ],
)
def test_an_amount_is_rounded_half_to_even_to_the_decimals_of_its_currency(
    amount: str, currency: str, rounded: str
) -> None:
    assert str(money.rounded(Decimal(amount), currency)) == rounded


@pytest.mark.parametrize(
    ("currency", "unit"), [("USD", "10.00"), ("EUR", "9.20"), ("JPY", "1510"), ("KWD", "3.070"), ("GBP", "7.90")]
)
def test_a_price_is_exchanged_into_the_currency_of_the_order(currency: str, unit: str) -> None:
    _, order = _order(currency, (_product("10"), 1))

    assert str(order.lines[0].unit_price) == unit


@pytest.mark.parametrize("code", ["", "usd", "XXX", "USD "])
def test_a_currency_is_known_by_its_exact_code(code: str) -> None:
    assert not money.is_known(code)


@pytest.mark.parametrize(
    ("promo", "discount", "taken_off", "final"),
    [
        ("0", "0", "0", "31.50"),
        ("9.45", "0", "0", "28.35"),
        ("0", "5", "1.58", "29.92"),
        ("9.45", "5", "1.42", "26.93"),
        ("0", "100", "31.50", "0"),
    ],
)
def test_a_line_costs_promotion_or_list_price_times_quantity_less_the_discount(
    promo: str, discount: str, taken_off: str, final: str
) -> None:
    _, order = _order("USD", (_product("10.50", promo, discount), 3))
    line = order.lines[0]

    assert (line.unit_price, line.promo_price) == (Decimal("10.50"), Decimal(promo))
    assert (line.discount, line.final_price) == (Decimal(taken_off), Decimal(final))


def test_a_cart_holds_the_lines_the_tax_and_a_total_that_adds_up() -> None:
    orders, order = _order("USD", (_product("10.50"), 3), (_product("0.99", "0.89", "5"), 7))
    cart = orders.cart(order)

    assert cart.tax == Decimal("2.62")
    assert (cart.shipping, cart.shipping_description) == (Decimal("4.90"), "Standard Delivery")
    assert cart.total == sum(line.final_price for line in cart.lines) + cart.shipping + cart.tax
    assert [line.auxiliary_id for line in cart.lines] == [f"{order.id}/{line.id}" for line in order.lines]
    assert cart.lines[0].classification == "A,B,"


def test_a_changed_quantity_is_priced_anew() -> None:
    orders, order = _order("USD", (_product("10.50", discount="5"), 1))

    orders.set_quantity(order, order.lines[0], 3)

    assert (order.lines[0].quantity, order.lines[0].final_price) == (3, Decimal("29.92"))


def test_the_same_product_twice_is_two_lines() -> None:
    _, order = _order("USD", (_product("1"), 1), (_product("1"), 2))

    assert [line.quantity for line in order.lines] == [1, 2]


@settings(deadline=None)
@given(
    st.sampled_from(sorted(DECIMALS)),
    st.lists(
        st.tuples(
            st.integers(1, 99999),
            st.sampled_from(["0", "0.9"]),
            st.integers(0, 100),
            st.integers(QUANTITIES.start, QUANTITIES.stop - 1),
        ),
        max_size=5,
    ),
)
def test_totals_add_up_in_every_currency(currency: str, lines: list[tuple[int, str, int, int]]) -> None:
    products = [
        (_product(f"{Decimal(cents) / 100}", f"{Decimal(cents) / 100 * Decimal(promo):.2f}", f"{discount}"), quantity)
        for cents, promo, discount, quantity in lines
    ]
    orders, order = _order(currency, *products)
    cart = orders.cart(order)

    assert cart.total == sum((line.final_price for line in cart.lines), Decimal(0)) + cart.shipping + cart.tax
    for line in cart.lines:
        paid = line.promo_price or line.unit_price
        assert line.final_price == paid * line.quantity - line.discount
        assert 0 <= line.final_price <= line.unit_price * line.quantity
        amounts = (line.unit_price, line.promo_price, line.discount, line.final_price, cart.tax, cart.total)
        assert all(amount == money.rounded(amount, currency) for amount in amounts)


@pytest.mark.parametrize("price", ["12", "3.5", "0.125", "0.0375", "1234.5678"])
def test_a_price_in_the_base_currency_keeps_its_decimals(price: str) -> None:
    orders, order = _order("USD", (_product(price, "0", "0"), 3))
    (line,) = orders.cart(order).lines

    assert (line.unit_price, line.final_price) == (Decimal(price), Decimal(price) * 3)
