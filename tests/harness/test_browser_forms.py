"""Forms as a browser sends them."""

from __future__ import annotations

import pytest

from harness.browser import Form
from harness.errors import NonConformance
from tests.harness.judge_bench import page

ADDRESS = "http://shop.example/web/shop/catalog?page=2"


def form(inner: str, attributes: str = "", around: str = "{}") -> Form:
    return page(around.format(f"<form {attributes}>{inner}</form>"), url=ADDRESS).forms[0]


@pytest.mark.parametrize(
    ("inner", "fields"),
    [
        ("<input type='hidden' name='a' value='1'>", [("a", "1")]),
        ("<input name='a'>", [("a", "")]),
        ("<input name='a' value='&lt;&amp;&quot;'>", [("a", '<&"')]),
        ("<input value='1'>", []),
        ("<input name='a' value='1' disabled>", []),
        ("<fieldset disabled><input name='a' value='1'></fieldset>", []),
        ("<input type='checkbox' name='a' value='1'>", []),
        ("<input type='checkbox' name='a' value='1' checked>", [("a", "1")]),
        ("<input type='checkbox' name='a' checked>", [("a", "on")]),
        ("<input type='radio' name='a' value='1'><input type='radio' name='a' value='2' checked>", [("a", "2")]),
        ("<input type='radio' name='a' checked>", [("a", "on")]),
        ("<select name='a'><option value='1'>One<option value='2' selected>Two</select>", [("a", "2")]),
        ("<select name='a'><option>  One\n more </option><option>Two</option></select>", [("a", "One more")]),
        ("<select name='a'><option value='' disabled>Choose<option value='1'>One</select>", [("a", "1")]),
        ("<select name='a'></select>", []),
        ("<select name='a' multiple><option value='1'><option value='2'></select>", []),
        (
            "<select name='a' multiple><option value='1' selected><option value='2' selected></select>",
            [("a", "1"), ("a", "2")],
        ),
        ("<textarea name='a'>\nline\nline</textarea>", [("a", "line\nline")]),
        ("<textarea name='a'></textarea>", [("a", "")]),
        ("<input name='a' value='1'><input name='a' value='2'>", [("a", "1"), ("a", "2")]),
        ("<button name='a' value='1'>Save</button><input type='submit' name='b' value='2'>", []),
        ("<input type='BUTTON' name='a'><input type='image' name='b'><input type='reset' name='c'>", []),
    ],
)
def test_what_a_form_sends(inner: str, fields: list[tuple[str, str]]) -> None:
    assert list(form(inner).fields) == fields


@pytest.mark.parametrize(
    ("attributes", "action"),
    [
        ("", ADDRESS),
        ("action=''", ADDRESS),
        ("action='/save?x=1'", "http://shop.example/save?x=1"),
        ("action='save'", "http://shop.example/web/shop/save"),
        ("action='?x=1'", "http://shop.example/web/shop/catalog?x=1"),
        ("action='//other.example/x'", "http://other.example/x"),
        ("action='https://other.example/x'", "https://other.example/x"),
        ("action='http://[broken'", "http://[broken"),
    ],
)
def test_the_action_is_made_absolute(attributes: str, action: str) -> None:
    assert form("", attributes).action == action


@pytest.mark.parametrize(
    ("attributes", "method"),
    [("", "GET"), ("method='post'", "POST"), ("method=' Post'", "POST"), ("method='x'", "GET")],
)
def test_the_method(attributes: str, method: str) -> None:
    assert form("", attributes).method == method


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", "%E2%82%AC"),
        ("UTF-8", "%E2%82%AC"),
        ("iso-8859-1", "%80"),
        ("windows-1252", "%80"),
        ("US-ASCII", "%80"),
        ("unknown, latin1 utf-8", "%80"),
        ("unknown", "%E2%82%AC"),
    ],
)
def test_a_form_is_sent_in_the_first_known_character_set_it_accepts(accepted: str, sent: str) -> None:
    assert form("<input name='a' value='\u20ac'>", f"accept-charset='{accepted}'").body == f"a={sent}".encode()


def test_a_control_elsewhere_belongs_to_the_form_it_names() -> None:
    around = "<input form='f' name='b' value='2'><form id='g'></form>{}<input form='g' name='c'><input name='d'>"
    assert form("<input name='a' value='1'><input form='g' name='e'>", "id='f'", around) is not None
    first, second = page(around.format("<form id='f'><input name='a' value='1'><input form='g' name='e'></form>")).forms
    assert (first.action, [name for name, _ in first.fields]) == (second.action, ["e", "c"])
    assert second.fields == (("b", "2"), ("a", "1"))


