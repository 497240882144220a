"""The returned form: items built and read again without a loss, and every fault of a stranger's form has a name."""

from __future__ import annotations

import string
from dataclasses import fields as attributes
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.oci import (
    FIELDS,
    Charset,
    Form,
    Hook,
    OciItem,
    OciRejected,
    Reading,
    build_return,
    decode_form,
    encode_form,
    field_name,
    item_fields,
    read_return,
    shortened,
    split_hook,
)
from simulators.messages.oci.items import cut

without_files = settings(deadline=None, database=None, derandomize=True)

HOOK = split_hook("https://srm.example/hook?sid=9&c=1")
BOLT = OciItem(
    Decimal(2), "Bolt M6", "PCE", price=Decimal(50), currency="EUR", priceunit=5, vendormat="SKU-1", longtext="A bolt"
)
FORM = dict([("~OkCode", "ADDI"), *item_fields([BOLT])])
_VALUES: dict[str, Any] = {
    field.attribute: {Form.DECIMAL: Decimal("1.5"), Form.WHOLE: 7}.get(field.form, field.name[: field.length or 9])
    for field in FIELDS.values()
}
EVERY = OciItem(**_VALUES, longtext="long")
EVERY = replace(EVERY, currency="EUR", unit="EA", service="X", attachment_purpose="C", item_type="R", parent_id="")
EVERY = replace(EVERY, attachment="https://h/a")


def _with(**changes: str | None) -> list[tuple[str, str]]:
    """Return the fields of one bolt, changed by the name of the field; None takes one away."""
    form = FORM | {field_name(name, 1): value for name, value in changes.items()}
    return [(name, value) for name, value in form.items() if value is not None]


def _read(*more: tuple[str, str], **changes: str | None) -> Reading:
    return read_return([*_with(**changes), *more])


def _names(reading: Reading) -> tuple[list[str], list[str], list[int]]:
    """Return the names of the faults and of the advisories, and the numbers of the items dropped."""
    faults, advisories = reading.faults, reading.advisories
    return (
        [found.name for found in faults],
        [found.name for found in advisories],
        [one.number for one in reading.dropped],
    )


# --- built


def test_the_example_of_the_reference_is_written_and_worth_twenty() -> None:
    form = build_return([BOLT], HOOK, target="_top")

    assert form.action == "https://srm.example/hook"
    assert form.fields == (
        ("sid", "9"),
        ("c", "1"),
        ("~OkCode", "ADDI"),
        ("~CALLER", "CTLG"),
        ("~TARGET", "_top"),
        ("NEW_ITEM-DESCRIPTION[1]", "Bolt M6"),
        ("NEW_ITEM-QUANTITY[1]", "2.000"),
        ("NEW_ITEM-UNIT[1]", "PCE"),
        ("NEW_ITEM-PRICE[1]", "50.000"),
        ("NEW_ITEM-CURRENCY[1]", "EUR"),
        ("NEW_ITEM-PRICEUNIT[1]", "5"),
        ("NEW_ITEM-VENDORMAT[1]", "SKU-1"),
        ("NEW_ITEM-LONGTEXT_1:132[]", "A bolt"),
    )
    assert form.advisories == ()
    reading = read_return(form.fields)
    assert (reading.items, reading.numbers, reading.others) == ((BOLT,), (1,), (("sid", "9"), ("c", "1")))
    assert (reading.ok_code, reading.caller, reading.target) == ("ADDI", "CTLG", "_top")
    assert reading.totals() == {"EUR": Fraction(20)}
    assert "sid" not in f"{form!r}{reading!r}"


def test_every_field_is_carried() -> None:
    assert {one.name for one in attributes(OciItem)} == {field.attribute for field in FIELDS.values()} | {"longtext"}
    child = replace(EVERY, item_type="O", parent_id="1")
    form = build_return([EVERY, child], Hook("https://h/"))

    assert read_return(form.fields).items == (EVERY, child)
    assert {name for name, _ in form.fields if "[2]" in name or "_2:" in name} == {
        field_name(name, 2) for name in [*FIELDS, "LONGTEXT"]
    }


