"""Which scripts lead a browser on, and which only look like it."""

from __future__ import annotations

import pytest

from harness.browser.scripts import address_in, running_code, submitted_form_in, unescaped

LEADING = {
    "window.location.href": ("window.location.href = '/c/portal/logout';", "/c/portal/logout"),
    "bare location": ('location = "/next"', "/next"),
    "document.location": ("document.location = '/next';", "/next"),
    "top.location.href": ("top.location.href='/next'", "/next"),
    "replace": ("location.replace('/next')", "/next"),
    "assign": ('window.location.assign( "/next" );', "/next"),
    "template literal": ("location.href = `/next`;", "/next"),
    "escaped slashes": (r'location.href = "http:\/\/hub.example\/x";', "http://hub.example/x"),
    "escaped ampersand": (r"location.href = '/x?a=1\u0026b=2';", "/x?a=1&b=2"),
    "hexadecimal escape": (r"location.href = '/x?a=1\x26b=2';", "/x?a=1&b=2"),
    "escaped quote": (r"location.href = '/it\'s';", "/it's"),
    "percent escapes stay": ("location.href = '/x?u=AbC%2FdE';", "/x?u=AbC%2FdE"),
    "empty address": ("location.href = '';", ""),
    "in CDATA marks": ("// <![CDATA[\nlocation.href = '/next';\n// ]]>", "/next"),
    "within an HTML comment's marks": ("<!--\nlocation.href = '/next';\n// -->", "/next"),
    "after a comment": ("/* leave */ location.href = '/next';", "/next"),
    "after other statements": ("var a = 1; b();\nlocation.href = '/next';", "/next"),
    "after a condition": ("if (a) { b(); }\nlocation.href = '/next';", "/next"),
    "in a function called at once": ("(function() { location.href = '/next'; })();", "/next"),
    "in an arrow called at once": ("(() => { location.href = '/next'; })();", "/next"),
    "once the page is loaded": ("window.onload = function() { location.href = '/next'; };", "/next"),
    "once the document is ready": ("$(document).ready(function() { location = '/next'; });", "/next"),
    "by addEventListener": ("addEventListener('load', function() { location = '/next'; });", "/next"),
    "in Liferay's module": (
        "AUI().use('aui-base', function(A) {(function() { location.href = '/next'; })();});",
        "/next",
    ),
    "in a try": ("try { location.href = '/next'; } catch (e) {}", "/next"),
    "after a pattern with quotes": ("var p = /['\"]/g; location.href = '/next';", "/next"),
    "after a division": ("var p = a / b; var q = c / d; location.href = '/next';", "/next"),
    "the first of two": ("location.href = '/one'; location.href = '/two';", "/one"),
}

NOT_LEADING = {
    "comparison": "var x = location.href == '/a';",
    "strict comparison": "if (location.href === '/a') b();",
    "line comment": "// location.href = '/a';",
    "block comment": "/* location.href = '/a'; */",
    "text": "var hint = \"write location.href = '/a'; into it\";",
    "text with an escaped quote": r'var hint = "\"; location.href = \"/a\"";',
    "JSON that mentions it": 'var data = {"help": "window.location.href = \'/a\'", "location": "/a"};',
    "member of something else": "config.location = '/a'; my.location.href = '/a';",
    "longer name": "geolocation = '/a'; relocation.href = '/a'; location2 = '/a';",
    "property": "var a = {location: '/a'};",
    "part of the address": "location.hash = '/a'; location.search = '?a';",
    "read": "var here = location.href;",
    "put together": "location.href = '/a?b=' + b;",
    "taken from somewhere": "location.href = addresses['a'];",
    "chosen": "location.href = a ? '/a' : '/b';",
    "in a function nobody calls": "function leave() { location.href = '/a'; }",
    "in a method": "var shop = {leave: function() { location.href = '/a'; }};",
    "when something is clicked": "button.addEventListener('click', function() { location.href = '/a'; });",
    "on a click": "button.onclick = function() { location.href = '/a'; };",
    "some time later": "setTimeout(function() { location.href = '/a'; }, 900000);",
    "if": "if (a) { location.href = '/a'; }",
    "if without braces": "if (a) location.href = '/a';",
    "if on the next line": "if (a)\n  location.href = '/a';",
    "else": "if (a) { b(); } else { location.href = '/a'; }",
    "else without braces": "if (a) { b(); } else location.href = '/a';",
    "and": "a && (location.href = '/a');",
    "nothing": "",
}


@pytest.mark.parametrize(("script", "address"), LEADING.values(), ids=LEADING)
def test_a_script_leads_on(script: str, address: str) -> None:
    assert address_in(script) == address


@pytest.mark.parametrize("script", NOT_LEADING.values(), ids=NOT_LEADING)
def test_a_script_does_not_lead_on(script: str) -> None:
    assert address_in(script) is None


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ('document.getElementById("punchout").submit();', "punchout"),
        ("document.forms['cart'].submit()", "cart"),
        ("document.forms[1].submit();", 1),
        ("document.forms.cart.submit();", "cart"),
        ("document.cart.submit();", "cart"),
        ("document.getElementById('punchout').requestSubmit();", "punchout"),
        ("var f = document.getElementById('punchout'); f.submit();", "punchout"),
        ("const f = document.forms[0]\nf.submit()", 0),
        ("window.onload = function() { document.forms[0].submit(); };", 0),
        ('HTMLFormElement.prototype.submit.call(document.getElementById("punchout"));', "punchout"),
        ("var f = document.forms.cart; HTMLFormElement.prototype.submit.call(f);", "cart"),
    ],
)
def test_a_script_submits_a_form(script: str, wanted: str | int) -> None:
    assert submitted_form_in(script) == wanted


@pytest.mark.parametrize(
    "script",
    [
        "// document.forms[0].submit();",
        "function go() { document.forms[0].submit(); }",
        "if (a) document.forms[0].submit();",
        "document.forms[0].onsubmit = check;",
        "if (a) HTMLFormElement.prototype.submit.call(document.forms[0]);",
        "var f = document.forms[0]; button.onclick = function() { f.submit(); };",
        "api.submit(); jQuery.ajax('submit()');",
        "",
    ],
)
def test_a_script_submits_no_form(script: str) -> None:
    assert submitted_form_in(script) is None


def test_running_code_leaves_out_what_waits_and_what_is_said() -> None:
    code = running_code("a(); /* b(); */ function c() { d(); } e('f;g'); // h()\n")
    assert code.replace(" ", "") == 'a();functionc();e("f%3Bg");\n'


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\ud83d!", "\ufffd!"),
        (
            r"a\
b",
            "a\nb",
        ),
        (r"\n\t\/", "\n\t/"),
    ],
)
def test_escapes_of_a_text_are_resolved(literal: str, value: str) -> None:
    assert unescaped(literal) == value


def test_a_long_script_is_read_without_delay() -> None:
    assert address_in("var a = {b: [1, 2, 'c']}; // d\n" * 20_000 + "location.href = '/next';") == "/next"
