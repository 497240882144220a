"""A cart and the order of it compared: each field preserved, corrupted, or refused in words that name it or do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.checks.order_comparison import (
    AUXILIARY_ID,
    CLASSIFICATION,
    CURRENCY,
    DESCRIPTION,
    LINE_VALUE,
    ORDER,
    PART_ID,
    QUANTITY,
    TOTAL,
    UNIT_OF_MEASURE,
    UNIT_PRICE,
    Answer,
    Comparison,
    LineFacts,
    OrderFacts,
    Outcome,
    compare,
    refusal,
)

FIRST = LineFacts(
    "900/1",
    "SKU-001",
    Decimal(3),
    # As the hub writes what a line of 29.92 costs for one.
    Decimal("9.9733333333"),
    "USD",
    "EA",
    "A bolt & a nut",
    "31161600",
    number=1,
)
SECOND = LineFacts("900/2", "SKU-002", Decimal(5), Decimal("1.50"), "USD", "EA", "O'Neill's", "27111700", number=2)
CART = (
    replace(
        FIRST,
        unit_price=Decimal("29.92") / 3,
        line_value=Decimal("29.92"),
        description="<p>A bolt &amp; a <b>nut</b></p>",
        number=None,
    ),
    replace(SECOND, line_value=Decimal("7.50"), number=None),
)
LINES = (FIRST, SECOND)
FIELDS = (
    *(AUXILIARY_ID, PART_ID, QUANTITY, UNIT_PRICE, CURRENCY),
    *(UNIT_OF_MEASURE, DESCRIPTION, CLASSIFICATION, LINE_VALUE),
)
OTHERWISE: dict[str, dict[str, Any]] = {
    PART_ID: {"part_id": "SKU-003"},
    QUANTITY: {"quantity": Decimal(2)},
    UNIT_PRICE: {"unit_price": Decimal("9.97")},
    CURRENCY: {"currency": "EUR"},
    UNIT_OF_MEASURE: {"unit_of_measure": "BX"},
    DESCRIPTION: {"description": "A bolt & a nu"},
    CLASSIFICATION: {"classification": "3116160"},
    LINE_VALUE: {"line_value": Decimal("29.93")},
}
# An order may ask for fewer and describe things in its own words, and it says no value of a line.
IN_AN_ORDER = {name: changes for name, changes in OTHERWISE.items() if name not in (DESCRIPTION, LINE_VALUE)} | {
    QUANTITY: {"quantity": Decimal(4)}
}


def ordered(*lines: LineFacts, total: str | None = None) -> OrderFacts:
    return OrderFacts(lines or LINES, None if total is None else Decimal(total), Decimal("4.90"))


def accepting(*lines: LineFacts) -> Answer:
    return Answer(200, lines=lines or LINES)


def corrupted(comparison: Comparison) -> list[tuple[str, str]]:
    return [(finding.line, finding.field) for finding in comparison.of(Outcome.CORRUPTED)]


# --- accepted


def test_an_order_that_is_kept_is_preserved_field_by_field() -> None:
    comparison = compare(CART, ordered(total="37.42"), accepting())

    assert (comparison.accepted, comparison.differs, comparison.unsaid) == (True, False, ())
    assert [(finding.line, finding.field) for finding in comparison.of(Outcome.PRESERVED)] == [
        (line.auxiliary_id, field) for line in LINES for field in FIELDS
    ]
    assert len(comparison.findings) == len(LINES) * len(FIELDS)


@pytest.mark.parametrize("field", OTHERWISE)
def test_another_value_of_a_field_in_what_was_accepted_is_corrupted(field: str) -> None:
    comparison = compare(CART, ordered(), accepting(replace(FIRST, **OTHERWISE[field]), SECOND))

    # With price or quantity the value of the line is another one too; a single cent of a price may be rounding there.
    assert set(corrupted(comparison)) - {("900/1", LINE_VALUE)} == {("900/1", field)} - {("900/1", LINE_VALUE)}
    assert ("900/1", field) in corrupted(comparison)
    assert not comparison.differs


@pytest.mark.parametrize("field", IN_AN_ORDER)
@pytest.mark.parametrize("kept", ["the order's", "the cart's", "nothing said"])
def test_an_order_that_says_otherwise_and_is_accepted_is_corrupted_whatever_is_kept(field: str, kept: str) -> None:
    wrong = replace(FIRST, **IN_AN_ORDER[field])
    answer = {
        "the order's": accepting(wrong, SECOND),
        "the cart's": accepting(),
        "nothing said": Answer(201),
    }[kept]

    comparison = compare(CART, ordered(wrong, SECOND), answer)

    assert comparison.differs
    assert ("900/1", field) in corrupted(comparison)
    assert {line for line, _ in corrupted(comparison)} == {"900/1"}


def test_a_finding_says_what_each_side_says() -> None:
    (finding,) = compare(CART, ordered(), accepting(replace(FIRST, currency="EUR"), SECOND)).of(Outcome.CORRUPTED)
    assert (finding.line, finding.field) == ("900/1", CURRENCY)
    assert (finding.cart, finding.ordered, finding.accepted) == ("USD", "USD", "EUR")


def test_less_may_be_ordered_and_has_to_be_accepted_as_ordered() -> None:
    fewer = replace(FIRST, quantity=Decimal(2))

    assert corrupted(compare(CART, ordered(fewer), accepting(fewer))) == []
    # The whole cart instead of what the approver left of it.
    assert corrupted(compare(CART, ordered(fewer), accepting())) == [
        ("900/1", QUANTITY),
        ("900/1", LINE_VALUE),
        ("900/2", AUXILIARY_ID),
    ]


@pytest.mark.parametrize("quantity", ["0", "-1", "0.5", "3.5"])
def test_none_of_it_or_more_than_the_cart_has_is_corrupted(quantity: str) -> None:
    line = replace(FIRST, quantity=Decimal(quantity))
    assert ("900/1", QUANTITY) in corrupted(compare(CART, ordered(line), accepting(line)))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((FIRST,), [("900/2", AUXILIARY_ID)]),
        ((), [("900/1", AUXILIARY_ID), ("900/2", AUXILIARY_ID)]),
        ((FIRST, SECOND, SECOND), [("900/2", AUXILIARY_ID)]),
        ((*LINES, replace(SECOND, auxiliary_id="900/3", number=3)), [("900/3", AUXILIARY_ID)]),
        ((replace(FIRST, auxiliary_id="900/1 "), SECOND), [("900/1", AUXILIARY_ID)]),
        ((replace(FIRST, auxiliary_id="900/01"), SECOND), [("900/1", AUXILIARY_ID)]),
        ((SECOND, FIRST), []),
    ],
)
def test_lines_that_are_lost_or_more_or_named_otherwise_are_corrupted(
    lines: tuple[LineFacts, ...], found: list[tuple[str, str]]
) -> None:
    assert corrupted(compare(CART, ordered(), Answer(200, lines=lines))) == found


@pytest.mark.parametrize(
    "lines", [(replace(FIRST, auxiliary_id="901/1"),), (FIRST, replace(FIRST, number=2))], ids=["unknown", "twice"]
)
def test_a_line_the_cart_has_not_or_has_once_is_corrupted_when_it_is_accepted(lines: tuple[LineFacts, ...]) -> None:
    comparison = compare(CART, ordered(*lines), accepting(*lines))
    assert comparison.differs
    assert corrupted(comparison) == [(lines[-1].auxiliary_id, AUXILIARY_ID)]


def test_lines_without_auxiliary_id_are_known_by_their_number_and_nothing_unsaid_is_judged() -> None:
    bare = tuple(LineFacts(quantity=line.quantity, number=line.number) for line in LINES)

    comparison = compare(CART, ordered(), accepting(*reversed(bare)))

    assert [(finding.line, finding.field) for finding in comparison.findings] == [
        ("900/1", QUANTITY),
        ("900/2", QUANTITY),
    ]
    assert corrupted(comparison) == []
    assert set(comparison.unsaid) == {(line, field) for line in ("900/1", "900/2") for field in FIELDS} - {
        ("900/1", QUANTITY),
        ("900/2", QUANTITY),
    }


def test_an_answer_without_lines_leaves_everything_unsaid() -> None:
    comparison = compare(CART, ordered(), Answer(200))
    assert comparison.findings == ()
    assert len(comparison.unsaid) == len(LINES) * len(FIELDS)


def test_what_neither_cart_nor_order_says_is_nobodys_to_keep() -> None:
    cart = tuple(replace(line, classification="") for line in CART)
    lines = tuple(replace(line, classification="") for line in LINES)
    comparison = compare(cart, ordered(*lines), accepting())
    assert corrupted(comparison) == []
    assert comparison.unsaid == ()
    assert CLASSIFICATION not in {finding.field for finding in comparison.findings}


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("A bolt & a nut", True),
        ("A  bolt &\n a nut ", True),
        ("<p>A bolt &amp; a <b>nut</b></p>", True),
        ("A bolt &amp; a nut", True),
        ("a bolt & a nut", False),
        ("A bolt", False),
        ("A bolt & a nut, boxed", False),
    ],
)
def test_a_description_loses_markup_and_no_word(said: str, same: bool) -> None:
    comparison = compare(CART, ordered(), accepting(replace(FIRST, description=said), SECOND))
    assert corrupted(comparison) == ([] if same else [("900/1", DESCRIPTION)])


@pytest.mark.parametrize(
    ("accepted", "same"), [("A bolt & a nut", True), ("A bolt", True), ("A bolt &", False), ("A screw", False)]
)
def test_a_description_may_be_cut_in_the_order_and_is_then_that_or_the_carts(accepted: str, same: bool) -> None:
    cut = replace(FIRST, description="A bolt")
    comparison = compare(CART, ordered(cut, SECOND), accepting(replace(FIRST, description=accepted), SECOND))
    assert not comparison.differs
    assert corrupted(comparison) == ([] if same else [("900/1", DESCRIPTION)])


@pytest.mark.parametrize(
    ("currency", "price", "accepted", "same"),
    [
        ("USD", "9.9733333333", "9.973333333", True),
        ("USD", "9.9733333333", "9.9733", False),
        ("USD", "1.50", "1.5", True),
        ("USD", "1.50", "1.51", False),
        ("JPY", "150", "151", False),
        ("KWD", "0.307", "0.306", False),
    ],
)
def test_a_price_is_the_same_to_the_ninth_decimal(currency: str, price: str, accepted: str, same: bool) -> None:
    line = replace(SECOND, currency=currency, unit_price=Decimal(price))
    cart = (replace(line, line_value=Decimal(price) * 5),)
    comparison = compare(cart, ordered(line), accepting(replace(line, unit_price=Decimal(accepted))))
    assert (("900/2", UNIT_PRICE) in corrupted(comparison)) is not same


@pytest.mark.parametrize(
    ("currency", "value", "same"),
    [
        ("USD", "7.504", True),
        ("USD", "7.51", False),
        ("JPY", "7.9", True),
        ("JPY", "8.1", False),
        ("KWD", "7.501", False),
    ],
)
def test_the_value_of_a_line_may_be_rounded_to_its_currency(currency: str, value: str, same: bool) -> None:
    line = replace(SECOND, currency=currency)
    cart = (replace(line, line_value=Decimal("7.5")),)
    comparison = compare(cart, ordered(line), accepting(replace(line, line_value=Decimal(value))))
    assert corrupted(comparison) == ([] if same else [("900/2", LINE_VALUE)])


@pytest.mark.parametrize(
    ("total", "wrong"), [("37.42", False), ("42.32", False), ("37.43", False), ("37.44", True), ("0", True)]
)
def test_a_total_that_does_not_add_up_is_corrupted_when_it_is_accepted(total: str, wrong: bool) -> None:
    comparison = compare(CART, ordered(total=total), accepting())
    assert comparison.differs is wrong
    assert corrupted(comparison) == ([(ORDER, TOTAL)] if wrong else [])


def test_a_total_is_not_told_of_beside_a_line_that_is_wrong() -> None:
    dearer = replace(FIRST, unit_price=Decimal(11))
    comparison = compare(CART, ordered(dearer, SECOND, total="37.42"), Answer(400, "price"))
    assert [finding.field for finding in comparison.findings] == [UNIT_PRICE]


def test_a_total_in_millions_may_be_off_by_what_the_price_is() -> None:
    many, value = Decimal(2**31 - 1), Decimal("21417159120.41")
    line = replace(FIRST, quantity=many, unit_price=round(value / many, 10))
    cart = (replace(line, unit_price=value / many, line_value=value, description=FIRST.description),)
    assert corrupted(compare(cart, OrderFacts((line,), value), accepting(line))) == []


# --- refused

CLEAR: dict[str, tuple[str, str]] = {
    "by member": (UNIT_PRICE, "items[0].unitprice: wrong"),
    "by word": (UNIT_PRICE, "The unit price differs from the cart"),
    "by short word": (UNIT_PRICE, "Price mismatch"),
    "in camel case": (UNIT_PRICE, "unitPrice must be 9.97"),
    "by quantity": (QUANTITY, "Invalid quantity"),
    "by qty": (QUANTITY, "QTY_INVALID"),
    "by currency": (CURRENCY, "currencyCode is not USD"),
    "by unit": (UNIT_OF_MEASURE, "unknown unit of measure BX"),
    "by uom": (UNIT_OF_MEASURE, "uom?"),
    "by SKU": (PART_ID, "unknown SKU"),
    "by part": (PART_ID, "SupplierPartID is unknown"),
    "by auxiliary id": (AUXILIARY_ID, "SupplierPartAuxiliaryID is unknown"),
    "by aux id": (AUXILIARY_ID, "supplier_aux_id: unknown"),
    "by classification": (CLASSIFICATION, "no such UNSPSC code"),
    "by total": (TOTAL, "The total does not add up"),
    "the line, by its auxiliary id": (UNIT_PRICE, "Line 900/1 cannot be ordered"),
    "the line, by its part": (UNIT_PRICE, "'SKU-001' cannot be ordered"),
    "the line, by number": (UNIT_PRICE, "Error in line 1."),
    "the line, by number and sign": (UNIT_PRICE, "Error in line #1"),
    "the line, by line number": (UNIT_PRICE, "line_number 1 is wrong"),
    "the line, by place": (UNIT_PRICE, "items[0] is wrong"),
    "the line, by item": (UNIT_PRICE, "item 1 is wrong"),
}
VAGUE: dict[str, tuple[str, str]] = {
    "nothing": (UNIT_PRICE, ""),
    "something": (UNIT_PRICE, "Bad Request"),
    "another field": (UNIT_PRICE, "Invalid quantity"),
    "another line": (UNIT_PRICE, "Error in line 12"),
    "another line's place": (UNIT_PRICE, "items[1] is wrong"),
    "a longer part": (UNIT_PRICE, "SKU-0011 is wrong"),
    "a longer auxiliary id": (UNIT_PRICE, "1900/1 or 900/12"),
    "part of a word": (UNIT_PRICE, "priceless"),
    "a line of code": (UNIT_PRICE, "NullPointerException at Order.java line 100"),
}


@pytest.mark.parametrize(("field", "reason"), CLEAR.values(), ids=CLEAR)
def test_a_refusal_is_clear_that_names_field_or_line(field: str, reason: str) -> None:
    assert refusal(Answer(400, reason), field, FIRST, 1) is Outcome.REJECTED_CLEARLY
    # A failure of the server tells that something went wrong, and not that the order is.
    assert refusal(Answer(500, reason), field, FIRST, 1) is Outcome.REJECTED_VAGUELY
    assert refusal(Answer(200, reason), field, FIRST, 1) is Outcome.CORRUPTED
    assert refusal(Answer(200, reason, rejects=True), field, FIRST, 1) is Outcome.REJECTED_VAGUELY


@pytest.mark.parametrize(("field", "reason"), VAGUE.values(), ids=VAGUE)
def test_a_refusal_is_vague_that_names_neither(field: str, reason: str) -> None:
    assert refusal(Answer(422, reason), field, FIRST, 1) is Outcome.REJECTED_VAGUELY


@pytest.mark.parametrize("value", ["1", "A", "12"])
def test_a_short_part_number_is_not_looked_for(value: str) -> None:
    line = LineFacts(auxiliary_id=value, part_id=value)
    assert refusal(Answer(400, f"{value} error"), UNIT_PRICE, line) is Outcome.REJECTED_VAGUELY


@pytest.mark.parametrize("field", IN_AN_ORDER)
def test_of_an_order_that_is_refused_each_difference_is_classed(field: str) -> None:
    wrong = replace(SECOND, **(IN_AN_ORDER[field] if field != QUANTITY else {"quantity": Decimal(6)}))
    order = ordered(FIRST, wrong)

    for reason, outcome in (("line 2", Outcome.REJECTED_CLEARLY), ("line 1", Outcome.REJECTED_VAGUELY)):
        comparison = compare(CART, order, Answer(400, reason))
        assert [(finding.line, finding.field, finding.outcome) for finding in comparison.findings] == [
            ("900/2", field, outcome)
        ]
        assert (comparison.accepted, comparison.differs) == (False, True)


@pytest.mark.parametrize(
    ("lines", "total", "field"),
    [
        ((replace(FIRST, auxiliary_id="901/1"), SECOND), None, AUXILIARY_ID),
        ((FIRST, replace(FIRST, number=2)), None, AUXILIARY_ID),
        (LINES, "40", TOTAL),
    ],
)
def test_lines_and_totals_are_classed_too(lines: tuple[LineFacts, ...], total: str | None, field: str) -> None:
    for reason, outcome in ((field, Outcome.REJECTED_CLEARLY), ("no", Outcome.REJECTED_VAGUELY)):
        (finding,) = compare(CART, ordered(*lines, total=total), Answer(409, reason)).findings
        assert (finding.field, finding.outcome, finding.accepted) == (field, outcome, "refused")


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("quantity", Outcome.REJECTED_CLEARLY),
        ("line 2", Outcome.REJECTED_CLEARLY),
        ("out of order", Outcome.REJECTED_VAGUELY),
    ],
)
def test_a_good_order_that_is_refused_is_one_finding(reason: str, outcome: Outcome) -> None:
    comparison = compare(CART, ordered(), Answer(400, reason))
    assert [(finding.field, finding.outcome) for finding in comparison.findings] == [(ORDER, outcome)]
    assert not comparison.differs


# --- whatever happens

_NAMES = [field.name for field in fields(LineFacts) if field.name not in ("auxiliary_id", "number", "line_value")]
_values: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
    "quantity": lambda: st.decimals(1, 99, places=0),
    "unit_price": lambda: st.decimals(0, 99, places=2),
}


@settings(deadline=None, database=None, derandomize=True, max_examples=200)
@given(st.data())
def test_one_change_in_one_field_of_what_was_accepted_is_always_noticed(data: st.DataObject) -> None:
    index, name = data.draw(st.integers(0, 1)), data.draw(st.sampled_from(_NAMES))
    value = data.draw(_values.get(name, lambda: st.text("ABC123", min_size=1))())
    accepted = [*LINES]
    accepted[index] = replace(accepted[index], **{name: value})
    unchanged = (
        abs(value - getattr(LINES[index], name)) <= Decimal("1E-9")
        if isinstance(value, Decimal)
        else value == getattr(LINES[index], name)
    )

    comparison = compare(CART, ordered(), accepting(*accepted))

    assert (corrupted(comparison) == []) is unchanged
    assert {line for line, _ in corrupted(comparison)} <= {LINES[index].auxiliary_id}