def test_an_empty_cart_and_items_without_a_price_are_built() -> None:
    assert read_return(build_return([], HOOK).fields).items == ()
    free = OciItem(Decimal("0.001"), matnr="M-1")
    assert free.value is None
    assert read_return(build_return([free], HOOK).fields).totals() == {}


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("too long", replace(BOLT, unit="EACH")),
        ("too long", replace(BOLT, vendormat="x" * 41)),
        ("too many decimals", replace(BOLT, price=Decimal("0.0001"))),
        ("too many digits", replace(BOLT, quantity=Decimal(10**11))),
        ("negative", replace(BOLT, quantity=Decimal(-1))),
        ("not a number", replace(BOLT, price=Decimal("NaN"))),
        ("not a number", replace(BOLT, price=Decimal("1E+99"))),
        ("zero", replace(BOLT, priceunit=0)),
        ("too many digits", replace(BOLT, priceunit=100_000)),
        ("negative", replace(BOLT, leadtime=-1)),
        ("missing", replace(BOLT, currency="")),
        ("missing", replace(BOLT, unit="")),
        ("control character", replace(BOLT, description="two\nlines")),
        ("half a character", replace(BOLT, longtext="\ud800")),
        ("half a character", replace(BOLT, vendor="\ud800")),
        ("hierarchy", replace(BOLT, parent_id="2")),
        ("not read back", replace(BOLT, vendor=" ")),
        ("schema", replace(BOLT, ext_category="bolts")),
    ],
)
def test_what_the_reader_would_refuse_is_not_built(name: str, item: OciItem) -> None:
    with pytest.raises(OciRejected) as refused:
        build_return([item], HOOK)
    assert [fault.name for fault in refused.value.faults] == [name]


def test_a_hook_may_not_pose_as_an_item() -> None:
    for parameter in ("NEW_ITEM-PRICE[1]=1", "new_item-x"):
        with pytest.raises(OciRejected, match="HOOK_URL: conflict: the parameter"):
            build_return([BOLT], split_hook(f"https://h/?{parameter}"))
    for name in ("conflict", "not read back"):
        value = "OTHER" if name == "conflict" else "ADDI"
        with pytest.raises(OciRejected, match=name):
            build_return([BOLT], split_hook(f"https://h/?~okcode={value}"))


@pytest.mark.parametrize(
    ("reason", "text", "short"),
    [
        ("at the limit", "x" * 40, "x" * 40),
        ("beyond the limit", "x" * 41, "x" * 40),
        ("an emoji takes two", "x" * 38 + "\U0001f529", "x" * 38 + "\U0001f529"),
        ("no half of an emoji", "x" * 39 + "\U0001f529", "x" * 39),
        ("no letter without its accent", "x" * 39 + "e\u0301", "x" * 39),
        ("no letter without one of its accents", "x" * 38 + "e\u0301\u0323y", "x" * 38),
        ("an accent that fits", "x" * 38 + "e\u0301y", "x" * 38 + "e\u0301"),
        ("no part of what is joined", "x" * 34 + "\U0001f469\u200d\U0001f527\u200d\U0001f527", "x" * 34),
        ("no hand without its colour", "x" * 38 + "\U0001f44d\U0001f3fd", "x" * 38),
        ("no half of a flag", "x" * 34 + "\U0001f1e9\U0001f1ea" * 2, "x" * 34 + "\U0001f1e9\U0001f1ea"),
        ("accents without end are cut through", "e" + "\u0301" * 50, "e" + "\u0301" * 39),
    ],
)
def test_a_long_description_is_cut_between_characters_and_kept_whole(reason: str, text: str, short: str) -> None:
    form = build_return([replace(BOLT, description=text)], HOOK, charset=Charset.UTF_8)
    (item,) = read_return(form.fields).items

    assert item.description == short, reason
    if short == text:
        assert (item.longtext, form.advisories) == ("A bolt", ())
    else:
        assert item.longtext == f"{text}\nA bolt"
        assert str(form.advisories[0]).startswith("NEW_ITEM-DESCRIPTION[1]: description cut: cut at 40 of ")
        assert shortened(replace(BOLT, description=text, longtext=f"{text}. More"))[0].longtext == f"{text}. More"
        assert shortened(replace(BOLT, description=text, longtext=""))[0].longtext == text


def test_a_character_that_is_not_carried_takes_the_room_of_its_reference() -> None:
    text = "x" * 30 + "\u0141" * 3
    form = build_return([replace(BOLT, description=text)], HOOK, charset=Charset.LATIN_1)
    arrived = read_return(decode_form(encode_form(form.fields)).fields)

    assert arrived.items[0].description == "x" * 30 + "&#321;"
    assert [found.name for found in form.advisories] == [
        "description cut",
        "outside the character set",
        "outside the character set",
    ]