def test_buttons_say_what_they_say_and_are_sent_when_pressed() -> None:
    buttons = """<input name='a' value='1'><button> Save\n it </button><button type='button'>Not</button>
        <button type='submit' name='cmd' value='go'>Submit</button><input type='submit' name='x' value='Send'>
        <button disabled>Off</button>"""
    shown = form(buttons)
    assert shown.submits == ("Save it", "Submit", "Send")
    assert shown.pressed("Submit").fields == (("a", "1"), ("cmd", "go"))
    assert shown.pressed("Send").fields == (("a", "1"), ("x", "Send"))
    assert shown.pressed().fields == (("a", "1"),)
    assert form("<input name='a' value='1'>").pressed().fields == (("a", "1"),)


NAMESPACE = "_com_liferay_portlet_"
BUILT = f"{NAMESPACE}ddm$$enabled$x$0$$en_US"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("enabled", BUILT),
        ("settings--enabled--", f"{NAMESPACE}settings--enabled--"),
        ("access.token.expires.in", f"{NAMESPACE}ddm$$access.token.expires.in$k3Wq$0$$en_US"),
        ("login", "login"),
    ],
)
def test_a_field_is_found_whatever_portlet_and_form_builder_put_around_it(name: str, key: str) -> None:
    shown = form(f"<input name='{key}' value='1'>")
    assert (shown.has(name), shown.value(name)) == (True, "1")
    assert shown.filled({name: "2"}).fields == ((key, "2"),)


def test_the_name_that_fits_best_is_taken() -> None:
    shown = form(
        f"<input name='not_enabled' value='0'><input name='{BUILT}' value='1'><input name='enabled' value='2'>"
    )
    assert shown.value("enabled") == "2"
    without = form(f"<input name='not_enabled' value='0'><input name='{BUILT}' value='1'>")
    assert without.value("enabled") == "1"
    assert not form("<input name='disabled' value='0'><input name='$$enabled' value='1'>").has("enabled")


def test_boxes_are_ticked_and_cleared_and_keep_their_place() -> None:
    shown = form(f"<input type='checkbox' name='{BUILT}' value='true'><input name='z' value='1'>")
    assert shown.has("enabled")
    assert shown.value("enabled") is None
    ticked = shown.filled({"enabled": True})
    assert ticked.fields == ((BUILT, "true"), ("z", "1"))
    assert ticked.value("enabled") == "true"
    assert ticked.filled({"enabled": False}).fields == shown.fields
    assert ticked.filled({"enabled": True}).fields == ticked.fields


def test_a_box_with_a_hidden_field_in_its_place_is_ticked_beside_it() -> None:
    shown = form("<input type='hidden' name='a' value='false'><input type='checkbox' name='a' value='true'>")
    assert (shown.value("a"), shown.filled({"a": True}).value("a")) == ("false", "true")
    assert shown.filled({"a": True}).fields == (("a", "false"), ("a", "true"))
    assert shown.filled({"a": True}).filled({"a": False}).fields == shown.fields


def test_a_radio_button_is_chosen_by_its_value() -> None:
    shown = form("<input type='radio' name='a' value='1' checked><input type='radio' name='a' value='2'>")
    assert shown.filled({"a": "2"}).fields == (("a", "2"),)


def test_fields_of_the_same_name_are_all_sent_after_filling_in_another() -> None:
    shown = form("<input name='a' value='1'><input name='a' value='2'><input name='b' value='3'>")
    assert shown.filled({"b": "4"}).fields == (("a", "1"), ("a", "2"), ("b", "4"))


def test_a_switch_that_is_no_box_is_written_out() -> None:
    assert form("<input name='enabled' value='false'>").filled({"enabled": True}).fields == (("enabled", "true"),)


def test_filling_in_a_field_that_is_not_there_says_which_there_are() -> None:
    with pytest.raises(NonConformance) as raised:
        form("<input name='a'><input name='b'>").filled({"enabled": True})
    assert (raised.value.expected, raised.value.got, raised.value.where) == ("enabled", "a, b", ADDRESS)
    with pytest.raises(NonConformance, match="no field"):
        form("").filled({"enabled": True})
