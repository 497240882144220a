"""The hub's answer to a cart: built safe for a store that lower-cases it, and read in any spelling."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulators.messages.cart import (
    BOTH_SPELLINGS,
    CartAnswerRejected,
    build_cart_answer,
    cart_answer_faults,
    parse_cart_answer,
)

without_files = settings(deadline=None, database=None, derandomize=True)
URL = "https://hub.example/gateway/link/return/id/qz7ab19c?redirect=1"


def _refused(body: bytes) -> tuple[str, ...]:
    try:
        parse_cart_answer(body)
    except CartAnswerRejected as rejected:
        return rejected.faults
    return ()


def test_an_answer_names_the_address_in_both_spellings() -> None:
    body = build_cart_answer(URL)
    assert json.loads(body) == {"redirect_url": URL, "redirectUrl": URL}
    assert parse_cart_answer(body).keys == BOTH_SPELLINGS
    assert parse_cart_answer(body.lower()).redirect_url == URL


@pytest.mark.parametrize("key", ["redirect_url", "redirectURL", "redirectUrl", "REDIRECTURL", "redirecturl"])
def test_an_answer_is_read_in_any_spelling(key: str) -> None:
    answer = parse_cart_answer(json.dumps({"x": 1, key: URL}).replace("/", "\\/").encode())
    assert (answer.redirect_url, answer.keys) == (URL, (key,))


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("the answer is not JSON", b""),
        ("the answer is not JSON", b"<html>"),
        ("the answer is not JSON", b"[" * 100_000),
        ("the answer begins with a byte order mark", b"\xef\xbb\xbf{}"),
        ("the answer is not a JSON object", b"[]"),
        ("the answer is not a JSON object", b"5"),
        ("redirect_url: missing, got no members", b"{}"),
        ("redirect_url: missing, got 'url'", b'{"url":"https://a.example/"}'),
        ("'redirectUrl': expected an absolute", b'{"redirectUrl":5}'),
        ("'redirectUrl': expected an absolute", b'{"redirectUrl":""}'),
        ("'redirectUrl': expected an absolute", b'{"redirectUrl":"/foo"}'),
        ("'redirectUrl': expected an absolute", b'{"redirectUrl":"javascript:alert(1)"}'),
        ("redirect_url: expected one address", b'{"redirectUrl":"https://a.b/","redirect_url":"https://a.b/c"}'),
    ],
)
def test_an_answer_that_leads_nowhere_is_refused(fault: str, body: bytes) -> None:
    assert [found for found in _refused(body) if found.startswith(fault)] != []
    assert cart_answer_faults(body) == _refused(body)


@pytest.mark.parametrize(
    ("fault", "url", "keys"),
    [
        ("redirect URL: expected one that is the same in lower case", "https://hub.example/id/qZ7", BOTH_SPELLINGS),
        ("redirect URL: expected one that is the same in lower case", "https://hub.example/?A=1", BOTH_SPELLINGS),
        ("redirect URL: expected one that is the same in lower case", "https://h.example?A=1", BOTH_SPELLINGS),
        ("'redirecturl': expected each key once in lower case", URL, ("redirectUrl", "redirectURL")),
        ("redirectUrl: missing", URL, ("redirect_url",)),
        ("redirect_url: missing", URL, ()),
        ("'redirect_url': expected an absolute", "/foo", BOTH_SPELLINGS),
    ],
)
def test_an_answer_a_store_would_stumble_over_is_not_built(fault: str, url: str, keys: tuple[str, ...]) -> None:
    with pytest.raises(CartAnswerRejected) as rejected:
        build_cart_answer(url, keys)
    assert [found for found in rejected.value.faults if found.startswith(fault)] != []


def test_the_case_of_escapes_scheme_and_host_is_nobodys_business() -> None:
    assert build_cart_answer("HTTPS://Hub.Example/a%2Fb")
    assert cart_answer_faults(b'{"redirectUrl":"https://a.b/c","redirectUrl":"https://a.b/c"}') != ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just(URL),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["redirect_url", "REDIRECTURL"]), inner)
    ),
    max_leaves=4,
)


@settings(without_files, max_examples=100)
@given(json_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=20))
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    assert _refused(body) or parse_cart_answer(body).redirect_url == URL