# --- read


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        *(
            ("thousands separator", "PRICE", value)
            for value in ("1,234.50", "1.234,50", "1,234", "1 234", "1'234", "1.234.567")
        ),
        *(("decimal comma", "QUANTITY", value) for value in ("2,5", "2,50", ",5", "1234,567")),
        *(("negative", "QUANTITY", value) for value in ("-1", "-0.5", "1-", "- 2")),
        *(("leading blank", "QUANTITY", value) for value in (" 2", "\t2", "\u00a02")),
        *(
            ("not a number", "PRICE", value)
            for value in ("1e3", "+1", "EUR 1", "1.", ".5", "\u0661", "NaN", "0x1", "1" + "," * 99)
        ),
        *(("too many digits", "PRICE", value) for value in ("100000000000", "1" * 10_000)),
        *(("too many decimals", "PRICE", value) for value in ("1.0000", "1.2345")),
        *(("not a whole number", "PRICEUNIT", value) for value in ("1.5", "1.000")),
        *(("too many digits", "LEADTIME", value) for value in ("100000", "000001")),
        *(("too long", "UNIT", value) for value in ("EACH", "PIECE")),
        *(("zero", "PRICEUNIT", value) for value in ("0", "00000")),
        *(("decimal comma", "PRICEUNIT", value) for value in ("1,5",)),
        *(
            ("missing", name, value)
            for name in ("DESCRIPTION", "QUANTITY", "UNIT", "CURRENCY")
            for value in (None, "", " ")
        ),
        *(("contract", "CONTRACT_ITEM", value) for value in ("10",)),
        *(("quote", "EXT_QUOTE_ITEM", value) for value in ("10",)),
        *(("schema", name, "1") for name in ("EXT_CATEGORY", "EXT_CATEGORY_ID")),
        *(("hierarchy", "PARENT_ID", value) for value in ("1", "2", "0", "x", "-1")),
        ("hierarchy", "ITEM_TYPE", "O"),
    ],
)
def test_a_fault_of_an_item_is_named_and_drops_the_item(name: str, field: str, value: str | None) -> None:
    reading = _read(**{field: value})

    assert _names(reading) == ([name], [], [1])
    assert reading.items == ()
    assert reading.dropped[0].reasons == reading.faults
    assert len(str(reading.faults[0])) < 250
    with pytest.raises(OciRejected) as refused:
        read_return(_with(**{field: value}), strict=True)
    assert refused.value.faults == reading.faults


@pytest.mark.parametrize(
    "field", [field for field in FIELDS.values() if field.length and field.form in (Form.TEXT, Form.CODE)]
)
def test_a_code_that_is_too_long_drops_the_item_and_a_text_is_cut(field: Any) -> None:
    fits = dict.fromkeys(("ATTACHMENT", "CONTRACT", "EXT_QUOTE_ID", "EXT_SCHEMA_TYPE", "EXT_CATEGORY"), "1")
    whole = _read(**(fits | {field.name: "1" * field.length}))
    longer = _read(**(fits | {field.name: "1" * field.length + "1"}))

    assert "too long" not in [fault.name for fault in whole.faults]
    assert [fault.name for fault in longer.faults] == ["too long"]
    if field.form is Form.TEXT:
        assert getattr(longer.items[0], field.attribute) == "1" * field.length
    else:
        assert longer.items == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [("QUANTITY", "99999999999.999"), ("PRICE", "0"), ("PRICEUNIT", "99999"), ("LEADTIME", "0"), ("PRICE", "00012.50")],
)
def test_numbers_at_the_limits_are_read(field: str, value: str) -> None:
    reading = _read(**{field: value})

    assert _names(reading) == ([], [], [])
    assert getattr(reading.items[0], field.lower()) == Decimal(value)


