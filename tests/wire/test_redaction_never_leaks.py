"""Random secrets planted in every place: nothing of what comes out holds them, in any writing."""

from __future__ import annotations

import base64
import html
import json
import string
from collections.abc import Callable
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape as xml_escape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulators.wire import Redactor

wire = settings(deadline=None, database=None, derandomize=True)
URL_SAFE = string.ascii_letters + string.digits + "-_*"
PUNCTUATION = URL_SAFE + "!\"#$%&'()+,./:;<=>?@[\\]^`{|}~ äß€中"
secrets = st.one_of(
    st.text(URL_SAFE, min_size=8, max_size=40),
    st.text(PUNCTUATION, min_size=8, max_size=40).filter(lambda s: s == s.strip()),
).filter(lambda s: s not in "csrf token bearer token access token password credentials client secret")
# A name in front so that a credential has the form user:password whatever the secret is.
PLACES: dict[str, Callable[[str], str]] = {
    "URL": lambda s: f"https://x.example/a?b=1&punchOutAccessToken={quote(s, safe='')}&c=2",
    "URL, slashes as they are": lambda s: f"https://x.example/a?punchOutAccessToken={quote(s)}",
    "URL of a script": lambda s: f"https://x.example/a?p_auth={quote(s, safe=chr(39) + '!()*')}&c=2",
    "URL in a URL": lambda s: f"/a?to={quote('https://y/?p_auth=' + quote(s, safe='') + '&z=1', safe='')}&c=2",
    "URL in a page": lambda s: f'<p>Hello</p><a href="/a?x=1&amp;p_auth={quote_plus(s)}&amp;c=2">go</a>',
    "user info": lambda s: f"see http://ann:{quote(s, safe='')}@x.example/ there",
    "form": lambda s: f"user=ann&password={quote_plus(s)}&x=1",
    "JSON": lambda s: json.dumps({"a": 1, "client_secret": s, "b": [2]}),
    "JSON in Unicode": lambda s: json.dumps({"password": s}, ensure_ascii=False, separators=(",", ":")),
    "JSON in JSON": lambda s: json.dumps({"body": json.dumps({"password": s})}),
    "JSON in a page": lambda s: f'<div data-x="{html.escape(json.dumps({"password": s}))}">',
    "XML": lambda s: f"<Credential><SharedSecret>{xml_escape(s)}</SharedSecret></Credential>",
    "XML in a page": lambda s: html.escape(f"<a><SharedSecret>{xml_escape(s)}</SharedSecret></a>"),
    "XML in a form": lambda s: "cxml=" + quote_plus(f"<a><SharedSecret>{xml_escape(s)}</SharedSecret></a>"),
    "XML in base64": lambda s: base64.b64encode(
        f"<cXML><Header/><SharedSecret>{xml_escape(s)}</SharedSecret></cXML>".encode()
    ).decode(),
    "hidden input": lambda s: f'<form><input type="hidden" name="p_auth" value="{html.escape(s)}"></form>',
}


def writings(secret: str) -> set[str]:
    written = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), html.escape(secret)}
    written |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return written | {base64.b64encode(secret.encode()).decode().rstrip("=")[:-1]}


def assert_hidden(shown: str, secret: str) -> None:
    assert [written for written in writings(secret) if written in shown] == []


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_secret_in_a_text_never_comes_out(place: Callable[[str], str]) -> None:
    @settings(wire, max_examples=60)
    @given(secrets)
    def check(secret: str) -> None:
        assume(secret not in place("-") + "password")  # which is a name of a field, and in labels
        redactor = Redactor(b"key")
        shown = redactor.text(place(secret))
        assert_hidden(shown, secret)
        assert redactor.text(shown) == shown
        assert_hidden(redactor.text(f"elsewhere {secret} again"), secret)

    check()


@settings(wire, max_examples=100)
@given(secrets.filter(str.isascii))
def test_a_secret_in_a_header_never_comes_out(secret: str) -> None:
    redactor = Redactor(b"key")
    headers = [
        ("X-CSRF-Token", secret),
        ("Authorization", f"Bearer {secret}"),
        ("authorization", "Basic " + base64.b64encode(f"ann:{secret}".encode()).decode()),
        ("Location", f"https://x/?punchOutAccessToken={quote_plus(secret)}"),
    ]
    shown = redactor.headers(headers)
    for _, value in shown:
        assert_hidden(value, secret)
    assert redactor.headers(shown) == shown


@settings(wire, max_examples=100)
@given(st.text("".join(set(URL_SAFE + "!#$%&'()+./:<=>?@[]^`{|}~")), min_size=8, max_size=40))
def test_a_secret_in_a_cookie_never_comes_out(secret: str) -> None:
    redactor = Redactor(b"key")
    shown = redactor.headers(
        [("Cookie", f"a=1; JSESSIONID={secret}; b=2"), ("Set-Cookie", f"a=1; Path=/, JSESSIONID={secret}; HttpOnly")]
    )
    for _, value in shown:
        assert_hidden(value, secret)
        assert "a=1" in value
    assert redactor.headers(shown) == shown


@settings(wire, max_examples=200)
@given(st.text(max_size=200))
def test_any_text_can_be_redacted_and_redacting_twice_changes_nothing_more(text: str) -> None:
    redactor = Redactor(b"key")
    redactor.declare("some secret", "secret")
    once = redactor.text(text)
    assert redactor.text(once) == once


@settings(wire, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "password",
                "p_auth",
                "=",
                ":",
                '"',
                "'",
                "\\",
                "%3D",
                "%22",
                "%25",
                "%26",
                "&quot;",
                "&",
                ";",
                " ",
                "[",
                "]",
            ]
        )
        | st.sampled_from(
            [
                "<input ",
                "value=",
                "name=",
                ">",
                "Basic ",
                "Bearer ",
                "YW5uOnBhc3N3b3JkMTI=",
                "x1",
                "://",
                "@",
                "<token>",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_broken_markup_is_redacted_the_same_way_twice(text: str) -> None:
    redactor = Redactor(b"key")
    once = redactor.text(text)
    assert redactor.text(once) == once
