"""PRICE and PRICEUNIT: the value of a line survives to the last digit, or the line is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.currencies import decimals_of
from simulators.messages.oci import Carried, OciRejected, carried, line_value

without_files = settings(deadline=None, database=None, derandomize=True, max_examples=200)

quantities = st.decimals(0, 99_999_999_999, places=3, allow_nan=False) | st.integers(0, 10**6).map(Decimal)
prices = st.integers(0, 9).flatmap(lambda places: st.decimals(0, 10**9, places=places, allow_nan=False))


def _refusal(quantity: str, **price: Decimal | Fraction) -> str:
    with pytest.raises(OciRejected) as refused:
        carried(Decimal(quantity), **price)
    return refused.value.faults[0].name


def test_the_price_is_per_price_unit() -> None:
    assert line_value(Decimal(2), Decimal(50), 5) == 20
    assert line_value(Decimal(2), Decimal(50)) == 100
    assert line_value(Decimal(1), Decimal(10), 3) == Fraction(10, 3)


@pytest.mark.parametrize(
    ("reason", "unit_price", "price", "priceunit"),
    [
        ("whole", "50", "50", None),
        ("no decimals, as in yen", "1235", "1235", None),
        ("two decimals, as in euros", "12.34", "12.34", None),
        ("three decimals, as in dinars", "1.234", "1.234", None),
        ("trailing zeros are no decimals", "1.2340000000000", "1.234", None),
        ("four decimals", "0.1234", "1.234", 10),
        ("five decimals", "0.12345", "12.345", 100),
        ("six decimals", "0.123456", "123.456", 1000),
        ("seven decimals", "0.1234567", "1234.567", 10_000),
        ("the smallest", "0.0000001", "0.001", 10_000),
        ("the largest", "99999999999.999", "99999999999.999", None),
        ("the largest per ten", "9999999999.9999", "99999999999.999", 10),
        ("nothing", "0", "0", None),
    ],
)
def test_a_unit_price_goes_with_the_smallest_power_of_ten(
    reason: str, unit_price: str, price: str, priceunit: int | None
) -> None:
    assert carried(Decimal(2), unit_price=Decimal(unit_price)) == Carried(Decimal(price), priceunit), reason


@pytest.mark.parametrize(
    ("reason", "quantity", "line_price", "price", "priceunit"),
    [
        ("divides evenly", "4", "10.00", "2.5", None),
        ("does not divide", "3", "10.00", "10", 3),
        ("per quantity, though a smaller price unit would do", "6", "10.00", "10", 6),
        ("the largest quantity in a price unit", "99999", "10.001", "10.001", 99_999),
        ("a quantity that is not whole", "1.5", "1.00", "2", 3),
        ("a quantity too large, but a smaller price unit", "300000", "1.00", "0.001", 300),
        ("a line price of four decimals", "3", "10.0001", "100.001", 30),
        ("a line of nothing for nothing", "0", "0", "0", None),
    ],
)
def test_a_line_price_goes_per_quantity_or_per_the_smallest_price_unit(
    reason: str, quantity: str, line_price: str, price: str, priceunit: int | None
) -> None:
    found = carried(Decimal(quantity), line_price=Decimal(line_price))

    assert found == Carried(Decimal(price), priceunit), reason
    assert line_value(Decimal(quantity), found.price, found.priceunit) == Decimal(line_price)


@pytest.mark.parametrize(
    ("name", "quantity", "price"),
    [
        ("not carried exactly", "2", {"unit_price": Decimal("0.00000001")}),
        ("not carried exactly", "100001", {"line_price": Decimal("10")}),
        ("not carried exactly", "1", {"unit_price": Decimal("100000000000")}),
        ("not carried exactly", "1", {"unit_price": Decimal("99999999999.9999")}),
        ("not carried exactly", "100000000000", {"unit_price": Decimal("1")}),
        ("not carried exactly", "0.0001", {"unit_price": Decimal("1")}),
        ("zero", "0", {"line_price": Decimal("0.01")}),
        ("negative", "1", {"unit_price": Decimal("-0.001")}),
        ("negative", "-1", {"unit_price": Decimal("1")}),
        ("not a number", "1", {"unit_price": Decimal("NaN")}),
        ("not a number", "Infinity", {"unit_price": Decimal("1")}),
        ("not a number", "1", {"unit_price": Decimal("1E+999999")}),
        ("not a number", "1", {"unit_price": Decimal("1E-999999")}),
        ("not carried exactly", "1", {"unit_price": Fraction(1, 100_003)}),
        ("not carried exactly", "1", {"unit_price": Fraction(10**99, 7)}),
        ("not a number", "1", {"unit_price": Fraction(10**9999, 7)}),
        ("not a number", "1", {"line_price": Fraction(1, 10**9999)}),
    ],
)
def test_what_cannot_be_carried_is_refused_by_name(name: str, quantity: str, price: dict[str, Decimal]) -> None:
    assert _refusal(quantity, **price) == name


def test_a_price_unit_of_nothing_is_refused() -> None:
    with pytest.raises(OciRejected, match="PRICEUNIT: zero: expected 1 or more, got 0"):
        line_value(Decimal(1), Decimal(1), 0)


def test_exactly_one_price_is_asked_for() -> None:
    for prices_given in ({}, {"unit_price": Decimal(1), "line_price": Decimal(1)}):
        with pytest.raises(TypeError, match="either unit_price or line_price"):
            carried(Decimal(1), **prices_given)


def test_currencies_have_their_decimals() -> None:
    assert [decimals_of(code) for code in ("JPY", "EUR", "KWD", "CLF", "XXX", "JP", "XJPY")] == [
        0,
        2,
        3,
        4,
        2,
        2,
        2,
    ]


@without_files
@given(quantities, prices)
def test_what_is_carried_is_worth_the_same(quantity: Decimal, price: Decimal) -> None:
    for given_price in ({"unit_price": price}, {"line_price": price}):
        try:
            found = carried(quantity, **given_price)
        except OciRejected:
            continue
        expected = Fraction(price) * (Fraction(quantity) if "unit_price" in given_price else 1)
        assert line_value(quantity, found.price, found.priceunit) == expected
        assert found.price < 10**11
        assert found.price == round(found.price, 3)
        assert found.priceunit is None or 1 < found.priceunit <= 99_999


@without_files
@given(quantities.filter(bool), st.integers(0, 7).flatmap(lambda n: st.decimals(0, 10**6, places=n, allow_nan=False)))
def test_a_unit_price_of_seven_decimals_is_always_carried(quantity: Decimal, price: Decimal) -> None:
    found = carried(quantity, unit_price=price)

    assert line_value(quantity, found.price, found.priceunit) == Fraction(price) * Fraction(quantity)