def test_a_material_number_stands_for_description_and_unit() -> None:
    assert _names(_read(MATNR="M-1", DESCRIPTION=None, UNIT=None)) == ([], [], [])
    assert _names(_read(MATNR="M-1", QUANTITY=None)) == (["missing"], [], [1])
    assert _names(_read(PRICE=None, CURRENCY=None)) == ([], [], [])
    assert _names(_read(PRICEUNIT=None)) == ([], [], [])
    assert _read(PRICEUNIT="").totals() == {"EUR": 100}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("unit", {"UNIT": "ST"}),
        ("unit", {"UNIT": "ea"}),
        ("currency", {"CURRENCY": "EURO"}),
        ("currency", {"CURRENCY": "eur"}),
        ("finer than the currency", {"PRICE": "0.001"}),
        ("finer than the currency", {"PRICE": "0.5", "CURRENCY": "JPY"}),
        ("zero", {"QUANTITY": "0"}),
        ("trailing blank", {"QUANTITY": "2 "}),
        ("schema", {"EXT_SCHEMA_TYPE": "ECLASS"}),
        ("schema", {"EXT_SCHEMA_TYPE": "UNSPSC", "EXT_CATEGORY_ID": "31-16"}),
        ("service", {"SERVICE": "1"}),
        ("attachment", {"ATTACHMENT": "javascript:alert(1)"}),
        ("attachment", {"ATTACHMENT_TITLE": "A drawing"}),
        ("attachment", {"ATTACHMENT": "http://h", "ATTACHMENT_PURPOSE": "X"}),
        ("item type", {"ITEM_TYPE": "Q"}),
    ],
)
def test_what_is_odd_is_an_advisory_and_costs_nothing(name: str, changes: dict[str, str]) -> None:
    reading = _read(**changes)

    assert _names(reading) == ([], [name], [])
    assert len(reading.items) == 1
    assert reading.advisories[0].where.startswith("NEW_ITEM-")


@pytest.mark.parametrize("value", ["0.001", "1.999"])
def test_a_price_as_fine_as_its_currency_is_not_odd(value: str) -> None:
    assert _names(_read(CURRENCY="KWD", PRICE=value)) == ([], [], [])
    assert _names(_read(UNIT="EA", PRICE=f"{value[:4]}0", EXT_SCHEMA_TYPE="UNSPSC", EXT_CATEGORY_ID="31161600")) == (
        [],
        [],
        [],
    )


def test_an_item_zero_is_lost_and_the_others_are_read() -> None:
    fields = [(name.replace("[1]", "[0]").replace("_1:", "_0:"), value) for name, value in item_fields([BOLT])]
    reading = read_return([("~OkCode", "ADDI"), *fields, *item_fields([BOLT])])

    assert _names(reading) == (["index zero"], [], [0])
    assert (reading.items, reading.numbers) == ((BOLT,), (1,))


def test_a_gap_is_a_fault_and_the_items_are_read() -> None:
    fields = [(name.replace("[1]", "[99]"), value) for name, value in item_fields([replace(BOLT, longtext="")])]
    reading = _read(*fields)

    assert _names(reading) == (["index gap"], [], [])
    assert reading.numbers == (1, 99)
    assert reading.faults[0].message.endswith("missing of 99: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 87 more")


@pytest.mark.parametrize(
    ("name", "findings", "longtext"),
    [
        ("NEW_ITEM-LONGTEXT_1:132[]", ["several texts"], "A bolt\nMore"),
        ("NEW_ITEM-LONGTEXT[1]", ["LONGTEXT form", "several texts"], "A bolt\nMore"),
        ("NEW_ITEM-LONGTEXT[2]", ["LONGTEXT form", "several texts"], "A bolt\nMore"),
        ("NEW_ITEM-LONGTEXT_1[1]", ["LONGTEXT form", "several texts"], "A bolt\nMore"),
        ("NEW_ITEM-LONGTEXT_1:132", ["LONGTEXT form", "several texts"], "A bolt\nMore"),
        ("NEW_ITEM-LONGTEXT_1", ["LONGTEXT form", "several texts"], "A bolt\nMore"),
        ("New_Item-LongText_1:132[]", ["letter case", "several texts"], "A bolt\nMore"),
    ],
)
def test_a_long_text_of_a_wrong_form_is_found(name: str, findings: list[str], longtext: str) -> None:
    reading = _read((name, "More"))

    assert _names(reading) == ([], findings, [])
    assert reading.items[0].longtext == longtext


def test_a_long_text_of_no_item_is_lost() -> None:
    reading = _read(("NEW_ITEM-LONGTEXT_2:132[]", "More"))

    assert _names(reading) == (["lost text"], [], [])
    assert reading.items == (BOLT,)


