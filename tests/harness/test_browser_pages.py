"""A page as a browser reads it: what a person sees, where it leads by itself, what Liferay tells its scripts."""

from __future__ import annotations

import pytest

from simulators.messages.markup import text_of
from tests.harness.judge_bench import GUEST, SIGNED_IN, page

CONTEXT = (
    "<script data-senna-track='temporary'>var Liferay = window.Liferay || {{}}; Liferay.CommerceContext = {}</script>"
)


@pytest.mark.parametrize("text", ["", " \n\t", "<!-- nothing -->", "\0", "\ufeff", "<", "<!DOCTYPE html>", "</p>"])
def test_a_page_without_anything_is_an_empty_page(text: str) -> None:
    empty = page(text)
    assert (empty.words.strip("<\ufeff\ufffd"), empty.forms, empty.script_address, empty.alerts) == ("", (), None, ())
    assert not empty.signed_in
    assert not empty.tells_who


def test_an_encoding_declared_in_a_page_does_not_count_any_more() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-1"?><html><body>Sch\u00f6n</body></html>'
    assert page(text).words == "Sch\u00f6n"
    assert page("<meta charset='iso-8859-1'><p>Sch\u00f6n</p>").words == "Sch\u00f6n"


def test_half_a_character_is_no_hindrance() -> None:
    assert page("<p>a\ud800b</p>").words == "a?b"


@pytest.mark.parametrize(
    "text",
    ["<p>one<p>two", "<div><p>one</div>two</p>", "<table><td>one</b>two", "<p title='>'>one</p><p>two</p>", "one\ntwo"],
)
def test_broken_html_is_read_as_far_as_it_goes(text: str) -> None:
    assert page(text).words.split() in (["one", "two"], ["onetwo"])


def test_a_huge_page_is_read_whole() -> None:
    big = page(f"<div>{'<p>bolt</p>' * 100_000}<span>{'x' * 11_000_000}</span></div><p>the end</p>{SIGNED_IN}")
    assert big.words.endswith("the end")
    assert big.signed_in


def test_words_are_what_a_person_reads() -> None:
    unread = "<style>a{}</style><script>var a</script><noscript>no</noscript>"
    assert page(f"<title>T</title><body>{unread} A &amp;\n <b>B</b></body>").words == "A & B"


def test_alerts_are_those_of_failures_that_say_something() -> None:
    text = """<p class="alert alert-danger">Try\n again</p><p class="alert alert-danger"> </p>
        <p class="alert alert-info">Info</p><p class="alert-dangerous">No</p>"""
    assert page(text).alerts == ("Try again",)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>A <b>bolt</b></p>", "A bolt"),
        ("a &lt; b", "a < b"),
        (" \n ", ""),
        ("", ""),
        ('<?xml version="1.0" encoding="utf-8"?>x', "x"),
        ("\u30dc\u30eb\u30c8", "\u30dc\u30eb\u30c8"),
        ("a\ud800", "a"),
    ],
)
def test_text_of_a_fragment(markup: str, words: str) -> None:
    assert text_of(markup) == words


@pytest.mark.parametrize(
    "markup",
    [
        "<script>location.href = '/next';</script>",
        "<script type='text/javascript'>location.href = '/next';</script>",
        "<script type='module'>location.href = '/next';</script>",
        "<body onload=\"location.href = '/next'\"></body>",
        "<meta http-equiv='refresh' content='0; url=/next'>",
        "<meta http-equiv='REFRESH' content='2;URL=\"/next\"'>",
        "<meta http-equiv='Refresh' content='0.5, url=/next'>",
    ],
)
def test_a_page_leads_on(markup: str) -> None:
    assert page(markup).script_address == "/next"


@pytest.mark.parametrize(
    "markup",
    [
        "<script type='application/json'>location.href = '/next';</script>",
        "<script type='text/template'>location.href = '/next';</script>",
        "<noscript><meta http-equiv='refresh' content='0; url=/next'></noscript>",
        "<meta http-equiv='refresh' content='1800; url=/next'>",
        "<meta http-equiv='refresh' content='0'>",
        "<meta name='refresh' content='0; url=/next'>",
        "<a href='/next'>Next</a>",
    ],
)
def test_a_page_does_not_lead_on(markup: str) -> None:
    assert page(markup).script_address is None


