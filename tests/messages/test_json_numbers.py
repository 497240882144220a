"""Numbers and text as JSON carries them between a storefront and a hub."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages import numbers

without_files = settings(deadline=None, database=None, derandomize=True)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "0E-16"),
        ("-0.00", "0E-16"),
        ("1.50", "1.5"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("100.00", "100"),
        ("-12.340", "-12.34"),
        ("0.0000000001", "1E-10"),
        ("0.000001", "0.000001"),
        ("12345678901234.1234567890123456", "12345678901234.1234567890123456"),
        ("99999999999999999999999999999900", "99999999999999999999999999999900"),
    ],
)
def test_an_amount_is_written_as_liferay_writes_it(amount: str, written: str) -> None:
    assert numbers.dumps(numbers.amount(Decimal(amount))) == written


@pytest.mark.parametrize(
    "value", [12, "12", " 12 ", "+12", "12.", Decimal("12.00"), "1.2E+1", "1.2e1", "120e-1", "0012"], ids=repr
)
def test_a_number_may_come_in_any_form(value: object) -> None:
    assert numbers.decimal_from(value) == 12


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        1.5,
        [],
        {},
        "",
        " ",
        "-",
        "twelve",
        "1,50",
        "1_000",
        "0x10",
        "\u0661\u0662",
        "1 2",
        "NaN",
        "Infinity",
        "-inf",
        Decimal("NaN"),
        Decimal("-Infinity"),
    ],
    ids=repr,
)
def test_what_is_no_number_is_refused_and_shown(value: object) -> None:
    with pytest.raises(numbers.NotANumber, match="expected a number, got") as error:
        numbers.decimal_from(value)
    assert repr(value)[:80] in str(error.value)


@pytest.mark.parametrize(
    "value",
    [
        "1e999999",
        "1e-999999",
        "1e101",
        "0e999999999",
        Decimal("1e999999"),
        10**2000,
        "9" * 101,
        "1e99999999999999999999",
        "." + "1" * 5000,
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_number_too_long_to_be_one_is_refused_at_once(value: object) -> None:
    with pytest.raises(numbers.NotANumber):
        numbers.decimal_from(value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("</script>", '"<\\/script>"'),
        ("a/b", '"a/b"'),
        ("\x80\x9f\xa0é€", '"\\u0080\\u009f\xa0é\\u20ac"'),
        ("\u1fff\u2000\u20ff\u2100", '"\u1fff\\u2000\\u20ff\u2100"'),
        ("\u2028\u2029", '"\\u2028\\u2029"'),
        ("中\U0001f600", '"中\U0001f600"'),
        ('"\\\n\t\x01', '"\\"\\\\\\n\\t\\u0001"'),
    ],
)
def test_text_is_escaped_as_liferay_escapes_it(text: str, written: str) -> None:
    assert numbers.dumps(text) == written


@without_files
@given(st.text(st.characters(codec=None)) | st.text("</\\\u2000\x80\ud800\"'&"))
def test_any_text_can_be_written_and_read_again(text: str) -> None:
    body = numbers.dumps({"a": text}).encode()
    assert json.loads(body) == {"a": text}
    assert numbers.loads(body) == {"a": text}


@without_files
@given(st.decimals(allow_nan=False, allow_infinity=False, places=16, min_value=-(10**14), max_value=10**14))
def test_an_amount_is_exactly_the_same_after_the_way(amount: Decimal) -> None:
    body = numbers.dumps(numbers.amount(amount)).encode()
    assert numbers.decimal_from(numbers.loads(body)) == amount


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nothing",
        b"\xff",
        '{"a": "é"}'.encode("latin-1"),
        '{"a": 1}'.encode("utf-16"),
        b"NaN",
        b'{"a": Infinity}',
        b"[-Infinity]",
        b'{"a": 1e99999999999999999999}',
        b"9" * 5000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 101 + b"]" * 101,
        b'{"a":' * 101 + b"1" + b"}" * 101,
        b'"\t"',
        b"{'a': 1}",
        b"1 2",
    ],
    ids=lambda body: repr(body[:12]) + str(len(body)),
)
def test_what_is_not_json_in_utf8_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        numbers.loads(body)


def test_what_is_nested_a_hundred_deep_is_read_and_can_be_written() -> None:
    body = b"[" * 100 + b"1.10" + b"]" * 100
    assert numbers.dumps(numbers.loads(body)).encode() == body


def test_decimals_are_exact_and_of_equal_names_the_last_counts() -> None:
    assert numbers.loads(b'{"a": 1, "a": 0.1000000000000000055511151231257827}') == {
        "a": Decimal("0.1000000000000000055511151231257827")
    }