@pytest.mark.parametrize(
    ("name", "faults", "advisories", "dropped"),
    [
        ("NEW_ITEM-VENDMAT[1]", ["VENDMAT", "conflict"], [], [1]),
        ("NEW_ITEM-UNIT[]", ["index form"], [], []),
        ("NEW_ITEM-UNIT[01]", ["index form"], [], []),
        ("NEW_ITEM-UNIT[-1]", ["index form"], [], []),
        ("NEW_ITEM-UNIT[100000]", ["index form"], [], []),
        ("NEW_ITEM-UNIT", ["index form"], [], []),
        ("NEW_ITEM-LONGTEXT_x:132[]", ["index form"], [], []),
        ("NEW_ITEM-UNIT[\u0661]", ["index form"], [], []),
        ("NEW_ITEM-COLOUR[1]", [], ["unknown field"], []),
        ("NEW_ITEM-" + "x" * 10_000, [], ["unknown field"], []),
        ("NEW_ITEM-", [], ["unknown field"], []),
        ("NEW_ITEM-UNIT[1]", ["conflict"], [], [1]),
        ("new_item-unit[1]", ["conflict"], ["letter case"], [1]),
        ("~OKCODE", ["conflict"], [], []),
        ("other", [], [], []),
    ],
)
def test_names_that_are_nearly_right_are_told(
    name: str, faults: list[str], advisories: list[str], dropped: list[int]
) -> None:
    reading = _read((name, "BX"))

    assert _names(reading) == (faults, advisories, dropped)
    assert reading.others == ((("other", "BX"),) if name == "other" else ())
    assert all(len(str(found)) < 250 for found in reading.faults + reading.advisories)


def test_vendmat_is_taken_for_vendormat() -> None:
    reading = _read(("NEW_ITEM-VENDMAT[1]", "SKU-2"), VENDORMAT=None)

    assert _names(reading) == (["VENDMAT"], [], [])
    assert reading.items[0].vendormat == "SKU-2"


def test_the_same_value_twice_is_an_advisory() -> None:
    assert _names(_read(("NEW_ITEM-UNIT[1]", "PCE"), ("~okcode", "ADDI"))) == ([], ["duplicate"] * 2, [])


@pytest.mark.parametrize(
    ("code", "faults", "advisories"),
    [
        ("ADDI", [], []),
        ("addi", [], []),
        ("ADDFROMCATALOG", ["ok code"], []),
        ("", ["ok code"], []),
        (None, [], ["no ok code"]),
    ],
)
def test_the_ok_code_is_addi_in_any_letter_case(code: str | None, faults: list[str], advisories: list[str]) -> None:
    fields = [*item_fields([BOLT]), *([("~okcode", code)] if code is not None else [])]

    reading = read_return(fields)

    assert _names(reading) == (faults, advisories, [])
    assert reading.items == (BOLT,)


def test_a_frame_of_its_own_and_many_fields_are_advisories() -> None:
    assert _names(_read(("~Target", "_self"))) == ([], ["target"], [])
    assert _names(_read(*[("a", "b")] * (1_000 - len(FORM)))) == ([], [], [])
    assert _names(_read(*[("a", "b")] * (1_001 - len(FORM)))) == ([], ["many fields"], [])


def _tree(*parents: str, **more: str) -> Reading:
    items = [replace(BOLT, longtext="", parent_id=parent) for parent in parents]
    return read_return([("~OkCode", "ADDI"), *item_fields(items)], **more)  # type: ignore[arg-type]


def test_items_stand_under_items_that_are_there() -> None:
    assert _names(_tree("", "1", "2", "00002")) == ([], [], [])
    assert _names(_tree("2", "")) == ([], [], [])
    assert _names(_tree("", "3")) == (["hierarchy"], [], [2])
    assert _names(_tree("2", "1", "")) == (["hierarchy"] * 2, [], [1, 2])
    assert _names(_tree("1", "1", "2")) == (["hierarchy"] * 3, [], [1, 2, 3])
    assert _names(_tree("2", "3", "4", "2", "1", "")) == (["hierarchy"] * 5, [], [1, 2, 3, 4, 5])


def test_who_is_in_a_circle_is_told_from_who_only_hangs_on_it() -> None:
    reasons = {fault.item: fault.message for fault in _tree("2", "3", "2", "3", "5").faults}

    circle, bereft = "expected a parent that is no descendant, got a circle", "its parent, item {}, is dropped"
    assert reasons == {1: bereft.format(2), 2: circle, 3: circle, 4: bereft.format(3), 5: circle}


def test_what_stands_under_a_dropped_item_is_dropped_with_it() -> None:
    items = [replace(BOLT, unit="EACH"), replace(BOLT, parent_id="1"), replace(BOLT, parent_id="2"), BOLT]
    reading = read_return([("~OkCode", "ADDI"), *item_fields(items)])

    assert _names(reading) == (["too long", "hierarchy", "hierarchy"], [], [1, 2, 3])
    assert reading.dropped[2].reasons[0].message == "its parent, item 2, is dropped"
    assert reading.numbers == (4,)