@pytest.mark.parametrize(
    "script",
    [
        "document.getElementById('two').submit();",
        "document.forms['second'].submit();",
        "document.second.submit();",
        "document.forms[1].submit();",
    ],
)
def test_the_form_a_script_submits_is_found_by_id_name_and_place(script: str) -> None:
    forms = "<form action='/one'></form><form id='two' name='second' action='/two' method='post'></form>"
    for text in (f"{forms}<script>{script}</script>", f'<body onload="{script}">{forms}</body>'):
        form = page(text).self_posting_form
        assert form is not None
        assert (form.action, form.method) == ("http://shop.example/two", "POST")


@pytest.mark.parametrize("script", ["document.forms[4].submit();", "document.getElementById('gone').submit();", ""])
def test_a_form_that_is_not_there_is_not_submitted(script: str) -> None:
    assert page(f"<form></form><script>{script}</script>").self_posting_form is None


@pytest.mark.parametrize(
    ("script", "signed_in"),
    [
        ("isSignedIn: function() { return true; }", True),
        ("isSignedIn: function() {\n\t\t\treturn false;\n\t\t}", False),
        ("isSignedIn:function(){return true}", True),
        ("isSignedIn: () => true", True),
        ("isSignedIn() { return true; }", True),
        ("isSignedIn: () => false", False),
    ],
)
def test_a_page_tells_whether_the_visitor_is_signed_in(script: str, signed_in: bool) -> None:
    told = page(f"<script>Liferay.ThemeDisplay = {{{script}}};</script>")
    assert (told.tells_who, told.signed_in, told.is_liferay) == (True, signed_in, True)


@pytest.mark.parametrize(
    "script", ["if (Liferay.ThemeDisplay.isSignedIn()) go();", "isSignedIn: function() { return x; }"]
)
def test_a_page_that_only_asks_does_not_tell(script: str) -> None:
    assert not page(f"<script>{script}</script>").tells_who


def test_a_portal_is_known_by_its_script_or_its_header() -> None:
    assert page(GUEST).is_liferay
    assert page("", headers={"Liferay-Portal": "Liferay Community Edition"}).is_liferay
    assert not page("<p>Liferay</p>").is_liferay


def test_user_and_csrf_token_are_read_and_may_be_missing() -> None:
    told = page("<script>Liferay.authToken = 'aB3x'; var t = {getUserId: function() { return '20123'; }};</script>")
    assert (told.csrf_token, told.user_id) == ("aB3x", "20123")
    assert (page("").csrf_token, page("").user_id) == ("", "")


@pytest.mark.parametrize(
    ("context", "order_id"),
    [
        ('{"order":{"orderId":"40123","orderType":"0"},"currency":{"currencyCode":"USD"}};', 40123),
        ('{"order": {"orderId": 40123}};', 40123),
        ('{"order": {"orderId": "0"}};', None),
        ('{"order": {"orderId": 0}};', None),
        ('{"order": {"orderId": "none"}};', None),
        ('{"order": {"orderId": ""}};', None),
        ('{"order": {"orderId": -4}};', None),
        ('{"order": {}};', None),
        ('{"order": null};', None),
        ('{"order": []};', None),
        ('{"order": "40123"};', None),
        ("{};", None),
        ('{"order": {"orderId": "40123"};', None),
        ("{order: {orderId: 40123}};", None),
        ("null;", None),
    ],
)
def test_the_current_order_is_read_as_liferay_writes_it(context: str, order_id: int | None) -> None:
    assert page(CONTEXT.format(context)).order_id == order_id


def test_channel_and_account_are_read_and_are_0_when_not_told() -> None:
    context = '{"account":{"accountId":"32","accountName":"<\\/script>"},"commerceChannelId":"31"};'
    told = page(CONTEXT.format(context))
    assert (told.channel_id, told.account_id) == ("31", "32")
    assert told.commerce_context["account"]["accountName"] == "</script>"
    for missing in (
        "",
        CONTEXT.format('{"account": null};'),
        CONTEXT.format('{"account": "x", "commerceChannelId": null};'),
    ):
        assert (page(missing).channel_id, page(missing).account_id) == ("0", "0")


def test_the_context_is_found_in_whichever_script_it_stands() -> None:
    assert page(GUEST + CONTEXT.format('{"commerceChannelId": 5};') + SIGNED_IN).channel_id == "5"