def test_a_version_without_hierarchies_does_not_read_them() -> None:
    assert _names(_tree("", "9", version="4.0")) == ([], ["hierarchy"], [])
    assert _names(_tree("", "9", version="4.01")) == (["hierarchy"], [], [2])


# --- whatever comes


_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).filter(
    lambda text: text.strip() or not text
)


def _values(name: str) -> st.SearchStrategy[Any]:
    field = FIELDS.get(name)
    if field is None:
        return st.text(st.characters(exclude_categories=["Cs"]))
    if field.form is Form.DECIMAL:
        return st.decimals(0, 99_999_999_999, places=3, allow_nan=False)
    if field.form is Form.WHOLE:
        return st.none() | st.integers(1, 99_999)
    return _texts.map(lambda text: cut(text, field.length or 99)).filter(lambda text: text.strip() or not text)


FREE = {
    one.name: _values(one.name.upper())
    for one in attributes(OciItem)
    if one.name not in ("item_type", "parent_id", "ext_category", "contract_item", "ext_quote_item", "ext_category_id")
}
SURE = {"unit": st.just("EA"), "currency": st.text(string.ascii_uppercase, min_size=3, max_size=3)}
items = st.builds(OciItem, **(FREE | SURE | {"description": _values("DESCRIPTION").filter(bool)}))


@without_files
@given(st.lists(items, max_size=4), st.sampled_from(Charset))
def test_items_are_read_as_they_were_built(built: list[OciItem], charset: Charset) -> None:
    fields = build_return(built, HOOK, charset=Charset.UTF_8).fields

    assert read_return(fields, strict=True).items == tuple(built)
    arrived = decode_form(encode_form(fields, charset), charset).fields
    assert len(read_return(arrived).items) + len(read_return(arrived).dropped) == len(built)


_odd_names = st.builds(
    "{}{}{}".format,
    st.sampled_from(["NEW_ITEM-", "new_item-", "~", ""]),
    st.sampled_from([*FIELDS, "LONGTEXT", "LONGTEXT_1", "LONGTEXT_2:132", "VENDMAT", "OkCode"]) | st.text(max_size=5),
    st.sampled_from(["[1]", "[2]", "[3]", "[0]", "[]", "", "[99999]", "[x"]),
)
_odd_values = st.sampled_from(["1", "2", "EA", "1,5", "-1", " ", "", "3.1415", "EUR", "O", "R"]) | st.text()


@settings(without_files, max_examples=300)
@given(st.lists(st.tuples(_odd_names | st.text(), _odd_values), max_size=40))
def test_any_form_is_read_or_refused(fields: list[tuple[str, str]]) -> None:
    reading = read_return(fields)

    assert not {one.number for one in reading.dropped} & set(reading.numbers)
    assert all(one.reasons for one in reading.dropped)
    assert {reason for one in reading.dropped for reason in one.reasons} == {
        fault for fault in reading.faults if fault.drops
    }
    assert reading.totals() is not None
    if reading.faults:
        with pytest.raises(OciRejected):
            read_return(fields, strict=True)
    else:
        assert read_return(fields, strict=True) == reading


def test_large_forms_take_time_in_proportion() -> None:
    thousand = [replace(EVERY, item_type="", vendormat=str(number)) for number in range(1_000)]
    fields = item_fields(thousand)
    assert len(fields) > 30_000
    assert read_return(fields).items == tuple(thousand)

    chain = [OciItem(Decimal(1), matnr="M", parent_id=str(number or "")) for number in range(3_000)]
    assert len(read_return(item_fields(chain)).items) == 3_000
    assert len(read_return(item_fields([replace(chain[0], parent_id="3000"), *chain[1:]])).dropped) == 3_000

    faulty = [(f"NEW_ITEM-UNIT[{number}]", "EACH") for number in range(20_000)]
    twins = [("NEW_ITEM-UNIT[1]", str(number)) for number in range(40_000)]
    reading = read_return([*faulty, *twins, *((f"a{number}", "b") for number in range(40_000))])
    assert (len(reading.dropped), len(reading.others)) == (20_000, 40_000)
    assert len(reading.dropped[1].reasons) > 40_000
    with pytest.raises(OciRejected, match=r"; and \d{5} more$") as refused:
        read_return(twins[:20_002], strict=True)
    assert len(str(refused.value)) < 5_000
    with pytest.raises(OciRejected, match="too large: expected at most 200000 fields"):
        read_return([("a", "b")] * 200_001)
